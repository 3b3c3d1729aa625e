#pragma once
// The readers of single formats, as open_trajectory calls them, and what they share.
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "sim/io/read.h"
#include "sim/io/text_file.h"
#include "sim/model/frame.h"
#include "sim/model/trajectory.h"

namespace vitrine::io {

/// How the caller wants a file read; see open_trajectory.
struct ReadOptions {
  Progress progress;
  std::stop_token stop;
  std::vector<Element> species;
};

std::unique_ptr<Trajectory> open_lammps_data(TextFile file, const ReadOptions& options);
std::unique_ptr<Trajectory> open_lammps_dump(TextFile file, const ReadOptions& options);
std::unique_ptr<Trajectory> open_extended_xyz(TextFile file, const ReadOptions& options);
std::unique_ptr<Trajectory> open_cif(TextFile file, const ReadOptions& options);

/// A file that holds one frame.
class SingleFrame : public Trajectory {
 public:
  SingleFrame(FramePtr frame, std::string name, std::string notice)
      : frame_(std::move(frame)), name_(std::move(name)), notice_(std::move(notice)) {}
  std::size_t size() const override { return 1; }
  FramePtr read(std::size_t i) override;
  TopologyPtr topology() const override { return frame_->topology; }
  std::string name() const override { return name_; }
  std::string notice() const override { return notice_; }

 private:
  FramePtr frame_;
  std::string name_, notice_;
};

/// InputError "frame 7 was asked of NAME, which has 5".
void check_frame_index(std::size_t i, std::size_t size, const std::string& name);

/// Elements of numeric types without masses or names: those given, or C H N Zn for exactly four
/// types (notice tells). Empty when nothing is known.
struct TypeElements {
  std::vector<Element> elements;  ///< of types 1, 2, ...
  std::string notice;
};
TypeElements elements_of_nameless_types(std::size_t types, const std::vector<Element>& given);

/// Factors from a LAMMPS unit style to the program's units; "metal" is all ones.
struct LammpsUnits {
  double velocity = 1, force = 1, time = 1;
};
/// Nothing for a style whose lengths are no angstroms.
std::optional<LammpsUnits> lammps_units(std::string_view style);

/// A cell, with Cell's InputError turned into a FileError at the reader's line.
Cell make_cell(const LineReader& lines, const Mat3& rows, std::array<bool, 3> periodic,
               const Vec3& origin);

}  // namespace vitrine::io
