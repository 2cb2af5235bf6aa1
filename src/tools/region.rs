//! A region that is drawn to choose what lies in it: a box from corner to corner, or a
//! lasso around it.

use crate::model::{Extent, Position};

/// The form of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionForm {
    /// From one corner to the opposite one, as the screen has them.
    Box,
    /// Freely around.
    Lasso,
}

/// A region that is being drawn.
///
/// ```
/// use marz::model::Position;
/// use marz::tools::{Region, RegionForm};
/// let at = |x: f64, y: f64| Position { x, y };
/// let mut region = Region::begin(RegionForm::Lasso, at(0.0, 0.0));
/// for corner in [at(2.0, 0.0), at(2.0, 2.0), at(0.0, 2.0)] {
///     region.draw(corner, [corner; 2]);
/// }
/// assert!(region.holds(at(1.0, 1.0)) && !region.holds(at(3.0, 1.0)));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    form: RegionForm,
    ring: Vec<Position>,
}

impl Region {
    /// Begins at a place.
    pub fn begin(form: RegionForm, at: Position) -> Self {
        Self {
            form,
            ring: vec![at],
        }
    }

    /// Its form.
    pub fn form(&self) -> RegionForm {
        self.form
    }

    /// Its outline; the first place is not repeated.
    pub fn ring(&self) -> &[Position] {
        &self.ring
    }

    /// The pointer is at a place. `beside` are the other two corners of a box from the first
    /// place to this one: the screen's, which the map need not have along its parallels.
    pub fn draw(&mut self, at: Position, beside: [Position; 2]) {
        if self.form == RegionForm::Box {
            self.ring.truncate(1);
            self.ring.extend([beside[0], at, beside[1]]);
        } else {
            self.ring.push(at);
        }
    }

    /// The box around it.
    pub fn extent(&self) -> Option<Extent> {
        Extent::around(self.ring.iter().copied())
    }

    /// Whether a place lies in it.
    pub fn holds(&self, at: Position) -> bool {
        let next = self.ring.iter().cycle().skip(1);
        let mut inside = false;
        for (from, to) in self.ring.iter().zip(next) {
            if (from.y > at.y) != (to.y > at.y) {
                let x = from.x + (at.y - from.y) / (to.y - from.y) * (to.x - from.x);
                inside ^= at.x < x;
            }
        }
        inside
    }
}
