#pragma once
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <vector>

namespace vitrine::widgets {

/// Reads an object of a JSON document that somebody may have edited or damaged. What is not there
/// keeps its default; what is there and not as expected is an InputError that names its place, what
/// was expected and what stands there: "view.look.atom_scale: a number from 0.05 to 1 is expected,
/// got "big"".
class JsonReader {
 public:
  JsonReader(const QJsonObject& object, const QString& place) : object_(object), place_(place) {}

  bool has(const QString& key) const { return object_.contains(key); }
  QStringList keys() const { return object_.keys(); }
  bool boolean(const QString& key, bool otherwise) const;
  double number(const QString& key, double low, double high, double otherwise) const;
  qint64 whole(const QString& key, qint64 low, qint64 high, qint64 otherwise) const;
  QString text(const QString& key, const QString& otherwise = {}) const;
  /// One of the choices; its index.
  int choice(const QString& key, const QStringList& choices, int otherwise) const;
  QStringList texts(const QString& key) const;
  /// Exactly so many.
  std::vector<double> numbers(const QString& key, int count, double low, double high) const;
  JsonReader object(const QString& key) const;
  std::vector<JsonReader> objects(const QString& key) const;

  /// "view.camera.up"
  QString placeOf(const QString& key) const;
  /// Throws: `expected` is a clause, "a number is expected".
  [[noreturn]] void refuse(const QString& key, const QString& expected) const;

 private:
  QJsonObject object_;
  QString place_;
};

}  // namespace vitrine::widgets
