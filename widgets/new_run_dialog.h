#pragma once
#include <QDialog>
#include <map>

#include "widgets/window.h"

class QComboBox;
class QCheckBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace vitrine::widgets {

class StageTable;

/// What a new run may start from besides the structure of a protocol.
struct RunStart {
  FramePtr frame;                          ///< on the screen; nullptr: none
  std::string name;                        ///< of what is shown
  std::string when;                        ///< " at 31.2 ps"; empty: not known
  std::optional<io::ParentRun> parent;     ///< of a branch
  std::optional<dynamics::Protocol> rest;  ///< of the schedule that is under way
};

/// Everything about a run that is to start: atoms, schedule, force field, second opinion, seed and
/// record. Nothing is started here; request() is what was chosen.
class NewRunDialog : public QDialog {
  Q_OBJECT
 public:
  NewRunDialog(RunStart start, const std::filesystem::path& runs_folder, QWidget* parent = nullptr);
  RunRequest request() const;
  StageTable& stages() { return *stages_; }

 private:
  void addSchedules();
  void addForceFields();
  void chooseSchedule();
  void chooseForceField();
  /// Where "A file…" was chosen in `box`: asks for one and adds it; `last` is what was chosen
  /// before, and after. False: the asking was given up, and that is chosen still.
  bool chooseFile(QComboBox& box, int& last, const QString& title, const QString& filter);
  void chooseRecord();
  void showSchedule();
  void check();
  bool startsFromFrame() const;

  RunStart start_;
  QComboBox *atoms_, *schedule_, *force_field_;
  StageTable* stages_;
  QSpinBox* seed_;
  QCheckBox* committee_;
  QLineEdit *title_, *record_;
  QLabel *note_, *problem_;
  QDialogButtonBox* buttons_;
  int last_schedule_ = 0, last_force_field_ = 0;
};

}  // namespace vitrine::widgets
