#include "widgets/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QStyleOption>
#include <QWidget>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "sim/model/errors.h"

namespace vitrine::widgets {
namespace {

const Theme* current = nullptr;
double scale_in_force = 1;

/// What the platform's own palette says, read before ours replaces it.
bool system_is_dark() {
  static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
  return dark;
}

QPalette palette_of(const Theme& t) {
  QPalette p;
  p.setColor(QPalette::Window, t.window);
  p.setColor(QPalette::WindowText, t.text);
  p.setColor(QPalette::Base, t.surface);
  p.setColor(QPalette::AlternateBase, t.window);
  p.setColor(QPalette::Text, t.text);
  p.setColor(QPalette::PlaceholderText, t.muted);
  p.setColor(QPalette::Button, t.window);
  p.setColor(QPalette::ButtonText, t.text);
  p.setColor(QPalette::BrightText, t.error);
  p.setColor(QPalette::ToolTipBase, t.surface);
  p.setColor(QPalette::ToolTipText, t.text);
  p.setColor(QPalette::Highlight, t.accent);
  p.setColor(QPalette::HighlightedText, text_on(t.accent));
  p.setColor(QPalette::Link, t.accent);
  p.setColor(QPalette::Light, t.dark ? t.line : t.surface);
  p.setColor(QPalette::Midlight, t.line);
  p.setColor(QPalette::Mid, t.line);
  p.setColor(QPalette::Dark, t.line.darker(130));
  p.setColor(QPalette::Shadow, t.dark ? Qt::black : t.muted);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, t.dark ? t.muted.darker(150) : t.muted.lighter(150));
  return p;
}

QString style_sheet(const Theme& t) {
  return QStringLiteral(
             "QToolTip { color: %1; background: %2; border: 1px solid %3; padding: 4px; }"
             "QMainWindow::separator { background: %4; width: 5px; height: 5px; }"
             "QMainWindow::separator:hover { background: %3; }"
             "QToolBar { border: 0; border-bottom: 1px solid %3; padding: 3px 8px; spacing: 4px; }"
             "QToolButton { padding: 3px 6px; }"
             "QStatusBar { border-top: 1px solid %3; } QStatusBar::item { border: 0; }"
             "QMenuBar { border-bottom: 0; }"
             "QDockWidget { font-weight: 600; }"
             "QDockWidget::title { background: %4; padding: 5px 8px; text-align: left; }")
      .arg(t.text.name(), t.surface.name(), t.line.name(), t.window.name());
}

/// Fusion outlines boxes that can be ticked in a darker shade of the window, which on a dark one
/// cannot be seen.
class OutlinedBoxes : public QProxyStyle {
 public:
  OutlinedBoxes() : QProxyStyle(QStringLiteral("Fusion")) {}
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck) return;
    painter->save();
    painter->setPen(option->state.testFlag(State_Enabled) ? current->muted : current->line);
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5));
    painter->restore();
  }
};

/// Another size, and another family where it had the one before.
struct TypeChange {
  double factor = 1;
  QString before = {}, after = {};

  QFont of(QFont font) const {
    if (font.pointSizeF() > 0)
      font.setPointSizeF(font.pointSizeF() * factor);
    else
      font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * factor)));
    if (before != after && font.family() == before) font.setFamily(after);
    return font;
  }
};

/// A new style sheet gives widgets with fonts of their own the ones that they had first: they keep
/// those of now, changed.
void restyle(const TypeChange& type, const std::function<void()>& change) {
  std::vector<std::pair<QWidget*, QFont>> own;
  for (QWidget* widget : QApplication::allWidgets())
    if (widget->testAttribute(Qt::WA_SetFont) &&
        (widget->font().resolveMask() & QFont::SizeResolved))
      own.emplace_back(widget, type.of(widget->font()));
  change();
  for (const auto& [widget, font] : own) widget->setFont(font);
}

double linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& c) {
  return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

}  // namespace

ThemeChoice parse_theme(const std::string& name) {
  if (name.empty() || name == "system") return ThemeChoice::system;
  if (name == "light") return ThemeChoice::light;
  if (name == "dark") return ThemeChoice::dark;
  throw InputError("theme: must be light, dark or system, got " + name);
}

const Theme& light_theme() {
  static const Theme t{
      false,
      "#f3f4f6",
      "#ffffff",
      "#1a1e23",
      "#565e69",
      "#d7dbe0",
      "#0a5fbd",
      "#1a7f37",
      "#f2b632",
      "#0a5fbd",
      "#565e69",
      "#bf2430",
      {"#0072b2", "#c04f00", "#00795a", "#a8478a", "#8f6400", "#1f7fb5", "#1a1e23", "#6f5b16"}};
  return t;
}

const Theme& dark_theme() {
  static const Theme t{
      true,
      "#202327",
      "#16181b",
      "#e7e9ec",
      "#a4acb6",
      "#383d44",
      "#6cb2ff",
      "#46c05c",
      "#e8b640",
      "#6cb2ff",
      "#a4acb6",
      "#ff7a72",
      {"#5ab4e6", "#f08a3c", "#2fc39a", "#dc94c0", "#e9ba4b", "#9cd0f0", "#e7e9ec", "#cdbb62"}};
  return t;
}

const Theme& theme() {
  return current ? *current : light_theme();
}

void apply_theme(ThemeChoice choice) {
  const bool dark = choice == ThemeChoice::system ? system_is_dark() : choice == ThemeChoice::dark;
  system_is_dark();  // must be asked once before the palette is ours
  current = dark ? &dark_theme() : &light_theme();
  restyle({}, [] {
    QApplication::setStyle(new OutlinedBoxes);
    QApplication::setPalette(palette_of(*current));
    qApp->setStyleSheet(style_sheet(*current));
  });
}

double type_scale() {
  return scale_in_force;
}

void set_type(double scale, const QString& family) {
  static const QString of_system = QApplication::font().family();
  const TypeChange type{scale / scale_in_force, QApplication::font().family(),
                        family.isEmpty() ? of_system : family};
  if (type.factor == 1 && type.before == type.after) return;
  scale_in_force = scale;
  restyle(type, [&type] {
    // Under a style sheet a new font reaches the widgets inside others with the sheet alone.
    const QString sheet = qApp->styleSheet();
    qApp->setStyleSheet({});
    QApplication::setFont(type.of(QApplication::font()));
    qApp->setStyleSheet(sheet);
  });
  // Whoever measures its words, or those of widgets inside it, has to do so again.
  for (QWidget* widget : QApplication::allWidgets()) {
    QEvent change(QEvent::FontChange);
    QApplication::sendEvent(widget, &change);
  }
}

double contrast(const QColor& a, const QColor& b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor text_on(const QColor& ground) {
  return contrast(ground, Qt::white) >= contrast(ground, Qt::black) ? Qt::white : Qt::black;
}

QFont text_font(TextSize size, bool bold) {
  QFont font = QApplication::font();
  const double body = font.pointSizeF() > 0 ? font.pointSizeF() : 9;
  if (size == TextSize::small) font.setPointSizeF(body * 0.88);
  if (size == TextSize::title) font.setPointSizeF(body * 1.2);
  font.setBold(bold);
  return font;
}

}  // namespace vitrine::widgets
