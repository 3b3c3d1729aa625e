// The state of a window as a file: what is written is read; what is wrong, cut off, newer or
// hostile is refused in a sentence that says what was expected and where.
#include "widgets/state_file.h"

#include <gtest/gtest.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <fstream>
#include <random>

#include "sim/model/errors.h"
#include "sim/model/whole_file.h"

namespace vitrine::widgets {
namespace {

WindowState some_state() {
  WindowState state;
  ViewState& view = state.view;
  view.look.bonds = false;
  view.look.atom_scale = 0.4;
  view.look.bond_opacity = 0.3;
  view.look.placement = render::Placement::wrapped;
  view.look.slice = {true, {1, 1, 0}, Vec3(0.1, 0.2, 0.9), -3.5, 6};
  view.look.images[0] = view.look.images[1] = view.look.images[2] = 2;
  view.images_chosen = true;
  view.property = "tilt_x";
  view.colours["tilt_x"] = {render::ColourMap::grey, true, ColourRange::fixed, 10, 80};
  view.selected = std::make_shared<const std::vector<int>>(std::vector<int>{0, 1, 2, 7, 9, 10});
  view.selected_by = "element Zn and “x”";
  view.camera = {{1, 2, 30}, {0, 0, 0.1}, {0, 1, 0}, true, 12.5, false};
  view.panels["rdf"] = {{{"r_max", 8}}, true, false, "Zn-N"};
  view.layout.areas[Qt::LeftDockWidgetArea] = {
      {}, {}, false, {{{"a", "b"}, "b", false, {}, 120}, {{"c"}, "c", false, {}, 80}}, 200};
  view.layout.floating["view"] = QRect(10, 20, 300, 400);
  view.timeline = {"entropy", "mean"};
  state.contents = {{"/data/melt.h5", "/elsewhere/a.xyz"},
                    "/data/melt.h5",
                    12,
                    3.25,
                    true,
                    "/elsewhere/a.xyz",
                    MomentOfFile{7.5, 3, 10},
                    true,
                    {{"zif-zni", -8.25, 0.5, MapSymbol::crystal}, {"mg", -5, 0, MapSymbol::glass}}};
  return state;
}

TEST(StateFile, ReadsWhatItWrites) {
  const WindowState was = some_state();
  const WindowState is = parse_state(state_json(was, "/data"), "/data");
  for (const auto& [name, field] : look_switches)
    EXPECT_EQ(is.view.look.*field, was.view.look.*field) << name;
  for (const LookNumber& number : look_numbers)
    EXPECT_EQ(is.view.look.*number.field, was.view.look.*number.field) << number.name;
  EXPECT_EQ(is.view.look.placement, was.view.look.placement);
  EXPECT_EQ(is.view.look.slice, was.view.look.slice);
  EXPECT_TRUE(is.view.images_chosen);
  EXPECT_EQ(is.view.look.images[2], 2);
  EXPECT_EQ(is.view.property, was.view.property);
  EXPECT_EQ(is.view.colours, was.view.colours);
  EXPECT_EQ(*is.view.selected, *was.view.selected);
  EXPECT_EQ(is.view.selected_by, was.view.selected_by);
  EXPECT_TRUE(same_pose(*is.view.camera, *was.view.camera));
  EXPECT_EQ(is.view.panels, was.view.panels);
  EXPECT_TRUE(is.view.layout == was.view.layout);
  EXPECT_EQ(is.view.timeline, was.view.timeline);
  EXPECT_EQ(is.contents.files, was.contents.files);
  EXPECT_EQ(is.contents.shown, was.contents.shown);
  EXPECT_EQ(is.contents.frame, was.contents.frame);
  EXPECT_EQ(is.contents.time, was.contents.time);
  EXPECT_TRUE(is.contents.was_running);
  EXPECT_EQ(is.contents.compared, was.contents.compared);
  EXPECT_EQ(is.contents.compared_at, was.contents.compared_at);
  EXPECT_TRUE(is.contents.two_views);
  EXPECT_EQ(is.contents.map_points, was.contents.map_points);
  EXPECT_EQ(state_json(is, "/data"), state_json(was, "/data"));
}

TEST(StateFile, MovesWithTheDataThatLieBelowIt) {
  const WindowState moved = parse_state(state_json(some_state(), "/data"), "/archive/2026");
  EXPECT_EQ(moved.contents.shown, "/archive/2026/melt.h5");
  EXPECT_EQ(moved.contents.compared, "/elsewhere/a.xyz");
}

TEST(StateFile, WhatIsNotThereKeepsItsDefault) {
  const WindowState state =
      parse_state(R"({"format": "vitrine session", "version": 1, "later": {"x": 1}})", {});
  EXPECT_EQ(state.view.property, "entropy");
  EXPECT_TRUE(state.view.look.bonds);
  EXPECT_TRUE(state.contents.files.empty());
}

struct Wrong {
  const char *json, *said;  ///< the sentence holds this
};

class WrongState : public testing::TestWithParam<Wrong> {};

TEST_P(WrongState, IsRefusedInASentence) {
  const QByteArray json =
      QByteArray(R"({"format": "vitrine session", "version": 1, )") + GetParam().json + "}";
  try {
    parse_state(json, {});
    FAIL() << "was taken";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find(GetParam().said), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongState,
    testing::Values(
        Wrong{R"("view": 3)", "view: a group { … } is expected, got 3"},
        Wrong{R"("view": {"look": {"bonds": 1}})", "view.look.bonds: true or false"},
        Wrong{R"("view": {"look": {"atom_scale": 7}})",
              "view.look.atom_scale: a number from 0.05 to 1 is expected, got 7"},
        Wrong{R"("view": {"look": {"images": 1e9}})", "view.look.images: a whole number"},
        Wrong{R"("view": {"look": {"images": 1.5}})", "view.look.images: a whole number"},
        Wrong{R"("view": {"colours": {"ring": {"map": "jet"}}})",
              "view.colours.ring.map: one of blue-red, viridis"},
        Wrong{R"("view": {"camera": {"position": [0, 0], "focus": [0, 0, 0]}})",
              "view.camera.position: 3 numbers from"},
        Wrong{R"("view": {"camera": {"position": [0, 0, 1e300], "focus": [0, 0, 0]}})",
              "3 numbers from"},
        Wrong{R"("view": {"camera": {"position": [0, 0, 9], "focus": [0, 0, 0], "up": [0, 0, 1]}})",
              "across the line of sight"},
        Wrong{R"("view": {"selection": {"atoms": "0-2147483647"}})", "ascending indices"},
        Wrong{R"("view": {"selection": {"atoms": "5 5"}})", "ascending indices"},
        Wrong{R"("view": {"selection": {"atoms": "-3"}})", "ascending indices"},
        Wrong{R"("view": {"panels": {"rdff": {}}})", "'rdff'"},
        Wrong{R"("view": {"panels": {"rdf": {"parameters": {"r_max": -1}}}})", "r_max: a number"},
        Wrong{R"("view": {"panels": {"rdf": {"parameters": {"rmax": 1}}}})", "no such parameter"},
        Wrong{R"("view": {"docks": {"left": {"below": [3]}}})", "view.docks.left.below: a list"},
        Wrong{R"("view": {"docks": {"left": {"docks": ["a", "a"]}}})", "each dock once"},
        Wrong{R"("view": {"docks": {"left": {"below": [{"size": -1}]}}})",
              "view.docks.left.below[0].size: a whole number"},
        Wrong{R"("view": {"docks": {"floating": {"a": [1, 2, 3]}}})", "4 numbers"},
        Wrong{R"("contents": {"files": [1]})", "contents.files: a list of texts"},
        Wrong{R"("contents": {"shown": {"frame": -1}})", "contents.shown.frame: a whole number"}));

std::string refusal(const QByteArray& json) {
  try {
    parse_state(json, {});
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(StateFile, RefusesWhatIsNewerOrSomethingElse) {
  EXPECT_NE(refusal(R"({"format": "vitrine session", "version": 2})").find("newer Vitrine"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"name": "package"})").find("is no session of Vitrine"), std::string::npos);
  EXPECT_NE(refusal("[1, 2]").find("is expected"), std::string::npos);
  EXPECT_NE(refusal("").find("line 1: JSON is expected"), std::string::npos);
  EXPECT_NE(refusal(QByteArray(100000, '[')).find("JSON is expected"), std::string::npos);
}

TEST(StateFile, RefusesEveryTruncation) {
  const QByteArray whole = state_json(some_state(), {}).trimmed();
  for (qsizetype length = 0; length < whole.size(); length += 7)
    EXPECT_NE(refusal(whole.left(length)), "") << "cut after " << length;
}

/// Each byte may be any other: the answer is a state or an InputError, never anything else.
TEST(StateFile, SurvivesDamage) {
  const QByteArray whole = state_json(some_state(), {});
  std::mt19937 random(7);
  for (int k = 0; k < 3000; ++k) {
    QByteArray damaged = whole;
    for (int n = 0; n < 1 + k % 4; ++n)
      damaged[qsizetype(random() % std::size_t(damaged.size()))] = char(random());
    try {
      parse_state(damaged, {});
    } catch (const InputError&) {
    }
  }
}

TEST(StateFile, NamesTheFileThatItCannotRead) {
  const QTemporaryDir folder;
  const std::filesystem::path file = folder.filePath("s.vitrine").toStdString();
  EXPECT_THROW(read_state(file), FileError);                         // not there
  EXPECT_THROW(read_state(folder.path().toStdString()), FileError);  // a folder
  EXPECT_THROW(read_state("/dev/zero"), FileError);                  // endless
  write_whole_file(file, "{");
  try {
    read_state(file);
    FAIL();
  } catch (const FileError& error) {
    EXPECT_NE(std::string(error.what()).find("s.vitrine"), std::string::npos);
  }
  std::filesystem::resize_file(file, 100 << 20);
  EXPECT_THROW(read_state(file), FileError);  // too large to be one
}

TEST(StateFile, WritesAtomsAsRanges) {
  EXPECT_EQ(atoms_text({0, 1, 2, 7, 9, 10}), "0-2 7 9-10");
  EXPECT_EQ(parse_atoms("0-2 7 9-10"), (std::vector<int>{0, 1, 2, 7, 9, 10}));
  EXPECT_EQ(atoms_text({}), "");
  EXPECT_TRUE(parse_atoms("").empty());
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
