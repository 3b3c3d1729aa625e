#pragma once
#include <QTableView>

#include "widgets/panels/table_model.h"

namespace vitrine::widgets {

/// A table that is copied (the selection with Ctrl+C, all of it from the menu) and saved as CSV.
class ResultTable : public QTableView {
  Q_OBJECT
 public:
  explicit ResultTable(const QString& name, QWidget* parent = nullptr);
  TableModel& table() { return *model_; }

 Q_SIGNALS:
  void failed(const QString& sentence);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void copySelection() const;
  void saveAs();

  TableModel* model_;
};

}  // namespace vitrine::widgets
