//! What is in the hand on the map: whether anything is, what it would mean, and letting it go.

use super::moving::Moving;
use super::{MapContext, MapPanel, Outcome, Sketching};
use crate::edit::Edit;
use crate::tools::SketchState;

impl MapPanel {
    /// Whether a vertex is in the hand, or a line begun: Escape belongs to it.
    pub fn is_moving(&self) -> bool {
        let is_begun = |it: &Sketching| it.sketch().state() != SketchState::Empty;
        let is_held = self.region.is_some() || self.carried.is_some();
        is_held || self.moving.is_some() || self.sketching.as_ref().is_some_and(is_begun)
    }

    /// Whether the vertex in the hand cannot be where it is; nothing while that is not
    /// known, or where there is none.
    pub fn is_refused(&self) -> Option<bool> {
        let moving = self.moving.as_ref()?;
        moving.outcome().map(|_| moving.refusal().is_some())
    }

    /// Chooses no vertex any more.
    pub fn forget_choice(&mut self) {
        self.chosen.clear();
    }

    /// Whether what the vertex in the hand would mean where it is now is known.
    pub fn is_told(&self) -> bool {
        let moving = self.moving.as_ref();
        moving.is_some_and(Moving::is_told)
    }

    /// What an edit would mean, once that is known; it is planned in the background.
    pub fn price(
        &mut self,
        edit: Option<Edit>,
        context: &MapContext<'_>,
        ctx: &egui::Context,
    ) -> Option<&Outcome> {
        self.priced.follow(edit.clone(), context, ctx);
        self.priced.outcome_of(&edit?)
    }

    /// Lets go of the vertex in the hand, or of the box to zoom to, without an edit.
    /// Returns whether there was one.
    pub fn cancel(&mut self) -> bool {
        let had =
            self.moving.take().is_some() | self.box_from.take().is_some() | self.cancel_sketch();
        let had = had | self.region.take().is_some() | self.carried.take().is_some();
        had || self.chosen.clear()
    }
}
