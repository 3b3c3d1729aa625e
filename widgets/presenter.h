#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

#include "render/scene.h"
#include "widgets/analysis_worker.h"
#include "widgets/file_reader.h"
#include "widgets/live_feed.h"

namespace vitrine::widgets {

/// Where the picture and the panels come from.
enum class Source {
  nothing,
  live,    ///< the run's newest frame
  replay,  ///< the run's recorded past; the run may go on behind it
  file
};

/// Decides what is shown and keeps it coming: pulls from the run, the file and the analyses on one
/// timer, and tells the window by signals. Holds no widget.
class Presenter : public QObject {
  Q_OBJECT
 public:
  explicit Presenter(RunFactory factory, QObject* parent = nullptr);

  // What to show.
  void startRun(const RunRequest& request);
  void openFile(const std::filesystem::path& file);
  void cancelOpening() { reader_.cancel_opening(); }
  void showLive();             ///< back to the run, wherever one was
  void showTime(double time);  ///< ps: the recorded moment next to it
  void showFrame(std::size_t index);
  void moveBy(int frames);  ///< in the past or in the file; negative: back
  void showFirst();
  void showLast();    ///< of the file; of a run: live again
  void togglePlay();  ///< of a run: pause and continue; of a file: play

  LiveFeed& feed() { return feed_; }
  const LiveFeed& feed() const { return feed_; }
  Source source() const { return source_; }
  bool isPlayingFile() const { return play_.isActive(); }
  const OpenedFile* file() const { return file_ ? &*file_ : nullptr; }
  std::size_t fileIndex() const { return file_index_; }
  const std::vector<FrameScalars>& fileScalars() const { return scalars_; }
  /// What stands in the view.
  const render::Picture& picture() const { return picture_; }
  double shownTime() const { return picture_.frame ? picture_.frame->time : 0; }
  /// The run's sample next to the shown moment; nullptr for a file or before the first.
  const dynamics::Sample* shownSample() const;
  const PanelResults* results() const { return results_ ? &*results_ : nullptr; }

 Q_SIGNALS:
  void sourceChanged();
  void pictureChanged();
  void resultsChanged(const vitrine::widgets::PanelResults& results);
  void resultsCleared();  ///< something else is shown: nothing is known of it yet
  void fileScalarsAdded();
  void openingChanged(double progress);  ///< 0..1; negative: no file is being opened
  void opened();                         ///< a file; file()->notice says what was assumed about it
  void failed(const QString& sentence);

 private:
  void poll();
  void pollRun();
  void pollFile();
  void pollAnalyses();
  void takeOpened(OpenedFile file);
  void runStarted();
  void setSource(Source source);
  void show(FramePtr frame);
  /// Nothing without a run or a recorded frame; a failure is said.
  void withHistory(const std::function<void(Trajectory&)>& action);
  void showRecorded(Trajectory& history, std::size_t index);
  void markCulprits();
  void analyse(std::vector<FramePtr> frames, bool rolling);

  LiveFeed feed_;
  FileReader reader_;
  AnalysisWorker worker_;
  QTimer timer_, play_;
  QElapsedTimer since_results_;

  Source source_ = Source::nothing;
  std::uint64_t generation_ = 0;
  render::Picture picture_;
  FramePtr live_frame_;  ///< the run's newest, shown or not
  std::optional<PanelResults> results_;
  std::optional<OpenedFile> file_;
  std::size_t file_index_ = 0;    ///< of the frame on the screen
  std::size_t wanted_index_ = 0;  ///< of the one asked for: ahead while it is being read
  std::vector<FrameScalars> scalars_;
  bool was_opening_ = false;
};

}  // namespace vitrine::widgets
