#include "widgets/source_list.h"

#include "widgets/icons.h"
#include "widgets/presenter.h"

namespace vitrine::widgets {

SourceList::SourceList(QWidget* parent) : QListWidget(parent) {
  setAccessibleName(tr("Runs and files"));
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::TabFocus);
  setTextElideMode(Qt::ElideMiddle);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  connect(this, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) {
    const QString path = item->data(Qt::UserRole).toString();
    path.isEmpty() ? Q_EMIT runChosen() : Q_EMIT fileChosen(path);
  });
}

QListWidgetItem* SourceList::itemOf(const QString& path) {
  for (int row = 0; row < count(); ++row)
    if (item(row)->data(Qt::UserRole).toString() == path) return item(row);
  auto* made = new QListWidgetItem(line_icon(path.isEmpty() ? "live" : "open"), QString());
  made->setData(Qt::UserRole, path);
  insertItem(path.isEmpty() ? 0 : count(), made);
  return made;
}

QListWidgetItem* SourceList::fileItem(const std::filesystem::path& file) {
  const QString path = QString::fromStdString(file.string());
  QListWidgetItem* entry = itemOf(path);
  entry->setText(QString::fromStdString(file.filename().string()));
  entry->setToolTip(path);
  return entry;
}

void SourceList::addFiles(const std::vector<std::filesystem::path>& files) {
  for (const auto& file : files) fileItem(file);
}

void SourceList::show(const Presenter& presenter) {
  if (presenter.feed().exists()) {
    QListWidgetItem* run = itemOf({});
    run->setText(QString::fromStdString(presenter.feed().run().title));
    run->setToolTip(tr("The run of this session"));
    if (presenter.source() != Source::file) setCurrentItem(run);
  }
  if (const OpenedFile* file = presenter.file()) {
    QListWidgetItem* opened = fileItem(file->path);
    if (presenter.source() == Source::file) setCurrentItem(opened);
  }
}

}  // namespace vitrine::widgets
