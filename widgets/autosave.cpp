#include "widgets/autosave.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "sim/model/errors.h"
#include "sim/model/whole_file.h"
#include "widgets/state_file.h"
#include "widgets/state_keeper.h"

namespace vitrine::widgets {
namespace {

using std::filesystem::path;

constexpr int days_kept = 30;  ///< of what nobody wanted back

QString text_of(const path& file) {
  return QString::fromStdString(file.string());
}

/// A lock is dead with its process, however old it is.
std::unique_ptr<QLockFile> lock_of(path file) {
  auto lock = std::make_unique<QLockFile>(text_of(file.replace_extension(".lock")));
  lock->setStaleLockTime(0);
  return lock;
}

void remove_file(const path& file) {
  std::error_code none;
  std::filesystem::remove(file, none);
}

bool is_worth_keeping(const WindowState& state) {
  return !state.contents.files.empty() || !state.contents.shown.empty();
}

}  // namespace

Autosave::Autosave(StateKeeper& keeper, path folder, QObject* parent)
    : QObject(parent), keeper_(keeper), folder_(std::move(folder)) {
  if (folder_.empty()) return;
  try {
    make_folder(folder_);
  } catch (const Error&) {
    folder_.clear();  // a home that cannot be written: nothing is kept
    return;
  }
  findLost();
  begin();
  connect(&timer_, &QTimer::timeout, this, &Autosave::saveSoon);
  timer_.start(interval);
}

Autosave::~Autosave() = default;

void Autosave::begin() {
  for (int n = 1; n < 1000; ++n) {
    file_ = folder_ / QString("autosave-%1-%2.vitrine")
                          .arg(QCoreApplication::applicationPid())
                          .arg(n)
                          .toStdString();
    if (QFileInfo::exists(text_of(file_))) continue;
    lock_ = lock_of(file_);
    if (lock_->tryLock(0)) return;
  }
  lock_.reset();
  folder_.clear();
}

void Autosave::findLost() {
  const QFileInfoList files =
      QDir(text_of(folder_)).entryInfoList({"autosave-*.vitrine"}, QDir::Files, QDir::Time);
  for (const QFileInfo& file : files) {  // the newest first
    const path name = file.filePath().toStdString();
    auto lock = lock_of(name);
    if (!lock->tryLock(0)) continue;  // its Vitrine is alive
    if (file.lastModified().daysTo(QDateTime::currentDateTime()) > days_kept) {
      remove_file(name);
    } else if (!lost_) {
      lost_ = Lost{name, file.lastModified()};
      lost_lock_ = std::move(lock);
    }
  }
}

void Autosave::discardLost() {
  if (!lost_) return;
  remove_file(lost_->file);
  lost_.reset();
  lost_lock_.reset();
  replaces_lost_ = false;
}

void Autosave::saveSoon() {
  if (folder_.empty()) return;
  if (const auto written = writing_.take(); written && written->value && replaces_lost_)
    discardLost();
  // Half of a session that is still being opened would take the place of the whole one.
  if (writing_.running() || !keeper_.arrived()) return;
  WindowState state = keeper_.state();
  if (!is_worth_keeping(state)) return;
  writing_.start([state = std::move(state), file = file_](std::stop_token) {
    const QByteArray json = state_json(state, {});
    write_whole_file(file, {json.data(), std::size_t(json.size())});
    return true;
  });
}

path Autosave::lastSession() const {
  if (folder_.empty()) return {};
  const path last = folder_ / "last.vitrine";
  std::error_code none;
  return std::filesystem::exists(last, none) ? last : path();
}

void Autosave::end() {
  if (folder_.empty()) return;
  timer_.stop();
  writing_ = {};  // joins a writer
  try {
    const WindowState state = keeper_.state();
    const QByteArray json = state_json(state, {});
    if (is_worth_keeping(state))
      write_whole_file(folder_ / "last.vitrine", {json.data(), std::size_t(json.size())});
  } catch (const Error&) {  // a full disk: there is nobody left to tell
  }
  if (replaces_lost_) discardLost();
  remove_file(file_);
  lock_.reset();
  folder_.clear();
}

}  // namespace vitrine::widgets
