//! Divides a set of cells among seeds so that each part hangs together: parts grow at
//! the same time over the graph of cells, slower across ridges of the terrain, and the
//! pace of each is adjusted until its size is near what was asked.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::mesh::{Mesh, NONE, Place, distance};
use super::random::{Random, terrain};

/// The cells as a weighted graph.
#[derive(Debug)]
pub(super) struct Ground {
    links: Vec<Vec<(u32, f64)>>,
    area: Vec<f64>,
    at: Vec<Place>,
}

/// A cost that can be ordered: costs are never NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cost(f64);

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Where a part begins, and its share of the whole (in any unit).
#[derive(Debug, Clone, Copy)]
pub(super) struct Seed {
    pub(super) cell: u32,
    pub(super) share: f64,
}

impl Ground {
    /// The graph of the cells of `mesh`; going uphill costs more, so that lines come to
    /// lie on ridges. `ridge_km` is the width of a ridge.
    pub(super) fn of(mesh: &Mesh, seed: u64, ridge_km: f64) -> Self {
        let height: Vec<f64> = mesh
            .sites
            .iter()
            .map(|site| terrain(seed, site[0] / ridge_km, site[1] / ridge_km))
            .collect();
        let links = (0..mesh.sites.len() as u32)
            .map(|cell| {
                let from = height.get(cell as usize).copied().unwrap_or(0.0);
                mesh.neighbours(cell)
                    .iter()
                    .map(|&(other, _)| {
                        let to = height.get(other as usize).copied().unwrap_or(0.0);
                        let step = distance(mesh.site(cell), mesh.site(other));
                        (
                            other,
                            step * (0.4 + 5.0 * (to - from).max(0.0) + 1.2 * (to + 0.6).max(0.0)),
                        )
                    })
                    .collect()
            })
            .collect();
        let area = (0..mesh.sites.len() as u32)
            .map(|cell| mesh.area(cell))
            .collect();
        Ground {
            links,
            area,
            at: mesh.sites.clone(),
        }
    }

    /// Joins two cells that have no common edge, as a ferry does.
    pub(super) fn ferry(&mut self, one: u32, two: u32, cost: f64) {
        for (from, to) in [(one, two), (two, one)] {
            if let Some(links) = self.links.get_mut(from as usize) {
                links.push((to, cost));
            }
        }
    }

    fn at(&self, cell: u32) -> Place {
        self.at.get(cell as usize).copied().unwrap_or_default()
    }

    fn area(&self, cell: u32) -> f64 {
        self.area.get(cell as usize).copied().unwrap_or(0.0)
    }

    /// Total area of `cells` in square kilometres.
    pub(super) fn area_of(&self, cells: &[u32]) -> f64 {
        cells.iter().map(|&cell| self.area(cell)).sum()
    }

    /// The cell of `cells` nearest to `place` that is not `taken`.
    pub(super) fn nearest(&self, cells: &[u32], place: Place, taken: &[u32]) -> Option<u32> {
        cells
            .iter()
            .filter(|cell| !taken.contains(cell))
            .min_by(|&&a, &&b| distance(self.at(a), place).total_cmp(&distance(self.at(b), place)))
            .copied()
    }

    /// Splits `cells` into one list for each seed. Every cell that can be reached from a
    /// seed within `cells` is in exactly one list, and each list hangs together.
    pub(super) fn divide(&self, cells: &[u32], seeds: &[Seed], rounds: usize) -> Vec<Vec<u32>> {
        let mut member = vec![false; self.links.len()];
        for &cell in cells {
            if let Some(slot) = member.get_mut(cell as usize) {
                *slot = true;
            }
        }
        let mut label = vec![NONE; self.links.len()];
        let mut pace = vec![1.0; seeds.len()];
        let shares: f64 = seeds.iter().map(|seed| seed.share).sum();
        let whole = self.area_of(cells);
        let mut seeds = seeds.to_vec();
        let mut parts = self.flood(&member, cells, &seeds, &pace, &mut label);
        for round in 0..rounds {
            for ((part, seed), pace) in parts.iter().zip(&mut seeds).zip(&mut pace) {
                let wanted = whole * seed.share / shares;
                let has = self.area_of(part).max(wanted / 20.0);
                *pace = (*pace * (wanted / has).powf(0.35)).clamp(0.02, 50.0);
                // A seed that is pressed against the rim moves to the middle of its part.
                if round % 2 == 0 {
                    seed.cell = self
                        .nearest(part, self.middle(part), &[])
                        .unwrap_or(seed.cell);
                }
            }
            parts = self.flood(&member, cells, &seeds, &pace, &mut label);
        }
        parts
    }

    fn middle(&self, cells: &[u32]) -> Place {
        let count = cells.len().max(1) as f64;
        cells.iter().fold([0.0, 0.0], |sum, &cell| {
            let at = self.at(cell);
            [sum[0] + at[0] / count, sum[1] + at[1] / count]
        })
    }

    fn flood(
        &self,
        member: &[bool],
        cells: &[u32],
        seeds: &[Seed],
        pace: &[f64],
        label: &mut [u32],
    ) -> Vec<Vec<u32>> {
        for &cell in cells {
            if let Some(slot) = label.get_mut(cell as usize) {
                *slot = NONE;
            }
        }
        // A seed's own cell is its own from the start, however slow it grows.
        for (index, seed) in seeds.iter().enumerate() {
            if let Some(slot) = label.get_mut(seed.cell as usize) {
                *slot = index as u32;
            }
        }
        let mut queue = BinaryHeap::new();
        let mut parts = vec![Vec::new(); seeds.len()];
        for (index, seed) in seeds.iter().enumerate() {
            queue.push(Reverse((Cost(0.0), seed.cell, index as u32)));
        }
        while let Some(Reverse((Cost(cost), cell, part))) = queue.pop() {
            let Some(slot) = label.get_mut(cell as usize) else {
                continue;
            };
            let begins = cost == 0.0 && *slot == part;
            if *slot != NONE && !begins {
                continue;
            }
            *slot = part;
            if let Some(list) = parts.get_mut(part as usize) {
                list.push(cell);
            }
            let speed = pace.get(part as usize).copied().unwrap_or(1.0);
            for &(next, step) in self.links.get(cell as usize).map_or(&[][..], Vec::as_slice) {
                let open = member.get(next as usize).copied().unwrap_or(false)
                    && label.get(next as usize).copied() == Some(NONE);
                if open {
                    queue.push(Reverse((Cost(cost + step / speed), next, part)));
                }
            }
        }
        parts
    }

    /// `count` seeds among `cells`, far from each other, with shares that vary by chance.
    pub(super) fn spread(&self, cells: &[u32], count: usize, random: &mut Random) -> Vec<Seed> {
        let mut chosen: Vec<u32> = Vec::with_capacity(count);
        let mut nearest = vec![f64::INFINITY; cells.len()];
        for _ in 0..count.min(cells.len()) {
            // The farthest of a random part of the cells: spread out, but not a lattice.
            let pick = (0..cells.len().min(12))
                .map(|_| random.below(cells.len()))
                .filter(|&index| nearest.get(index).copied().unwrap_or(0.0) > 0.0)
                .max_by(|&a, &b| {
                    let far = |index: usize| nearest.get(index).copied().unwrap_or(0.0);
                    far(a).total_cmp(&far(b))
                })
                .or_else(|| nearest.iter().position(|&far| far > 0.0));
            let Some(&cell) = pick.and_then(|index| cells.get(index)) else {
                break;
            };
            chosen.push(cell);
            for (&other, near) in cells.iter().zip(&mut nearest) {
                *near = near.min(distance(self.at(cell), self.at(other)));
            }
        }
        chosen
            .into_iter()
            .map(|cell| Seed {
                cell,
                share: random.range(0.55, 1.6),
            })
            .collect()
    }

    /// The parts of `cells` that hang together, the largest first.
    pub(super) fn pieces(&self, cells: &[u32]) -> Vec<Vec<u32>> {
        let mut open = vec![false; self.links.len()];
        for &cell in cells {
            if let Some(slot) = open.get_mut(cell as usize) {
                *slot = true;
            }
        }
        let mut pieces = Vec::new();
        for &first in cells {
            let mut queue = VecDeque::from([first]);
            let mut piece = Vec::new();
            while let Some(cell) = queue.pop_front() {
                match open.get_mut(cell as usize) {
                    Some(slot) if *slot => *slot = false,
                    _ => continue,
                }
                piece.push(cell);
                queue.extend(
                    self.links
                        .get(cell as usize)
                        .into_iter()
                        .flatten()
                        .map(|&(next, _)| next),
                );
            }
            if !piece.is_empty() {
                pieces.push(piece);
            }
        }
        pieces.sort_by_key(|piece| Reverse(piece.len()));
        pieces
    }
}
