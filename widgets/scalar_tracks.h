#pragma once
#include <QObject>
#include <QTimer>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "widgets/job.h"
#include "widgets/panel_results.h"
#include "widgets/scalar_scan.h"

namespace vitrine::widgets {

/// What the numbers of the analyses were along what is shown, and which of them the timeline shows.
/// A run's are kept as they come in, at the times of their newest frames (and are means over as
/// many frames as the panels say); those of a file are computed of frames along it once they are
/// asked for.
class ScalarTracks : public QObject {
  Q_OBJECT
 public:
  explicit ScalarTracks(QObject* parent = nullptr);
  void beginRun();  ///< another one
  void showRun();   ///< the same again: what is known of it stays
  /// `by_time`: along the times of its frames; otherwise along their numbers.
  void beginFile(const std::filesystem::path& file, bool by_time);
  void letGo(const std::filesystem::path& record);  ///< somebody is going to write it
  void add(const PanelResults& results);

  /// The numbers that the results of what is shown hold, with their units.
  std::map<ScalarName, std::string> known() const;
  void choose(const std::optional<ScalarName>& name);  ///< none: the timeline shows its own
  const std::optional<ScalarName>& chosen() const { return chosen_; }
  QString title() const;     ///< of the chosen one: "Entropy of Zn: mean"
  std::string unit() const;  ///< of the chosen one, as soon as it is known
  const Track& track() const;
  std::optional<Job> job();

 Q_SIGNALS:
  void changed();  ///< the track, or what is chosen
  void chosenChanged();

 private:
  struct Known {
    AnalysisRequest request;
    std::string unit;
    Track track = {};  ///< of a run
  };
  using Numbers = std::map<ScalarName, Known>;
  const Known* known(const ScalarName& name) const;
  const Numbers& shown() const { return file_.empty() ? of_run_ : in_file_; }
  void forgetFile();
  void scan();
  void takeScanned();
  void cancelScan();

  Numbers of_run_, in_file_;
  std::optional<ScalarName> chosen_;
  std::filesystem::path file_;  ///< empty: a run
  bool by_time_ = true;
  std::optional<AnalysisRequest> scanned_;  ///< of the chosen one
  bool cancelled_ = false;                  ///< that scan, by hand
  Track of_file_;
  ScalarScan scan_;
  QTimer poll_;
};

}  // namespace vitrine::widgets
