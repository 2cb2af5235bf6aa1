//! The picture of a sheet, taken apart and halved again and again, so that whatever part of
//! it is in sight is drawn from a few tiles of about the size of the screen.

use std::path::Path;

use image::{ImageReader, RgbaImage, imageops};

use crate::files::error::FileError;

/// The side of a tile, in pixels.
pub const TILE_PX: u32 = 512;
/// The most pixels of a picture: what an office PC can take apart.
const MOST_PX: u64 = 200_000_000;

/// A tile: how often the picture was halved, and which column and row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SheetTile {
    /// How often the picture is halved.
    pub halved: u8,
    /// From the left.
    pub column: u32,
    /// From above.
    pub row: u32,
}

impl SheetTile {
    /// The part of the whole picture that it shows: its left, upper, right and lower edges,
    /// in pixels.
    pub fn bounds_px(self, size_px: [u32; 2]) -> [f64; 4] {
        let side = f64::from(TILE_PX) * f64::from(1_u32 << self.halved.min(20));
        let [width, height] = size_px.map(f64::from);
        let (x, y) = (f64::from(self.column) * side, f64::from(self.row) * side);
        [
            x.min(width),
            y.min(height),
            (x + side).min(width),
            (y + side).min(height),
        ]
    }
}

/// The bytes of a picture and its width and height, in pixels.
///
/// # Errors
/// [`FileError`] where the file cannot be read, is no picture (PNG, JPEG, TIFF or WebP), or
/// has more pixels than can be taken apart.
pub fn read_sheet_picture(path: &Path) -> Result<(Vec<u8>, [u32; 2]), FileError> {
    let no_picture = |reason: String| FileError::NotPicture {
        file: path.to_owned(),
        reason,
    };
    let bytes = std::fs::read(path).map_err(|error| FileError::from_reading(path, error))?;
    let reader = ImageReader::new(std::io::Cursor::new(&bytes)).with_guessed_format();
    let size = reader
        .map_err(|error| no_picture(error.to_string()))?
        .into_dimensions();
    let (width, height) = size.map_err(|error| no_picture(error.to_string()))?;
    if u64::from(width) * u64::from(height) > MOST_PX || width == 0 || height == 0 {
        return Err(no_picture(format!(
            "{width} × {height} pixels; at most 200 million can be shown"
        )));
    }
    // A damaged one is told now, not shown as nothing.
    decoded(&bytes).map_err(no_picture)?;
    Ok((bytes, [width, height]))
}

/// The pixels of a picture, or why there are none.
fn decoded(bytes: &[u8]) -> Result<RgbaImage, String> {
    let reader = ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|error| error.to_string())?;
    // Four bytes for each pixel of the largest picture that is let in, and room to work.
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(MOST_PX * 8);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| error.to_string())?;
    Ok(picture.into_rgba8())
}

/// A picture and its halves.
pub struct SheetPicture {
    size_px: [u32; 2],
    halves: Vec<RgbaImage>,
}

impl SheetPicture {
    /// Takes a picture apart; nothing where the bytes are none.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let whole = decoded(bytes).ok()?;
        let size_px = [whole.width(), whole.height()];
        let mut halves = vec![whole];
        while let Some(last) = halves.last() {
            let (width, height) = (last.width(), last.height());
            if width.max(height) <= TILE_PX {
                break;
            }
            let (width, height) = (width.div_ceil(2), height.div_ceil(2));
            halves.push(imageops::thumbnail(last, width, height));
        }
        Some(Self { size_px, halves })
    }

    /// The width and height of the whole.
    pub fn size_px(&self) -> [u32; 2] {
        self.size_px
    }

    /// A tile's pixels, and its width and height; nothing outside the picture.
    pub fn tile(&self, tile: SheetTile) -> Option<RgbaImage> {
        let of = self.halves.get(usize::from(tile.halved))?;
        let x = tile.column.checked_mul(TILE_PX)?;
        let y = tile.row.checked_mul(TILE_PX)?;
        if x >= of.width() || y >= of.height() {
            return None;
        }
        let (width, height) = (TILE_PX.min(of.width() - x), TILE_PX.min(of.height() - y));
        Some(imageops::crop_imm(of, x, y, width, height).to_image())
    }
}

/// How often a picture of this size is halved at most.
pub fn most_halved(size_px: [u32; 2]) -> u8 {
    let [width, height] = size_px;
    let mut side = width.max(height);
    let mut halved = 0;
    while side > TILE_PX {
        side = side.div_ceil(2);
        halved += 1;
    }
    halved
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;

    #[test]
    fn the_tiles_of_each_half_cover_the_picture_once() {
        let mut picture = RgbaImage::new(1300, 700);
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            *pixel = image::Rgba([(x % 256) as u8, (y % 256) as u8, 0, 255]);
        }
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        let read = SheetPicture::of(bytes.get_ref()).unwrap();
        let size_px = read.size_px();
        assert_eq!(size_px, [1300, 700]);
        assert_eq!(usize::from(most_halved(size_px)) + 1, read.halves.len());
        for halved in 0..=most_halved(size_px) {
            let mut covered = 0.0;
            for (column, row) in (0..4).flat_map(|column| (0..4).map(move |row| (column, row))) {
                let tile = SheetTile {
                    halved,
                    column,
                    row,
                };
                let [left, upper, right, lower] = tile.bounds_px(size_px);
                covered += (right - left) * (lower - upper);
                assert_eq!(read.tile(tile).is_some(), right > left && lower > upper);
            }
            assert!((covered - 1300.0 * 700.0).abs() < 1e-6, "{halved}");
        }
        let tile = SheetTile {
            halved: 0,
            column: 2,
            row: 1,
        };
        let tile = read.tile(tile).unwrap();
        assert_eq!((tile.width(), tile.height()), (276, 188));
        assert_eq!(tile.get_pixel(0, 0), &image::Rgba([0, 0, 0, 255]));
        assert!(SheetPicture::of(b"no picture").is_none());
    }

    #[test]
    fn every_kind_of_scan_is_read_and_a_damaged_one_is_told() {
        use image::ImageFormat;
        let folder = tempfile::tempdir().unwrap();
        let picture = image::RgbImage::from_pixel(90, 60, image::Rgb([200, 180, 160]));
        let kinds = [
            ("png", ImageFormat::Png),
            ("jpg", ImageFormat::Jpeg),
            ("tif", ImageFormat::Tiff),
            ("webp", ImageFormat::WebP),
        ];
        for (ending, format) in kinds {
            let mut bytes = std::io::Cursor::new(Vec::new());
            picture.write_to(&mut bytes, format).unwrap();
            let path = folder.path().join(format!("sheet.{ending}"));
            std::fs::write(&path, bytes.get_ref()).unwrap();
            let (read, size_px) = read_sheet_picture(&path).unwrap();
            assert_eq!((size_px, read.len()), ([90, 60], bytes.get_ref().len()));
            std::fs::write(&path, &bytes.get_ref()[..bytes.get_ref().len() / 2]).unwrap();
            let damaged = read_sheet_picture(&path);
            assert!(
                matches!(damaged, Err(FileError::NotPicture { .. })),
                "{ending}"
            );
        }
    }
}
