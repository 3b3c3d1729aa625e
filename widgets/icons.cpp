#include "widgets/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "sim/model/resources.h"
#include "widgets/theme.h"

namespace vitrine::widgets {
namespace {

/// Paints the SVG anew in the colours of the moment, so one icon serves every theme and scale.
class LineIcon : public QIconEngine {
 public:
  explicit LineIcon(QByteArray svg) : svg_(std::move(svg)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QColor colour =
        mode == QIcon::Disabled ? theme().line.darker(theme().dark ? 70 : 115) : theme().text;
    QByteArray tinted = svg_;
    tinted.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer(tinted).render(painter, rect);
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap image(size);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paint(&painter, image.rect(), mode, state);
    return image;
  }

  QIconEngine* clone() const override { return new LineIcon(svg_); }

 private:
  QByteArray svg_;
};

}  // namespace

QIcon line_icon(const std::string& name) {
  const std::string_view svg = resource_text("icons/" + name + ".svg");
  return QIcon(new LineIcon(QByteArray(svg.data(), static_cast<qsizetype>(svg.size()))));
}

}  // namespace vitrine::widgets
