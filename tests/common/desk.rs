//! The map panel on the sample data without a graphics card: egui is run frame by frame and
//! nothing is painted.
#![allow(dead_code, reason = "no test program uses all of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test stops at what is unexpected, and says what it does"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, vec2};
use marz::app::language::{Language, Words};
use marz::app::load::{LoadOptions, load};
use marz::app::session::Redraw;
use marz::edit::{ChangeKind, Edit, MoveVertex, Receiver};
use marz::files::ReferenceLayer;
use marz::model::{BorderKey, Position};
use marz::rules::Checked;
use marz::topology::Snapshot;
use marz::window::map_panel::{MapContext, MapEvent, MapPanel, map_ui, whole_extent};
use marz::window::theme::{Mode, Theme};
use marz::window::view_state::{Levels, Selection, SheetDraft, Tool};

const SIZE: egui::Vec2 = vec2(1200.0, 800.0);

/// A map and what its panels would know.
pub struct Desk {
    pub ctx: Context,
    pub snapshot: Snapshot,
    pub panel: MapPanel,
    pub selection: Selection,
    pub words: Words,
    pub levels: Levels,
    pub tool: Tool,
    pub receiver: Option<Receiver>,
    pub is_named: bool,
    pub checked: Option<Checked>,
    pub kind: Option<ChangeKind>,
    pub borders: Vec<BorderKey>,
    pub references: Vec<Arc<ReferenceLayer>>,
    pub sheet: SheetDraft,
    pub modifiers: Modifiers,
}

impl Desk {
    pub fn new() -> Self {
        Self::of(&["province", "counties", "districts", "rural_districts"])
    }

    /// The map of some layers of the sample.
    pub fn of(layers: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/lorestan");
        let layers = layers.iter();
        let files: Vec<PathBuf> = layers
            .map(|name| folder.join(format!("{name}.geojson")))
            .collect();
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
            receiver: None,
            is_named: false,
            checked: None,
            kind: None,
            borders: Vec::new(),
            references: Vec::new(),
            sheet: SheetDraft::default(),
            modifiers: Modifiers::NONE,
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

    pub fn frame(&mut self, redraws: &[Redraw], mut events: Vec<Event>) -> Vec<MapEvent> {
        events.insert(0, Event::ModifiersChanged(self.modifiers));
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
                checked: self.checked.as_ref(),
                kind: self.kind,
                words: &self.words,
                selection: &self.selection,
                finding: None,
                levels: &self.levels,
                editing: true,
                tool: self.tool,
                receiver: self.receiver.as_ref(),
                references: &self.references,
                reference_looks: &[],
                tiles: &[],
                tile_looks: &[],
                borders: &self.borders,
                placed: None,
                marker: None,
                sheet: &self.sheet,
                receiver_is_named: self.is_named,
            };
            told.extend(map_ui(ui, &mut self.panel, &context));
        });
        output.drop_without_applying_deltas();
        told
    }

    pub fn press(&mut self, key: Key) -> Vec<MapEvent> {
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

    pub fn point(&mut self, at: Pos2) -> Vec<MapEvent> {
        self.frame(&[], vec![Event::PointerMoved(at)])
    }

    pub fn button(&mut self, at: Pos2, pressed: bool) -> Vec<MapEvent> {
        let button = PointerButton::Primary;
        let modifiers = self.modifiers;
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

    pub fn on_screen(&self, at: Position) -> Pos2 {
        self.panel.view().screen_from_lonlat([at.x, at.y])
    }

    /// A vertex inside a long border between two rural districts, away from others.
    pub fn free_vertex(&self) -> Position {
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

/// The unit that was chosen.
pub fn selected(events: &[MapEvent]) -> Option<marz::model::UnitKey> {
    events.iter().find_map(|event| match event {
        MapEvent::Select { unit, .. } => Some(*unit),
        _ => None,
    })
}

/// The vertex that was moved.
pub fn edited(events: &[MapEvent]) -> Option<MoveVertex> {
    events.iter().find_map(|event| match event {
        MapEvent::Edit(Edit::MoveVertex(edit)) => Some(*edit),
        _ => None,
    })
}

impl Desk {
    /// Presses and lets go at a place of the screen, longer after the last time than two
    /// clicks of a double click are apart.
    pub fn click(&mut self, at: Pos2) -> Vec<MapEvent> {
        std::thread::sleep(Duration::from_millis(5));
        for _ in 0..60 {
            self.frame(&[], Vec::new());
        }
        self.point(at);
        let mut told = self.button(at, true);
        told.extend(self.button(at, false));
        told
    }

    /// Waits until it is known what the drawn line means.
    pub fn planned(&mut self) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            self.frame(&[], Vec::new());
            let receiver = self.receiver.as_ref();
            let sketching = self.panel.sketching();
            let outcome = sketching.and_then(|it| it.outcome_now(receiver));
            if let Some(outcome) = outcome {
                return outcome.is_ok();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }
}

/// The edit that was made.
pub fn edited_any(events: &[MapEvent]) -> Option<Edit> {
    events.iter().find_map(|event| match event {
        MapEvent::Edit(edit) => Some(edit.clone()),
        _ => None,
    })
}

impl Desk {
    /// Drags from one place to another, in some steps.
    pub fn drag(&mut self, from: Pos2, to: Pos2) -> Vec<MapEvent> {
        for _ in 0..60 {
            self.frame(&[], Vec::new());
        }
        self.point(from);
        let mut told = self.button(from, true);
        for step in 1..=6 {
            told.extend(self.point(from + (to - from) * (step as f32 / 6.0)));
        }
        told.extend(self.button(to, false));
        told
    }

    /// Looks at a place at a scale.
    pub fn look_at(&mut self, at: Position, denominator: f64) {
        self.panel.go_to_extent(marz::model::Extent::at(at));
        self.frame(&[], Vec::new());
        self.panel.set_scale_denominator(denominator);
        self.frame(&[], Vec::new());
    }

    /// The line of the border that has a vertex inside it.
    pub fn line_of(&self, vertex: Position) -> (BorderKey, Vec<Position>) {
        let mut borders = self.snapshot.dataset.borders.iter();
        let has = |line: &[Position]| line.iter().any(|&at| marz::model::same_place(at, vertex));
        let found = borders.find(|(_, border)| has(&border.line));
        found
            .map(|(key, border)| (key, border.line.to_vec()))
            .unwrap()
    }
}
