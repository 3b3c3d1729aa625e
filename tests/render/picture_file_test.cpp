#include "render/picture_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>

#include <fstream>

#include "sim/model/errors.h"
#include "tests/small_framework.h"

namespace vitrine::render {
namespace {

namespace fs = std::filesystem;

class PictureFile : public testing::Test {
 protected:
  PictureFile() {
    char name[] = "/tmp/vitrine-pictureXXXXXX";
    folder_ = mkdtemp(name);
  }
  ~PictureFile() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(PictureFile, HasTheSizeAskedFor) {
  const fs::path file = folder_ / "picture.png";
  for (const bool transparent : {false, true}) {
    write_picture(file, test::small_picture(), {}, 120, 90, {.transparent = transparent});
    vtkNew<vtkPNGReader> reader;
    reader->SetFileName(file.c_str());
    reader->Update();
    int size[3];
    reader->GetOutput()->GetDimensions(size);
    EXPECT_EQ(size[0], 120);
    EXPECT_EQ(size[1], 90);
    EXPECT_EQ(reader->GetOutput()->GetNumberOfScalarComponents(), transparent ? 4 : 3);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "something was left behind";
}

TEST_F(PictureFile, RefusesNonsense) {
  EXPECT_THROW(write_picture(folder_ / "a.png", {}, {}, 0, 90), InputError);
  EXPECT_THROW(write_picture(folder_ / "a.png", {}, {}, 90, 100000), InputError);
  EXPECT_THROW(write_picture(folder_ / "nowhere" / "a.png", {}, {}, 90, 90), FileError);
  std::ofstream(folder_ / "file") << "x";
  EXPECT_THROW(write_picture(folder_ / "file" / "a.png", {}, {}, 90, 90), FileError);
}

TEST_F(PictureFile, SaysThatItNeedsADisplay) {
  const std::string display = getenv("DISPLAY");
  setenv("DISPLAY", ":4711", 1);
  try {
    write_picture(folder_ / "a.png", {}, {}, 90, 90);
    ADD_FAILURE() << "drew without a display";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(":4711"), std::string::npos) << error.what();
  }
  setenv("DISPLAY", display.c_str(), 1);
}

}  // namespace
}  // namespace vitrine::render
