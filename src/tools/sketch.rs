//! A line that is drawn place by place, and what it is drawn for: another course for a
//! border, a cut through a unit, a ring of land that is given away, a measure.

use super::Measured;
use crate::edit::{Edit, GiveLand, LandCut, Receiver, RedrawBorder};
use crate::model::{Position, UnitKey, same_place};

/// What a line is drawn for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// Another course for a border, from one place of it to another.
    Redraw,
    /// A cut through a unit: what is left of the line goes to the receiver.
    Cut {
        /// The unit.
        unit: UnitKey,
    },
    /// A ring: what of a unit is in it goes to the receiver.
    Give {
        /// The unit.
        unit: UnitKey,
    },
    /// Its length, direction and area.
    Measure,
}

/// What a person does with a line that is being drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SketchInput {
    /// The pointer is here.
    Move(Position),
    /// The pointer is not on the map: it is of the line no more.
    Leave,
    /// A place of the line.
    Point(Position),
    /// The last place is taken back.
    Back,
    /// The line is complete.
    Finish,
    /// It is all given up.
    Cancel,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SketchState {
    /// Nothing is drawn.
    #[default]
    Empty,
    /// Places are being added.
    Drawing,
    /// It is complete, and waits to be accepted.
    Complete,
}

/// A line that is drawn.
///
/// ```
/// use marz::model::Position;
/// use marz::tools::{Purpose, Sketch, SketchInput, SketchState};
/// let at = |x: f64| Position { x, y: 33.0 };
/// let mut sketch = Sketch::new(Purpose::Measure);
/// for x in [48.0, 48.1, 48.2] {
///     sketch.take(SketchInput::Point(at(x)));
/// }
/// sketch.take(SketchInput::Back);
/// sketch.take(SketchInput::Finish);
/// assert_eq!(sketch.state(), SketchState::Complete);
/// assert_eq!(sketch.places(), [at(48.0), at(48.1)]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    purpose: Purpose,
    places: Vec<Position>,
    /// How many places there were before each press.
    presses: Vec<usize>,
    tip: Option<Position>,
    /// The places between the last one and the pointer, where a line is followed.
    traced: Vec<Position>,
    state: SketchState,
    /// Whether the right side of a cut is given instead of the left.
    is_turned: bool,
}

impl Sketch {
    /// Nothing drawn yet.
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            places: Vec::new(),
            presses: Vec::new(),
            tip: None,
            traced: Vec::new(),
            state: SketchState::Empty,
            is_turned: false,
        }
    }

    /// What it is drawn for.
    pub fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// Where it stands.
    pub fn state(&self) -> SketchState {
        self.state
    }

    /// The places that were set.
    pub fn places(&self) -> &[Position] {
        &self.places
    }

    /// Where the pointer is while places are added.
    pub fn tip(&self) -> Option<Position> {
        self.tip.filter(|_| self.state == SketchState::Drawing)
    }

    /// How many places it needs at least.
    fn least(&self) -> usize {
        match self.purpose {
            Purpose::Give { .. } => 3,
            Purpose::Redraw | Purpose::Cut { .. } | Purpose::Measure => 2,
        }
    }

    /// Whether it can be completed as it is.
    pub fn can_finish(&self) -> bool {
        self.state == SketchState::Drawing && self.places.len() >= self.least()
    }

    /// Takes what a person does. Returns whether anything changed.
    pub fn take(&mut self, input: SketchInput) -> bool {
        match (input, self.state) {
            (SketchInput::Cancel, SketchState::Empty) => return false,
            (SketchInput::Cancel, _) => *self = Self::new(self.purpose.clone()),
            (SketchInput::Move(at), _) => {
                let is_new = self.tip.is_none_or(|tip| !same_place(tip, at));
                self.tip = Some(at);
                return is_new && self.state == SketchState::Drawing;
            }
            (SketchInput::Leave, _) => {
                self.traced.clear();
                return self.tip.take().is_some();
            }
            (SketchInput::Point(at), SketchState::Empty | SketchState::Drawing) => {
                // Two presses on one place are one.
                if self.places.last().is_some_and(|&last| same_place(last, at)) {
                    return false;
                }
                self.presses.push(self.places.len());
                self.places.append(&mut self.traced);
                self.places.push(at);
                self.state = SketchState::Drawing;
            }
            (SketchInput::Back, SketchState::Complete) => self.state = SketchState::Drawing,
            (SketchInput::Back, SketchState::Drawing) => {
                let before = self.presses.pop().unwrap_or_default();
                self.places.truncate(before);
                self.traced.clear();
                if self.places.is_empty() {
                    self.state = SketchState::Empty;
                }
            }
            (SketchInput::Finish, SketchState::Drawing) if self.can_finish() => {
                self.state = SketchState::Complete;
            }
            (SketchInput::Point(_) | SketchInput::Back | SketchInput::Finish, _) => return false,
        }
        true
    }

    /// Whether the right side of a cut is given instead of the left.
    pub fn is_turned(&self) -> bool {
        self.is_turned
    }

    /// Gives the other side of a cut.
    pub fn turn(&mut self) {
        self.is_turned = !self.is_turned;
    }

    /// Follows a line from the last place to the pointer: these are the places between.
    pub fn follow(&mut self, traced: Vec<Position>) {
        self.traced = traced;
    }

    /// The places between the last one and the pointer, where a line is followed.
    pub fn traced(&self) -> &[Position] {
        &self.traced
    }

    /// The line with the place that the pointer is at.
    pub fn line(&self) -> Vec<Position> {
        let mut line = self.places.clone();
        let tip = self.tip();
        if tip.is_some() {
            line.extend(&self.traced);
        }
        line.extend(tip.filter(|&tip| line.last().is_none_or(|&last| !same_place(last, tip))));
        line
    }

    /// The edit that it would be with the pointer where it is; nothing below the least number
    /// of places, without a receiver where one is needed, and of a measure.
    pub fn edit(&self, receiver: Option<&Receiver>) -> Option<Edit> {
        let mut line = self.line();
        if line.len() < self.least() {
            return None;
        }
        let give = |unit: UnitKey, cut: LandCut| {
            let to = receiver?.clone();
            Some(Edit::GiveLand(GiveLand { unit, cut, to }))
        };
        match self.purpose {
            Purpose::Redraw => Some(Edit::RedrawBorder(RedrawBorder { path: line })),
            Purpose::Cut { unit } => {
                if self.is_turned {
                    line.reverse();
                }
                give(unit, LandCut::LeftOf(line))
            }
            Purpose::Give { unit } => give(unit, LandCut::Inside(line)),
            Purpose::Measure => None,
        }
    }

    /// What it measures.
    pub fn measured(&self) -> Measured {
        Measured::of(&self.line())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Position {
        Position { x, y }
    }

    #[test]
    fn a_cut_is_complete_with_two_places_and_can_be_turned() {
        let unit = UnitKey(3);
        let mut sketch = Sketch::new(Purpose::Cut { unit });
        let receiver = Receiver::Unit(UnitKey(4));
        assert!(!sketch.take(SketchInput::Finish), "nothing is drawn");
        sketch.take(SketchInput::Point(at(48.0, 33.0)));
        assert!(!sketch.can_finish() && sketch.edit(Some(&receiver)).is_none());
        sketch.take(SketchInput::Move(at(48.5, 33.5)));
        assert!(sketch.edit(None).is_none(), "nobody to give it to");
        let cut = |sketch: &Sketch| match sketch.edit(Some(&receiver)) {
            Some(Edit::GiveLand(GiveLand { cut, .. })) => Some(cut),
            _ => None,
        };
        let line = vec![at(48.0, 33.0), at(48.5, 33.5)];
        let mut left = sketch.clone();
        assert!(left.take(SketchInput::Leave) && cut(&left).is_none());
        assert_eq!(cut(&sketch), Some(LandCut::LeftOf(line.clone())));
        sketch.take(SketchInput::Point(at(48.5, 33.5)));
        sketch.take(SketchInput::Finish);
        sketch.take(SketchInput::Move(at(0.0, 0.0)));
        sketch.turn();
        let turned = line.into_iter().rev().collect();
        assert_eq!(
            cut(&sketch),
            Some(LandCut::LeftOf(turned)),
            "the pointer is no more of it"
        );
        assert!(
            !sketch.take(SketchInput::Point(at(1.0, 1.0))),
            "it is complete"
        );
        assert!(sketch.take(SketchInput::Back) && sketch.can_finish());
        assert!(sketch.take(SketchInput::Cancel) && sketch.places().is_empty());
    }
}
