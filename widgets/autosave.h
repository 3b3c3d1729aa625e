#pragma once
#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <optional>

#include "widgets/background_job.h"
#include "widgets/window_state.h"

namespace vitrine::widgets {

class StateKeeper;

/// Keeps the state of the window in a file of its own while the program runs, so that it can be had
/// again after a crash. A lock beside the file names the process: what another Vitrine that still
/// runs keeps is no crash. Written on a thread, whole or not at all.
class Autosave : public QObject {
  Q_OBJECT
 public:
  /// A session whose program did not end properly.
  struct Lost {
    std::filesystem::path file;
    QDateTime when;  ///< written
  };

  /// `folder`: of all Vitrines of this user; empty: nothing is kept.
  Autosave(StateKeeper& keeper, std::filesystem::path folder, QObject* parent);
  ~Autosave() override;

  /// The newest one; nobody else is offered it meanwhile.
  const std::optional<Lost>& lost() const { return lost_; }
  void discardLost();  ///< its file, too
  /// It was restored: it goes as soon as what is on the screen is kept itself.
  void replaceLost() { replaces_lost_ = true; }

  void saveSoon();  ///< now, on a thread
  /// The window closes properly: what was kept becomes the last session, and the lock goes.
  void end();
  /// Of the window that was closed last; empty where there is none.
  std::filesystem::path lastSession() const;
  static constexpr int interval = 20000;  ///< ms

 private:
  void begin();
  void findLost();

  StateKeeper& keeper_;
  std::filesystem::path folder_, file_;
  std::unique_ptr<QLockFile> lock_, lost_lock_;
  std::optional<Lost> lost_;
  bool replaces_lost_ = false;
  QTimer timer_;
  BackgroundJob<bool> writing_;
};

}  // namespace vitrine::widgets
