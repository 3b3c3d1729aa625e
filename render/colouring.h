#pragma once
#include <array>
#include <optional>
#include <vector>

#include "render/palette.h"
#include "render/scene.h"

namespace vitrine::render {

/// Which colour the value of an atom gives: by its category, or by its place in the range of the
/// look on the look's map. None where there is no value. A range without width has one place: the
/// middle of the map.
std::optional<Rgb> colour_of(double value, const Colouring& colouring, const Look& look);

/// The colours of the atoms of a picture. What has no value wears what it would wear without any;
/// with a selection, what is not selected fades.
class AtomColours {
 public:
  AtomColours(const Picture& picture, const Look& look, const Palette& palette);

  /// Of an atom, or of a body that stands for it.
  Rgb of(int atom, const Rgb& without) const;
  /// Of a ring: the mean of the values of its atoms; of categories the one that they share.
  Rgb of_ring(const std::array<int, 5>& atoms, const Rgb& without) const;
  bool selected(int atom) const { return any_selected_ && selected_[atom]; }
  bool selected(const std::array<int, 5>& atoms) const;  ///< all of them
  bool any_selected() const { return any_selected_; }

 private:
  double value(int atom) const;
  Rgb faded(const Rgb& colour, bool fades) const;

  const Picture& picture_;
  const Look& look_;
  Rgb background_;
  std::vector<char> selected_;  // of each atom
  bool any_selected_ = false;
};

}  // namespace vitrine::render
