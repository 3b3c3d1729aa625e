#pragma once
#include <QTableWidget>

#include "sim/dynamics/protocol.h"

namespace vitrine::widgets {

/// The stages of a protocol, one to a row; durations, temperatures and pressures can be changed.
class StageTable : public QTableWidget {
  Q_OBJECT
 public:
  explicit StageTable(QWidget* parent = nullptr);
  void setProtocol(const dynamics::Protocol& protocol);
  /// As changed; its text says the same. Whether it is a sound protocol parse_protocol() tells.
  dynamics::Protocol protocol() const;

 Q_SIGNALS:
  void edited();

 private:
  enum Column { name, duration, temperature_start, temperature_end, pressure_start, pressure_end };
  void fill();
  void take(int row, int column);
  double* valueOf(int row, int column);  ///< nullptr: none that can be changed

  dynamics::Protocol protocol_;
};

}  // namespace vitrine::widgets
