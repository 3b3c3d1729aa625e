#include "widgets/preferences.h"

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/numbers.h"
#include "widgets/shortcuts.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

const QStringList themes{"system", "light", "dark"};

QString key_of(const UnitChoice& choice) {
  return QString("units/") + choice.id;
}

QLabel* remark(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setWordWrap(true);
  label->setForegroundRole(QPalette::PlaceholderText);
  return label;
}

}  // namespace

Preferences Preferences::stored() {
  const QSettings settings;
  Preferences stored;
  const QString theme = settings.value("theme").toString();
  if (themes.contains(theme)) stored.theme = theme;
  const int type = settings.value("type_percent", stored.type_percent).toInt();
  if (smallest_type <= type && type <= largest_type) stored.type_percent = type;
  const QString family = settings.value("type_family").toString();
  if (QFontDatabase::hasFamily(family)) stored.type_family = family;
  stored.large_type = settings.value("large_type", false).toBool();
  stored.threads = std::clamp(settings.value("threads", 0).toInt(), 0, most_threads);
  for (const UnitChoice& choice : unit_choices()) {
    const std::string unit = settings.value(key_of(choice)).toString().toStdString();
    if (choice.offers(unit)) stored.units.*choice.chosen = unit;
  }
  return stored;
}

void Preferences::store() const {
  QSettings settings;
  settings.setValue("theme", theme);
  settings.setValue("type_percent", type_percent);
  settings.setValue("type_family", type_family);
  settings.setValue("large_type", large_type);
  settings.setValue("threads", threads);
  for (const UnitChoice& choice : unit_choices())
    settings.setValue(key_of(choice), QString::fromStdString(units.*choice.chosen));
}

double Preferences::typeScale() const {
  return type_percent / 100.0 * (large_type ? large : 1);
}

PreferencesDialog::PreferencesDialog(Shortcuts& shortcuts, QWidget* parent)
    : QDialog(parent), shortcuts_(shortcuts), now_(Preferences::stored()) {
  setWindowTitle(tr("Preferences"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* pages = new QTabWidget(this);
  pages->addTab(makeWindowPage(), tr("&Window"));
  pages->addTab(makeUnitsPage(), tr("&Units"));
  pages->addTab(makeRunPage(), tr("&Runs"));
  pages->addTab(makeShortcutsPage(), tr("&Shortcuts"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
  auto* column = new QVBoxLayout(this);
  column->addWidget(pages, 1);
  column->addWidget(buttons);
  resize(560, 480);
}

QStringList PreferencesDialog::families() {
  QStringList families;
  for (const QString& family : QFontDatabase::families(QFontDatabase::Latin))
    if (QFontDatabase::isSmoothlyScalable(family) && !QFontDatabase::isPrivateFamily(family))
      families << family;
  return families;
}

QWidget* PreferencesDialog::makeWindowPage() {
  auto* page = new QWidget(this);
  auto* form = new QFormLayout(page);
  theme_ = new QComboBox(page);
  theme_->setObjectName("theme");
  theme_->addItems({tr("As the system"), tr("Light"), tr("Dark")});
  theme_->setCurrentIndex(static_cast<int>(themes.indexOf(now_.theme)));
  type_ = new QSpinBox(page);
  type_->setObjectName("type");
  type_->setRange(Preferences::smallest_type, Preferences::largest_type);
  type_->setSingleStep(10);
  type_->setSuffix(QStringLiteral("\u00a0%"));
  type_->setValue(now_.type_percent);
  type_->setKeyboardTracking(false);
  form->addRow(tr("&Theme"), theme_);
  form->addRow(tr("Si&ze of type"), type_);
  family_ = new QComboBox(page);
  family_->setObjectName("family");
  family_->addItem(tr("As the system"), QString());
  for (const QString& family : families()) family_->addItem(family, family);
  family_->setCurrentIndex(std::max(0, family_->findData(now_.type_family)));
  form->addRow(tr("T&ypeface"), family_);
  form->addRow(remark(tr("View > Large type is half as large again, for a projector of 1920 pixels "
                         "or more. All curves and "
                         "colour scales but blue – red are told apart by all eyes; C offers "
                         "viridis and blue – yellow."),
                      page));
  connect(theme_, &QComboBox::activated, this, &PreferencesDialog::change);
  connect(type_, &QSpinBox::valueChanged, this, &PreferencesDialog::change);
  connect(family_, &QComboBox::activated, this, &PreferencesDialog::change);
  return page;
}

QWidget* PreferencesDialog::makeUnitsPage() {
  auto* page = new QWidget(this);
  auto* form = new QFormLayout(page);
  for (const UnitChoice& choice : unit_choices()) {
    auto* box = new QComboBox(page);
    box->setObjectName(choice.id);
    for (const std::string& unit : choice.units)
      box->addItem(unit_text(unit), QString::fromStdString(unit));
    box->setCurrentIndex(box->findData(QString::fromStdString(now_.units.*choice.chosen)));
    form->addRow(choice.quantity, box);
    connect(box, &QComboBox::activated, this, &PreferencesDialog::change);
    units_.push_back(box);
  }
  form->addRow(remark(tr("Of plots, numbers and tables, of what is copied and saved from them, and "
                         "of the target temperature. Everything else keeps Å, ps, eV and K: the "
                         "3D view, parameters, expressions, schedules and files. Pressures are "
                         "in GPa."),
                      page));
  return page;
}

QWidget* PreferencesDialog::makeRunPage() {
  auto* page = new QWidget(this);
  auto* form = new QFormLayout(page);
  threads_ = new QSpinBox(page);
  threads_->setObjectName("threads");
  threads_->setRange(0, Preferences::most_threads);
  threads_->setSpecialValueText(tr("all cores"));
  threads_->setValue(now_.threads);
  threads_->setKeyboardTracking(false);
  form->addRow(tr("&Threads of the force field"), threads_);
  form->addRow(remark(tr("From the next run on. The option --threads goes before this."), page));
  connect(threads_, &QSpinBox::valueChanged, this, &PreferencesDialog::change);
  return page;
}

QWidget* PreferencesDialog::makeShortcutsPage() {
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  list_ = new QTreeWidget(page);
  list_->setObjectName("shortcuts");
  list_->setAccessibleName(tr("Actions and their shortcuts"));
  list_->setRootIsDecorated(false);
  list_->setHeaderLabels({tr("Action"), tr("Shortcut")});
  list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  for (QAction* action : shortcuts_.actions())
    (new QTreeWidgetItem(list_, {action_name(*action)}))->setToolTip(0, action->toolTip());
  column->addWidget(list_, 1);
  auto* row = new QHBoxLayout;
  auto* label = new QLabel(tr("&New keys"), page);
  keys_ = new QKeySequenceEdit(page);
  keys_->setObjectName("keys");
  label->setBuddy(keys_);
  const auto button = [&](const QString& text, const char* name) {
    auto* made = new QPushButton(text, page);
    made->setObjectName(name);
    made->setAutoDefault(false);
    return made;
  };
  QPushButton *none = button(tr("N&one"), "none"), *usual = button(tr("&Usual"), "usual"),
              *all = button(tr("&All as usual"), "all");
  row->addWidget(label);
  for (QWidget* one : std::initializer_list<QWidget*>{keys_, none, usual, all})
    row->addWidget(one, one == keys_ ? 1 : 0);
  column->addLayout(row);
  conflict_ = remark(tr("Choose an action and press its new keys."), page);
  conflict_->setObjectName("conflict");
  column->addWidget(conflict_);
  connect(list_, &QTreeWidget::currentItemChanged, this, &PreferencesDialog::showKeysOf);
  connect(keys_, &QKeySequenceEdit::editingFinished, this, &PreferencesDialog::takeKeys);
  const auto chosen = [this] {
    return shortcuts_.actions().value(list_->indexOfTopLevelItem(list_->currentItem()));
  };
  connect(none, &QPushButton::clicked, this, [this, chosen] {
    if (QAction* action = chosen()) shortcuts_.set(action, {});
    showShortcuts();
  });
  connect(usual, &QPushButton::clicked, this, [this, chosen] {
    QAction* action = chosen();
    if (!action) return;
    const QString conflict = shortcuts_.conflict(action, shortcuts_.usual(action));
    shortcuts_.reset(action);
    showShortcuts();
    if (!conflict.isEmpty()) conflict_->setText(conflict);
  });
  connect(all, &QPushButton::clicked, this, [this] {
    shortcuts_.resetAll();
    showShortcuts();
  });
  showShortcuts();
  return page;
}

void PreferencesDialog::showShortcuts() {
  for (int i = 0; i < list_->topLevelItemCount(); ++i) {
    const QAction* action = shortcuts_.actions()[i];
    QTreeWidgetItem* item = list_->topLevelItem(i);
    item->setText(1, action->shortcut().toString(QKeySequence::NativeText));
    QFont font;
    font.setBold(action->shortcut() != shortcuts_.usual(action));
    item->setFont(1, font);
  }
  showKeysOf(list_->currentItem());
}

void PreferencesDialog::showKeysOf(QTreeWidgetItem* item) {
  const QAction* action = shortcuts_.actions().value(list_->indexOfTopLevelItem(item));
  keys_->setEnabled(action != nullptr);
  keys_->setKeySequence(action ? action->shortcut() : QKeySequence());
  conflict_->clear();
}

void PreferencesDialog::takeKeys() {
  QAction* action = shortcuts_.actions().value(list_->indexOfTopLevelItem(list_->currentItem()));
  const QKeySequence typed = keys_->keySequence();
  if (!action || typed.isEmpty() || typed == action->shortcut()) return;
  const QKeySequence keys(typed[0]);  // one stroke, as all others are
  const QString conflict = shortcuts_.conflict(action, keys);
  shortcuts_.set(action, keys);
  showShortcuts();
  conflict_->setText(conflict);
}

void PreferencesDialog::change() {
  now_ = Preferences::stored();  // large type may have been switched meanwhile
  now_.theme = themes[theme_->currentIndex()];
  now_.type_percent = type_->value();
  now_.type_family = family_->currentData().toString();
  now_.threads = threads_->value();
  const std::vector<UnitChoice> choices = unit_choices();
  for (std::size_t i = 0; i < choices.size(); ++i)
    now_.units.*choices[i].chosen = units_[i]->currentData().toString().toStdString();
  now_.store();
  Q_EMIT changed(now_);
}

}  // namespace vitrine::widgets
