//! The partition of the country: cells over the outline and the islands, grown into
//! provinces, counties, districts and rural districts, with a small cell for each city.

use super::SampleError;
use super::allot::allot;
use super::country::{ISLANDS, OUTLINE, PROVINCES};
use super::grow::{Ground, Seed};
use super::layout::ring_of_sites;
use super::lines::{Courses, Lines};
use super::mesh::{Mesh, NONE, Place, distance, inside, scattered};
use super::national::{CITIES, COUNTIES, DISTRICTS, RURAL};
use super::partition::go_on;
use super::points::Projector;
use super::random::Random;

/// Distance between the sites of cells in kilometres: about ten cells to a rural district.
const SPACING_KM: f64 = 8.2;
/// The same on and about islands.
const ISLAND_KM: f64 = 3.6;

/// The partition of the country. `rural` and `leaf` have one entry for each cell.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) mesh: Mesh,
    pub(super) lines: Lines,
    pub(super) projector: Projector,
    /// Index of the rural district, cities included.
    pub(super) rural: Vec<u32>,
    /// Index of the rural district or, past them, of the city.
    pub(super) leaf: Vec<u32>,
    /// By index, each unit's parent.
    pub(super) county_province: Vec<usize>,
    pub(super) district_county: Vec<usize>,
    pub(super) rural_district: Vec<usize>,
    /// The cell and the rural district of each city, in order of the rural districts.
    pub(super) cities: Vec<(u32, usize)>,
}

impl Layout {
    /// Lays the country out with about `vertices` vertices in the leaf polygons.
    pub(super) fn new(
        seed: u64,
        vertices: usize,
        progress: &mut dyn FnMut(f32) -> bool,
    ) -> Result<Self, SampleError> {
        let projector = Projector::at([53.5, 32.5]);
        let mut random = Random::new(seed, 10);
        let (sites, land) = sites(projector, &mut random);
        let mut mesh = Mesh::of(sites, ISLAND_KM * 0.05)?;
        let mut ground = Ground::of(&mesh, seed, 60.0);
        let land = connected(&mut ground, &mesh, land);
        go_on(progress, 0.05)?;
        let mut tree = grown(&ground, &land, projector, &mut random, progress)?;
        let mut rural = vec![NONE; mesh.sites.len()];
        for (index, cells) in tree.rural.iter().enumerate() {
            for &cell in cells {
                if let Some(slot) = rural.get_mut(cell as usize) {
                    *slot = index as u32;
                }
            }
        }
        go_on(progress, 0.2)?;
        let cities = tree.cities(&mesh, &rural);
        let mut leaf = rural.clone();
        for (index, &(cell, _)) in cities.iter().enumerate() {
            if let Some(slot) = leaf.get_mut(cell as usize) {
                *slot = (RURAL + index) as u32;
            }
        }
        let mut sites = std::mem::take(&mut mesh.sites);
        mesh.sites.clone_from(&sites);
        for &(cell, home) in &cities {
            for site in ring_of_sites(&mesh, cell, 6, 0.5) {
                sites.push(site);
                rural.push(home as u32);
                leaf.push(home as u32);
            }
        }
        let mut mesh = Mesh::of(sites, ISLAND_KM * 0.03)?;
        let of = |cell: u32| leaf.get(cell as usize).copied().unwrap_or(NONE);
        let uses: Vec<u8> = mesh
            .edges
            .iter()
            .map(|edge| {
                let [left, right] = edge.cells.map(of);
                if left == right {
                    0
                } else {
                    u8::from(left != NONE) + u8::from(right != NONE)
                }
            })
            .collect();
        let drawn: Vec<bool> = uses.iter().map(|&times| times > 0).collect();
        mesh.straighten(&drawn, 1);
        let lines = Courses::draw(&mesh, &uses, vertices, seed).project(&mesh, projector);
        go_on(progress, 0.3)?;
        Ok(Layout {
            mesh,
            lines,
            projector,
            rural,
            leaf,
            county_province: std::mem::take(&mut tree.county_province),
            district_county: std::mem::take(&mut tree.district_county),
            rural_district: std::mem::take(&mut tree.rural_district),
            cities,
        })
    }

    /// The cells of each rural district in which settlements may lie.
    pub(super) fn cells_of_rural(&self) -> Vec<Vec<u32>> {
        let mut cells = vec![Vec::new(); self.rural_district.len()];
        for (cell, (&rural, &leaf)) in self.rural.iter().zip(&self.leaf).enumerate() {
            if rural == leaf
                && let Some(list) = cells.get_mut(rural as usize)
            {
                list.push(cell as u32);
            }
        }
        cells
    }
}

/// The sites of land and of the sea along it, and which of them are land.
fn sites(projector: Projector, random: &mut Random) -> (Vec<Place>, Vec<bool>) {
    let outline: Vec<Place> = OUTLINE
        .iter()
        .map(|&corner| projector.place(corner))
        .collect();
    let low = outline
        .iter()
        .fold([f64::INFINITY; 2], |a, b| [a[0].min(b[0]), a[1].min(b[1])]);
    let high = outline.iter().fold([f64::NEG_INFINITY; 2], |a, b| {
        [a[0].max(b[0]), a[1].max(b[1])]
    });
    let rim = 6.0 * SPACING_KM;
    let grid = scattered(
        [low[0] - rim, low[1] - rim],
        [high[0] + rim, high[1] + rim],
        SPACING_KM,
        0.42,
        random,
    );
    let islands: Vec<(Place, [f64; 2], f64)> = ISLANDS
        .iter()
        .map(|island| {
            (
                projector.place(island.at),
                island.half_km,
                island.turned.to_radians(),
            )
        })
        .collect();
    // How far a place lies outside an island's ellipse, as a part of its size, after the
    // ellipse has been widened by `more` kilometres; 1 is its rim.
    let reach = |place: Place, island: &(Place, [f64; 2], f64), more: f64| {
        let (x, y) = (place[0] - island.0[0], place[1] - island.0[1]);
        let (sine, cosine) = island.2.sin_cos();
        let (along, across) = (x * cosine + y * sine, y * cosine - x * sine);
        (along / (island.1[0] + more)).hypot(across / (island.1[1] + more))
    };
    let near_outline = |place: Place| {
        outline
            .iter()
            .zip(outline.iter().cycle().skip(1))
            .any(|(&a, &b)| {
                let length = distance(a, b);
                let part = ((place[0] - a[0]) * (b[0] - a[0]) + (place[1] - a[1]) * (b[1] - a[1]))
                    / (length * length);
                let part = part.clamp(0.0, 1.0);
                distance(
                    place,
                    [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])],
                ) < rim
            })
    };
    let mut sites = Vec::new();
    let mut land = Vec::new();
    for site in grid {
        let is_land = inside(&outline, site);
        let at_island = islands
            .iter()
            .any(|island| reach(site, island, 3.0 * ISLAND_KM) < 1.0);
        if is_land || !at_island && near_outline(site) {
            sites.push(site);
            land.push(is_land);
        }
    }
    let main = sites.len();
    for island in &islands {
        let size = island.1[0].max(island.1[1]) + 3.0 * ISLAND_KM;
        let corner = |sign: f64| [island.0[0] + sign * size, island.0[1] + sign * size];
        for site in scattered(corner(-1.0), corner(1.0), ISLAND_KM, 0.38, random) {
            let clear = sites
                .iter()
                .take(main)
                .all(|&other| distance(site, other) > ISLAND_KM * 0.8);
            if reach(site, island, 2.6 * ISLAND_KM) < 1.0 && clear && !inside(&outline, site) {
                sites.push(site);
                land.push(reach(site, island, 0.0) < 1.0);
            }
        }
    }
    (sites, land)
}

/// The cells of the mainland and of the islands, these joined to it by a ferry each;
/// specks of land at the rim are left out.
fn connected(ground: &mut Ground, mesh: &Mesh, land: Vec<bool>) -> Vec<u32> {
    let cells: Vec<u32> = (0..mesh.sites.len() as u32)
        .filter(|&cell| land.get(cell as usize).copied().unwrap_or(false))
        .collect();
    let pieces = ground.pieces(&cells);
    let mut kept: Vec<u32> = pieces.first().cloned().unwrap_or_default();
    let mainland = kept.clone();
    for piece in pieces.iter().skip(1).filter(|piece| piece.len() >= 4) {
        let nearest = piece
            .iter()
            .filter_map(|&cell| {
                let other = ground.nearest(&mainland, mesh.site(cell), &[])?;
                Some((distance(mesh.site(cell), mesh.site(other)), cell, other))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((away, cell, other)) = nearest {
            ground.ferry(cell, other, away);
            kept.extend_from_slice(piece);
        }
    }
    kept
}

/// The units as lists of cells, each level below the one before.
struct Tree {
    county_province: Vec<usize>,
    district_county: Vec<usize>,
    rural_district: Vec<usize>,
    rural: Vec<Vec<u32>>,
}

fn grown(
    ground: &Ground,
    land: &[u32],
    projector: Projector,
    random: &mut Random,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<Tree, SampleError> {
    let mut seeds: Vec<Seed> = Vec::new();
    for province in &PROVINCES {
        let taken: Vec<u32> = seeds.iter().map(|seed| seed.cell).collect();
        let cell = ground
            .nearest(land, projector.place(province.near), &taken)
            .ok_or_else(|| SampleError::Geometry("too few cells for the provinces".to_owned()))?;
        seeds.push(Seed {
            cell,
            share: province.km2,
        });
    }
    let provinces = ground.divide(land, &seeds, 40);
    go_on(progress, 0.12)?;
    let by_list: Vec<f64> = PROVINCES.iter().map(|province| province.counties).collect();
    let (counties, county_province) = below(ground, &provinces, &by_list, COUNTIES, 24, random)?;
    let sizes = |parts: &[Vec<u32>]| -> Vec<f64> {
        parts
            .iter()
            .map(|part| (part.len() as f64).powf(0.8))
            .collect()
    };
    let (districts, district_county) =
        below(ground, &counties, &sizes(&counties), DISTRICTS, 8, random)?;
    let (rural, rural_district) = below(ground, &districts, &sizes(&districts), RURAL, 3, random)?;
    Ok(Tree {
        county_province,
        district_county,
        rural_district,
        rural,
    })
}

/// Divides each part into units, `total` in all, by `weights`; each shall have room for
/// `least` cells. Gives the units and the part that each is in.
fn below(
    ground: &Ground,
    parts: &[Vec<u32>],
    weights: &[f64],
    total: usize,
    least: usize,
    random: &mut Random,
) -> Result<(Vec<Vec<u32>>, Vec<usize>), SampleError> {
    let limits: Vec<usize> = parts
        .iter()
        .map(|part| (part.len() / least).max(1))
        .collect();
    let counts = allot(total, weights, &limits);
    let mut units = Vec::with_capacity(total);
    let mut parents = Vec::with_capacity(total);
    for (index, (part, &count)) in parts.iter().zip(&counts).enumerate() {
        let seeds = ground.spread(part, count, random);
        for unit in ground.divide(part, &seeds, 16) {
            units.push(unit);
            parents.push(index);
        }
    }
    if units.len() != total || units.iter().any(Vec::is_empty) {
        return Err(SampleError::Geometry(
            "too few cells for the units".to_owned(),
        ));
    }
    Ok((units, parents))
}

impl Tree {
    /// A cell for each city: every district has one at least, a rural district one at
    /// most, inside it where it has such a cell.
    fn cities(&self, mesh: &Mesh, rural: &[u32]) -> Vec<(u32, usize)> {
        let mut within = vec![Vec::new(); self.district_county.len()];
        for (index, &district) in self.rural_district.iter().enumerate() {
            if let Some(list) = within.get_mut(district) {
                list.push(index);
            }
        }
        let limits: Vec<usize> = within.iter().map(Vec::len).collect();
        let weights: Vec<f64> = limits.iter().map(|&count| count as f64).collect();
        let counts = allot(CITIES, &weights, &limits);
        let mut cities = Vec::with_capacity(CITIES);
        for (homes, count) in within.iter().zip(counts) {
            for &home in homes.iter().take(count) {
                let cells = self.rural.get(home).map_or(&[][..], Vec::as_slice);
                let own = Some(home as u32);
                let rim = |cell: u32| {
                    mesh.neighbours(cell)
                        .iter()
                        .filter(|&&(other, _)| rural.get(other as usize).copied() != own)
                        .count()
                };
                if let Some(&cell) = cells.iter().min_by_key(|&&cell| (rim(cell), cell)) {
                    cities.push((cell, home));
                }
            }
        }
        cities
    }
}
