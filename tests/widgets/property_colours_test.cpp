// The colours of kinds are told apart by people without red or green cones, too.
#include "widgets/property_colours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/small_framework.h"

namespace vitrine::widgets {
namespace {

using render::Rgb;
using Row = std::array<double, 3>;
using Matrix = std::array<Row, 3>;

constexpr Matrix everybody = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
// Machado, Oliveira, Fernandes, IEEE Trans Vis Comput Graph 15 (2009) 1291: severity 1, for linear
// RGB.
constexpr Matrix without_red = {{{0.152286, 1.052583, -0.204868},
                                 {0.114503, 0.786281, 0.099216},
                                 {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix without_green = {{{0.367322, 0.860646, -0.227968},
                                   {0.280085, 0.672501, 0.047413},
                                   {-0.011820, 0.042940, 0.968881}}};

/// CIELAB under D65, as such an eye sees it.
Row lab(const Rgb& colour, const Matrix& eye) {
  const auto linear = [](double u) {
    return u <= 0.04045 ? u / 12.92 : std::pow((u + 0.055) / 1.055, 2.4);
  };
  const Row in = {linear(colour.r), linear(colour.g), linear(colour.b)};
  Row seen{};
  for (int i = 0; i < 3; ++i)
    for (int k = 0; k < 3; ++k) seen[i] += eye[i][k] * in[k];
  constexpr Matrix to_xyz = {
      {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}};
  constexpr Row white = {0.9505, 1, 1.089};
  Row f{};
  for (int i = 0; i < 3; ++i) {
    double sum = 0;
    for (int k = 0; k < 3; ++k) sum += to_xyz[i][k] * std::clamp(seen[k], 0.0, 1.0);
    const double t = sum / white[i];
    f[i] = t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116;
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

double distance(const Row& p, const Row& q) {
  return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

TEST(PropertyColours, KindsAreToldApartByAllEyes) {
  const analysis::ReferenceFrame reference(test::small_framework());
  for (const analysis::AtomProperty& property :
       analysis::atom_properties(*test::small_framework(), &reference)) {
    if (property.id == "element") continue;  // theirs are a convention
    const auto categories = colouring_of(property, {}).categories;
    for (std::size_t p = 0; p < categories.size(); ++p)
      for (std::size_t q = 0; q < p; ++q)
        for (const Matrix& eye : {everybody, without_red, without_green})
          // 2.3 is just noticeable side by side; ten times that is another colour.
          EXPECT_GT(distance(lab(categories[p].colour, eye), lab(categories[q].colour, eye)), 23)
              << property.id << ": " << categories[p].name << ", " << categories[q].name;
  }
}

TEST(PropertyColours, TheLegendNamesTheQuantityAndItsUnit) {
  for (const analysis::AtomProperty& property :
       analysis::atom_properties(*test::small_framework(), nullptr)) {
    const std::string title = colouring_of(property, {}).title;
    if (property.id == "entropy") {
      EXPECT_EQ(title, "Entropy of Zn / k_B");
    }
    if (property.id == "tilt_x") {
      EXPECT_EQ(title, "Linker normal to x / °");
    }
    if (property.id == "displacement") {
      EXPECT_EQ(title, "Displacement / Å");
    }
    if (property.id == "coordination") {
      EXPECT_EQ(title, "Coordination of Zn");
    }
  }
}

TEST(PropertyColours, ARangeIsThatOfTheNumbersThatThereAre) {
  EXPECT_FALSE(range_of({std::nan(""), std::nan("")}).has_value());
  const auto range = range_of({std::nan(""), 3, -2, 1});
  EXPECT_EQ(range->low, -2);
  EXPECT_EQ(range->high, 3);
  EXPECT_LT(widened({4, 4}).low, 4) << "one number alone has a range, too";
  EXPECT_GT(widened({0, 0}).high, 0);
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
