#pragma once
// The modules that TorchScript pickles, as JSON: a module is an object of its attributes, a tensor
// an entry of ModuleTree::tensors.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/dlff/files/dictionary.h"
#include "sim/dlff/files/pickle.h"
#include "sim/dlff/files/zip_archive.h"

namespace vitrine::dlff {

/// Where the numbers of a tensor lie.
struct StoredTensor {
  std::string storage;      ///< member of the archive, below its folder "data"
  std::string number_type;  ///< "DoubleStorage", "FloatStorage", ...
  std::uint64_t offset = 0;
  std::vector<std::size_t> shape, strides;  ///< strides in numbers
};

class ModuleTree {
 public:
  /// FileError when the pickle is no module.
  ModuleTree(const Pickle& pickle, const std::string& file);
  const nlohmann::json& root() const { return root_; }
  /// Of a value {"@tensor": k}; FileError when the variable is none.
  const StoredTensor& tensor(const JsonNode& variable) const;

 private:
  nlohmann::json convert(std::size_t place, int depth);
  nlohmann::json convert_call(const PickleValue& call, int depth);
  nlohmann::json add_tensor(const PickleValue& arguments);
  std::string text_of(const PickleValue& list, std::size_t k) const;
  std::vector<std::size_t> sizes_of(const PickleValue& list, std::size_t k) const;
  const PickleValue& item(const PickleValue& list, std::size_t k) const;
  [[noreturn]] void fail(const std::string& reason) const;

  const Pickle& pickle_;
  const std::string& file_;
  std::size_t converted_ = 0;
  std::vector<StoredTensor> tensors_;
  nlohmann::json root_;
};

/// The numbers of a tree's tensors, from the archive.
class TensorArrays final : public Arrays {
 public:
  /// `folder` is that of the tensors' storages: "NAME/data/".
  TensorArrays(const ModuleTree& tree, const ZipArchive& archive, std::string folder)
      : tree_(tree), archive_(archive), folder_(std::move(folder)) {}
  Shape shape(const JsonNode& variable) const override;
  std::vector<double> values(const JsonNode& variable) const override;

 private:
  const ModuleTree& tree_;
  const ZipArchive& archive_;
  std::string folder_;
};

}  // namespace vitrine::dlff
