//! The partition while it is being made: gives cells away for two of the seeded faults,
//! finds room for the cities and for the neighbour's claim, and then draws the lines once
//! and scales the whole to its true area.

use super::SampleError;
use super::grow::{Ground, Seed};
use super::lines::Courses;
use super::mesh::{Mesh, NONE, Place, distance};
use super::names::Divisions;
use super::partition::{DRAWN_OVER, Given, LORESTAN_KM2, Partition};
use super::points::{Projector, area_km2};
use super::random::Random;
use super::rings;

/// The partition while it is being made.
pub(super) struct Layout<'a> {
    divisions: &'a Divisions,
    mesh: Mesh,
    rural: Vec<u32>,
    city: Vec<u32>,
    claim: Vec<u32>,
    reserved: Vec<bool>,
    detached: Option<Given>,
    enclosed: Option<Given>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(divisions: &'a Divisions, mesh: Mesh, rural: Vec<u32>) -> Self {
        let count = mesh.sites.len();
        Layout {
            divisions,
            mesh,
            rural,
            city: vec![NONE; count],
            claim: vec![NONE; count],
            reserved: vec![false; count],
            detached: None,
            enclosed: None,
        }
    }

    fn rural_at(&self, cell: u32) -> u32 {
        self.rural.get(cell as usize).copied().unwrap_or(NONE)
    }

    fn district_at(&self, cell: u32) -> Option<usize> {
        self.divisions
            .rural
            .get(self.rural_at(cell) as usize)
            .map(|rural| rural.district)
    }

    /// The rural districts beside a cell, its own too.
    fn around(&self, cell: u32) -> Vec<u32> {
        let mut around: Vec<u32> = self
            .mesh
            .neighbours(cell)
            .iter()
            .map(|&(other, _)| self.rural_at(other))
            .collect();
        around.sort_unstable();
        around.dedup();
        around
    }

    fn is_free(&self, cell: u32) -> bool {
        self.reserved.get(cell as usize) == Some(&false)
            && self.city.get(cell as usize) == Some(&NONE)
    }

    /// Whether the rural district of `cell` still hangs together without it: its cells
    /// among the neighbours form one run around it.
    fn can_leave(&self, cell: u32) -> bool {
        let own = self.rural_at(cell);
        let near: Vec<u32> = self
            .mesh
            .neighbours(cell)
            .iter()
            .map(|&(other, _)| other)
            .filter(|&other| {
                self.rural_at(other) == own && self.city.get(other as usize) == Some(&NONE)
            })
            .collect();
        let mut reached: Vec<u32> = near.first().copied().into_iter().collect();
        let mut index = 0;
        while let Some(&here) = reached.get(index) {
            for &(other, _) in self.mesh.neighbours(here) {
                if near.contains(&other) && !reached.contains(&other) {
                    reached.push(other);
                }
            }
            index += 1;
        }
        near.len() >= 2 && reached.len() == near.len()
    }

    /// Gives one cell inside a rural district, and one between two, to a third of the
    /// same district, so that no line of a higher level changes.
    pub(super) fn give_away(&mut self) {
        let sibling = |layout: &Self, cell: u32, around: &[u32]| {
            let district = layout.district_at(cell)?;
            layout
                .divisions
                .rural_of(district)
                .find(|&rural| !around.contains(&(rural as u32)))
        };
        for cell in 0..self.mesh.sites.len() as u32 {
            let own = self.rural_at(cell);
            let around = self.around(cell);
            if own == NONE || self.detached.is_some() && self.enclosed.is_some() {
                continue;
            }
            let Some(to) = sibling(self, cell, &around) else {
                continue;
            };
            let from = own as usize;
            let same_district = self
                .mesh
                .neighbours(cell)
                .iter()
                .all(|&(other, _)| self.district_at(other) == self.district_at(cell));
            let given = Given { cell, to, from };
            // The two lie in different districts, well apart.
            let apart = |other: Option<Given>| {
                other.is_none_or(|other| {
                    distance(self.mesh.site(other.cell), self.mesh.site(cell)) > 60.0
                })
            };
            if around == [own] && self.enclosed.is_none() && apart(self.detached) {
                self.enclosed = Some(given);
            } else if around.len() == 2
                && same_district
                && self.detached.is_none()
                && apart(self.enclosed)
                && self.can_leave(cell)
            {
                self.detached = Some(given);
            } else {
                continue;
            }
            if let Some(slot) = self.rural.get_mut(cell as usize) {
                *slot = to as u32;
            }
            self.reserve(cell);
        }
    }

    fn reserve(&mut self, cell: u32) {
        let near: Vec<u32> = self
            .mesh
            .neighbours(cell)
            .iter()
            .map(|&(other, _)| other)
            .collect();
        for cell in near.into_iter().chain([cell]) {
            if let Some(slot) = self.reserved.get_mut(cell as usize) {
                *slot = true;
            }
        }
    }

    /// Finds a cell for each city. Large ones take a whole cell at the rim of their rural
    /// district; the others get a small cell of their own inside one, made later of the
    /// sites in the list that is returned: the cell, and a site beside it.
    pub(super) fn place_cities(&mut self) -> Result<Vec<(u32, Place)>, SampleError> {
        let mut clusters = Vec::new();
        for (index, city) in self.divisions.cities.iter().enumerate() {
            let large = city.population > 60_000;
            let homes: Vec<usize> = self.divisions.rural_of(city.district).collect();
            let named = homes.iter().position(|&rural| {
                self.divisions
                    .rural
                    .get(rural)
                    .is_some_and(|rural| rural.name == city.name)
            });
            let mut tried: Vec<usize> = named.into_iter().chain(0..homes.len()).collect();
            tried.dedup();
            let cell = tried
                .into_iter()
                .filter_map(|home| homes.get(home))
                .find_map(|&home| self.city_cell(home as u32, large))
                .ok_or_else(|| {
                    SampleError::Geometry(format!("no room for the city {}", city.code))
                })?;
            if let Some(slot) = self.city.get_mut(cell as usize) {
                *slot = index as u32;
            }
            if let Some(slot) = self.reserved.get_mut(cell as usize) {
                *slot = true;
            }
            if !large {
                clusters.extend(ring_of_sites(&self.mesh, cell, 7, 0.86).map(|site| (cell, site)));
            }
        }
        Ok(clusters)
    }

    fn city_cell(&self, home: u32, large: bool) -> Option<u32> {
        let cells: Vec<u32> = (0..self.mesh.sites.len() as u32)
            .filter(|&cell| self.rural_at(cell) == home)
            .collect();
        let count = cells.len() as f64;
        let middle = cells.iter().fold([0.0, 0.0], |sum, &cell| {
            let site = self.mesh.site(cell);
            [sum[0] + site[0] / count, sum[1] + site[1] / count]
        });
        cells
            .iter()
            .copied()
            .filter(|&cell| self.is_free(cell))
            .filter(|&cell| {
                let same_district = self
                    .mesh
                    .neighbours(cell)
                    .iter()
                    .all(|&(other, _)| self.district_at(other) == self.district_at(cell));
                // The sites of a small city take over the rim of its old cell, so it may
                // lie at the rim of the rural district too.
                !large || (self.around(cell).len() == 2 && same_district && self.can_leave(cell))
            })
            .min_by(|&a, &b| {
                let rank = |cell: u32| {
                    let at_rim = !large && self.around(cell) != [home];
                    (distance(self.mesh.site(cell), middle), at_rim)
                };
                let (a, b) = (rank(a), rank(b));
                a.1.cmp(&b.1).then(a.0.total_cmp(&b.0))
            })
    }

    /// Two counties of the neighbour in the south-west, and the strip of Lorestan along
    /// the middle of the common line that their province claims too.
    pub(super) fn claim_strip(&mut self, ground: &Ground) {
        let county = |code: &str| {
            self.divisions
                .counties
                .iter()
                .position(|county| county.code == code)
        };
        let borderland = [county("1506"), county("1508")];
        let mut depth = vec![usize::MAX; self.mesh.sites.len()];
        let mut front: Vec<u32> = (0..self.mesh.sites.len() as u32)
            .filter(|&cell| {
                let rural = self.rural_at(cell);
                rural != NONE
                    && borderland.contains(&Some(self.divisions.county_of(rural as usize)))
            })
            .collect();
        let mut outside = Vec::new();
        for step in 0..6 {
            let mut next = Vec::new();
            for &cell in &front {
                for &(other, _) in self.mesh.neighbours(cell) {
                    let new = self.rural_at(other) == NONE
                        && depth.get(other as usize) == Some(&usize::MAX)
                        && self.mesh.neighbours(other).len() > 3;
                    if new && let Some(slot) = depth.get_mut(other as usize) {
                        *slot = step;
                        next.push(other);
                    }
                }
            }
            outside.extend_from_slice(&next);
            front = next;
        }
        let outside = ground
            .pieces(&outside)
            .into_iter()
            .next()
            .unwrap_or_default();
        let sum = |cell: u32| self.mesh.site(cell)[0] - self.mesh.site(cell)[1];
        let mut ordered = outside.clone();
        ordered.sort_by(|&a, &b| sum(a).total_cmp(&sum(b)));
        let pick = |part: usize| ordered.get(ordered.len() * part / 4).copied();
        let (Some(west), Some(east)) = (pick(1), pick(3)) else {
            return;
        };
        let seeds = [
            Seed {
                cell: west,
                share: 1.0,
            },
            Seed {
                cell: east,
                share: 1.0,
            },
        ];
        for (index, part) in ground.divide(&outside, &seeds, 8).iter().enumerate() {
            for &cell in part {
                if let Some(slot) = self.claim.get_mut(cell as usize) {
                    *slot = index as u32;
                }
            }
        }
        // The strip: cells of Lorestan at the line to one of the two, in the middle of it.
        let beside = |cell: u32, claim: u32| {
            self.mesh.neighbours(cell).iter().any(|&(other, _)| {
                self.rural_at(other) == NONE && self.claim.get(other as usize) == Some(&claim)
            })
        };
        let mut rim: Vec<u32> = (0..self.mesh.sites.len() as u32)
            .filter(|&cell| self.rural_at(cell) != NONE && self.is_free(cell) && beside(cell, 1))
            .collect();
        rim.sort_by(|&a, &b| sum(a).total_cmp(&sum(b)));
        let middle = rim.len() / 2;
        for &cell in rim
            .get(middle.saturating_sub(3)..(middle + 3).min(rim.len()))
            .unwrap_or(&[])
        {
            if let Some(slot) = self.claim.get_mut(cell as usize) {
                *slot = 1;
            }
        }
    }

    /// Makes the final cells, draws the lines and finds the scale.
    pub(super) fn finish(
        mut self,
        clusters: Vec<(u32, Place)>,
        spacing: f64,
        projector: Projector,
        seed: u64,
        vertices: usize,
    ) -> Result<Partition, SampleError> {
        let mut sites = std::mem::take(&mut self.mesh.sites);
        for (cell, site) in clusters {
            sites.push(site);
            self.rural.push(self.rural_at(cell));
            self.city.push(NONE);
            self.claim.push(NONE);
            self.reserved.push(true);
        }
        let mut mesh = Mesh::of(sites, spacing * 0.03)?;
        let at = |list: &[u32], cell: u32| list.get(cell as usize).copied().unwrap_or(NONE);
        let leaf = |cell: u32| (at(&self.rural, cell), self.cut_out(at(&self.city, cell)));
        let uses: Vec<u8> = mesh
            .edges
            .iter()
            .map(|edge| {
                let [left, right] = edge.cells;
                if leaf(left) != leaf(right) {
                    u8::from(leaf(left).0 != NONE) + u8::from(leaf(right).0 != NONE)
                } else {
                    let differs = |list: &[u32]| at(list, left) != at(list, right);
                    u8::from(differs(&self.city) || differs(&self.claim))
                }
            })
            .collect();
        let uses: Vec<u8> = uses
            .iter()
            .zip(&mesh.edges)
            .map(|(&times, edge)| {
                let claims = at(&self.claim, edge.cells[0]) != at(&self.claim, edge.cells[1]);
                times.max(u8::from(claims))
            })
            .collect();
        let drawn: Vec<bool> = uses.iter().map(|&times| times > 0).collect();
        mesh.straighten(&drawn, 1);
        let courses = Courses::draw(&mesh, &uses, vertices, seed);
        let mut projector = projector;
        let mut lines = courses.project(&mesh, projector);
        let whole: Vec<u32> = self
            .rural
            .iter()
            .map(|&rural| if rural == NONE { NONE } else { 0 })
            .collect();
        for _ in 0..4 {
            let area: f64 = rings::all(&mesh, &lines, &whole, 1)
                .iter()
                .flatten()
                .flatten()
                .map(|ring| area_km2(ring))
                .sum();
            projector = projector.scaled((LORESTAN_KM2 / area).sqrt());
            lines = courses.project(&mesh, projector);
        }
        let Layout {
            rural,
            city,
            claim,
            reserved,
            detached,
            enclosed,
            ..
        } = self;
        Ok(Partition {
            mesh,
            rural,
            city,
            claim,
            reserved,
            detached,
            enclosed,
            lines,
            projector,
        })
    }

    fn cut_out(&self, city: u32) -> u32 {
        match self.divisions.cities.get(city as usize) {
            Some(city) if DRAWN_OVER.contains(&city.code.as_str()) => NONE,
            Some(_) => city,
            None => NONE,
        }
    }
}

/// `count` sites around that of `cell`, within the circle that its cell contains: with
/// them, the cell becomes a small one in the middle of its old place. `reach` is the
/// part of that circle's radius that they lie at.
pub(super) fn ring_of_sites(
    mesh: &Mesh,
    cell: u32,
    count: usize,
    reach: f64,
) -> impl Iterator<Item = Place> {
    let centre = mesh.site(cell);
    let radius = mesh
        .neighbours(cell)
        .iter()
        .map(|&(other, _)| distance(centre, mesh.site(other)) / 2.0)
        .fold(f64::INFINITY, f64::min)
        * reach;
    let mut random = Random::new(u64::from(cell), 0xC17);
    let turn = random.range(0.0, std::f64::consts::TAU);
    let places: Vec<Place> = (0..count)
        .map(|index| {
            let angle = turn
                + (index as f64 + random.range(-0.22, 0.22)) * std::f64::consts::TAU / count as f64;
            let away = radius * random.range(0.72, 1.0);
            [
                centre[0] + away * angle.cos(),
                centre[1] + away * angle.sin(),
            ]
        })
        .collect();
    places.into_iter()
}
