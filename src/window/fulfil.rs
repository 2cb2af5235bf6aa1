//! Doing what the panels asked for: actions of the window, selecting, opening, closing
//! with the question about unsaved work.

mod files;

use std::path::PathBuf;

use egui::{Context, ViewportCommand};

use super::commands::Action;
use super::file_dialogs::Dialog;
use super::palette;
use super::scope::Request;
use super::shell::Shell;
use super::theme::Mode;
use super::view_state::{
    AfterUnsaved, BottomTab, BulkDraft, CoordinateForm, Journey, ParametersDraft, Question, Target,
    Tool,
};
use crate::app::command::Command;
use crate::app::jobs::JobKind;
use crate::app::language::Language;
use crate::app::session::Session;
use crate::edit::Edit;
use crate::model::{Dataset, Extent, UnitKey};
use crate::rules::fixes::BulkTaker;
use crate::rules::{Family, FindingKey};
use crate::topology::unit_leaves;

/// How far around a point of a line is looked, in degrees: some fifty metres.
const FINE_DEG: f64 = 5e-4;

/// The sizes of the interface, as desktops and browsers offer them.
const ZOOMS: [f32; 12] = [
    0.5, 0.67, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5,
];

impl Shell {
    pub(super) fn fulfil(&mut self, ctx: &Context, request: Request) {
        match request {
            Request::Command(Command::Edit(edit)) => {
                self.view.refused = None;
                self.edit(edit);
            }
            Request::Command(command) => self.program.run(command),
            Request::Action(action) => self.act(ctx, action),
            Request::Open(paths) => self.open(paths),
            Request::Select(target) => self.select(target),
            Request::Toggle(target) => self.view.selection.toggle(target),
            Request::SelectAll(targets) => {
                let mut targets = targets.into_iter();
                self.select(targets.next());
                self.view.selection.more = targets.collect();
            }
            Request::GoTo(target) => {
                self.select(Some(target));
                self.go_to(target);
            }
            Request::SelectOnMap { unit, stack } => {
                self.select(Some(Target::Unit(unit)));
                self.view.selection.stack = stack;
            }
            Request::Finding(key) => self.show_finding(&key, true),
            Request::ChooseFinding(key) => self.show_finding(&key, false),
            Request::FixAll(keys) => {
                let taker = BulkTaker::default();
                let bulk = BulkDraft { keys, taker };
                self.program.run(Command::PlanBulk {
                    keys: bulk.keys.clone(),
                    taker,
                });
                self.view.findings.bulk = Some(bulk);
            }
            Request::UndoTo(steps) => self.undo_to(steps),
            Request::NotMade => self.map.forget_choice(),
        }
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Open => self.open_dialog(ctx, Dialog::Open),
            Action::OpenSample => self.dialogs.open_sample(ctx, self.sample_folder.clone()),
            Action::Save => self.save(ctx),
            Action::SaveAs => self.open_dialog(ctx, Dialog::SaveAs),
            Action::Export => self.open_dialog(ctx, Dialog::Export),
            Action::AddReferences => self.open_dialog(ctx, Dialog::References),
            Action::AddSheet => self.open_dialog(ctx, Dialog::Sheet),
            Action::ExportHistory => self.open_dialog(ctx, Dialog::History),
            Action::ExportFindings(format) => self.open_dialog(ctx, Dialog::Findings(format)),
            Action::Close => self.leave(ctx, AfterUnsaved::Close),
            Action::Quit => self.leave(ctx, AfterUnsaved::Quit),
            Action::Parameters => {
                let session = self.program.session();
                self.view.parameters = session.map(|session| ParametersDraft {
                    parameters: session.snapshot().dataset.parameters.clone(),
                    help: None,
                });
            }
            Action::Undo => self.program.run(Command::Undo),
            Action::Redo => self.program.run(Command::Redo),
            Action::ToggleEditing => self.set_editing(!self.view.editing.is_on),
            Action::SelectTool => self.take_tool(Tool::Select),
            Action::MoveVertexTool => self.take_tool(Tool::MoveVertex),
            Action::RedrawTool => self.take_tool(Tool::Redraw),
            Action::CutTool => self.take_tool(Tool::Cut),
            Action::GiveTool => self.take_tool(Tool::Give),
            Action::MergeTool => self.take_tool(Tool::Merge),
            Action::ShapeTool => self.take_tool(Tool::Shape),
            Action::BorderTool => self.take_tool(Tool::Border),
            Action::SettlementTool => self.take_tool(Tool::Settlement),
            Action::MarkerTool => self.take_tool(Tool::Marker),
            Action::SheetTool => self.take_tool(Tool::Sheet),
            Action::MeasureTool => self.take_tool(Tool::Measure),
            Action::Fit => self.view.journey = Some(Journey::Everything),
            Action::GoToSelection => match self.view.selection.target {
                Some(target) => self.go_to(target),
                None => self.view.journey = Some(Journey::Everything),
            },
            Action::NextFinding => self.step_finding(true),
            Action::PreviousFinding => self.step_finding(false),
            Action::ShowFindings => self.view.bottom = BottomTab::Findings,
            Action::ShowUnits => self.view.bottom = BottomTab::Units,
            Action::ShowReport => self.view.bottom = BottomTab::Report,
            Action::ShowHistory => self.view.bottom = BottomTab::History,
            Action::ShowCharts => self.view.bottom = BottomTab::Charts,
            Action::SwitchGraticule => self.view.levels.graticule ^= true,
            Action::SwitchLegend => self.view.levels.legend ^= true,
            Action::SwitchOverview => self.view.levels.overview ^= true,
            Action::NextStyle => self.next_style(),
            Action::Palette if self.view.palette.is_open => {
                self.view.palette.is_open = false;
            }
            Action::Palette => palette::open(&mut self.view.palette),
            Action::NextPanel => self.next_panel(ctx),
            Action::Escape => self.escape(),
            Action::SwitchLanguage => {
                let next = match self.look.words.language() {
                    Language::Persian => Language::English,
                    Language::English => Language::Persian,
                };
                self.program.run(Command::SetLanguage(next));
            }
            Action::SwitchLook => {
                let is_dark = self.look.theme.mode == Mode::Dark;
                self.program.run(Command::SetDark(!is_dark));
            }
            Action::Larger => {
                let now = self.program.settings().zoom;
                self.set_zoom(ZOOMS.into_iter().find(|zoom| *zoom > now + 0.01));
            }
            Action::Smaller => {
                let now = self.program.settings().zoom;
                self.set_zoom(ZOOMS.into_iter().rev().find(|zoom| *zoom < now - 0.01));
            }
            Action::NormalSize => self.set_zoom(Some(1.0)),
            Action::SwitchCoordinates => {
                self.view.coordinates = match self.view.coordinates {
                    CoordinateForm::Sexagesimal => CoordinateForm::Decimal,
                    CoordinateForm::Decimal => CoordinateForm::Utm,
                    CoordinateForm::Utm => CoordinateForm::Sexagesimal,
                };
            }
        }
    }

    fn next_style(&mut self) {
        let set = &self.program.settings().map_style;
        let now = self.look.styles.iter().position(|style| style.id == *set);
        let next = now.map_or(0, |now| (now + 1) % self.look.styles.len().max(1));
        if let Some(style) = self.look.styles.get(next) {
            let style = Command::SetMapStyle(style.id.clone());
            self.program.run(style);
        }
    }

    fn set_zoom(&mut self, zoom: Option<f32>) {
        if let Some(zoom) = zoom {
            self.program.run(Command::SetZoom(zoom));
        }
    }

    fn set_editing(&mut self, is_on: bool) {
        let is_on = is_on && self.program.session().is_some();
        self.view.editing.is_on = is_on;
        if !is_on {
            self.view.editing.tool = Tool::Select;
            self.view.draft = None;
            self.view.typed = None;
        }
    }

    /// Makes an edit; the first of borders in a session asks what such edits are meant as.
    fn edit(&mut self, edit: Edit) {
        let kind = self.program.session().and_then(Session::kind);
        if kind.is_none() && edit.moves_borders() {
            self.view.question = Some(Question::Kind(Box::new(edit)));
            return;
        }
        let is_drawn = matches!(
            edit,
            Edit::GiveLand(_) | Edit::RedrawBorder(_) | Edit::Merge(_)
        );
        let steps = |shell: &Self| {
            let session = shell.program.session();
            session.map_or(0, |session| session.history().done().len())
        };
        let before = steps(self);
        self.program.run(Command::Edit(edit));
        if is_drawn && steps(self) > before {
            // What was drawn, and the name of who gets it, are done with.
            self.map.cancel_sketch();
            self.view.drafts.receiver.name.clear();
        }
    }

    /// Takes a tool in the hand; one that changes data switches editing on.
    fn take_tool(&mut self, tool: Tool) {
        if tool.edits() {
            self.set_editing(true);
        }
        self.view.editing.tool = tool;
    }

    /// What floats closes first; then a tool is put down; then nothing is selected.
    fn escape(&mut self) {
        if self.view.palette.is_open {
            self.view.palette.is_open = false;
        } else if self.view.parameters.is_some() {
            self.view.parameters = None;
        } else if self.view.findings.bulk.is_some() {
            self.view.findings.bulk = None;
        } else if self.view.findings.fix.is_some() {
            self.view.findings.fix = None;
        } else if self.view.findings.accept.is_some() {
            self.view.findings.accept = None;
        } else if self.view.question.is_some() {
            self.view.question = None;
        } else if self.program.import().is_some() {
            self.program.run(Command::CancelImport);
        } else if self.view.editing.tool != Tool::Select {
            self.view.editing.tool = Tool::Select;
        } else {
            self.select(None);
            self.view.findings.choose_only(None);
        }
    }

    /// The keyboard goes round: tree, map, unit, table below.
    fn next_panel(&mut self, ctx: &Context) {
        let stops = [
            super::tree::tree_id(),
            super::map_panel::map_id(),
            super::end_panel::end_panel_id(),
            super::bottom_panel::bottom_panel_id(self.view.bottom),
            super::top_bar::search_id(),
        ];
        let now = ctx.memory(|memory| memory.focused());
        let at = stops.iter().position(|stop| Some(*stop) == now);
        let next = at.map_or(0, |at| (at + 1) % stops.len());
        if let Some(stop) = stops.get(next) {
            ctx.memory_mut(|memory| memory.request_focus(*stop));
        }
        if next == 0 && self.view.tree.cursor.is_none() {
            self.view.tree.cursor = self.facts.roots.first().map(|root| Target::Unit(*root));
        }
    }

    pub(super) fn select(&mut self, target: Option<Target>) {
        let selection = &mut self.view.selection;
        if selection.target != target {
            selection.stack.clear();
            selection.more.clear();
            self.view.draft = None;
            self.view.typed = None;
        }
        selection.target = target;
        selection.reveal = target.is_some() && self.view.tree.cursor != target;
        self.view.units.scroll = true;
    }

    fn go_to(&mut self, target: Target) {
        let Some(session) = self.program.session() else {
            return;
        };
        let dataset = &session.snapshot().dataset;
        let extent = match target {
            Target::Unit(unit) => unit_extent(dataset, unit),
            Target::Settlement(key) => dataset
                .settlements
                .get(key)
                .and_then(|settlement| settlement.position)
                .map(Extent::at),
            Target::Decree(_) => None,
        };
        if let Some(extent) = extent {
            self.view.journey = Some(Journey::Extent(extent));
        }
    }

    fn step_finding(&mut self, forwards: bool) {
        let selected = self.view.findings.selected.as_ref();
        if let Some(key) = self.caches.findings.step(selected, forwards) {
            self.show_finding(&key, true);
        }
    }

    fn show_finding(&mut self, key: &FindingKey, goes_there: bool) {
        let Some(findings) = self.program.session().map(|session| session.findings()) else {
            return;
        };
        let Some(finding) = findings.find(key) else {
            return;
        };
        let place = finding.place.as_ref().map(|place| {
            let sight = place.sight();
            // A point of a line is seen among its neighbours, a village in its land.
            let is_fine = finding.code.family() == Family::Topology && sight.min == sight.max;
            if is_fine {
                sight.grown(FINE_DEG)
            } else {
                sight
            }
        });
        let target = finding
            .settlements
            .first()
            .map(|key| Target::Settlement(*key))
            .or_else(|| finding.units.first().map(|unit| Target::Unit(*unit)));
        self.view.bottom = BottomTab::Findings;
        self.view.findings.choose_only(Some(key.clone()));
        self.view.findings.scroll = true;
        if let Some(extent) = place.filter(|_| goes_there) {
            self.view.journey = Some(Journey::Finding(extent));
        }
        self.select(target);
    }

    fn undo_to(&mut self, steps: usize) {
        while let Some(session) = self.program.session() {
            let done = session.history().done().len();
            let command = match done.cmp(&steps) {
                std::cmp::Ordering::Greater => Command::Undo,
                std::cmp::Ordering::Less if !session.history().undone().is_empty() => Command::Redo,
                _ => break,
            };
            self.program.run(command);
        }
    }

    pub(super) fn save(&mut self, ctx: &Context) {
        let has_project = self
            .program
            .session()
            .is_some_and(|session| session.project().is_some());
        if has_project {
            self.program.run(Command::Save);
        } else if self.program.session().is_some() {
            self.open_dialog(ctx, Dialog::SaveAs);
        }
    }

    pub(super) fn open(&mut self, paths: Vec<PathBuf>) {
        if self.is_unsaved() {
            self.view.question = Some(Question::Unsaved(AfterUnsaved::Open(paths)));
        } else {
            self.program.run(Command::Open(paths));
        }
    }

    fn leave(&mut self, ctx: &Context, after: AfterUnsaved) {
        if self.is_unsaved() {
            self.view.question = Some(Question::Unsaved(after));
        } else {
            self.go_on(ctx, after);
        }
    }

    /// Whether work would be lost: an import that nothing was done to can be made again.
    fn is_unsaved(&self) -> bool {
        let session = self.program.session();
        session.is_some_and(|session| session.is_unsaved() && !session.is_mere_import())
    }

    pub(super) fn go_on(&mut self, ctx: &Context, after: AfterUnsaved) {
        match after {
            AfterUnsaved::Close => self.program.run(Command::Close),
            AfterUnsaved::Open(paths) => self.program.run(Command::Open(paths)),
            AfterUnsaved::Quit => {
                self.program.run(Command::Close);
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// What waited for a save goes on once nothing is unsaved; a save that failed ends
    /// the waiting.
    pub(super) fn go_on_after_save(&mut self, ctx: &Context) {
        if self.after_save.is_none() || self.dialogs.is_open() {
            return;
        }
        let is_saving = self
            .program
            .jobs()
            .iter()
            .any(|job| job.kind == JobKind::Save);
        if is_saving {
            return;
        }
        let is_unsaved = self
            .program
            .session()
            .is_some_and(|session| session.is_unsaved());
        let after = self.after_save.take();
        if let Some(after) = after.filter(|_| !is_unsaved) {
            self.go_on(ctx, after);
        }
    }

    /// The window's own close button asks as the command does.
    pub(super) fn guard_closing(&mut self, ctx: &Context) {
        let is_asked = ctx.input(|input| input.viewport().close_requested());
        if is_asked && !self.may_close {
            if self.is_unsaved() {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                self.view.question = Some(Question::Unsaved(AfterUnsaved::Quit));
            } else {
                self.may_close = true;
            }
        }
    }
}

/// The box of a unit's land, or of its point.
fn unit_extent(dataset: &Dataset, unit: UnitKey) -> Option<Extent> {
    let of_borders = unit_leaves(dataset, unit)
        .into_iter()
        .filter_map(|leaf| dataset.units.get(leaf))
        .flat_map(|leaf| leaf.coverage_rings().flat_map(|ring| ring.path.iter()))
        .filter_map(|step| dataset.borders.get(step.border))
        .map(|border| border.extent())
        .reduce(Extent::union);
    let own = || {
        let unit = dataset.units.get(unit)?;
        let polygons = crate::topology::unit_polygons(dataset, unit);
        let positions = polygons
            .iter()
            .flat_map(|polygon| &polygon.rings)
            .flat_map(|ring| ring.positions.iter().copied())
            .filter(|position| crate::model::is_usable(*position));
        Extent::around(positions).or_else(|| unit.point.map(Extent::at))
    };
    of_borders.or_else(own)
}
