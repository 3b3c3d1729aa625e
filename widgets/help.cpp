#include "widgets/help.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace vitrine::widgets {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Help", text);
}

}  // namespace

void show_keys(QWidget* parent) {
  struct Line {
    const char *keys, *meaning;
  };
  static constexpr Line lines[] = {
      {"Space", "pause or continue the run; play a file"},
      {"Ctrl+R", "continue, or start a run"},
      {".", "one step, then pause"},
      {"Esc",
       "leave full screen, or clear the selection, or pause the run; in the boxes of T and P: keep "
       "the old value"},
      {"Left, Right", "one recorded frame back, on"},
      {"Page Up, Page Down", "25 frames"},
      {"Home, End", "first frame; last frame, or live again"},
      {"L", "back to the live run"},
      {"R · 1 2 3 · O",
       "the whole cell · along a, b, c (Shift: from behind) · orthographic or "
       "perspective"},
      {"Ctrl+1..4 · Alt+1..4", "keep this view · back to it"},
      {"C", "colour by: the list in the inspector"},
      {"Ctrl+E · Ctrl+I", "select atoms by an expression · select all others"},
      {"Ctrl+Shift+E", "every panel of the selected atoms only, or of all again"},
      {"S", "lasso: draw a line around atoms in the view; also Ctrl and a drag, Shift adds"},
      {"M · Shift+M · Ctrl+M",
       "measure a distance, an angle, a dihedral: click two, three, four atoms; Esc ends"},
      {"Ctrl+Z · Ctrl+Shift+Z", "undo and redo what was changed in view and panels"},
      {"Ctrl+Shift+P", "find anything that the window can do"},
      {"Ctrl+S · Ctrl+Shift+O", "save the session · open one"},
      {"Ctrl+T", "save the tables of the analyses"},
      {"Ctrl+, · Ctrl+Shift+L", "preferences (shortcuts can be changed there) · large type"},
      {"B · ] · [", "bookmark on the timeline · next, previous bookmark or broken ring"},
      {"K · V", "keep this moment, to be compared with others · two views side by side"},
      {"F6 · F11 · F12", "float the view · full screen · picture"},
      {"In the view",
       "left drag turns, right or middle drag moves, wheel zooms, click selects an atom, "
       "Shift+click adds one, Ctrl+drag draws a lasso"},
      {"In a plot",
       "wheel zooms, drag moves, double click fits, right click copies and saves; drop data on it"},
      {"In a histogram", "drag over a range: selects its atoms; Shift and drag moves"},
      {"In the entropy map",
       "click on the trail: to that moment; drag around a part of it: chooses its moments, marked "
       "on "
       "the timeline; Shift and drag moves"},
      {"In a pole figure",
       "drag around a region: selects the linkers that point there; Shift adds them; in the "
       "distribution of theta below: drag over a range"},
      {"Ctrl+L", "change the plan of the run, in numbers"},
      {"In the timeline",
       "drag: into the recorded past; drag a knot of the dashed plan to another time, temperature "
       "or "
       "pressure (Shift: the time stays), double click on the plan: one knot more, right click: "
       "less; Shift and drag elsewhere: chooses a stretch of time, marked in the entropy map"},
  };
  QString rows;
  for (const Line& line : lines)
    rows += QStringLiteral(
                "<tr><td style='padding:3px 24px 3px 0'><b>%1</b></td>"
                "<td style='padding:3px 0'>%2</td></tr>")
                .arg(tr(line.keys), tr(line.meaning));
  auto* dialog = new QDialog(parent);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Keys and mouse"));
  auto* text = new QTextBrowser(dialog);
  text->setFrameShape(QFrame::NoFrame);
  text->setHtml("<p>" +
                tr("As they come with the program; the preferences (Ctrl+,) tell and change those "
                   "of every command.") +
                "</p><table>" + rows + "</table>");
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  auto* layout = new QVBoxLayout(dialog);
  layout->addWidget(text);
  layout->addWidget(buttons);
  const QSize room = dialog->screen()->availableSize() * 0.85;
  dialog->resize(QSize(text->fontMetrics().averageCharWidth() * 110, 900).boundedTo(room));
  dialog->show();
}

void show_about(QWidget* parent, const QList<std::pair<QString, QString>>& parts) {
  QString rows, plain = "Vitrine " + QCoreApplication::applicationVersion();
  for (const auto& [name, version] : parts) {
    rows += QStringLiteral("<tr><td style='padding:2px 16px 2px 0'>%1</td><td>%2</td></tr>")
                .arg(name.toHtmlEscaped(), version.toHtmlEscaped());
    plain += '\n' + name + ": " + version;
  }
  auto* box = new QMessageBox(
      QMessageBox::NoIcon, tr("About Vitrine"),
      tr("<h3>Vitrine %1</h3>"
         "<p>Melts and quenches zeolitic imidazolate frameworks with a deep-learning force field, "
         "and shows their structure as it changes.</p>"
         "<p>After Du et al., <i>Natl Sci Rev</i> <b>11</b> (2024) nwae023. Local entropy: Piaggi "
         "and Parrinello, <i>J Chem Phys</i> <b>147</b> (2017) 114112.</p>"
         "<p>Made with Qt, VTK, Eigen, HDF5, Highway and QCustomPlot. Licence: "
         "GPL-3.0-or-later.</p>")
              .arg(QCoreApplication::applicationVersion()) +
          "<table>" + rows + "</table>",
      QMessageBox::Close, parent);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::RichText);
  box->setModal(false);
  box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  QPushButton* copy = box->addButton(tr("&Copy versions"), QMessageBox::ActionRole);
  copy->setObjectName("copy");
  copy->disconnect();  // it does not close the box
  QObject::connect(copy, &QPushButton::clicked, box,
                   [plain] { QGuiApplication::clipboard()->setText(plain); });
  box->show();
}

}  // namespace vitrine::widgets
