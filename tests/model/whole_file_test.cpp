// A file written whole is there or not, never half; links and pipes stay what they are.
#include "sim/model/whole_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <sstream>

#include "sim/model/errors.h"

namespace vitrine {
namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

class WholeFiles : public testing::Test {
 protected:
  WholeFiles() {
    std::string name = (fs::temp_directory_path() / "vitrine-whole-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~WholeFiles() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(WholeFiles, ReplacesAndLeavesNothingBeside) {
  write_whole_file(folder_ / "a.txt", "old");
  write_whole_file(folder_ / "a.txt", "new");
  EXPECT_EQ(read_text(folder_ / "a.txt"), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(WholeFiles, WhatIsNotKeptLeavesTheOldFileAndNothingBeside) {
  write_whole_file(folder_ / "a.txt", "old");
  {
    WholeFile out(folder_ / "a.txt");
    out.write("new");
  }
  EXPECT_EQ(read_text(folder_ / "a.txt"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
  WholeFile out(folder_ / "a.txt");
  out.write("in ");
  out.write("pieces");
  EXPECT_EQ(read_text(folder_ / "a.txt"), "old");
  out.keep();
  EXPECT_EQ(read_text(folder_ / "a.txt"), "in pieces");
}

TEST_F(WholeFiles, WritesThroughALink) {
  write_whole_file(folder_ / "target.txt", "old");
  fs::create_symlink("target.txt", folder_ / "link.txt");
  write_whole_file(folder_ / "link.txt", "new");
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.txt"));
  EXPECT_EQ(read_text(folder_ / "target.txt"), "new");
}

TEST_F(WholeFiles, WritesIntoAPipeAndKeepsIt) {
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  auto reader = std::async(std::launch::async, [&] { return read_text(pipe); });
  write_whole_file(pipe, "words");
  EXPECT_EQ(reader.get(), "words");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(WholeFiles, SaysWhatCannotBeWritten) {
  EXPECT_THROW(write_whole_file(folder_ / "no/such/a.txt", "x"), FileError);
  EXPECT_THROW(check_can_write(folder_ / "no/such/a.txt"), FileError);
  EXPECT_THROW(check_can_write(folder_), FileError);
  EXPECT_NO_THROW(check_can_write(folder_ / "a.txt"));
}

}  // namespace
}  // namespace vitrine
