// However the writer dies, its file is as one commit left it: of the two sides of the one that was
// under way, never something between them.
#include "sim/io/journaled_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "sim/io/disk_room.h"
#include "sim/model/errors.h"
#include "tests/io/io_fixtures.h"
#include "tests/io/power_cut.h"

namespace vitrine::io {
namespace {

using test::TemporaryFolder;

constexpr std::uint64_t begin = JournaledFile::head_size;

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

void put(JournaledFile& file, std::uint64_t at, const std::string& text) {
  file.write(begin + at, bytes_of(text));
}

std::string contents(const std::filesystem::path& path) {
  recover(path);
  const std::string all = test::text_of(path);
  const JournaledFile file(path, JournaledFile::Mode::resume);
  return all.substr(begin, file.size() - begin);
}

TEST(JournaledFile, WhatWasNotCommittedIsNotThere) {
  const TemporaryFolder folder;
  {
    JournaledFile file(folder / "f", JournaledFile::Mode::create);
    put(file, 0, "one two three");
    file.commit(begin + 13);
    put(file, 4, "TWO");
    put(file, 13, " four");
    std::string seen(18, ' ');
    file.read(begin, std::as_writable_bytes(std::span(seen)));
    EXPECT_EQ(seen, "one TWO three four") << "the writer sees it";
  }
  EXPECT_EQ(contents(folder / "f"), "one two three");
}

TEST(JournaledFile, LaterWritesGoOverEarlierOnes) {
  const TemporaryFolder folder;
  {
    JournaledFile file(folder / "f", JournaledFile::Mode::create);
    put(file, 0, "0123456789");
    file.commit(begin + 10);
    put(file, 2, "abcd");
    put(file, 4, "XYZ");
    put(file, 8, "!!!!");
    file.commit(begin + 12, true);
  }
  EXPECT_EQ(contents(folder / "f"), "01abXYZ7!!!!");
  EXPECT_EQ(std::filesystem::file_size(folder / "f"), begin + 12);
}

TEST(JournaledFile, AFileWithoutHeadIsWrittenStraight) {
  const TemporaryFolder folder;
  folder.write("f", "some other program's file");
  {
    JournaledFile file(folder / "f", JournaledFile::Mode::resume);
    file.write(5, bytes_of("OTHER"));
    file.commit(file.size());
  }
  EXPECT_EQ(test::text_of(folder / "f"), "some OTHER program's file");
}

TEST(JournaledFile, TheDiskWhoseReasonItIsIsNamed) {
  const TemporaryFolder folder;
  EXPECT_THROW(JournaledFile(folder / "none", JournaledFile::Mode::resume), std::system_error);
  EXPECT_THROW(JournaledFile(folder / "", JournaledFile::Mode::create), std::system_error);
  EXPECT_NO_THROW(recover(folder / "none"));
}

/// Contents after commit t: blocks that say in which commit they were written last.
class Ledger {
 public:
  static constexpr std::size_t commits = 12, block = 700;

  /// Does commit t to the file, or to none, and returns the contents after it.
  const std::string& commit(JournaledFile* file) {
    for (int change = 0; change < 4; ++change)
      set(file, chance_() % (text_.size() / block + 1), letter_);
    set(file, text_.size() / block, letter_);
    ++letter_;
    if (file) file->commit(begin + text_.size());
    return text_;
  }

 private:
  void set(JournaledFile* file, std::size_t which, char letter) {
    const std::string written(block, letter);
    text_.resize(std::max(text_.size(), (which + 1) * block));
    text_.replace(which * block, block, written);
    if (file) put(*file, which * block, written);
  }

  std::mt19937 chance_{3};
  std::string text_;
  char letter_ = 'a';
};

TEST(JournaledFile, APowerCutAtAnyInstantLeavesOneCommitOrTheNext) {
  const TemporaryFolder folder;
  const auto operations = test::watch(folder / "", [&] {
    JournaledFile file(folder / "f", JournaledFile::Mode::create);
    Ledger ledger;
    for (std::size_t t = 0; t < Ledger::commits; ++t) {
      ledger.commit(&file);
      test::mark();
    }
  });
  if (!operations) GTEST_SKIP() << "no process may be watched here";
  std::vector<std::string> states = {""};
  for (Ledger ledger; states.size() <= Ledger::commits;) states.push_back(ledger.commit(nullptr));
  ASSERT_EQ(test::marks(*operations, operations->size()), Ledger::commits);
  std::mt19937 chance(7);
  std::size_t mended = 0;
  for (std::size_t cut = 1; cut <= operations->size(); ++cut) {
    const std::size_t done = test::marks(*operations, cut);
    for (int turn = 0; turn < 8; ++turn) {
      const std::string disk = test::disk_after(*operations, cut, turn == 0 ? nullptr : &chance);
      folder.write("cut", disk);
      if (done == 0 && disk.size() < begin) continue;
      const JournaledFile file(folder / "cut", JournaledFile::Mode::resume);
      if (done == 0 && test::text_of(folder / "cut")[0] == '\0') continue;
      std::string found(file.size() - begin, ' ');
      file.read(begin, std::as_writable_bytes(std::span(found)));
      ASSERT_TRUE(found == states[done] || (done < Ledger::commits && found == states[done + 1]))
          << "cut " << cut << " after " << done << " commits";
      mended += test::text_of(folder / "cut") != disk;
    }
  }
  EXPECT_GT(mended, 50U) << "no cut came while a commit was being applied";
}

TEST(JournaledFile, RecoveryLeavesALiveWriterAlone) {
  const TemporaryFolder folder;
  const auto path = folder / "f";
  const auto operations = test::watch(folder / "", [&] {
    JournaledFile file(path, JournaledFile::Mode::create);
    Ledger ledger;
    for (int t = 0; t < 3; ++t) ledger.commit(&file);
  });
  if (!operations) GTEST_SKIP() << "no process may be watched here";
  std::size_t noted = 0;
  for (std::size_t cut = 1; cut < operations->size(); ++cut) {
    const std::string disk = test::disk_after(*operations, cut, nullptr);
    folder.write("f", disk);
    {
      const WriterLock alive(path);
      recover(path);
      ASSERT_EQ(test::text_of(path), disk);
    }
    recover(path);
    noted += test::text_of(path) != disk;
  }
  EXPECT_GT(noted, 2U);
}

// A head may say anything of its journal.
TEST(JournaledFile, ADamagedJournalIsPassedOver) {
  const TemporaryFolder folder;
  std::mt19937 chance(11);
  std::string sound;
  {
    const auto operations = test::watch(folder / "", [&] {
      JournaledFile file(folder / "f", JournaledFile::Mode::create);
      Ledger ledger;
      for (int t = 0; t < 3; ++t) ledger.commit(&file);
    });
    if (!operations) GTEST_SKIP() << "no process may be watched here";
    sound = test::disk_after(*operations, operations->size() - 6, nullptr);
  }
  for (int turn = 0; turn < 1000; ++turn) {
    std::string bad = sound.substr(0, turn % 3 == 0 ? chance() % sound.size() : sound.size());
    for (int k = 0; k < 3 && !bad.empty(); ++k)
      bad[chance() % (turn % 2 ? bad.size() : std::min<std::size_t>(bad.size(), 64))] ^=
          static_cast<char>(1 << chance() % 8);
    folder.write("bad", bad);
    EXPECT_NO_THROW(recover(folder / "bad"));
    EXPECT_LE(std::filesystem::file_size(folder / "bad"), sound.size());
  }
}

}  // namespace
}  // namespace vitrine::io
