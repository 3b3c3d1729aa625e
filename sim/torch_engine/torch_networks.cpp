// The networks of a model in libtorch, and their derivatives by its automatic differentiation. On
// a CUDA device in floats, on which such devices are fastest; on the CPU, where the fast engine is
// the quick one, in doubles, as a second opinion. Written for libtorch 1.13 and 2.x.
#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#include "sim/dlff/torch/network_module.h"
#include "sim/model/errors.h"

namespace vitrine::torch_engine {
namespace {

using at::Tensor;
using dlff::Activation;
using dlff::NetworkBlock;

std::int64_t size(std::size_t n) {
  return static_cast<std::int64_t>(n);
}

/// A view of the caller's numbers.
Tensor view_of(const std::vector<double>& values, at::IntArrayRef shape) {
  return at::from_blob(const_cast<double*>(values.data()), shape, at::kDouble);
}

std::vector<double> copy_of(const Tensor& tensor) {
  const Tensor values = tensor.to(at::kCPU, at::kDouble).contiguous();
  const double* first = values.data_ptr<double>();
  return {first, first + values.numel()};
}

Tensor activate(Activation activation, double threshold, const Tensor& x) {
  switch (activation) {
    case Activation::tanh:
      return at::tanh(x);
    case Activation::relu:
      return at::relu(x);
    case Activation::relu6:
      return at::clamp(x, 0, 6);
    case Activation::softplus:
      // Straight beyond 40, where exp(-40) is less than the rounding of a double.
      return at::softplus(x, 1, 40);
    case Activation::sigmoid:
      return at::sigmoid(x);
    case Activation::gelu:
      return at::gelu(x, "tanh");
    case Activation::silu:
      return at::silu(x);
    case Activation::silut: {
      const double s = 1 / (1 + std::exp(-threshold));
      const Tensor beyond =
          threshold * s + at::tanh((s + threshold * s * (1 - s)) * (x - threshold));
      return at::where(x < threshold, at::silu(x), beyond);
    }
    case Activation::linear:
      break;
  }
  return x;
}

class TorchNet {
 public:
  TorchNet(const dlff::Net& net, const at::TensorOptions& options) {
    for (const dlff::Layer& layer : net.layers) {
      const std::int64_t in = size(layer.inputs), out = size(layer.outputs);
      TorchLayer made{&layer,
                      view_of(layer.weights, {in, out}).to(options, false, true),
                      view_of(layer.bias, {out}).to(options, false, true),
                      {}};
      if (!layer.time_step.empty())
        made.time_step = view_of(layer.time_step, {out}).to(options, false, true);
      layers_.push_back(std::move(made));
    }
  }

  /// [rows][inputs] -> [rows][outputs]
  Tensor operator()(Tensor x) const {
    for (const TorchLayer& layer : layers_) {
      const dlff::Layer& shape = *layer.shape;
      Tensor h =
          activate(shape.activation, shape.threshold, at::addmm(layer.bias, x, layer.weights));
      if (layer.time_step.defined()) h = h * layer.time_step;
      if (shape.has_skip()) h = h + (shape.outputs == shape.inputs ? x : at::cat({x, x}, 1));
      x = h;
    }
    return x;
  }

 private:
  struct TorchLayer {
    const dlff::Layer* shape;
    Tensor weights, bias, time_step;
  };
  std::vector<TorchLayer> layers_;
};

class TorchNetworks final : public dlff::NetworkModule {
 public:
  TorchNetworks(const dlff::Model& model, const at::TensorOptions& options)
      : model_(model), options_(options) {
    for (const dlff::Net& net : model.embeddings) embeddings_.emplace_back(net, options);
    for (const dlff::Net& net : model.fittings) fittings_.emplace_back(net, options);
    make_paddings();
  }

  void evaluate(NetworkBlock& block) override try {
    evaluate_energies(block);
  } catch (const c10::Error& error) {
    throw Error(std::string("the torch engine failed: ") + error.what_without_backtrace());
  }
  std::size_t largest_block() const override { return options_.device().is_cpu() ? 256 : 8192; }
  std::string description() const override {
    return std::string("libtorch ") + TORCH_VERSION + ", " + options_.device().str() + ", " +
           (options_.dtype() == at::kDouble ? "float64" : "float32");
  }

 private:
  void make_paddings();
  void evaluate_energies(NetworkBlock& block) const;
  Tensor energies_of(const NetworkBlock& block, std::vector<Tensor>& rows) const;

  const dlff::Model& model_;
  at::TensorOptions options_;
  std::vector<TorchNet> embeddings_, fittings_;
  std::vector<Tensor> paddings_;  ///< by centre: [types][4 width], what an empty slot adds
};

// A slot without a neighbour holds a row of zeros, which the normalisation makes -mean / spread.
void TorchNetworks::make_paddings() {
  const std::int64_t types = size(model_.type_count());
  const Tensor rows =
      (-view_of(model_.mean, {types, types, 4}) / view_of(model_.spread, {types, types, 4}))
          .to(options_);
  for (std::size_t t = 0; t < model_.type_count(); ++t) {
    std::vector<Tensor> of_neighbours;
    for (std::size_t u = 0; u < model_.type_count(); ++u) {
      const Tensor row = rows[size(t)][size(u)];
      const Tensor g = embeddings_[model_.embedding_index(t, u)](row.narrow(0, 0, 1).view({1, 1}));
      of_neighbours.push_back(at::matmul(row.view({4, 1}), g).view({-1}));
    }
    paddings_.push_back(at::stack(of_neighbours));
  }
}

Tensor TorchNetworks::energies_of(const NetworkBlock& block, std::vector<Tensor>& rows) const {
  const std::int64_t atoms = size(block.atoms), types = size(model_.type_count());
  const std::int64_t width = size(model_.width());
  Tensor sums =
      at::matmul(view_of(block.empty_slots, {atoms, types}).to(options_), paddings_[block.centre])
          .view({atoms, 4, width});
  for (std::size_t u = 0; u < block.sections.size(); ++u) {
    const std::int64_t places = size(block.sections[u].places);
    rows.push_back(view_of(block.sections[u].rows, {atoms, places, 4}).to(options_));
    if (places == 0) continue;
    rows.back().requires_grad_(true);
    const Tensor g = embeddings_[model_.embedding_index(block.centre, u)](
        rows.back().narrow(2, 0, 1).reshape({atoms * places, 1}));
    sums = sums + at::bmm(rows.back().transpose(1, 2), g.view({atoms, places, width}));
  }
  sums = sums / model_.norm;
  const Tensor descriptors = at::bmm(sums.transpose(1, 2), sums.narrow(2, 0, size(model_.axis)))
                                 .reshape({atoms, size(model_.descriptor_size())});
  const Tensor extras = view_of(block.extras, {atoms, size(model_.extra_inputs())}).to(options_);
  return fittings_[fittings_.size() == 1 ? 0 : block.centre](at::cat({descriptors, extras}, 1));
}

void TorchNetworks::evaluate_energies(NetworkBlock& block) const {
  std::vector<Tensor> rows;
  const Tensor energies = energies_of(block, rows);
  block.energies = copy_of(energies.detach());
  std::vector<Tensor> wanted;
  for (const Tensor& each : rows)
    if (each.numel() > 0) wanted.push_back(each);
  if (!wanted.empty()) wanted = torch::autograd::grad({energies.sum()}, wanted);
  auto next = wanted.begin();
  for (std::size_t u = 0; u < rows.size(); ++u)
    block.sections[u].slopes = rows[u].numel() > 0 ? copy_of(*next++) : std::vector<double>{};
}

/// libtorch's threads, and those of OpenBLAS where it multiplies for libtorch.
void set_threads(int threads) {
  at::set_num_threads(threads);
  using Set = void (*)(int);
  if (const auto set = reinterpret_cast<Set>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    set(threads);
}

}  // namespace

dlff::NetworkModule* make(const dlff::Model& model, int threads) {
  if (model.compressed())
    throw InputError("the torch engine evaluates embedding networks, but " + model.name +
                     " holds tables in their place; take --engine fast");
  set_threads(threads);
  at::globalContext().setAllowTF32CuBLAS(false);  // its products have ten bits
  const bool cuda = at::hasCUDA() && at::globalContext().hasCUDA();
  const auto options = at::TensorOptions()
                           .device(cuda ? at::kCUDA : at::kCPU)
                           .dtype(cuda ? at::kFloat : at::kDouble);
  return new TorchNetworks(model, options);
}

}  // namespace vitrine::torch_engine

extern "C" vitrine::dlff::NetworkModule* vitrine_torch_networks(const vitrine::dlff::Model& model,
                                                                int threads) try {
  return vitrine::torch_engine::make(model, threads);
} catch (const c10::Error& error) {
  throw vitrine::Error(std::string("the torch engine failed: ") + error.what_without_backtrace());
}
