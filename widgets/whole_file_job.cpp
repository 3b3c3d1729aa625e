#include "widgets/whole_file_job.h"

#include "sim/io/read.h"

namespace vitrine::widgets {
namespace {

class Running {
 public:
  explicit Running(const AnalysisRequest& request) {
    try {
      analysis_ = analysis::make_analysis(request.id, request.parameters, request.only);
    } catch (const std::exception& failure) {
      reason_ = failure.what();
    }
  }
  void add(const analysis::SharedFrame& frame) {
    if (!analysis_) return;
    try {
      analysis_->add(frame);
      time_ = frame.frame().time;
    } catch (const std::exception& failure) {
      if (reason_.empty()) reason_ = failure.what();
    }
  }
  AnalysisOutcome outcome() const {
    AnalysisOutcome out;
    out.failure = reason_;
    out.time = time_;
    if (!analysis_) return out;
    try {
      out.result = std::make_shared<const analysis::Result>(analysis_->result());
      out.frames = out.result->frames;
      out.failure.clear();
    } catch (const std::exception& failure) {
      if (out.failure.empty()) out.failure = failure.what();
    }
    return out;
  }

 private:
  std::unique_ptr<analysis::Analysis> analysis_;
  std::string reason_;
  double time_ = 0;
};

AnalysisOutcomes analyse(const std::filesystem::path& file, const AnalysisRequests& requests,
                         std::atomic<double>& progress, std::stop_token stop) {
  const auto trajectory = io::open_trajectory(file, {}, stop);
  std::map<AnalysisRequest, Running> running;
  for (const AnalysisRequest& request : requests) running.emplace(request, request);
  for (std::size_t i = 0; i < trajectory->size() && !stop.stop_requested(); ++i) {
    const FramePtr frame = trajectory->read(i);
    const analysis::SharedFrame shared(*frame, {nullptr, stop});
    for (auto& [request, analysis] : running) analysis.add(shared);
    progress = static_cast<double>(i + 1) / static_cast<double>(trajectory->size());
  }
  AnalysisOutcomes out;
  for (const auto& [request, analysis] : running) out.emplace(request, analysis.outcome());
  return out;
}

}  // namespace

void WholeFileJob::start(std::filesystem::path file, AnalysisRequests requests) {
  requests_ = std::move(requests);
  progress_ = std::make_shared<std::atomic<double>>(0);
  job_.start([file = std::move(file), wanted = requests_, progress = progress_](
                 std::stop_token stop) { return analyse(file, wanted, *progress, stop); });
}

std::optional<AnalysisOutcomes> WholeFileJob::take() {
  auto outcome = job_.take();
  if (!outcome) return std::nullopt;
  if (outcome->value) return std::move(outcome->value);
  AnalysisOutcomes failed;
  for (const AnalysisRequest& request : requests_) failed[request].failure = outcome->error;
  return failed;
}

}  // namespace vitrine::widgets
