#pragma once
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "sim/model/trajectory.h"
#include "widgets/recorded_samples.h"

namespace vitrine::widgets {

struct OpenedFile {
  int id = 0;  ///< counts the files opened; frames and scalars carry it
  std::filesystem::path path;
  std::string name;
  std::size_t frames = 0;
  FramePtr first;
  std::string notice;  ///< what had to be assumed about the file; empty: nothing
  std::shared_ptr<const RecordedMeasurements> measured = {};  ///< of a run record; else nullptr
};

struct FileFrame {
  int file;
  std::size_t index;
  FramePtr frame;
};

/// A frame of a file: the one next to a time, or, without one, by its index.
struct MomentOfFile {
  std::optional<double> time = {};  ///< ps
  std::size_t frame = 0;
  std::size_t frames = 1;  ///< up to it, that stand behind its results
  bool operator==(const MomentOfFile&) const = default;
};

/// The frames up to a moment of a file.
struct FileMoment {
  int file;
  std::vector<FramePtr> frames;
  bool there;              ///< the moment asked for; otherwise the file's last
  double temperature = 0;  ///< K, of the last one's velocities; NaN without them
};

/// A run record that has grown since it was opened: somebody is writing it.
struct FileGrowth {
  int file;
  std::size_t frames;
  std::shared_ptr<const RecordedMeasurements> measured;
};

/// What the timeline shows of a file: read in passing, while nobody waits for a frame.
struct FrameScalars {
  int file;
  std::size_t index;
  double time;         ///< ps
  double density;      ///< g/cm^3; NaN without a cell
  double temperature;  ///< K, of the velocities; NaN without them
};

/// Opens and reads trajectories on a thread of its own (an HDF5 handle must stay on one thread).
/// A file that does not open leaves the one before it in place.
class FileReader {
 public:
  FileReader();
  ~FileReader();
  void open(std::filesystem::path file);  ///< instead of one that is being opened
  void cancel_opening();
  void close();                  ///< soon; what was open, or is being opened, is no longer held
  void read(std::size_t index);  ///< the newest wish wins
  /// Up to `count` frames, the last of them that of a moment; the last of the file where none is
  /// given or the file does not reach there. The newest wish wins.
  void read_moment(std::optional<MomentOfFile> at, std::size_t count);

  std::optional<double> opening() const;  ///< progress 0..1 while a file is being opened
  std::optional<OpenedFile> take_opened();
  std::optional<FileFrame> take_frame();
  std::optional<FileMoment> take_moment();
  /// Looked for every two seconds.
  std::optional<FileGrowth> take_growth();
  std::optional<std::string> take_error();
  std::vector<FrameScalars> take_scalars();

 private:
  void run(std::stop_token stop);
  void open_now(const std::filesystem::path& file, std::stop_token stop);
  void close_now();
  void read_now(std::size_t index);
  struct Moment {
    std::optional<MomentOfFile> at;
    std::size_t count;
  };
  void read_moment_now(const Moment& moment);
  void follow();
  bool has_changed();
  void scan_next();
  bool scanning() const { return trajectory_ && scanned_ < trajectory_->size(); }

  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::stop_source stop_opening_{std::nostopstate};
  std::optional<std::filesystem::path> wanted_file_;
  std::optional<std::size_t> wanted_frame_;
  std::optional<Moment> wanted_moment_;
  bool wanted_close_ = false;
  std::optional<double> progress_;
  std::optional<OpenedFile> opened_;
  std::optional<FileFrame> frame_;
  std::optional<FileMoment> moment_;
  std::optional<FileGrowth> growth_;
  std::optional<std::string> error_;
  std::vector<FrameScalars> scalars_;

  // Touched by the thread alone.
  std::unique_ptr<Trajectory> trajectory_;
  int file_ = 0;
  std::filesystem::path followed_;           ///< the file where it is a run record; empty: another
  std::filesystem::file_time_type written_;  ///< when that was changed last
  std::size_t frames_ = 0;                   ///< that it had then
  std::size_t scanned_ = 0;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace vitrine::widgets
