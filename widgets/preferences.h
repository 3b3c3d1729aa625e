#pragma once
#include <QDialog>
#include <vector>

#include "widgets/display_units.h"

class QComboBox;
class QKeySequenceEdit;
class QLabel;
class QSpinBox;
class QTreeWidget;
class QTreeWidgetItem;

namespace vitrine::widgets {

class Shortcuts;

/// What is remembered of how somebody likes to work (QSettings).
struct Preferences {
  QString theme = "system";  ///< or "light", "dark"
  int type_percent = 100;    ///< size of all type, of the system's
  QString type_family = {};  ///< empty: the system's
  bool large_type = false;   ///< for a projector, on top of that
  int threads = 0;           ///< of runs that begin; 0: all cores
  DisplayUnits units = {};
  static Preferences stored();  ///< whatever cannot be used is as usual
  void store() const;
  double typeScale() const;
  static constexpr int smallest_type = 70, largest_type = 200, most_threads = 1024;
  static constexpr double large = 1.5;
};

/// Nothing has to be confirmed; what does not take effect at once says so.
class PreferencesDialog : public QDialog {
  Q_OBJECT
 public:
  PreferencesDialog(Shortcuts& shortcuts, QWidget* parent);
  static QStringList families();  ///< of type that can be chosen

 Q_SIGNALS:
  void changed(const Preferences& preferences);

 private:
  QWidget* makeWindowPage();
  QWidget* makeRunPage();
  QWidget* makeUnitsPage();
  QWidget* makeShortcutsPage();
  void showShortcuts();
  void showKeysOf(QTreeWidgetItem* item);
  void takeKeys();
  void change();

  Shortcuts& shortcuts_;
  Preferences now_;
  QComboBox *theme_, *family_;
  QSpinBox *type_, *threads_;
  std::vector<QComboBox*> units_;  ///< as unit_choices()
  QTreeWidget* list_;
  QKeySequenceEdit* keys_;
  QLabel* conflict_;
};

}  // namespace vitrine::widgets
