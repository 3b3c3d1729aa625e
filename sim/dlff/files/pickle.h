#pragma once
// Reads Python's pickle, protocol 2 as PyTorch writes it, into plain values. Calls and classes are
// recorded by name; nothing is executed.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace vitrine::dlff {

struct PickleValue {
  enum class Kind {
    none,
    boolean,
    integer,
    real,
    text,
    list,        ///< items
    tuple,       ///< items
    dictionary,  ///< items: key, value, key, value, ...
    name,        ///< text: "module name" of a class or function
    call,        ///< items: callable, arguments; a made object: callable, arguments, then its state
    storage,     ///< items: the persistent id
    mark,
  };
  Kind kind = Kind::none;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
  std::vector<std::size_t> items;  ///< places in Pickle::values
};

/// All values of a pickle; they refer to each other by place, so cycles do no harm.
struct Pickle {
  std::vector<PickleValue> values;
  std::size_t root = 0;
};

/// FileError when the bytes are cut short, use an operation that PyTorch does not, or mean more
/// than a million values.
Pickle read_pickle(std::span<const std::byte> bytes, const std::string& what,
                   const std::string& file);

}  // namespace vitrine::dlff
