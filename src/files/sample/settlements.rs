//! The points of Lorestan: villages under names of the real list, farms and places, and
//! the centre of each unit. Each lies well inside its rural district.

use serde_json::Value;

use super::SampleError;
use super::mesh::{NONE, distance};
use super::names::Divisions;
use super::output::{Feature, Shape};
use super::partition::Partition;
use super::people::{self, Count, Target};
use super::points::{Point, Polygon, distance_m, moved_m, within};
use super::random::Random;

/// Farms and places in each rural district: kind, Persian word, people, dependent or not.
const SMALL: [(&str, &str, u32, bool); 5] = [
    ("farm", "مزرعه", 18, true),
    ("farm", "مزرعه", 0, true),
    ("farm", "مزرعه", 9, false),
    ("place", "ایستگاه", 0, true),
    ("place", "معدن", 25, false),
];

/// Villages, farms and places of all rural districts, and what they add up to.
pub(super) struct Settled {
    pub(super) features: Vec<Feature>,
    /// By rural district.
    pub(super) counts: Vec<Count>,
    /// Index in `features` of each rural district's largest village.
    pub(super) largest: Vec<usize>,
}

/// Whether `point` and all points about it at `metres` lie in the polygons.
fn clear(polygons: &[Polygon], point: Point, metres: f64) -> bool {
    (0..13).all(|step| {
        let angle = f64::from(step) * std::f64::consts::TAU / 12.0;
        let away = if step == 12 { 0.0 } else { metres };
        let tried = moved_m(point, [away * angle.cos(), away * angle.sin()]);
        polygons.iter().any(|polygon| within(polygon, tried))
    })
}

/// Puts the settlements of every rural district on the map. `shapes` are the polygons of
/// the rural districts.
pub(super) fn place(
    divisions: &Divisions,
    partition: &Partition,
    shapes: &[Vec<Polygon>],
    targets: &[Target],
    seed: u64,
) -> Result<Settled, SampleError> {
    let mut settled = Settled {
        features: Vec::new(),
        counts: Vec::new(),
        largest: Vec::new(),
    };
    let mut small_code = 900_001_u32;
    for (index, ((rural, shape), target)) in
        divisions.rural.iter().zip(shapes).zip(targets).enumerate()
    {
        let mut random = Random::new(seed, 0x5E77_0000 + index as u64);
        let mut spots = Spots::new(partition, index as u32, shape);
        let sizes = people::villages(target.people, rural.villages.len(), &mut random);
        let mut total = Count::default();
        settled.largest.push(settled.features.len());
        let mut hosts = Vec::new();
        for ((code, name), &size) in rural.villages.iter().zip(&sizes) {
            let point = spots.next(&mut random).ok_or_else(|| {
                SampleError::Geometry(format!("no room for a village in {}", rural.code))
            })?;
            let count = Count::of(size);
            total.add(count);
            settled.features.push(Feature::new(
                Shape::Point(point),
                [
                    ("level", "village".into()),
                    ("code", code.as_str().into()),
                    ("name", name.as_str().into()),
                    ("parent_code", rural.code.as_str().into()),
                    ("population_1395", count.people.into()),
                    ("households_1395", count.households.into()),
                ],
            ));
            hosts.push((code, name));
        }
        for (place, &(level, word, size, dependent)) in SMALL.iter().enumerate() {
            let Some(point) = spots.next(&mut random) else {
                continue;
            };
            let Some((host_code, host_name)) = hosts.get(place + 1) else {
                continue;
            };
            let count = Count {
                people: size,
                households: size / 4,
            };
            total.add(count);
            let mut feature = Feature::new(
                Shape::Point(point),
                [
                    ("level", level.into()),
                    ("code", format!("{small_code:06}").into()),
                    ("name", format!("{word} {host_name}").into()),
                    ("parent_code", rural.code.as_str().into()),
                    ("population_1395", count.people.into()),
                    ("households_1395", count.households.into()),
                    ("dependent", dependent.into()),
                ],
            );
            if dependent {
                feature.set("village_code", host_code.as_str());
            }
            small_code += 1;
            settled.features.push(feature);
        }
        settled.counts.push(total);
    }
    Ok(settled)
}

/// Free spots in one rural district.
struct Spots<'a> {
    partition: &'a Partition,
    shape: &'a [Polygon],
    cells: Vec<u32>,
    used: Vec<Point>,
}

impl<'a> Spots<'a> {
    fn new(partition: &'a Partition, rural: u32, shape: &'a [Polygon]) -> Self {
        let cells = (0..partition.mesh.sites.len() as u32)
            .filter(|&cell| {
                let at = cell as usize;
                partition.rural.get(at) == Some(&rural)
                    && partition.city.get(at) == Some(&NONE)
                    && partition.reserved.get(at) == Some(&false)
            })
            .collect();
        Spots {
            partition,
            shape,
            cells,
            used: Vec::new(),
        }
    }

    /// A point at least 300 m inside and 250 m from the others.
    fn next(&mut self, random: &mut Random) -> Option<Point> {
        let mesh = &self.partition.mesh;
        for attempt in 0..600 {
            let &cell = self.cells.get(random.below(self.cells.len()))?;
            let site = mesh.site(cell);
            let room = mesh
                .neighbours(cell)
                .iter()
                .map(|&(other, _)| distance(site, mesh.site(other)) / 2.0)
                .fold(f64::INFINITY, f64::min)
                .min(5.0);
            let angle = random.range(0.0, std::f64::consts::TAU);
            let away = room * random.unit().sqrt() * 0.85;
            let point = self
                .partition
                .projector
                .point([site[0] + away * angle.cos(), site[1] + away * angle.sin()]);
            let between = if attempt < 400 { 800.0 } else { 250.0 };
            if self
                .used
                .iter()
                .all(|&other| distance_m(other, point) > between)
                && clear(self.shape, point, 300.0)
            {
                self.used.push(point);
                return Some(point);
            }
        }
        None
    }
}

/// A feature that says where the centre of the unit `code` is.
pub(super) fn centre(
    unit: &Feature,
    at: Point,
    name: &str,
    settlement: &str,
    kind: &str,
) -> Feature {
    Feature::new(
        Shape::Point(at),
        [
            ("level", "centre".into()),
            ("name", name.into()),
            ("parent_code", unit.code().into()),
            (
                "parent_level",
                unit.properties.get("level").cloned().unwrap_or(Value::Null),
            ),
            ("settlement_code", settlement.into()),
            ("settlement_level", kind.into()),
        ],
    )
}
