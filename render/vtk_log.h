#pragma once

namespace vitrine::render {

/// VTK's warnings and errors become lines on standard error, each text once (a broken shader
/// would otherwise repeat itself with every frame). Safe to call again.
void send_vtk_messages_to_log();

}  // namespace vitrine::render
