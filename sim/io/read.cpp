#include "sim/io/read.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/io/formats.h"
#include "sim/io/h5md.h"
#include "sim/io/hdf5_file.h"
#include "sim/model/errors.h"

namespace vitrine::io {
namespace {

/// How much of a file is looked at to tell its format.
constexpr std::size_t head_size = 1 << 14;

bool is_data_header(std::string_view line) {
  const std::vector<std::string_view> w = words(line.substr(0, line.find('#')));
  return w.size() == 2 && w[1] == "atoms" && to_integer(w[0]);
}

bool starts_cif_block(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.size() > 5 && (text.starts_with("data_") || text.starts_with("DATA_"));
}

/// The id of the format that the first bytes speak of; empty when they speak of none.
std::string format_by_content(std::string_view head, const std::filesystem::path& path) {
  if (hdf5_start(head) != head.npos) return "h5md";
  if (trimmed(head).starts_with("ITEM:")) return "lammps-dump";
  LineReader lines(path, head);
  bool first = true;
  for (auto line = lines.next(); line; line = lines.next()) {
    const std::string_view text = trimmed(*line);
    if (text.empty()) {
      // A LAMMPS data file may have an empty title.
      first = false;
      continue;
    }
    if (first && to_integer(text)) return "xyz";
    first = false;
    if (is_data_header(text)) return "lammps-data";
    if (starts_cif_block(text)) return "cif";
  }
  return {};
}

std::string format_by_name(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  if (!extension.empty()) extension.erase(0, 1);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const Format& format : formats()) {
    for (const std::string& known : format.extensions) {
      if (known == extension) return format.id;
    }
  }
  return {};
}

[[noreturn]] void refuse(const std::filesystem::path& path) {
  std::string titles;
  for (const Format& format : formats()) {
    titles += fmt::format("{}{}", titles.empty() ? "" : ", ", format.title);
  }
  throw FileError(path, fmt::format("is in none of the formats that can be read ({})", titles));
}

}  // namespace

const std::vector<Format>& formats() {
  static const std::vector<Format> known = {
      {"h5md", "H5MD run record or trajectory", {"h5", "h5md"}},
      {"lammps-dump", "LAMMPS dump (text)", {"dump", "lammpstrj"}},
      {"lammps-data", "LAMMPS data", {"data", "dat", "lmp"}},
      {"xyz", "XYZ and extended XYZ", {"xyz", "extxyz"}},
      {"cif", "CIF", {"cif"}},
  };
  return known;
}

std::unique_ptr<Trajectory> open_trajectory(const std::filesystem::path& path,
                                            const Progress& progress, std::stop_token stop,
                                            const std::vector<Element>& species) {
  TextFile file(path);
  std::string head(head_size, '\0');
  head.resize(file.read(0, head.size(), head.data()));
  if (head.empty()) throw FileError(path, "the file is empty");
  std::string format = format_by_content(head, path);
  if (format.empty()) format = format_by_name(path);
  const ReadOptions options{progress, std::move(stop), species};
  if (format == "h5md") return open_h5md(path);
  if (format == "lammps-dump") return open_lammps_dump(std::move(file), options);
  if (format == "lammps-data") return open_lammps_data(std::move(file), options);
  if (format == "xyz") return open_extended_xyz(std::move(file), options);
  if (format == "cif") return open_cif(std::move(file), options);
  refuse(path);
}

}  // namespace vitrine::io
