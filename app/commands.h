#pragma once
// One function per subcommand: it declares its options on the command line's parser and hangs its
// work behind it as a callback. Failures are thrown; main() prints them.
#include <CLI/App.hpp>

namespace vitrine::app {

void add_run_command(CLI::App& program);
void add_campaign_command(CLI::App& program);
void add_demo_command(CLI::App& program);
void add_analyze_command(CLI::App& program);
void add_render_command(CLI::App& program);
void add_export_command(CLI::App& program);
void add_relax_command(CLI::App& program);
void add_forces_command(CLI::App& program);
void add_bench_command(CLI::App& program);
void add_model_command(CLI::App& program);

}  // namespace vitrine::app
