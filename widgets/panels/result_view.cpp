#include "widgets/panels/result_view.h"

#include <QObject>
#include <QStringList>
#include <algorithm>
#include <optional>

namespace vitrine::widgets {
namespace {

using analysis::Column;
using analysis::Dataset;

void add_curves(const Dataset& dataset, std::vector<ResultView>& views) {
  std::vector<std::string> units;
  for (std::size_t c = 1; c < dataset.columns.size(); ++c) {
    const Column& column = dataset.columns[c];
    if (column.name == "error") continue;
    if (std::find(units.begin(), units.end(), column.unit) == units.end())
      units.push_back(column.unit);
  }
  const QString title = name_text(dataset.name);
  std::vector<ResultView> alone;
  for (const std::string& unit : units) {
    ResultView together{dataset.kind, dataset.name, {}, title};
    QStringList names;
    for (std::size_t c = 1; c < dataset.columns.size(); ++c) {
      const Column& column = dataset.columns[c];
      if (column.unit != unit || column.name == "error") continue;
      together.columns.push_back(column.name);
      names << name_text(column.name);
      alone.push_back({dataset.kind, dataset.name, {column.name}, title + ": " + names.back()});
    }
    if (units.size() > 1) {
      constexpr qsizetype readable = 3;
      together.title += ": " + names.mid(0, readable).join(", ");
      if (names.size() > readable) together.title += ", …";
    }
    views.push_back(std::move(together));
    if (names.size() == 1) alone.pop_back();  // it is alone already
  }
  views.insert(views.end(), alone.begin(), alone.end());
}

/// "n_zn_n" -> "N-Zn-N"; nothing for what is no row of atoms.
std::optional<QString> chain_of_atoms(const QString& name) {
  static const QStringList symbols{"zn", "n", "c", "h"};
  QStringList chain = name.split('_');
  for (QString& atom : chain) {
    if (!symbols.contains(atom)) return std::nullopt;
    atom[0] = atom[0].toUpper();
  }
  return chain.size() > 1 ? std::optional(chain.join('-')) : std::nullopt;
}

}  // namespace

std::vector<ResultView> views_of(const analysis::Result& result) {
  std::vector<ResultView> views;
  for (const Dataset& dataset : result.datasets) {
    if (dataset.columns.empty() || dataset.name.ends_with(".errors")) continue;
    const QString title = name_text(dataset.name);
    if (dataset.kind == Dataset::Kind::series) {
      add_curves(dataset, views);
    } else if (dataset.kind == Dataset::Kind::per_atom) {
      for (std::size_t c = 1; c < dataset.columns.size(); ++c)
        views.push_back({dataset.kind,
                         dataset.name,
                         {dataset.columns[c].name},
                         QObject::tr("%1 of each %2, histogram")
                             .arg(name_text(dataset.columns[c].name), title)});
    } else {
      ResultView table{dataset.kind, dataset.name, {}, QObject::tr("%1, table").arg(title)};
      for (std::size_t c = 1; c < dataset.columns.size(); ++c)
        table.columns.push_back(dataset.columns[c].name);
      views.push_back(std::move(table));
    }
  }
  return views;
}

QString name_text(const std::string& name) {
  QStringList parts = QString::fromStdString(name).split('.');
  for (QString& part : parts) part = chain_of_atoms(part).value_or(QString(part).replace('_', ' '));
  return parts.join(' ');
}

}  // namespace vitrine::widgets
