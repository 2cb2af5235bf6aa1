//! Names on the map: where each stands, in the widest place of its unit, and from which
//! scale to which it is shown. Places are found in the background; the words are put
//! together when the language or what is visible changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::language::{Language, Words};
use crate::measure::metres_per_degree;
use crate::model::{Border, Dataset, Extent, Land, Level, Position, SettlementKind, UnitKey};
use crate::window::map::{LabelAnchor, LabelInput, METRES_PER_POINT_OF_SCREEN};
use crate::window::theme::{LabelStyle, MapStyle};
use crate::window::view_state::Levels;

/// A name and its place.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub level: Level,
    pub name: String,
    pub at: Position,
    /// How much room there is for it on the ground, in metres; nothing for a point.
    pub room_m: Option<f64>,
    /// How many people it has, if that is known.
    pub people: Option<u64>,
}

/// How many parallels a unit is looked at along to find its widest place.
const PARALLELS: usize = 15;

/// The lines around one unit.
#[derive(Default)]
struct Around<'a> {
    lines: Vec<(&'a [Position], Extent)>,
    extent: Option<Extent>,
}

impl<'a> Around<'a> {
    fn add(&mut self, line: &'a [Position], extent: Extent) {
        self.lines.push((line, extent));
        self.extent = Some(self.extent.map_or(extent, |whole| whole.union(extent)));
    }

    /// The middle of the widest stretch inside, near the middle of the height rather
    /// than at its ends, and its width in metres.
    fn widest(&self) -> Option<(Position, f64)> {
        let extent = self.extent?;
        let height = extent.max.y - extent.min.y;
        let mut best: Option<(f64, Position, f64)> = None;
        for parallel in 1..=PARALLELS {
            let share = parallel as f64 / (PARALLELS + 1) as f64;
            let y = extent.min.y + share * height;
            let off_middle = (2.0 * share - 1.0).abs();
            let half_step = height / (PARALLELS + 1) as f64 / 2.0;
            let near = [self.stretches(y - half_step), self.stretches(y + half_step)];
            for stretch in self.stretches(y) {
                // A name has a height: what is broad only on this parallel is no room.
                let Some((west, east)) = near
                    .iter()
                    .try_fold(stretch, |room, near| room_in(room, near))
                else {
                    continue;
                };
                let width = east - west;
                let score = width * (1.0 - 0.6 * off_middle * off_middle);
                if best.is_none_or(|(known, ..)| score > known) {
                    let x = (west + east) / 2.0;
                    best = Some((score, Position { x, y }, width));
                }
            }
        }
        let (_, at, width_deg) = best?;
        Some((at, width_deg * metres_per_degree(at.y).0))
    }

    /// The stretches inside along a parallel, from west to east.
    fn stretches(&self, y: f64) -> Vec<(f64, f64)> {
        let mut crossings = self.crossings(y);
        crossings.sort_by(f64::total_cmp);
        crossings
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect()
    }

    fn crossings(&self, y: f64) -> Vec<f64> {
        let mut crossings = Vec::new();
        for (line, extent) in &self.lines {
            if y < extent.min.y || y >= extent.max.y {
                continue;
            }
            for edge in line.windows(2) {
                if (edge[0].y > y) != (edge[1].y > y) {
                    let along = (y - edge[0].y) / (edge[1].y - edge[0].y);
                    crossings.push(edge[0].x + along * (edge[1].x - edge[0].x));
                }
            }
        }
        crossings
    }
}

/// What of a stretch is also inside on a neighbouring parallel, around its middle.
fn room_in(stretch: (f64, f64), near: &[(f64, f64)]) -> Option<(f64, f64)> {
    let middle = (stretch.0 + stretch.1) / 2.0;
    near.iter()
        .find(|(west, east)| (*west..=*east).contains(&middle))
        .map(|(west, east)| (stretch.0.max(*west), stretch.1.min(*east)))
}

/// Every name of the data set with its place, in the order of levels and keys.
pub(super) fn named_places(dataset: &Dataset) -> Vec<Named> {
    let mut named = Vec::new();
    for level in Level::UNITS {
        let mut around: BTreeMap<UnitKey, Around<'_>> = BTreeMap::new();
        for (_, border) in dataset.borders.iter() {
            let (left, right) = sides_at(dataset, border, level);
            if left == right {
                continue;
            }
            for unit in [left, right].into_iter().flatten() {
                around
                    .entry(unit)
                    .or_default()
                    .add(&border.line, border.extent());
            }
        }
        for (key, around) in around {
            if let (Some(unit), Some((at, room_m))) = (dataset.units.get(key), around.widest()) {
                named.push(Named {
                    level,
                    name: unit.name.trim().to_owned(),
                    at,
                    room_m: Some(room_m),
                    people: None,
                });
            }
        }
    }
    for (_, unit) in dataset
        .units
        .iter()
        .filter(|(_, unit)| unit.level == Level::City)
    {
        let own = match &unit.land {
            Land::Plain { polygons, .. } => Extent::around(
                polygons
                    .iter()
                    .flat_map(|polygon| polygon.rings.iter())
                    .flat_map(|ring| ring.positions.iter().copied())
                    .filter(|position| crate::model::is_usable(*position)),
            )
            .map(|extent| extent.centre()),
            Land::None => unit.point,
            Land::Coverage(_) => None,
        };
        if let Some(at) = own {
            let people = unit.populations.latest().and_then(|count| count.people);
            named.push(point(Level::City, &unit.name, at, people));
        }
    }
    let settlements = dataset.settlements.iter();
    for (_, settlement) in settlements.filter(|(_, it)| !it.life.has_ended()) {
        if let Some(at) = settlement.position
            && settlement.kind == SettlementKind::Village
        {
            let people = settlement.populations.latest().and_then(|it| it.people);
            named.push(point(Level::Village, &settlement.name, at, people));
        }
    }
    named.retain(|named| !named.name.is_empty());
    named
}

fn point(level: Level, name: &str, at: Position, people: Option<u64>) -> Named {
    Named {
        level,
        name: name.trim().to_owned(),
        at,
        room_m: None,
        people,
    }
}

/// The units of a level on the two sides of a border.
fn sides_at(
    dataset: &Dataset,
    border: &Border,
    level: Level,
) -> (Option<UnitKey>, Option<UnitKey>) {
    let side = |units: &[UnitKey]| dataset.ancestor_at(*units.first()?, level);
    (side(&border.left), side(&border.right))
}

/// The classes of names, by which the placer tells sizes and weights apart.
pub(super) fn class_of(level: Level) -> u8 {
    match level {
        Level::Province => 0,
        Level::County => 1,
        Level::District => 2,
        Level::RuralDistrict => 3,
        Level::City => 4,
        _ => 5,
    }
}

/// The class of names of provinces on a map of the whole country.
const FAR_PROVINCE: u8 = 6;
/// Every class.
pub(super) const CLASSES: std::ops::RangeInclusive<u8> = 0..=FAR_PROVINCE;

/// The look of a class of names.
pub(super) fn style_of(map: &MapStyle, class: u8) -> &LabelStyle {
    match class {
        0 => &map.province_label,
        1 => &map.county_label,
        2 => &map.district_label,
        3 => &map.rural_district_label,
        4 => &map.city_label,
        FAR_PROVINCE => &map.far_province_label,
        _ => &map.village_label,
    }
}

/// Names of provinces are shown from this share of their scale on where no counties are
/// that would have names before.
const WITHOUT_COUNTIES: f32 = 0.55;

/// The n of 1:n from which and up to which names of a level are shown, of the levels that
/// have names: the highest is shown at any scale beyond, provinces only where counties
/// no longer are.
fn scales(map: &MapStyle, level: Level, present: &BTreeSet<Level>) -> (f32, f32) {
    let style = style_of(map, class_of(level));
    let from_scale = match level {
        Level::Province if !present.contains(&Level::County) => style.from_scale * WITHOUT_COUNTIES,
        _ => style.from_scale,
    };
    match (present.first() == Some(&level), present.len()) {
        (true, 1) => (0.0, f32::INFINITY),
        (true, _) => (from_scale, f32::INFINITY),
        _ => (from_scale, style.to_scale),
    }
}

/// Higher levels have the first choice of room, within a level the more people.
fn priority(named: &Named) -> u32 {
    let rank = 10 - u32::from(class_of(named.level)).min(10);
    let people = named.people.unwrap_or(0).min(999_999) as u32;
    rank * 1_000_000 + people
}

/// The labels for the placer.
pub(super) fn labels(
    named: &[Named],
    words: &Words,
    levels: &Levels,
    map: &MapStyle,
) -> Arc<[LabelInput]> {
    if !levels.labels {
        return Arc::new([]);
    }
    let is_visible = |named: &&Named| levels.visible.contains(&named.level);
    let lands = named
        .iter()
        .filter(is_visible)
        .filter(|named| named.room_m.is_some());
    let present: BTreeSet<Level> = lands.map(|named| named.level).collect();
    let provinces = named.iter().filter(|it| it.level == Level::Province);
    let are_many = provinces.count() > 1;
    named
        .iter()
        .filter(is_visible)
        .flat_map(|named| {
            let class = class_of(named.level);
            let (from, to) = scales(map, named.level, &present);
            let far_from = map.far_province_label.from_scale;
            let near = (class, from, to);
            // Smaller where the whole country is seen.
            let far = (FAR_PROVINCE, far_from.max(from), to.max(far_from * 100.0));
            let tiers = match named.level {
                Level::Province if are_many => [Some((class, from, far_from)), Some(far)],
                _ => [Some(near), None],
            };
            tiers.into_iter().flatten().map(move |tier| (named, tier))
        })
        .flat_map(|(named, (class, from_scale, to_scale))| {
            // Where all of them are provinces, the word for it tells nothing.
            let is_plain = named.level == Level::Province && are_many;
            let text = if is_plain {
                named.name.clone()
            } else {
                full_name(words, named.level, &named.name)
            };
            let label = |text: String, from_scale: f32, to_scale: f32| LabelInput {
                text: text.into(),
                at: [named.at.x, named.at.y],
                priority: priority(named),
                class,
                from_scale,
                to_scale,
                anchor: match named.room_m {
                    Some(_) => LabelAnchor::Centre,
                    None => LabelAnchor::Beside(3.0),
                },
            };
            let Some(room_m) = named.room_m else {
                return vec![label(text, from_scale, to_scale)];
            };
            let size = style_of(map, class).size;
            let fits_to = |text: &str| to_scale.min(widest_scale(text, size, room_m));
            let in_one_line = fits_to(&text);
            let mut tiers = Vec::new();
            if let Some(two_lines) = in_two_lines(&text)
                && fits_to(&two_lines) > in_one_line
            {
                let fits_to = fits_to(&two_lines);
                tiers.push(label(two_lines, from_scale.max(in_one_line), fits_to));
            }
            tiers.push(label(text, from_scale, in_one_line));
            tiers
        })
        .filter(|label| label.from_scale < label.to_scale)
        .collect()
}

/// The n of 1:n up to which a text of a size in points has room on the ground. A name may
/// reach a little beyond its unit, not into the next but one.
fn widest_scale(text: &str, size: f32, room_m: f64) -> f32 {
    let letters = text.lines().map(|line| line.chars().count()).max();
    let width = 0.75 * 0.5 * letters.unwrap_or(0).max(4) as f32 * size;
    (room_m / (f64::from(width) * METRES_PER_POINT_OF_SCREEN)) as f32
}

/// A text of several words in two lines of about the same length; «و» begins a line.
fn in_two_lines(text: &str) -> Option<String> {
    let whole = text.chars().count();
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let spaces = spaces.filter(|&at| !text[..at].ends_with(" و"));
    let middle = spaces.min_by_key(|&at| (2 * text[..at].chars().count()).abs_diff(whole))?;
    Some(format!("{}\n{}", &text[..middle], &text[middle + 1..]))
}

/// A name with its level, for counties and provinces that do not say it themselves.
fn full_name(words: &Words, level: Level, name: &str) -> String {
    let id = match level {
        Level::Province => "map-name-province",
        Level::County => "map-name-county",
        _ => return name.to_owned(),
    };
    let says_level = ["شهرستان", "استان"]
        .iter()
        .any(|word| name.starts_with(word))
        || ["County", "Province"]
            .iter()
            .any(|word| name.ends_with(word));
    let is_latin = name.chars().any(|letter| letter.is_ascii_alphabetic());
    let is_foreign = (words.language() == Language::English) != is_latin;
    if says_level || is_foreign {
        name.to_owned()
    } else {
        words.with(id, &[("name", name.into())])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at what is unexpected")]

    use super::*;

    #[test]
    fn a_name_of_several_words_has_room_in_two_lines() {
        assert_eq!(in_two_lines("یزد"), None);
        let lines = in_two_lines("کهگیلویه و بویراحمد").unwrap();
        assert_eq!(lines, "کهگیلویه\nو بویراحمد");
        let [one, two] = ["کهگیلویه و بویراحمد", &lines].map(|it| widest_scale(it, 11.0, 9e4));
        assert!(two > 1.5 * one);
    }

    #[test]
    fn the_name_stands_in_the_broad_part_of_a_unit() {
        // A broad block in the north with a long narrow tail to the south.
        let line: Vec<Position> = [
            (0.0, 0.0),
            (0.2, 0.0),
            (0.2, 2.0),
            (3.0, 2.0),
            (3.0, 4.0),
            (0.0, 4.0),
            (0.0, 0.0),
        ]
        .map(|(x, y)| Position {
            x: 48.0 + x,
            y: 30.0 + y,
        })
        .to_vec();
        let mut around = Around::default();
        around.add(&line, Extent::around(line.iter().copied()).unwrap());
        let (at, room_m) = around.widest().unwrap();
        assert!(
            (at.x - 49.5).abs() < 1e-9 && at.y > 32.0 && at.y < 34.0,
            "{at:?}"
        );
        assert!((room_m / 1e3 - 3.0 * 94.0).abs() < 5.0, "{room_m}");
    }
}
