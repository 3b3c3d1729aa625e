// LAMMPS dumps in text: any columns in any order, orthogonal, restricted and general triclinic
// boxes, atoms in any order. Format: https://docs.lammps.org/dump.html
#include <fmt/format.h>

#include "sim/io/formats.h"
#include "sim/io/lammps_dump_frame.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

class DumpTrajectory : public Trajectory {
 public:
  DumpTrajectory(TextFile file, const ReadOptions& options);
  std::size_t size() const override { return frames_.size(); }
  FramePtr read(std::size_t i) override;
  TopologyPtr topology() const override { return topology_; }
  std::string name() const override { return file_.path().filename().string(); }
  std::string notice() const override { return notice_; }

 private:
  struct Piece {
    std::uint64_t begin, end;
    std::size_t first_line;
  };
  void index(const ReadOptions& options);
  /// Walks over one frame; false when the file ends in the middle of it.
  bool walk_frame(LineScanner& scanner);
  std::string text(const Piece& piece) const {
    return file_.read(piece.begin, static_cast<std::size_t>(piece.end - piece.begin));
  }
  void add_notice(const std::string& notice) {
    if (!notice.empty()) notice_ += (notice_.empty() ? "" : "; ") + notice;
  }

  TextFile file_;
  std::vector<Piece> frames_;
  LammpsUnits units_;
  TopologyPtr topology_;
  AtomPlaces places_;
  std::string notice_;
};

DumpTrajectory::DumpTrajectory(TextFile file, const ReadOptions& options) : file_(std::move(file)) {
  index(options);
  std::string notice;
  const std::string first = text(frames_[0]);
  topology_ = DumpFrameReader(file_.path(), first, frames_[0].first_line, units_)
                  .read_topology(options, notice);
  add_notice(notice);
  for (std::size_t i = 0; i < topology_->size(); ++i) places_.emplace(topology_->ids[i], i);
  read(0);
}

bool DumpTrajectory::walk_frame(LineScanner& scanner) {
  std::int64_t atoms = -1;
  for (;;) {
    const std::string_view line = trimmed(scanner.line());
    if (line.starts_with("ITEM: ATOMS")) break;
    const bool counts = line == "ITEM: NUMBER OF ATOMS", units = line == "ITEM: UNITS";
    if (!scanner.next()) return false;
    const std::string_view value = trimmed(scanner.line());
    if (counts) {
      atoms = to_integer(value).value_or(-1);
      if (atoms < 1) {
        throw FileError(file_.path(), scanner.number(),
                        fmt::format("expected a number of atoms, found {}", cited(value)));
      }
    }
    if (units) {
      const auto known = lammps_units(value);
      if (!known) {
        throw FileError(file_.path(), scanner.number(),
                        fmt::format("units {} are not read, only metal and real", cited(value)));
      }
      units_ = *known;
    }
  }
  if (atoms < 1) {
    throw FileError(file_.path(), scanner.number(),
                    "expected ITEM: NUMBER OF ATOMS before the atoms");
  }
  for (std::int64_t i = 0; i < atoms; ++i) {
    if (!scanner.next()) return false;
    if (scanner.line().starts_with("ITEM:")) {
      throw FileError(file_.path(), scanner.number(),
                      fmt::format("expected atom {} of {}, found the next frame", i + 1, atoms));
    }
  }
  return true;
}

void DumpTrajectory::index(const ReadOptions& options) {
  LineScanner scanner(file_, options.progress, options.stop);
  while (scanner.next()) {
    const std::string_view line = trimmed(scanner.line());
    if (line.empty()) continue;
    const bool cut = !scanner.terminated() && std::string_view("ITEM:").starts_with(line);
    if (!line.starts_with("ITEM:") && !cut) {
      throw FileError(file_.path(), scanner.number(),
                      fmt::format("expected ITEM: TIMESTEP, found {}", cited(line)));
    }
    Piece piece{scanner.offset(), 0, scanner.number()};
    if (!walk_frame(scanner)) {
      if (frames_.empty()) {
        throw FileError(file_.path(), scanner.number(), "the file ends within its first frame");
      }
      add_notice(
          fmt::format("the last frame (line {}) is cut short and was left out", piece.first_line));
      return;
    }
    piece.end = scanner.end();
    frames_.push_back(piece);
  }
  if (frames_.empty()) throw FileError(file_.path(), 1, "expected ITEM: TIMESTEP");
  if (!scanner.terminated())
    add_notice("the last line has no line end: its last number may be cut short");
}

FramePtr DumpTrajectory::read(std::size_t i) {
  check_frame_index(i, frames_.size(), name());
  const std::string piece = text(frames_[i]);
  return DumpFrameReader(file_.path(), piece, frames_[i].first_line, units_)
      .read(topology_, places_);
}

}  // namespace

std::unique_ptr<Trajectory> open_lammps_dump(TextFile file, const ReadOptions& options) {
  return std::make_unique<DumpTrajectory>(std::move(file), options);
}

}  // namespace vitrine::io
