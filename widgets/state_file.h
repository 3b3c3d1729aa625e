#pragma once
#include <QByteArray>
#include <filesystem>

#include "widgets/window_state.h"

namespace vitrine::widgets {

/// The state of the window as a file that can be read and edited: JSON with a version. Paths below
/// `folder` are written relative to it, so that a session moves with its data.
QByteArray state_json(const WindowState& state, const std::filesystem::path& folder);

/// InputError: what was expected, and where; nothing of a wrong state is used.
WindowState parse_state(const QByteArray& json, const std::filesystem::path& folder);

/// The same of a file. FileError: also where it is none, too large, or cannot be read.
WindowState read_state(const std::filesystem::path& file);

/// "0-15 20": atoms as files name them, ascending.
QString atoms_text(const std::vector<int>& atoms);
/// InputError: not of that form, or more atoms than there can be.
std::vector<int> parse_atoms(const QString& text);

}  // namespace vitrine::widgets
