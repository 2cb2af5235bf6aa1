//! How the map looks in one style and one mode: colours, widths, dashes, symbols, and the
//! scales at which each is shown. Filled in from a style file; nothing here is decided.

use egui::Color32;

use crate::window::map::Thinning;

/// How a border of some level is drawn. Lengths are in points and do not grow with the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BorderStyle {
    /// The line's colour.
    pub colour: Color32,
    /// The line's width, in points.
    pub width: f32,
    /// Drawn and empty lengths by turns, in points, a zero ends the list; all zero is a full line.
    /// A drawn length no longer than the width is a dot.
    pub dash: [f32; 8],
    /// The colour and the width of a band under the line, in points; zero for none.
    pub halo: (Color32, f32),
    /// It fades out when the map shows more than 1:n.
    pub to_scale: f32,
}

/// Parallel lines over contested land.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hatch {
    /// The lines' colour.
    pub colour: Color32,
    /// The colour between the lines.
    pub fill: Color32,
    /// The lines' width, in points.
    pub width: f32,
    /// The distance between lines, in points.
    pub spacing: f32,
}

/// The shape of a settlement's sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointShape {
    /// A filled disc.
    Disc,
    /// A ring.
    Ring,
    /// A disc in a ring.
    RingDot,
    /// A ring in a ring.
    DoubleRing,
    /// A star in a ring.
    StarRing,
    /// A filled square.
    Square,
}

/// How a settlement is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointStyle {
    /// Its shape.
    pub shape: PointShape,
    /// Its radius, in points.
    pub radius: f32,
    /// Its colour.
    pub colour: Color32,
    /// It fades out when the map shows more than 1:n.
    pub to_scale: f32,
}

/// How a name on the map is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelStyle {
    /// The size of the letters, in points.
    pub size: f32,
    /// Whether they are bold.
    pub is_bold: bool,
    /// Their colour.
    pub colour: Color32,
    /// The n of 1:n from which it is shown …
    pub from_scale: f32,
    /// … up to this one.
    pub to_scale: f32,
}

/// The map shows so much that the tints of counties give way to those of provinces.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FarTints {
    /// The n of 1:n from which they begin to.
    pub from_scale: f32,
    /// The n from which only those of provinces are seen.
    pub whole_from: f32,
}

/// The tints of what the law says of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VerdictTints {
    /// All is met.
    pub met: Color32,
    /// Something is missed.
    pub missed: Color32,
    /// An authority may allow it.
    pub authority: Color32,
    /// It was there before the law.
    pub grandfathered: Color32,
    /// Data is missing.
    pub undecided: Color32,
}

/// Colours from one end of a scale to the other; between two of them it is mixed.
pub type Ramp = [Color32; 5];

/// The look of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapStyle {
    /// Land outside the data.
    pub background: Color32,
    /// A unit without a tint.
    pub land: Color32,
    /// Tints of units, given so that neighbours differ.
    pub tints: [Color32; 8],
    /// When tints of provinces take over.
    pub far_tints: FarTints,
    /// How lines grow finer as the map shows more.
    pub thinning: Thinning,
    /// Water.
    pub water: Color32,
    /// The outside of the country, where there is land beyond it or nothing is known.
    pub international: BorderStyle,
    /// The outside of the country along the sea, and shores of lakes.
    pub coast: BorderStyle,
    /// Border of provinces.
    pub province: BorderStyle,
    /// Border of counties.
    pub county: BorderStyle,
    /// Border of districts.
    pub district: BorderStyle,
    /// Border of rural districts.
    pub rural_district: BorderStyle,
    /// Outline of cities.
    pub city: BorderStyle,
    /// Border that faces nothing although it should, or of unknown level.
    pub unpaired: BorderStyle,
    /// A disputed line.
    pub disputed: BorderStyle,
    /// A border whose parties have not agreed on it.
    pub unagreed: BorderStyle,
    /// Contested land.
    pub contested: Hatch,
    /// The line of what the pointer is on.
    pub hover: BorderStyle,
    /// The line of what is chosen.
    pub selected: BorderStyle,
    /// Over the land of what is chosen.
    pub selected_fill: Color32,
    /// Over the land of what the pointer is on.
    pub hover_fill: Color32,
    /// The side of a vertex's square, in points.
    pub vertex_size: f32,
    /// Inside a vertex's square.
    pub vertex_fill: Color32,
    /// The outline of a vertex's square.
    pub vertex_line: Color32,
    /// The ghost vertex in the middle of an edge.
    pub vertex_ghost: Color32,
    /// The line as it was, during an edit.
    pub before: BorderStyle,
    /// A line of a reference layer.
    pub reference: BorderStyle,
    /// The inks that such lines can have; the first is that of the one above.
    pub reference_inks: Vec<Color32>,
    /// Land gained in a preview.
    pub gain_fill: Color32,
    /// Land lost in a preview.
    pub loss_fill: Color32,
    /// A place.
    pub place_point: PointStyle,
    /// A farm.
    pub farm_point: PointStyle,
    /// Villages, from the least people to the most.
    pub village_points: [PointStyle; 4],
    /// Cities, likewise.
    pub city_points: [PointStyle; 3],
    /// Seats of rural districts, districts, counties and provinces.
    pub centre_points: [PointStyle; 4],
    /// A unit's part that is too small to be seen as land.
    pub island_point: PointStyle,
    /// Names of provinces.
    pub province_label: LabelStyle,
    /// Names of provinces on a map of the whole country.
    pub far_province_label: LabelStyle,
    /// Names of counties.
    pub county_label: LabelStyle,
    /// Names of districts.
    pub district_label: LabelStyle,
    /// Names of rural districts.
    pub rural_district_label: LabelStyle,
    /// Names of cities.
    pub city_label: LabelStyle,
    /// Names of villages.
    pub village_label: LabelStyle,
    /// Figures of the graticule.
    pub graticule_label: LabelStyle,
    /// The lines of the graticule.
    pub graticule: Color32,
    /// The band around the letters of a name, so that lines do not cross it.
    pub label_halo: Color32,
    /// The width of that band, in points.
    pub label_halo_width: f32,
    /// From little to much.
    pub sequential: Ramp,
    /// From less than before to more.
    pub diverging: Ramp,
    /// What the law says.
    pub verdicts: VerdictTints,
    /// The scale bar and its figures.
    pub scale_bar: Color32,
}
