//! What the chosen way to put a finding right would change, drawn before it is made: the
//! lines that go, the lines that come, and a card with its price.

use egui::{Painter, Rect, Shape, Stroke, Ui};

use super::hit::on_screen;
use super::{MapContext, MapPanel};
use crate::app::changed_lines::ChangedLines;
use crate::app::fixing::{Preview, PricedFix};
use crate::model::Position;
use crate::window::price_card::price_ui;
use crate::window::text::formatted_ui;
use crate::window::theme::Theme;

/// The most edges of each sort that are drawn: more are no more to be seen.
const MOST_EDGES: usize = 20_000;
/// Edges shorter than this on the screen are left out, in points.
const LEAST_POINTS: f32 = 0.3;
/// The ring around a settlement that an edit names, in points.
const PLACE_RADIUS: f32 = 8.0;

impl MapPanel {
    /// Draws the lines and the card.
    pub(super) fn draw_preview(
        &self,
        ui: &Ui,
        painter: &Painter,
        context: &MapContext<'_>,
        theme: &Theme,
    ) {
        let Some(fix) = context.preview else {
            return;
        };
        if let Some(preview) = fix.preview() {
            self.draw_lines(painter, theme, &preview.lines);
            self.draw_places(painter, theme, &preview.lines.places);
        }
        self.draw_price(ui, context, theme, fix);
    }

    /// Draws what the edit in the hand would change: that of the drawn line, or of the card.
    pub(super) fn draw_planned(&self, painter: &Painter, theme: &Theme) {
        let sketched = self.sketching.as_ref().and_then(|it| it.outcome());
        let planned = sketched.or_else(|| self.priced.outcome());
        if let Some(Ok(preview)) = planned {
            self.draw_lines(painter, theme, &preview.lines);
            self.draw_places(painter, theme, &preview.lines.places);
        }
    }

    fn draw_lines(&self, painter: &Painter, theme: &Theme, lines: &ChangedLines) {
        let before = &theme.map.before;
        let was = Stroke::new(before.width, before.colour);
        for edge in self.edges_in_sight(&lines.gone) {
            painter.extend(Shape::dashed_line(&edge, was, 4.0, 3.0));
        }
        let named = Stroke::new(1.2, theme.palette.accent);
        for edge in self.edges_in_sight(&lines.named) {
            painter.line_segment(edge, named);
        }
        let is = Stroke::new(2.2, theme.palette.accent);
        for edge in self.edges_in_sight(&lines.drawn) {
            painter.line_segment(edge, is);
        }
    }

    fn draw_places(&self, painter: &Painter, theme: &Theme, places: &[Position]) {
        for place in places {
            let at = on_screen(&self.view, *place);
            painter.circle_stroke(at, PLACE_RADIUS, Stroke::new(2.2, theme.palette.accent));
        }
    }

    fn edges_in_sight<'a>(
        &'a self,
        edges: &'a [[Position; 2]],
    ) -> impl Iterator<Item = [egui::Pos2; 2]> + 'a {
        let sight = self.view.rect();
        edges
            .iter()
            .map(|edge| edge.map(|at| on_screen(&self.view, at)))
            .filter(move |&[from, to]| {
                (to - from).length() >= LEAST_POINTS
                    && Rect::from_two_pos(from, to).expand(1.0).intersects(sight)
            })
            .take(MOST_EDGES)
    }

    fn draw_price(&self, ui: &Ui, context: &MapContext<'_>, theme: &Theme, fix: &PricedFix) {
        let Some(place) = self.selected_place(context) else {
            return;
        };
        let [from, to] = [place.extent.min, place.extent.max].map(|at| on_screen(&self.view, at));
        let (words, dataset) = (context.words, &context.snapshot.dataset);
        self.card_ui(ui, "map price", Rect::from_two_pos(from, to), |ui| {
            formatted_ui(ui, &words.text("price-title"), theme.text.heading);
            match fix.preview() {
                Some(Preview { price, .. }) => {
                    price_ui(ui, words, dataset, theme, price);
                }
                None => {
                    formatted_ui(ui, &words.text("price-pending"), theme.text.small);
                }
            }
        });
    }
}
