// Expressions of atoms: they mean what logic says, an atom without a quantity fulfils no comparison
// with it, and every mistake is named with its place.
#include "analysis/selection_expression.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/analysis/configurations.h"
#include "tests/small_framework.h"

namespace vitrine {
namespace {

using analysis::ExpressionError;
using analysis::SelectionExpression;
using Atoms = std::vector<int>;

// Atom 0 is Zn, 1 to 4 its N, 5 to 9 a ring (N C N C C), 10 to 12 its H.
Atoms select(const std::string& text, const std::vector<int>& selected = {}) {
  Frame frame = *test::small_framework();
  frame.columns["q"] = {};
  for (std::size_t i = 0; i < frame.size(); ++i) frame.columns["q"].push_back(0.1 * double(i));
  const analysis::ReferenceFrame reference(test::small_framework());
  return SelectionExpression(text).select(frame, &reference, selected);
}

void expect_mistake(const std::string& text, const std::string& sentence, std::size_t position) {
  try {
    select(text);
    ADD_FAILURE() << text << " was taken";
  } catch (const ExpressionError& error) {
    EXPECT_EQ(error.what(), sentence + " (at character " + std::to_string(position + 1) + ")")
        << text;
    EXPECT_EQ(error.position(), position) << text;
  }
}

TEST(SelectionExpression, MeansWhatItSays) {
  const std::pair<const char*, Atoms> cases[] = {
      {"element Zn", {0}},
      {"element == zn", {0}},
      {"element Zn, H", {0, 10, 11, 12}},
      {"element Zn and coordination == 4", {0}},
      {"coordination == 3", {}},
      {"coordination 4-fold", {0}},
      {"coordination \"6-fold or more\"", {}},
      {"id 1:3, 13", {0, 1, 2, 12}},
      {"id == 2", {1}},
      {"element C and not id 7", {8, 9}},
      {"element Zn or element H and id 11", {0, 10}},
      {"(element Zn or element H) and id 11", {10}},
      {"not not element Zn", {0}},
      {"ring intact", {5, 6, 7, 8, 9}},
      {"ring broken", {}},
      {"q > 1.05", {11, 12}},
      {"column.q>1.05", {11, 12}},
      {"1.05 < q", {11, 12}},
      {"0.15 < q <= 0.35", {2, 3}},
      {"0.15<q and q<0.35", {2, 3}},
      {"x < 3.5 and y > 7", {3}},
      {"tilt_z < 1e-3", {5, 6, 7, 8, 9}},
      {"displacement = 0 and element Zn", {0}},
      {"all", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
      {"selected and element Zn", {}},
  };
  for (const auto& [text, atoms] : cases) EXPECT_EQ(select(text), atoms) << text;
  EXPECT_EQ(select("selected and not element Zn", {0, 4}), Atoms{4});
}

TEST(SelectionExpression, AnAtomWithoutTheQuantityFulfilsNoComparison) {
  EXPECT_EQ(select("entropy > -100"), Atoms{0});
  EXPECT_EQ(select("entropy != 3"), Atoms{0});
  EXPECT_EQ(select("not entropy > -100").size(), 12U);
}

TEST(SelectionExpression, KeepsTheLawsOfLogic) {
  const std::string a = "q > 0.45", b = "element C, N", c = "id 3:8";
  EXPECT_EQ(select("not (" + a + " and " + b + ")"), select("not " + a + " or not " + b));
  EXPECT_EQ(select("not (" + a + " or " + b + ")"), select("not " + a + " and not " + b));
  EXPECT_EQ(select(a + " and (" + b + " or " + c + ")"),
            select("(" + a + " and " + b + ") or (" + a + " and " + c + ")"));
  EXPECT_EQ(select(a + " or " + b + " and " + c), select(a + " or (" + b + " and " + c + ")"));
}

TEST(SelectionExpression, NamesTheMistakeAndItsPlace) {
  expect_mistake("", "an expression was expected", 0);
  expect_mistake("element Zn and", "a quantity such as entropy was expected, got nothing", 14);
  expect_mistake("entropy > and 3", "a number was expected, got 'and'", 10);
  expect_mistake("entropy", "a comparison, a number or a name was expected, got nothing", 7);
  expect_mistake("(element Zn", "the parenthesis that opens here is not closed", 0);
  expect_mistake("element Zn)", "'and' or 'or' was expected, got ')'", 10);
  expect_mistake("element Zn element H", "'and' or 'or' was expected, got 'element'", 11);
  expect_mistake("q > 1.2.3", "a number has one point", 7);
  expect_mistake("q > 1e999", "the number is too large", 4);
  expect_mistake("id 5:2", "the range ends before it begins: 5:2", 3);
  expect_mistake("q & 3", "'&' means nothing here", 2);
  expect_mistake("ring \"intact", "the quotation has no end", 5);
  expect_mistake("x > 1 and 3 entropy", "a comparison such as '<' was expected, got 'entropy'", 12);
}

TEST(SelectionExpression, NamesWhatTheFrameDoesNotHave) {
  expect_mistake("element Zn and entrpy > 3",
                 "atoms have no property 'entrpy'; did you mean 'entropy'?", 15);
  expect_mistake("force > 3", "force: the frame has no forces", 0);
  expect_mistake("element Zx", "'Zx' is no element", 8);
  expect_mistake("ring intakt", "ring is never 'intakt'; did you mean 'intact'?", 5);
  expect_mistake("q == high", "q is compared with numbers, got 'high'", 5);
}

TEST(SelectionExpression, RefusesWhatHasNoEnd) {
  EXPECT_THROW(SelectionExpression(std::string(5000, '(')), ExpressionError);
  std::string nots;
  for (int k = 0; k < 2000; ++k) nots += "not ";
  EXPECT_THROW(SelectionExpression(nots + "all"), ExpressionError);
  EXPECT_THROW(SelectionExpression(std::string(20000, ' ') + "all"), ExpressionError);
  std::string many = "id 1";
  for (int k = 0; k < 1000; ++k) many += " or id 2";
  EXPECT_EQ(select(many), (Atoms{0, 1})) << "a long row is no depth";
}

TEST(SelectionExpression, AnyTextSelectsOrSaysWhere) {
  const std::string pieces[] = {"element", "Zn", "and", "or",  "not", "(",  ")",   "<",
                                ">=",      "-5", "3",   "1:4", ",",   "id", "all", "entropy",
                                "\"",      "q",  ".",   "-",   "é",   "=="};
  std::mt19937 random(7);
  std::uniform_int_distribution<std::size_t> piece(0, std::size(pieces) - 1), length(1, 12);
  for (int k = 0; k < 3000; ++k) {
    std::string text;
    for (std::size_t n = length(random); n > 0; --n) text += pieces[piece(random)] + " ";
    try {
      select(text);
    } catch (const ExpressionError& error) {
      EXPECT_LE(error.position(), text.size()) << text;
    }
  }
}

}  // namespace
}  // namespace vitrine
