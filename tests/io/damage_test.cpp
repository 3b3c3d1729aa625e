// Whatever the bytes are, a reader reads or throws an Error: it never crashes, hangs or lets
// another exception out. Every beginning of a small valid file, and thousands of damaged ones
// (fixed seed).
#include <gtest/gtest.h>

#include <random>

#include "sim/io/formats.h"
#include "tests/io/io_fixtures.h"
#include "tests/reference.h"

namespace vitrine::io {
namespace {

using Opener = std::unique_ptr<Trajectory> (*)(TextFile, const ReadOptions&);

struct Sample {
  const char* file;
  Opener open;
};

class Damage : public ::testing::TestWithParam<Sample> {
 protected:
  void read_or_throw(const std::string& text) const {
    try {
      const auto trajectory = GetParam().open(TextFile(text, "damaged"), {});
      for (std::size_t i = 0; i < trajectory->size(); ++i) check_frame(*trajectory->read(i));
    } catch (const Error& error) {
      EXPECT_STRNE(error.what(), "");
    }
  }
  std::string text_ = test::text_of(test::data(std::string("io/") + GetParam().file));
};

TEST_P(Damage, TheSampleItselfIsValid) {
  const auto trajectory = GetParam().open(TextFile(text_, "sample"), {});
  for (std::size_t i = 0; i < trajectory->size(); ++i) check_frame(*trajectory->read(i));
}

TEST_P(Damage, EveryBeginning) {
  for (std::size_t size = 0; size < text_.size(); ++size) read_or_throw(text_.substr(0, size));
}

TEST_P(Damage, RandomBytes) {
  std::mt19937 random(20240514);
  const std::string telling = "0123456789.-+eE \n\"'=:;#_xyz\t\r\0\xff";
  for (int round = 0; round < 1500; ++round) {
    std::string text = text_;
    for (unsigned changes = 1 + random() % 4; changes > 0 && !text.empty(); --changes) {
      const std::size_t at = random() % text.size();
      const std::size_t length = std::min<std::size_t>(1 + random() % 30, text.size() - at);
      switch (random() % 4) {
        case 0:
          text[at] = telling[random() % telling.size()];
          break;
        case 1:
          text[at] = static_cast<char>(random());
          break;
        case 2:
          text.erase(at, length);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), length));
          break;
      }
    }
    read_or_throw(text);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Damage,
                         ::testing::Values(Sample{"small.data", open_lammps_data},
                                           Sample{"small.dump", open_lammps_dump},
                                           Sample{"small.xyz", open_extended_xyz},
                                           Sample{"small.cif", open_cif}),
                         [](const auto& sample) {
                           const std::string name = sample.param.file;
                           return name.substr(name.find('.') + 1);
                         });

}  // namespace
}  // namespace vitrine::io
