#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/atom_properties.h"
#include "sim/model/errors.h"

namespace vitrine::analysis {

/// What is wrong with an expression, and where.
class ExpressionError : public InputError {
 public:
  ExpressionError(const std::string& what, std::size_t position)
      : InputError(what), position_(position) {}
  std::size_t position() const { return position_; }  ///< characters before the mistake

 private:
  std::size_t position_;
};

/// Which atoms are meant:
///
///     element Zn and entropy > -5 and coordination == 3
///     -8 < entropy < -6 or not (ring intact)
///     id 1:16, 20
///
/// Comparisons are joined by `and`, `or`, `not` and parentheses; `not` binds closest, then `and`. A
/// quantity is a property of atoms (analysis/atom_properties.h), or id (as in the file), x, y, z
/// (angstrom, as given), or a column of the file. Without an operator, and
/// after == and !=, stand one or more numbers, ranges first:last or names of kinds, with commas.
/// An atom that has no such quantity fulfils no comparison with it. `all` and `selected` (what is
/// selected now) stand for themselves.
class SelectionExpression {
 public:
  /// ExpressionError where it cannot be read.
  explicit SelectionExpression(std::string_view text);

  /// Indices of the atoms it means, ascending. ExpressionError for a quantity that the frame does
  /// not have, with the reason.
  std::vector<int> select(const SharedFrame& shared, const ReferenceFrame* reference,
                          const std::vector<int>& selected = {}) const;

  struct Node;

 private:
  std::shared_ptr<const Node> root_;
};

}  // namespace vitrine::analysis
