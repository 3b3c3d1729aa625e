// The torch engine inside the program: the module is found and loaded, in the process of the Qt 6
// window too, and a build without it says what to install.
#include <gtest/gtest.h>

#include "sim/io/read.h"
#include "tests/app/program.h"

namespace vitrine::test {
namespace {

#ifdef VITRINE_HAS_TORCH

// On an accelerator the networks are floats.
TEST(Torch, GivesTheAnswerOfTheReference) {
  const TemporaryFolder folder;
  std::vector<FramePtr> answers;
  for (const std::string engine : {"reference", "torch"}) {
    const std::string out = (folder / (engine + ".xyz")).string();
    const Outcome outcome = run_vitrine("forces zif-4 --engine " + engine + " -o " + out);
    ASSERT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_EQ(outcome.output.find("libtorch") != std::string::npos, engine == "torch");
    answers.push_back(io::open_trajectory(out)->read(0));
  }
  for (std::size_t i = 0; i < answers[0]->size(); ++i)
    EXPECT_LT(((*answers[0]->forces)[i] - (*answers[1]->forces)[i]).norm(), 2e-5);
}

// libtorch of Debian would bring Qt 5 with it (lint.libraries.torch); the demonstration runs on.
TEST(Torch, RunsInTheWindow) {
  const Outcome outcome =
      run_vitrine("--engine torch --demo demo-small",
                  "'" VITRINE_WITH_DISPLAY "' timeout --preserve-status -s TERM 12");
  EXPECT_EQ(outcome.status, 0) << "SIGTERM closes the window: " << outcome.output;
  EXPECT_NE(outcome.output.find("libtorch"), std::string::npos) << outcome.output;
}

#else

TEST(Torch, SaysWhatToInstall) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_vitrine("forces zif-4 --engine torch -o " + (folder / "out.xyz").string());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.output.find("libtorch-dev"), std::string::npos) << outcome.output;
}

#endif

}  // namespace
}  // namespace vitrine::test
