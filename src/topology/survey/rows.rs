//! Faces in a row between the same two units, alternately overlap and gap: two drawings
//! of one line that wind about each other.

use std::collections::BTreeMap;

use super::classify::FaceClass;
use super::faces::Face;
use super::joined::Joined;
use crate::model::{Parameters, Position, UnitKey};
use crate::topology::weave::position_bits;

/// How many faces in a row are one fault.
pub const LEAST_MISMATCH_FACES: usize = 3;

/// Tells the rows among faces anew: those between the same two units that share a corner
/// with the next, one an overlap and the other a gap, three or more together.
pub(super) fn find_rows(faces: &mut [Face], parameters: &Parameters) {
    type Corner = ([UnitKey; 2], (u64, u64));
    let mut corners: BTreeMap<Corner, Vec<usize>> = BTreeMap::new();
    let mut joined = Joined::default();
    let mut members: Vec<usize> = Vec::new();
    for face in faces.iter_mut() {
        face.row = None;
    }
    for (index, face) in faces.iter().enumerate() {
        let suits = matches!(
            face.class(parameters),
            FaceClass::UnmatchedVertex | FaceClass::Sliver | FaceClass::Wide
        );
        let (true, [first, second]) = (suits, face.units.as_slice()) else {
            continue;
        };
        let number = joined.add();
        members.push(index);
        for &corner in face.rings.iter().flatten() {
            let corner = ([*first, *second], position_bits(corner));
            corners.entry(corner).or_default().push(number);
        }
    }
    for meeting in corners.values() {
        for (place, &one) in meeting.iter().enumerate() {
            for &other in &meeting[place + 1..] {
                let kind = |number: usize| faces[members[number]].kind;
                if kind(one) != kind(other) {
                    joined.join(one, other);
                }
            }
        }
    }
    let mut rows: Vec<Option<Position>> = vec![None; faces.len()];
    for group in joined.groups() {
        if group.len() >= LEAST_MISMATCH_FACES {
            let corners = group
                .iter()
                .flat_map(|&number| faces[members[number]].rings.iter().flatten());
            let west = corners
                .copied()
                .min_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
            for number in group {
                rows[members[number]] = west;
            }
        }
    }
    for (face, row) in faces.iter_mut().zip(rows) {
        face.row = row;
    }
}
