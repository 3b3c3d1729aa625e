#pragma once
#include <QIcon>
#include <string>

namespace vitrine::widgets {

/// The line icon resources/icons/NAME.svg in the colour of the theme's text; follows a change of
/// theme by itself. InputError for an unknown name.
QIcon line_icon(const std::string& name);

}  // namespace vitrine::widgets
