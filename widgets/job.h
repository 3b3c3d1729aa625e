#pragma once
#include <QString>
#include <functional>
#include <optional>

namespace vitrine::widgets {

/// Work behind the window that can take longer than a moment, for the list of them.
struct Job {
  QString name;
  std::optional<double> progress;  ///< 0 to 1; none: nobody knows
  std::function<void()> cancel;    ///< empty: it cannot be
};

}  // namespace vitrine::widgets
