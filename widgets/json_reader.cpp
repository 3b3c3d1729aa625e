#include "widgets/json_reader.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <cmath>

#include "sim/model/errors.h"

namespace vitrine::widgets {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("JsonReader", text);
}

/// A value as it stands in the document, not too much of it.
QString printed(const QJsonValue& value) {
  constexpr qsizetype most = 40;
  QString text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
  text = text.mid(1, text.size() - 2);
  return text.size() <= most ? text : text.left(most) + QStringLiteral("…");
}

}  // namespace

QString JsonReader::placeOf(const QString& key) const {
  return place_.isEmpty() ? key : place_ + '.' + key;
}

void JsonReader::refuse(const QString& key, const QString& expected) const {
  throw InputError(
      tr("%1: %2, got %3").arg(placeOf(key), expected, printed(object_.value(key))).toStdString());
}

bool JsonReader::boolean(const QString& key, bool otherwise) const {
  if (!has(key)) return otherwise;
  if (!object_.value(key).isBool()) refuse(key, tr("true or false is expected"));
  return object_.value(key).toBool();
}

double JsonReader::number(const QString& key, double low, double high, double otherwise) const {
  if (!has(key)) return otherwise;
  const double value = object_.value(key).toDouble(NAN);
  if (!(low <= value && value <= high))
    refuse(key, tr("a number from %1 to %2 is expected").arg(low).arg(high));
  return value;
}

qint64 JsonReader::whole(const QString& key, qint64 low, qint64 high, qint64 otherwise) const {
  if (!has(key)) return otherwise;
  const qint64 value = object_.value(key).toInteger(low - 1);
  if (value < low || value > high)
    refuse(key, tr("a whole number from %1 to %2 is expected").arg(low).arg(high));
  return value;
}

QString JsonReader::text(const QString& key, const QString& otherwise) const {
  if (!has(key)) return otherwise;
  if (!object_.value(key).isString()) refuse(key, tr("a text is expected"));
  return object_.value(key).toString();
}

int JsonReader::choice(const QString& key, const QStringList& choices, int otherwise) const {
  if (!has(key)) return otherwise;
  const auto at = choices.indexOf(object_.value(key).toString());
  if (at < 0) refuse(key, tr("one of %1 is expected").arg(choices.join(", ")));
  return static_cast<int>(at);
}

QStringList JsonReader::texts(const QString& key) const {
  if (!has(key)) return {};
  const QJsonArray array = object_.value(key).toArray();
  const bool all = std::all_of(array.begin(), array.end(),
                               [](const QJsonValue& value) { return value.isString(); });
  if (!object_.value(key).isArray() || !all) refuse(key, tr("a list of texts is expected"));
  QStringList texts;
  for (const auto& value : array) texts << value.toString();
  return texts;
}

std::vector<double> JsonReader::numbers(const QString& key, int count, double low,
                                        double high) const {
  const QJsonArray array = object_.value(key).toArray();
  std::vector<double> numbers;
  for (const auto& value : array) numbers.push_back(value.toDouble(NAN));
  const bool good = array.size() == count &&
                    std::all_of(numbers.begin(), numbers.end(),
                                [=](double number) { return low <= number && number <= high; });
  if (!good) refuse(key, tr("%1 numbers from %2 to %3 are expected").arg(count).arg(low).arg(high));
  return numbers;
}

std::vector<JsonReader> JsonReader::objects(const QString& key) const {
  const QJsonArray array = object_.value(key).toArray();
  std::vector<JsonReader> objects;
  for (const auto& value : array) {
    if (!value.isObject()) refuse(key, tr("a list of groups { … } is expected"));
    objects.push_back({value.toObject(), QString("%1[%2]").arg(placeOf(key)).arg(objects.size())});
  }
  if (has(key) && !object_.value(key).isArray())
    refuse(key, tr("a list of groups { … } is expected"));
  return objects;
}

JsonReader JsonReader::object(const QString& key) const {
  if (has(key) && !object_.value(key).isObject()) refuse(key, tr("a group { … } is expected"));
  return {object_.value(key).toObject(), placeOf(key)};
}

}  // namespace vitrine::widgets
