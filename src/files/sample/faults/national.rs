//! Faults in the country: the same number of every T-kind, each between a pair of
//! neighbours of its own, among leaves that are an exact partition.

use std::collections::HashMap;

use super::super::SampleError;
use super::super::output::{Feature, Shape};
use super::super::points::{Point, moved_m, offset_m, turn};
use super::super::random::Random;
use super::national_cases::CASES;
use super::stretch::is_long;
use super::{Ledger, Sides, Stretch, no_place};

const RURAL: &str = "national/rural_districts.geojson";
const SETTLEMENTS: &str = "national/settlements.geojson";

/// A stretch of line between two rural districts and what lies around it.
pub(super) struct Site {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) stretch: Stretch,
    pub(super) sides: Sides,
}

/// Puts `count` faults of every kind into the rural districts, and gives the settlements
/// that are to be written besides.
pub(in super::super) fn seed_national(
    rural: &mut Vec<Feature>,
    cities: &[Feature],
    count: usize,
    seed: u64,
) -> Result<(Ledger, Vec<Feature>), SampleError> {
    let units = rural.len();
    let mut owner: HashMap<[Point; 2], usize> = HashMap::new();
    for (index, feature) in rural.iter().chain(cities).enumerate() {
        for pair in feature
            .land()
            .iter()
            .flatten()
            .flat_map(|ring| ring.windows(2))
        {
            if let [from, to] = *pair {
                owner.insert([from, to], index);
            }
        }
    }
    let mut order: Vec<usize> = (0..units).collect();
    let mut random = Random::new(seed, 60);
    for index in (1..units).rev() {
        order.swap(index, random.below(index + 1));
    }
    let mut ledger = Ledger::default();
    let mut taken = vec![false; units];
    // Neighbours of what is taken are left alone, so that no fault is beside another.
    let around = |index: usize, rural: &[Feature]| -> Vec<usize> {
        let rings = rural
            .get(index)
            .map_or(&[][..], Feature::land)
            .iter()
            .flatten();
        let mut near: Vec<usize> = rings
            .flat_map(|ring| ring.windows(2))
            .filter_map(|pair| owner.get(&[*pair.get(1)?, *pair.first()?]).copied())
            .collect();
        near.sort_unstable();
        near.dedup();
        near
    };
    for number in 0..count {
        open_gap(rural, &owner, &order, &mut taken, &mut ledger, &around)?;
        for (code, kind, what, make) in CASES {
            let mut found = false;
            for &first in &order {
                if taken.get(first).copied().unwrap_or(true) {
                    continue;
                }
                let near = around(first, rural);
                if near.iter().any(|&other| taken.get(other) == Some(&true)) {
                    continue;
                }
                let Some(site) = site(rural, cities, (first, &near), &owner, &taken, &around)
                else {
                    continue;
                };
                if let Some((codes, at)) = make(rural, &site, number) {
                    for index in [first, site.second] {
                        if let Some(slot) = taken.get_mut(index) {
                            *slot = true;
                        }
                    }
                    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
                    ledger.note([code, kind, RURAL, what], &codes, Some(at));
                    found = true;
                    break;
                }
            }
            if !found {
                return Err(no_place(code));
            }
        }
    }
    let mut strays = Vec::new();
    for number in 0..count {
        let code = format!("{:06}", 900_000 + number);
        let host = rural
            .get(number * 7 % units.max(1))
            .map_or("", |unit| unit.code());
        strays.push(Feature::new(
            Shape::Raw([448.25, 33.5]),
            [
                ("level", "village".into()),
                ("code", code.as_str().into()),
                ("name", format!("روستای بی جا {}", number + 1).into()),
                ("parent_code", host.into()),
            ],
        ));
        let what = "a village with a longitude of 448.25 degrees";
        ledger.note(
            ["T18", "invalid-coordinate", SETTLEMENTS, what],
            &[&code],
            None,
        );
    }
    Ok((ledger, strays))
}

/// The longest line between a unit and a free neighbour, none of whose other neighbours
/// has a fault.
fn site(
    rural: &[Feature],
    cities: &[Feature],
    (first, near): (usize, &[usize]),
    owner: &HashMap<[Point; 2], usize>,
    taken: &[bool],
    around: &dyn Fn(usize, &[Feature]) -> Vec<usize>,
) -> Option<Site> {
    let ring = rural.get(first)?.land().first()?.first()?;
    let mut runs: Vec<(usize, Stretch)> = Vec::new();
    for (start, pair) in ring.windows(2).enumerate() {
        let [from, to] = *pair else { continue };
        let Some(&other) = owner.get(&[to, from]) else {
            continue;
        };
        match runs.last_mut() {
            Some((known, run)) if *known == other && run.start + run.points.len() == start + 1 => {
                run.points.push(to);
            }
            _ => runs.push((
                other,
                Stretch {
                    start,
                    points: vec![from, to],
                },
            )),
        }
    }
    runs.retain(|(other, run)| taken.get(*other) == Some(&false) && run.points.len() >= 16);
    let (second, stretch) = runs.into_iter().max_by_key(|(_, run)| run.points.len())?;
    let beyond = around(second, rural);
    if beyond.iter().any(|&other| taken.get(other) == Some(&true)) {
        return None;
    }
    let mut all: Vec<usize> = near.iter().chain(&beyond).copied().collect();
    all.extend([first, second]);
    all.sort_unstable();
    all.dedup();
    let features: Vec<Feature> = all
        .into_iter()
        .filter_map(|index| rural.iter().chain(cities).nth(index).cloned())
        .collect();
    Some(Site {
        first,
        second,
        stretch,
        sides: Sides::among(&features),
    })
}

impl Site {
    pub(super) fn codes(&self, rural: &[Feature]) -> Vec<String> {
        [self.first, self.second]
            .iter()
            .filter_map(|&index| rural.get(index))
            .map(|feature| feature.code().to_owned())
            .collect()
    }

    /// The first way to reshape a part of the stretch.
    pub(super) fn reshaped(
        &self,
        vertices: usize,
        reshape: impl Fn(&Sides, &Stretch) -> Option<Vec<Point>>,
    ) -> Option<(Stretch, Vec<Point>)> {
        let mut windows = self.stretch.windows(vertices).into_iter();
        windows.find_map(|window| {
            let path = reshape(&self.sides, &window)?;
            Some((window, path))
        })
    }

    /// Puts a path in place of a part of the line, of the first unit or of both.
    pub(super) fn draw(
        &self,
        rural: &mut [Feature],
        window: &Stretch,
        path: &[Point],
        both: bool,
    ) -> Option<()> {
        window.replace_in(rural.get_mut(self.first)?.outer_mut()?, path);
        if both {
            let back = Stretch {
                start: 0,
                points: window.points.iter().rev().copied().collect(),
            };
            let path: Vec<Point> = path.iter().rev().copied().collect();
            let Shape::Land(polygons) = &mut rural.get_mut(self.second)?.shape else {
                return None;
            };
            for ring in polygons.iter_mut().flatten() {
                if let Some(found) = back.found_in(ring) {
                    found.replace_in(ring, &path);
                    return Some(());
                }
            }
            return None;
        }
        Some(())
    }
}

/// T13: at the country's edge, the last edge of the line between two units is drawn
/// twice, 5 m apart at its end.
fn open_gap(
    rural: &mut [Feature],
    owner: &HashMap<[Point; 2], usize>,
    order: &[usize],
    taken: &mut [bool],
    ledger: &mut Ledger,
    around: &dyn Fn(usize, &[Feature]) -> Vec<usize>,
) -> Result<(), SampleError> {
    for &one in order {
        let is_free = |index: usize| {
            taken.get(index) == Some(&false)
                && (around(index, rural).iter()).all(|&near| taken.get(near) != Some(&true))
        };
        let Some(ring) = rural.get(one).and_then(|unit| unit.land().first()?.first()) else {
            continue;
        };
        let found = ring.windows(3).enumerate().find_map(|(index, triple)| {
            let [before, corner, after] = *triple else {
                return None;
            };
            let other = *owner.get(&[corner, before])?;
            // A corner that is not cut in: the unit draws back and does not reach over.
            let suits = !owner.contains_key(&[after, corner])
                && turn(before, corner, after) > 0
                && is_long([before, corner], 150.0)
                && is_long([corner, after], 60.0)
                && other < taken.len();
            suits.then_some((index + 1, other, corner, after))
        });
        let Some((index, two, corner, after)) = found else {
            continue;
        };
        if !is_free(one) || !is_free(two) {
            continue;
        }
        let [east, north] = offset_m(corner, after);
        let length = east.hypot(north);
        let (along, inward) = (5.0 / length, 0.6 / length);
        let mouth = moved_m(
            corner,
            [east * along - north * inward, north * along + east * inward],
        );
        if let Some(vertex) = rural
            .get_mut(one)
            .and_then(Feature::outer_mut)
            .and_then(|ring| ring.get_mut(index))
        {
            *vertex = mouth;
        }
        for index in [one, two] {
            if let Some(slot) = taken.get_mut(index) {
                *slot = true;
            }
        }
        let code = |index: usize| rural.get(index).map_or("", |unit| unit.code());
        let what = [
            "T13",
            "open-gap",
            RURAL,
            "a wedge up to 5 m wide, open to the outside",
        ];
        ledger.note(what, &[code(one), code(two)], Some(corner));
        return Ok(());
    }
    Err(no_place("T13"))
}
