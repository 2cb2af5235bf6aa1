//! Control points of a map sheet: a place of its picture is picked where it is seen, and then
//! pinned to where it lies.

use crate::edit::{Edit, EditSheet, SheetField, rounded};
use crate::files::LaidSheet;
use crate::model::{ControlPoint, Position, Sheet, SheetKey};

/// A control point in the making.
///
/// ```
/// use marz::files::LaidSheet;
/// use marz::model::{ContentHash, Position, Sheet, SheetFit};
/// use marz::tools::Pin;
/// let place = |x: f64, y: f64| Position { x, y };
/// let sheet = Sheet {
///     id: uuid::Uuid::new_v4(),
///     name: String::new(),
///     picture: ContentHash::of(b""),
///     size_px: [100, 100],
///     fit: SheetFit::Affine,
///     control_points: Vec::new(),
///     corners: [place(48.0, 34.0), place(49.0, 34.0), place(48.0, 33.0)],
/// };
/// let laid = LaidSheet::of(&sheet).unwrap();
/// let mut pin = Pin::default();
/// assert_eq!(pin.press(&sheet, &laid, place(50.0, 33.5)), None);
/// assert_eq!(pin.picked(), None, "beside the picture");
/// assert_eq!(pin.press(&sheet, &laid, place(48.5, 33.5)), None);
/// let point = pin.press(&sheet, &laid, place(48.6, 33.5)).unwrap();
/// assert!((point.pixel[0] - 50.0).abs() < 1.0);
/// assert_eq!(point.at, place(48.6, 33.5));
/// assert_eq!(pin, Pin::default());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pin {
    picked: Option<[f64; 2]>,
}

impl Pin {
    /// Nothing is picked.
    pub const NONE: Self = Self { picked: None };

    /// The place of the picture that was picked, in pixels.
    pub fn picked(&self) -> Option<[f64; 2]> {
        self.picked
    }

    /// A press on the map: it picks the place of the picture that lies there, or says where
    /// the picked one lies, and so makes the point. A press beside the picture picks nothing.
    pub fn press(&mut self, sheet: &Sheet, laid: &LaidSheet, at: Position) -> Option<ControlPoint> {
        if self.picked.is_some() {
            return self.place(at);
        }
        let pixel = laid.pixel(at)?;
        let [width, height] = sheet.size_px.map(f64::from);
        let is_inside = (0.0..=width).contains(&pixel[0]) && (0.0..=height).contains(&pixel[1]);
        self.picked = is_inside.then_some(pixel);
        None
    }

    /// Says where the picked place lies, as it was typed; nothing where none was picked.
    pub fn place(&mut self, at: Position) -> Option<ControlPoint> {
        let pixel = self.picked.take()?;
        let at = rounded(at);
        Some(ControlPoint { pixel, at })
    }

    /// Gives the picked place up. Returns whether there was one.
    pub fn cancel(&mut self) -> bool {
        self.picked.take().is_some()
    }
}

/// The edit that adds a control point to a sheet.
pub fn with_point(key: SheetKey, sheet: &Sheet, point: ControlPoint) -> Edit {
    let points = sheet.control_points.iter().copied().chain([point]);
    Edit::Sheet(EditSheet::Set {
        sheet: key,
        field: SheetField::ControlPoints(points.collect()),
    })
}
