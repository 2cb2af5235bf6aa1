//! A vertex in the hand: where it was, where it is, and what the move would mean.

use super::planner::{Outcome, Planner};
use crate::edit::{Edit, MoveVertex, Refusal};
use crate::model::{BorderKey, Dataset, Extent, Position, same_place};
use crate::topology::{BorderLevel, Snapshot, border_level};

/// A move that is not committed.
#[derive(Debug)]
pub(super) struct Moving {
    /// The vertex as it is stored.
    pub from: Position,
    /// Where it is now.
    pub to: Position,
    /// Whether `to` is another vertex that it snapped to.
    pub snapped: bool,
    /// From the pointer to the vertex when it was taken, in points.
    pub grip: egui::Vec2,
    /// Whether the keyboard moves it.
    pub by_keyboard: bool,
    /// The borders that have the vertex.
    pub borders: Vec<BorderKey>,
    /// The vertices next to it, one for each edge that moves.
    pub neighbours: Vec<Position>,
    planner: Planner,
}

impl Moving {
    /// Takes the vertex at `from`; `None` where no border has it.
    pub fn begin(snapshot: &Snapshot, from: Position) -> Option<Self> {
        let mut borders = Vec::new();
        let mut neighbours = Vec::new();
        for key in snapshot.index.borders_near(Extent::at(from)) {
            let Some(border) = snapshot.dataset.borders.get(key) else {
                continue;
            };
            let mut has_it = false;
            for edge in border.line.windows(2) {
                for (one, other) in [(edge[0], edge[1]), (edge[1], edge[0])] {
                    if same_place(one, from) {
                        neighbours.push(other);
                        has_it = true;
                    }
                }
            }
            if has_it {
                borders.push(key);
            }
        }
        (!borders.is_empty()).then(|| Self {
            from,
            to: from,
            snapped: false,
            grip: egui::Vec2::ZERO,
            by_keyboard: false,
            borders,
            neighbours,
            planner: Planner::default(),
        })
    }

    /// Whether it lies elsewhere than where it was.
    pub fn is_moved(&self) -> bool {
        !same_place(self.from, self.to)
    }

    /// The edit that it would be.
    pub fn edit(&self) -> Edit {
        Edit::MoveVertex(MoveVertex {
            from: self.from,
            to: self.to,
        })
    }

    /// The newest outcome that is known, be it of a place that was just left.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.planner.outcome()
    }

    /// Why it cannot be where it is now, if that is known.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.planner.outcome_of(&self.edit())?.as_ref().err()
    }

    /// Takes what the thread found and starts it anew if the vertex has moved on.
    pub fn follow(&mut self, snapshot: &Snapshot, ctx: &egui::Context) {
        let wanted = self.is_moved().then(|| self.edit());
        self.planner.follow(wanted, snapshot, ctx);
    }

    /// The border that is named while it moves, of those at the highest level, and that level.
    pub fn named_border(&self, dataset: &Dataset) -> Option<(BorderKey, BorderLevel)> {
        let leveled =
            |key: &BorderKey| Some((*key, border_level(dataset, dataset.borders.get(*key)?)));
        self.borders
            .iter()
            .filter_map(leveled)
            .min_by_key(|(key, level)| (*level, *key))
    }
}
