//! Lays the province out: which fine cell belongs to which rural district, city and
//! neighbouring county. Everything that is written later is assembled from this one
//! partition, scaled so that the province has its true area.

use super::SampleError;
use super::grow::{Ground, Seed};
use super::layout::Layout;
use super::lines::Lines;
use super::mesh::{Mesh, NONE, Place, inside, scattered};
use super::names::Divisions;
use super::points::Projector;
use super::random::Random;

/// Area of Lorestan in square kilometres, as the statistical yearbooks give it.
pub(super) const LORESTAN_KM2: f64 = 28_294.0;

/// Cells in a square kilometre of the finished province, roughly: one for 21 km².
const CELL_KM2: f64 = 21.0;

/// A made-up outline that resembles the province only in its proportions.
const OUTLINE: [[f64; 2]; 30] = [
    [46.86, 33.62],
    [46.98, 33.42],
    [47.20, 33.22],
    [47.36, 33.10],
    [47.52, 32.98],
    [47.72, 32.86],
    [47.98, 32.80],
    [48.20, 32.92],
    [48.42, 32.84],
    [48.66, 32.78],
    [48.86, 32.86],
    [49.06, 32.84],
    [49.26, 32.72],
    [49.50, 32.66],
    [49.74, 32.72],
    [49.90, 32.92],
    [49.98, 33.18],
    [50.02, 33.40],
    [49.88, 33.62],
    [49.68, 33.76],
    [49.42, 33.80],
    [49.22, 33.92],
    [49.04, 34.10],
    [48.80, 34.22],
    [48.52, 34.18],
    [48.26, 34.20],
    [47.96, 34.34],
    [47.66, 34.34],
    [47.42, 34.10],
    [47.12, 33.84],
];

/// Codes of the cities that are drawn over their rural district, without a hole in it.
pub(super) const DRAWN_OVER: [&str; 11] = [
    "1501022728",
    "1502011490",
    "1503022474",
    "1503052361",
    "1505012363",
    "1506012256",
    "1506022257",
    "1506032364",
    "1506032615",
    "1507012365",
    "1508022366",
];

/// A cell that was given to another rural district on purpose.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    pub(super) cell: u32,
    /// Index of the rural district that has it.
    pub(super) to: usize,
    /// Index of the one that lies around it, or that it was taken from.
    pub(super) from: usize,
}

/// The partition; each list has one entry for each cell.
#[derive(Debug)]
pub(super) struct Partition {
    pub(super) mesh: Mesh,
    /// Index of the rural district, cities included.
    pub(super) rural: Vec<u32>,
    /// Index of the city, for those cut out and those drawn over.
    pub(super) city: Vec<u32>,
    /// Which of the two neighbouring counties claims the cell.
    pub(super) claim: Vec<u32>,
    /// Where no settlement is put.
    pub(super) reserved: Vec<bool>,
    /// A part that does not hang together with its rural district (S09).
    pub(super) detached: Option<Given>,
    /// A part that lies inside another rural district (S10).
    pub(super) enclosed: Option<Given>,
    pub(super) lines: Lines,
    pub(super) projector: Projector,
}

impl Partition {
    /// Lays out Lorestan with about `vertices` vertices in the leaf polygons.
    pub(super) fn lorestan(
        divisions: &Divisions,
        seed: u64,
        vertices: usize,
        progress: &mut dyn FnMut(f32) -> bool,
    ) -> Result<Self, SampleError> {
        let projector = Projector::at([48.45, 33.5]);
        let outline: Vec<Place> = OUTLINE
            .iter()
            .map(|&corner| projector.place(corner))
            .collect();
        let mut random = Random::new(seed, 1);
        let spacing = (CELL_KM2 * 2.0 / 3_f64.sqrt()).sqrt();
        let low = projector.place([46.1, 32.1]);
        let high = projector.place([50.7, 34.9]);
        let sites = scattered(low, high, spacing, 0.42, &mut random);
        let mesh = Mesh::of(sites, spacing * 0.05)?;
        let ground = Ground::of(&mesh, seed, 14.0);
        let cells: Vec<u32> = (0..mesh.sites.len() as u32)
            .filter(|&cell| inside(&outline, mesh.site(cell)))
            .collect();
        let land = ground.pieces(&cells).into_iter().next().unwrap_or_default();
        go_on(progress, 0.05)?;
        let mut rural = nested(divisions, &ground, &land, projector, &mut random)?;
        rural.resize(mesh.sites.len(), NONE);
        let mut layout = Layout::new(divisions, mesh, rural);
        layout.give_away();
        let clusters = layout.place_cities()?;
        layout.claim_strip(&ground);
        go_on(progress, 0.2)?;
        layout.finish(clusters, spacing, projector, seed, vertices)
    }

    /// The district of each cell, by index.
    pub(super) fn by_rural(&self, of: impl Fn(usize) -> usize) -> Vec<u32> {
        self.rural
            .iter()
            .map(|&rural| {
                if rural == NONE {
                    NONE
                } else {
                    of(rural as usize) as u32
                }
            })
            .collect()
    }
}

/// Refuses to go on if the user has cancelled.
pub(super) fn go_on(progress: &mut dyn FnMut(f32) -> bool, part: f32) -> Result<(), SampleError> {
    if progress(part) {
        Ok(())
    } else {
        Err(SampleError::Cancelled)
    }
}

/// The rural district of each cell: counties, then their districts, then theirs.
fn nested(
    divisions: &Divisions,
    ground: &Ground,
    land: &[u32],
    projector: Projector,
    random: &mut Random,
) -> Result<Vec<u32>, SampleError> {
    let weights: Vec<f64> = divisions
        .rural
        .iter()
        .map(|_| random.range(0.55, 1.7))
        .collect();
    let seed = |members: &[usize], cells: &[u32], taken: &[u32]| {
        let near: Vec<Place> = members
            .iter()
            .filter_map(|&rural| divisions.rural.get(rural))
            .map(|rural| projector.place(rural.near))
            .collect();
        let count = near.len() as f64;
        let middle = [
            near.iter().map(|place| place[0]).sum::<f64>() / count,
            near.iter().map(|place| place[1]).sum::<f64>() / count,
        ];
        let share = members.iter().filter_map(|&rural| weights.get(rural)).sum();
        ground
            .nearest(cells, middle, taken)
            .map(|cell| Seed { cell, share })
            .ok_or_else(|| SampleError::Geometry("too few cells for the units".to_owned()))
    };
    let split = |groups: &[Vec<usize>], cells: &[u32]| -> Result<Vec<Vec<u32>>, SampleError> {
        let mut seeds: Vec<Seed> = Vec::new();
        for members in groups {
            let taken: Vec<u32> = seeds.iter().map(|seed| seed.cell).collect();
            seeds.push(seed(members, cells, &taken)?);
        }
        Ok(ground.divide(cells, &seeds, 30))
    };
    let mut label = Vec::new();
    let counties: Vec<Vec<usize>> = (0..divisions.counties.len())
        .map(|county| {
            (0..divisions.rural.len())
                .filter(|&rural| divisions.county_of(rural) == county)
                .collect()
        })
        .collect();
    for (county, cells) in split(&counties, land)?.iter().enumerate() {
        let within: Vec<usize> = (0..divisions.districts.len())
            .filter(|&index| {
                divisions
                    .districts
                    .get(index)
                    .is_some_and(|d| d.county == county)
            })
            .collect();
        let districts: Vec<Vec<usize>> = within
            .iter()
            .map(|&district| divisions.rural_of(district).collect())
            .collect();
        for (members, cells) in districts.iter().zip(split(&districts, cells)?) {
            let single: Vec<Vec<usize>> = members.iter().map(|&rural| vec![rural]).collect();
            for (&rural, cells) in members.iter().zip(split(&single, &cells)?) {
                for cell in cells {
                    if label.len() <= cell as usize {
                        label.resize(cell as usize + 1, NONE);
                    }
                    if let Some(slot) = label.get_mut(cell as usize) {
                        *slot = rural as u32;
                    }
                }
            }
        }
    }
    Ok(label)
}
