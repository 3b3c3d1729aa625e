#include "widgets/run_tree.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <algorithm>

#include "widgets/display_units.h"
#include "widgets/icons.h"
#include "widgets/numbers.h"
#include "widgets/presenter.h"

namespace vitrine::widgets {
namespace {

using std::filesystem::path;
enum Role { path_role = Qt::UserRole, live_role };
const QString watched = QStringLiteral(":watched");  ///< path of a run without a record

QString text_of(const path& file) {
  return QString::fromStdString(file.string());
}

QString path_of(const QTreeWidgetItem& item) {
  return item.data(0, path_role).toString();
}

bool is_live(const QTreeWidgetItem& item) {
  return item.data(0, live_role).toBool();
}

/// A damaged pair of records may name each other.
bool is_within(const QTreeWidgetItem* item, const QTreeWidgetItem* tree) {
  for (; item; item = item->parent())
    if (item == tree) return true;
  return false;
}

path normal(const path& file) {
  return std::filesystem::absolute(file).lexically_normal();
}

}  // namespace

RunTree::RunTree(QWidget* parent) : QTreeWidget(parent) {
  setAccessibleName(tr("Runs and files"));
  setHeaderHidden(true);
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::TabFocus);
  setTextElideMode(Qt::ElideRight);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setIndentation(14);
  setExpandsOnDoubleClick(false);
  connect(this, &QTreeWidget::itemClicked, this, &RunTree::choose);
}

void RunTree::choose(QTreeWidgetItem* item) {
  is_live(*item) ? Q_EMIT runChosen() : Q_EMIT fileChosen(path_of(*item));
}

QTreeWidgetItem* RunTree::find(const QString& wanted) const {
  for (QTreeWidgetItemIterator at(const_cast<RunTree*>(this)); *at; ++at)
    if (path_of(**at) == wanted) return *at;
  return nullptr;
}

QTreeWidgetItem* RunTree::entryOf(const path& file) {
  const QString where = text_of(normal(file));
  if (QTreeWidgetItem* item = find(where)) return item;
  auto* made = new QTreeWidgetItem(this);
  made->setData(0, path_role, where);
  made->setIcon(0, line_icon("open"));
  made->setText(0, text_of(file.filename()));
  made->setToolTip(0, where);
  stale_ = true;
  return made;
}

void RunTree::addFiles(const std::vector<path>& files) {
  for (const path& file : files) entryOf(file);
  readFamilies();
}

void RunTree::setFiles(const std::vector<path>& files) {
  std::vector<QString> others;
  for (QTreeWidgetItemIterator at(this); *at; ++at)
    if (!is_live(**at)) others.push_back(path_of(**at));
  for (const QString& other : others)
    if (QTreeWidgetItem* item = find(other)) remove(item);
  addFiles(files);
}

std::vector<path> RunTree::files() const {
  std::vector<path> files;
  for (QTreeWidgetItemIterator at(const_cast<RunTree*>(this)); *at; ++at)
    if (path_of(**at) != watched) files.emplace_back(path_of(**at).toStdString());
  return files;
}

void RunTree::show(const Presenter& presenter) {
  if (presenter.feed().exists()) showLiveRun(presenter);
  if (const OpenedFile* file = presenter.file()) {
    QTreeWidgetItem* opened = entryOf(file->path);
    if (presenter.source() == Source::file) setShown(opened);
  }
  readFamilies();
}

void RunTree::showLiveRun(const Presenter& presenter) {
  const Run& run = presenter.feed().run();
  QTreeWidgetItem* item = nullptr;
  if (run.record.empty()) {
    item = find(watched);
    if (!item) item = new QTreeWidgetItem(this);
    item->setData(0, path_role, watched);
    live_record_.clear();
  } else {
    item = entryOf(run.record);
    live_record_ = normal(run.record);
  }
  if (!is_live(*item)) {  // the run before, if any, is a record like others now
    for (QTreeWidgetItemIterator at(this); *at; ++at)
      if (is_live(**at)) {
        (*at)->setData(0, live_role, false);
        (*at)->setIcon(0, line_icon("open"));
        (*at)->setFont(0, QFont());
      }
    item->setData(0, live_role, true);
    item->setIcon(0, line_icon("live"));
    QFont bold;  // in the size of the list
    bold.setBold(true);
    item->setFont(0, bold);
    std::erase_if(runs_, [&](const RecordedRunInfo& info) { return info.file == live_record_; });
    if (!run.record.empty())
      runs_.push_back({live_record_, run.id, run.parent, presenter.feed().plan(), run.engine});
    item->setText(0, QString::fromStdString(run.title));
    item->setToolTip(0, tr("The run of this session"));
    arrange();
  }
  if (presenter.source() != Source::file) setShown(item);
}

void RunTree::setShown(QTreeWidgetItem* item) {
  shown_ = path_of(*item);
  setCurrentItem(item);
}

void RunTree::readFamilies() {
  if (!stale_ || reading_.running()) return;
  stale_ = false;
  const std::vector<path> files = this->files();
  if (files.empty()) return;
  reading_.start([files, leave = live_record_](std::stop_token stop) {
    return read_families(files, leave, stop);
  });
}

void RunTree::poll() {
  if (auto read = reading_.take(); read && read->value) {
    std::erase_if(runs_, [&](const RecordedRunInfo& info) { return info.file != live_record_; });
    for (RecordedRunInfo& info : *read->value)
      if (info.file != live_record_) runs_.push_back(std::move(info));
    arrange();
  }
  readFamilies();
}

const RecordedRunInfo* RunTree::infoOf(const path& file) const {
  if (file.empty()) return nullptr;
  const path wanted = normal(file);
  const auto at = std::find_if(runs_.begin(), runs_.end(),
                               [&](const RecordedRunInfo& info) { return info.file == wanted; });
  return at == runs_.end() ? nullptr : &*at;
}

void RunTree::arrange() {
  const bool was_stale = stale_;
  for (const RecordedRunInfo& info : runs_) {
    QTreeWidgetItem* item = entryOf(info.file);
    label(*item, info);
    if (!info.parent || info.parent->id.empty()) continue;
    const auto parent = std::find_if(runs_.begin(), runs_.end(), [&](const RecordedRunInfo& other) {
      return other.id == info.parent->id;
    });
    if (parent == runs_.end()) continue;
    QTreeWidgetItem* above = entryOf(parent->file);
    if (item->parent() == above || is_within(above, item)) continue;
    QTreeWidgetItem* old = item->parent() ? item->parent() : invisibleRootItem();
    old->removeChild(item);
    above->addChild(item);
  }
  expandAll();
  stale_ = was_stale;  // what came just now came from the families themselves
  if (QTreeWidgetItem* item = find(shown_); item && !shown_.isEmpty()) setCurrentItem(item);
}

void RunTree::label(QTreeWidgetItem& item, const RecordedRunInfo& info) {
  QString branched;
  if (info.parent) {
    const auto parent = std::find_if(runs_.begin(), runs_.end(), [&](const RecordedRunInfo& other) {
      return other.id == info.parent->id;
    });
    branched =
        parent == runs_.end()
            ? tr("step %1").arg(grouped(info.parent->step))
            : shown_quantity(double(info.parent->step) * parent->protocol.time_step, 2, "ps");
  }
  const QString name = is_live(item) && !info.protocol.title.empty()
                           ? QString::fromStdString(info.protocol.title)
                           : text_of(info.file.stem());
  item.setText(0, branched.isEmpty() ? name : tr("%1 · from %2").arg(name, branched));
  QStringList lines{QString::fromStdString(info.protocol.title), text_of(info.file)};
  if (info.parent)
    lines
        << tr("branched from %1 at %2").arg(text_of(path(info.parent->file).filename()), branched);
  lines << tr("force field %1, seed %2")
               .arg(QString::fromStdString(info.force_field))
               .arg(info.protocol.seed);
  if (is_live(item)) lines.prepend(tr("The run of this session"));
  item.setToolTip(0, lines.join('\n'));
  if (!is_live(item)) item.setIcon(0, line_icon("schedule"));
}

void RunTree::remove(QTreeWidgetItem* item) {
  const path file = path_of(*item).toStdString();
  std::erase_if(runs_, [&](const RecordedRunInfo& info) { return info.file == file; });
  QTreeWidgetItem* above = item->parent() ? item->parent() : invisibleRootItem();
  above->addChildren(item->takeChildren());
  above->removeChild(item);
  delete item;
}

QMenu* RunTree::menuOf(QTreeWidgetItem* item) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const QString where = path_of(*item);
  menu->addAction(tr("&Show"), this, [this, item] { choose(item); });
  if (where != watched) {
    QAction* compare = menu->addAction(tr("&Compare with this"), this,
                                       [this, where] { Q_EMIT compareRequested(where); });
    compare->setEnabled(!is_live(*item) && where != shown_);
    QAction* go_on = menu->addAction(tr("Co&ntinue this run"), this,
                                     [this, where] { Q_EMIT continueRequested(where); });
    go_on->setEnabled(infoOf(where.toStdString()) != nullptr);
    menu->addSeparator();
    menu->addAction(tr("Copy &path"), this,
                    [where] { QGuiApplication::clipboard()->setText(where); });
  }
  QAction* away =
      menu->addAction(tr("&Remove from this list"), this, [this, item] { remove(item); });
  away->setEnabled(!is_live(*item) && where != shown_);
  return menu;
}

void RunTree::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  QTreeWidgetItem* item = keyboard ? currentItem() : itemAt(event->pos());
  if (!item) return;
  QMenu* menu = menuOf(item);
  connect(menu, &QMenu::aboutToHide, this, [this] {  // the press has chosen another entry
    if (QTreeWidgetItem* shown = find(shown_)) setCurrentItem(shown);
  });
  menu->popup(keyboard ? viewport()->mapToGlobal(visualItemRect(item).bottomLeft())
                       : event->globalPos());
}

void RunTree::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentItem())
    return choose(currentItem());
  QTreeWidget::keyPressEvent(event);
}

}  // namespace vitrine::widgets
