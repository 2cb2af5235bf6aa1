//! Map sheets: scanned pictures, as the sealed map of a decree, that are laid on the earth by
//! control points and traced from. How a picture is laid is reckoned from the points each
//! time; only the points are kept.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::table::key;
use super::{ContentHash, Position};

key! {
    /// The key of a [`Sheet`].
    SheetKey
}

/// A place of a picture that is known on the earth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ControlPoint {
    /// The place in the picture: pixels from its left and upper edges.
    pub pixel: [f64; 2],
    /// The place on the earth, in degrees.
    pub at: Position,
}

/// How a picture is laid on its control points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetFit {
    /// Moved, turned and made larger: for a sheet that was scanned without a stretch.
    Similarity,
    /// Stretched and slanted too: for most scans.
    #[default]
    Affine,
    /// Bent by a polynomial of the second degree: for paper that has warped.
    Polynomial,
}

impl SheetFit {
    /// All of them, from the stiffest.
    pub const ALL: [Self; 3] = [Self::Similarity, Self::Affine, Self::Polynomial];

    /// The name for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Similarity => "similarity",
            Self::Affine => "affine",
            Self::Polynomial => "polynomial",
        }
    }

    /// The fit whose name for machines is `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fit| fit.name() == name)
    }

    /// How many points it needs; with more, they show how well they agree.
    pub fn least_points(self) -> usize {
        match self {
            Self::Similarity => 2,
            Self::Affine => 3,
            Self::Polynomial => 6,
        }
    }
}

/// A scanned map sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name for life.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its picture, among the contents that are kept with the data.
    pub picture: ContentHash,
    /// The width and the height of the picture, in pixels.
    pub size_px: [u32; 2],
    /// How it is laid on its points.
    pub fit: SheetFit,
    /// What is known of it on the earth.
    pub control_points: Vec<ControlPoint>,
    /// Where its upper left, upper right and lower left corners are shown while too few points
    /// are known to lay it on.
    pub corners: [Position; 3],
}
