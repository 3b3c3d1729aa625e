// Every kind of model file: what DeePMD-kit's own files hold, and what is refused by name.
#include <gtest/gtest.h>

#include "sim/model/errors.h"
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

}  // namespace
}  // namespace vitrine::test
