#include "sim/io/cif_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "sim/io/text_file.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

struct Token {
  enum class Kind { tag, value, loop, data };
  Kind kind;
  CifValue value;  // of a data token the block's name, of a tag its name in lower case
};

class Tokens {
 public:
  Tokens(const std::filesystem::path& file, std::string_view text) : file_(file), text_(text) {}
  std::optional<Token> next();
  [[noreturn]] void fail(std::size_t line, const std::string& reason) const {
    throw FileError(file_, line, reason);
  }

 private:
  void skip_blanks();
  Token text_field();
  Token quoted_value();
  Token word();
  void advance(std::size_t count) {
    line_ += static_cast<std::size_t>(
        std::count(text_.begin() + at(0), text_.begin() + at(count), '\n'));
    position_ += count;
  }
  std::ptrdiff_t at(std::size_t count) const {
    return static_cast<std::ptrdiff_t>(position_ + count);
  }

  const std::filesystem::path& file_;
  std::string_view text_;
  std::size_t position_ = 0, line_ = 1;
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void Tokens::skip_blanks() {
  while (position_ < text_.size()) {
    if (text_[position_] == '#') {
      advance(std::min(text_.find('\n', position_), text_.size()) - position_);
    } else if (is_space(text_[position_])) {
      advance(1);
    } else {
      return;
    }
  }
}

/// Lines between two that start with a semicolon.
Token Tokens::text_field() {
  const std::size_t end = text_.find("\n;", position_);
  if (end == std::string_view::npos) fail(line_, "the text field that starts here has no end");
  Token token{Token::Kind::value,
              {std::string(text_.substr(position_ + 1, end - position_ - 1)), line_, true}};
  advance(end + 2 - position_);
  return token;
}

/// A quote ends only where a blank follows: 'a dog's life' is one value.
Token Tokens::quoted_value() {
  const char quote = text_[position_];
  for (std::size_t end = position_ + 1; end < text_.size() && text_[end] != '\n'; ++end) {
    if (text_[end] != quote || (end + 1 < text_.size() && !is_space(text_[end + 1]))) continue;
    Token token{Token::Kind::value,
                {std::string(text_.substr(position_ + 1, end - position_ - 1)), line_, true}};
    advance(end + 1 - position_);
    return token;
  }
  fail(line_, "the quote that starts here has no end on its line");
}

Token Tokens::word() {
  std::size_t end = position_;
  while (end < text_.size() && !is_space(text_[end])) ++end;
  const std::string_view text = text_.substr(position_, end - position_);
  const std::string name = lower(text);
  Token token{Token::Kind::value, {std::string(text), line_, text != "?" && text != "."}};
  advance(text.size());
  if (name.starts_with('_')) {
    token.kind = Token::Kind::tag;
    token.value.text = name;
  } else if (name == "loop_") {
    token.kind = Token::Kind::loop;
  } else if (name.starts_with("data_")) {
    token.kind = Token::Kind::data;
    token.value.text = text.substr(5);
  } else if (name == "stop_" || name == "global_" || name.starts_with("save_")) {
    fail(token.value.line, fmt::format("{} has no place in a CIF of structures", cited(text)));
  }
  return token;
}

std::optional<Token> Tokens::next() {
  skip_blanks();
  if (position_ == text_.size()) return std::nullopt;
  const char c = text_[position_];
  if (c == ';' && (position_ == 0 || text_[position_ - 1] == '\n')) return text_field();
  if (c == '\'' || c == '"') return quoted_value();
  return word();
}

class Parser {
 public:
  Parser(const std::filesystem::path& file, std::string_view text) : tokens_(file, text) {}
  std::vector<CifBlock> parse();

 private:
  void read_loop(std::size_t line);
  std::vector<CifValue>& new_column(const CifValue& tag);

  Tokens tokens_;
  std::optional<Token> token_;
  std::vector<CifBlock> blocks_;
};

std::vector<CifValue>& Parser::new_column(const CifValue& tag) {
  const auto [column, fresh] = blocks_.back().columns.try_emplace(tag.text);
  if (!fresh)
    tokens_.fail(tag.line, fmt::format("the tag {} occurs twice in its block", cited(tag.text)));
  return column->second;
}

void Parser::read_loop(std::size_t line) {
  std::vector<std::vector<CifValue>*> columns;
  for (token_ = tokens_.next(); token_ && token_->kind == Token::Kind::tag;
       token_ = tokens_.next()) {
    columns.push_back(&new_column(token_->value));
  }
  if (columns.empty()) tokens_.fail(line, "the loop that starts here names no tags");
  std::size_t count = 0, last_line = line;
  for (; token_ && token_->kind == Token::Kind::value; token_ = tokens_.next()) {
    last_line = token_->value.line;
    columns[count++ % columns.size()]->push_back(std::move(token_->value));
  }
  if (count % columns.size() != 0) {
    tokens_.fail(last_line,
                 fmt::format("the loop of line {} has {} tags, but {} values do not fill its rows",
                             line, columns.size(), count));
  }
}

std::vector<CifBlock> Parser::parse() {
  token_ = tokens_.next();
  while (token_) {
    const std::size_t line = token_->value.line;
    if (token_->kind == Token::Kind::data) {
      blocks_.push_back({token_->value.text, {}});
      token_ = tokens_.next();
      continue;
    }
    if (blocks_.empty())
      tokens_.fail(line, fmt::format("expected data_NAME, found {}", cited(token_->value.text)));
    if (token_->kind == Token::Kind::loop) {
      read_loop(line);
    } else if (token_->kind == Token::Kind::tag) {
      const CifValue tag = token_->value;
      token_ = tokens_.next();
      if (!token_ || token_->kind != Token::Kind::value) {
        tokens_.fail(line, fmt::format("the tag {} has no value", cited(tag.text)));
      }
      new_column(tag).push_back(std::move(token_->value));
      token_ = tokens_.next();
    } else {
      tokens_.fail(line, fmt::format("expected a tag, found {}", cited(token_->value.text)));
    }
  }
  return std::move(blocks_);
}

}  // namespace

const std::vector<CifValue>& CifBlock::values(std::string_view tag) const {
  static const std::vector<CifValue> none;
  const auto found = columns.find(tag);
  return found == columns.end() ? none : found->second;
}

std::vector<CifBlock> parse_cif(const std::filesystem::path& file, std::string_view text) {
  return Parser(file, text).parse();
}

}  // namespace vitrine::io
