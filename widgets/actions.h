#pragma once
#include <QAction>
#include <array>

class QWidget;

namespace vitrine::widgets {

/// Everything that can be asked of the window, each with its name, icon, tooltip and shortcut;
/// menus and toolbar are made of these.
struct Actions {
  QAction *open, *picture, *save_tables, *quit;
  QAction *open_session, *last_session, *save_session, *save_session_as;
  QAction *undo, *redo, *command_palette, *preferences;
  QAction *demo, *new_run, *branch, *run, *pause, *step, *stop, *follow_schedule, *change_plan,
      *pass_guard;
  QAction *live, *play;
  QAction *bookmark, *next_mark, *previous_mark;
  QAction *compare_with, *keep_moment, *stop_comparing, *two_views;
  QAction *reset_view, *along_a, *along_b, *along_c, *against_a, *against_b, *against_c;
  QAction *orthographic, *float_view, *full_screen, *reset_layout;
  QAction *colour_by, *set_reference;
  QAction *select, *clear_selection, *invert_selection, *only_selected;
  QAction *lasso, *measure_distance, *measure_angle, *measure_dihedral, *clear_measurements;
  std::array<QAction*, 4> store_camera, recall_camera;
  QAction *large_type, *log;
  QAction *shortcuts, *about;
};

/// Owned by `parent`, which also listens for their shortcuts.
Actions make_actions(QWidget* parent);

}  // namespace vitrine::widgets
