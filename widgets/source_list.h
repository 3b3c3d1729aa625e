#pragma once
#include <QListWidget>
#include <filesystem>
#include <vector>

namespace vitrine::widgets {

class Presenter;

/// The run and the files of this session; one of them is shown, a click shows another.
class SourceList : public QListWidget {
  Q_OBJECT
 public:
  explicit SourceList(QWidget* parent = nullptr);
  void show(const Presenter& presenter);
  void addFiles(const std::vector<std::filesystem::path>& files);  ///< opened when chosen
  QSize sizeHint() const override { return {200, 72}; }
  QSize minimumSizeHint() const override { return {120, 48}; }

 Q_SIGNALS:
  void runChosen();
  void fileChosen(const QString& path);

 private:
  QListWidgetItem* itemOf(const QString& path);  ///< empty: the run
  QListWidgetItem* fileItem(const std::filesystem::path& file);
};

}  // namespace vitrine::widgets
