//! What the map panel is given in a frame, and what it hands back: the panel shows data
//! and changes none.

use std::sync::Arc;

use crate::app::fixing::PricedFix;
use crate::app::language::Words;
use crate::app::references::ReferenceLook;
use crate::app::thematic::Choropleth;
use crate::edit::{ChangeKind, Edit, Receiver, Refusal};
use crate::files::{ReferenceLayer, TileSet};
use crate::model::{BorderKey, MarkerKey, Position, SettlementKey, UnitKey};
use crate::rules::{Checked, FindingKey, Report};
use crate::tools::Pin;
use crate::topology::Snapshot;
use crate::window::view_state::{Levels, Selection, SheetDraft, Target, Tool};

/// What is remembered of sheets where nobody lays any.
static NO_SHEETS: SheetDraft = SheetDraft::NONE;

/// What the map shows in a frame.
#[derive(Clone, Copy)]
pub struct MapContext<'a> {
    /// The data.
    pub snapshot: &'a Snapshot,
    /// The last report, whose findings are marked.
    pub report: Option<&'a Arc<Report>>,
    /// The checks of the data as it is, where they are known: what they say of an edit in
    /// the hand is told before it is made.
    pub checked: Option<&'a Checked>,
    /// What edits of borders are meant as.
    pub kind: Option<ChangeKind>,
    /// The words of the interface's language.
    pub words: &'a Words,
    /// What is selected.
    pub selection: &'a Selection,
    /// The finding that is selected.
    pub finding: Option<&'a FindingKey>,
    /// What the chosen way to put it right would change.
    pub preview: Option<&'a PricedFix>,
    /// What is drawn.
    pub levels: &'a Levels,
    /// What units are coloured by instead of tints.
    pub choropleth: Option<&'a Arc<Choropleth>>,
    /// Whether it is a picture, which nobody can ask for what its lines mean.
    pub is_picture: bool,
    /// Whether data can be changed.
    pub editing: bool,
    /// What the pointer does.
    pub tool: Tool,
    /// Who gets land that is cut off.
    pub receiver: Option<&'a Receiver>,
    /// The layers that are looked at beside the data, of those that are shown.
    pub references: &'a [Arc<ReferenceLayer>],
    /// How each of them is drawn; those that are not told as the style has them.
    pub reference_looks: &'a [ReferenceLook],
    /// Pictures of the ground that are shown.
    pub tiles: &'a [Arc<TileSet>],
    /// How each of them is drawn.
    pub tile_looks: &'a [ReferenceLook],
    /// The borders that are chosen.
    pub borders: &'a [BorderKey],
    /// Where a settlement or marker is about to be placed.
    pub placed: Option<Position>,
    /// The marker that is chosen.
    pub marker: Option<MarkerKey>,
    /// The map sheets, and the one that is being laid.
    pub sheet: &'a SheetDraft,
    /// Whether enough was said of the receiver to give it land: what comes needs a name.
    pub receiver_is_named: bool,
}

impl<'a> MapContext<'a> {
    /// A map that nobody touches: for pictures.
    pub fn still(
        snapshot: &'a Snapshot,
        words: &'a Words,
        levels: &'a Levels,
        selection: &'a Selection,
    ) -> Self {
        Self {
            snapshot,
            report: None,
            checked: None,
            kind: None,
            words,
            selection,
            finding: None,
            preview: None,
            levels,
            choropleth: None,
            is_picture: true,
            editing: false,
            tool: Tool::Select,
            receiver: None,
            references: &[],
            reference_looks: &[],
            tiles: &[],
            tile_looks: &[],
            borders: &[],
            placed: None,
            marker: None,
            sheet: &NO_SHEETS,
            receiver_is_named: false,
        }
    }

    /// The same map with units coloured by a value.
    pub fn coloured(mut self, choropleth: Option<&'a Arc<Choropleth>>) -> Self {
        self.choropleth = choropleth;
        self
    }
}

/// What happened on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum MapEvent {
    /// The pointer is over this place, or has left the map.
    Pointer(Option<Position>),
    /// The units under the pointer are now these, lowest level first.
    HoverUnits(Vec<UnitKey>),
    /// A unit was chosen; `stack` is what lay under the pointer, lowest level first.
    Select {
        /// The chosen one.
        unit: UnitKey,
        /// All that lay there.
        stack: Vec<UnitKey>,
    },
    /// A settlement was chosen.
    SelectSettlement(SettlementKey),
    /// Something was pressed to be selected too, or no more.
    Toggle(Target),
    /// All that lay in a region was chosen.
    SelectAll(Vec<Target>),
    /// A border was pressed, or none.
    SelectBorder(Option<BorderKey>),
    /// The map was pressed where a settlement or marker is to be placed.
    PlaceAt(Position),
    /// A marker was pressed.
    SelectMarker(MarkerKey),
    /// A control point of a sheet is in the making, or no more.
    Pin(Pin),
    /// The mark of a finding was chosen.
    SelectFinding(FindingKey),
    /// Nothing lay where the pointer was pressed.
    SelectNothing,
    /// An edit was made by hand and waits to be committed.
    Edit(Edit),
    /// A vertex was let go where it cannot be.
    Refused(Refusal),
}
