#include "widgets/actions.h"

#include <QCoreApplication>
#include <QWidget>
#include <string>

#include "widgets/icons.h"
#include "widgets/shortcuts.h"

namespace vitrine::widgets {
namespace {

struct Text {
  const char* name;
  const char* tip;
  const char* shortcut;
  const char* icon;        ///< empty: a menu entry without one
  const char* needs = "";  ///< what is missing when it is greyed; empty: it never is
};

QString tr(const char* text) {
  return QCoreApplication::translate("Actions", text);
}

QAction* make(QWidget* parent, const Text& text) {
  auto* action = new QAction(tr(text.name), parent);
  action->setObjectName(QString::fromUtf8(text.name).remove('&').remove(QChar(0x2026)));
  action->setProperty("tip", tr(text.tip));
  action->setProperty("needs", tr(text.needs));
  action->setShortcut(QKeySequence(QString::fromLatin1(text.shortcut)));
  show_shortcut(*action);
  if (*text.icon) action->setIcon(line_icon(text.icon));
  parent->addAction(action);
  return action;
}

}  // namespace

Actions make_actions(QWidget* parent) {
  const auto action = [parent](const Text& text) { return make(parent, text); };
  Actions a;
  a.open = action({"&Open…", "Open a structure or a trajectory", "Ctrl+O", "open"});
  a.picture = action({"&Picture…", "Save the 3D view as a picture", "F12", "picture"});
  a.save_tables =
      action({"&Save tables…", "Write the results on the screen as CSV files into a folder",
              "Ctrl+T", "", "there are no results yet"});
  a.quit = action({"&Quit", "Close the window and end the run", "Ctrl+Q", ""});
  a.open_session =
      action({"Open sess&ion…", "Files, view and panels as they were saved", "Ctrl+Shift+O", ""});
  a.last_session =
      action({"Reopen the &last session", "Files, run, view and panels of the window closed last",
              "", "", "no window has been closed yet"});
  a.save_session = action(
      {"&Save session", "Keep files, view, panels and layout in a session file", "Ctrl+S", ""});
  a.save_session_as = action({"Save session &as…", "The same in another file", "Ctrl+Shift+S", ""});
  a.undo = action({"&Undo", "Take back what was changed in the view or the panels", "Ctrl+Z", "",
                   "nothing was changed yet"});
  a.redo = action(
      {"&Redo", "Change again what was taken back", "Ctrl+Shift+Z", "", "nothing was taken back"});
  a.command_palette =
      action({"&Command palette…", "Find anything that the window can do", "Ctrl+Shift+P", ""});
  a.preferences = action({"Pre&ferences…", "Theme, type, threads and shortcuts", "Ctrl+,", ""});
  a.demo = action({"&Demo", "Start the demonstration: ZIF-4 melts", "Ctrl+D", "demo"});
  a.new_run =
      action({"&New run…", "Choose atoms, schedule and force field of a run", "Ctrl+N", ""});
  a.branch = action({"&Branch here…", "Start another run from the moment on the screen", "Ctrl+B",
                     "branch", "nothing is shown that a run could start from"});
  a.run = action({"&Run", "Continue the run; start one where there is none", "Ctrl+R", "run",
                  "the run goes on already"});
  a.pause = action({"P&ause", "Pause the run (Esc); Space pauses and continues", "", "pause",
                    "no run is going on"});
  a.step =
      action({"S&tep", "One step, then pause", ".", "step", "there is no run that takes steps"});
  a.stop = action(
      {"St&op", "End the run after the current step", "", "stop", "there is no run to stop"});
  a.follow_schedule =
      action({"Back to &schedule", "Give temperature and pressure back to the schedule", "",
              "schedule", "the run follows its schedule, or there is none"});
  a.change_plan = action({"Change the p&lan…",
                          "Durations, temperatures and pressures of what the run has before it",
                          "Ctrl+L", "", "there is no run with a plan before it"});
  a.pass_guard = action({"Go on past the &guard",
                         "From the last good state, the guard's limits tenfold: at your own risk",
                         "", "", "no guard holds a run"});
  a.live = action({"&Live", "Back to the run as it is now", "L", "live",
                   "there is no run, or it is on the screen already"});
  a.play = action({"Pause or pla&y", "Pause or continue the run; play a file", "", ""});
  a.bookmark =
      action({"&Bookmark", "Put a flag on the timeline at the moment shown, or take it away", "B",
              "", "nothing is shown"});
  a.next_mark = action({"Ne&xt mark", "To the next bookmark or broken ring on the timeline", "]",
                        "", "nothing is shown"});
  a.previous_mark = action({"Pre&vious mark", "To the bookmark or broken ring before this moment",
                            "[", "", "nothing is shown"});
  a.compare_with = action(
      {"&Compare with…", "Draw another run or trajectory over this one in every panel", "", ""});
  a.keep_moment =
      action({"&Keep this moment", "Keep what is shown now, to be compared with later moments", "K",
              "", "nothing is shown"});
  a.stop_comparing = action(
      {"Stop c&omparing", "Take what is compared off the panels", "", "", "nothing is compared"});
  a.two_views = action({"&Two views side by side",
                        "What is compared beside the view, seen by the same camera", "V", "",
                        "nothing is compared"});
  a.two_views->setCheckable(true);
  a.reset_view = action({"&Reset view", "The whole cell, from the front", "R", "reset"});
  a.along_a = action({"Along &a", "Look along the first cell vector", "1", ""});
  a.along_b = action({"Along &b", "Look along the second cell vector", "2", ""});
  a.along_c = action({"Along &c", "Look along the third cell vector", "3", ""});
  a.against_a =
      action({"Against a", "Look along the first cell vector from behind", "Shift+1", ""});
  a.against_b =
      action({"Against b", "Look along the second cell vector from behind", "Shift+2", ""});
  a.against_c =
      action({"Against c", "Look along the third cell vector from behind", "Shift+3", ""});
  a.orthographic = action(
      {"&Orthographic", "What is farther is not drawn smaller; once more: perspective", "O", ""});
  a.float_view =
      action({"&Float the view", "The 3D view in a window of its own, or back", "F6", "float"});
  a.full_screen = action({"F&ull screen", "Full screen, or back", "F11", ""});
  a.reset_layout = action({"Reset la&yout", "Every panel back to its place", "", ""});
  a.colour_by = action(
      {"&List in the inspector…", "What atoms, tetrahedra and linkers are coloured by", "C", ""});
  a.set_reference = action({"Count changes from &here",
                            "Displacements and broken rings count from the moment shown", "", "",
                            "nothing is shown"});
  a.select = action({"&Select by expression…", "Select atoms by what they are", "Ctrl+E", ""});
  a.clear_selection = action({"&Clear", "Select nothing (Esc)", "", "", "nothing is selected"});
  a.invert_selection =
      action({"&Invert", "Select all other atoms", "Ctrl+I", "", "nothing is selected"});
  a.only_selected = action(
      {"&Only the selected", "Every panel is of the selected atoms alone", "Ctrl+Shift+E", ""});
  a.only_selected->setIconText(tr("Only these"));
  a.only_selected->setCheckable(true);
  a.lasso = action({"&Lasso",
                    "Draw a line around atoms in the view to select them; Ctrl and a drag does so "
                    "at any time, Shift adds. Atoms behind others count, too",
                    "S", ""});
  a.measure_distance =
      action({"&Distance", "Click two atoms: their distance, to the nearest image", "M", ""});
  a.measure_angle = action({"&Angle", "Click three atoms: the angle at the second", "Shift+M", ""});
  a.measure_dihedral = action(
      {"Di&hedral", "Click four atoms: the dihedral angle about the middle two", "Ctrl+M", ""});
  a.clear_measurements = action(
      {"&Remove all", "Take the measurements out of the view", "", "", "nothing is measured"});
  for (std::size_t i = 0; i < a.store_camera.size(); ++i) {
    const std::string n = std::to_string(i + 1), keep = "Keep this view as &" + n,
                      back = "Back to view &" + n, keep_key = "Ctrl+" + n, back_key = "Alt+" + n;
    a.store_camera[i] =
        action({keep.c_str(), "Keep where one looks from now", keep_key.c_str(), ""});
    a.recall_camera[i] = action({back.c_str(), "Look from where this view was kept",
                                 back_key.c_str(), "", "no view was kept so"});
  }
  a.large_type = action(
      {"Large t&ype", "Type that is read from the back of a room; or back", "Ctrl+Shift+L", ""});
  a.log = action({"Messa&ge log", "What the window has said, with the time", "", ""});
  a.shortcuts = action({"&Keys and mouse", "What keys and mouse do", "F1", ""});
  a.about = action({"&About Vitrine", "Version, licence, sources", "", ""});
  a.float_view->setCheckable(true);
  a.full_screen->setCheckable(true);
  a.orthographic->setCheckable(true);
  a.large_type->setCheckable(true);
  return a;
}

}  // namespace vitrine::widgets
