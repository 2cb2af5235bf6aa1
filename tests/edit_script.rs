//! `marz apply`: a script of edits is played as it says, and what is refused changes nothing
//! and says why, of which unit.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at what is unexpected"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use marz::app::apply::{Unmade, apply};
use marz::app::load::{LoadOptions, load};
use marz::app::session::Session;
use marz::edit::{
    Annex, BorderField, Edit, EditBorders, EditUnit, InsertVertex, Merge, MoveVertex,
    PlaceSettlement, Refusal, Reshape, ReshapeBorders, UnitField, rounded,
};
use marz::files::{EditScript, ScriptEdit, ScriptError, script_of};
use marz::model::{BorderKey, Dataset, Level, PartialDate, Position, SettlementKind, Unit};
use marz::topology::{Snapshot, neighbours_at_level, unit_area_m2, unit_polygons};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/lorestan");
    [
        "province",
        "counties",
        "districts",
        "rural_districts",
        "settlements",
    ]
    .map(|name| folder.join(format!("{name}.geojson")))
    .to_vec()
}

fn sample() -> Dataset {
    load(&files(), &LoadOptions::default()).unwrap().0
}

fn of_level(dataset: &Dataset, level: Level) -> impl Iterator<Item = &Unit> {
    let units = dataset.units.iter().map(|(_, unit)| unit);
    units.filter(move |unit| unit.level == level)
}

fn script(edits: serde_json::Value) -> EditScript {
    serde_json::from_value(serde_json::json!({ "edits": edits })).unwrap()
}

#[test]
fn a_county_is_made_of_three_districts_as_a_decree_says() {
    let dataset = sample();
    let districts: Vec<&Unit> = of_level(&dataset, Level::District).collect();
    let county = districts[0].parent.unwrap();
    let province = dataset.units.get(county).unwrap().parent.unwrap();
    let three: Vec<String> = districts
        .iter()
        .filter(|unit| unit.parent == Some(county))
        .take(3)
        .map(|unit| unit.code.clone().unwrap())
        .collect();
    let province = dataset.units.get(province).unwrap().code.clone().unwrap();
    let edits = serde_json::json!([
        {"create": {"level": "county", "name": "تازه", "code": "1599", "parent": province, "children": three}},
        {"rename": {"unit": "1599", "name": "نو"}},
    ]);
    let applied = apply(dataset.clone(), &script(edits));
    assert_eq!(applied.outcomes, [Ok(()), Ok(())]);
    let made = applied
        .dataset
        .units
        .iter()
        .find(|(_, unit)| unit.name == "نو")
        .unwrap();
    let below = applied
        .dataset
        .units
        .iter()
        .filter(|(_, unit)| unit.parent == Some(made.0));
    assert_eq!(below.count(), three.len());
    assert!(applied.dataset.borders == dataset.borders, "no line moves");
}

#[test]
fn villages_go_to_another_rural_district_and_two_become_one() {
    let dataset = sample();
    let settlements: Vec<_> = dataset
        .settlements
        .iter()
        .filter(|(_, it)| it.parent.is_some() && it.code.is_some())
        .collect();
    let from = settlements[0].1.parent.unwrap();
    let codes: Vec<String> = settlements
        .iter()
        .filter(|(_, it)| it.parent == Some(from))
        .map(|(_, it)| it.code.clone().unwrap())
        .collect();
    let neighbours = marz::topology::neighbours_at_level(&dataset, from);
    let code = |key| dataset.units.get(key).unwrap().code.clone().unwrap();
    let to = neighbours[0];
    let edits = serde_json::json!([
        {"annex": {"settlements": codes, "to": code(to)}},
        {"merge": {"unit": code(from), "into": code(to)}},
    ]);
    let applied = apply(dataset.clone(), &script(edits));
    assert_eq!(applied.outcomes, [Ok(()), Ok(())]);
    let area = |dataset: &Dataset, key| unit_area_m2(dataset, &[key]);
    let sum = area(&dataset, from) + area(&dataset, to);
    assert!((area(&applied.dataset, to) - sum).abs() < 1.0);
    let mut moved = applied.dataset.settlements.iter();
    let is_of =
        |it: &marz::model::Settlement| it.code.as_ref().is_some_and(|it| codes.contains(it));
    assert!(moved.all(|(_, it)| !is_of(it) || it.parent == Some(to)));
}

#[test]
fn what_cannot_be_is_told_with_its_reason_and_changes_nothing() {
    let dataset = sample();
    let leaf = of_level(&dataset, Level::RuralDistrict).next().unwrap();
    let code = leaf.code.clone().unwrap();
    let edits = serde_json::json!([
        {"cut": {"unit": code, "line": [[40.0, 30.0], [40.1, 30.0]], "to": {"new": {"name": "x"}}}},
        {"merge": {"unit": "0000", "into": code}},
        {"insert_vertex": [40.0, 30.0]},
    ]);
    let applied = apply(dataset.clone(), &script(edits));
    assert!(applied.dataset == dataset);
    let [Err(cut), Err(merge), Err(vertex)] = &applied.outcomes[..] else {
        unreachable!("{:?}", applied.outcomes);
    };
    assert!(cut.to_string().contains(&leaf.name), "{cut}");
    assert!(matches!(merge, Unmade::Unclear(ScriptError::Nobody(text)) if text == "0000"));
    assert!(matches!(
        vertex,
        Unmade::Refused {
            reason: Refusal::NoEdge(_),
            ..
        }
    ));
}

#[test]
fn nothing_is_written_unless_all_can_be_done_or_it_is_told_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let edits = folder.path().join("edits.json");
    let text = r#"{"edits": [{"insert_vertex": [40.0, 30.0]}]}"#;
    std::fs::write(&edits, text).unwrap();
    let output = folder.path().join("out.gpkg");
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_marz"));
        command
            .arg("apply")
            .arg(&edits)
            .args(files())
            .arg("-o")
            .arg(&output)
            .arg("-q");
        command.args(more).output().unwrap()
    };
    let refused = run(&[]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        told.contains("edit 1") && told.contains("nothing was written"),
        "{told}"
    );
    assert!(!output.exists());
    assert_eq!(run(&["--keep-going"]).status.code(), Some(1));
    assert!(output.exists());
    std::fs::write(&edits, r#"{"edits": [{"inzert_vertex": [40.0, 30.0]}]}"#).unwrap();
    let unknown = run(&[]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        String::from_utf8(unknown.stderr)
            .unwrap()
            .contains("inzert_vertex")
    );
}

/// A place on a border between two rural districts: the vertex in its middle, and its line.
fn long_border(dataset: &Dataset, number: usize) -> (BorderKey, Vec<Position>) {
    let borders = dataset.borders.iter();
    let inner = borders.filter(|(_, border)| {
        border.left.len() == 1 && border.right.len() == 1 && border.line.len() > 12
    });
    let found = inner.skip(number).step_by(7).next();
    found
        .map(|(key, border)| (key, border.line.to_vec()))
        .unwrap()
}

fn half_way(from: Position, to: Position) -> Position {
    from + (to - from) * 0.5
}

#[test]
fn a_history_written_as_a_script_makes_the_same_data_again() {
    let before = sample();
    let mut session = Session::new(Snapshot::new(before.clone()), None);
    let (smoothed, _) = long_border(&before, 3);
    let (_, bent) = long_border(&before, 11);
    let middle = bent[bent.len() / 2];
    let villages: Vec<_> = before.settlements.keys().take(3).collect();
    let rural: Vec<_> = before
        .units
        .iter()
        .filter(|(_, unit)| unit.level == Level::RuralDistrict)
        .map(|(key, _)| key)
        .collect();
    let neighbour = neighbours_at_level(&before, rural[4])[0];
    let at = half_way(bent[1], bent[2]);
    let edits = [
        Edit::MoveVertex(MoveVertex {
            from: middle,
            to: rounded(half_way(middle, bent[bent.len() / 2 + 1])),
        }),
        Edit::InsertVertex(InsertVertex { at }),
        Edit::Reshape(ReshapeBorders {
            borders: vec![smoothed],
            how: Reshape::Smooth { rounds: 1 },
        }),
        Edit::Borders(EditBorders {
            borders: vec![smoothed],
            field: BorderField::AccuracyM(Some(25.0)),
            reason: String::new(),
        }),
        Edit::Annex(Annex {
            settlements: villages,
            to: rural[7],
        }),
        Edit::PlaceSettlement(PlaceSettlement {
            kind: SettlementKind::Farm,
            name: "چم".to_owned(),
            code: None,
            at,
        }),
        Edit::Unit(EditUnit {
            unit: rural[2],
            field: UnitField::Established(Some(PartialDate::SolarYear(1352))),
        }),
        Edit::Merge(Merge {
            unit: rural[4],
            into: neighbour,
        }),
    ];
    let count = edits.len();
    for edit in edits {
        let told = format!("{edit:?}");
        session
            .edit(edit)
            .unwrap_or_else(|reason| panic!("{told}: {reason}"));
    }
    let after = &session.snapshot().dataset;
    let script = script_of(session.history(), after);
    assert_eq!(script.edits.len(), count);
    let recorded = script.edits.iter();
    let recorded = recorded.filter(|edit| matches!(edit, ScriptEdit::Recorded(_)));
    assert_eq!(recorded.count(), 1, "a date has no words of its own");
    let text = serde_json::to_string(&script).unwrap();
    let read: EditScript = serde_json::from_str(&text).unwrap();
    assert_eq!(read, script);
    let again = apply(before, &read);
    assert!(again.is_whole(), "{:?}", again.outcomes);
    let land = |dataset: &Dataset| -> Vec<_> {
        let units = dataset.units.iter();
        units
            .map(|(_, unit)| (unit.id, unit.parent, unit_polygons(dataset, unit)))
            .collect()
    };
    assert_eq!(land(&again.dataset), land(after));
    let settled = |dataset: &Dataset| -> Vec<_> {
        let settlements = dataset.settlements.iter();
        settlements
            .map(|(_, it)| {
                (
                    it.name.clone(),
                    it.parent,
                    it.position.map(|at| (at.x, at.y)),
                )
            })
            .collect()
    };
    assert_eq!(settled(&again.dataset), settled(after));
    let accurate = |dataset: &Dataset| {
        let borders = dataset.borders.iter();
        let told = borders.filter(|(_, border)| border.attributes.accuracy_m.is_some());
        told.count()
    };
    assert_eq!(accurate(&again.dataset), accurate(after));
}

/// What is told of a cut while it is drawn is what a check of the data after it says.
#[test]
fn the_law_of_a_planned_cut_is_that_of_the_data_after_it() {
    use std::ops::ControlFlow;

    use marz::edit::{Edit, GiveLand, LandCut, NewUnit, Receiver};
    use marz::model::{Extent, Position};
    use marz::rules::fixes::brief_price;
    use marz::rules::legal::verdicts;
    use marz::rules::{Checked, Context, Selection};

    let before = Snapshot::new(sample());
    let mut go_on = |_| ControlFlow::Continue(());
    let checked = Checked::whole(&before, &Selection::all(), None, &mut go_on).unwrap();
    let units = before.dataset.units.iter();
    let mut tried = 0;
    for (unit, row) in units.filter(|(_, unit)| unit.is_leaf()).take(40) {
        let borders = row.coverage_rings().flat_map(|ring| ring.path.iter());
        let lines = borders.filter_map(|step| before.dataset.borders.get(step.border));
        let extent = lines
            .map(|border| border.extent())
            .reduce(Extent::union)
            .unwrap();
        let middle = (extent.min + extent.max) / 2.0;
        let place = |x: f64, y: f64| Position { x, y };
        let line = vec![
            place(middle.x, extent.min.y - 0.02),
            middle,
            place(extent.min.x - 0.02, middle.y),
        ];
        let edit = Edit::GiveLand(GiveLand {
            unit,
            cut: LandCut::LeftOf(line),
            to: Receiver::New(NewUnit {
                level: row.level,
                parent: row.parent,
                code: None,
                name: "تازه".to_owned(),
            }),
        });
        let Ok(changes) = edit.plan(&before) else {
            continue;
        };
        tried += 1;
        let after = changes.apply(&before);
        let price = brief_price(&checked, &changes, &after);
        let context = Context::new(&after);
        for standing in &price.standings {
            let expected = verdicts(&context, standing.unit);
            assert_eq!(standing.after, expected, "{}", row.name);
        }
        let of_unit = price.impacts.iter().find(|impact| impact.unit == unit);
        let told = price.standings.iter().find(|it| it.unit == unit);
        let (Some(impact), Some(told)) = (of_unit, told) else {
            continue;
        };
        let people = |lines: &[marz::rules::legal::VerdictLine]| lines.first()?.people;
        if let (Some(was), Some(is)) = (people(&told.before), people(&told.after)) {
            let gained = i128::from(is) - i128::from(was);
            assert_eq!(i128::from(impact.people_gained), gained, "{}", row.name);
        }
    }
    assert!(tried > 10, "{tried}");
}
