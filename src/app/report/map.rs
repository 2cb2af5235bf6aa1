//! Maps for a printed page, each one inline SVG: of a finding's place, with the units
//! around and their names, the borders between them by level, the face filled, and a scale
//! bar; and of all places together. They are drawn in a local plane of metres; nothing is
//! measured in it.

use std::fmt::Write;
use std::sync::Arc;

use geo::Coord;
use rustc_hash::FxHashMap;

use super::clip::{Frame, clipped_ring, visible_runs, widest_place};
use super::escaped;
use crate::app::describe::unit_name;
use crate::app::language::{Words, plain};
use crate::measure::LocalPlane;
use crate::model::{Border, Dataset, Extent, Level, Position, UnitKey, is_usable, same_place};
use crate::rules::{Finding, Place, Severity};
use crate::topology::{BorderLevel, Snapshot, border_level, unit_polygons};

/// The size of a finding's map in pixels; on paper one is 1/96 of an inch.
const FRAME: Frame = Frame {
    width_px: 300.0,
    height_px: 200.0,
    margin_px: 6.0,
};

/// The size of the map of all findings.
const OVERVIEW: Frame = Frame {
    width_px: 640.0,
    height_px: 440.0,
    margin_px: 6.0,
};

/// How much of the overview what is shown takes at most.
const OVERVIEW_SHARE: f64 = 0.94;

/// The narrowest stretch of land that a map shows from side to side, in metres: a fault
/// alone, without what is around it, says little.
const NARROWEST_M: f64 = 240.0;

/// How much of a map's width its finding takes at most.
const SHARE: f64 = 0.45;

/// How many tints there are for units.
const TINTS: usize = 5;

/// About how wide a letter of a name is, in pixels.
const LETTER_PX: f64 = 6.0;

/// The longest that a scale bar may be, in pixels.
const BAR_PX: f64 = 90.0;

/// Draws maps of one data set; the polygons of a unit are assembled once.
pub(super) struct Maps<'a> {
    words: &'a Words,
    snapshot: &'a Snapshot,
    polygons: FxHashMap<UnitKey, Vec<Arc<[Position]>>>,
}

impl<'a> Maps<'a> {
    pub(super) fn new(words: &'a Words, snapshot: &'a Snapshot) -> Self {
        Self {
            words,
            snapshot,
            polygons: FxHashMap::default(),
        }
    }

    /// The map of a finding as an SVG element; nothing for a finding without a place on
    /// the earth.
    pub(super) fn svg(&mut self, finding: &Finding, label: &str) -> Option<String> {
        let place = finding.place.as_ref()?;
        let extent = place.extent;
        if ![place.at, extent.min, extent.max]
            .into_iter()
            .all(is_usable)
        {
            return None;
        }
        let sheet = Sheet::of(extent, FRAME, SHARE);
        let mut svg = begun(&sheet, label);
        self.units(&mut svg, &sheet);
        borders(&mut svg, &sheet, self.snapshot, Level::Village);
        self.outlines(&mut svg, &sheet, &finding.units);
        face(&mut svg, &sheet, place);
        scale_bar(&mut svg, &sheet, self.words);
        svg.push_str("</svg>");
        Some(svg)
    }

    /// The map of where all findings lie, each a dot in the colour of its severity, the
    /// gravest on top; nothing where none has a place.
    pub(super) fn overview(&self, findings: &[&Finding], label: &str) -> Option<String> {
        let places = findings.iter().filter_map(|it| it.place.as_ref());
        let places = places.map(|place| place.at).filter(|at| is_usable(*at));
        let rows = self
            .snapshot
            .dataset
            .borders
            .iter()
            .map(|(_, border)| border);
        let land = rows.map(Border::extent).reduce(Extent::union);
        let extent = Extent::around(places)?;
        let extent = land.map_or(extent, |land| land.union(extent));
        let sheet = Sheet::of(extent, OVERVIEW, OVERVIEW_SHARE);
        let mut svg = begun(&sheet, label);
        borders(&mut svg, &sheet, self.snapshot, Level::County);
        for severity in Severity::ALL.into_iter().rev() {
            let _ = write!(svg, "<g class=\"o{}\">", severity.name());
            for finding in findings.iter().filter(|it| it.severity == severity) {
                let at = finding.place.as_ref().map(|place| place.at);
                if let Some(at) = at.filter(|at| is_usable(*at)) {
                    let at = sheet.point(at);
                    let _ = write!(
                        svg,
                        "<a href=\"#{}\"><circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/></a>",
                        escaped(&finding.key.0),
                        at.x,
                        at.y
                    );
                }
            }
            svg.push_str("</g>");
        }
        scale_bar(&mut svg, &sheet, self.words);
        svg.push_str("</svg>");
        Some(svg)
    }

    /// The outlines of the units that a finding is of: of a city, and of a unit made of
    /// others, nothing else shows which it is.
    fn outlines(&mut self, svg: &mut String, sheet: &Sheet, units: &[UnitKey]) {
        let dataset = &self.snapshot.dataset;
        let mut data = String::new();
        for &key in units {
            let rings = self
                .polygons
                .entry(key)
                .or_insert_with(|| rings_of(dataset, key));
            for ring in rings.iter() {
                for run in visible_runs(&sheet.frame, &sheet.points(ring)) {
                    path(&mut data, &run, false);
                }
            }
        }
        if !data.is_empty() {
            let _ = write!(svg, "<path class=\"o\" d=\"{data}\"/>");
        }
    }

    /// The land of the leaves in sight, tinted, with their names where there is room.
    fn units(&mut self, svg: &mut String, sheet: &Sheet) {
        let mut names = String::new();
        let dataset = &self.snapshot.dataset;
        for key in self.snapshot.index.units_near(sheet.extent) {
            if !dataset.units.get(key).is_some_and(|unit| unit.is_leaf()) {
                continue;
            }
            let rings = self
                .polygons
                .entry(key)
                .or_insert_with(|| rings_of(dataset, key));
            let rings: Vec<Vec<Coord<f64>>> = rings
                .iter()
                .map(|ring| clipped_ring(&sheet.frame, &sheet.points(ring)))
                .filter(|ring| !ring.is_empty())
                .collect();
            if rings.is_empty() {
                continue;
            }
            let _ = write!(svg, "<path class=\"u{}\" d=\"", tint(key));
            for ring in &rings {
                path(svg, ring, true);
            }
            svg.push_str("\"/>");
            let name = plain(&unit_name(self.words, dataset, key));
            let wanted_px = LETTER_PX * name.chars().count() as f64;
            if let Some((at, width_px)) = widest_place(&sheet.frame, &rings)
                && width_px >= wanted_px
            {
                let _ = write!(
                    names,
                    "<text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
                    at.x,
                    at.y + 4.0,
                    escaped(&name)
                );
            }
        }
        svg.push_str(&names);
    }
}

/// The head of a map's element.
fn begun(sheet: &Sheet, label: &str) -> String {
    let (width, height) = (sheet.frame.width_px, sheet.frame.height_px);
    format!(
        "<svg class=\"map\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\">",
        escaped(label)
    )
}

fn tint(unit: UnitKey) -> usize {
    unit.0 as usize % TINTS
}

fn rings_of(dataset: &Dataset, key: UnitKey) -> Vec<Arc<[Position]>> {
    let Some(unit) = dataset.units.get(key) else {
        return Vec::new();
    };
    unit_polygons(dataset, unit)
        .into_iter()
        .flat_map(|polygon| polygon.rings)
        .map(|ring| ring.positions)
        .collect()
}

/// What a map shows: which land, and how it comes to lie in the frame.
struct Sheet {
    frame: Frame,
    plane: LocalPlane,
    metres_per_pixel: f64,
    extent: Extent,
}

impl Sheet {
    /// The land around what is shown, which takes `share` of the frame at most.
    fn of(shown: Extent, frame: Frame, share: f64) -> Self {
        let plane = LocalPlane::at(shown.centre());
        let corner = plane.metres_from_position(shown.max);
        let across = |half_m: f64, px: f64| 2.0 * half_m.abs() / (px * share);
        let metres_per_pixel = across(corner.x, frame.width_px)
            .max(across(corner.y, frame.height_px))
            .max(NARROWEST_M / frame.width_px);
        let mut sheet = Self {
            frame,
            plane,
            metres_per_pixel,
            extent: shown,
        };
        let margin = frame.margin_px;
        for (x, y) in [
            (-margin, -margin),
            (frame.width_px + margin, frame.height_px + margin),
        ] {
            sheet.extent.include(sheet.position(Coord { x, y }));
        }
        sheet
    }

    fn point(&self, position: Position) -> Coord<f64> {
        let metres = self.plane.metres_from_position(position);
        Coord {
            x: self.frame.width_px / 2.0 + metres.x / self.metres_per_pixel,
            y: self.frame.height_px / 2.0 - metres.y / self.metres_per_pixel,
        }
    }

    fn points(&self, positions: &[Position]) -> Vec<Coord<f64>> {
        positions
            .iter()
            .map(|&position| self.point(position))
            .collect()
    }

    fn position(&self, point: Coord<f64>) -> Position {
        self.plane.position_from_metres(Coord {
            x: (point.x - self.frame.width_px / 2.0) * self.metres_per_pixel,
            y: (self.frame.height_px / 2.0 - point.y) * self.metres_per_pixel,
        })
    }
}

/// Adds a line to the data of an SVG path. Writing to a string cannot fail.
fn path(data: &mut String, points: &[Coord<f64>], closes: bool) {
    for (place, point) in points.iter().enumerate() {
        let sign = if place == 0 { 'M' } else { 'L' };
        let _ = write!(data, "{sign}{:.1} {:.1}", point.x, point.y);
    }
    if closes {
        data.push('Z');
    }
}

/// The borders between units of `lowest` level and above, and those of the whole.
fn borders(svg: &mut String, sheet: &Sheet, snapshot: &Snapshot, lowest: Level) {
    // By how strong their line is, weakest first, so that a province's lies on top.
    let mut by_class: [String; 4] = std::array::from_fn(|_| String::new());
    for key in snapshot.index.borders_near(sheet.extent) {
        let Some(border) = snapshot.dataset.borders.get(key) else {
            continue;
        };
        let class = match border_level(&snapshot.dataset, border) {
            BorderLevel::Between(Level::Province) | BorderLevel::Outer => 3,
            BorderLevel::Between(level) if level > lowest => continue,
            BorderLevel::Between(Level::County) => 2,
            BorderLevel::Between(Level::District) => 1,
            BorderLevel::Between(_) | BorderLevel::Unknown => 0,
        };
        for run in visible_runs(&sheet.frame, &sheet.points(&border.line)) {
            if let Some(data) = by_class.get_mut(class) {
                path(data, &run, false);
            }
        }
    }
    for (class, data) in by_class.iter().enumerate() {
        if !data.is_empty() {
            let _ = write!(svg, "<path class=\"b{class}\" d=\"{data}\"/>");
        }
    }
}

/// The finding itself: its rings filled, its lines drawn, a circle around what is too
/// small to be seen.
fn face(svg: &mut String, sheet: &Sheet, place: &Place) {
    let (mut filled, mut drawn) = (String::new(), String::new());
    for line in &place.outline {
        let is_ring = match (line.first(), line.last()) {
            (Some(&first), Some(&last)) => line.len() > 3 && same_place(first, last),
            _ => false,
        };
        let points = sheet.points(line);
        if is_ring {
            path(&mut filled, &clipped_ring(&sheet.frame, &points), true);
        } else {
            for run in visible_runs(&sheet.frame, &points) {
                path(&mut drawn, &run, false);
            }
        }
    }
    if !filled.is_empty() {
        let _ = write!(svg, "<path class=\"f\" d=\"{filled}\"/>");
    }
    if !drawn.is_empty() {
        let _ = write!(svg, "<path class=\"l\" d=\"{drawn}\"/>");
    }
    let (low, high) = (sheet.point(place.extent.min), sheet.point(place.extent.max));
    let size_px = (high.x - low.x).abs().max((high.y - low.y).abs());
    let at = sheet.point(place.at);
    if size_px < 12.0 {
        let _ = write!(
            svg,
            "<circle class=\"p\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"9\"/>",
            at.x, at.y
        );
    }
    if place.outline.is_empty() {
        let _ = write!(
            svg,
            "<circle class=\"d\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.5\"/>",
            at.x, at.y
        );
    }
}

/// The longest of 1, 2, 5, 10 … metres that a bar has room for.
fn bar_length_m(metres_per_pixel: f64) -> f64 {
    let most_m = BAR_PX * metres_per_pixel;
    let power = 10_f64.powf(most_m.log10().floor());
    let step = [5.0, 2.0, 1.0]
        .into_iter()
        .find(|step| step * power <= most_m);
    step.unwrap_or(1.0) * power
}

fn scale_bar(svg: &mut String, sheet: &Sheet, words: &Words) {
    let length_m = bar_length_m(sheet.metres_per_pixel);
    let length_px = length_m / sheet.metres_per_pixel;
    let (left, bottom) = (10.0, sheet.frame.height_px - 10.0);
    let right = left + length_px;
    let top = bottom - 4.0;
    let _ = write!(
        svg,
        "<path class=\"s\" d=\"M{left:.1} {top}V{bottom}H{right:.1}V{top}\"/>\
         <text class=\"s\" x=\"{:.1}\" y=\"{:.0}\">{}</text>",
        (left + right) / 2.0,
        top - 3.0,
        escaped(&plain(&words.length(length_m)))
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_bar_has_a_round_length_and_room() {
        for metres_per_pixel in [0.8, 1.0, 3.7, 12.0, 450.0] {
            let length_m = bar_length_m(metres_per_pixel);
            let length_px = length_m / metres_per_pixel;
            assert!(
                length_px <= BAR_PX && length_px > BAR_PX / 2.6,
                "{length_px}"
            );
            let digits = format!("{length_m}").replace('0', "");
            assert!(["1", "2", "5"].contains(&digits.as_str()), "{length_m}");
        }
    }

    #[test]
    fn the_finding_lies_in_the_middle_and_north_is_above() {
        let corner = |x, y| Position { x, y };
        let mut extent = Extent::at(corner(48.0, 33.0));
        extent.include(corner(48.2, 33.3));
        let sheet = Sheet::of(extent, FRAME, SHARE);
        let middle = sheet.point(extent.centre());
        assert_eq!(
            (middle.x, middle.y),
            (FRAME.width_px / 2.0, FRAME.height_px / 2.0)
        );
        let (south, north) = (sheet.point(extent.min), sheet.point(extent.max));
        assert!(north.y < south.y && north.x > south.x);
        assert!(north.y > 0.0 && south.y < FRAME.height_px);
        assert!(sheet.extent.holds_extent(&extent));
    }
}
