#include "widgets/file_reader.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "sim/io/read.h"
#include "sim/model/thermodynamics.h"
#include "widgets/frame_near.h"

namespace vitrine::widgets {
namespace {

constexpr auto follow_interval = std::chrono::seconds(2);
constexpr std::size_t most_scanned = 1000;  ///< frames whose scalars are read in passing
constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// nullptr: not a run record.
std::shared_ptr<const RecordedMeasurements> measurements_of(const std::filesystem::path& file) {
  auto measured = std::make_shared<const RecordedMeasurements>(read_measurements(file));
  return measured->samples.empty() || !measured->protocol ? nullptr : measured;
}

double density_of(const Frame& frame) {
  return frame.cell.exists() ? mass_density(frame) : none;
}

double temperature_of(const Frame& frame) {
  const int degrees = 3 * static_cast<int>(frame.size()) - 3;
  if (!frame.velocities || degrees <= 0) return none;
  return temperature(kinetic_energy(frame.topology->masses, *frame.velocities), degrees);
}

}  // namespace

FileReader::FileReader()
    : thread_([this](std::stop_token stop) {
        run(stop);
        trajectory_.reset();  // on the thread that opened it
      }) {}

FileReader::~FileReader() {
  cancel_opening();
  thread_.request_stop();
  thread_.join();
}

void FileReader::open(std::filesystem::path file) {
  {
    const std::lock_guard lock(mutex_);
    stop_opening_.request_stop();
    stop_opening_ = std::stop_source();
    wanted_file_ = std::move(file);
    progress_ = 0;
  }
  wake_.notify_one();
}

void FileReader::cancel_opening() {
  const std::lock_guard lock(mutex_);
  stop_opening_.request_stop();
  wanted_file_.reset();
  progress_.reset();
}

void FileReader::close() {
  cancel_opening();
  {
    const std::lock_guard lock(mutex_);
    wanted_close_ = true;
  }
  wake_.notify_one();
}

void FileReader::close_now() {
  trajectory_.reset();
  followed_.clear();
}

void FileReader::read(std::size_t index) {
  {
    const std::lock_guard lock(mutex_);
    wanted_frame_ = index;
  }
  wake_.notify_one();
}

void FileReader::read_moment(std::optional<MomentOfFile> at, std::size_t count) {
  {
    const std::lock_guard lock(mutex_);
    wanted_moment_ = Moment{at, count};
  }
  wake_.notify_one();
}

std::optional<double> FileReader::opening() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

std::optional<OpenedFile> FileReader::take_opened() {
  const std::lock_guard lock(mutex_);
  return std::exchange(opened_, std::nullopt);
}

std::optional<FileFrame> FileReader::take_frame() {
  const std::lock_guard lock(mutex_);
  return std::exchange(frame_, std::nullopt);
}

std::optional<FileMoment> FileReader::take_moment() {
  const std::lock_guard lock(mutex_);
  return std::exchange(moment_, std::nullopt);
}

std::optional<FileGrowth> FileReader::take_growth() {
  const std::lock_guard lock(mutex_);
  return std::exchange(growth_, std::nullopt);
}

std::optional<std::string> FileReader::take_error() {
  const std::lock_guard lock(mutex_);
  return std::exchange(error_, std::nullopt);
}

std::vector<FrameScalars> FileReader::take_scalars() {
  const std::lock_guard lock(mutex_);
  return std::exchange(scalars_, {});
}

void FileReader::run(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const bool asked = wake_.wait_for(lock, stop, follow_interval, [this] {
      return wanted_close_ || wanted_file_ || wanted_frame_ || wanted_moment_ || scanning();
    });
    if (!asked) {
      lock.unlock();
      follow();
      lock.lock();
      continue;
    }
    const bool close = std::exchange(wanted_close_, false);
    const auto file = std::exchange(wanted_file_, std::nullopt);
    const auto index = file ? std::nullopt : std::exchange(wanted_frame_, std::nullopt);
    const auto moment = file || index ? std::nullopt : std::exchange(wanted_moment_, std::nullopt);
    const std::stop_token stop_opening = stop_opening_.get_token();
    lock.unlock();
    if (close) close_now();
    if (file)
      open_now(*file, stop_opening);
    else if (index)
      read_now(*index);
    else if (moment)
      read_moment_now(*moment);
    else if (scanning())
      scan_next();
    lock.lock();
  }
}

void FileReader::open_now(const std::filesystem::path& file, std::stop_token stop) {
  const auto report = [this, stop](double done) {
    const std::lock_guard lock(mutex_);
    if (!stop.stop_requested()) progress_ = done;
  };
  try {
    auto trajectory = io::open_trajectory(file, report, stop);
    FramePtr first = trajectory->read(0);
    auto measured = measurements_of(file);
    std::error_code failed;
    const auto written = std::filesystem::last_write_time(file, failed);
    const std::lock_guard lock(mutex_);
    if (stop.stop_requested()) return;
    trajectory_ = std::move(trajectory);
    scanned_ = 0;
    scalars_.clear();
    frame_.reset();
    growth_.reset();
    wanted_frame_.reset();
    followed_ = measured ? file : "";
    written_ = written;
    frames_ = trajectory_->size();
    opened_ = OpenedFile{
        ++file_, file, trajectory_->name(), trajectory_->size(), first, trajectory_->notice(),
        measured};
    progress_.reset();
  } catch (const std::exception& failure) {
    const std::lock_guard lock(mutex_);
    if (stop.stop_requested()) return;  // somebody cancelled it: not worth a message
    error_ = failure.what();
    progress_.reset();
  }
}

bool FileReader::has_changed() {
  std::error_code failed;
  const auto written = std::filesystem::last_write_time(followed_, failed);
  return !failed && std::exchange(written_, written) != written;
}

void FileReader::follow() {
  if (followed_.empty() || (!has_changed() && trajectory_)) return;
  // HDF5 would give a second handle in one process what the first knows already.
  trajectory_.reset();
  try {
    auto trajectory = io::open_trajectory(followed_);
    auto measured = measurements_of(followed_);
    const std::lock_guard lock(mutex_);
    trajectory_ = std::move(trajectory);
    if (trajectory_->size() <= frames_) return;
    frames_ = trajectory_->size();
    growth_ = FileGrowth{file_, frames_, std::move(measured)};
  } catch (const std::exception&) {
    // Between two writes of another program: again in two seconds.
  }
}

void FileReader::read_now(std::size_t index) {
  try {
    if (!trajectory_ || index >= trajectory_->size()) return;
    FramePtr frame = trajectory_->read(index);
    const std::lock_guard lock(mutex_);
    frame_ = FileFrame{file_, index, std::move(frame)};
  } catch (const std::exception& failure) {
    const std::lock_guard lock(mutex_);
    error_ = failure.what();
  }
}

void FileReader::read_moment_now(const Moment& moment) {
  try {
    if (!trajectory_) return;
    const std::size_t end = trajectory_->size() - 1;
    const double first = trajectory_->read(0)->time, last = trajectory_->read(end)->time;
    FileMoment out{file_, {}, false};
    std::size_t at = end;
    if (moment.at && !moment.at->time) {
      out.there = moment.at->frame <= end;
      at = std::min(moment.at->frame, end);
    } else if (moment.at && last > first) {
      const double time = *moment.at->time;
      out.there = time >= first && time <= last;
      if (out.there) at = frame_near(*trajectory_, time);
    }
    for (std::size_t i = at - std::min(at, moment.count - 1); i <= at; ++i)
      out.frames.push_back(trajectory_->read(i));
    out.temperature = temperature_of(*out.frames.back());
    const std::lock_guard lock(mutex_);
    moment_ = std::move(out);
  } catch (const std::exception& failure) {
    const std::lock_guard lock(mutex_);
    error_ = failure.what();
  }
}

void FileReader::scan_next() {
  const std::size_t index = scanned_;
  scanned_ += 1 + trajectory_->size() / most_scanned;
  try {
    const FramePtr frame = trajectory_->read(index);
    const std::lock_guard lock(mutex_);
    scalars_.push_back({file_, index, frame->time, density_of(*frame), temperature_of(*frame)});
  } catch (const std::exception&) {
    scanned_ = trajectory_->size();  // whoever asks for such a frame gets the message
  }
}

}  // namespace vitrine::widgets
