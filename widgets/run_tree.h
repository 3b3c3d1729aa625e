#pragma once
#include <QTreeWidget>
#include <filesystem>
#include <vector>

#include "widgets/background_job.h"
#include "widgets/run_family.h"

namespace vitrine::widgets {

class Presenter;

/// The run and the files of this session. Run records stand below the one that they branched from,
/// and bring their families along. One entry is shown, a click shows another; the menu of an entry
/// compares it with what is shown, or goes on with it.
class RunTree : public QTreeWidget {
  Q_OBJECT
 public:
  explicit RunTree(QWidget* parent = nullptr);
  void show(const Presenter& presenter);
  void addFiles(const std::vector<std::filesystem::path>& files);  ///< opened when chosen
  /// Those and the live run instead of what is listed.
  void setFiles(const std::vector<std::filesystem::path>& files);
  std::vector<std::filesystem::path> files() const;  ///< that are listed, the live run's record too
  /// Puts what has been read of the families into place; call now and then.
  void poll();
  /// What is known of a record; nullptr: nothing (yet).
  const RecordedRunInfo* infoOf(const std::filesystem::path& file) const;
  QSize sizeHint() const override { return {200, 72}; }
  QSize minimumSizeHint() const override { return {120, 48}; }

 Q_SIGNALS:
  void runChosen();
  void fileChosen(const QString& path);
  void compareRequested(const QString& path);
  void continueRequested(const QString& path);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QTreeWidgetItem* find(const QString& path) const;
  QTreeWidgetItem* entryOf(const std::filesystem::path& file);
  void choose(QTreeWidgetItem* item);
  void remove(QTreeWidgetItem* item);
  void setShown(QTreeWidgetItem* item);
  void readFamilies();
  void showLiveRun(const Presenter& presenter);
  void arrange();
  void label(QTreeWidgetItem& item, const RecordedRunInfo& info);
  QMenu* menuOf(QTreeWidgetItem* item);

  BackgroundJob<std::vector<RecordedRunInfo>> reading_;
  std::vector<RecordedRunInfo> runs_;  ///< that of the live run, where it has a record, among them
  std::filesystem::path live_record_;  ///< not to be opened while it is written
  QString shown_;                      ///< path of the entry that is on the screen
  bool stale_ = false;                 ///< entries came since the families were read
};

}  // namespace vitrine::widgets
