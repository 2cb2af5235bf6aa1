//! Map sheets of the open data: their pictures are read beside the window, kept with the
//! data, and put where the map looks until they are laid by control points.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Program;
use crate::app::jobs::JobKind;
use crate::app::notice::Notice;
use crate::app::work::{NewSheet, Outcome};
use crate::edit::{Edit, EditSheet};
use crate::files::{FileError, read_sheet_picture};
use crate::measure::LocalPlane;
use crate::model::{ContentHash, Extent, Position, Sheet, SheetFit};

/// The share of what is in sight that a sheet takes where it is put first.
const SHARE: f64 = 0.8;

impl Program {
    pub(super) fn add_sheet(&mut self, path: PathBuf, sight: Extent) {
        self.start(JobKind::Recognise, move |_| {
            Some(Outcome::Sheet(read(&path, sight)))
        });
    }

    pub(super) fn take_sheet(&mut self, sheet: Result<Box<NewSheet>, FileError>) {
        let sheet = match sheet {
            Ok(sheet) => *sheet,
            Err(error) => return self.notices.push(Notice::File(error)),
        };
        if let Some(session) = &mut self.session {
            session.keep_content(sheet.picture);
            let add = Edit::Sheet(EditSheet::Add(Box::new(sheet.sheet)));
            if let Err(refusal) = session.edit(add) {
                self.notices.push(Notice::Refused(refusal));
            }
        }
    }
}

fn read(path: &Path, sight: Extent) -> Result<Box<NewSheet>, FileError> {
    let (bytes, size_px) = read_sheet_picture(path)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(Box::new(NewSheet {
        sheet: Sheet {
            id: uuid::Uuid::new_v4(),
            name: name.trim().to_owned(),
            picture: ContentHash::of(&bytes),
            size_px,
            fit: SheetFit::default(),
            control_points: Vec::new(),
            corners: corners_in(sight, size_px),
        },
        picture: Arc::from(bytes),
    }))
}

/// The corners of a picture in the middle of what is in sight, upright and not stretched.
fn corners_in(sight: Extent, [width_px, height_px]: [u32; 2]) -> [Position; 3] {
    let middle = (sight.min + sight.max) / 2.0;
    let plane = LocalPlane::at(middle);
    let edge = plane.metres_from_position(sight.max);
    let (width, height) = (f64::from(width_px), f64::from(height_px));
    let metres_a_pixel = (edge.x / width).min(edge.y / height) * SHARE;
    let (x, y) = (width * metres_a_pixel, height * metres_a_pixel);
    [(-x, y), (x, y), (-x, -y)].map(|(x, y)| plane.position_from_metres(geo::Coord { x, y }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_put_in_the_middle_of_what_is_in_sight_without_a_stretch() {
        let place = |x: f64, y: f64| Position { x, y };
        let sight = Extent {
            min: place(48.0, 33.0),
            max: place(49.0, 34.0),
        };
        let [upper_left, upper_right, lower_left] = corners_in(sight, [2000, 1000]);
        let plane = LocalPlane::at(place(48.5, 33.5));
        let [upper_left, upper_right, lower_left] =
            [upper_left, upper_right, lower_left].map(|at| plane.metres_from_position(at));
        let (width, height) = (upper_right.x - upper_left.x, upper_left.y - lower_left.y);
        assert!((width / height - 2.0).abs() < 1e-9);
        assert!((upper_left.x + upper_right.x).abs() < 1e-6);
        assert!((upper_left.y + lower_left.y).abs() < 1e-6);
        assert!(
            width < 93_000.0,
            "within a degree of longitude at 33°: {width}"
        );
    }
}
