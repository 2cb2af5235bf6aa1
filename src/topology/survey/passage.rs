//! Ways of rings through a vertex, and whether two of them cross there: decided exactly.

use crate::model::{Position, same_place};
use crate::topology::contains::side_of_edge;

/// A ring's way through a vertex: where it comes from and where it goes.
pub(super) type Passage = (Position, Position);

/// Whether a ring goes back to where it came from.
pub(super) fn turns_back(passage: Passage) -> bool {
    same_place(passage.0, passage.1)
}

/// Whether two ways through a vertex cross: the second comes from one side of the
/// first and leaves on the other.
pub(super) fn cross_at(at: Position, first: Passage, second: Passage) -> bool {
    let left = |point| strictly_between(at, first.1, first.0, point);
    let right = |point| strictly_between(at, first.0, first.1, point);
    (left(second.0) && right(second.1)) || (right(second.0) && left(second.1))
}

/// Whether the direction from `at` to `point` lies strictly within the turn, counter-
/// clockwise, from the direction to `from` to that to `to`.
fn strictly_between(at: Position, from: Position, to: Position, point: Position) -> bool {
    let turn = side_of_edge(at, from, to);
    let after = side_of_edge(at, from, point);
    let before = side_of_edge(at, point, to);
    if turn > 0.0 {
        after > 0.0 && before > 0.0
    } else if turn < 0.0 {
        // More than half a turn: not in the closed rest of it.
        !(before <= 0.0 && after <= 0.0)
    } else {
        let (a, b) = (from - at, to - at);
        // Straight on; a way that turns back on itself has no sides.
        a.x * b.x + a.y * b.y < 0.0 && after > 0.0
    }
}
