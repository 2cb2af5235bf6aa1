//! What the map answers to the pointer and the keyboard, on the sample data, without a
//! graphics card: egui is run frame by frame and nothing is painted.
#![cfg(feature = "window")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what is unexpected"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use marz::app::language::{Language, Words};
use marz::app::load::{LoadOptions, load};
use marz::app::session::Redraw;
use marz::edit::{Edit, MoveVertex, Refusal};
use marz::model::{Level, Position, same_place};
use marz::topology::Snapshot;
use marz::window::map_panel::{MapContext, MapEvent, MapPanel, map_ui, whole_extent};
use marz::window::theme::{Mode, Theme};
use marz::window::view_state::{Levels, Selection, Target, Tool};

const SIZE: egui::Vec2 = vec2(1200.0, 800.0);

struct Desk {
    ctx: Context,
    snapshot: Snapshot,
    panel: MapPanel,
    selection: Selection,
    words: Words,
    levels: Levels,
    tool: Tool,
}

impl Desk {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/lorestan");
        let files: Vec<PathBuf> = ["province", "counties", "districts", "rural_districts"]
            .map(|name| folder.join(format!("{name}.geojson")))
            .to_vec();
        let (dataset, _) = load(&files, &LoadOptions::default()).unwrap();
        let ctx = Context::default();
        Theme::install_fonts(&ctx);
        Arc::new(Theme::new(Mode::Light, Language::Persian)).install(&ctx);
        let mut desk = Self {
            ctx,
            snapshot: Snapshot::new(dataset),
            panel: MapPanel::new(None),
            selection: Selection::default(),
            words: Words::new(Language::Persian),
            levels: Levels::default(),
            tool: Tool::MoveVertex,
        };
        desk.panel.fit(whole_extent(&desk.snapshot).unwrap());
        desk.frame(&[Redraw::All], Vec::new());
        // The scene is made beside the frames; a gesture begins when it is there.
        for _ in 0..30 {
            std::thread::sleep(Duration::from_millis(20));
            desk.frame(&[], Vec::new());
        }
        desk
    }

    fn frame(&mut self, redraws: &[Redraw], events: Vec<Event>) -> Vec<MapEvent> {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            events,
            ..RawInput::default()
        };
        let mut told = Vec::new();
        let output = self.ctx.run_ui(input, |ui| {
            self.panel.follow(&self.snapshot, redraws, ui.ctx());
            let context = MapContext {
                choropleth: None,
                is_picture: false,
                preview: None,
                snapshot: &self.snapshot,
                report: None,
                words: &self.words,
                selection: &self.selection,
                finding: None,
                levels: &self.levels,
                editing: true,
                tool: self.tool,
            };
            told.extend(map_ui(ui, &mut self.panel, &context));
        });
        output.drop_without_applying_deltas();
        told
    }

    fn press(&mut self, key: Key) -> Vec<MapEvent> {
        self.frame(
            &[],
            vec![Event::Key {
                key,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers: Modifiers::NONE,
            }],
        )
    }

    fn point(&mut self, at: Pos2) -> Vec<MapEvent> {
        self.frame(&[], vec![Event::PointerMoved(at)])
    }

    fn button(&mut self, at: Pos2, pressed: bool) -> Vec<MapEvent> {
        let button = PointerButton::Primary;
        let modifiers = Modifiers::NONE;
        self.frame(
            &[],
            vec![Event::PointerButton {
                pos: at,
                button,
                pressed,
                modifiers,
            }],
        )
    }

    fn on_screen(&self, at: Position) -> Pos2 {
        self.panel.view().screen_from_lonlat([at.x, at.y])
    }

    /// A vertex inside a long border between two rural districts, away from others.
    fn free_vertex(&self) -> Position {
        let border = self
            .snapshot
            .dataset
            .borders
            .iter()
            .map(|(_, border)| border)
            .filter(|border| border.left.len() == 1 && border.right.len() == 1)
            .max_by_key(|border| border.line.len())
            .unwrap();
        border.line[border.line.len() / 2]
    }
}

fn selected(events: &[MapEvent]) -> Option<marz::model::UnitKey> {
    events.iter().find_map(|event| match event {
        MapEvent::Select { unit, .. } => Some(*unit),
        _ => None,
    })
}

fn edited(events: &[MapEvent]) -> Option<MoveVertex> {
    events.iter().find_map(|event| match event {
        MapEvent::Edit(Edit::MoveVertex(edit)) => Some(*edit),
        _ => None,
    })
}

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
