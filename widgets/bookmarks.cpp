#include "widgets/bookmarks.h"

#include <QCryptographicHash>
#include <QSettings>
#include <algorithm>
#include <cmath>

namespace vitrine::widgets {
namespace {

constexpr double same = 1e-6;  // ps or frames

/// A settings key has no room for a path.
QString key_of(const std::filesystem::path& file) {
  std::error_code none;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(file, none);
  const QByteArray name = QByteArray::fromStdString((none ? file : whole).string());
  return "bookmarks/" + QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex();
}

}  // namespace

void Bookmarks::open(const std::filesystem::path& file) {
  file_ = file;
  all_.clear();
  if (!file.empty()) {
    QSettings settings;
    const int count = settings.beginReadArray(key_of(file));
    for (int i = 0; i < count && all_.size() < most; ++i) {
      settings.setArrayIndex(i);
      bool is_number = false;
      const double at = settings.value("at").toDouble(&is_number);
      if (is_number && std::isfinite(at)) all_.push_back({at, settings.value("name").toString()});
    }
  }
  std::stable_sort(all_.begin(), all_.end(),
                   [](const Bookmark& a, const Bookmark& b) { return a.at < b.at; });
  Q_EMIT changed();
}

void Bookmarks::toggle(double at, const QString& name) {
  const auto place = std::lower_bound(all_.begin(), all_.end(), at - same,
                                      [](const Bookmark& b, double x) { return b.at < x; });
  if (place != all_.end() && std::abs(place->at - at) <= same)
    all_.erase(place);
  else if (all_.size() < most)
    all_.insert(place, {at, name});
  keep();
}

void Bookmarks::rename(std::size_t index, const QString& name) {
  if (index >= all_.size()) return;
  all_[index].name = name;
  keep();
}

void Bookmarks::remove(std::size_t index) {
  if (index >= all_.size()) return;
  all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(index));
  keep();
}

void Bookmarks::keep() {
  if (!file_.empty()) {
    QSettings settings;
    const QString key = key_of(file_);
    settings.remove(key);
    if (!all_.empty()) {
      settings.beginWriteArray(key, static_cast<int>(all_.size()));
      for (std::size_t i = 0; i < all_.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue("at", all_[i].at);
        settings.setValue("name", all_[i].name);
      }
      settings.endArray();
    }
  }
  Q_EMIT changed();
}

}  // namespace vitrine::widgets
