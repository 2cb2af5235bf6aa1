//! Map sheets on the map: drawn as they lie, from tiles of their pictures, under everything
//! but the ground; and laid by presses, first on a place of the picture, then where that is.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{
    Color32, ColorImage, CursorIcon, Key, Mesh, Modifiers, Painter, PointerButton, Pos2, Response,
    Shape, Stroke, TextureId, Ui, pos2,
};

use super::hit::{has_keys, on_screen, position_at};
use super::pictures::{Pictures, Read};
use super::{MapContext, MapEvent, MapPanel};
use crate::files::{LaidSheet, SheetPicture, SheetTile, TILE_PX, most_halved};
use crate::model::{Contents, Extent, Position, Sheet, SheetKey};
use crate::tools::{Snap, with_point};
use crate::window::theme::Theme;
use crate::window::view_state::Tool;

/// How near the pointer has to be to what it snaps to, in points.
const SNAP: f32 = 9.0;
/// Into how many steps each way a picture is bent to lie on the map.
const STEPS: usize = 48;
/// Into how many steps each way a tile is bent at least.
const TILE_STEPS: usize = 4;
/// The most tiles that are drawn of a sheet in a frame.
const MOST_DRAWN: usize = 120;

/// A sheet as it is drawn.
struct Drawn {
    sheet: Arc<Sheet>,
    laid: Option<LaidSheet>,
    /// Where the nodes of a grid over the picture lie, row by row from above.
    nodes: Vec<Position>,
    pictures: Pictures<SheetTile>,
}

/// The sheets that are drawn.
#[derive(Default)]
pub(super) struct Sheets {
    drawn: BTreeMap<SheetKey, Drawn>,
    frame: u64,
    /// What the pointer snaps to while a place is looked for.
    snap: Option<Snap>,
}

/// What cuts the picture of a sheet into tiles, on a thread of its own.
fn reader_of(
    sheet: &Sheet,
    contents: &Contents,
) -> impl FnOnce() -> Read<SheetTile> + Send + use<> {
    let bytes = contents.get(&sheet.picture);
    move || {
        let picture = bytes.and_then(|bytes| SheetPicture::of(&bytes));
        Box::new(move |tile| {
            let cut = picture.as_ref()?.tile(tile)?;
            let size = [cut.width() as usize, cut.height() as usize];
            Some(ColorImage::from_rgba_unmultiplied(size, cut.as_raw()))
        })
    }
}

impl Drawn {
    fn new(sheet: &Arc<Sheet>, contents: &Contents, ctx: &egui::Context) -> Self {
        let pictures = Pictures::start(reader_of(sheet, contents), ctx);
        let mut drawn = Self {
            sheet: Arc::clone(sheet),
            laid: None,
            nodes: Vec::new(),
            pictures,
        };
        drawn.lay();
        drawn
    }

    fn lay(&mut self) {
        self.laid = LaidSheet::of(&self.sheet);
        let [width, height] = self.sheet.size_px.map(f64::from);
        let share = |step: usize| step as f64 / STEPS as f64;
        let all = (0..=STEPS).flat_map(|row| (0..=STEPS).map(move |column| (column, row)));
        let nodes = self.laid.as_ref().and_then(|laid| {
            all.map(|(column, row)| laid.position([share(column) * width, share(row) * height]))
                .collect()
        });
        self.nodes = nodes.unwrap_or_default();
    }

    /// Where a place of the picture is drawn, between the nodes around it: within a metre of
    /// where it lies.
    fn position(&self, [x, y]: [f64; 2]) -> Option<Position> {
        let [width, height] = self.sheet.size_px.map(f64::from);
        let steps = STEPS as f64;
        let along = |value: f64, whole: f64| (value / whole * steps).clamp(0.0, steps);
        let (x, y) = (along(x, width), along(y, height));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the grid by the clamp"
        )]
        let first = |value: f64| (value as usize).min(STEPS - 1);
        let (column, row) = (first(x), first(y));
        let (right, down) = (x - column as f64, y - row as f64);
        let node = |column: usize, row: usize| self.nodes.get(row * (STEPS + 1) + column).copied();
        let upper = node(column, row)? * (1.0 - right) + node(column + 1, row)? * right;
        let lower = node(column, row + 1)? * (1.0 - right) + node(column + 1, row + 1)? * right;
        Some(upper * (1.0 - down) + lower * down)
    }

    /// The outline of the picture.
    fn outline(&self) -> Vec<Position> {
        let side = STEPS + 1;
        let at = |column: usize, row: usize| self.nodes.get(row * side + column).copied();
        let upper = (0..STEPS).filter_map(|step| at(step, 0));
        let right = (0..STEPS).filter_map(|step| at(STEPS, step));
        let lower = (0..STEPS).filter_map(|step| at(STEPS - step, STEPS));
        let left = (0..STEPS).filter_map(|step| at(0, STEPS - step));
        upper.chain(right).chain(lower).chain(left).collect()
    }
}

impl MapPanel {
    /// A sheet as it lies now; nothing where it cannot be laid.
    pub fn laid_sheet(&self, key: SheetKey) -> Option<&LaidSheet> {
        self.sheets.drawn.get(&key)?.laid.as_ref()
    }

    /// Shows a sheet whole.
    pub fn fit_sheet(&mut self, key: SheetKey) {
        let outline = self.sheets.drawn.get(&key).map(Drawn::outline);
        if let Some(extent) = outline.and_then(Extent::around) {
            self.fit(extent);
        }
    }

    /// Follows the sheets of the data: those that changed are laid anew.
    pub(super) fn follow_sheets(&mut self, context: &MapContext<'_>, ctx: &egui::Context) {
        let dataset = &context.snapshot.dataset;
        let is_shown = |key: &SheetKey| !context.sheet.hidden.contains(key);
        self.sheets
            .drawn
            .retain(|key, _| dataset.sheets.get(*key).is_some() && is_shown(key));
        for (key, sheet) in dataset
            .sheets
            .iter_shared()
            .filter(|(key, _)| is_shown(key))
        {
            match self.sheets.drawn.get_mut(&key) {
                Some(drawn) if Arc::ptr_eq(&drawn.sheet, sheet) => {}
                Some(drawn) if drawn.sheet.picture == sheet.picture => {
                    drawn.sheet = Arc::clone(sheet);
                    drawn.lay();
                }
                _ => {
                    let drawn = Drawn::new(sheet, &dataset.contents, ctx);
                    self.sheets.drawn.insert(key, drawn);
                }
            }
        }
    }

    /// Draws the sheets.
    pub(super) fn draw_sheets(&mut self, painter: &Painter, context: &MapContext<'_>) {
        let ctx = painter.ctx().clone();
        self.follow_sheets(context, &ctx);
        self.sheets.frame += 1;
        let frame = self.sheets.frame;
        let view = self.view;
        let tint = Color32::WHITE.gamma_multiply(context.sheet.opacity.clamp(0.0, 1.0));
        for drawn in self.sheets.drawn.values_mut() {
            let wanted = tiles_in_sight(drawn, &view);
            let size_px = drawn.sheet.size_px;
            for (tile, texture) in drawn.pictures.of(&wanted, &ctx, frame) {
                let place = |pixel: [f64; 2]| drawn.position(pixel).map(|at| on_screen(&view, at));
                if let Some(mesh) = mesh_of(texture, tile.bounds_px(size_px), tint, &place) {
                    painter.add(Shape::mesh(mesh));
                }
            }
        }
    }

    /// Lays the chosen sheet: a press on its picture, then one where that place is. Returns
    /// whether presses are for it.
    pub(super) fn pin_sheet(
        &mut self,
        ui: &Ui,
        response: &Response,
        context: &MapContext<'_>,
        events: &mut Vec<MapEvent>,
    ) -> bool {
        self.sheets.snap = None;
        if context.tool != Tool::Sheet || !context.editing {
            return false;
        }
        let mut pin = context.sheet.pin;
        if pin.picked().is_some() && has_keys(ui.ctx(), response) {
            let escape = |input: &mut egui::InputState| {
                input.consume_key(Modifiers::NONE, Key::Escape)
                    || input.consume_key(Modifiers::NONE, Key::Backspace)
            };
            if ui.input_mut(escape) {
                pin.cancel();
                events.push(MapEvent::Pin(pin));
                return true;
            }
        }
        let is_suspended = ui.input(|input| input.modifiers.alt) || !self.snapping;
        let pointer = response.hover_pos();
        let snap = pointer
            .filter(|_| pin.picked().is_some() && !is_suspended)
            .and_then(|pointer| self.snap_at(context, pointer, SNAP, &|_| false));
        self.sheets.snap = snap;
        let by_key = has_keys(ui.ctx(), response)
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Insert));
        let is_pressed = response.clicked_by(PointerButton::Primary);
        let at = if by_key {
            position_at(&self.view, self.view.rect().center())
        } else if let Some(pointer) = pointer.filter(|_| is_pressed) {
            snap.map_or_else(|| position_at(&self.view, pointer), |snap| snap.at)
        } else {
            if pointer.is_some() {
                ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            }
            return true;
        };
        if let Some(key) = context.sheet.chosen
            && let Some(drawn) = self.sheets.drawn.get(&key)
            && let Some(laid) = &drawn.laid
        {
            let point = pin.press(&drawn.sheet, laid, at);
            let edit = point.map(|point| with_point(key, &drawn.sheet, point));
            events.push(MapEvent::Pin(pin));
            events.extend(edit.map(MapEvent::Edit));
        }
        true
    }

    /// Draws the outline of the chosen sheet, its control points with what is left over at
    /// them, and the place that was picked.
    pub(super) fn paint_pins(&self, ui: &Ui, response: &Response, context: &MapContext<'_>) {
        if context.tool != Tool::Sheet || !context.editing {
            return;
        }
        let chosen = context.sheet.chosen;
        let Some(drawn) = chosen.and_then(|key| self.sheets.drawn.get(&key)) else {
            return;
        };
        let theme = Theme::of(ui.ctx());
        let colours = super::colours::mark_colours(&theme);
        let painter = ui.painter_at(self.view.rect());
        let place = |at: Position| on_screen(&self.view, at);
        let outline: Vec<Pos2> = drawn.outline().into_iter().map(place).collect();
        let thin = Stroke::new(1.2, colours.accent);
        painter.add(Shape::closed_line(outline, thin));
        for (number, point) in drawn.sheet.control_points.iter().enumerate() {
            let to = place(point.at);
            let from = drawn.position(point.pixel).map(place);
            if let Some(from) = from.filter(|from| (*from - to).length() > 1.0) {
                painter.line_segment([from, to], Stroke::new(2.0, colours.warning));
            }
            paint_pin(&painter, to, &colours, colours.accent);
            let number = context.words.integer((number + 1) as i64);
            let laid = crate::window::text::lay(ui.ctx(), &number, &theme.text.small);
            let at = to + egui::vec2(8.0, -6.0 - laid.size().y);
            let plate = egui::Rect::from_min_size(at, laid.size()).expand(2.0);
            super::paint_plate(&painter, plate, &theme);
            laid.paint(&painter, at, theme.palette.text);
        }
        let picked = context
            .sheet
            .pin
            .picked()
            .and_then(|pixel| drawn.position(pixel));
        if let Some(from) = picked.map(place) {
            if let Some(to) = response.hover_pos() {
                let to = self.sheets.snap.map_or(to, |snap| place(snap.at));
                painter.extend(Shape::dashed_line(&[from, to], thin, 5.0, 4.0));
            }
            paint_pin(&painter, from, &colours, colours.error);
        }
        if let Some(snap) = &self.sheets.snap {
            self.paint_snap(&painter, context, snap, &theme);
        }
    }
}

/// A cross in a ring: a place to the pixel.
fn paint_pin(
    painter: &Painter,
    at: Pos2,
    colours: &crate::window::map::MarkColours,
    colour: Color32,
) {
    const RADIUS: f32 = 6.0;
    painter.circle_stroke(at, RADIUS, Stroke::new(3.6, colours.ground));
    painter.circle_stroke(at, RADIUS, Stroke::new(1.8, colour));
    for way in [egui::vec2(1.0, 0.0), egui::vec2(0.0, 1.0)] {
        let (from, to) = (at - way * RADIUS, at + way * RADIUS);
        painter.line_segment([from, to], Stroke::new(1.0, colour));
    }
}

/// The tiles of a sheet that are in sight, of the half whose pixels come nearest to the
/// screen's.
fn tiles_in_sight(drawn: &Drawn, view: &crate::window::map::MapView) -> Vec<SheetTile> {
    let size_px = drawn.sheet.size_px;
    let screen = view.rect();
    let outline = drawn.outline();
    let Some(box_of_it) = points_box(outline.iter().map(|&at| on_screen(view, at))) else {
        return Vec::new();
    };
    if !box_of_it.intersects(screen) {
        return Vec::new();
    }
    let [width, height] = size_px.map(f64::from);
    let pixels_a_point = (width / f64::from(box_of_it.width().max(1.0)))
        .min(height / f64::from(box_of_it.height().max(1.0)));
    let most = most_halved(size_px);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the halves by the clamp"
    )]
    let halved = pixels_a_point.log2().floor().clamp(0.0, f64::from(most)) as u8;
    let side = TILE_PX << halved;
    let columns = size_px[0].div_ceil(side);
    let rows = size_px[1].div_ceil(side);
    let all = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    let tiles = all.map(|(column, row)| SheetTile {
        halved,
        column,
        row,
    });
    let is_in_sight = |tile: &SheetTile| {
        let [left, upper, right, lower] = tile.bounds_px(size_px);
        let middle = [(left + right) / 2.0, (upper + lower) / 2.0];
        let corners = [
            [left, upper],
            [right, upper],
            [right, lower],
            [left, lower],
            middle,
        ];
        let places = corners
            .into_iter()
            .filter_map(|pixel| drawn.position(pixel));
        let around = points_box(places.map(|at| on_screen(view, at)));
        around.is_some_and(|around| around.expand(4.0).intersects(screen))
    };
    tiles.filter(is_in_sight).take(MOST_DRAWN).collect()
}

fn points_box(points: impl Iterator<Item = Pos2>) -> Option<egui::Rect> {
    let points: Vec<Pos2> = points.collect();
    (!points.is_empty()).then(|| egui::Rect::from_points(&points))
}

/// A tile bent to lie where its part of the picture lies.
fn mesh_of(
    texture: TextureId,
    [left, upper, right, lower]: [f64; 4],
    tint: Color32,
    place: &dyn Fn([f64; 2]) -> Option<Pos2>,
) -> Option<Mesh> {
    let mut mesh = Mesh::with_texture(texture);
    let share = |step: usize| step as f64 / TILE_STEPS as f64;
    for row in 0..=TILE_STEPS {
        for column in 0..=TILE_STEPS {
            let (u, v) = (share(column), share(row));
            let pixel = [left + (right - left) * u, upper + (lower - upper) * v];
            mesh.vertices.push(egui::epaint::Vertex {
                pos: place(pixel)?,
                uv: pos2(u as f32, v as f32),
                color: tint,
            });
        }
    }
    let side = TILE_STEPS + 1;
    for row in 0..TILE_STEPS {
        for column in 0..TILE_STEPS {
            let first = u32::try_from(row * side + column).ok()?;
            let below = first + u32::try_from(side).ok()?;
            mesh.indices
                .extend([first, first + 1, below, first + 1, below + 1, below]);
        }
    }
    Some(mesh)
}
