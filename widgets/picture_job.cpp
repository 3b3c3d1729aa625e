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
  writing_.cancel();
  shots_ = std::move(shots);
  compose_ = std::move(compose);
  file_ = file;
  turn_.start(between_drawings);
  Q_EMIT progressed(0);
}

void PictureJob::cancel() {
  if (!turn_.isActive()) return;
  writing_.cancel();
  end();
}

void PictureJob::step() {
  if (writing_.running()) {
    const auto written = writing_.take();
    if (!written) return;
    end();
    if (written->value)
      Q_EMIT saved(QString::fromStdString(written->value->string()));
    else
      Q_EMIT failed(QString::fromStdString(written->error));
    return;
  }
  double progress = 0;
  Shot* next = nullptr;
  for (const auto& shot : shots_) {
    progress += shot->progress() / double(shots_.size());
    if (!next && shot->progress() < 1) next = shot.get();
  }
  if (!next) return write();
  next->draw();
  Q_EMIT progressed(progress);
}

void PictureJob::write() {
  std::vector<QImage> images;
  for (const auto& shot : shots_) images.push_back(shot->image());
  const QImage whole = compose_(images);
  shots_.clear();
  if (whole.isNull()) {
    end();
    Q_EMIT failed(tr("there is no picture to save: no OpenGL"));
    return;
  }
  turn_.start(while_writing);
  writing_.start([whole, file = file_](std::stop_token) { return save(whole, file); });
}

void PictureJob::end() {
  turn_.stop();
  shots_.clear();
  Q_EMIT progressed(-1);
}

}  // namespace vitrine::widgets
