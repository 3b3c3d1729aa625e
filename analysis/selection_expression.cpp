#include "analysis/selection_expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace vitrine::analysis {

namespace {

enum class Comparison { equal, unequal, less, at_most, more, at_least };

/// A number or a name to compare with, alone or as a range.
struct Value {
  double low = 0, high = 0;
  std::string name;  ///< empty: a number
  std::size_t position = 0;
};

/// The other way round: 3 < x is x > 3.
Comparison turned(Comparison comparison) {
  switch (comparison) {
    case Comparison::less:
      return Comparison::more;
    case Comparison::at_most:
      return Comparison::at_least;
    case Comparison::more:
      return Comparison::less;
    case Comparison::at_least:
      return Comparison::at_most;
    default:
      return comparison;
  }
}

}  // namespace

struct SelectionExpression::Node {
  enum class Kind { all, selected, any_of, all_of, none_of, compared };
  Kind kind;
  std::vector<std::shared_ptr<const Node>> parts = {};
  std::string quantity = {};
  Comparison comparison = Comparison::equal;
  std::vector<Value> values = {};
  std::size_t position = 0;
};

namespace {

using Node = SelectionExpression::Node;
using NodePtr = std::shared_ptr<const Node>;

struct Token {
  enum class Kind { end, word, number, sign };
  Kind kind;
  std::string text;
  double number = 0;
  std::size_t position = 0;
};

[[noreturn]] void fail(const std::string& what, std::size_t position) {
  throw ExpressionError(fmt::format("{} (at character {})", what, position + 1), position);
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c));
}
/// Inside a word: names of columns and kinds hold digits, dots and hyphens ("4-fold").
bool goes_on(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '[' || c == ']';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<Token> tokens() {
    std::vector<Token> all;
    do all.push_back(next());
    while (all.back().kind != Token::Kind::end);
    return all;
  }

 private:
  Token next() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    const std::size_t begin = at_;
    if (at_ == text_.size()) return {Token::Kind::end, "", 0, begin};
    const char c = text_[at_];
    if (c == '"' || c == '\'') return quoted(c);
    const bool starts_number =
        is_digit(c) || ((c == '-' || c == '+' || c == '.') && digit_follows());
    if (starts_number) return number_or_kind();
    if (is_letter(c)) return word(begin);
    for (const std::string_view sign : {"==", "!=", "<=", ">=", "<", ">", "=", "(", ")", ",", ":"})
      if (text_.substr(at_).starts_with(sign)) {
        at_ += sign.size();
        return {Token::Kind::sign, std::string(sign), 0, begin};
      }
    const bool printable = c > ' ' && c < 127;
    fail(
        printable ? fmt::format("'{}' means nothing here", c) : "this character means nothing here",
        begin);
  }

  bool digit_follows() const {
    for (std::size_t i = at_ + 1; i < text_.size() && i < at_ + 3; ++i) {
      if (is_digit(text_[i])) return true;
      if (text_[i] != '.') return false;
    }
    return false;
  }

  Token word(std::size_t begin) {
    while (at_ < text_.size() && goes_on(text_[at_])) ++at_;
    return {Token::Kind::word, std::string(text_.substr(begin, at_ - begin)), 0, begin};
  }

  Token number_or_kind() {
    const std::size_t begin = at_;
    const std::size_t first = text_[begin] == '+' ? begin + 1 : begin;  // from_chars takes none
    double value = 0;
    const auto read = std::from_chars(text_.data() + first, text_.data() + text_.size(), value);
    const auto end = static_cast<std::size_t>(read.ptr - text_.data());
    if (read.ec == std::errc::result_out_of_range) fail("the number is too large", begin);
    if (read.ec != std::errc()) fail("a number was expected", begin);
    at_ = end;
    if (at_ == text_.size() || !goes_on(text_[at_]))
      return {Token::Kind::number, std::string(text_.substr(begin, at_ - begin)), value, begin};
    if (text_[at_] == '.') fail("a number has one point", at_);
    return word(begin);  // "4-fold"
  }

  Token quoted(char quote) {
    const std::size_t begin = at_, end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) fail("the quotation has no end", begin);
    at_ = end + 1;
    return {Token::Kind::word, std::string(text_.substr(begin + 1, end - begin - 1)), 0, begin};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  NodePtr whole() {
    if (now().kind == Token::Kind::end) fail("an expression was expected", 0);
    const NodePtr node = either();
    if (now().kind != Token::Kind::end)
      fail(fmt::format("'and' or 'or' was expected, got '{}'", now().text), now().position);
    return node;
  }

 private:
  const Token& now() const { return tokens_[at_]; }
  bool is_word(const char* text) const {
    return now().kind == Token::Kind::word && now().text == text;
  }
  bool is_sign(const char* text) const {
    return now().kind == Token::Kind::sign && now().text == text;
  }
  std::string got() const {
    return now().kind == Token::Kind::end ? "got nothing" : fmt::format("got '{}'", now().text);
  }

  NodePtr either() {
    std::vector<NodePtr> parts = {both()};
    while (is_word("or")) {
      ++at_;
      parts.push_back(both());
    }
    return join(Node::Kind::any_of, std::move(parts));
  }

  NodePtr both() {
    std::vector<NodePtr> parts = {single()};
    while (is_word("and")) {
      ++at_;
      parts.push_back(single());
    }
    return join(Node::Kind::all_of, std::move(parts));
  }

  static NodePtr join(Node::Kind kind, std::vector<NodePtr> parts) {
    if (parts.size() == 1) return parts.front();
    return std::make_shared<const Node>(Node{kind, std::move(parts)});
  }

  NodePtr single() {
    constexpr int deepest = 100;  // of parentheses: a stack has an end
    if (++depth_ > deepest)
      fail("too many parentheses and 'not's inside each other", now().position);
    NodePtr node = unguarded_single();
    --depth_;
    return node;
  }

  NodePtr unguarded_single() {
    if (is_word("not")) {
      ++at_;
      return std::make_shared<const Node>(Node{Node::Kind::none_of, {single()}});
    }
    if (is_sign("(")) return inside();
    for (const auto& [word, kind] :
         {std::pair("all", Node::Kind::all), std::pair("selected", Node::Kind::selected)})
      if (is_word(word)) {
        ++at_;
        return std::make_shared<const Node>(Node{kind});
      }
    if (now().kind == Token::Kind::number) return from_number();
    return from_quantity();
  }

  NodePtr inside() {
    const std::size_t opened = now().position;
    ++at_;
    NodePtr node = either();
    if (!is_sign(")")) {
      if (now().kind == Token::Kind::end)
        fail("the parenthesis that opens here is not closed", opened);
      fail(fmt::format("')' was expected, {}", got()), now().position);
    }
    ++at_;
    return node;
  }

  /// -8 < entropy, -8 < entropy < -6
  NodePtr from_number() {
    const Value low = number();
    const std::optional<Comparison> first = comparison();
    if (!first)
      fail(fmt::format("a comparison such as '<' was expected, {}", got()), now().position);
    const Token name = quantity();
    std::vector<NodePtr> parts = {compared(name, turned(*first), {low})};
    if (const std::optional<Comparison> second = comparison())
      parts.push_back(compared(name, *second, {number()}));
    return join(Node::Kind::all_of, std::move(parts));
  }

  NodePtr from_quantity() {
    const Token name = quantity();
    const std::optional<Comparison> given = comparison();
    const Comparison how = given.value_or(Comparison::equal);
    if (how == Comparison::equal || how == Comparison::unequal)
      return compared(name, how, values(given.has_value()));
    return compared(name, how, {number()});
  }

  Token quantity() {
    static const std::vector<std::string> reserved = {"and", "or", "not", "all", "selected"};
    const bool taken = std::find(reserved.begin(), reserved.end(), now().text) != reserved.end();
    if (now().kind != Token::Kind::word || taken)
      fail(fmt::format("a quantity such as entropy was expected, {}", got()), now().position);
    return tokens_[at_++];
  }

  std::optional<Comparison> comparison() {
    static const std::map<std::string, Comparison> signs = {
        {"==", Comparison::equal},   {"=", Comparison::equal},    {"!=", Comparison::unequal},
        {"<", Comparison::less},     {"<=", Comparison::at_most}, {">", Comparison::more},
        {">=", Comparison::at_least}};
    if (now().kind != Token::Kind::sign) return std::nullopt;
    const auto found = signs.find(now().text);
    if (found == signs.end()) return std::nullopt;
    ++at_;
    return found->second;
  }

  Value number() {
    if (now().kind != Token::Kind::number)
      fail(fmt::format("a number was expected, {}", got()), now().position);
    const Token& token = tokens_[at_++];
    return {token.number, token.number, {}, token.position};
  }

  std::vector<Value> values(bool after_sign) {
    std::vector<Value> all;
    do {
      if (!all.empty()) ++at_;  // the comma
      if (now().kind == Token::Kind::word && now().text != "and" && now().text != "or") {
        all.push_back({0, 0, now().text, now().position});
        ++at_;
        continue;
      }
      if (now().kind != Token::Kind::number)
        fail(fmt::format("{} was expected, {}",
                         after_sign || !all.empty() ? "a number or a name"
                                                    : "a comparison, a number or a name",
                         got()),
             now().position);
      all.push_back(number());
      if (!is_sign(":")) continue;
      ++at_;
      all.back().high = number().high;
      if (all.back().high < all.back().low)
        fail(fmt::format("the range ends before it begins: {:g}:{:g}", all.back().low,
                         all.back().high),
             all.back().position);
    } while (is_sign(","));
    return all;
  }

  static NodePtr compared(const Token& name, Comparison how, std::vector<Value> with) {
    return std::make_shared<const Node>(
        Node{Node::Kind::compared, {}, name.text, how, std::move(with), name.position});
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

using Mask = std::vector<char>;  // of each atom: whether it is meant

class Evaluation {
 public:
  Evaluation(const SharedFrame& shared, const ReferenceFrame* reference,
             const std::vector<int>& selected)
      : shared_(shared),
        reference_(reference),
        selected_(selected),
        properties_(atom_properties(shared.frame(), reference)) {}

  Mask of(const Node& node) {
    switch (node.kind) {
      case Node::Kind::all:
        return Mask(atoms(), 1);
      case Node::Kind::selected:
        return selected();
      case Node::Kind::compared:
        return compare(node);
      case Node::Kind::none_of: {
        Mask mask = of(*node.parts.front());
        for (char& meant : mask) meant = !meant;
        return mask;
      }
      case Node::Kind::any_of:
      case Node::Kind::all_of:
        break;
    }
    Mask mask = of(*node.parts.front());
    for (std::size_t p = 1; p < node.parts.size(); ++p) {
      const Mask other = of(*node.parts[p]);
      for (std::size_t i = 0; i < mask.size(); ++i)
        mask[i] = node.kind == Node::Kind::any_of ? mask[i] | other[i] : mask[i] & other[i];
    }
    return mask;
  }

 private:
  std::size_t atoms() const { return shared_.frame().size(); }

  Mask selected() const {
    Mask mask(atoms(), 0);
    for (const int atom : selected_)
      if (atom >= 0 && static_cast<std::size_t>(atom) < atoms()) mask[atom] = 1;
    return mask;
  }

  /// Found once, however often it is compared.
  const std::vector<double>& values_of(const Node& node) {
    const auto known = values_.find(node.quantity);
    if (known != values_.end()) return known->second;
    return values_.emplace(node.quantity, find_values(node)).first->second;
  }

  std::vector<double> find_values(const Node& node) const {
    const Frame& frame = shared_.frame();
    const std::string& name = node.quantity;
    std::vector<double> values;
    for (int axis = 0; axis < 3; ++axis)
      if (name == std::string(1, static_cast<char>('x' + axis))) {
        for (const Vec3& r : frame.positions) values.push_back(r[axis]);
        return values;
      }
    if (name == "id") return {frame.topology->ids.begin(), frame.topology->ids.end()};
    const bool is_column = frame.columns.contains(name);
    try {
      return atom_values(is_column && !property(name) ? "column." + name : name, shared_,
                         reference_);
    } catch (const InputError& reason) {
      fail(reason.what(), node.position);
    }
  }

  const AtomProperty* property(const std::string& id) const {
    const auto found = std::find_if(properties_.begin(), properties_.end(),
                                    [&](const AtomProperty& p) { return p.id == id; });
    return found == properties_.end() ? nullptr : &*found;
  }

  /// The number behind a name: "Zn", "broken", "4-fold".
  double number_of(const Node& node, const Value& value) const {
    if (node.quantity == "element") {
      const Element element = element_from_symbol(value.name);
      if (element != 0) return element;
      fail(fmt::format("'{}' is no element", value.name), value.position);
    }
    const AtomProperty* asked = property(node.quantity);
    if (!asked || asked->categories.empty())
      fail(fmt::format("{} is compared with numbers, got '{}'", node.quantity, value.name),
           value.position);
    std::vector<std::string> names;
    for (const Category& category : asked->categories) {
      if (category.name == value.name) return category.value;
      names.push_back(category.name);
    }
    const std::string nearest = nearest_name(value.name, names);
    fail(fmt::format("{} is never '{}'{}", node.quantity, value.name,
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)),
         value.position);
  }

  Mask compare(const Node& node) {
    const std::vector<double>& values = values_of(node);
    std::vector<Value> with = node.values;
    for (Value& value : with)
      if (!value.name.empty()) value.low = value.high = number_of(node, value);
    Mask mask(atoms(), 0);
    for (std::size_t i = 0; i < mask.size(); ++i)
      mask[i] = !std::isnan(values[i]) && holds(values[i], node.comparison, with);
    return mask;
  }

  static bool holds(double value, Comparison comparison, const std::vector<Value>& with) {
    const double bound = with.front().low;
    switch (comparison) {
      case Comparison::less:
        return value < bound;
      case Comparison::at_most:
        return value <= bound;
      case Comparison::more:
        return value > bound;
      case Comparison::at_least:
        return value >= bound;
      case Comparison::equal:
      case Comparison::unequal:
        break;
    }
    const bool any = std::any_of(with.begin(), with.end(), [value](const Value& one) {
      return one.low <= value && value <= one.high;
    });
    return any == (comparison == Comparison::equal);
  }

  const SharedFrame& shared_;
  const ReferenceFrame* reference_;
  const std::vector<int>& selected_;
  std::vector<AtomProperty> properties_;
  std::map<std::string, std::vector<double>> values_;
};

}  // namespace

SelectionExpression::SelectionExpression(std::string_view text) {
  constexpr std::size_t longest = 10000;
  if (text.size() > longest)
    fail(fmt::format("the expression is longer than {} characters", longest), longest);
  root_ = Parser(Reader(text).tokens()).whole();
}

std::vector<int> SelectionExpression::select(const SharedFrame& shared,
                                             const ReferenceFrame* reference,
                                             const std::vector<int>& selected) const {
  const Mask mask = Evaluation(shared, reference, selected).of(*root_);
  std::vector<int> atoms;
  for (std::size_t i = 0; i < mask.size(); ++i)
    if (mask[i]) atoms.push_back(static_cast<int>(i));
  return atoms;
}

}  // namespace vitrine::analysis
