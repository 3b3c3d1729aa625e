#pragma once
#include <QString>
#include <vector>

#include "analysis/analysis.h"

namespace vitrine::widgets {

/// One way to look at a result: some columns of one of its datasets.
struct ResultView {
  analysis::Dataset::Kind kind;
  std::string dataset;
  std::vector<std::string>
      columns;  ///< beside the first one, which is x, the atom, or a column too
  QString title;
};

/// Every way: curves that share a unit together and each alone, a histogram for each column of
/// atoms, a table as it is. Columns named "error" belong to the column before them, and a dataset
/// NAME.errors to the curves of NAME.
std::vector<ResultView> views_of(const analysis::Result& result);

/// "structure_factor" -> "structure factor", "roi.xy" -> "roi xy".
QString name_text(const std::string& name);

}  // namespace vitrine::widgets
