#pragma once
#include <QObject>
#include <QString>
#include <filesystem>
#include <vector>

namespace vitrine::widgets {

/// A place on the time axis that somebody wants to come back to.
struct Bookmark {
  double at;  ///< as the axis counts: ps, or frames from 1
  QString name;
};

/// The bookmarks of the run or the file that is shown, in the order of the axis. They are kept from
/// one start of the program to the next, by the path of the file.
class Bookmarks : public QObject {
  Q_OBJECT
 public:
  static constexpr std::size_t most = 1000;
  using QObject::QObject;
  /// Those of another file; empty: a run that is not recorded, whose bookmarks are not kept.
  void open(const std::filesystem::path& file);
  const std::vector<Bookmark>& all() const { return all_; }
  /// Sets one, or takes it away where one is already; `name` may be empty.
  void toggle(double at, const QString& name = {});
  void rename(std::size_t index, const QString& name);
  void remove(std::size_t index);

 Q_SIGNALS:
  void changed();

 private:
  void keep();

  std::filesystem::path file_;
  std::vector<Bookmark> all_;
};

}  // namespace vitrine::widgets
