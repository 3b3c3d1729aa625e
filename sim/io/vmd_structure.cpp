#include "sim/io/vmd_structure.h"

#include <set>

#include "sim/model/elements.h"

namespace vitrine::io {

void write_vmd_structure(Hdf5File& file, const Topology& topology) {
  // As many entries as there are kinds of atoms: with another number the reader takes none.
  const std::set<Element> species(topology.elements.begin(), topology.elements.end());
  Array numbers{{species.size()}, {species.begin(), species.end()}};
  Array radii{{species.size()}, {}};
  std::vector<std::string> symbols;
  for (const Element element : species) {
    radii.values.push_back(van_der_waals_radius(element));
    symbols.emplace_back(element_data(element).symbol);
  }
  const std::string group = "/parameters/vmd_structure/";
  file.write(group + "indexOfSpecies", numbers, Hdf5File::Type::int32);
  file.write(group + "atomicnumber", numbers, Hdf5File::Type::int32);
  file.write(group + "radius", radii, Hdf5File::Type::float32);
  file.write_ascii(group + "name", symbols);
  file.write_ascii(group + "type", symbols);
}

}  // namespace vitrine::io
