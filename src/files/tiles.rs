//! Raster tiles from MBTiles files (version 1.3): pictures of the ground in Web Mercator that
//! offices have on disk, looked at beneath the borders.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::error::FileError;
use crate::model::{Extent, Position};

/// A tile of the usual scheme: zoom 0 is the world in one, columns go east from 180° W, rows
/// south from about 85° N.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// How often the world is halved.
    pub zoom: u8,
    /// From the west.
    pub column: u32,
    /// From the north.
    pub row: u32,
}

impl Tile {
    /// The tile of a zoom that holds a place; places beyond the poles' rows are in those.
    ///
    /// ```
    /// use marz::{files::Tile, model::Position};
    /// let tile = Tile::at(Position { x: 48.5, y: 33.5 }, 8);
    /// assert_eq!((tile.column, tile.row), (162, 102));
    /// let [north_west, ..] = tile.corners();
    /// assert!(north_west.x <= 48.5 && north_west.y >= 33.5);
    /// ```
    pub fn at(place: Position, zoom: u8) -> Self {
        let count = f64::from(1_u32 << zoom.min(30));
        let east = (place.x + 180.0) / 360.0;
        let sine = place.y.to_radians().sin().clamp(-0.9999, 0.9999);
        let south = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the world by the clamp"
        )]
        let number = |share: f64| (share * count).floor().clamp(0.0, count - 1.0) as u32;
        Self {
            zoom,
            column: number(east),
            row: number(south),
        }
    }

    /// Its corners in degrees: north-west, north-east, south-east, south-west.
    pub fn corners(self) -> [Position; 4] {
        let count = f64::from(1_u32 << self.zoom.min(30));
        let longitude = |column: u32| f64::from(column) / count * 360.0 - 180.0;
        let latitude = |row: u32| {
            let south = std::f64::consts::PI * (1.0 - 2.0 * f64::from(row) / count);
            south.sinh().atan().to_degrees()
        };
        let (west, east) = (longitude(self.column), longitude(self.column + 1));
        let (north, south) = (latitude(self.row), latitude(self.row + 1));
        [(west, north), (east, north), (east, south), (west, south)].map(|(x, y)| Position { x, y })
    }
}

/// A file of tiles.
#[derive(Debug, Clone, PartialEq)]
pub struct TileSet {
    /// Its name.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// The zooms that it has, lowest and highest.
    pub zooms: [u8; 2],
    /// What it shows, where it says so.
    pub extent: Option<Extent>,
}

impl TileSet {
    /// Whether a file is one of tiles by its ending.
    pub fn is_named_so(path: &Path) -> bool {
        path.extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("mbtiles"))
    }

    /// What a file of tiles holds.
    ///
    /// # Errors
    /// [`FileError`] where the file is missing or holds no tiles of pictures.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let no_tiles = |reason: String| FileError::NotTiles {
            file: path.to_owned(),
            reason,
        };
        if !path.exists() {
            return Err(FileError::Missing {
                file: path.to_owned(),
            });
        }
        let connection = connect(path).map_err(|error| no_tiles(error.to_string()))?;
        let zooms: (Option<u8>, Option<u8>) = connection
            .query_row(
                "SELECT min(zoom_level), max(zoom_level) FROM tiles",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(|error| no_tiles(error.to_string()))?;
        let (Some(least), Some(most)) = zooms else {
            return Err(no_tiles("it has no tiles".to_owned()));
        };
        let said = |name: &str| -> Option<String> {
            let sql = "SELECT value FROM metadata WHERE name = ?";
            let value = connection.query_row(sql, [name], |row| row.get(0));
            value.optional().ok().flatten()
        };
        if said("format").is_some_and(|format| format == "pbf") {
            return Err(no_tiles("its tiles are vectors, not pictures".to_owned()));
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let bounds = said("bounds").and_then(|text| {
            let numbers: Vec<f64> = text
                .split(',')
                .filter_map(|it| it.trim().parse().ok())
                .collect();
            match numbers[..] {
                [west, south, east, north] => Extent::around([
                    Position { x: west, y: south },
                    Position { x: east, y: north },
                ]),
                _ => None,
            }
        });
        Ok(Self {
            name: said("name")
                .filter(|name| !name.trim().is_empty())
                .unwrap_or_else(|| stem.into_owned()),
            file: path.to_owned(),
            zooms: [least, most],
            extent: bounds,
        })
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

/// Reads tiles of one file; it belongs to one thread.
pub struct TileReader(Connection);

impl TileReader {
    /// Opens a file of tiles; nothing where it cannot be read any more.
    pub fn open(set: &TileSet) -> Option<Self> {
        connect(&set.file).ok().map(Self)
    }

    /// The picture of a tile as it is stored; nothing where there is none.
    pub fn picture(&self, tile: Tile) -> Option<Vec<u8>> {
        // Rows are counted from the south in this format.
        let row = (1_u32 << tile.zoom.min(30)).checked_sub(1 + tile.row)?;
        let sql = "SELECT tile_data FROM tiles
                   WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?";
        let found = self
            .0
            .query_row(sql, (tile.zoom, tile.column, row), |row| row.get(0));
        found.optional().ok().flatten()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;

    #[test]
    fn tiles_are_found_by_their_place_and_vectors_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ground.mbtiles");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE metadata (name TEXT, value TEXT);
                 CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER,
                                     tile_row INTEGER, tile_data BLOB);
                 INSERT INTO metadata VALUES ('name', 'زمین'), ('format', 'png'),
                                             ('bounds', '46,32,51,35');",
            )
            .unwrap();
        let none = TileSet::read(&path);
        assert!(matches!(none, Err(FileError::NotTiles { .. })), "{none:?}");
        let place = Position { x: 48.5, y: 33.5 };
        let tile = Tile::at(place, 8);
        let row = (1 << 8) - 1 - tile.row;
        let insert = "INSERT INTO tiles VALUES (8, ?, ?, x'0102')";
        connection.execute(insert, (tile.column, row)).unwrap();
        let set = TileSet::read(&path).unwrap();
        assert_eq!((set.name.as_str(), set.zooms), ("زمین", [8, 8]));
        assert!(set.extent.unwrap().holds(place));
        let reader = TileReader::open(&set).unwrap();
        assert_eq!(reader.picture(tile), Some(vec![1, 2]));
        assert_eq!(
            reader.picture(Tile {
                row: tile.row + 1,
                ..tile
            }),
            None
        );
        let vectors = "UPDATE metadata SET value = 'pbf' WHERE name = 'format'";
        connection.execute(vectors, []).unwrap();
        assert!(TileSet::read(&path).is_err());
    }
}
