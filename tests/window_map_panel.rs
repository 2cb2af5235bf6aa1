//! What the map answers to the pointer and the keyboard, on the sample data, without a
//! graphics card: egui is run frame by frame and nothing is painted.
#![cfg(feature = "window")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what is unexpected"
)]

#[path = "common/mod.rs"]
mod common;

use std::time::{Duration, Instant};

use egui::{Key, pos2, vec2};
use marz::app::session::Redraw;
use marz::edit::{Edit, GiveLand, LandCut, MoveVertex, NewUnit, Receiver, Refusal};
use marz::model::{Level, Position, same_place};
use marz::topology::Snapshot;
use marz::window::map_panel::MapEvent;
use marz::window::view_state::{Target, Tool};

use common::desk::{Desk, edited, edited_any, selected};

#[test]
fn pressing_the_same_place_again_goes_up_the_stack() {
    let mut desk = Desk::new();
    desk.tool = Tool::Select;
    let middle = pos2(600.0, 400.0);
    let told = desk.point(middle);
    let stack = told.iter().find_map(|event| match event {
        MapEvent::HoverUnits(stack) => Some(stack.clone()),
        _ => None,
    });
    let stack = stack.expect("there is land in the middle");
    let level = |desk: &Desk, unit| desk.snapshot.dataset.units.get(unit).unwrap().level;
    let levels: Vec<Level> = stack.iter().map(|unit| level(&desk, *unit)).collect();
    assert_eq!(
        levels,
        [
            Level::RuralDistrict,
            Level::District,
            Level::County,
            Level::Province
        ]
    );
    for expected in levels {
        desk.button(middle, true);
        let told = desk.button(middle, false);
        let unit = selected(&told).expect("a press selects");
        assert_eq!(level(&desk, unit), expected);
        desk.selection.target = Some(Target::Unit(unit));
        // Longer than two clicks may be apart to be a double click.
        std::thread::sleep(Duration::from_millis(5));
        for _ in 0..60 {
            desk.frame(&[], Vec::new());
        }
    }
}

#[test]
fn a_vertex_that_is_dragged_becomes_one_edit_and_escape_makes_none() {
    let mut desk = Desk::new();
    let from = desk.free_vertex();
    desk.panel.go_to_extent(marz::model::Extent::at(from));
    desk.frame(&[], Vec::new());
    let start = desk.on_screen(from);
    let end = start + vec2(23.0, 17.0);
    for gives_up in [true, false] {
        desk.point(start);
        desk.button(start, true);
        desk.point(start + vec2(12.0, 9.0));
        desk.point(end);
        assert!(desk.panel.is_moving());
        if gives_up {
            desk.press(Key::Escape);
            assert!(!desk.panel.is_moving());
        }
        let told = desk.button(end, false);
        let Some(edit) = edited(&told) else {
            assert!(gives_up, "{told:?}");
            continue;
        };
        assert!(!gives_up);
        assert!(same_place(edit.from, from));
        assert!((desk.on_screen(edit.to) - end).length() < 1.0);
    }
}

#[test]
fn the_keyboard_moves_a_vertex_of_the_selected_unit() {
    let mut desk = Desk::new();
    let leaf = desk
        .snapshot
        .dataset
        .units
        .iter()
        .find(|(_, unit)| unit.is_leaf())
        .map(|(key, _)| key)
        .unwrap();
    desk.selection.target = Some(Target::Unit(leaf));
    desk.frame(&[], Vec::new());
    desk.press(Key::CloseBracket);
    desk.frame(&[], Vec::new());
    desk.press(Key::ArrowRight);
    assert!(desk.panel.is_moving());
    let told = desk.press(Key::Enter);
    let edit = edited(&told).expect("Enter commits");
    let moved = desk.on_screen(edit.to) - desk.on_screen(edit.from);
    assert!((moved - vec2(1.0, 0.0)).length() < 0.1, "{moved:?}");
}

#[test]
fn where_a_vertex_cannot_be_the_reason_is_told_and_nothing_is_edited() {
    let mut desk = Desk::new();
    let from = desk.free_vertex();
    desk.panel.go_to_extent(marz::model::Extent::at(from));
    desk.panel.set_scale_denominator(400_000.0);
    desk.frame(&[], Vec::new());
    // Far across other borders: the ring crosses itself or its neighbours.
    let (start, end) = (
        desk.on_screen(from),
        desk.on_screen(from) + vec2(320.0, 210.0),
    );
    desk.point(start);
    desk.point(start);
    desk.button(start, true);
    for step in 1..=8 {
        desk.point(start + (end - start) * (step as f32 / 8.0));
    }
    let until = Instant::now() + Duration::from_secs(20);
    let planned = MoveVertex {
        from,
        to: {
            let [x, y] = desk.panel.view().lonlat_from_screen(end);
            Position { x, y }
        },
    };
    assert!(matches!(
        planned.plan(&desk.snapshot),
        Err(Refusal::Faults(_))
    ));
    // The plan is made beside the frames: it is known some frames later.
    while Instant::now() < until && desk.panel.is_refused() != Some(true) {
        std::thread::sleep(Duration::from_millis(10));
        desk.frame(&[], Vec::new());
    }
    let told = desk.button(end, false);
    assert!(edited(&told).is_none());
    assert!(
        told.iter()
            .any(|event| matches!(event, MapEvent::Refused(Refusal::Faults(_))))
    );
}

#[test]
fn a_border_is_drawn_anew_between_two_of_its_vertices() {
    let mut desk = Desk::new();
    desk.tool = Tool::Redraw;
    let middle = desk.free_vertex();
    desk.panel.go_to_extent(marz::model::Extent::at(middle));
    desk.panel.set_scale_denominator(20_000.0);
    desk.frame(&[], Vec::new());
    let line = desk
        .snapshot
        .dataset
        .borders
        .iter()
        .find(|(_, border)| border.line.iter().any(|vertex| same_place(*vertex, middle)))
        .map(|(_, border)| border.line.to_vec())
        .unwrap();
    let place = line
        .iter()
        .position(|vertex| same_place(*vertex, middle))
        .unwrap();
    let ends = [line[place - 1], line[place + 1]];
    // The pointer is a little off the vertices, and snaps to them.
    let first = desk.on_screen(ends[0]) + vec2(3.0, 2.0);
    // As far to the side as the neighbours are along the line, at a tenth of it.
    let along = desk.on_screen(ends[1]) - desk.on_screen(ends[0]);
    let aside = desk.on_screen(middle) + along.rot90() * 0.2;
    let last = desk.on_screen(ends[1]) + vec2(-2.0, 3.0);
    let mut told = desk.click(first);
    told.extend(desk.click(aside));
    told.extend(desk.click(last));
    assert!(
        selected(&told).is_none(),
        "a tool that draws selects nothing"
    );
    desk.press(Key::Enter);
    assert!(desk.planned(), "{:?}", desk.panel.sketching());
    let told = desk.press(Key::Enter);
    let edit = told.iter().find_map(|event| match event {
        MapEvent::Edit(edit @ Edit::RedrawBorder(_)) => Some(edit.clone()),
        _ => None,
    });
    let edit = edit.expect("Enter accepts a complete line");
    let Edit::RedrawBorder(redraw) = &edit else {
        panic!("{edit:?}");
    };
    assert!(same_place(redraw.path[0], ends[0]) && same_place(redraw.path[2], ends[1]));
    let after = edit.plan(&desk.snapshot).unwrap().apply(&desk.snapshot);
    let has = |snapshot: &Snapshot, at: Position| {
        let mut borders = snapshot.dataset.borders.iter();
        borders.any(|(_, border)| border.line.iter().any(|vertex| same_place(*vertex, at)))
    };
    assert!(has(&after, redraw.path[1]) && !has(&after, middle));
}

#[test]
fn a_cut_waits_for_a_receiver_and_backspace_takes_a_place_back() {
    let mut desk = Desk::new();
    desk.tool = Tool::Cut;
    let leaf = desk
        .snapshot
        .dataset
        .units
        .iter()
        .find(|(_, unit)| unit.is_leaf() && unit.level == Level::RuralDistrict)
        .map(|(key, _)| key)
        .unwrap();
    desk.selection.target = Some(Target::Unit(leaf));
    let unit = desk.snapshot.dataset.units.get(leaf).unwrap();
    let polygons = marz::topology::unit_polygons(&desk.snapshot.dataset, unit);
    let extent =
        marz::model::Extent::around(polygons[0].rings[0].positions.iter().copied()).unwrap();
    desk.panel.fit(extent.grown(0.1));
    desk.frame(&[], Vec::new());
    let centre = extent.centre();
    let south = Position {
        y: extent.min.y - 0.02,
        ..centre
    };
    let north = Position {
        y: extent.max.y + 0.02,
        ..centre
    };
    desk.click(desk.on_screen(south));
    desk.click(desk.on_screen(centre));
    desk.click(desk.on_screen(centre) + vec2(60.0, 0.0));
    desk.press(Key::Backspace);
    desk.click(desk.on_screen(north));
    desk.press(Key::Enter);
    assert!(
        edited_any(&desk.press(Key::Enter)).is_none(),
        "nobody to give it to"
    );
    desk.receiver = Some(Receiver::New(NewUnit {
        level: Level::RuralDistrict,
        parent: None,
        code: None,
        name: "تازه".to_owned(),
    }));
    assert!(desk.planned(), "{:?}", desk.panel.sketching());
    let told = desk.press(Key::Enter);
    let unnamed = MapEvent::Refused(Refusal::EmptyName);
    assert!(
        told.contains(&unnamed),
        "what comes has no name yet: {told:?}"
    );
    desk.is_named = true;
    let edit = edited_any(&desk.press(Key::Enter)).expect("it is accepted");
    match &edit {
        Edit::GiveLand(GiveLand {
            unit,
            cut: LandCut::LeftOf(line),
            ..
        }) => {
            assert_eq!((*unit, line.len()), (leaf, 3));
        }
        other => panic!("{other:?}"),
    }
    let changes = edit.plan(&desk.snapshot).unwrap();
    let after = changes.apply(&desk.snapshot);
    assert_eq!(
        after.dataset.units.len(),
        desk.snapshot.dataset.units.len() + 1
    );
}

#[test]
fn a_vertex_is_put_on_an_edge_by_its_middle_and_deleted_again() {
    let mut desk = Desk::new();
    let vertex = desk.free_vertex();
    desk.panel.go_to_extent(marz::model::Extent::at(vertex));
    desk.panel.set_scale_denominator(5_000.0);
    desk.frame(&[], Vec::new());
    let next = desk
        .snapshot
        .dataset
        .borders
        .iter()
        .find_map(|(_, border)| {
            let place = border.line.iter().position(|it| same_place(*it, vertex))?;
            border.line.get(place + 1).copied()
        })
        .unwrap();
    let middle = (vertex + next) / 2.0;
    desk.panel.go_to_extent(marz::model::Extent::at(middle));
    desk.panel.set_scale_denominator(5_000.0);
    desk.frame(&[], Vec::new());
    let told = desk.click(desk.on_screen(middle));
    let edit = edited_any(&told).expect("a press on the middle of an edge");
    assert!(matches!(edit, Edit::InsertVertex(_)), "{edit:?}");
    let snapshot = edit.plan(&desk.snapshot).unwrap().apply(&desk.snapshot);
    desk.snapshot = snapshot;
    desk.frame(&[Redraw::All], Vec::new());
}
