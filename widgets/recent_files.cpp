#include "widgets/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>

#include "widgets/sessions.h"

namespace vitrine::widgets {
namespace {

constexpr const char* key = "recent/files";

}  // namespace

RecentFiles::RecentFiles(QObject* parent)
    : QObject(parent), paths_(QSettings().value(key).toStringList().mid(0, most)) {
  paths_.removeAll(QString());
}

void RecentFiles::add(const QString& path) {
  const QString whole = QFileInfo(path).absoluteFilePath();
  paths_.removeAll(whole);
  paths_.prepend(whole);
  paths_ = paths_.mid(0, most);
  remember();
}

void RecentFiles::remove(const QString& path) {
  paths_.removeAll(path);
  remember();
}

void RecentFiles::clear() {
  paths_.clear();
  remember();
}

void RecentFiles::remember() {
  QSettings().setValue(key, paths_);
  Q_EMIT changed();
}

QString RecentFiles::title(const QString& path) {
  const QFileInfo file(path);
  QString folder = file.path();
  if (folder.startsWith(QDir::homePath() + '/')) folder.replace(0, QDir::homePath().size(), "~");
  constexpr qsizetype most_letters = 44;
  if (folder.size() > most_letters) folder = QStringLiteral("…") + folder.right(most_letters);
  return tr("%1 – %2").arg(file.fileName(), folder);
}

void RecentFiles::addSection(QMenu* menu, const QString& title, bool sessions) {
  QStringList own;
  for (const QString& path : paths_)
    if (Sessions::isSession(path.toStdString()) == sessions) own << path;
  if (own.isEmpty()) return;
  menu->addSection(title);
  for (const QString& path : own) {
    const bool there = QFileInfo::exists(path);
    QString text = RecentFiles::title(path).replace('&', "&&");
    if (!there) text += tr(" (not there any more)");
    QAction* entry = menu->addAction(text, this, [this, path] { Q_EMIT chosen(path); });
    entry->setToolTip(path);
    entry->setEnabled(there);
  }
}

void RecentFiles::fill(QMenu* menu) {
  menu->setToolTipsVisible(true);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] {
    menu->clear();
    addSection(menu, tr("Sessions"), true);
    addSection(menu, tr("Files"), false);
    if (paths_.isEmpty()) menu->addAction(tr("Nothing was opened yet"))->setEnabled(false);
    menu->addSeparator();
    menu->addAction(tr("&Clear this list"), this, &RecentFiles::clear)
        ->setEnabled(!paths_.isEmpty());
  });
}

}  // namespace vitrine::widgets
