#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

#include "render/scene.h"
#include "widgets/colour_lane.h"
#include "widgets/comparison.h"
#include "widgets/event_lane.h"
#include "widgets/job.h"
#include "widgets/live_feed.h"
#include "widgets/property_colours.h"
#include "widgets/selection.h"

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
  std::vector<Job> jobs();     ///< that read files
  void showLive();             ///< back to the run, wherever one was
  void showTime(double time);  ///< ps: the recorded moment next to it, of a run or a run record
  void showFrame(std::size_t index);
  void moveBy(int frames);  ///< in the past or in the file; negative: back
  void showFirst();
  void showLast();    ///< of the file; of a run: live again
  void togglePlay();  ///< of a run: pause and continue; of a file: play

  // The panels.
  void want(const AnalysisRequests& requests);  ///< what the visible ones show
  /// Every panel is of the selected atoms alone, whichever those are at the time.
  void restrictToSelected(bool restricts);
  bool restrictsToSelected() const { return chosen_ != nullptr; }
  void cancelWholeFile() { worker_.cancel_file(); }
  void resumeWholeFile() { worker_.resume_file(); }
  void chargeView(double seconds);     ///< time that drawing the 3D view took
  void chargeDrawing(double seconds);  ///< processor time that drawing the panels took
  /// Processor time so far: of the analyses, and of drawing the panels.
  double spentOnPanels() { return worker_.spent() + drawing_; }
  /// Another file over the present one, in every panel; instead of what was there.
  /// `at`: with that moment of it, whatever is shown.
  void compareWith(const std::filesystem::path& file, const std::optional<MomentOfFile>& at = {}) {
    comparison_.open(file, at);
  }
  /// ps that the other file's times come short of the shown ones: of a branch and its parent.
  void setComparisonShift(double shift) { comparison_shift_ = shift; }
  void keepMoment();  ///< what is shown now stays to be compared with
  void stopComparing() { comparison_.stop(); }
  const Comparison& comparison() const { return comparison_; }
  QString shownName() const;  ///< of the run or the file: "ZIF-4"
  /// ps; nothing where a file does not tell it.
  std::optional<double> knownTime() const;

  // The colours of the view.
  void setPlacement(render::Placement placement) { placement_ = placement; }
  void colourBy(const std::string& property);  ///< an id of analysis/atom_properties.h
  const std::string& colouredBy() const { return property_; }
  const std::string& wornProperty() const { return worn_; }  ///< by the picture on the screen
  /// Of the frame that was coloured last, each with what stands against it.
  const std::vector<analysis::AtomProperty>& atomProperties() const { return properties_; }
  /// Why the picture wears no colours of the property; empty: it does, or will.
  const QString& colourFailure() const { return colour_failure_; }
  /// Of the values of all frames shown so far; nothing before the first.
  const std::optional<ValueRange>& seenRange() const { return seen_; }
  /// Displacements and broken rings count from what is shown now; until then from the first frame
  /// of a file, or from where a run began.
  void setReference();
  const analysis::ReferencePtr& reference() const { return reference_; }

  Selection& selection() { return selection_; }
  const Selection& selection() const { return selection_; }
  void select(const QString& expression);  ///< of the frame on the screen

  LiveFeed& feed() { return feed_; }
  const LiveFeed& feed() const { return feed_; }
  Source source() const { return source_; }
  bool isPlayingFile() const { return play_.isActive(); }
  const OpenedFile* file() const { return file_ ? &*file_ : nullptr; }
  std::size_t fileIndex() const { return file_index_; }
  const std::vector<FrameScalars>& fileScalars() const { return scalars_; }
  /// Of the recorded frames of what is shown, as far as they have been read.
  const std::vector<StructureEvent>& events() const { return events_.events(); }
  /// What stands in the view.
  const render::Picture& picture() const { return picture_; }
  /// "1.50 ps"; "frame 12" of a run that tells no times.
  QString runTimeText(double time) const;
  double shownTime() const { return picture_.frame ? picture_.frame->time : 0; }
  /// The run's sample next to the shown moment; nullptr for a file or before the first.
  const dynamics::Sample* shownSample() const;
  std::optional<double> shownTemperature() const;  ///< K, as far as it is known
  const PanelResults* results() const { return results_ ? &*results_ : nullptr; }

 Q_SIGNALS:
  void sourceChanged();
  void pictureChanged();
  void propertiesChanged();  ///< others, or other obstacles
  void propertyChosen();     ///< to colour by: another one
  void resultsChanged(const vitrine::widgets::PanelResults& results);
  void eventsChanged();
  void comparisonChanged();
  void restrictionChanged();
  void resultsCleared();  ///< something else is shown: nothing is known of it yet
  void fileGrew();        ///< it is a run record, and somebody is writing it
  void fileScalarsAdded();
  void openingChanged(double progress);  ///< 0..1; negative: no file is being opened
  void opened();                         ///< a file; file()->notice says what was assumed about it
  void failed(const QString& sentence);

 private:
  void keepFrameOfFile();
  void poll();
  void pollEvery(int milliseconds);
  void pollRun();
  void pollFile();
  void pollColours();
  void pollAnalyses();
  void pollComparison();
  void pollEvents();
  void followRun();
  void takeOpened(OpenedFile file);
  void takeGrowth(FileGrowth growth);
  void letGo(const std::filesystem::path& record);
  void runStarted();
  void setSource(Source source);
  /// Soon, together with the colours that belong to it.
  void show(FramePtr frame, std::size_t index = 0);
  void put(FramePtr frame, std::size_t index, render::Colouring colouring, std::uint64_t serial,
           std::shared_ptr<const render::DrawnStructure> arranged = {});
  void takeColours(FrameColours colours);
  void recolour();
  void chargeColours();
  void changeReference(FramePtr frame);
  /// The frame that is on the screen, or will be as soon as it has its colours.
  const FramePtr& aimed() const { return waiting_ ? waiting_->frame : picture_.frame; }
  /// Nothing without a run or a recorded frame; a failure is said.
  void withHistory(const std::function<void(Trajectory&)>& action);
  void showRecorded(Trajectory& history, std::size_t index);
  void markCulprits();
  void chooseSelected();  ///< for the panels
  void ask();             ///< for what they want
  void analyse(std::vector<FramePtr> frames, std::vector<FramePtr> row = {});
  /// The last recorded frames up to an index, at most `count`.
  static std::vector<FramePtr> framesUpTo(Trajectory& history, std::size_t index,
                                          std::size_t count);

  LiveFeed feed_;
  FileReader reader_;
  AnalysisWorker worker_;
  Comparison comparison_;
  EventLane events_;
  /// With a live run and a renderer that takes the simulation's cores, a picture waits for its
  /// turn.
  WorkPace view_pace_{0.05, 2};
  double comparison_shift_ = 0;  ///< ps
  struct WaitingFrame {
    FramePtr frame;
    std::size_t index;
    std::uint64_t serial;
    QElapsedTimer since;  ///< some frame has been kept waiting
  };
  std::optional<WaitingFrame> waiting_;
  bool at_once_ = true;  ///< the next frame: better without colours than the one before it
  ColourLane colours_;
  std::string property_ = "entropy", worn_ = property_;
  std::vector<analysis::AtomProperty> properties_;
  analysis::ReferencePtr reference_;
  render::Placement placement_ = render::Placement::molecules;  ///< of the next frames
  QString colour_failure_;
  std::optional<ValueRange> seen_;
  std::uint64_t serial_ = 0;         ///< of the newest colour job
  std::uint64_t shown_serial_ = 0;   ///< of that whose frame is on the screen
  std::uint64_t oldest_serial_ = 0;  ///< older ones are of another source
  Selection selection_;
  AnalysisRequests wanted_;
  analysis::ChosenPtr chosen_;  ///< what the panels are restricted to; nullptr: they are not
  QTimer timer_, play_;
  QElapsedTimer since_results_;
  double drawing_ = 0;  ///< seconds of a processor

  Source source_ = Source::nothing;
  std::uint64_t generation_ = 0;
  render::Picture picture_;
  FramePtr live_frame_;  ///< the run's newest, shown or not
  std::optional<PanelResults> results_;
  std::optional<OpenedFile> file_;
  std::size_t file_index_ = 0;    ///< of the frame on the screen
  std::size_t wanted_index_ = 0;  ///< of the one asked for: ahead while it is being read
  std::vector<FrameScalars> scalars_;
  std::filesystem::path opening_;
  bool was_opening_ = false;
  bool let_go_ = false;       ///< the file, which a run that starts is to write
  QString said_when_opened_;  ///< why it did not start, once the file is back
};

}  // namespace vitrine::widgets
