#include "widgets/state_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <limits>

#include "render/colour_map.h"
#include "sim/model/errors.h"
#include "widgets/json_reader.h"

namespace vitrine::widgets {
namespace {

using std::filesystem::path;

constexpr int format_version = 1;
constexpr qint64 largest_file = 16 << 20;  // bytes; a session with every atom of many is 1 MB
constexpr int most_atoms = 10'000'000;     // that a selection names
constexpr double farthest = 1e6;           // angstrom
constexpr double largest_value = 1e9;      // of colours, as their boxes take them
constexpr qint64 last_frame = 1LL << 53;   // what a JSON number holds
constexpr double latest = 1e12;            // ps
constexpr const char* format_name = "vitrine session";

QString tr(const char* text) {
  return QCoreApplication::translate("StateFile", text);
}

const QStringList& map_names() {
  static const QStringList names = [] {
    QStringList all;
    for (const auto& [name, map] : render::colour_map_names)
      all << QString::fromUtf8(name.data(), qsizetype(name.size()));
    return all;
  }();
  return names;
}
constexpr int largest_screen = 100000;  // pixels
constexpr int deepest_place = 8;        // of groups of docks inside each other
constexpr std::pair<const char*, int> area_names[] = {{"left", Qt::LeftDockWidgetArea},
                                                      {"right", Qt::RightDockWidgetArea},
                                                      {"top", Qt::TopDockWidgetArea},
                                                      {"bottom", Qt::BottomDockWidgetArea}};
const QStringList placement_names{"molecules", "wrapped", "given"};  // in the order of Placement
const QStringList map_symbols{"state", "glass", "crystal"};          // in the order of MapSymbol
const QStringList range_names{"fixed", "frame", "seen"};             // in the order of ColourRange

// ---- writing

QJsonArray array_of(const Vec3& v) {
  return {v.x(), v.y(), v.z()};
}

QString text_of(const path& file, const path& folder) {
  const path inside = file.lexically_relative(folder);
  const bool below = !folder.empty() && !inside.empty() && *inside.begin() != "..";
  return QString::fromStdString((below ? inside : file).string());
}

QJsonObject json_of(const render::Slice& slice) {
  QJsonObject json{{"on", slice.on},
                   {"hkl", QJsonArray{slice.miller[0], slice.miller[1], slice.miller[2]}},
                   {"position", slice.position},
                   {"thickness", slice.thickness}};
  if (slice.direction) json["direction"] = array_of(*slice.direction);
  return json;
}

QJsonObject json_of(const render::Look& look, bool images_chosen) {
  QJsonObject json;
  for (const auto& [name, field] : look_switches) json[name] = look.*field;
  for (const LookNumber& number : look_numbers) json[number.name] = look.*number.field;
  json["wrap"] = placement_names[int(look.placement)];
  json["slice"] = json_of(look.slice);
  if (images_chosen) json["images"] = look.images[0];
  return json;
}

QJsonObject json_of(const std::map<std::string, PropertyLook>& colours) {
  QJsonObject json;
  for (const auto& [property, look] : colours)
    json[QString::fromStdString(property)] = QJsonObject{{"map", map_names()[int(look.map)]},
                                                         {"reversed", look.reversed},
                                                         {"range", range_names[int(look.range)]},
                                                         {"low", look.low},
                                                         {"high", look.high}};
  return json;
}

QJsonObject json_of(const render::CameraPose& camera) {
  return {{"position", array_of(camera.position)},
          {"focus", array_of(camera.focus)},
          {"up", array_of(camera.up)},
          {"parallel", camera.parallel},
          {"parallel_scale", camera.parallel_scale},
          {"framed", camera.framed}};
}

QJsonObject json_of(const std::map<std::string, PanelState>& panels) {
  QJsonObject json;
  for (const auto& [id, panel] : panels) {
    QJsonObject parameters;
    for (const auto& [name, value] : panel.parameters)
      parameters[QString::fromStdString(name)] = value;
    json[QString::fromStdString(id)] = QJsonObject{{"parameters", parameters},
                                                   {"all_frames", panel.whole},
                                                   {"follow", panel.insist},
                                                   {"view", panel.view}};
  }
  return json;
}

QJsonObject json_of(const DockPlace& place) {
  QJsonObject json{{"size", place.size}};
  if (place.parts.empty()) {
    json["docks"] = QJsonArray::fromStringList(place.docks);
    json["raised"] = place.raised;
    return json;
  }
  QJsonArray parts;
  for (const DockPlace& part : place.parts) parts << json_of(part);
  json[place.beside ? "beside" : "below"] = parts;
  return json;
}

QJsonObject json_of(const DockLayout& layout) {
  QJsonObject json, floating;
  for (const auto& [name, area] : area_names)
    if (layout.areas.contains(area)) json[name] = json_of(layout.areas[area]);
  for (const QString& name : layout.floating.keys()) {
    const QRect& rect = layout.floating[name];
    floating[name] = QJsonArray{rect.x(), rect.y(), rect.width(), rect.height()};
  }
  json["floating"] = floating;
  return json;
}

QJsonObject json_of(const MomentOfFile& moment) {
  QJsonObject json{{"frame", qint64(moment.frame)}, {"frames", qint64(moment.frames)}};
  if (moment.time) json["time_ps"] = *moment.time;
  return json;
}

QJsonObject json_of(const MapPoint& point) {
  return {{"name", QString::fromStdString(point.name)},
          {"entropy_kB", point.entropy},
          {"roi", point.roi},
          {"symbol", map_symbols[static_cast<int>(point.symbol)]}};
}

QJsonObject json_of(const Contents& contents, const path& folder) {
  QJsonArray files;
  for (const path& file : contents.files) files << text_of(file, folder);
  QJsonObject json{{"files", files}};
  if (!contents.compared.empty()) {
    json["compared_with"] = text_of(contents.compared, folder);
    json["two_views"] = contents.two_views;
    if (contents.compared_at) json["compared_at"] = json_of(*contents.compared_at);
  }
  QJsonArray points;
  for (const MapPoint& point : contents.map_points) points << json_of(point);
  if (!points.isEmpty()) json["map_points"] = points;
  if (contents.shown.empty()) return json;
  QJsonObject shown{{"file", text_of(contents.shown, folder)},
                    {"frame", qint64(contents.frame)},
                    {"was_running", contents.was_running}};
  if (contents.time) shown["time_ps"] = *contents.time;
  json["shown"] = shown;
  return json;
}

// ---- reading

render::Slice slice_of(const JsonReader& json) {
  render::Slice slice;
  slice.on = json.boolean("on", slice.on);
  if (json.has("hkl")) {
    constexpr double most = 9;  // of the inspector
    const std::vector<double> hkl = json.numbers("hkl", 3, -most, most);
    for (std::size_t i = 0; i < 3; ++i) slice.miller[i] = static_cast<int>(std::lround(hkl[i]));
  }
  if (json.has("direction"))
    slice.direction = Vec3(json.numbers("direction", 3, -farthest, farthest).data());
  slice.position = json.number("position", -farthest, farthest, slice.position);
  slice.thickness = json.number("thickness", 0, farthest, slice.thickness);
  return slice;
}

render::Look look_of(const JsonReader& json, bool& images_chosen) {
  render::Look look;
  for (const auto& [name, field] : look_switches) look.*field = json.boolean(name, look.*field);
  for (const LookNumber& number : look_numbers)
    look.*number.field = json.number(number.name, number.low, number.high, look.*number.field);
  look.placement =
      static_cast<render::Placement>(json.choice("wrap", placement_names, int(look.placement)));
  if (json.has("slice")) look.slice = slice_of(json.object("slice"));
  images_chosen = json.has("images");
  constexpr int most_images = 2;  // of the inspector
  const auto images = static_cast<int>(json.whole("images", 1, most_images, 1));
  std::fill(std::begin(look.images), std::end(look.images), images);
  return look;
}

std::map<std::string, PropertyLook> colours_of(const JsonReader& json) {
  std::map<std::string, PropertyLook> colours;
  for (const QString& property : json.keys()) {
    const JsonReader one = json.object(property);
    PropertyLook& look = colours[property.toStdString()];
    look.map = static_cast<render::ColourMap>(one.choice("map", map_names(), int(look.map)));
    look.reversed = one.boolean("reversed", look.reversed);
    look.range = static_cast<ColourRange>(one.choice("range", range_names, int(look.range)));
    look.low = one.number("low", -largest_value, largest_value, look.low);
    look.high = one.number("high", -largest_value, largest_value, look.high);
  }
  return colours;
}

render::CameraPose camera_of(const JsonReader& json) {
  const auto vector = [&](const QString& key) {
    return Vec3(json.numbers(key, 3, -farthest, farthest).data());
  };
  render::CameraPose pose;
  pose.position = vector("position");
  pose.focus = vector("focus");
  pose.up = vector("up");
  pose.parallel = json.boolean("parallel", false);
  pose.parallel_scale = json.number("parallel_scale", 1e-3, farthest, 1);
  pose.framed = json.boolean("framed", false);
  if (!is_sound(pose))
    json.refuse("up", tr("a direction across the line of sight, and an eye apart from the focus, "
                         "are expected"));
  return pose;
}

/// Parameters are held to what the analysis says of them.
std::map<std::string, PanelState> panels_of(const JsonReader& json) {
  std::map<std::string, PanelState> panels;
  for (const QString& id : json.keys()) {
    const analysis::AnalysisInfo& info = analysis::analysis_info(id.toStdString());
    const JsonReader one = json.object(id), parameters = one.object("parameters");
    PanelState& panel = panels[info.id];
    for (const QString& name : parameters.keys()) {
      const auto known = std::find_if(info.parameters.begin(), info.parameters.end(),
                                      [&](const auto& p) { return p.name == name.toStdString(); });
      if (known == info.parameters.end())
        parameters.refuse(name, tr("%1 has no such parameter").arg(id));
      panel.parameters[known->name] =
          parameters.number(name, known->minimum, known->maximum, known->value);
    }
    panel.whole = one.boolean("all_frames", false);
    panel.insist = one.boolean("follow", false);
    panel.view = one.text("view");
  }
  return panels;
}

DockPlace place_of(const JsonReader& json, int depth, QStringList& seen) {
  DockPlace place;
  place.size = static_cast<int>(json.whole("size", 0, largest_screen, 0));
  place.beside = json.has("beside");
  const QString key = place.beside ? "beside" : "below";
  if (!json.has(key)) {
    place.docks = json.texts("docks");
    place.raised = json.text("raised");
    for (const QString& dock : place.docks)
      if (seen.contains(dock))
        json.refuse("docks", tr("each dock once is expected"));
      else
        seen << dock;
    return place;
  }
  if (depth == deepest_place) json.refuse(key, tr("fewer groups inside each other are expected"));
  for (const JsonReader& part : json.objects(key))
    place.parts.push_back(place_of(part, depth + 1, seen));
  return place;
}

DockLayout layout_of(const JsonReader& json) {
  DockLayout layout;
  QStringList seen;
  for (const auto& [name, area] : area_names)
    if (json.has(name)) layout.areas[area] = place_of(json.object(name), 0, seen);
  const JsonReader floating = json.object("floating");
  for (const QString& name : floating.keys()) {
    const std::vector<double> n = floating.numbers(name, 4, -largest_screen, largest_screen);
    if (seen.contains(name)) floating.refuse(name, tr("each dock once is expected"));
    layout.floating[name] =
        QRect(int(n[0]), int(n[1]), std::max(60, int(n[2])), std::max(60, int(n[3])));
  }
  return layout;
}

void read_selection(const JsonReader& json, ViewState& view) {
  try {
    std::vector<int> atoms = parse_atoms(json.text("atoms"));
    if (!atoms.empty()) view.selected = std::make_shared<const std::vector<int>>(std::move(atoms));
  } catch (const InputError& wrong) {
    json.refuse("atoms", QString::fromStdString(wrong.what()));
  }
  view.selected_by = json.text("by");
}

ScalarName scalar_of(const JsonReader& json) {
  ScalarName name{json.text("analysis").toStdString(), json.text("number").toStdString()};
  const auto& known = analysis::registry();
  if (std::none_of(known.begin(), known.end(),
                   [&](const auto& info) { return info.id == name.analysis; }))
    json.refuse("analysis", tr("the id of an analysis is expected"));
  return name;
}

ViewState view_of(const JsonReader& json) {
  ViewState view;
  view.look = look_of(json.object("look"), view.images_chosen);
  view.property = json.text("colour_by", "entropy").toStdString();
  view.colours = colours_of(json.object("colours"));
  read_selection(json.object("selection"), view);
  if (json.has("camera")) view.camera = camera_of(json.object("camera"));
  view.panels = panels_of(json.object("panels"));
  view.layout = layout_of(json.object("docks"));
  if (json.has("timeline")) view.timeline = scalar_of(json.object("timeline"));
  return view;
}

MomentOfFile moment_of(const JsonReader& json) {
  constexpr qint64 most = 1000;
  MomentOfFile moment{{},
                      static_cast<std::size_t>(json.whole("frame", 0, last_frame, 0)),
                      static_cast<std::size_t>(json.whole("frames", 1, most, 1))};
  if (json.has("time_ps")) moment.time = json.number("time_ps", -latest, latest, 0);
  return moment;
}

MapPoint map_point_of(const JsonReader& json) {
  return {json.text("name").toStdString(), json.number("entropy_kB", -1e6, 1e6, 0),
          json.number("roi", -1e6, 1e6, 0),
          static_cast<MapSymbol>(json.choice("symbol", map_symbols, 0))};
}

Contents contents_of(const JsonReader& json, const path& folder) {
  const auto file = [&](const QString& text) {
    return text.isEmpty() ? path() : (folder / text.toStdString()).lexically_normal();
  };
  Contents contents;
  for (const QString& text : json.texts("files")) contents.files.push_back(file(text));
  const JsonReader shown = json.object("shown");
  contents.shown = file(shown.text("file"));
  contents.frame = static_cast<std::size_t>(shown.whole("frame", 0, last_frame, 0));
  if (shown.has("time_ps")) contents.time = shown.number("time_ps", -latest, latest, 0);
  contents.was_running = shown.boolean("was_running", false);
  contents.compared = file(json.text("compared_with"));
  if (json.has("compared_at")) contents.compared_at = moment_of(json.object("compared_at"));
  contents.two_views = json.boolean("two_views", false);
  for (const JsonReader& point : json.objects("map_points"))
    contents.map_points.push_back(map_point_of(point));
  return contents;
}

void check_format(const JsonReader& json) {
  if (json.text("format") != format_name)
    throw InputError(tr("is no session of Vitrine: \"format\": \"%1\" is expected")
                         .arg(format_name)
                         .toStdString());
  const qint64 version = json.whole("version", 1, std::numeric_limits<int>::max(), 0);
  if (version == 0) json.refuse("version", tr("a version is expected"));
  if (version > format_version)
    throw InputError(tr("is of a newer Vitrine (format %1; this one reads up to %2)")
                         .arg(version)
                         .arg(format_version)
                         .toStdString());
}

}  // namespace

QString atoms_text(const std::vector<int>& atoms) {
  QStringList ranges;
  for (std::size_t i = 0; i < atoms.size();) {
    std::size_t last = i;
    while (last + 1 < atoms.size() && atoms[last + 1] == atoms[last] + 1) ++last;
    ranges << (last == i ? QString::number(atoms[i])
                         : QString("%1-%2").arg(atoms[i]).arg(atoms[last]));
    i = last + 1;
  }
  return ranges.join(' ');
}

std::vector<int> parse_atoms(const QString& text) {
  std::vector<int> atoms;
  for (const QString& range : text.split(' ', Qt::SkipEmptyParts)) {
    const QStringList ends = range.split('-');
    bool good = ends.size() <= 2, good_last = true;
    const int first = ends.front().toInt(&good_last);
    good = good && good_last;
    const int last = ends.back().toInt(&good_last);
    good = good && good_last && first >= 0 && first <= last &&
           (atoms.empty() || first > atoms.back()) &&
           last - first < most_atoms - static_cast<int>(atoms.size());
    if (!good) throw InputError(tr("ascending indices like 0-15 20 are expected").toStdString());
    for (int atom = first; atom <= last; ++atom) atoms.push_back(atom);
  }
  return atoms;
}

QByteArray state_json(const WindowState& state, const path& folder) {
  const ViewState& v = state.view;
  QJsonObject view{{"look", json_of(v.look, v.images_chosen)},
                   {"colour_by", QString::fromStdString(v.property)},
                   {"colours", json_of(v.colours)},
                   {"panels", json_of(v.panels)},
                   {"docks", json_of(v.layout)}};
  if (v.selected)
    view["selection"] = QJsonObject{{"atoms", atoms_text(*v.selected)}, {"by", v.selected_by}};
  if (v.camera) view["camera"] = json_of(*v.camera);
  if (v.timeline)
    view["timeline"] = QJsonObject{{"analysis", QString::fromStdString(v.timeline->analysis)},
                                   {"number", QString::fromStdString(v.timeline->scalar)}};
  return QJsonDocument(QJsonObject{{"format", format_name},
                                   {"version", format_version},
                                   {"program", QCoreApplication::applicationVersion()},
                                   {"contents", json_of(state.contents, folder)},
                                   {"view", view}})
      .toJson();
}

WindowState parse_state(const QByteArray& text, const path& folder) {
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(text, &error);
  if (error.error != QJsonParseError::NoError)
    throw InputError(tr("line %1: JSON is expected (%2)")
                         .arg(text.left(error.offset).count('\n') + 1)
                         .arg(error.errorString())
                         .toStdString());
  if (!document.isObject()) throw InputError(tr("a group { … } is expected").toStdString());
  const JsonReader json(document.object(), {});
  check_format(json);
  return {view_of(json.object("view")), contents_of(json.object("contents"), folder)};
}

WindowState read_state(const path& name) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(name, none)) throw FileError(name, "there is no such file");
  QFile file(QString::fromStdString(name.string()));
  if (!file.open(QIODevice::ReadOnly)) throw FileError(name, file.errorString().toStdString());
  if (file.size() > largest_file) throw FileError(name, "is too large for a session");
  try {
    return parse_state(file.readAll(), std::filesystem::absolute(name).parent_path());
  } catch (const InputError& wrong) {
    throw FileError(name, wrong.what());
  }
}

}  // namespace vitrine::widgets
