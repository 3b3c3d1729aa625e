#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "app/analysis_report.h"
#include "app/commands.h"
#include "app/components.h"
#include "app/interrupt.h"
#include "app/window_run.h"
#include "render/picture_file.h"
#include "sim/io/read.h"
#include "sim/model/errors.h"
#include "sim/model/kept_memory.h"
#include "widgets/window.h"

namespace {

std::string readable_formats() {
  std::string text = "Files that Vitrine reads:\n";
  for (const auto& format : vitrine::io::formats()) text += "  " + format.title + "\n";
  return text;
}

/// To the help of the commands that read structures. After the commands are there, which would
/// inherit it otherwise.
void add_formats(CLI::App& program) {
  const std::string text = readable_formats();
  program.footer(text);
  for (const char* name : {"analyze", "bench", "forces", "relax", "render", "run"})
    program.get_subcommand(name)->footer(text);
}

struct WindowArguments {
  vitrine::app::RunSettings settings;
  vitrine::widgets::WindowOptions options;
};

void add_window_options(CLI::App& program, WindowArguments& arguments) {
  program.add_option("FILE", arguments.options.files,
                     "Structures, trajectories, run records, or a session, to show");
  program
      .add_option("--theme", arguments.options.theme,
                  "Colours of the window (default: the system's)")
      ->check(CLI::IsMember({"light", "dark"}));
  program
      .add_option("--demo", arguments.options.demo,
                  "Protocol that begins by itself when no FILE is given")
      ->capture_default_str();
  program
      .add_option("--attach", arguments.options.attach,
                  "Watch a simulation in another program that speaks IMD (fix imd of LAMMPS, say) "
                  "at this HOST:PORT; FILE, or the shipped structure of that name, tells its atoms")
      ->option_text("HOST:PORT");
  program.add_flag("!--no-demo", arguments.options.start_demo, "Open an empty window");
  arguments.options.runs_folder = vitrine::app::default_runs_folder();
  program
      .add_option("--runs", arguments.options.runs_folder,
                  "Folder that the window records its runs in")
      ->capture_default_str();
  vitrine::app::add_run_settings(program, arguments.settings);
}

constexpr int wrong_usage = 2;
constexpr int no_display = 3;     // packaging/run then does without a window
constexpr int was_stopped = 130;  // as a shell says of Ctrl+C

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

/// Whether there is a display, without which Qt would end the program with a signal. A platform
/// that somebody chose (offscreen, say) is his own business. X comes first, on a Wayland desktop
/// too: Debian's VTK draws through GLX alone.
bool choose_display() {
  if (is_set("QT_QPA_PLATFORM")) return true;
  const bool x = vitrine::render::display_opens();
  if (!x && !is_set("WAYLAND_DISPLAY")) return false;
  setenv("QT_QPA_PLATFORM", x ? "xcb" : "wayland", 1);
  return true;
}

int show_window(int argc, char** argv, WindowArguments& window) {
  if (!choose_display()) {
    fmt::print(stderr,
               "vitrine: no display for a window (DISPLAY is not set or does not answer); without "
               "one, try 'vitrine demo', 'vitrine run', 'vitrine analyze' or 'vitrine render'\n");
    return no_display;
  }
  std::string watched;
  if (!window.options.attach.empty()) {
    if (window.options.files.size() != 1)
      throw vitrine::InputError("--attach needs one FILE that tells which atoms are watched");
    watched = window.options.files.front().string();
    window.options.files.clear();
  }
  window.options.start_run = [&](const vitrine::widgets::RunRequest& request) {
    if (!request.attach.empty()) return vitrine::app::attach_window_run(request.attach, watched);
    return vitrine::app::start_window_run(request, window.settings, window.options.runs_folder);
  };
  window.options.sessions_folder = vitrine::app::default_sessions_folder();
  window.options.components = vitrine::app::components(window.settings);
  window.options.save_tables = vitrine::app::write_tables;
  window.options.version = VITRINE_VERSION;
  window.options.demo_delay = 3;
  const vitrine::app::InterruptWatch watch;  // a run's record is closed, a peer taken leave of
  return vitrine::widgets::runWindow(argc, argv, window.options,
                                     [&] { return watch.interrupted(); });
}

/// Help and version, which end the parsing, too; or what is wrong with the command line.
int say(const CLI::App& program, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return program.exit(error);
  std::string text = error.what();
  std::ranges::replace(text, '\n', ' ');
  std::string command = "vitrine";
  for (const CLI::App* chosen : program.get_subcommands()) command += " " + chosen->get_name();
  fmt::print(stderr, "vitrine: {} ({} --help says what there is)\n", text, command);
  return wrong_usage;
}

}  // namespace

int main(int argc, char** argv) {
  vitrine::keep_freed_memory();
  CLI::App program(
      "Vitrine: melt and quench zeolitic imidazolate frameworks (ZIFs) live with a deep-learning "
      "force "
      "field.\nWithout a command it opens the window.",
      "vitrine");
  program.set_version_flag("--version", "vitrine " VITRINE_VERSION);
  program.require_subcommand(0, 1);
  WindowArguments window;
  add_window_options(program, window);
  vitrine::app::add_run_command(program);
  vitrine::app::add_campaign_command(program);
  vitrine::app::add_demo_command(program);
  vitrine::app::add_analyze_command(program);
  vitrine::app::add_render_command(program);
  vitrine::app::add_export_command(program);
  vitrine::app::add_relax_command(program);
  vitrine::app::add_forces_command(program);
  vitrine::app::add_bench_command(program);
  vitrine::app::add_model_command(program);
  add_formats(program);
  try {
    program.parse(argc, argv);
    if (!program.get_subcommands().empty()) return 0;
    return show_window(argc, argv, window);
  } catch (const CLI::ParseError& error) {
    return say(program, error);
  } catch (const vitrine::app::Interrupted& stop) {
    fmt::print(stderr, "vitrine: {}\n", stop.what());
    return was_stopped;
  } catch (const std::exception& error) {
    fmt::print(stderr, "vitrine: {}\n", error.what());
    return 1;
  }
}
