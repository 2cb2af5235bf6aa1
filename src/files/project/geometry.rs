//! Geometries as a GeoPackage stores them (OGC 12-128r18, 2.1.3): a header with the
//! envelope, then well-known binary. Coordinates keep every bit.

use std::sync::Arc;

use geo::{LineString, MultiPolygon, Polygon};
use geo_traits::{
    CoordTrait, GeometryTrait, GeometryType, LineStringTrait, MultiPolygonTrait, PointTrait,
    PolygonTrait,
};
use wkb::writer::WriteOptions;

use crate::model::{Extent, PlainPolygon, PlainRing, Position};

/// The identifier of WGS 84 in every GeoPackage.
pub(super) const SRS_WGS84: i32 = 4326;

/// Flags: little-endian header, no envelope.
const FLAG_LITTLE_ENDIAN: u8 = 1;
/// Flags: an envelope of minimum and maximum x and y.
const FLAG_ENVELOPE: u8 = 1 << 1;
/// Flags: the geometry is empty.
const FLAG_EMPTY: u8 = 1 << 4;

fn header(extent: Option<Extent>, flags: u8, capacity: usize) -> Vec<u8> {
    let mut blob = Vec::with_capacity(capacity + 40);
    blob.extend(b"GP\0");
    let envelope = if extent.is_some() { FLAG_ENVELOPE } else { 0 };
    blob.push(FLAG_LITTLE_ENDIAN | flags | envelope);
    blob.extend(SRS_WGS84.to_le_bytes());
    if let Some(extent) = extent {
        for side in [extent.min.x, extent.max.x, extent.min.y, extent.max.y] {
            blob.extend(side.to_le_bytes());
        }
    }
    blob
}

/// A point.
pub(super) fn point_blob(position: Position) -> Vec<u8> {
    // The format's own word for an empty point is NaN.
    let empty = position.x.is_nan() && position.y.is_nan();
    let mut blob = header(None, if empty { FLAG_EMPTY } else { 0 }, 21);
    // Writing to memory does not fail.
    let _ = wkb::writer::write_point(
        &mut blob,
        &geo::Point::from(position),
        &WriteOptions::default(),
    );
    blob
}

/// A line.
pub(super) fn line_blob(line: &[Position]) -> Vec<u8> {
    let extent = Extent::around(line.iter().copied());
    let empty = if line.is_empty() { FLAG_EMPTY } else { 0 };
    let mut blob = header(extent, empty, 9 + 16 * line.len());
    let line = LineString::new(line.to_vec());
    let _ = wkb::writer::write_line_string(&mut blob, &line, &WriteOptions::default());
    blob
}

/// Polygons as one multipolygon; nothing where there is none. Rings are closed, as
/// simple features want it.
pub(super) fn polygons_blob(polygons: &[PlainPolygon]) -> Option<Vec<u8>> {
    let ring = |ring: &PlainRing| LineString::new(ring.positions.to_vec());
    let written: MultiPolygon<f64> = polygons
        .iter()
        .filter_map(|polygon| {
            let (shell, holes) = polygon.rings.split_first()?;
            // Polygon::new closes what is open.
            Some(Polygon::new(ring(shell), holes.iter().map(ring).collect()))
        })
        .filter(|polygon| polygon.exterior().0.len() >= 4)
        .collect();
    let extent = Extent::around(
        written
            .iter()
            .flat_map(|polygon| polygon.exterior().coords().copied()),
    )?;
    let mut blob = header(Some(extent), 0, 0);
    let _ = wkb::writer::write_multi_polygon(&mut blob, &written, &WriteOptions::default());
    Some(blob)
}

/// The well-known binary behind a GeoPackage header.
fn wkb_of(blob: &[u8]) -> Option<&[u8]> {
    let (magic, flags) = (blob.get(..2)?, *blob.get(3)?);
    if magic != b"GP" {
        return None;
    }
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    blob.get(8 + envelope..)
}

/// A point's position; nothing where the blob is no point.
pub(super) fn point_from_blob(blob: &[u8]) -> Option<Position> {
    let geometry = wkb::reader::read_wkb(wkb_of(blob)?).ok()?;
    let GeometryType::Point(point) = geometry.as_type() else {
        return None;
    };
    Some(match point.coord() {
        Some(coord) => Position {
            x: coord.x(),
            y: coord.y(),
        },
        None => Position {
            x: f64::NAN,
            y: f64::NAN,
        },
    })
}

/// A line's vertices; nothing where the blob is no line of two vertices or more.
pub(super) fn line_from_blob(blob: &[u8]) -> Option<Arc<[Position]>> {
    let geometry = wkb::reader::read_wkb(wkb_of(blob)?).ok()?;
    let GeometryType::LineString(line) = geometry.as_type() else {
        return None;
    };
    let positions: Arc<[Position]> = line
        .coords()
        .map(|coord| Position {
            x: coord.x(),
            y: coord.y(),
        })
        .collect();
    (positions.len() >= 2).then_some(positions)
}

/// The polygons of a polygon or multipolygon; nothing where the blob is neither.
pub(super) fn polygons_from_blob(blob: &[u8]) -> Option<Vec<PlainPolygon>> {
    fn ring<'a>(ring: impl LineStringTrait<T = f64> + 'a) -> PlainRing {
        let positions = ring.coords().map(|coord| Position {
            x: coord.x(),
            y: coord.y(),
        });
        PlainRing {
            positions: positions.collect(),
            heights_m: None,
        }
    }
    fn polygon(polygon: impl PolygonTrait<T = f64>) -> PlainPolygon {
        PlainPolygon {
            rings: polygon
                .exterior()
                .map(ring)
                .into_iter()
                .chain(polygon.interiors().map(ring))
                .collect(),
        }
    }
    let geometry = wkb::reader::read_wkb(wkb_of(blob)?).ok()?;
    match geometry.as_type() {
        GeometryType::Polygon(one) => Some(vec![polygon(one)]),
        GeometryType::MultiPolygon(many) => Some(many.polygons().map(polygon).collect()),
        _ => None,
    }
}

/// The box of a blob: its envelope, or what a point is.
pub(super) fn extent_from_blob(blob: &[u8]) -> Option<Extent> {
    if blob.get(3)? & FLAG_EMPTY != 0 {
        return None;
    }
    if (blob.get(3)? >> 1) & 7 == 0 {
        return match line_from_blob(blob) {
            Some(line) => Extent::around(line.iter().copied()),
            None => point_from_blob(blob).map(Extent::at),
        };
    }
    // The header of a foreign blob may be big-endian.
    let little = blob.get(3)? & FLAG_LITTLE_ENDIAN != 0;
    let side = |index: usize| {
        let bytes: [u8; 8] = blob.get(8 + 8 * index..16 + 8 * index)?.try_into().ok()?;
        Some(if little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    };
    Some(Extent {
        min: Position {
            x: side(0)?,
            y: side(2)?,
        },
        max: Position {
            x: side(1)?,
            y: side(3)?,
        },
    })
}

/// Plain polygons with everything that well-known binary has no place for: open
/// rings, rings of one vertex, heights for some rings only. Counts are 32-bit and
/// coordinates 64-bit, little-endian: polygons; for each its rings; for each ring its
/// vertices (x, y), then how many heights there are plus one, or 0 for none, and
/// those.
pub(super) fn plain_blob(polygons: &[PlainPolygon]) -> Vec<u8> {
    let mut blob = Vec::new();
    let count = |blob: &mut Vec<u8>, count: usize| {
        blob.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
    };
    count(&mut blob, polygons.len());
    for polygon in polygons {
        count(&mut blob, polygon.rings.len());
        for ring in &polygon.rings {
            count(&mut blob, ring.positions.len());
            for position in ring.positions.iter() {
                blob.extend(position.x.to_le_bytes());
                blob.extend(position.y.to_le_bytes());
            }
            match &ring.heights_m {
                None => count(&mut blob, 0),
                Some(heights) => {
                    count(&mut blob, heights.len() + 1);
                    blob.extend(heights_blob(heights));
                }
            }
        }
    }
    blob
}

/// Heights in metres, one after the other.
pub(super) fn heights_blob(heights: &[f64]) -> Vec<u8> {
    heights
        .iter()
        .flat_map(|height| height.to_le_bytes())
        .collect()
}

/// The inverse of [`heights_blob`]; nothing where bytes are left over.
pub(super) fn heights_from_blob(blob: &[u8]) -> Option<Arc<[f64]>> {
    let (numbers, rest) = blob.as_chunks::<8>();
    rest.is_empty().then(|| {
        numbers
            .iter()
            .map(|bytes| f64::from_le_bytes(*bytes))
            .collect()
    })
}

/// The inverse of [`plain_blob`]; nothing where the blob is cut off or goes on.
pub(super) fn plain_from_blob(mut blob: &[u8]) -> Option<Vec<PlainPolygon>> {
    let mut polygons = Vec::new();
    for _ in 0..take_count(&mut blob)? {
        let mut polygon = PlainPolygon::default();
        for _ in 0..take_count(&mut blob)? {
            let vertices = take_count(&mut blob)?;
            let bytes = take(&mut blob, vertices.checked_mul(16)?)?;
            let (pairs, _) = bytes.as_chunks::<16>();
            let positions = pairs
                .iter()
                .filter_map(|pair| {
                    let (x, y) = pair.split_first_chunk::<8>()?;
                    Some(Position {
                        x: f64::from_le_bytes(*x),
                        y: f64::from_le_bytes(y.try_into().ok()?),
                    })
                })
                .collect();
            let heights_m = match take_count(&mut blob)?.checked_sub(1) {
                None => None,
                Some(heights) => heights_from_blob(take(&mut blob, heights.checked_mul(8)?)?),
            };
            polygon.rings.push(PlainRing {
                positions,
                heights_m,
            });
        }
        polygons.push(polygon);
    }
    blob.is_empty().then_some(polygons)
}

fn take<'a>(blob: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = blob.split_at_checked(count)?;
    *blob = rest;
    Some(taken)
}

fn take_count(blob: &mut &[u8]) -> Option<usize> {
    let bytes: [u8; 4] = take(blob, 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed test is what a panic here means

    use super::*;

    #[test]
    fn what_is_cut_off_anywhere_is_refused_and_nothing_panics() {
        let ring = PlainRing {
            positions: [(48.0, 33.0), (49.0, 1e300), (-0.0, 34.0)]
                .map(|(x, y)| Position { x, y })
                .into(),
            heights_m: Some([1.0, 2.0].into()),
        };
        let open = PlainRing {
            positions: [].into(),
            heights_m: None,
        };
        let polygons = vec![PlainPolygon {
            rings: vec![ring, open],
        }];
        let blob = plain_blob(&polygons);
        assert_eq!(plain_from_blob(&blob), Some(polygons));
        for length in 0..blob.len() {
            assert_eq!(plain_from_blob(&blob[..length]), None);
        }
        let line = line_blob(&[Position { x: 48.0, y: 33.0 }, Position { x: 49.0, y: 34.0 }]);
        assert_eq!(line_from_blob(&line).unwrap().len(), 2);
        for length in 0..line.len() {
            assert_eq!(line_from_blob(&line[..length]), None);
            let _ = extent_from_blob(&line[..length]);
        }
    }

    #[test]
    fn the_box_of_a_blob_is_that_of_its_vertices() {
        let (from, to) = (Position { x: 48.0, y: 34.0 }, Position { x: 49.0, y: 33.0 });
        let extent = extent_from_blob(&line_blob(&[from, to])).unwrap();
        assert_eq!(Some(extent), Extent::around([from, to]));
        assert_eq!(extent_from_blob(&point_blob(from)), Some(Extent::at(from)));
    }
}
