#pragma once
#include <QAbstractTableModel>

#include "analysis/analysis.h"

namespace vitrine::widgets {

/// The columns of a dataset, and beside them those of another one, in the units in force.
class TableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  /// `theirs` names the owner of `other`'s columns; nullptr: there is none.
  void show(const analysis::Dataset& dataset, const analysis::Dataset* other,
            const QString& theirs);
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  QString csv() const;

 private:
  struct Column {
    QString heading;
    std::vector<double> values;
  };
  static Column shown(const analysis::Column& column);  ///< in the units in force

  std::vector<Column> columns_;
};

}  // namespace vitrine::widgets
