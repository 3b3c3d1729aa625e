// Units that numbers are shown in: of plots, tables and the target temperature.
#include "widgets/display_units.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSettings>

#include "sim/model/errors.h"
#include "tests/widgets/window_fixture.h"
#include "widgets/custom_plot.h"
#include "widgets/panels/run_timeline.h"
#include "widgets/plot.h"
#include "widgets/preferences.h"
#include "widgets/title_strip.h"
#include "widgets/title_words.h"

namespace vitrine::widgets {
namespace {

class DisplayUnitsTest : public test::WindowTest {
 protected:
  void TearDown() override {
    set_display_units({});
    QSettings().clear();
  }
};

const DisplayUnits other{"nm", "fs", "kJ/mol", "°C"};

// 1 eV = 96.4853 kJ/mol = 23.0605 kcal/mol (CODATA 2018).
TEST_F(DisplayUnitsTest, ConvertUnitsAndTheirPowers) {
  set_display_units(other);
  const auto shown = [](const std::string& native, double value) {
    const ShownUnit unit = shown_unit(native);
    EXPECT_NEAR(unit.native(unit.of(value)), value, 1e-12 * std::abs(value)) << native;
    return std::pair(unit.unit, unit.of(value));
  };
  EXPECT_EQ(shown("A", 5), std::pair(std::string("nm"), 0.5));
  EXPECT_EQ(shown("K", 300).first, "°C");
  EXPECT_NEAR(shown("K", 300).second, 26.85, 1e-12);
  EXPECT_EQ(shown("eV", 1).first, "kJ/mol");
  EXPECT_NEAR(shown("eV", 1).second, 96.48533212, 1e-7);
  EXPECT_EQ(shown("1/A2", 0.02).first, "1/nm2");
  EXPECT_NEAR(shown("1/A2", 0.02).second, 2, 1e-12);
  EXPECT_EQ(shown("A2/ps", 1).first, "nm2/fs");
  EXPECT_NEAR(shown("A2/ps", 1).second, 1e-5, 1e-17);
  EXPECT_EQ(shown("eV/A", 1).first, "kJ/mol/nm");
  EXPECT_NEAR(shown("eV/A", 1).second, 964.8533212, 1e-6);
  EXPECT_EQ(shown("g/cm3", 1.2), std::pair(std::string("g/cm3"), 1.2));
  EXPECT_EQ(shown("GPa", 0.4), std::pair(std::string("GPa"), 0.4));
  EXPECT_EQ(shown("1", 3), std::pair(std::string("1"), 3.0));
  set_display_units({"A", "ns", "kcal/mol", "K"});
  EXPECT_NEAR(shown("eV", 1).second, 23.0605478, 1e-6);
  EXPECT_EQ(shown_quantity(1234.5, 2, "ps"), "1.23450\u00a0ns");
  set_display_units({});
  EXPECT_EQ(shown("A2/ps", 3), std::pair(std::string("A2/ps"), 3.0));
}

TEST_F(DisplayUnitsTest, RefuseWhatIsNoUnitOfTheirs) {
  EXPECT_THROW(set_display_units({"furlong", "ps", "eV", "K"}), InputError);
  QSettings().setValue("units/time", "fortnight");
  QSettings().setValue("units/length", "nm");
  EXPECT_EQ(Preferences::stored().units, (DisplayUnits{"nm", "ps", "eV", "K"}));
}

TEST_F(DisplayUnitsTest, TheWholeWindowShowsThemAtOnce) {
  const auto window = open();
  ASSERT_TRUE(runs(*window));
  Presenter& presenter = window->presenter();
  QCPAxis& time = *window->timeline().plot().axisRect(1)->axis(QCPAxis::atBottom);
  QCPAxis& temperature = *window->timeline().plot().axisRect(0)->axis(QCPAxis::atLeft);
  EXPECT_EQ(time.label(), "time / ps");
  auto* target = window->findChild<QDoubleSpinBox*>("temperature");
  ASSERT_TRUE(until([&] { return target->isEnabled(); }));
  window->actions().preferences->trigger();
  auto* dialog = window->findChild<PreferencesDialog*>();
  ASSERT_NE(dialog, nullptr);
  const auto choose = [&](const char* what, int index) {
    auto* box = dialog->findChild<QComboBox*>(what);
    ASSERT_NE(box, nullptr);
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
  };
  choose("time", 1);
  choose("temperature", 1);
  dialog->close();
  EXPECT_EQ(display_units(), (DisplayUnits{"A", "fs", "eV", "°C"}));
  EXPECT_EQ(Preferences::stored().units, display_units());
  EXPECT_EQ(time.label(), "time / fs");
  EXPECT_EQ(temperature.label(), "T / °C");
  ASSERT_TRUE(until([&] {
    return window->titleStrip().words().state().endsWith("fs") && target->suffix().endsWith("°C");
  })) << qPrintable(window->titleStrip().words().state());
  // What is drawn stays where it was; the ticks stand at round femtoseconds.
  const auto in_femtoseconds = [&] {
    const QVector<double> ticks = time.tickVector();
    const QVector<QString> labels = time.tickVectorLabels();
    for (qsizetype i = 0; i < labels.size(); ++i)
      if (std::abs(1000 * ticks[i] - labels[i].toDouble()) > 1e-6 * 1000 * time.range().size())
        return false;
    return labels.size() > 1;
  };
  EXPECT_TRUE(until(in_femtoseconds)) << qPrintable(time.tickVectorLabels().first());
  const QString header = plot_data(window->timeline().plot()).section('\n', 0, 0);
  for (const char* column :
       {"time / fs", "temperature / °C", "pressure / GPa", "density / g\u00a0cm⁻³"})
    EXPECT_TRUE(header.contains(column)) << column << " in " << qPrintable(header);
  EXPECT_FALSE(header.contains("/ ps")) << qPrintable(header);
  target->setValue(100);
  ASSERT_TRUE(until([&] {
    return std::abs(presenter.feed().samples().back().target_temperature - 373.15) < 1e-9;
  })) << presenter.feed().samples().back().target_temperature;
}

}  // namespace
}  // namespace vitrine::widgets

int main(int argc, char** argv) {
  return vitrine::test::run_window_tests(argc, argv);
}
