//! Data sets for the tests of the project file.

use std::path::PathBuf;
use std::sync::Arc;

use marz::files::project::{OpenReport, Progress, ProjectFile};
use marz::model::*;
use marz::topology::weave_dataset;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn quiet(_: Progress) {}

pub fn create(path: &std::path::Path, dataset: &Dataset) -> ProjectFile {
    ProjectFile::create(path, dataset, &mut quiet).unwrap()
}

pub fn reopen(path: &std::path::Path) -> (ProjectFile, Dataset, OpenReport) {
    ProjectFile::open(path).unwrap()
}

pub fn at(x: f64, y: f64) -> Position {
    Position { x, y }
}

pub fn members(value: Value) -> Properties {
    Properties::from_json(&value.to_string()).unwrap()
}

pub fn square(west: f64, south: f64, side: f64) -> PlainRing {
    let (east, north) = (west + side, south + side);
    PlainRing {
        positions: [
            at(west, south),
            at(east, south),
            at(east, north),
            at(west, north),
            at(west, south),
        ]
        .into(),
        heights_m: None,
    }
}

pub fn pending(rings: Vec<PlainRing>) -> Land {
    Land::Plain {
        polygons: [PlainPolygon { rings }].into(),
        role: PlainRole::Pending,
    }
}

pub fn unit(dataset: &mut Dataset, level: Level, name: &str, parent: Option<UnitKey>) -> UnitKey {
    let id = dataset
        .origin
        .id("unit", dataset.units.next_key().0 as usize);
    let mut unit = Unit::new(id, level, name);
    unit.parent = parent;
    unit.code = Some(format!("{:04}", dataset.units.next_key().0));
    dataset.units.insert(unit)
}

/// A small province with something of everything that a data set can hold. It is the
/// same each time.
pub fn rich() -> Dataset {
    let mut dataset = Dataset::new(Origin::of_content(b"rich"), "لرستان «آزمایشی»");
    dataset.parameters.sliver_width_m = 12.5;
    let decree = dataset.decrees.insert(Decree {
        id: Uuid::from_u128(7),
        number: "۵۸۵۲۳/ت۴۷۵هـ".to_owned(),
        date: Some(PartialDate::SolarYear(1389)),
        authority: "هیئت وزیران".to_owned(),
        subject: "ایجاد بخش".to_owned(),
        life: Life {
            effective: Period {
                from: "1983-07-06".parse().ok(),
                until: None,
            },
            recorded: Period::default(),
        },
        ..Decree::default()
    });
    let province = unit(&mut dataset, Level::Province, "لرستان", None);
    let county = unit(&mut dataset, Level::County, "خرم‌آباد", Some(province));
    let district = unit(&mut dataset, Level::District, "مرکزی", Some(county));
    let mut leaves = Vec::new();
    for row in 0..3 {
        for column in 0..3 {
            let name = format!("دهستان {row}-{column}");
            let leaf = unit(&mut dataset, Level::RuralDistrict, &name, Some(district));
            let mut ring = square(48.0 + column as f64, 33.0 + row as f64, 1.0);
            if (row, column) == (0, 1) {
                // As a source may write it: begun elsewhere, a vertex twice, heights.
                let mut positions = ring.positions.to_vec();
                positions.pop();
                positions.rotate_left(2);
                positions.insert(1, positions[1]);
                positions.push(positions[0]);
                ring.heights_m = Some((0..positions.len()).map(|h| h as f64 + 0.1).collect());
                ring.positions = positions.into();
            }
            let rings = if (row, column) == (2, 2) {
                vec![ring, square(50.4, 35.4, 0.2)]
            } else {
                vec![ring]
            };
            dataset
                .units
                .update(leaf, |unit| unit.land = pending(rings));
            leaves.push(leaf);
        }
    }
    // A city in the hole, one drawn over the land, one that cannot be used.
    for (name, land) in [
        ("شهر بریده", pending(vec![square(50.4, 35.4, 0.2)])),
        ("شهر رویی", pending(vec![square(48.3, 33.3, 0.1)])),
        (
            "شهر خراب",
            pending(vec![PlainRing {
                positions: [at(48.0, 33.0), at(1e300, 400.0)].into(),
                heights_m: None,
            }]),
        ),
    ] {
        let city = unit(&mut dataset, Level::City, name, Some(district));
        dataset.units.update(city, |unit| unit.land = land);
    }
    // The province's own polygon is a reference.
    dataset.units.update(province, |unit| {
        unit.land = pending(vec![square(48.0, 33.0, 3.0)]);
        unit.multi = true;
    });
    weave_dataset(&mut dataset);
    dataset.units.update(leaves[0], |unit| {
        unit.populations.set_people(Some(1390), Some(7_200));
        unit.populations.set_people(Some(1395), Some(u64::MAX));
        unit.populations.set_households(None, Some(3));
        unit.density = Some(DensityGrade::Medium);
        unit.special_areas = vec![SpecialArea::Border, SpecialArea::Deprived];
        unit.nomadic = true;
        unit.established = Some(PartialDate::SolarYear(1352));
        unit.decree = Some(decree);
        unit.point = Some(at(48.5, 33.25));
        unit.parent_reference = ParentReference {
            code: Some("0001".to_owned()),
            names: vec![(Level::County, "خرم آباد".to_owned())],
        };
        unit.properties = members(json!({"ب": 1.1, "a": [null, -0.1, "x"], "": {"z": 1, "b": 2}}));
    });
    let village = dataset.settlements.insert(Settlement {
        id: Uuid::from_u128(100),
        kind: SettlementKind::Village,
        code: Some("000123".to_owned()),
        name: "ده‌سفید".to_owned(),
        parent: Some(leaves[0]),
        parent_reference: ParentReference::default(),
        village: None,
        position: Some(at(48.123_456_789_012_34, 33.1)),
        height_m: Some(1_250.5),
        limits: vec![PlainPolygon {
            rings: vec![square(48.1, 33.1, 0.01)],
        }],
        populations: {
            let mut populations = Populations::default();
            populations.set_people(Some(1395), Some(412));
            populations
        },
        layer: None,
        properties: members(json!({"id": "12"})),
        life: Life::default(),
    });
    let mut farm = dataset.settlements.get(village).unwrap().clone();
    farm.id = Uuid::from_u128(101);
    farm.kind = SettlementKind::Farm;
    farm.village = Some(village);
    farm.position = None;
    farm.limits.clear();
    let farm = dataset.settlements.insert(farm);
    let layer = dataset.layers.insert(Layer {
        id: Uuid::from_u128(200),
        name: "dehestan".to_owned(),
        file: "/داده/dehestan.geojson".to_owned(),
        crs: Crs::wgs84(),
        mapping: FieldMapping {
            level: Some(Level::RuralDistrict),
            centres: false,
            party: Some("استانداری".to_owned()),
            overlay: Some(OverlayKind::Submission),
            borders: true,
            fields: [
                (
                    Attribute::Name,
                    FieldPath(vec!["tags".into(), "name".into()]),
                ),
                (Attribute::People(Some(1395)), FieldPath(vec!["pop".into()])),
                (
                    Attribute::AncestorName(Level::County),
                    FieldPath(vec!["c".into()]),
                ),
            ]
            .into(),
        },
        members: members(json!({"name": "x", "crs": null})),
        bare_geometry: false,
        features: [
            Holds::Unit(leaves[1]),
            Holds::Kept(Arc::new(
                json!({"type": "Feature", "geometry": null, "properties": null}),
            )),
            Holds::Settlement(farm),
            Holds::Centre(district),
        ]
        .into_iter()
        .enumerate()
        .map(|(index, holds)| FeatureRecord {
            holds,
            members: members(if index == 0 {
                json!({"id": 5})
            } else {
                json!({})
            }),
        })
        .collect(),
    });
    dataset.units.update(district, |unit| {
        unit.layer = Some(layer);
        unit.centre = Some(Centre {
            name: "ده‌سفید".to_owned(),
            position: Some(at(48.2, 33.2)),
            settlement: Some(village),
            city: None,
            layer: Some(layer),
            properties: members(json!({"k": true})),
        });
    });
    let border = dataset.borders.keys().nth(3).unwrap();
    dataset.borders.update(border, |border| {
        border.attributes = BorderAttributes {
            status: BorderStatus::Agreed,
            decree: Some(decree),
            source: "نقشهٔ ۱:۵۰٬۰۰۰".to_owned(),
            accuracy_m: Some(2.5),
            drawn: Some(PartialDate::SolarYear(1375)),
        };
        border.came_from = vec![Uuid::from_u128(1), Uuid::from_u128(2)];
    });
    overlays_and_triage(&mut dataset, layer, border);
    // Rows that are gone: one in the middle, one at the end.
    dataset.settlements.remove(village);
    let last = dataset.units.keys().last().unwrap();
    dataset.units.remove(last);
    dataset
}

/// A submission whose rings a GIS could not hold, a harim that it could, a gone one,
/// a line along borders, and what was said of two findings.
fn overlays_and_triage(dataset: &mut Dataset, layer: LayerKey, border: BorderKey) {
    let unit = dataset.units.iter().next().unwrap().1.id;
    for (index, kind) in [
        OverlayKind::Submission,
        OverlayKind::Harim,
        OverlayKind::Sea,
    ]
    .into_iter()
    .enumerate()
    {
        let mut ring = square(48.2, 33.2, 0.1);
        if index == 0 {
            ring.positions = ring.positions.iter().copied().take(4).collect();
            ring.heights_m = Some([1.0, 2.0, 3.0, 4.0].into());
        }
        dataset.overlays.insert(Overlay {
            code: Some("0012".to_owned()),
            name: "حریم ده‌سفید".to_owned(),
            of_code: Some("1501".to_owned()),
            party: Some("ایلام".to_owned()),
            level: Some(Level::County),
            polygons: [PlainPolygon { rings: vec![ring] }].into(),
            multi: true,
            layer: Some(layer),
            properties: members(json!({"submitted": "1398-05-12"})),
            ..Overlay::new(Uuid::from_u128(300 + index as u128), kind)
        });
    }
    dataset.overlays.remove(OverlayKey(1));
    let line = BorderLine {
        feature: json!({"type": "Feature", "geometry": null, "properties": {"status": "agreed"}}),
        path: vec![BorderUse {
            border,
            reversed: true,
        }],
        is_whole: true,
    };
    dataset.layers.update(layer, |layer| {
        let mut features = layer.features.to_vec();
        for holds in [
            Holds::Overlay(OverlayKey(0)),
            Holds::BorderLine(Arc::new(line.clone())),
            Holds::BorderLine(Arc::new(BorderLine {
                is_whole: false,
                path: Vec::new(),
                ..line
            })),
        ] {
            features.push(FeatureRecord {
                holds,
                members: members(json!({})),
            });
        }
        layer.features = features.into();
    });
    let day = |day| IsoDate::new(2024, 3, day).unwrap();
    let seen = SeenFinding {
        code: "T09".to_owned(),
        kind: "overlap".to_owned(),
        units: vec![unit, Uuid::from_u128(7)],
        settlements: vec![Uuid::from_u128(8)],
        overlays: vec![Uuid::from_u128(300)],
        at: Some(at(48.25, 33.25)),
        extent: Extent::around([at(48.2, 33.2), at(48.3, 33.3)]),
    };
    let accepted = Triage {
        state: TriageState::Resolved,
        assignee: "مریم".to_owned(),
        comments: vec![Comment {
            author: "رضا".to_owned(),
            date: day(1),
            text: "دیده شد".to_owned(),
        }],
        exception: Some(Exception {
            reason: "رودخانه".to_owned(),
            approver: "مدیر".to_owned(),
            accepted: day(2),
            until: Some(day(30)),
            fingerprint: "0a1b".to_owned(),
        }),
        seen,
    };
    let open = Triage {
        state: TriageState::InProgress,
        ..Triage::default()
    };
    for (key, triage) in [("T09-0123456789", accepted), ("S05-0123456789", open)] {
        dataset.triage.insert(key.to_owned(), Arc::new(triage));
    }
}

/// A net of cells under one district each two columns.
pub fn net(columns: usize, rows: usize) -> Dataset {
    let mut dataset = Dataset::new(Origin::of_content(b"net"), "net");
    let province = unit(&mut dataset, Level::Province, "P", None);
    let county = unit(&mut dataset, Level::County, "C", Some(province));
    for column in 0..columns {
        let district = unit(
            &mut dataset,
            Level::District,
            &format!("D{column}"),
            Some(county),
        );
        for row in 0..rows {
            let name = format!("R{column}-{row}");
            let leaf = unit(&mut dataset, Level::RuralDistrict, &name, Some(district));
            let ring = square(48.0 + column as f64 / 10.0, 33.0 + row as f64 / 10.0, 0.1);
            dataset
                .units
                .update(leaf, |unit| unit.land = pending(vec![ring]));
        }
    }
    weave_dataset(&mut dataset);
    dataset
}

pub fn scratch(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    (folder, path)
}

/// Another program's hand in a file. It has not the functions that the triggers of a
/// spatial index call, so it drops them first.
pub fn edit(path: &std::path::Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let triggers: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for trigger in triggers {
        let drop = format!("DROP TRIGGER \"{trigger}\"");
        connection.execute_batch(&drop).unwrap();
    }
    connection.execute_batch(sql).unwrap();
}
