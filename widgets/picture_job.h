#pragma once
#include <QImage>
#include <QTimer>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "widgets/background_job.h"
#include "widgets/job.h"
#include "widgets/shot.h"

namespace vitrine::widgets {

/// Takes pictures, each of one view or several, and saves them, one after the other, between the
/// events of the window.
class PictureJob : public QObject {
  Q_OBJECT
 public:
  /// Puts the pictures of the views together.
  using Compose = std::function<QImage(const std::vector<QImage>&)>;
  explicit PictureJob(QObject* parent = nullptr);
  /// The format follows from the name.
  void start(std::vector<std::unique_ptr<Shot>> shots, Compose compose,
             const std::filesystem::path& file);
  void cancel();  ///< the one that is being taken
  bool running() const { return !orders_.empty(); }
  std::optional<Job> job();

 Q_SIGNALS:
  void saved(const QString& file);
  void failed(const QString& sentence);

 private:
  struct Order {
    std::vector<std::unique_ptr<Shot>> shots;
    Compose compose;
    std::filesystem::path file;
  };
  void step();
  void write();
  void next();
  double progress() const;

  std::deque<Order> orders_;
  QTimer turn_;
  BackgroundJob<std::filesystem::path> writing_;
};

}  // namespace vitrine::widgets
