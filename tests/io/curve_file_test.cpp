// Measured curves, as beamlines and spreadsheets write them, and what is wrong with others.
#include "sim/io/curve_file.h"

#include <gtest/gtest.h>

#include "sim/model/errors.h"
#include "tests/reference.h"

namespace vitrine {
namespace {

using Numbers = std::vector<double>;

TEST(CurveFile, TakesBlanksCommasCommentsAndHeadings) {
  for (const char* text :
       {"# r G(r)\n1.0 2.5\n1.5 -3e-1\n", "r,G(r)\n1.0,2.5,0.1\n1.5,-3e-1,0.1\n",
        "r (A); G\r\n1.0; 2.5\r\n\r\n1.5;\t-3e-1", "!x\n%y\n 1 2.5 0\n 1.5 -.3 0\n"}) {
    const Curve curve = io::parse_curve(text, "text");
    EXPECT_EQ(curve.x, (Numbers{1, 1.5})) << text;
    EXPECT_EQ(curve.y, (Numbers{2.5, -0.3})) << text;
  }
}

TEST(CurveFile, NamesTheLineThatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"1 2\n2 3\nhalt\n", "bad.dat:3: expected two numbers"},
      {"1 2\n2 three\n", "bad.dat:2: expected y as a number, found \"three\""},
      {"1 2\nnan 3\n", "bad.dat:2: expected x as a number"},
      {"1 2\n1 3\n", "bad.dat:2: expected x to rise, found 1 after 1"},
      {"1\n2\n", "bad.dat:1: expected two numbers"},
      {"# nothing\n", "bad.dat: expected two points or more, found 0"}};
  for (const auto& [text, sentence] : cases) {
    try {
      io::parse_curve(text, "bad.dat");
      FAIL() << text;
    } catch (const FileError& error) {
      EXPECT_EQ(std::string(error.what()).find(sentence), 0U) << error.what();
    }
  }
}

TEST(CurveFile, ReadsWhatADiffractometerWrote) {
  VITRINE_NEEDS_REFERENCE("experiment/ZIF4glassa_31.dofr");
  const Curve curve = io::read_curve(test::reference("experiment/ZIF4glassa_31.dofr"));
  EXPECT_EQ(curve.x.front(), 0);
  EXPECT_GT(curve.x.back(), 10);
}

}  // namespace
}  // namespace vitrine
