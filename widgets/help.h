#pragma once

class QWidget;

namespace vitrine::widgets {

/// Keys and mouse, and what Vitrine is; both non-modal.
void show_keys(QWidget* parent);
void show_about(QWidget* parent);

}  // namespace vitrine::widgets
