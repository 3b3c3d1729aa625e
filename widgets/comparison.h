#pragma once
#include <QElapsedTimer>
#include <QObject>

#include "widgets/analysis_worker.h"
#include "widgets/file_reader.h"

namespace vitrine::widgets {

/// What stands over the present run or file in the panels: another file, at the time shown, or a
/// moment that was kept. It reads and analyses on threads of its own.
class Comparison : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  /// `at`: always that moment; otherwise the one that is shown.
  void open(const std::filesystem::path& file, const std::optional<MomentOfFile>& at = {});
  /// A moment, as far as it is known.
  struct Moment {
    QString name = {};                       ///< "ZIF-4"
    std::optional<double> temperature = {};  ///< K
    std::optional<double> time = {};         ///< ps
    std::optional<qint64> number = {};       ///< of one frame of several, from 1
    bool is_end = false;                     ///< of what ended before the moment that is shown
    bool is_kept = false;
    QString when() const;  ///< "12.30 ps", "its end (40.00 ps)", "frame 7"; empty: there is but one
  };
  /// Where to find again what it shows.
  struct Origin {
    std::filesystem::path file = {};      ///< empty: nowhere but here
    std::optional<MomentOfFile> at = {};  ///< none: the moment that is shown
  };
  void keep(std::vector<FramePtr> frames, const Moment& moment, const Origin& origin);
  void stop();
  bool exists() const { return kind_ != Kind::none; }
  /// 0 to 1, while its file is being opened.
  std::optional<double> opening() const { return reader_.opening(); }

  void want(const AnalysisRequests& requests, const analysis::ChosenPtr& only = {});
  /// What it is compared with: the time shown (ps; none where nobody knows it), how many frames
  /// stand behind each result, and whether a run is watched, which it must not slow down.
  void setPresent(std::optional<double> time, std::size_t frames, bool live);
  void poll();

  FramePtr frame() const { return frame_; }  ///< the one compared with; nullptr: none yet
  const PanelResults& results() const { return results_; }
  QString name() const;  ///< "glass.h5, 12.30 ps", "glass.h5, its end (40.00 ps)"
  /// Of the frame; empty before there is one.
  const Moment& moment() const { return moment_; }
  const Origin& origin() const { return origin_; }
  /// The file that is compared with; empty: none.
  std::filesystem::path file() const { return file_ ? file_->path : std::filesystem::path(); }
  /// What that file measured, where it is a run record; nullptr: it is not, or not read yet.
  const RecordedMeasurements* measured() const { return file_ ? file_->measured.get() : nullptr; }
  /// Its measured density and temperature, as far as it has been read.
  const std::vector<FrameScalars>& scalars() const { return scalars_; }

 Q_SIGNALS:
  void changed();  ///< other results, another name, or none any more
  void failed(const QString& sentence);

 private:
  enum class Kind { none, file, moment };
  void begin(Kind kind);
  void ask();
  void show(FileMoment moment);
  void hold(std::vector<FramePtr> frames);  ///< the only ones there will be
  std::optional<double> temperatureOf(const FileMoment& moment) const;

  Kind kind_ = Kind::none;
  FileReader reader_;
  AnalysisWorker worker_;
  PanelResults results_;
  std::optional<OpenedFile> file_;
  std::vector<FrameScalars> scalars_;
  Moment moment_;
  Origin origin_;
  FramePtr frame_;
  std::uint64_t generation_ = 0;
  std::optional<double> time_;
  std::optional<MomentOfFile> asked_;
  std::size_t frames_ = 1;
  bool live_ = false, asking_ = false, shows_ = false, at_end_ = false;
  double spent_ = 0;
  WorkPace pace_{0.006};  // with a live run, besides what its own panels take
};

}  // namespace vitrine::widgets
