// Every kind of model file: what DeePMD-kit's own files hold, and what is refused by name.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "sim/model/errors.h"
#include "tests/dlff/bytes.h"
#include "tests/dlff/naive.h"
#include "tests/reference.h"

namespace vitrine::test {
namespace {

std::string refusal(const std::filesystem::path& file) {
  try {
    dlff::read_model(file);
  } catch (const FileError& error) {
    return error.what();
  }
  return "no error";
}

struct OtherKind {
  const char* file;
  const char* words;
};

TEST(ModelFiles, WhatIsNoSeE2AIsRefusedByName) {
  VITRINE_NEEDS_REFERENCE("dlff/deepspin.pb");
  for (const OtherKind& other : {
           OtherKind{"se_e2_a_tebd.pb", "a model with a type embedding"},
           OtherKind{"virtual_type.pb", "a DPA-1 attention model (se_atten)"},
           OtherKind{"se_atten_no_atten_1.pb", "a DPA-1 attention model (se_atten)"},
           OtherKind{"pairwise_dprc.pb", "a pairwise QM/MM model"},
           OtherKind{"dp4mask.pb", "a model of masked atoms"},
           OtherKind{"deepspin.pb", "a spin model"},
           OtherKind{"deepdos.pb", "a model of the density of states"},
           OtherKind{"deepdipole.pb", "a model of dipoles"},
           OtherKind{"deeppot-r.pb", "a model of distances without angles (se_e2_r)"},
           OtherKind{"sea_012.pb", "dp convert-from 0.12"},
       }) {
    const std::string answer = refusal(reference(std::string("dlff/") + other.file));
    EXPECT_NE(answer.find(other.words), std::string::npos) << answer;
  }
}

TEST(ModelFiles, AOneSidedGraphOfToday) {
  VITRINE_NEEDS_REFERENCE("dlff/pt_model_se_e2_a.pb");
  const dlff::ModelPtr model = dlff::read_model(reference("dlff/pt_model_se_e2_a.pb"));
  EXPECT_EQ(model->types, (std::vector<std::string>{"O", "H"}));
  EXPECT_TRUE(model->one_sided);
  EXPECT_EQ(model->cutoff, 4);
  EXPECT_EQ(model->slots, (std::vector<int>{23, 46}));
  EXPECT_EQ(model->width(), 4u);
  EXPECT_EQ(model->axis, 4u);
  EXPECT_EQ(model->format, "TensorFlow frozen graph, model version 1.1");
  EXPECT_EQ(model->descriptor_precision, "float64");
}

TEST(ModelFiles, ParametersMustBeGiven) {
  VITRINE_NEEDS_REFERENCE("dlff/fparam_aparam.pb");
  const dlff::ModelPtr model = dlff::read_model(reference("dlff/fparam_aparam.pb"));
  const auto field = [&](std::vector<double> frame, std::vector<double> atoms) {
    return dlff::make_force_field(model, *make_topology({element::O, element::O}),
                                  {dlff::EngineKind::reference, 1, frame, atoms});
  };
  EXPECT_NO_THROW(field({0.25}, {0.25}));
  EXPECT_NO_THROW(field({0.25}, {0.25, 0.3}));
  EXPECT_THROW(field({}, {0.25}), InputError);
  EXPECT_THROW(field({0.25}, {}), InputError);
  EXPECT_THROW(field({0.25, 1}, {0.25}), InputError);
  EXPECT_THROW(field({0.25}, {0.1, 0.2, 0.3}), InputError);
}

// All neighbours are kept, and that is said.
TEST(ModelFiles, NeighboursBeyondTheSlotsAreNoticed) {
  const Configuration crowd = random_configuration(24, 5, true, 4);
  const TopologyPtr topology = make_topology(crowd.elements);
  const auto notice = [&](int slots) {
    auto model = std::make_shared<dlff::Model>(random_model({}, 1));
    model->slots = {slots, slots};
    NeighbourList neighbours(model->cutoff, 1);
    neighbours.build(crowd.positions, crowd.cell);
    return dlff::make_force_field(model, *topology, {dlff::EngineKind::reference, 1})
        ->notice(crowd.positions, crowd.cell, neighbours);
  };
  EXPECT_NE(notice(9).find("within 4 A, the force field random was made for at most 9 (sel)"),
            std::string::npos)
      << notice(9);
  EXPECT_EQ(notice(200), "");
}

Configuration methane(double bond) {
  Configuration out;
  out.elements = {element::C, element::H, element::H, element::H, element::H};
  const double d = bond / std::sqrt(3.0);
  out.positions = {Vec3::Zero(), Vec3(d, d, d), Vec3(d, -d, -d), Vec3(-d, d, -d), Vec3(-d, -d, d)};
  return out;
}

// A table is a spline of fifth degree: forces are the slope of the energy to rounding.
TEST(ModelFiles, ACompressedGraphHoldsMethaneTogether) {
  VITRINE_NEEDS_REFERENCE("dlff/ch4-compressed.pb");
  const dlff::ModelPtr model = dlff::read_model(reference("dlff/ch4-compressed.pb"));
  ASSERT_TRUE(model->compressed());
  const auto energy = [&](double bond) { return evaluate(model, methane(bond)).energy; };
  double best = 1;
  for (double bond = 1; bond < 1.2; bond += 1e-3)
    if (energy(bond) < energy(best)) best = bond;
  EXPECT_NEAR(best, 1.097, 0.002);
  Configuration bent = methane(1.12);
  bent.positions[2] += Vec3(0.05, 0.11, -0.07);
  const dlff::Evaluation got = evaluate(model, bent);
  const std::vector<Vec3> forces = naive_forces(*model, bent);
  for (std::size_t i = 0; i < forces.size(); ++i)
    EXPECT_LT((got.forces[i] - forces[i]).norm(), 1e-8) << i;
  EXPECT_NEAR(got.energy, static_cast<double>(naive_energy(*model, bent)), 1e-11);
}

// The same weights in each of them.
TEST(ModelFiles, EveryKindOfFileGivesTheSameAnswer) {
  const Configuration molecule = random_configuration(7, 4, false, 2);
  const dlff::Evaluation expected =
      evaluate(dlff::read_model(data("dlff/small/small.dp")), molecule);
  for (const char* name : {"small.pb", "small.yaml", "small.pth", "small.pt2"}) {
    const dlff::ModelPtr model = dlff::read_model(data(std::string("dlff/small/") + name));
    const dlff::Evaluation got = evaluate(model, molecule);
    // A graph has its radii as floats, 1.2 A among them: 1e-8 of the forces.
    const double tolerance = name == std::string("small.pb") ? 1e-6 : 1e-13;
    EXPECT_NEAR(got.energy, expected.energy, tolerance) << name;
    for (std::size_t i = 0; i < got.forces.size(); ++i)
      EXPECT_LT((got.forces[i] - expected.forces[i]).norm(),
                tolerance * (1 + expected.forces[i].norm()))
          << name;
  }
}

// A model or a sentence; anything else is a defect.
bool is_read(const Bytes& image) {
  try {
    dlff::read_model(image, "damaged");
    return true;
  } catch (const FileError&) {
    return false;
  }
}

class Damaged : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const std::filesystem::path own = data(std::string("dlff/small/") + GetParam());
    file_ = std::filesystem::exists(own) ? own : reference(std::string("dlff/") + GetParam());
    if (!std::filesystem::exists(file_)) GTEST_SKIP() << file_ << " is absent";
  }
  std::filesystem::path file_;
};

// Notes stand at the end of a text: a dictionary that is cut there still has its model.
TEST_P(Damaged, IsRefusedWhenCutShort) {
  const Bytes image = bytes_of(file_);
  ASSERT_TRUE(is_read(image));
  for (std::size_t part = 0; part < 54; ++part) {
    const auto size = static_cast<std::ptrdiff_t>(image.size() * part / 60);
    EXPECT_FALSE(is_read(Bytes(image.begin(), image.begin() + size))) << size << " bytes";
  }
}

TEST_P(Damaged, IsReadOrRefusedWithFlippedBits) {
  const Bytes image = bytes_of(file_);
  std::mt19937 random(11);
  for (int round = 0; round < 150; ++round) {
    Bytes damaged = image;
    for (unsigned k = 0; k <= random() % 6; ++k)
      damaged[random() % damaged.size()] ^= std::byte{1} << random() % 8;
    is_read(damaged);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, Damaged,
                         testing::Values("small.pb", "small.pth", "small.pt2", "small.yaml",
                                         "small.dp", "fparam_aparam.pb", "fparam_aparam.yaml"),
                         [](const auto& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

}  // namespace
}  // namespace vitrine::test
