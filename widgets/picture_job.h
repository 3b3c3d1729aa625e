#pragma once
#include <QImage>
#include <QTimer>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "widgets/background_job.h"
#include "widgets/shot.h"

namespace vitrine::widgets {

/// Takes a picture of one view or several and saves it, between the events of the window.
class PictureJob : public QObject {
  Q_OBJECT
 public:
  /// Puts the pictures of the views together.
  using Compose = std::function<QImage(const std::vector<QImage>&)>;
  explicit PictureJob(QObject* parent = nullptr);
  /// Instead of one that is being taken. The format follows from the name.
  void start(std::vector<std::unique_ptr<Shot>> shots, Compose compose,
             const std::filesystem::path& file);
  void cancel();

 Q_SIGNALS:
  void progressed(double progress);  ///< 0 to 1; -1: it is over
  void saved(const QString& file);
  void failed(const QString& sentence);

 private:
  void step();
  void write();
  void end();

  std::vector<std::unique_ptr<Shot>> shots_;
  Compose compose_;
  std::filesystem::path file_;
  QTimer turn_;
  BackgroundJob<std::filesystem::path> writing_;
};

}  // namespace vitrine::widgets
