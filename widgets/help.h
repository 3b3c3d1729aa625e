#pragma once
#include <QList>
#include <QString>
#include <utility>

class QWidget;

namespace vitrine::widgets {

/// Keys and mouse, and what Vitrine is; both non-modal.
void show_keys(QWidget* parent);
/// `parts`: name and version of what the program is made of, for reports; they can be copied.
void show_about(QWidget* parent, const QList<std::pair<QString, QString>>& parts);

}  // namespace vitrine::widgets
