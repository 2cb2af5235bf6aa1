//! Vertices in the cells of a grid, to ask which of them a triangle holds. The grid is
//! made anew when half of them have gone, so that its cells stay about as large as the
//! triangles that are asked about.

use robust::{Coord, orient2d};

use crate::model::{Extent, Position, is_usable, same_place};

/// A grid of about as many cells as vertices.
pub(super) struct Grid {
    extent: Extent,
    columns: usize,
    rows: usize,
    /// Where each cell begins among the items, row by row.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Grid {
    /// The grid of those of the positions that `is_there`; what is no place on the earth is left out.
    pub fn new(positions: &[Position], is_there: impl Fn(u32) -> bool) -> Self {
        let there = || {
            let numbered = (0_u32..).zip(positions);
            numbered.filter(|(number, place)| is_there(*number) && is_usable(**place))
        };
        let extent = Extent::around(there().map(|(_, place)| *place))
            .unwrap_or(Extent::at(Position { x: 0.0, y: 0.0 }));
        let count = there().count();
        let (width, height) = (
            (extent.max.x - extent.min.x).max(1e-9),
            (extent.max.y - extent.min.y).max(1e-9),
        );
        let side = (width * height / count.max(1) as f64).sqrt();
        let along = |length: f64| ((length / side).ceil() as usize).clamp(1, count.max(1));
        let mut grid = Self {
            extent,
            columns: along(width),
            rows: along(height),
            starts: Vec::new(),
            items: vec![0; count],
        };
        // Counts, then sums of counts, then each item at the end of its cell, which moves down.
        let mut starts = vec![0_u32; grid.columns * grid.rows + 1];
        for (_, place) in there() {
            starts[grid.cell(*place)] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        for (number, place) in there() {
            let start = &mut starts[grid.cell(*place)];
            *start -= 1;
            grid.items[*start as usize] = number;
        }
        grid.starts = starts;
        grid
    }

    /// How many positions were there when it was made.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    fn column(&self, x: f64) -> usize {
        let share = (x - self.extent.min.x) / (self.extent.max.x - self.extent.min.x).max(1e-9);
        ((share * self.columns as f64) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        let share = (y - self.extent.min.y) / (self.extent.max.y - self.extent.min.y).max(1e-9);
        ((share * self.rows as f64) as usize).min(self.rows - 1)
    }

    fn cell(&self, place: Position) -> usize {
        self.row(place.y) * self.columns + self.column(place.x)
    }

    /// A position that lies in the triangle or on its border, but for those that are `passed`
    /// over and those at the first or last corner, where other lines may end.
    pub fn inside(
        &self,
        positions: &[Position],
        triangle: [Position; 3],
        passed: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let bounds = Extent::around(triangle)?;
        let (west, east) = (self.column(bounds.min.x), self.column(bounds.max.x));
        for row in self.row(bounds.min.y)..=self.row(bounds.max.y) {
            let first = row * self.columns + west;
            let last = row * self.columns + east;
            let items = self.starts[first] as usize..self.starts[last + 1] as usize;
            let found = self.items[items].iter().copied().find(|item| {
                let place = positions[*item as usize];
                bounds.holds(place)
                    && !same_place(place, triangle[0])
                    && !same_place(place, triangle[2])
                    && !passed(*item)
                    && holds(triangle, place)
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// Whether a place in the box of a triangle lies in it or on its border.
fn holds([a, b, c]: [Position; 3], place: Position) -> bool {
    let coord = |place: Position| Coord {
        x: place.x,
        y: place.y,
    };
    let side = |from, to| orient2d(coord(from), coord(to), coord(place));
    let sides = [side(a, b), side(b, c), side(c, a)];
    !(sides.iter().any(|side| *side < 0.0) && sides.iter().any(|side| *side > 0.0))
}
