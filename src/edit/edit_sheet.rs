//! Lays map sheets on the earth: adds them, sets their control points, removes them. Their
//! pictures are kept by content beside the edits, so that a step is small.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::rows::{changed, known};
use super::{Change, ChangeSet, Refusal};
use crate::model::{ControlPoint, Dataset, Sheet, SheetFit, SheetKey, is_usable};

/// An attribute of a sheet with its new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SheetField {
    /// Its name.
    Name(String),
    /// How it is laid on its points.
    Fit(SheetFit),
    /// What is known of it on the earth.
    ControlPoints(Vec<ControlPoint>),
}

/// What is done with a sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EditSheet {
    /// Adds one, whose picture is among the contents.
    Add(Box<Sheet>),
    /// Sets one attribute of one.
    Set {
        /// The sheet.
        sheet: SheetKey,
        /// What to set.
        field: SheetField,
    },
    /// Removes one.
    Remove(SheetKey),
}

impl EditSheet {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no name, a picture that is not kept, a control point that is not on the
    /// earth or has the place of another in the picture, a sheet that is gone, or what is so
    /// already.
    pub fn plan(&self, dataset: &Dataset) -> Result<ChangeSet, Refusal> {
        let sheets = &dataset.sheets;
        let (key, before, after) = match self {
            Self::Add(sheet) => {
                check(sheet)?;
                dataset.contents.get(&sheet.picture).ok_or(Refusal::Gone)?;
                let after = Some(Arc::new(Sheet::clone(sheet)));
                (sheets.next_key(), None, after)
            }
            Self::Set { sheet, field } => {
                let (before, after) = changed(sheets, *sheet, |sheet| {
                    match field {
                        SheetField::Name(name) => name.trim().clone_into(&mut sheet.name),
                        SheetField::Fit(fit) => sheet.fit = *fit,
                        SheetField::ControlPoints(points) => {
                            sheet.control_points.clone_from(points);
                        }
                    }
                    check(sheet)
                })?;
                (*sheet, Some(before), Some(after))
            }
            Self::Remove(sheet) => (*sheet, Some(known(sheets, *sheet)?), None),
        };
        Ok(vec![Change::Sheet { key, before, after }].into())
    }
}

fn check(sheet: &Sheet) -> Result<(), Refusal> {
    if sheet.name.trim().is_empty() {
        return Err(Refusal::EmptyName);
    }
    for (number, point) in sheet.control_points.iter().enumerate() {
        if !is_usable(point.at) {
            return Err(Refusal::NotOnEarth(point.at));
        }
        let before = sheet.control_points.iter().take(number);
        if before.clone().any(|other| other.pixel == point.pixel) {
            return Err(Refusal::SamePixel);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::edit::Edit;
    use crate::edit::drawing_tests::still;
    use crate::model::{ContentHash, Position};

    #[test]
    fn a_sheet_comes_with_its_picture_and_is_undone_without_losing_it() {
        let mut before = still();
        let sheet = Sheet {
            id: uuid::Uuid::new_v4(),
            name: "برگ ۵۶۵۸".to_owned(),
            picture: ContentHash::of(b"picture"),
            size_px: [400, 300],
            fit: SheetFit::Affine,
            control_points: Vec::new(),
            corners: [Position { x: 48.0, y: 34.0 }; 3],
        };
        let add = Edit::Sheet(EditSheet::Add(Box::new(sheet)));
        assert_eq!(add.plan(&before), Err(Refusal::Gone), "no picture");
        before.dataset.contents.keep(b"picture".as_slice().into());
        let added = add.plan(&before).unwrap();
        let after = added.apply(&before);
        let key = after.dataset.sheets.keys().next().unwrap();
        let point = |x: f64, at: f64| ControlPoint {
            pixel: [x, 10.0],
            at: Position { x: at, y: 33.0 },
        };
        let set = |points: Vec<ControlPoint>| {
            let field = SheetField::ControlPoints(points);
            Edit::Sheet(EditSheet::Set { sheet: key, field }).plan(&after)
        };
        let twice = set(vec![point(1.0, 48.0), point(1.0, 48.5)]);
        assert_eq!(twice, Err(Refusal::SamePixel));
        let off = set(vec![point(1.0, 480.0)]);
        assert!(matches!(off, Err(Refusal::NotOnEarth(_))));
        let set = set(vec![point(1.0, 48.0)]).unwrap();
        let placed = set.apply(&after);
        assert_eq!(set.inverse().apply(&placed).dataset, after.dataset);
        let undone = added.inverse().apply(&after);
        assert_eq!(undone.dataset, before.dataset);
        assert!(undone.dataset.contents.iter().next().is_some());
    }
}
