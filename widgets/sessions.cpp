#include "widgets/sessions.h"

#include <QFileDialog>

#include "sim/model/errors.h"
#include "sim/model/whole_file.h"
#include "widgets/state_file.h"
#include "widgets/state_keeper.h"

namespace vitrine::widgets {
namespace {

using std::filesystem::path;

constexpr const char* extension = ".vitrine";

}  // namespace

Sessions::Sessions(StateKeeper& keeper, QWidget* window)
    : QObject(window), keeper_(keeper), window_(window) {}

bool Sessions::isSession(const path& file) {
  return file.extension() == extension;
}

void Sessions::save() {
  file_.empty() ? saveAs() : saveTo(file_);
}

// On the stack, as Qt's own functions have them: one that is deleted when it is closed would go
// before its own context menu, where that is open.
void Sessions::saveAs() {
  QFileDialog dialog(window_, tr("Save the session"));
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setNameFilter(tr("Sessions (*.vitrine)"));
  dialog.setDefaultSuffix("vitrine");
  dialog.selectFile(file_.empty() ? "session.vitrine" : QString::fromStdString(file_.string()));
  if (dialog.exec() == QDialog::Accepted) saveTo(dialog.selectedFiles().front().toStdString());
}

void Sessions::choose() {
  QFileDialog dialog(window_, tr("Open a session"));
  dialog.setFileMode(QFileDialog::ExistingFile);
  dialog.setNameFilters({tr("Sessions (*.vitrine)"), tr("All files (*)")});
  if (dialog.exec() == QDialog::Accepted) open(dialog.selectedFiles().front().toStdString());
}

void Sessions::saveTo(const path& name) {
  const path file = std::filesystem::absolute(name);
  writing_.start([state = keeper_.state(), file](std::stop_token) {
    const QByteArray json = state_json(state, file.parent_path());
    write_whole_file(file, {json.data(), std::size_t(json.size())});
    return file;
  });
}

void Sessions::poll() {
  const auto written = writing_.take();
  if (!written) return;
  if (!written->value) return failed(QString::fromStdString(written->error));
  file_ = *written->value;
  Q_EMIT saved(QString::fromStdString(file_.string()));
}

bool Sessions::apply(const path& file) {
  try {
    keeper_.setState(read_state(file));
    Q_EMIT applied();
    return true;
  } catch (const Error& error) {
    Q_EMIT failed(QString::fromStdString(error.what()));
    return false;
  }
}

void Sessions::open(const path& name) {
  if (!apply(name)) return;
  file_ = std::filesystem::absolute(name);
  Q_EMIT opened(QString::fromStdString(file_.string()));
}

void Sessions::restore(const path& file) {
  apply(file);
}

}  // namespace vitrine::widgets
