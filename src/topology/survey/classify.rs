//! Which kind of finding a face is: the first that holds.

use super::faces::{Face, FaceKind};
use crate::model::Parameters;

/// What a face is reported as. One face is one finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaceClass {
    /// Something else says why it is there: see [`Face::cause`].
    Explained,
    /// T10: the same polygon in several units.
    Duplicate,
    /// T11: a whole polygon of one unit, inside another that has no hole for it.
    Contained,
    /// T17: one of three or more in a row between the same two units, alternately
    /// overlap and gap.
    Mismatch,
    /// T16: along one edge of one unit, whose neighbour has a vertex more, not farther
    /// from the edge than the match tolerance.
    UnmatchedVertex,
    /// T14 or T15: narrower than the sliver width.
    Sliver,
    /// T09 or T12.
    Wide,
}

impl Face {
    /// The class of the face, the first that holds in the order of [`FaceClass`].
    pub fn class(&self, parameters: &Parameters) -> FaceClass {
        let beside_edge = self
            .beside_edge
            .is_some_and(|beside| beside.distance_m <= parameters.match_tolerance_m);
        let wholes = match self.kind {
            FaceKind::Overlap => self.whole_of.len(),
            FaceKind::Gap => 0,
        };
        if self.cause.is_some() {
            FaceClass::Explained
        } else if wholes > 1 {
            FaceClass::Duplicate
        } else if wholes == 1 {
            FaceClass::Contained
        } else if self.row.is_some() {
            FaceClass::Mismatch
        } else if beside_edge {
            FaceClass::UnmatchedVertex
        } else if self.width_m < parameters.sliver_width_m {
            FaceClass::Sliver
        } else {
            FaceClass::Wide
        }
    }
}
