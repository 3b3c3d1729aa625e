#include "sim/dlff/files/dp_file.h"

#include "sim/dlff/files/dictionary.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"

namespace vitrine::dlff {
namespace {

/// A dictionary that names the dataset in the place of each array.
class DatasetArrays final : public Arrays {
 public:
  DatasetArrays(const io::Hdf5File& hdf5, std::size_t file_size)
      : hdf5_(hdf5), file_size_(file_size) {}

  // The size is held against the file's: numbers take a byte each at least, and weights do not
  // compress by sixteen.
  Shape shape(const JsonNode& variable) const override {
    const Shape shape = hdf5_.shape(variable.text());
    std::size_t size = 1;
    for (std::size_t extent : shape) {
      if (extent == 0) variable.fail("is empty");
      if (extent > 16 * file_size_ / size) variable.fail("is larger than its file");
      size *= extent;
    }
    return shape;
  }

  std::vector<double> values(const JsonNode& variable) const override {
    return hdf5_.read(variable.text()).values;
  }

 private:
  const io::Hdf5File& hdf5_;
  std::size_t file_size_;
};

}  // namespace

Model read_dp(std::span<const std::byte> image, const std::string& name) {
  const io::Hdf5File hdf5(image, name);
  if (!hdf5.has_attribute("/", "json"))
    throw FileError(name, "is an HDF5 file without a model (no attribute \"json\")");
  const nlohmann::json dictionary =
      parse_json(hdf5.string_attribute("/", "json"), "its description", name);
  Model model = read_dictionary(dictionary, DatasetArrays(hdf5, image.size()), name);
  model.format = "DeePMD-kit .dp (HDF5)";
  return model;
}

}  // namespace vitrine::dlff
