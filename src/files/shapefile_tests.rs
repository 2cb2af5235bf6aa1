//! Shapefiles read: encodings, holes, missing parts, broken bytes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use dbase::encoding::EncodingRs;
use dbase::{FieldValue, Record, TableWriterBuilder};
use shapefile::{Multipoint, PointZ, Polygon, PolygonZ, ShapeWriter};

use super::*;

const ENDINGS: [&str; 3] = ["shp", "shx", "dbf"];

/// Writes a shapefile of polygons and names in an encoding.
fn write(folder: &Path, names: &[&str], encoding: &'static encoding_rs::Encoding) -> PathBuf {
    let path = folder.join("shahrestan.shp");
    let polygons: Vec<Polygon> = (0..names.len())
        .map(|index| {
            let x = 48.0 + index as f64;
            let square = |low: f64, high: f64| {
                vec![
                    Point::new(x + low, 33.0 + low),
                    Point::new(x + low, 33.0 + high),
                    Point::new(x + high, 33.0 + high),
                    Point::new(x + high, 33.0 + low),
                    Point::new(x + low, 33.0 + low),
                ]
            };
            Polygon::with_rings(vec![
                PolygonRing::Outer(square(0.0, 0.4)),
                PolygonRing::Inner(square(0.6, 0.7)),
                PolygonRing::Outer(square(0.5, 0.9)),
            ])
        })
        .collect();
    let shapes = ShapeWriter::from_path(&path).unwrap();
    shapes.write_shapes(&polygons).unwrap();
    let mut table = TableWriterBuilder::with_encoding(EncodingRs::from(encoding))
        .add_character_field("NAME".try_into().unwrap(), 60)
        .add_numeric_field("POP_1395".try_into().unwrap(), 12, 0)
        .add_numeric_field("X".try_into().unwrap(), 19, 11)
        .build_with_file_dest(path.with_extension("dbf"))
        .unwrap();
    for (index, name) in names.iter().enumerate() {
        let mut record = Record::default();
        record.insert(
            "NAME".to_owned(),
            FieldValue::Character(Some((*name).to_owned())),
        );
        record.insert(
            "POP_1395".to_owned(),
            FieldValue::Numeric(Some(1000.0 + index as f64)),
        );
        record.insert("X".to_owned(), FieldValue::Numeric(None));
        table.write_record(&record).unwrap();
    }
    table.finalize().unwrap();
    drop(table);
    path
}

fn read(path: &Path) -> RawLayer {
    layer_from_shapefile(path, &std::fs::read(path).unwrap()).unwrap()
}

fn kinds(layer: &RawLayer) -> Vec<&'static str> {
    layer
        .problems
        .iter()
        .map(|problem| problem.reason.kind())
        .collect()
}

fn names(layer: &RawLayer) -> Vec<String> {
    layer
        .features
        .iter()
        .map(|feature| feature.properties["NAME"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn persian_names_are_read_in_either_encoding() {
    let folder = tempfile::tempdir().unwrap();
    let persian = ["شهرستان آشتیان", "كلاله", "علي آباد"];
    let arabic = ["شهرستان اراك", "كلاله", "علي آباد"];
    for (encoding, words) in [(UTF_8, persian), (WINDOWS_1256, arabic)] {
        for cpg in [None, Some(encoding.name()), Some("1256"), Some("UTF-8")] {
            let path = write(folder.path(), &words, encoding);
            // The header's own mark is of no use: most programs write the same one.
            let dbf = path.with_extension("dbf");
            let mut bytes = std::fs::read(&dbf).unwrap();
            bytes[29] = 0x57;
            std::fs::write(&dbf, bytes).unwrap();
            let cpg_path = path.with_extension("cpg");
            let _ = std::fs::remove_file(&cpg_path);
            if let Some(cpg) = cpg {
                std::fs::write(&cpg_path, cpg).unwrap();
            }
            if encoding == UTF_8 && cpg == Some("1256") {
                // Every byte is a letter there; nobody can tell that it is wrong.
                continue;
            }
            let layer = read(&path);
            assert_eq!(names(&layer), words, "{} with {cpg:?}", encoding.name());
            let inferred = kinds(&layer).contains(&"encoding_inferred");
            let contradicted = cpg == Some("UTF-8") && encoding == WINDOWS_1256;
            assert_eq!(inferred, cpg.is_none() || contradicted);
        }
    }
}

use encoding_rs::{UTF_8, WINDOWS_1256};

#[test]
fn rings_become_polygons_with_their_holes() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &["a"], UTF_8);
    std::fs::write(path.with_extension("prj"), "\u{FEFF}PROJCS[\"x\"]\n").unwrap();
    std::fs::remove_file(path.with_extension("shx")).unwrap();
    let layer = read(&path);
    assert_eq!(layer.crs, Some(Crs("PROJCS[\"x\"]".to_owned())));
    let feature = &layer.features[0];
    let RawGeometry::Polygons { polygons, multi } = &feature.geometry else {
        panic!("polygons are read as such")
    };
    assert!(multi);
    let rings: Vec<usize> = polygons.iter().map(|polygon| polygon.rings.len()).collect();
    assert_eq!(rings, [1, 2]);
    assert_eq!(polygons[1].rings[1].positions[0].x, 48.0 + 0.6);
    let fields: Vec<_> = feature
        .properties
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    assert_eq!(
        fields,
        [
            ("NAME", &json!("a")),
            ("POP_1395", &json!(1000)),
            ("X", &Value::Null),
        ]
    );
}

#[test]
fn a_missing_or_broken_table_costs_the_attributes_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &["a", "b"], UTF_8);
    let dbf = path.with_extension("dbf");
    let table = std::fs::read(&dbf).unwrap();
    std::fs::write(&dbf, &table[..table.len() - 60]).unwrap();
    let layer = read(&path);
    assert_eq!(layer.features.len(), 2);
    assert_eq!(layer.features[0].properties["NAME"], json!("a"));
    assert!(kinds(&layer).contains(&"broken_row"));
    std::fs::write(&dbf, b"junk").unwrap();
    assert!(kinds(&read(&path)).contains(&"broken_table"));
    std::fs::remove_file(&dbf).unwrap();
    let layer = read(&path);
    assert_eq!(kinds(&layer), ["no_table"], "{:?}", layer.problems);
    assert!(matches!(
        layer.features[1].geometry,
        RawGeometry::Polygons { .. }
    ));
}

#[test]
fn a_broken_record_costs_itself_only_and_nothing_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), &["a", "b", "c"], UTF_8);
    let whole = std::fs::read(&path).unwrap();
    let length = (whole.len() - FILE_HEADER) / 3;
    let mut broken = whole.clone();
    // The second record's count of vertices.
    let count = FILE_HEADER + length + RECORD_HEADER + 40;
    broken[count..count + 4].copy_from_slice(&i32::MAX.to_le_bytes());
    let layer = layer_from_shapefile(&path, &broken).unwrap();
    assert_eq!(layer.features.len(), 3);
    assert_eq!(layer.features[1].geometry, RawGeometry::None);
    assert_eq!(layer.problems[0].feature, Some(2));
    assert!(matches!(
        layer.features[2].geometry,
        RawGeometry::Polygons { .. }
    ));
    // Cut off anywhere, or one byte wrong anywhere: an error or a layer, never more.
    for at in 0..whole.len() {
        let _ = layer_from_shapefile(&path, &whole[..at]);
        let mut wrong = whole.clone();
        wrong[at] ^= 0xFF;
        let _ = layer_from_shapefile(&path, &wrong);
    }
    let dbf = std::fs::read(path.with_extension("dbf")).unwrap();
    for at in 0..dbf.len() {
        let _ = read_table(&dbf[..at], None, None, &mut |_| {});
        let mut wrong = dbf.clone();
        wrong[at] ^= 0xFF;
        let _ = read_table(&wrong, None, None, &mut |_| {});
    }
}

#[test]
fn heights_points_and_null_shapes_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.shp");
    let ring = |z: f64| {
        vec![
            PointZ::new(0.0, 0.0, z, 0.0),
            PointZ::new(0.0, 1.0, z, 0.0),
            PointZ::new(1.0, 1.0, z, 0.0),
            PointZ::new(0.0, 0.0, z, 0.0),
        ]
    };
    let write = |write: &dyn Fn(&mut ShapeWriter<std::io::BufWriter<std::fs::File>>)| {
        for ending in ENDINGS {
            let _ = std::fs::remove_file(path.with_extension(ending));
        }
        let mut shapes = ShapeWriter::from_path(&path).unwrap();
        write(&mut shapes);
        drop(shapes);
        read(&path).features[0].geometry.clone()
    };
    let polygon = write(&|shapes| {
        shapes
            .write_shape(&PolygonZ::new(PolygonRing::Outer(ring(7.0))))
            .unwrap();
    });
    let RawGeometry::Polygons {
        polygons,
        multi: false,
    } = polygon
    else {
        panic!("one shell is a polygon")
    };
    assert_eq!(
        polygons[0].rings[0].heights_m.as_deref(),
        Some(&[7.0; 4][..])
    );
    let point = write(&|shapes| {
        shapes
            .write_shape(&PointZ::new(48.0, 33.0, 1200.0, 0.0))
            .unwrap()
    });
    let place = Position { x: 48.0, y: 33.0 };
    let expected = RawGeometry::Point {
        position: place,
        height_m: Some(1200.0),
        multi: false,
    };
    assert_eq!(point, expected);
    let one = write(&|shapes| {
        shapes
            .write_shape(&Multipoint::new(vec![Point::new(48.0, 33.0)]))
            .unwrap()
    });
    let expected = RawGeometry::Point {
        position: place,
        height_m: None,
        multi: true,
    };
    assert_eq!(one, expected);
    let two = write(&|shapes| {
        let points = vec![Point::new(48.0, 33.0), Point::new(49.0, 33.0)];
        shapes.write_shape(&Multipoint::new(points)).unwrap();
    });
    assert!(matches!(two, RawGeometry::Unusable { .. }));
}
