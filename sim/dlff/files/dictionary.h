#pragma once
// DeePMD-kit's dictionary of a model (design/dlff.md section 3), the same in every file of its
// third version; the files differ in where the arrays are.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sim/dlff/files/json_node.h"
#include "sim/dlff/model_data.h"

namespace vitrine::dlff {

/// The arrays that a dictionary refers to.
class Arrays {
 public:
  using Shape = std::vector<std::size_t>;
  virtual ~Arrays() = default;
  /// FileError when the array is not there, or claims to be larger than its file.
  virtual Shape shape(const JsonNode& variable) const = 0;
  /// Row-major, as large as its shape says.
  virtual std::vector<double> values(const JsonNode& variable) const = 0;

  /// The values, if the shape is the expected one.
  std::vector<double> read(const JsonNode& variable, const Shape& expected) const;
};

/// Arrays that stand in the dictionary itself as nested lists: {"@class": "np.ndarray", "value"}.
class InlineArrays final : public Arrays {
 public:
  Shape shape(const JsonNode& variable) const override;
  std::vector<double> values(const JsonNode& variable) const override;
};

/// JSON of at most 64 levels; FileError when it is none.
nlohmann::json parse_json(std::string_view text, const std::string& what, const std::string& file);

/// The model of a whole dictionary, whose entry "model" it is. FileError naming the place when it
/// is no se_e2_a energy model.
Model read_dictionary(const nlohmann::json& dictionary, const Arrays& arrays,
                      const std::string& file);

}  // namespace vitrine::dlff
