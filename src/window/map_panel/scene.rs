//! From the data set to what the map draws: each border once in the class of what it
//! divides, each leaf's land in a tint, settlements and seats by rank. Made for a
//! background thread; an edit asks for the few objects it touched.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::tints::tints;
use crate::app::thematic::Choropleth;
use crate::edit::Touched;
use crate::measure::metres_per_degree;
use crate::model::{
    Border, BorderKey, BorderStatus, Dataset, Key, Land, Level, PlainRole, Position,
    SettlementKind, Unit, UnitKey,
};
use crate::topology::{ALWAYS, BorderLevel, Simplification, border_level, union, unit_polygons};
use crate::window::map::{FillInput, LineInput, PointInput, RingInput, Scene};

/// Classes of lines, the higher drawn over the lower. A border that faces nothing although
/// it should, or of unknown level:
pub(super) const UNPAIRED: u8 = 0;
/// The outline of a city that is drawn over its rural districts.
pub(super) const CITY: u8 = 1;
pub(super) const RURAL_DISTRICT: u8 = 2;
pub(super) const DISTRICT: u8 = 3;
pub(super) const COUNTY: u8 = 4;
pub(super) const PROVINCE: u8 = 5;
/// The outside along the sea, and shores.
pub(super) const COAST: u8 = 6;
/// The outside of the country.
pub(super) const INTERNATIONAL: u8 = 7;
pub(super) const DISPUTED: u8 = 8;
/// Added to the class of a border that its parties have not agreed on, where others are
/// agreed on.
pub(super) const UNAGREED: u8 = 16;

/// How many tints there are.
pub(super) const TINTS: u8 = 8;
/// The class of fills for land that has no tints of its own; before it come the pairs of a
/// tint seen from near and one seen from far, `TINTS` times the one and the other.
pub(super) const LAND: u8 = TINTS * TINTS;
/// The class of the land that the selected finding is about.
pub(super) const CONTESTED: u8 = LAND + 1;
/// The class of seas and lakes.
pub(super) const WATER: u8 = LAND + 2;
/// The first class of units that are coloured by a value.
pub(super) const THEMATIC: u8 = LAND + 3;
/// The key of the fill of the selected finding; no unit has it.
pub(super) const FINDING_FILL: u32 = u32::MAX;

/// Layers of fills, the higher drawn over the lower.
const WATER_LAYER: u8 = 0;
const UNIT_LAYER: u8 = 1;
pub(super) const FINDING_LAYER: u8 = 2;

/// Classes of points, the higher drawn over the lower; four of villages and three of
/// cities, by their people.
pub(super) const POINT_PLACE: u8 = 0;
pub(super) const POINT_FARM: u8 = 1;
pub(super) const POINT_VILLAGE: u8 = 2;
pub(super) const POINT_CITY: u8 = 6;
pub(super) const POINT_SEAT: u8 = 9;

/// Two classes of islands, by what they measure across.
const POINT_ISLAND: u8 = 13;
/// An island of each class measures less than this across, in metres.
pub(super) const ISLAND_SIZES_M: [f64; 2] = [2_000.0, 8_000.0];

/// The people from which a village is of the next class, and a city.
const VILLAGE_CLASSES: [u64; 3] = [100, 500, 2_500];
const CITY_CLASSES: [u64; 2] = [50_000, 250_000];
/// The people from which a point is of the next importance.
const IMPORTANCE: [u64; 6] = [20, 100, 250, 500, 1_000, 2_500];

/// In how many of these steps a number of people is.
fn step_of(people: Option<u64>, steps: &[u64]) -> u8 {
    let people = people.unwrap_or(0);
    steps.iter().filter(|step| people >= **step).count() as u8
}

/// Line keys from here on are outlines of cities; below, borders.
const CITY_LINES: u32 = 0x8000_0000;
/// Line and fill keys from here on are of water.
const WATER_KEYS: u32 = 0xC000_0000;
/// The data is of the country, so that its outside is the country's, from so many
/// provinces on: more than half of those there are.
const PROVINCES_OF_A_COUNTRY: usize = 16;

/// What an edit and the pointer need of the scene that is drawn.
#[derive(Debug, Default)]
pub(super) struct SceneModel {
    /// Of each county.
    near_tints: BTreeMap<UnitKey, u8>,
    /// Of each province.
    far_tints: BTreeMap<UnitKey, u8>,
    /// Borders with one empty side that do not lie on the outside of everything.
    inner_open: HashSet<BorderKey>,
    /// Borders that run along the sea.
    coasts: HashSet<BorderKey>,
    /// Whether the outside of everything is that of the country.
    is_country: bool,
    /// Whether any border is agreed on: then the others are marked.
    some_agreed: bool,
    /// What units are coloured by instead of tints.
    choropleth: Option<Arc<Choropleth>>,
    /// The lines of cities that are drawn over their rural districts.
    pub city_lines: HashMap<UnitKey, Vec<u32>>,
}

/// The class of borders of a level.
pub(super) fn class_of_level(level: Level) -> u8 {
    match level {
        Level::Province => PROVINCE,
        Level::County => COUNTY,
        Level::District => DISTRICT,
        Level::RuralDistrict => RURAL_DISTRICT,
        _ => CITY,
    }
}

/// The unit whose tint a leaf has: the one of a level above it, else the highest.
fn tint_group(dataset: &Dataset, leaf: UnitKey, level: Level) -> UnitKey {
    dataset
        .ancestor_at(leaf, level)
        .or_else(|| dataset.ancestors(leaf).last().map(|(key, _)| key))
        .unwrap_or(leaf)
}

fn coords(line: &[Position]) -> Arc<[[f64; 2]]> {
    line.iter()
        .map(|position| [position.x, position.y])
        .collect()
}

impl SceneModel {
    fn new(dataset: &Dataset) -> Self {
        let leaves: Vec<UnitKey> = dataset
            .units
            .iter()
            .filter(|(_, unit)| unit.is_leaf())
            .map(|(key, _)| key)
            .collect();
        let mut inner_open: HashSet<BorderKey> = dataset
            .borders
            .iter()
            .filter(|(_, border)| border.left.is_empty() != border.right.is_empty())
            .map(|(key, _)| key)
            .collect();
        for outline in union(dataset, &leaves) {
            for step in &outline.shell {
                inner_open.remove(&step.border);
            }
        }
        let tints_of = |level: Level| {
            let group = |leaf: UnitKey| tint_group(dataset, leaf, level);
            let pairs = dataset.borders.iter().filter_map(|(_, border)| {
                let left = group(*border.left.first()?);
                let right = group(*border.right.first()?);
                (left != right).then_some((left, right))
            });
            tints(leaves.iter().map(|&leaf| group(leaf)), pairs, TINTS)
        };
        Self {
            near_tints: tints_of(Level::County),
            far_tints: tints_of(Level::Province),
            coasts: super::water::coasts(dataset),
            is_country: (dataset.units.iter())
                .filter(|(_, unit)| unit.level == Level::Province)
                .count()
                >= PROVINCES_OF_A_COUNTRY,
            some_agreed: (dataset.borders.iter())
                .any(|(_, border)| border.attributes.status == BorderStatus::Agreed),
            inner_open,
            choropleth: None,
            city_lines: HashMap::new(),
        }
    }

    /// The class in which a border is drawn.
    fn line_class(&self, dataset: &Dataset, key: BorderKey, border: &Border) -> u8 {
        if border.attributes.status == BorderStatus::Disputed {
            return DISPUTED;
        }
        let is_marked = self.some_agreed && border.attributes.status == BorderStatus::Unverified;
        let mark = if is_marked { UNAGREED } else { 0 };
        match border_level(dataset, border) {
            BorderLevel::Between(level) => class_of_level(level) + mark,
            BorderLevel::Outer if self.coasts.contains(&key) => COAST,
            BorderLevel::Outer if self.inner_open.contains(&key) => UNPAIRED,
            BorderLevel::Outer if self.is_country => INTERNATIONAL,
            // The outside of everything divides at the highest level that there is.
            BorderLevel::Outer => border
                .units()
                .first()
                .and_then(|unit| dataset.ancestors(*unit).last())
                .map_or(UNPAIRED, |(_, unit)| class_of_level(unit.level)),
            BorderLevel::Unknown => UNPAIRED,
        }
    }

    fn fill_class(&self, dataset: &Dataset, leaf: UnitKey) -> u8 {
        if let Some(choropleth) = &self.choropleth {
            let class = choropleth.class_of(dataset, leaf);
            return class.map_or(LAND, |class| THEMATIC + class);
        }
        let tint = |tints: &BTreeMap<UnitKey, u8>, level: Level| {
            tints.get(&tint_group(dataset, leaf, level)).copied()
        };
        let near = tint(&self.near_tints, Level::County);
        let far = tint(&self.far_tints, Level::Province);
        near.map_or(LAND, |near| near * TINTS + far.unwrap_or(near))
    }

    /// Colours units by a value, or by tints again. Gives the class of every leaf.
    pub fn colour(
        &mut self,
        dataset: &Dataset,
        choropleth: Option<Arc<Choropleth>>,
    ) -> Vec<(u32, u8)> {
        self.choropleth = choropleth;
        let leaves = dataset.units.iter().filter(|(_, unit)| unit.is_leaf());
        leaves
            .map(|(key, _)| (key.0, self.fill_class(dataset, key)))
            .collect()
    }

    fn line(&self, dataset: &Dataset, key: BorderKey, border: &Border) -> LineInput {
        LineInput {
            key: key.0,
            class: self.line_class(dataset, key, border),
            coords: coords(&border.line),
            weights: None,
        }
    }

    /// The objects that an edit touched, as they are now, and the keys of those that are gone.
    pub fn touched(&self, dataset: &Dataset, touched: &Touched) -> Replacement {
        let mut replacement = Replacement::default();
        for key in &touched.borders {
            match dataset.borders.get(*key) {
                Some(border) => replacement.lines.push(self.line(dataset, *key, border)),
                None => replacement.removed_lines.push(key.0),
            }
        }
        for key in &touched.units {
            match dataset.units.get(*key) {
                Some(unit) if unit.is_leaf() => replacement.fills.push(FillInput {
                    key: key.0,
                    class: self.fill_class(dataset, *key),
                    layer: UNIT_LAYER,
                    polygons: polygons(dataset, unit),
                }),
                _ => replacement.removed_fills.push(key.0),
            }
        }
        replacement
    }
}

/// What to draw instead after an edit.
#[derive(Debug, Default)]
pub(super) struct Replacement {
    pub lines: Vec<LineInput>,
    pub fills: Vec<FillInput>,
    pub removed_lines: Vec<u32>,
    pub removed_fills: Vec<u32>,
}

fn polygons(dataset: &Dataset, unit: &Unit) -> Vec<Vec<RingInput>> {
    unit_polygons(dataset, unit)
        .iter()
        .map(|polygon| {
            let rings = polygon.rings.iter();
            rings
                .map(|ring| {
                    let positions = ring.positions.iter();
                    RingInput::Coords(positions.map(|position| [position.x, position.y]).collect())
                })
                .collect()
        })
        .collect()
}

/// Everything that is drawn of a data set.
pub(super) fn build_scene(dataset: &Dataset, weights: &Simplification) -> (Scene, SceneModel) {
    let mut model = SceneModel::new(dataset);
    let mut scene = Scene::default();
    let mut line_of_border: HashMap<BorderKey, u32> = HashMap::new();
    for (key, border) in dataset.borders.iter() {
        line_of_border.insert(key, scene.lines.len() as u32);
        scene.lines.push(LineInput {
            weights: weights.border(key, &border.line).cloned(),
            ..model.line(dataset, key, border)
        });
    }
    for (key, unit) in dataset.units.iter() {
        let Land::Coverage(parts) = &unit.land else {
            continue;
        };
        let ring_lines = |ring: &crate::model::Ring| {
            let steps = ring.path.iter();
            RingInput::Lines(
                steps
                    .filter_map(|step| Some((*line_of_border.get(&step.border)?, step.reversed)))
                    .collect(),
            )
        };
        scene.fills.push(FillInput {
            key: key.0,
            class: model.fill_class(dataset, key),
            layer: UNIT_LAYER,
            polygons: parts
                .iter()
                .map(|part| part.rings().map(ring_lines).collect())
                .collect(),
        });
    }
    super::water::add_water(dataset, &mut scene, WATER_KEYS, WATER_LAYER);
    add_cities(dataset, weights, &mut scene, &mut model);
    add_points(dataset, &mut scene);
    add_islands(dataset, &model, &mut scene);
    (scene, model)
}

/// Cities that are drawn over the rural districts have outlines of their own.
fn add_cities(
    dataset: &Dataset,
    weights: &Simplification,
    scene: &mut Scene,
    model: &mut SceneModel,
) {
    let mut next = CITY_LINES;
    for (key, unit) in dataset.units.iter() {
        let Land::Plain {
            polygons,
            role: PlainRole::Over,
        } = &unit.land
        else {
            continue;
        };
        let rings = polygons.iter().flat_map(|polygon| &polygon.rings);
        for (number, ring) in rings.enumerate() {
            let mut closed: Vec<[f64; 2]> = coords(&ring.positions).to_vec();
            if let (Some(first), Some(last)) = (closed.first().copied(), closed.last().copied())
                && first != last
            {
                closed.push(first);
            }
            scene.lines.push(LineInput {
                key: next,
                class: CITY,
                weights: closing(weights.rings(key).get(number), closed.len()),
                coords: closed.into(),
            });
            model.city_lines.entry(key).or_default().push(next);
            next += 1;
        }
    }
}

/// The weights of a ring's vertices for a line that closes it.
fn closing(weights: Option<&Arc<[u8]>>, vertices: usize) -> Option<Arc<[u8]>> {
    let weights = weights.filter(|weights| weights.len() + 1 == vertices)?;
    // Its ends stay, whatever the first weighs, or it would be open without it.
    let inner = weights.iter().skip(1).copied();
    Some(
        std::iter::once(ALWAYS)
            .chain(inner)
            .chain([ALWAYS])
            .collect(),
    )
}

/// Marks small islands, so that none is lost where the whole country is seen.
fn add_islands(dataset: &Dataset, model: &SceneModel, scene: &mut Scene) {
    for (key, border) in dataset.borders.iter() {
        let is_outer = border.left.is_empty() != border.right.is_empty();
        if !(border.is_ring() && is_outer) || model.inner_open.contains(&key) {
            continue;
        }
        let extent = border.extent();
        let middle = extent.centre();
        let (east_m, north_m) = metres_per_degree(middle.y);
        let across = extent.max - extent.min;
        let size_m = (across.x * east_m).max(across.y * north_m);
        let class = ISLAND_SIZES_M.iter().position(|most| size_m < *most);
        if let Some(class) = class {
            scene.points.push(PointInput {
                key: key.0,
                class: POINT_ISLAND + class as u8,
                importance: u8::MAX,
                at: [middle.x, middle.y],
            });
        }
    }
}

fn add_points(dataset: &Dataset, scene: &mut Scene) {
    let settlements = dataset.settlements.iter();
    for (key, settlement) in settlements.filter(|(_, it)| !it.life.has_ended()) {
        let Some(at) = settlement.position else {
            continue;
        };
        let people = (settlement.populations.latest()).and_then(|count| count.people);
        let class = match settlement.kind {
            SettlementKind::Village => POINT_VILLAGE + step_of(people, &VILLAGE_CLASSES),
            SettlementKind::Farm => POINT_FARM,
            SettlementKind::Place => POINT_PLACE,
        };
        scene.points.push(PointInput {
            key: key.0,
            class,
            importance: step_of(people, &IMPORTANCE),
            at: [at.x, at.y],
        });
    }
    for (key, unit) in dataset.units.iter() {
        let seat = unit.centre.as_ref().and_then(|centre| centre.position);
        let rank = Level::RuralDistrict as u8 - (unit.level.min(Level::RuralDistrict) as u8);
        let city = unit.point.filter(|_| unit.level == Level::City);
        let people = unit.populations.latest().and_then(|count| count.people);
        let of_city = POINT_CITY + step_of(people, &CITY_CLASSES);
        let points = [(seat, POINT_SEAT + rank), (city, of_city)];
        for (at, class) in points {
            let Some(at) = at else { continue };
            scene.points.push(PointInput {
                key: CITY_LINES | key.index() as u32,
                class,
                importance: u8::MAX,
                at: [at.x, at.y],
            });
        }
    }
}
