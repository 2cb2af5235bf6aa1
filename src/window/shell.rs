//! The window's shell: once a frame it takes what the program has finished, draws the
//! panels around the map, and then does what they asked for. Nothing changes while it
//! draws.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{CentralPanel, Context, Frame, Id, Panel, Ui, ViewportCommand};

use super::accept_dialog::accept_dialog_ui;
use super::bulk_dialog::bulk_dialog_ui;
use super::caches::Caches;
use super::commands::pressed;
use super::dialogs::{UnsavedAnswer, question_ui, recovery_ui};
use super::direction::{Flow, Side};
use super::file_dialogs::FileDialogs;
use super::import_dialog::{ImportView, import_dialog_ui};
use super::map::Projection;
use super::map_panel::{MapPanel, whole_extent};
use super::parameters_dialog::parameters_dialog_ui;
use super::say::open_title;
use super::scope::{Request, Scope};
use super::text::is_typing;
use super::theme::{Mode, StyleSheet, Theme};
use super::toasts::{ToastOutcome, Toasts};
use super::view_state::{BottomTab, Journey, ViewState};
use crate::app::facts::Facts;
use crate::app::language::{Language, Words, plain};
use crate::app::notice::Notice;
use crate::app::program::Program;
use crate::app::session::Redraw;
use crate::app::settings::{Folders, Settings};

/// The words and the look, by language and mode.
pub(super) struct Look {
    pub words: Words,
    pub theme: Arc<Theme>,
    /// The styles of the map that there are.
    pub styles: Vec<Arc<StyleSheet>>,
    /// Which settings it was made for.
    made_for: (Language, bool, String),
}

impl Look {
    fn new(settings: &Settings, styles: Vec<Arc<StyleSheet>>) -> Self {
        let (language, dark) = (settings.language(), settings.dark);
        let mode = if dark { Mode::Dark } else { Mode::Light };
        // A style that is gone gives way to the first.
        let style = styles.iter().find(|style| style.id == settings.map_style);
        let theme = match style {
            Some(style) => Theme::with_style(mode, language, style),
            None => Theme::new(mode, language),
        };
        Self {
            words: Words::new(language),
            theme: Arc::new(theme),
            made_for: (language, dark, settings.map_style.clone()),
            styles,
        }
    }

    fn fits(&self, settings: &Settings) -> bool {
        let (language, dark, style) = &self.made_for;
        *language == settings.language() && *dark == settings.dark && *style == settings.map_style
    }
}

/// The window.
pub struct Shell {
    pub(super) program: Program,
    pub(super) view: ViewState,
    pub(super) look: Look,
    pub(super) facts: Facts,
    pub(super) caches: Caches,
    pub(super) map: MapPanel,
    /// The setting that the map's projection was made of.
    laid_flat: String,
    pub(super) dialogs: FileDialogs,
    pub(super) toasts: Toasts,
    pub(super) import: ImportView,
    /// Whether the keyboard was in a text field when the last frame ended.
    was_typing: bool,
    /// What is done once the save that was asked for has succeeded.
    pub(super) after_save: Option<super::view_state::AfterUnsaved>,
    /// Where the sample is written if none lies beside the program.
    pub(super) sample_folder: PathBuf,
    /// Whether the window may close without asking again.
    pub(super) may_close: bool,
}

impl Shell {
    /// The window with what the user's folders hold; opens `paths` if there are any.
    /// Without `graphics`, the window's renderer, the map stays empty.
    pub fn new(
        ctx: &Context,
        graphics: Option<&egui_wgpu::RenderState>,
        folders: Folders,
        paths: Vec<PathBuf>,
    ) -> Self {
        Theme::install_fonts(ctx);
        // The zoom is the program's setting, by commands of its own.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let sample_folder = folders.state.join("sample");
        let waker = ctx.clone();
        let mut program = Program::new(folders, Arc::new(move || waker.request_repaint()));
        let (styles, errors) = StyleSheet::all(&program.folders().styles());
        for error in errors {
            program.tell(Notice::Style(error.to_string()));
        }
        let look = Look::new(program.settings(), styles);
        if !paths.is_empty() {
            program.run(crate::app::command::Command::Open(paths));
        }
        look.theme.install(ctx);
        Self {
            program,
            view: ViewState::default(),
            look,
            facts: Facts::default(),
            caches: Caches::default(),
            map: MapPanel::new(graphics),
            laid_flat: String::new(),
            dialogs: FileDialogs::default(),
            toasts: Toasts::default(),
            import: ImportView::default(),
            was_typing: false,
            after_save: None,
            sample_folder,
            may_close: false,
        }
    }

    /// The program behind the window, to be read.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The program behind the window: tests wait for its jobs.
    pub fn program_mut(&mut self) -> &mut Program {
        &mut self.program
    }

    /// What is selected, filtered and shown.
    pub fn view(&self) -> &ViewState {
        &self.view
    }

    /// Takes what has finished since the last frame. Draws nothing.
    pub fn logic(&mut self, ctx: &Context) {
        self.program.tick();
        self.plan_for_selection();
        // Nobody may touch anything until then, and without a frame nothing is kept.
        if let Some(wait) = self.program.keeps_in() {
            ctx.request_repaint_after(wait);
        }
        self.take_redraws(ctx);
        self.travel();
        let now_s = ctx.input(|input| input.time);
        self.toasts.note(self.program.notices(), now_s);
        self.take_look(ctx);
        self.take_chosen_files();
        self.take_dropped_files(ctx);
        self.go_on_after_save(ctx);
        self.guard_closing(ctx);
    }

    /// The map goes where it was asked to.
    fn travel(&mut self) {
        let Some(session) = self.program.session() else {
            return;
        };
        match self.view.journey.take() {
            Some(Journey::Everything) => {
                if let Some(extent) = whole_extent(session.snapshot()) {
                    self.map.fit(extent);
                }
            }
            Some(Journey::Extent(extent)) => self.map.fit(extent),
            Some(Journey::Finding(extent)) => self.map.go_to_extent(extent),
            Some(Journey::Scale(denominator)) => self.map.set_scale_denominator(denominator),
            None => {}
        }
    }

    /// The ways to put the selected finding right are planned as soon as it is selected.
    fn plan_for_selection(&mut self) {
        if let Some(key) = self.view.findings.selected.clone()
            && self.view.findings.bulk.is_none()
        {
            self.program
                .run(crate::app::command::Command::OfferFixes(key));
        }
    }

    fn take_redraws(&mut self, ctx: &Context) {
        let redraws = self.program.take_redraws();
        if let Some(session) = self.program.session() {
            self.map.follow(session.snapshot(), &redraws, ctx);
        }
        if redraws.is_empty() && self.program.session().is_some() {
            return;
        }
        let dataset = self.program.session().map(|open| &open.snapshot().dataset);
        if dataset.is_none() && self.facts.roots.is_empty() && redraws.is_empty() {
            return;
        }
        self.facts = dataset.map(Facts::new).unwrap_or_default();
        self.caches.data_changed(dataset);
        if redraws.contains(&Redraw::All) || dataset.is_none() {
            self.view.forget_data();
            self.open_first_levels();
        }
    }

    /// The tree begins with its single roots open.
    fn open_first_levels(&mut self) {
        let mut level = self.facts.roots.clone();
        while let [only] = level[..] {
            if !self.view.tree.open.insert(only) {
                break;
            }
            level = self.facts.children(only).to_vec();
        }
    }

    fn take_look(&mut self, ctx: &Context) {
        let settings = self.program.settings();
        if !self.look.fits(settings) {
            self.look = Look::new(settings, std::mem::take(&mut self.look.styles));
        }
        self.look.theme.install(ctx);
        if self.laid_flat != settings.projection {
            self.laid_flat.clone_from(&settings.projection);
            // What is not known any more was told when it was typed.
            let projection = Projection::of_crs(&settings.projection).unwrap_or_default();
            self.map.set_projection(projection);
        }
        let zoom = settings.zoom.clamp(0.5, 3.0);
        if (ctx.zoom_factor() - zoom).abs() > 1e-3 {
            ctx.set_zoom_factor(zoom);
        }
        let title = match self.program.session() {
            Some(open) => {
                let mark = if open.is_unsaved() { "• " } else { "" };
                let name = self.look.words.text("window-name");
                // The system's title bar has directions of its own.
                format!("{mark}{} – {name}", plain(&open_title(open)))
            }
            None => self.look.words.text("window-title"),
        };
        let known: Option<String> = ctx.data(|data| data.get_temp(Id::unique("window-title")));
        if known.as_deref() != Some(&title) {
            ctx.data_mut(|data| data.insert_temp(Id::unique("window-title"), title.clone()));
            ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
    }

    /// Draws everything and does what was asked for.
    pub fn ui(&mut self, ui: &mut Ui) {
        let mut requests: Vec<Request> = pressed(ui.ctx(), self.was_typing || self.map.is_moving())
            .into_iter()
            .map(Request::Action)
            .collect();
        self.caches.findings.update(
            self.program.session(),
            &self.look.words,
            &self.view.findings,
            self.view.map.extent,
        );
        requests.extend(self.panels_ui(ui));
        self.was_typing = is_typing(ui.ctx());
        for request in requests {
            self.fulfil(ui.ctx(), request);
        }
    }

    fn panels_ui(&mut self, ui: &mut Ui) -> Vec<Request> {
        let theme = Arc::clone(&self.look.theme);
        let mut scope = Scope {
            program: &self.program,
            words: &self.look.words,
            theme: &theme,
            styles: &self.look.styles,
            facts: &self.facts,
            requests: Vec::new(),
        };
        let view = &mut self.view;
        let caches = &mut self.caches;
        let sizes = &theme.sizes;
        let palette = &theme.palette;
        let surface = |fill, x, y| {
            Frame::new()
                .fill(fill)
                .inner_margin(egui::Margin::symmetric(x, y))
        };
        Panel::top("top-bar")
            .exact_size(sizes.toolbar_height)
            .resizable(false)
            .frame(surface(palette.surface, 12, 0))
            .show(ui, |ui| super::top_bar::top_bar_ui(ui, &mut scope, view));
        Panel::bottom("status-bar")
            .exact_size(sizes.status_height)
            .resizable(false)
            .frame(surface(palette.surface_sunk, 12, 0))
            .show(ui, |ui| {
                let last_save = self.toasts.last_save.as_deref();
                super::status_bar::status_bar_ui(ui, &mut scope, view, last_save);
            });
        let room = ui.available_rect_before_wrap();
        if scope.session().is_some() {
            Panel::bottom("bottom")
                // High enough for two or three ways to put a finding right.
                .default_size((room.height() * 0.38).clamp(132.0, 380.0))
                // What somebody made high in a large window leaves room in a small one.
                .size_range(96.0..=(room.height() * 0.55).max(120.0))
                .resizable(true)
                .frame(surface(palette.surface, 0, 0))
                .show(ui, |ui| {
                    fill(ui);
                    let report = self.toasts.report.as_ref();
                    super::bottom_panel::bottom_panel_ui(ui, &mut scope, view, caches, report);
                });
            let flow = Flow::of(ui);
            let widest = (room.width() * 0.36).max(180.0);
            side_panel(flow, Side::Start, 240.0, widest)
                .frame(surface(palette.surface, 12, 10))
                .show(ui, |ui| {
                    fill(ui);
                    super::start_panel::start_panel_ui(ui, &mut scope, view, caches);
                });
            side_panel(flow, Side::End, 300.0, widest)
                .frame(surface(palette.surface, 4, 10))
                .show(ui, |ui| {
                    fill(ui);
                    super::end_panel::end_panel_ui(ui, &mut scope, view, caches);
                });
        }
        let middle = CentralPanel::no_frame()
            .show(ui, |ui| {
                super::middle::middle_ui(ui, &mut scope, view, caches, &mut self.map)
            })
            .response
            .rect;
        super::palette::palette_ui(ui, &mut scope, view, caches);
        import_dialog_ui(ui, &mut scope, &mut self.import);
        recovery_ui(ui, &mut scope, view);
        parameters_dialog_ui(ui, &mut scope, &mut view.parameters);
        bulk_dialog_ui(ui, &mut scope, view);
        accept_dialog_ui(ui, &mut scope, &mut view.findings);
        let answer = question_ui(ui, &mut scope, view);
        let toast = self
            .toasts
            .show_ui(ui, &mut scope, middle, &mut view.refused);
        if toast == ToastOutcome::ShowReport {
            view.bottom = BottomTab::Report;
        }
        let requests = scope.requests;
        if let Some(answer) = answer {
            self.answer(ui.ctx(), answer);
        }
        requests
    }

    fn answer(&mut self, ctx: &Context, answer: UnsavedAnswer) {
        match answer {
            UnsavedAnswer::Save(after) => {
                self.after_save = Some(after);
                self.save(ctx);
            }
            UnsavedAnswer::Discard(after) => self.go_on(ctx, after),
        }
    }
}

/// Takes all the room of a panel, which would else shrink to what is in it.
fn fill(ui: &mut Ui) {
    ui.expand_to_include_rect(ui.max_rect());
}

/// A panel at a side, which is left or right by the language.
fn side_panel(flow: Flow, side: Side, default_width: f32, widest: f32) -> Panel {
    let name = match side {
        Side::Start => "start",
        Side::End => "end",
    };
    let panel = if flow.is_left(side) {
        Panel::left(Id::unique(name).with("left"))
    } else {
        Panel::right(Id::unique(name).with("right"))
    };
    panel
        .default_size(default_width.min(widest))
        .size_range(160.0..=widest)
        .resizable(true)
}

impl eframe::App for Shell {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.look.theme.palette.surface.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self) {
        if !self.may_close {
            self.program.keep_now();
        }
    }
}
