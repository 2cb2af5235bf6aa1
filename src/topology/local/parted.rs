//! Borders that were parted by hand: places where two stretches of one line meet though
//! nothing else does. They stay where they are until they are joined.

use std::collections::BTreeMap;

use crate::model::{Border, BorderKey, Extent, Position, UnitKey, same_place};
use crate::topology::Snapshot;

/// The two borders that meet at a place with the same units beside them, where nothing else
/// ends: they are one line that was parted by hand. Nothing at any other place.
///
/// ```
/// use marz::model::{Dataset, Origin, Position};
/// use marz::topology::{Snapshot, parted_at};
/// let snapshot = Snapshot::new(Dataset::new(Origin::of_content(b""), ""));
/// assert_eq!(parted_at(&snapshot, Position { x: 48.0, y: 33.0 }), None);
/// ```
pub fn parted_at(snapshot: &Snapshot, at: Position) -> Option<[BorderKey; 2]> {
    let mut ending = Vec::new();
    for key in snapshot.index.borders_near(Extent::at(at)) {
        let border = snapshot.dataset.borders.get(key)?;
        let (first, last) = border.ends();
        match (same_place(first, at), same_place(last, at)) {
            (false, false) => {
                // One that passes through makes a junction of it, whatever ends there.
                if border.line.iter().any(|&vertex| same_place(vertex, at)) {
                    return None;
                }
            }
            // A ring by itself begins and ends somewhere.
            (true, true) => return None,
            (starts, _) => ending.push((key, border, starts)),
        }
    }
    let [(one, border, starts), (other, beside, other_starts)] = ending[..] else {
        return None;
    };
    // Both begin there, or both end: then one runs against the other.
    let is_against = starts == other_starts;
    (sides(border, false) == sides(beside, is_against)).then_some([one, other])
}

fn sides(border: &Border, is_against: bool) -> (&[UnitKey], &[UnitKey]) {
    if is_against {
        (&border.right, &border.left)
    } else {
        (&border.left, &border.right)
    }
}

/// Where the borders that are taken up were parted by hand, at the places that those ends
/// have in their new lines.
pub(super) fn parted_ends(
    snapshot: &Snapshot,
    lines: &BTreeMap<BorderKey, Vec<Position>>,
) -> Vec<Position> {
    let mut parted = Vec::new();
    for (&key, line) in lines {
        let Some(border) = snapshot.dataset.borders.get(key) else {
            continue;
        };
        let (first, last) = border.ends();
        for (end, now) in [(first, line.first()), (last, line.last())] {
            if parted_at(snapshot, end).is_some() {
                parted.extend(now.copied());
            }
        }
    }
    parted
}
