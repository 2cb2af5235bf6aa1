//! The tools of the map by pointer and keyboard on the sample: what comes out is compared
//! as data.
#![cfg(feature = "window")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what is unexpected"
)]

#[path = "common/mod.rs"]
mod common;

use std::sync::Arc;

use egui::{Key, Modifiers, vec2};
use marz::edit::{
    ChangeKind, Edit, EditMarker, EditSheet, MarkerField, Refusal, SettlementField, rounded,
};
use marz::files::ReferenceLayer;
use marz::model::{Position, SettlementKind, Sheet, SheetFit, SheetKey, same_place};
use marz::rules::{Checked, Selection};
use marz::tools::SketchState;
use marz::window::map_panel::MapEvent;
use marz::window::view_state::{Target, Tool};

use common::desk::{Desk, edited_any};

/// Moves of a set of vertices as an edit has them.
fn moves(edit: &Edit) -> Vec<(Position, Position)> {
    match edit {
        Edit::MoveVertex(it) => vec![(it.from, it.to)],
        Edit::MoveVertices(it) => it.moves.iter().map(|it| (it.from, it.to)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn vertices_are_chosen_along_a_border_and_move_together() {
    let mut desk = Desk::new();
    let middle = desk.free_vertex();
    let (_, line) = desk.line_of(middle);
    let place = line.iter().position(|&at| same_place(at, middle)).unwrap();
    desk.look_at(middle, 40_000.0);
    let [first, last] = [line[place - 1], line[place + 1]];
    desk.click(desk.on_screen(first));
    assert_eq!(desk.panel.chosen_vertices(), [first]);
    desk.modifiers = Modifiers::SHIFT;
    desk.click(desk.on_screen(last));
    assert_eq!(desk.panel.chosen_vertices(), [first, middle, last]);
    desk.modifiers = Modifiers::COMMAND;
    desk.click(desk.on_screen(middle));
    assert_eq!(desk.panel.chosen_vertices(), [first, last]);
    desk.click(desk.on_screen(middle));
    desk.modifiers = Modifiers::NONE;
    let from = desk.on_screen(middle);
    let told = desk.drag(from, from + vec2(7.0, 5.0));
    let edit = edited_any(&told).expect("letting go moves them");
    let moved = moves(&edit);
    assert_eq!(moved.len(), 3);
    let by = moved[0].1 - moved[0].0;
    for (from, to) in &moved {
        let off = (*to - *from) - by;
        assert!(off.x.abs() < 3e-9 && off.y.abs() < 3e-9, "they move alike");
    }
    // They are still chosen where they are now, and Escape lets go of them.
    let tos: Vec<Position> = moved.iter().map(|(_, to)| *to).collect();
    assert!(
        desk.panel
            .chosen_vertices()
            .iter()
            .all(|at| tos.contains(at))
    );
    desk.press(Key::Escape);
    assert!(desk.panel.chosen_vertices().is_empty());
}

#[test]
fn a_box_chooses_the_vertices_in_it_and_delete_takes_them_as_one_step() {
    let mut desk = Desk::new();
    let middle = desk.free_vertex();
    desk.look_at(middle, 30_000.0);
    let at = desk.on_screen(middle);
    desk.modifiers = Modifiers::COMMAND;
    let told = desk.drag(at - vec2(9.0, 9.0), at + vec2(9.0, 9.0));
    assert!(edited_any(&told).is_none());
    assert_eq!(desk.panel.chosen_vertices(), [middle]);
    desk.modifiers = Modifiers::COMMAND | Modifiers::ALT;
    desk.drag(at - vec2(200.0, 160.0), at + vec2(200.0, 160.0));
    desk.modifiers = Modifiers::NONE;
    let told = desk.press(Key::Delete);
    let edit = edited_any(&told).expect("Delete deletes");
    let deleted = Edit::DeleteVertex(marz::edit::DeleteVertex { at: middle });
    assert_eq!(edit, deleted, "a lasso of one line holds nothing more");
}

#[test]
fn a_box_selects_the_units_that_lie_in_it() {
    let mut desk = Desk::new();
    desk.tool = Tool::Select;
    desk.frame(&[], Vec::new());
    desk.modifiers = Modifiers::COMMAND;
    let told = desk.drag(egui::pos2(20.0, 20.0), egui::pos2(1180.0, 780.0));
    let all = told.iter().find_map(|event| match event {
        MapEvent::SelectAll(targets) => Some(targets.clone()),
        _ => None,
    });
    let leaves = desk.snapshot.dataset.units.iter();
    let leaves = leaves.filter(|(_, unit)| unit.is_leaf()).count();
    assert_eq!(all.map(|all| all.len()), Some(leaves));
    // A press with Ctrl adds one.
    let told = desk.click(egui::pos2(600.0, 400.0));
    let toggled = told
        .iter()
        .any(|event| matches!(event, MapEvent::Toggle(Target::Unit(_))));
    assert!(toggled, "{told:?}");
}

#[test]
fn a_border_is_chosen_by_a_press_on_it() {
    let mut desk = Desk::new();
    desk.tool = Tool::Border;
    let vertex = desk.free_vertex();
    let (key, _) = desk.line_of(vertex);
    desk.look_at(vertex, 60_000.0);
    let told = desk.click(desk.on_screen(vertex) + vec2(2.0, 2.0));
    assert!(
        told.contains(&MapEvent::SelectBorder(Some(key))),
        "{told:?}"
    );
    desk.borders = vec![key];
    desk.frame(&[], Vec::new());
    let told = desk.click(desk.on_screen(vertex) + vec2(150.0, 120.0));
    assert!(
        !told
            .iter()
            .any(|event| matches!(event, MapEvent::Select { .. }))
    );
}

#[test]
fn a_traced_line_has_the_vertices_of_the_border_between_what_was_pressed() {
    let mut desk = Desk::new();
    desk.tool = Tool::Measure;
    let middle = desk.free_vertex();
    let (_, line) = desk.line_of(middle);
    let place = line.iter().position(|&at| same_place(at, middle)).unwrap();
    desk.look_at(middle, 60_000.0);
    let (first, last) = (line[place - 2], line[place + 2]);
    desk.click(desk.on_screen(first));
    desk.press(Key::T);
    desk.click(desk.on_screen(last));
    desk.frame(&[], Vec::new());
    let sketch = desk.panel.sketching().unwrap().sketch();
    assert_eq!(sketch.places(), &line[place - 2..=place + 2]);
    desk.press(Key::Backspace);
    let sketch = desk.panel.sketching().unwrap().sketch();
    assert_eq!(
        sketch.places(),
        [first],
        "all that was followed goes at once"
    );
    assert_eq!(sketch.state(), SketchState::Drawing);
}

#[test]
fn a_settlement_is_dragged_to_another_place_and_the_map_gives_the_place_of_a_new_one() {
    let mut desk = Desk::of(&[
        "province",
        "counties",
        "districts",
        "rural_districts",
        "settlements",
    ]);
    desk.tool = Tool::Settlement;
    let dataset = &desk.snapshot.dataset;
    let villages = dataset.settlements.iter();
    let mut villages = villages.filter(|(_, it)| it.kind == SettlementKind::Village);
    let (key, at) = villages
        .find_map(|(key, it)| Some((key, it.position?)))
        .unwrap();
    drop(villages);
    desk.look_at(at, 50_000.0);
    let from = desk.on_screen(at);
    let told = desk.drag(from, from + vec2(40.0, 25.0));
    let edit = edited_any(&told).expect("letting go moves it");
    let Edit::Settlement(edit) = edit else {
        panic!("{edit:?}");
    };
    assert_eq!(edit.settlement, key);
    let SettlementField::Position(to) = edit.field else {
        panic!("{edit:?}");
    };
    let off = desk.on_screen(to) - (from + vec2(40.0, 25.0));
    assert!(off.length() < 1.0, "{off:?}");
    let told = desk.click(from + vec2(-150.0, 90.0));
    let placed = told.iter().find_map(|event| match event {
        MapEvent::PlaceAt(at) => Some(*at),
        _ => None,
    });
    let off = desk.on_screen(placed.unwrap()) - (from + vec2(-150.0, 90.0));
    assert!(off.length() < 1.0, "{off:?}");
    let told = desk.press(Key::Insert);
    assert!(
        told.iter()
            .any(|event| matches!(event, MapEvent::PlaceAt(_)))
    );
}

#[test]
fn what_is_drawn_snaps_to_a_river_beside_the_data_and_follows_it() {
    let mut desk = Desk::new();
    desk.tool = Tool::Measure;
    let middle = desk.free_vertex();
    let place = |x: f64, y: f64| Position {
        x: middle.x + x,
        y: middle.y + y,
    };
    let river = vec![place(0.01, 0.01), place(0.02, 0.012), place(0.03, 0.009)];
    let layer = ReferenceLayer::new(
        "river".into(),
        "".into(),
        vec![river.clone().into()],
        vec![],
    );
    desk.references = vec![Arc::new(layer)];
    desk.look_at(river[1], 60_000.0);
    desk.click(desk.on_screen(river[0]) + vec2(3.0, -2.0));
    desk.press(Key::T);
    desk.click(desk.on_screen(river[2]) + vec2(-2.0, 3.0));
    let sketch = desk.panel.sketching().unwrap().sketch();
    assert_eq!(sketch.places(), river);
}

#[test]
fn borders_of_the_selected_unit_are_gone_through_by_the_keyboard() {
    let mut desk = Desk::new();
    desk.tool = Tool::Border;
    let units = desk.snapshot.dataset.units.iter();
    let leaf = units
        .filter(|(_, unit)| unit.is_leaf())
        .map(|(key, _)| key)
        .next();
    desk.selection.target = leaf.map(Target::Unit);
    desk.frame(&[], Vec::new());
    let chosen = |told: &[MapEvent]| {
        told.iter().find_map(|event| match event {
            MapEvent::SelectBorder(border) => *border,
            _ => None,
        })
    };
    let first = chosen(&desk.press(Key::CloseBracket)).unwrap();
    desk.borders = vec![first];
    let second = chosen(&desk.press(Key::CloseBracket)).unwrap();
    assert_ne!(first, second);
    desk.borders = vec![second];
    assert_eq!(chosen(&desk.press(Key::OpenBracket)), Some(first));
}

#[test]
fn what_is_no_refinement_is_refused_while_it_is_in_the_hand() {
    let mut desk = Desk::new();
    desk.kind = Some(ChangeKind::Refinement);
    let all = Selection::all();
    let mut go_on = |_| std::ops::ControlFlow::Continue(());
    desk.checked = Checked::whole(&desk.snapshot, &all, None, &mut go_on);
    let vertex = desk.free_vertex();
    let (_, line) = desk.line_of(vertex);
    let place = line.iter().position(|&at| same_place(at, vertex)).unwrap();
    desk.look_at(vertex, 20_000.0);
    // A point of the screen is some five metres: sixty, away from the line, are beyond the
    // accuracy of the sheet.
    let along = desk.on_screen(line[place + 1]) - desk.on_screen(line[place - 1]);
    let from = desk.on_screen(vertex);
    let to = from + along.normalized().rot90() * 60.0;
    desk.point(from);
    desk.button(from, true);
    desk.point(from + (to - from) * 0.5);
    desk.point(to);
    let begun = std::time::Instant::now();
    while desk.panel.is_refused() != Some(true) && begun.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.frame(&[], Vec::new());
    }
    let told = desk.button(to, false);
    let is_told = told
        .iter()
        .any(|event| matches!(event, MapEvent::Refused(Refusal::LeavesAccuracy { .. })));
    assert!(is_told && edited_any(&told).is_none(), "{told:?}");
}

/// A map sheet around a place, a hundredth of a degree each way.
fn sheet_around(desk: &mut Desk, middle: Position) -> SheetKey {
    let dataset = &mut desk.snapshot.dataset;
    let picture = image::RgbaImage::from_pixel(400, 300, image::Rgba([200, 180, 160, 255]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    let place = |x: f64, y: f64| Position {
        x: middle.x + x,
        y: middle.y + y,
    };
    let picture = dataset.contents.keep(bytes.into_inner().into());
    dataset.sheets.insert(Sheet {
        id: dataset.origin.id("sheet", 0),
        name: "برگ".to_owned(),
        picture,
        size_px: [400, 300],
        fit: SheetFit::Affine,
        control_points: Vec::new(),
        corners: [place(-0.02, 0.02), place(0.02, 0.02), place(-0.02, -0.02)],
    })
}

#[test]
fn a_sheet_is_laid_by_a_press_on_its_picture_and_one_where_that_place_is() {
    let mut desk = Desk::new();
    desk.tool = Tool::Sheet;
    let vertex = desk.free_vertex();
    let key = sheet_around(&mut desk, vertex);
    desk.sheet.chosen = Some(key);
    desk.look_at(vertex, 40_000.0);
    let at = desk.on_screen(vertex) + vec2(60.0, 40.0);
    let pin_of = |told: &[MapEvent]| {
        told.iter().find_map(|event| match event {
            MapEvent::Pin(pin) => Some(*pin),
            _ => None,
        })
    };
    let pin = pin_of(&desk.click(at)).expect("a place is picked");
    let picked = pin.picked().expect("it lies in the picture");
    desk.sheet.pin = pin;
    // What was picked is given up with Escape, and picked again.
    let given_up = pin_of(&desk.press(Key::Escape)).unwrap();
    assert_eq!(given_up.picked(), None);
    let told = desk.click(desk.on_screen(vertex) + vec2(3.0, -2.0));
    let Some(edit @ Edit::Sheet(EditSheet::Set { .. })) = edited_any(&told) else {
        panic!("{told:?}");
    };
    desk.snapshot = edit.plan(&desk.snapshot).unwrap().apply(&desk.snapshot);
    desk.sheet.pin = pin_of(&told).unwrap();
    desk.frame(&[], Vec::new());
    let points = &desk
        .snapshot
        .dataset
        .sheets
        .get(key)
        .unwrap()
        .control_points;
    assert_eq!(points.len(), 1);
    assert_eq!(points[0].at, rounded(vertex), "it snapped to the vertex");
    assert_eq!(points[0].pixel, picked);
    let laid = desk.panel.laid_sheet(key).unwrap();
    assert_eq!(laid.fit(), None, "one point lays nothing");
    let now = laid.position(picked).unwrap();
    assert!((now.x - vertex.x).hypot(now.y - vertex.y) < 1e-7);
}

#[test]
fn a_marker_is_set_up_on_the_border_and_dragged_along_it() {
    let mut desk = Desk::new();
    desk.tool = Tool::Marker;
    let vertex = desk.free_vertex();
    let (_, line) = desk.line_of(vertex);
    let place = line.iter().position(|&at| same_place(at, vertex)).unwrap();
    desk.look_at(vertex, 40_000.0);
    let told = desk.click(desk.on_screen(vertex) + vec2(-4.0, 3.0));
    let placed = told.iter().find_map(|event| match event {
        MapEvent::PlaceAt(at) => Some(*at),
        _ => None,
    });
    assert_eq!(placed, Some(vertex));
    let set_up = Edit::Marker(EditMarker::Place {
        name: "۱۲".to_owned(),
        at: vertex,
        description: String::new(),
    });
    desk.snapshot = set_up.plan(&desk.snapshot).unwrap().apply(&desk.snapshot);
    let marker = desk.snapshot.dataset.markers.keys().next().unwrap();
    let told = desk.click(desk.on_screen(vertex) + vec2(2.0, 2.0));
    assert!(told.contains(&MapEvent::SelectMarker(marker)), "{told:?}");
    let (from, to) = (desk.on_screen(vertex), desk.on_screen(line[place + 1]));
    let told = desk.drag(from, to + vec2(3.0, 3.0));
    let field = MarkerField::At(line[place + 1]);
    let moved = Edit::Marker(EditMarker::Set { marker, field });
    assert_eq!(edited_any(&told), Some(moved));
}
