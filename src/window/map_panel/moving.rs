//! Vertices in the hand: where they were, where they are, and what the move would mean.

use rustc_hash::FxHashSet;

use super::MapContext;
use super::planner::{Outcome, Planner};
use crate::edit::{Edit, MoveVertex, MoveVertices, Refusal, rounded};
use crate::model::{BorderKey, Dataset, Extent, Position, same_place};
use crate::tools::Snap;
use crate::topology::{BorderLevel, Snapshot, border_level, position_bits};

/// A move that is not committed.
#[derive(Debug)]
pub(super) struct Moving {
    /// The vertex that is held, as it is stored.
    pub from: Position,
    /// Where it is now.
    pub to: Position,
    /// Those that move with it, as they are stored.
    others: Vec<Position>,
    /// All of them, to be looked up by place.
    in_hand: FxHashSet<(u64, u64)>,
    /// What `to` snapped to.
    pub snap: Option<Snap>,
    /// From the pointer to the vertex when it was taken, in points.
    pub grip: egui::Vec2,
    /// Whether the keyboard moves it.
    pub by_keyboard: bool,
    /// The borders that have one of the vertices.
    pub borders: Vec<BorderKey>,
    /// The edges that move, each once, as they are stored.
    pub edges: Vec<[Position; 2]>,
    planner: Planner,
}

impl Moving {
    /// Takes the vertex at `from` and all that are `chosen` with it; `None` where no border
    /// has it.
    pub fn begin(snapshot: &Snapshot, from: Position, chosen: &[Position]) -> Option<Self> {
        let others = chosen.iter().copied();
        let others: Vec<Position> = others.filter(|&at| !same_place(at, from)).collect();
        let all = std::iter::once(from).chain(others.iter().copied());
        let mut moving = Self {
            in_hand: all.map(position_bits).collect(),
            from,
            to: from,
            others,
            snap: None,
            grip: egui::Vec2::ZERO,
            by_keyboard: false,
            borders: Vec::new(),
            edges: Vec::new(),
            planner: Planner::default(),
        };
        for at in std::iter::once(from).chain(moving.others.clone()) {
            for key in snapshot.index.borders_near(Extent::at(at)) {
                if !moving.borders.contains(&key) {
                    moving.take_edges(snapshot, key);
                }
            }
        }
        (!moving.edges.is_empty()).then_some(moving)
    }

    fn take_edges(&mut self, snapshot: &Snapshot, key: BorderKey) {
        let Some(border) = snapshot.dataset.borders.get(key) else {
            return;
        };
        let edges = border.line.windows(2).map(|edge| [edge[0], edge[1]]);
        let known = self.edges.len();
        let moved: Vec<_> = edges
            .filter(|edge| edge.iter().any(|&end| self.moves(end)))
            .collect();
        self.edges.extend(moved);
        if self.edges.len() > known {
            self.borders.push(key);
        }
    }

    /// Whether a vertex is in the hand.
    pub fn moves(&self, at: Position) -> bool {
        self.in_hand.contains(&position_bits(at))
    }

    /// Where a vertex is while it is moved; one that is not in the hand stays.
    pub fn moved(&self, at: Position) -> Position {
        if same_place(at, self.from) {
            self.to
        } else if self.moves(at) {
            rounded(at + (self.to - self.from))
        } else {
            at
        }
    }

    /// Whether it lies elsewhere than where it was.
    pub fn is_moved(&self) -> bool {
        !same_place(self.from, self.to)
    }

    /// The edit that it would be.
    pub fn edit(&self) -> Edit {
        let moved = |from: Position| MoveVertex {
            from,
            to: self.moved(from),
        };
        if self.others.is_empty() {
            return Edit::MoveVertex(moved(self.from));
        }
        let all = std::iter::once(self.from).chain(self.others.iter().copied());
        Edit::MoveVertices(MoveVertices {
            moves: all.map(moved).collect(),
        })
    }

    /// The newest outcome that is known, be it of a place that was just left.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.planner.outcome()
    }

    /// Whether what it would mean where it is now is known.
    pub fn is_told(&self) -> bool {
        self.planner.outcome_of(&self.edit()).is_some()
    }

    /// Why it cannot be where it is now, if that is known.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.planner.outcome_of(&self.edit())?.as_ref().err()
    }

    /// Takes what the thread found and starts it anew if the vertex has moved on.
    pub fn follow(&mut self, context: &MapContext<'_>, ctx: &egui::Context) {
        let wanted = self.is_moved().then(|| self.edit());
        self.planner.follow(wanted, context, ctx);
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
