#pragma once
#include <QObject>
#include <QStringList>

class QMenu;

namespace vitrine::widgets {

/// The files and sessions that were opened or saved last, the newest first; remembered between
/// starts.
class RecentFiles : public QObject {
  Q_OBJECT
 public:
  explicit RecentFiles(QObject* parent = nullptr);
  void add(const QString& path);
  void remove(const QString& path);
  void clear();
  const QStringList& paths() const { return paths_; }
  /// Sessions, then files, those that are not there any more greyed; made anew as it opens.
  void fill(QMenu* menu);
  /// The name, and where it is.
  static QString title(const QString& path);
  static constexpr int most = 10;

 Q_SIGNALS:
  void chosen(const QString& path);
  void changed();

 private:
  void remember();
  void addSection(QMenu* menu, const QString& title, bool sessions);
  QStringList paths_;
};

}  // namespace vitrine::widgets
