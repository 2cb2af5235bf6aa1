//! Map sheets laid on the earth: from the control points of a scanned picture to where each
//! of its pixels lies, in the metres of the grid of its zone, with what is left over at each
//! point. And the pictures themselves: read, and cut into tiles to be drawn.

mod picture;

pub use picture::{SheetPicture, SheetTile, TILE_PX, most_halved, read_sheet_picture};

use crate::measure::{PlaneFit, Tie};
use crate::model::{ControlPoint, Position, Sheet, SheetFit};

use super::utm::UtmGrid;

/// A sheet as it lies.
///
/// ```
/// use marz::files::LaidSheet;
/// use marz::model::{ContentHash, ControlPoint, Position, Sheet, SheetFit};
/// let point = |x: f64, y: f64, longitude: f64, latitude: f64| ControlPoint {
///     pixel: [x, y],
///     at: Position { x: longitude, y: latitude },
/// };
/// let sheet = Sheet {
///     id: uuid::Uuid::new_v4(),
///     name: String::new(),
///     picture: ContentHash::of(b""),
///     size_px: [1500, 1200],
///     fit: SheetFit::Affine,
///     control_points: vec![
///         point(0.0, 0.0, 48.0, 34.0),
///         point(1500.0, 0.0, 49.5, 34.0),
///         point(0.0, 1200.0, 48.0, 33.0),
///     ],
///     corners: [Position { x: 0.0, y: 0.0 }; 3],
/// };
/// let laid = LaidSheet::of(&sheet).unwrap();
/// assert_eq!(laid.fit(), Some(SheetFit::Affine));
/// let at = laid.position([0.0, 1200.0]).unwrap();
/// assert!((at.x - 48.0).abs() < 1e-6 && (at.y - 33.0).abs() < 1e-6);
/// assert!(laid.residuals_m()[1] < 0.01);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LaidSheet {
    grid: UtmGrid,
    plane: PlaneFit,
    /// Nothing where too few points are known, and it is shown where it was put.
    fit: Option<SheetFit>,
    residuals_m: Vec<f64>,
}

impl LaidSheet {
    /// Lays a sheet: as it asks for where enough points are known, else as stiffly as those
    /// allow, else by its corners, moved so that the one point is right. Nothing where its
    /// points and corners lie in a row, or outside the grid.
    pub fn of(sheet: &Sheet) -> Option<Self> {
        let points = &sheet.control_points;
        let first = points.first().map_or(sheet.corners[0], |point| point.at);
        let grid = UtmGrid::around(first)?;
        let tie = |point: &ControlPoint| {
            Some(Tie {
                pixel: point.pixel,
                metres: grid.metres(point.at)?,
            })
        };
        let ties: Vec<Tie> = points.iter().map(tie).collect::<Option<_>>()?;
        let possible = SheetFit::ALL.into_iter().rev();
        let possible = possible
            .skip_while(|fit| *fit != sheet.fit)
            .find_map(|fit| PlaneFit::of(fit, &ties));
        let (plane, fit) = match possible {
            Some(plane) => {
                let fit = plane.kind();
                (plane, Some(fit))
            }
            None => (by_corners(sheet, grid, ties.first())?, None),
        };
        let residuals_m = ties.iter().map(|tie| plane.residual_m(tie)).collect();
        Some(Self {
            grid,
            plane,
            fit,
            residuals_m,
        })
    }

    /// Where a place of the picture lies; nothing outside the grid.
    pub fn position(&self, pixel: [f64; 2]) -> Option<Position> {
        self.grid.position(self.plane.metres(pixel))
    }

    /// The place of the picture that lies at a place of the earth.
    pub fn pixel(&self, at: Position) -> Option<[f64; 2]> {
        self.plane.pixel(self.grid.metres(at)?)
    }

    /// How it is laid; nothing while it is shown where it was put.
    pub fn fit(&self) -> Option<SheetFit> {
        self.fit
    }

    /// How far each control point is from where it ought to be, in metres.
    pub fn residuals_m(&self) -> &[f64] {
        &self.residuals_m
    }

    /// The root of the mean square of what is left over, in metres; nothing where there are
    /// no more points than the fit needs, which then says nothing of how good they are.
    pub fn mean_error_m(&self) -> Option<f64> {
        let least = self.fit?.least_points();
        let count = self.residuals_m.len();
        let squares: f64 = self.residuals_m.iter().map(|it| it * it).sum();
        #[expect(clippy::cast_precision_loss, reason = "a count of points")]
        let mean = squares / count as f64;
        (count > least).then(|| mean.sqrt())
    }
}

/// Where a sheet is shown before it can be laid.
fn by_corners(sheet: &Sheet, grid: UtmGrid, known: Option<&Tie>) -> Option<PlaneFit> {
    let [width, height] = sheet.size_px.map(f64::from);
    let pixels = [[0.0, 0.0], [width, 0.0], [0.0, height]];
    let corners = pixels.into_iter().zip(sheet.corners);
    let mut ties: Vec<Tie> = corners
        .map(|(pixel, at)| {
            Some(Tie {
                pixel,
                metres: grid.metres(at)?,
            })
        })
        .collect::<Option<_>>()?;
    let plane = PlaneFit::of(SheetFit::Affine, &ties)?;
    let Some(known) = known else {
        return Some(plane);
    };
    let [x, y] = plane.metres(known.pixel);
    for tie in &mut ties {
        tie.metres[0] += known.metres[0] - x;
        tie.metres[1] += known.metres[1] - y;
    }
    PlaneFit::of(SheetFit::Affine, &ties)
}
