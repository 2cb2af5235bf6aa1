//! A grid of units whose common lines are drawn once and are crooked.

use marz::measure::LocalPlane;
use marz::model::{
    Dataset, Land, Level, Origin, PlainPolygon, PlainRing, PlainRole, Position, Unit,
};
use marz::topology::weave_dataset;

use super::random::Random;

/// The side of a cell in degrees, and into how many edges it is cut.
const CELL_DEG: f64 = 0.05;
pub const EDGES: usize = 8;

/// Rings as written; the first is the shell.
pub type Rings = Vec<Vec<Position>>;

/// The polygons of units, in the order of their keys.
pub struct Coverage {
    pub columns: usize,
    pub rows: usize,
    pub units: Vec<Vec<Rings>>,
}

/// A position rounded as files write it.
pub fn rounded(position: Position) -> Position {
    let round = |value: f64| (value * 1e7).round() / 1e7;
    Position {
        x: round(position.x),
        y: round(position.y),
    }
}

/// A position some metres east and north of another.
pub fn moved(from: Position, east_m: f64, north_m: f64) -> Position {
    let plane = LocalPlane::at(from);
    rounded(plane.position_from_metres(Position {
        x: east_m,
        y: north_m,
    }))
}

impl Coverage {
    pub fn grid(columns: usize, rows: usize, random: &mut Random) -> Self {
        let (west, south) = (random.range(45.0, 58.0), random.range(26.0, 37.0));
        // Every vertex once: of the upright sides and of the level ones.
        let mut shaken = |x: f64, y: f64, frame: bool| {
            let most = if frame {
                0.0
            } else {
                0.12 * CELL_DEG / EDGES as f64
            };
            rounded(Position {
                x: west + x * CELL_DEG + random.range(-most, most),
                y: south + y * CELL_DEG + random.range(-most, most),
            })
        };
        let step = 1.0 / EDGES as f64;
        let mut upright = vec![Vec::new(); (columns + 1) * rows];
        let mut level = vec![Vec::new(); columns * (rows + 1)];
        let mut corners = Vec::new();
        for row in 0..=rows {
            for column in 0..=columns {
                corners.push(shaken(column as f64, row as f64, row == 0 || row == rows));
            }
        }
        let corner = |column: usize, row: usize| corners[row * (columns + 1) + column];
        for row in 0..rows {
            for column in 0..=columns {
                let mut line = vec![corner(column, row)];
                for index in 1..EDGES {
                    line.push(shaken(
                        column as f64,
                        row as f64 + index as f64 * step,
                        false,
                    ));
                }
                line.push(corner(column, row + 1));
                upright[row * (columns + 1) + column] = line;
            }
        }
        for row in 0..=rows {
            for column in 0..columns {
                let mut line = vec![corner(column, row)];
                for index in 1..EDGES {
                    let frame = row == 0 || row == rows;
                    line.push(shaken(
                        column as f64 + index as f64 * step,
                        row as f64,
                        frame,
                    ));
                }
                line.push(corner(column + 1, row));
                level[row * columns + column] = line;
            }
        }
        let mut units = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let mut ring = level[row * columns + column].clone();
                ring.extend(&upright[row * (columns + 1) + column + 1][1..]);
                ring.extend(level[(row + 1) * columns + column].iter().rev().skip(1));
                ring.extend(upright[row * (columns + 1) + column].iter().rev().skip(1));
                units.push(vec![vec![ring]]);
            }
        }
        Self {
            columns,
            rows,
            units,
        }
    }

    pub fn shell(&mut self, unit: usize) -> &mut Vec<Position> {
        &mut self.units[unit][0][0]
    }

    /// The ring index at which the eastern side of a cell begins, from south to north.
    /// As long as nothing was put in before it.
    pub fn east_side() -> usize {
        EDGES
    }

    /// The ring index at which the western side begins, from north to south.
    pub fn west_side() -> usize {
        3 * EDGES
    }

    /// A place inside a cell: the middle of its corners.
    pub fn middle(&self, unit: usize) -> Position {
        let ring = &self.units[unit][0][0];
        (ring[0] + ring[EDGES] + ring[2 * EDGES] + ring[3 * EDGES]) / 4.0
    }

    pub fn dataset(&self) -> Dataset {
        let mut dataset = Dataset::new(Origin::of_content(b"generated"), "generated");
        for (index, land) in self.units.iter().enumerate() {
            let id = dataset.origin.id("unit", index);
            let mut unit = Unit::new(id, Level::RuralDistrict, index.to_string());
            let polygons = land.iter().map(|rings| PlainPolygon {
                rings: rings
                    .iter()
                    .map(|ring| PlainRing {
                        positions: ring.clone().into(),
                        heights_m: None,
                    })
                    .collect(),
            });
            unit.land = Land::Plain {
                polygons: polygons.collect(),
                role: PlainRole::Pending,
            };
            dataset.units.insert(unit);
        }
        weave_dataset(&mut dataset);
        dataset
    }
}
