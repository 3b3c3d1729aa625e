#include "widgets/saved_cameras.h"

#include <QSettings>
#include <QVariantList>

#include "widgets/actions.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

QString key(int index) {
  return QStringLiteral("cameras/%1").arg(index + 1);
}

QVariantList numbers_of(const render::CameraPose& pose) {
  QVariantList numbers;
  for (const Vec3* v : {&pose.position, &pose.focus, &pose.up})
    for (int k = 0; k < 3; ++k) numbers << (*v)[k];
  numbers << pose.parallel_scale << (pose.parallel ? 1.0 : 0.0) << (pose.framed ? 1.0 : 0.0);
  return numbers;
}

std::optional<render::CameraPose> pose_of(const QVariantList& numbers) {
  if (numbers.size() != 12) return std::nullopt;
  const auto at = [&numbers](int i) { return numbers[i].toDouble(); };
  render::CameraPose pose{{at(0), at(1), at(2)}, {at(3), at(4), at(5)}, {at(6), at(7), at(8)}};
  pose.parallel_scale = at(9);
  pose.parallel = at(10) != 0;
  pose.framed = at(11) != 0;
  if (!render::is_sound(pose)) return std::nullopt;
  return pose;
}

}  // namespace

SavedCameras::SavedCameras(const Actions& actions, View3d& view, QObject* parent)
    : QObject(parent), actions_(actions), view_(view) {
  const QSettings settings;
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    poses_[at] = pose_of(settings.value(key(i)).toList());
    connect(actions.store_camera[at], &QAction::triggered, this, [this, i] { store(i); });
    connect(actions.recall_camera[at], &QAction::triggered, this, [this, at] {
      if (poses_[at]) view_.setCamera(*poses_[at]);
    });
  }
  enable();
}

void SavedCameras::store(int index) {
  const auto pose = view_.camera();
  if (!pose) return;
  poses_[static_cast<std::size_t>(index)] = pose;
  QSettings().setValue(key(index), numbers_of(*pose));
  enable();
  Q_EMIT stored(index + 1);
}

void SavedCameras::enable() {
  for (std::size_t i = 0; i < count; ++i)
    actions_.recall_camera[i]->setEnabled(poses_[i].has_value());
}

}  // namespace vitrine::widgets
