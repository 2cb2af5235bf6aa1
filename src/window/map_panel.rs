//! The map as a part of the window: it draws the data set, follows edits, goes to
//! places, selects what is pressed and moves vertices by pointer and keyboard. It owns
//! the view; what is selected and shown belongs to the window.

mod carrying;
mod choosing;
mod choropleth;
mod colours;
mod context;
mod drawing;
mod editing;
mod graticule;
mod handles;
mod hit;
mod in_hand;
mod job;
mod legend;
mod moving;
mod names;
mod names_in_sight;
mod navigation;
mod outline;
mod overlays;
mod overview;
mod pictures;
mod planner;
mod preview;
mod rasters;
mod references;
mod scene;
mod sheets;
mod sketching;
mod snapping;
mod tints;
mod water;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use choropleth::class_fills;
pub use context::{MapContext, MapEvent};
pub(super) use drawing::paint_plate;
pub use legend::paint_border;
pub use planner::Outcome;
pub use sketching::Sketching;

use self::drawing::Looks;
use self::job::{Drawable, Job, Progress};
use self::moving::Moving;
use self::names::Named;
use self::outline::UnitOutline;
use self::rasters::Rasters;
use self::scene::{FINDING_FILL, SceneModel};
use crate::app::session::Redraw;
use crate::edit::Touched;
use crate::model::{Extent, Position, UnitKey};
use crate::rules::Place;
use crate::tools::{Region, VertexChoice};
use crate::topology::Snapshot;
use crate::window::map::{
    FillInput, LabelPlacer, MOST_MEASURED, MapCanvas, MapView, Projection, RingInput, install,
};
use crate::window::text::focus_ring;

/// So many edited objects are drawn before the scene is made anew.
const MOST_EDITED: usize = 300;

/// Points that are kept free around what the map is fitted to.
const FIT_PADDING: f32 = 28.0;

/// Where the map is to look once it knows how large it is.
#[derive(Clone, Copy, Debug)]
enum Goal {
    Fit(Extent),
    Finding(Extent),
    Place(Position),
    Scale(f64),
}

/// The map.
pub struct MapPanel {
    canvas: MapCanvas,
    view: MapView,
    /// In the order in which they were asked for.
    goals: Vec<Goal>,
    job: Option<Job>,
    /// Edits since the job began: its scene does not have them.
    since_job: Vec<Touched>,
    needs_scene: bool,
    /// How the map is to be laid flat; the view has it once the scene has.
    projection: Projection,
    model: SceneModel,
    names: Arc<Vec<Named>>,
    names_version: u64,
    placer: LabelPlacer,
    /// How many names are measured in a frame: all of them for a picture, which is one frame.
    most_measured: usize,
    looks: Looks,
    selected: UnitOutline,
    hovered: UnitOutline,
    /// Of what is selected beside the selected unit.
    group: BTreeMap<UnitKey, UnitOutline>,
    /// Under the pointer, lowest level first.
    stack: Vec<UnitKey>,
    pointer: Option<Position>,
    /// Where the unit was chosen that pressing again goes up from.
    pressed_at: Option<egui::Pos2>,
    /// The corner from which a box is drawn to zoom to.
    box_from: Option<egui::Pos2>,
    /// The place that is drawn as the selected finding's; nothing where it is not known what
    /// is drawn.
    drawn_finding: Option<Option<Place>>,
    moving: Option<Moving>,
    /// The vertices that are chosen; the keyboard is at the last.
    chosen: VertexChoice,
    /// A region that is being drawn to choose what lies in it.
    region: Option<Region>,
    /// Pictures of the ground that were read.
    rasters: Rasters,
    /// What chosen borders can be aligned to.
    followed: Option<choosing::Followed>,
    /// A settlement or marker in the hand, and where it is.
    carried: Option<(carrying::Carried, Position)>,
    /// Map sheets as they lie.
    sheets: sheets::Sheets,
    snapping: bool,
    /// The line that is being drawn.
    sketching: Option<Sketching>,
    /// What an edit that is chosen and not drawn would mean.
    priced: planner::Planner,
    /// What stands over the map: names under it are left out. As it was in the last frame.
    plates: Vec<egui::Rect>,
    /// The box of everything, once it was asked for.
    whole: Option<Extent>,
    /// Whether it has the keyboard by way of the keyboard, and shows it.
    shows_focus: bool,
}

impl MapPanel {
    /// An empty map; `render_state` is the window's renderer, without multisampling, whose
    /// pipelines are made here.
    pub fn new(render_state: Option<&egui_wgpu::RenderState>) -> Self {
        if let Some(render_state) = render_state {
            install(render_state, 1);
        }
        Self {
            canvas: MapCanvas::new(),
            view: MapView::new(egui::Rect::NOTHING, [53.0, 32.5]),
            goals: Vec::new(),
            job: None,
            since_job: Vec::new(),
            needs_scene: false,
            projection: Projection::default(),
            model: SceneModel::default(),
            names: Arc::default(),
            names_version: 0,
            placer: LabelPlacer::default(),
            most_measured: MOST_MEASURED,
            looks: Looks::default(),
            selected: UnitOutline::default(),
            hovered: UnitOutline::default(),
            group: BTreeMap::new(),
            stack: Vec::new(),
            pointer: None,
            pressed_at: None,
            box_from: None,
            drawn_finding: None,
            moving: None,
            chosen: VertexChoice::default(),
            region: None,
            rasters: Rasters::default(),
            followed: None,
            carried: None,
            sheets: sheets::Sheets::default(),
            snapping: true,
            sketching: None,
            priced: planner::Planner::default(),
            plates: Vec::new(),
            whole: None,
            shows_focus: false,
        }
    }

    /// Where the map looks.
    pub fn view(&self) -> &MapView {
        &self.view
    }

    /// What is in sight, in degrees.
    pub fn extent_in_sight(&self) -> Extent {
        let [west, south, east, north] = self.view.bounds_lonlat();
        Extent {
            min: Position { x: west, y: south },
            max: Position { x: east, y: north },
        }
    }

    /// Shows a box whole.
    pub fn fit(&mut self, extent: Extent) {
        self.goals.push(Goal::Fit(extent));
    }

    /// Shows the place of a finding: its box fills a third of the map, at most at 1:1,000.
    pub fn go_to(&mut self, place: &Place) {
        let mut extent = place.extent;
        extent.include(place.at);
        self.goals.push(Goal::Finding(extent));
    }

    /// As [`MapPanel::go_to`], for a box.
    pub fn go_to_extent(&mut self, extent: Extent) {
        self.goals.push(Goal::Finding(extent));
    }

    /// Zooms to 1:n about the centre.
    pub fn set_scale_denominator(&mut self, denominator: f64) {
        self.goals.push(Goal::Scale(denominator));
    }

    /// Looks at a place, at 1:n.
    pub fn look_at(&mut self, place: Position, denominator: f64) {
        self.goals.push(Goal::Place(place));
        self.goals.push(Goal::Scale(denominator));
    }

    /// Lays the map flat in another way. The old one is drawn until the new is ready.
    pub fn set_projection(&mut self, projection: Projection) {
        if self.projection != projection {
            self.projection = projection;
            self.needs_scene = true;
            // What is being made is of the old one.
            self.job = None;
        }
    }

    /// Follows changes of the data: other data is made ready in the background while the
    /// old is still drawn; what an edit touched is drawn at once.
    pub fn follow(&mut self, snapshot: &Snapshot, redraws: &[Redraw], ctx: &egui::Context) {
        for redraw in redraws {
            match redraw {
                Redraw::All => {
                    self.since_job.clear();
                    self.start_job(snapshot, ctx);
                    self.forget();
                    self.chosen.clear();
                }
                Redraw::Touched(touched) => {
                    self.draw_touched(snapshot, touched);
                    if self.job.is_some() {
                        self.since_job.push(touched.clone());
                    }
                    // Attributes may change names, parents and with them levels.
                    self.needs_scene |=
                        touched.borders.is_empty() || self.canvas.edited_objects() > MOST_EDITED;
                    self.forget();
                }
            }
        }
        self.take_job(snapshot);
        if self.needs_scene && self.job.is_none() {
            self.start_job(snapshot, ctx);
        }
    }

    fn start_job(&mut self, snapshot: &Snapshot, ctx: &egui::Context) {
        self.needs_scene = false;
        self.since_job.clear();
        self.job = Some(Job::start(snapshot, self.projection, ctx));
    }

    /// Forgets what was looked up in the data as it was.
    fn forget(&mut self) {
        self.selected = UnitOutline::default();
        self.hovered = UnitOutline::default();
        self.group.clear();
        self.stack.clear();
        self.drawn_finding = None;
        self.moving = None;
        self.carried = None;
        self.followed = None;
        // What was planned was planned on other data.
        self.priced = planner::Planner::default();
        if let Some(sketching) = &mut self.sketching {
            sketching.forget_plan();
        }
        self.whole = None;
    }

    fn draw_touched(&mut self, snapshot: &Snapshot, touched: &Touched) {
        if touched.borders.is_empty() {
            return;
        }
        let change = self.model.touched(&snapshot.dataset, touched);
        self.canvas.edit(
            &change.lines,
            &change.fills,
            &change.removed_lines,
            &change.removed_fills,
        );
    }

    fn take_job(&mut self, snapshot: &Snapshot) {
        match self.job.as_ref().map(Job::poll) {
            Some(Progress::Done(drawable)) => {
                self.job = None;
                self.take(*drawable);
                for touched in std::mem::take(&mut self.since_job) {
                    self.draw_touched(snapshot, &touched);
                }
            }
            Some(Progress::Failed) => self.job = None,
            Some(Progress::Working) | None => {}
        }
    }

    /// Draws this from now on.
    fn take(&mut self, drawable: Drawable) {
        self.canvas.set_scene(drawable.prepared);
        self.view.set_projection(drawable.projection);
        self.model = drawable.model;
        self.names = Arc::new(drawable.names);
        self.names_version += 1;
        self.forget();
    }

    /// Draws every name in the first frame: for pictures.
    pub(super) fn measure_at_once(&mut self) {
        self.most_measured = usize::MAX;
    }

    /// Makes a data set ready to draw and waits for it: for pictures.
    pub(super) fn show_at_once(&mut self, snapshot: &Snapshot) {
        if let Some(drawable) = Drawable::of(snapshot, self.projection, &mut |_| true) {
            self.take(drawable);
        }
    }

    /// Draws the map alone into the whole screen: for pictures.
    pub(super) fn picture_ui(&mut self, ui: &mut egui::Ui, context: &MapContext<'_>) {
        self.settle(ui.ctx().content_rect());
        self.draw(ui, context);
        self.draw_over(ui, context);
    }

    /// Gives the map its part of the screen and goes where it is to look.
    pub(super) fn settle(&mut self, rect: egui::Rect) {
        self.view.set_rect(rect);
        let edges = |extent: Extent| [extent.min.x, extent.min.y, extent.max.x, extent.max.y];
        for goal in std::mem::take(&mut self.goals) {
            match goal {
                Goal::Fit(extent) => self.view.fit(edges(extent), FIT_PADDING),
                Goal::Place(place) => self.view.set_centre_lonlat([place.x, place.y]),
                Goal::Scale(denominator) => self.view.set_scale_denominator(denominator),
                Goal::Finding(extent) => {
                    self.view.fit(edges(extent), rect.size().min_elem() / 3.0);
                    let closest = self.view.scale_denominator().max(1_000.0);
                    self.view.set_scale_denominator(closest);
                }
            }
        }
    }

    /// Draws the land that the selected finding is about, or no longer.
    fn draw_finding(&mut self, context: &MapContext<'_>) {
        let place = self.selected_place(context);
        // The same finding may have another outline after an edit.
        let drawn = self.drawn_finding.as_ref();
        if drawn.is_some_and(|drawn| drawn.as_ref() == place) {
            return;
        }
        let outline = place.map(|place| &place.outline);
        self.drawn_finding = Some(place.cloned());
        let rings: Vec<Vec<RingInput>> = outline
            .into_iter()
            .flatten()
            .filter(|line| line.len() > 3 && line.first() == line.last())
            .map(|line| {
                let positions = line.iter().map(|position| [position.x, position.y]);
                vec![RingInput::Coords(positions.collect())]
            })
            .collect();
        if rings.is_empty() {
            self.canvas.edit(&[], &[], &[], &[FINDING_FILL]);
        } else {
            let fill = FillInput {
                key: FINDING_FILL,
                class: scene::CONTESTED,
                layer: scene::FINDING_LAYER,
                polygons: rings,
            };
            self.canvas.edit(&[], &[fill], &[], &[]);
        }
    }

    /// The place of the selected finding.
    fn selected_place<'a>(&self, context: &MapContext<'a>) -> Option<&'a Place> {
        let key = context.finding?;
        let findings = &context.report?.findings;
        findings
            .iter()
            .find(|finding| finding.key == *key)?
            .place
            .as_ref()
    }
}

/// Everything that a data set shows, in degrees; nothing where it has no place at all.
pub fn whole_extent(snapshot: &Snapshot) -> Option<Extent> {
    let dataset = &snapshot.dataset;
    let borders = dataset.borders.iter().map(|(_, border)| border.extent());
    let points = dataset
        .settlements
        .iter()
        .filter_map(|(_, settlement)| settlement.position)
        .chain(dataset.units.iter().filter_map(|(_, unit)| unit.point))
        .map(Extent::at);
    // Points that are far off, as a wrong 0° 0° is, must not make the land a dot.
    borders
        .reduce(Extent::union)
        .or_else(|| points.reduce(Extent::union))
}

/// What takes the keyboard for the map.
pub fn map_id() -> egui::Id {
    egui::Id::unique("map")
}

/// Draws the map into the room that is there and answers the pointer and the keyboard.
/// What happened is told in order; the caller makes the edits and keeps the selection.
pub fn map_ui(ui: &mut egui::Ui, panel: &mut MapPanel, context: &MapContext<'_>) -> Vec<MapEvent> {
    let rect = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(rect);
    let response = ui.interact(rect, map_id(), egui::Sense::click_and_drag());
    let name = context.words.text("map-name");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, &name));
    let mut events = Vec::new();
    panel.take_job(context.snapshot);
    panel.settle(rect);
    let may_edit = context.editing && context.tool == crate::window::view_state::Tool::MoveVertex;
    if !may_edit {
        panel.moving = None;
        panel.chosen.clear();
    }
    let is_drawing = panel.draw_sketch(ui, &response, context, &mut events);
    let is_choosing = panel.choose_region(ui, &response, context, &mut events)
        || panel.carry(ui, &response, context, &mut events);
    let is_pinning = panel.pin_sheet(ui, &response, context, &mut events);
    let is_taken = is_drawing
        || is_choosing
        || (may_edit && panel.edit_vertices(ui, &response, context, &mut events));
    panel.keys_of_tool(ui, &response, context, &mut events);
    panel.navigate(ui, &response, is_taken);
    panel.point(ui, &response, context, is_taken || is_pinning, &mut events);
    panel.draw(ui, context);
    if may_edit {
        panel.draw_vertices(ui, &response, context);
    }
    let theme = crate::window::theme::Theme::of(ui.ctx());
    panel.draw_planned(&ui.painter_at(rect), &theme);
    panel.paint_sketch(ui, &response, context);
    panel.paint_choosing(ui, &response, context);
    panel.paint_pins(ui, &response, context);
    panel.draw_over(ui, context);
    if panel.shows_focus {
        focus_ring(ui, &response, &theme);
    }
    events
}
