#pragma once
#include <filesystem>

#include "widgets/analysis_lane.h"
#include "widgets/whole_file_job.h"
#include "widgets/work_pace.h"

namespace vitrine::widgets {

/// Computes what the visible panels want. The cheap analyses, the costly ones and those of rows of
/// frames each have a thread, so none holds up the others. With a live run all of them keep to a
/// share of one processor: frames are skipped, and the results say how many. GUI thread only.
class AnalysisWorker {
 public:
  static constexpr std::size_t row_window = 400;  ///< recorded frames of a live run
  /// Processor time for a frame above which an analysis follows a run only where asked, seconds.
  static constexpr double costly_frame = 0.1;

  AnalysisWorker();
  /// What to compute from now on, of these atoms (nullptr: of all). What is missing of it is
  /// computed for what was shown last.
  void want(const AnalysisRequests& requests, const analysis::ChosenPtr& only = {});
  bool wants_row() const;  ///< some analysis needs the frames before the one shown

  /// A moment of the past or of a file: at once, the newest wins. `row`: frames up to it, for the
  /// analyses that need several; empty where they are to come from the file.
  void show(std::uint64_t generation, std::vector<FramePtr> frames, std::vector<FramePtr> row = {});
  /// The file that analyses over all frames read; empty: none.
  void set_file(std::filesystem::path file, std::size_t frames);
  /// 0 to 1, while the file is being read.
  std::optional<double> file_progress() const;
  void cancel_file();
  void resume_file();  ///< from its first frame, what was cancelled

  bool due();      ///< a live frame is welcome: to follow()
  bool row_due();  ///< so is the recorded past: to follow_row()
  void follow(std::uint64_t generation, FramePtr frame);
  void follow_row(std::uint64_t generation, std::vector<FramePtr> frames);
  /// Processor time that went into drawing what the live panels show, seconds.
  void charge(double seconds) { panels_pace_.worked(seconds); }

  bool idle() const;
  double spent();  ///< processor time of all frames so far, seconds; without whole files
  /// Everything known of the present generation, when there is something new.
  std::optional<PanelResults> take_results();

 private:
  bool from_row(const AnalysisRequest& request) const;
  bool is_costly(const AnalysisRequest& request) const;
  AnalysisRequests pick(bool costly, bool live) const;
  void put(bool cheap, bool costly);
  void put_row(std::vector<FramePtr> frames, bool rolling);
  void read_file();
  void begin(std::uint64_t generation, double time, bool live);
  void pay();
  bool merge(std::optional<PanelResults> fresh);

  AnalysisRequests wanted_;
  std::vector<FramePtr> shown_, row_;
  std::filesystem::path file_;
  std::size_t file_frames_ = 0;
  PanelResults results_;
  std::map<std::string, double> seconds_;  ///< processor time a frame, by id
  std::size_t atoms_ = 0;                  ///< of the frames that took so long
  std::uint64_t serial_ = 0;
  double spent_ = 0;
  bool news_ = false;
  // Of one processor; together below 0.05 with what drawing the results takes.
  WorkPace panels_pace_{0.036}, costly_pace_{0.006}, row_pace_{0.006};
  WholeFileJob whole_file_;
  AnalysisLane cheap_, costly_, rows_;
};

}  // namespace vitrine::widgets
