#pragma once
#include <QObject>
#include <array>
#include <optional>

#include "render/camera_pose.h"

namespace vitrine::widgets {

struct Actions;
class View3d;

/// Four places to look from, kept between sessions of the program.
class SavedCameras : public QObject {
  Q_OBJECT
 public:
  static constexpr int count = 4;
  SavedCameras(const Actions& actions, View3d& view, QObject* parent);

 Q_SIGNALS:
  void stored(int number);  ///< 1..4

 private:
  void store(int index);
  void enable();

  const Actions& actions_;
  View3d& view_;
  std::array<std::optional<render::CameraPose>, count> poses_;
};

}  // namespace vitrine::widgets
