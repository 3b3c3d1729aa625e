// What the window pays for a new frame: working out and refilling what is drawn, and drawing it at
// 1280 x 800, against drawing an empty scene in the same process. Needs a display: run it through
// tests/with_display.
#include <benchmark/benchmark.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <cmath>
#include <memory>
#include <utility>

#include "render/scene.h"
#include "sim/io/read.h"
#include "tests/reference.h"

namespace {

using namespace vitrine;

class Canvas {
 public:
  Canvas() {
    window_->SetOffScreenRendering(true);
    window_->SetMultiSamples(0);
    window_->SetSize(1280, 800);
    window_->AddRenderer(renderer_);
    scene_ = std::make_unique<render::Scene>(renderer_);
  }
  render::Scene& scene() { return *scene_; }
  /// Returns once the pixels are there.
  void draw() {
    window_->Render();
    window_->WaitForCompletion();
  }

 private:
  vtkNew<vtkRenderWindow> window_;
  vtkNew<vtkRenderer> renderer_;
  std::unique_ptr<render::Scene> scene_;
};

// n x n x n cells of ZIF-4, 272 atoms each.
render::Picture crystal(int n) {
  const auto cell = io::open_trajectory(test::reference("peers/zif4-272.data"))->read(0);
  render::Picture picture;
  picture.frame = std::make_shared<Frame>(replicate(*cell, n, n, n));
  picture.colouring.values.assign(picture.frame->size(), std::nan(""));
  for (const int zinc : atoms_of(*picture.frame->topology, element::Zn))
    picture.colouring.values[zinc] = -9 + 5.0 * (zinc % 7) / 6;
  return picture;
}

bool lacks_structure(benchmark::State& bench) {
  if (std::filesystem::exists(test::reference("peers/zif4-272.data"))) return false;
  bench.SkipWithError("the reference data are absent; set VITRINE_REFERENCE");
  return true;
}

void draw_nothing(benchmark::State& bench) {
  Canvas canvas;
  canvas.draw();
  for (auto _ : bench) canvas.draw();
}

void refill(benchmark::State& bench) {
  if (lacks_structure(bench)) return;
  Canvas canvas;
  render::Picture picture = crystal(static_cast<int>(bench.range(0)));
  render::Picture next = picture;  // another frame each time: bonds are looked for anew
  next.frame = std::make_shared<Frame>(*picture.frame);
  for (auto _ : bench) {
    canvas.scene().show(next);
    std::swap(picture, next);
  }
  bench.counters["atoms"] = static_cast<double>(picture.frame->size());
}

void draw_frame(benchmark::State& bench) {
  if (lacks_structure(bench)) return;
  Canvas canvas;
  const render::Picture picture = crystal(static_cast<int>(bench.range(0)));
  canvas.scene().show(picture);
  canvas.draw();
  for (auto _ : bench) {
    canvas.scene().orbit(3, 1);
    canvas.draw();
  }
  bench.counters["atoms"] = static_cast<double>(picture.frame->size());
}

// Another style, for the same frame.
void restyle(benchmark::State& bench) {
  if (lacks_structure(bench)) return;
  Canvas canvas;
  canvas.scene().show(crystal(static_cast<int>(bench.range(0))));
  render::Look look;
  for (auto _ : bench) {
    look.reversed = !look.reversed;
    canvas.scene().set_look(look);
  }
}

BENCHMARK(draw_nothing)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(refill)->Arg(1)->Arg(2)->Arg(4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(restyle)->Arg(1)->Arg(2)->Arg(4)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(draw_frame)->Arg(1)->Arg(2)->Arg(4)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
