#include "widgets/side_view.h"

#include <QPainter>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include "widgets/display_units.h"
#include "widgets/numbers.h"
#include "widgets/presenter.h"
#include "widgets/theme.h"
#include "widgets/title_words.h"
#include "widgets/view_3d.h"

namespace vitrine::widgets {
namespace {

constexpr int poll_interval = 50;  // ms
constexpr int rim = 10, gap = 3;   // pixels beside and above a caption

void put_under(TitleWords* caption, QWidget* view, QWidget* column) {
  auto* head = new QHBoxLayout;
  head->setContentsMargins(rim, gap, rim, gap);
  head->addWidget(caption);
  auto* layout = new QVBoxLayout(column);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(head);
  layout->addWidget(view, 1);
}

Vec3 middle_of(const render::Corners& corners) {
  return (corners.front() + corners.back()) / 2;
}

}  // namespace

SideView::SideView(Presenter& presenter, View3d& main, QWidget* parent)
    : QWidget(parent),
      presenter_(presenter),
      main_(main),
      view_(makeView3d(this)),
      caption_(new TitleWords(this)),
      first_column_(new QWidget(parent)) {
  first_caption_ = new TitleWords(first_column_);
  put_under(first_caption_, &main_, first_column_);
  put_under(caption_, view_, this);
  first_caption_->hide();
  view_->setAccessibleName(tr("3D view of what is compared"));
  connect(&timer_, &QTimer::timeout, this, &SideView::follow);
  connect(view_, &View3d::drawn, &presenter_, &Presenter::chargeView);
  connect(view_, &View3d::cameraMoved, this, [this] { turn(*view_, main_, -apart_); });
  connect(&main_, &View3d::cameraMoved, this, &SideView::turnThis);
  // A view that nobody has turned frames its structure again when it changes its size.
  connect(&main_, &View3d::drawn, this, &SideView::turnThis);
  connect(view_, &View3d::atomPicked, this, [this](int atom, bool adds) {
    if (showsSameAtoms()) Q_EMIT main_.atomPicked(atom, adds);
  });
  connect(view_, &View3d::atomsEnclosed, this, [this](const std::vector<int>& atoms, bool adds) {
    if (showsSameAtoms()) Q_EMIT main_.atomsEnclosed(atoms, adds);
  });
  connect(&presenter_.selection(), &Selection::changed, this, &SideView::showPicture);
}

void SideView::setFirstCaption(const TitleWords& words) {
  first_caption_->setWords(words.name(), words.words().state, words.toolTip());
}

void SideView::setLook(const render::Look& look) {
  render::Look own = look;
  own.legend = false;  // the first view has it
  if (own == look_) return;
  look_ = own;
  if (!isVisible()) return;
  view_->setLook(look_);
  makeRoom();  // for other images
}

void SideView::setMeasurements(const render::Measurements& measurements) {
  measurements_ = measurements;
  if (isVisible())
    view_->setMeasurements(showsSameAtoms() ? measurements_ : render::Measurements());
}

void SideView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  pair_ = {};
  first_caption_->show();
  view_->setLook(look_);
  follow();
  showPicture();
  timer_.start(poll_interval);
}

void SideView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  timer_.stop();
  // What it showed may be compared no longer, or look otherwise, when it comes back.
  forget();
  asked_ = {.serial = asked_.serial};
  first_caption_->hide();
  main_.setRoomFor({});
}

void SideView::follow() {
  if (auto colours = colours_.take()) takeColours(std::move(*colours));
  showCaption();
  view_->setSparing(presenter_.feed().isRunning());
  if (picture_.frame && pair() != pair_) showPicture();
  const ColourJob wanted{asked_.serial + 1,       presenter_.comparison().frame(), 0,
                         presenter_.colouredBy(), presenter_.reference(),          look_.placement};
  if (wanted.frame == asked_.frame && wanted.property == asked_.property &&
      wanted.reference == asked_.reference && wanted.placement == asked_.placement)
    return;
  asked_ = wanted;
  if (wanted.frame) return colours_.put(wanted);
  forget();  // another file is being read
}

void SideView::forget() {
  picture_ = {};
  oldest_serial_ = asked_.serial + 1;
  view_->showPicture(picture_, look_);
}

void SideView::takeColours(FrameColours colours) {
  if (colours.job.serial < oldest_serial_) return;
  picture_.frame = colours.job.frame;
  picture_.arranged = colours.arranged;
  picture_.colouring = {};
  if (const analysis::AtomProperty* property = colours.property();
      property && !colours.values.empty())
    picture_.colouring = colouring_of(*property, std::move(colours.values));
  showPicture();
}

void SideView::showCaption() {
  const Comparison& other = presenter_.comparison();
  const Comparison::Moment& moment = other.moment();
  StateWords state;
  if (moment.is_kept) state.add(tr("kept"), {});
  if (moment.number) state.add(moment.when());
  if (moment.temperature) state.add(shown_quantity(*moment.temperature, 0, "K"));
  if (!moment.number && !moment.when().isEmpty()) state.add(moment.when());
  caption_->setWords(
      other.frame() ? moment.name : tr("Reading…"), state,
      other.file().empty() ? other.name() : QString::fromStdString(other.file().string()));
}

void SideView::showPicture() {
  if (!isVisible() || !picture_.frame) return;
  const bool same = showsSameAtoms();
  picture_.selected = same ? presenter_.selection().atoms() : nullptr;
  view_->showPicture(picture_, look_);
  setMeasurements(measurements_);
  pair() == pair_ ? turnThis() : makeRoom();
}

SideView::Pair SideView::pair() const {
  const FramePtr& shown = presenter_.picture().frame;
  return {shown ? shown->topology : nullptr, picture_.frame ? picture_.frame->topology : nullptr};
}

bool SideView::showsSameAtoms() const {
  const FramePtr& shown = presenter_.picture().frame;
  return shown && picture_.frame && shown->topology->elements == picture_.frame->topology->elements;
}

/// Not with every frame of a run: what stands beside it is not to be drawn again for each.
void SideView::makeRoom() {
  const auto first = main_.corners(), own = view_->corners();
  pair_ = pair();
  if (!first || !own) return;
  apart_ = middle_of(*own) - middle_of(*first);
  render::Corners as_beside = *own;
  for (Vec3& corner : as_beside) corner -= apart_;
  main_.setRoomFor(as_beside);
  turnThis();
}

void SideView::turn(View3d& from, View3d& to, const Vec3& by) {
  auto pose = from.camera(), other = to.camera();
  if (turning_ || !isVisible() || !pose) return;
  const bool whole = pose->framed && &from == view_;
  pose->position += by;
  pose->focus += by;
  pose->framed = whole;  // the first frames both; this one follows it
  if (other) other->framed = whole;
  if (other && !whole && render::same_pose(*pose, *other)) return;
  {
    const QScopedValueRollback turning(turning_, true);  // the other says that it was turned
    to.turnTo(*pose);
  }
  if (whole) turnThis();
}

std::function<QImage(const std::vector<QImage>&)> SideView::composer(double scale) const {
  // Points of the window become `scale` times the display's pixels, as in the views.
  const double ratio = scale * devicePixelRatioF();
  const int height = caption_->sizeHint().height();
  return [=, first = first_caption_->words(), second = caption_->words(),
          colours = theme()](const std::vector<QImage>& views) {
    const QImage &left = views[0], &right = views[1];
    const int head = qRound(ratio * (height + 2 * gap)), line = qRound(ratio);
    QImage both(left.width() + line + right.width(), head + std::max(left.height(), right.height()),
                left.format());
    if (left.isNull() || right.isNull() || both.isNull()) return left;
    both.fill(left.pixelColor(0, 0));  // the background of the views
    QPainter painter(&both);
    painter.drawImage(0, head, left);
    painter.drawImage(left.width() + line, head, right);
    painter.fillRect(left.width(), 0, line, both.height(), colours.line);
    painter.scale(ratio, ratio);
    painter.setPen(colours.text);
    const auto write = [&](const TitleWords::Words& words, int from, int width) {
      paint_words(painter,
                  QRectF(from / ratio + rim, gap, width / ratio - 2 * rim, height).toRect(), words);
    };
    write(first, 0, left.width());
    write(second, left.width() + line, right.width());
    return both;
  };
}

}  // namespace vitrine::widgets
