#include "widgets/picture_job.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImageWriter>

#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::widgets {
namespace {

constexpr int between_drawings = 5, while_writing = 30;  // ms

std::filesystem::path save(const QImage& image, const std::filesystem::path& file) {
  const QByteArray format =
      QFileInfo(QString::fromStdString(file.string())).suffix().toLower().toUtf8();
  if (!QImageWriter::supportedImageFormats().contains(format))
    throw FileError(file, "a name that ends in .png or .jpg is expected");
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!image.save(&buffer, format.constData()))
    throw FileError(file, "the picture could not be encoded");
  write_whole_file(file, {bytes.constData(), std::size_t(bytes.size())});
  return file;
}

}  // namespace

PictureJob::PictureJob(QObject* parent) : QObject(parent) {
  connect(&turn_, &QTimer::timeout, this, &PictureJob::step);
}

void PictureJob::start(std::vector<std::unique_ptr<Shot>> shots, Compose compose,
                       const std::filesystem::path& file) {
  orders_.push_back({std::move(shots), std::move(compose), file});
  if (orders_.size() == 1) turn_.start(between_drawings);
}

void PictureJob::cancel() {
  if (!running()) return;
  writing_.cancel();
  next();
}

double PictureJob::progress() const {
  double sum = 0;
  for (const auto& shot : orders_.front().shots) sum += shot->progress();
  return sum / double(orders_.front().shots.size());
}

std::optional<Job> PictureJob::job() {
  if (!running()) return std::nullopt;
  QString name =
      tr("drawing %1").arg(QString::fromStdString(orders_.front().file.filename().string()));
  if (orders_.size() > 1) name += tr(" (%1 more)").arg(orders_.size() - 1);
  return Job{name, progress(), [this] { cancel(); }};
}

void PictureJob::step() {
  if (writing_.running()) {
    const auto written = writing_.take();
    if (!written) return;
    next();
    if (written->value)
      Q_EMIT saved(QString::fromStdString(written->value->string()));
    else
      Q_EMIT failed(QString::fromStdString(written->error));
    return;
  }
  for (const auto& shot : orders_.front().shots)
    if (shot->progress() < 1) return shot->draw();
  write();
}

void PictureJob::write() {
  const Order& order = orders_.front();
  std::vector<QImage> images;
  for (const auto& shot : order.shots) images.push_back(shot->image());
  const QImage whole = order.compose(images);
  if (whole.isNull()) {
    next();
    Q_EMIT failed(tr("there is no picture to save: no OpenGL"));
    return;
  }
  turn_.start(while_writing);
  writing_.start([whole, file = order.file](std::stop_token) { return save(whole, file); });
}

void PictureJob::next() {
  orders_.pop_front();
  if (running())
    turn_.start(between_drawings);
  else
    turn_.stop();
}

}  // namespace vitrine::widgets
