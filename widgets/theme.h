#pragma once
#include <QColor>
#include <QFont>
#include <array>
#include <string>

namespace vitrine::widgets {

enum class ThemeChoice { system, light, dark };

/// The colours of the window; every text colour keeps a contrast of 4.5:1 on `window` and
/// `surface` (WCAG 2.1, success criterion 1.4.3).
struct Theme {
  bool dark;
  QColor window, surface;    ///< behind controls; behind plots and lists
  QColor text, muted, line;  ///< words; secondary words; hairlines
  QColor accent;             ///< selection, playhead, links: the only bright colour of controls
  QColor live, paused, replay, file, error;  ///< grounds of the state badge
  /// Curves: Okabe and Ito's set, safe for the colour-blind, shifted for contrast on `surface`.
  std::array<QColor, 8> curves;
};

/// "light", "dark" or empty (as the system). InputError otherwise.
ThemeChoice parse_theme(const std::string& name);
const Theme& light_theme();
const Theme& dark_theme();

/// The theme in force; GUI thread only. Widgets hear of a change as QEvent::PaletteChange.
const Theme& theme();
/// Style, palette and style sheet of the whole application.
void apply_theme(ThemeChoice choice);

/// Black or white, whichever reads better on this ground.
QColor text_on(const QColor& ground);
/// Contrast ratio of WCAG 2.1, 1..21.
double contrast(const QColor& a, const QColor& b);

/// All type in so many times the system's size and in a family of its own (empty: the system's), at
/// once. Widgets hear of it as QEvent::FontChange.
void set_type(double scale, const QString& family);
double type_scale();

/// One typeface, the system's, in three sizes.
enum class TextSize { small, body, title };
QFont text_font(TextSize size, bool bold = false);

}  // namespace vitrine::widgets
