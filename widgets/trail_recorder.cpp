#include "widgets/trail_recorder.h"

#include <algorithm>

namespace vitrine::widgets {

void TrailRecorder::setLength(int frames) {
  length_ = std::max(frames, 0);
  if (length_ == 0) return clear();
  while (rows_.size() > mostFrames()) rows_.pop_front();
  publish();
}

void TrailRecorder::clear() {
  rows_.clear();
  last_.reset();
  atoms_.reset();
  trails_.reset();
}

std::size_t TrailRecorder::mostFrames() const {
  const std::size_t atoms = atoms_ ? std::max<std::size_t>(atoms_->size(), 1) : 1;
  return std::clamp<std::size_t>(most_points / atoms, 2, static_cast<std::size_t>(length_) + 1);
}

void TrailRecorder::add(const FramePtr& frame, const Atoms& atoms) {
  if (length_ == 0 || !frame || !atoms || atoms->empty()) return clear();
  // More atoms than have two points each are not followed at all.
  if (atoms->size() > most_points / 2) return clear();
  if (frame == last_ && atoms == atoms_) return;
  const bool goes_on = last_ && atoms == atoms_ && last_->size() == frame->size() &&
                       last_->topology->elements == frame->topology->elements;
  if (!goes_on) clear();
  std::vector<Vec3> row;
  row.reserve(atoms->size());
  for (std::size_t k = 0; k < atoms->size(); ++k) {
    const auto atom = static_cast<std::size_t>((*atoms)[k]);
    if (atom >= frame->size()) return clear();
    const Vec3& now = frame->positions[atom];
    row.push_back(
        goes_on ? Vec3(rows_.back()[k] + frame->cell.minimum_image(now - last_->positions[atom]))
                : now);
  }
  atoms_ = atoms;
  last_ = frame;
  rows_.push_back(std::move(row));
  while (rows_.size() > mostFrames()) rows_.pop_front();
  publish();
}

void TrailRecorder::publish() {
  if (!atoms_) return;
  auto trails = std::make_shared<render::Trails>();
  for (std::size_t k = 0; k < atoms_->size(); ++k) {
    render::Trails::Path path{(*atoms_)[k], {}};
    path.points.reserve(rows_.size());
    for (const std::vector<Vec3>& row : rows_) path.points.push_back(row[k]);
    trails->paths.push_back(std::move(path));
  }
  trails_ = std::move(trails);
}

}  // namespace vitrine::widgets
