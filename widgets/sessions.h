#pragma once
#include <QObject>
#include <filesystem>

#include "widgets/background_job.h"
#include "widgets/window_state.h"

class QWidget;

namespace vitrine::widgets {

class StateKeeper;

/// The session file of a window: saved, saved under another name, opened.
class Sessions : public QObject {
  Q_OBJECT
 public:
  Sessions(StateKeeper& keeper, QWidget* window);
  static bool isSession(const std::filesystem::path& file);

  void save();    ///< asks for a name where there is none yet
  void saveAs();  ///< asks for a name
  void choose();  ///< asks what to open
  /// On a thread; saved() or failed() follows.
  void saveTo(const std::filesystem::path& file);
  /// `file` is then the window's session. A file that cannot be used is said, and changes nothing.
  void open(const std::filesystem::path& file);
  /// The state of a file that does not become the window's session: what was kept of a crash.
  void restore(const std::filesystem::path& file);
  void poll();  ///< call now and then
  const std::filesystem::path& file() const { return file_; }

 Q_SIGNALS:
  void saved(const QString& path);
  void opened(const QString& path);
  void applied();  ///< a state, of whatever file
  void failed(const QString& sentence);

 private:
  bool apply(const std::filesystem::path& file);

  StateKeeper& keeper_;
  QWidget* window_;
  std::filesystem::path file_;
  BackgroundJob<std::filesystem::path> writing_;
};

}  // namespace vitrine::widgets
