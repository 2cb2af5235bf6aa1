//! What the window remembers that is no data: what is selected, filtered, opened and
//! shown. Panels change it; it is never saved with the data and never undone.

mod editing;
mod findings;

use std::collections::BTreeSet;

pub use self::editing::{
    BorderDraft, Drafts, Editing, GroupDraft, MarkerDraft, PlaceDraft, ReasonDraft, ReceiverDraft,
    ShapeDraft, ShapeWay, SheetDraft, Tool,
};
pub use self::findings::{AcceptDraft, BulkDraft, FindingColumn, FindingsView};
use crate::edit::Edit;
use crate::model::{DecreeKey, Extent, Level, Parameters, SettlementKey, UnitKey};
use crate::rules::Code;

/// A unit or a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A unit.
    Unit(UnitKey),
    /// A village, farm or place.
    Settlement(SettlementKey),
    /// A decree.
    Decree(DecreeKey),
}

/// What is selected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The unit or settlement.
    pub target: Option<Target>,
    /// The units that lay under the pointer when it was selected on the map, lowest
    /// level first.
    pub stack: Vec<UnitKey>,
    /// Whether the tree still has to open and scroll to it.
    pub reveal: bool,
    /// What is selected beside it.
    pub more: BTreeSet<Target>,
}

impl Selection {
    /// The unit, if it is one.
    pub fn unit(&self) -> Option<UnitKey> {
        match self.target {
            Some(Target::Unit(unit)) => Some(unit),
            _ => None,
        }
    }

    /// All that is selected, in the order of units and settlements.
    pub fn all(&self) -> Vec<Target> {
        let mut all = self.more.clone();
        all.extend(self.target);
        all.into_iter().collect()
    }

    /// How many things are selected.
    pub fn count(&self) -> usize {
        self.more.len() + usize::from(self.target.is_some())
    }

    /// Whether something is selected, alone or with others.
    pub fn has(&self, target: Target) -> bool {
        self.target == Some(target) || self.more.contains(&target)
    }

    /// Selects something more, or lets go of it.
    pub fn toggle(&mut self, target: Target) {
        if self.target == Some(target) {
            self.target = self.more.pop_first();
        } else if !self.more.remove(&target) {
            match self.target {
                Some(_) => {
                    self.more.insert(target);
                }
                None => self.target = Some(target),
            }
        }
    }
}

/// What the map shows of levels and layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    /// The levels whose lines and points are drawn.
    pub visible: BTreeSet<Level>,
    /// Whether the map draws names.
    pub labels: bool,
    /// Whether the map draws the signs of findings.
    pub marks: bool,
    /// Whether it draws meridians, parallels and the arrow to the north.
    pub graticule: bool,
    /// Whether it says what its colours mean.
    pub legend: bool,
    /// Whether it shows in a corner where it looks.
    pub overview: bool,
}

impl Default for Levels {
    fn default() -> Self {
        Self {
            visible: Level::ALL.into_iter().collect(),
            labels: true,
            marks: true,
            graticule: false,
            legend: true,
            overview: true,
        }
    }
}

/// The sections of the panel at the start side that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folds {
    /// The levels.
    pub levels: bool,
    /// What the map is coloured by.
    pub colours: bool,
    /// The layers.
    pub layers: bool,
}

impl Default for Folds {
    fn default() -> Self {
        Self {
            levels: true,
            colours: false,
            layers: false,
        }
    }
}

/// The tree of units.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The units whose children are shown.
    pub open: BTreeSet<UnitKey>,
    /// Grows with every change of what is open, so that rows can be kept.
    pub version: u64,
    /// What names are searched for.
    pub search: String,
    /// The row that has the keyboard.
    pub cursor: Option<Target>,
    /// Whether the cursor's row has to be scrolled to.
    pub scroll: bool,
}

/// A column of the units' table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UnitColumn {
    /// Level.
    #[default]
    Level,
    /// Code.
    Code,
    /// Name.
    Name,
    /// The name of the unit above.
    Parent,
    /// People.
    People,
    /// Area.
    Area,
}

/// The table of units.
#[derive(Clone, Debug, Default)]
pub struct UnitsView {
    /// The column that sorts, and whether its greatest comes first.
    pub sort: (UnitColumn, bool),
    /// Only this level.
    pub level: Option<Level>,
    /// Words that must be in a line.
    pub search: String,
    /// Whether the selected row has to be scrolled to.
    pub scroll: bool,
}

/// A tab of the bottom panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BottomTab {
    /// The findings.
    #[default]
    Findings,
    /// The table of units.
    Units,
    /// What the import had to tell.
    Report,
    /// The steps of this session.
    History,
    /// Charts.
    Charts,
    /// The register of decrees.
    Decrees,
}

/// What a chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chart {
    /// Units in the order of a value.
    #[default]
    Values,
    /// Who reaches the law's minimum.
    Minimum,
    /// What was gained and lost since the data was opened.
    Changes,
}

impl Chart {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::Values, Self::Minimum, Self::Changes];

    /// The message with its name.
    pub fn words_id(self) -> &'static str {
        match self {
            Self::Values => "chart-values",
            Self::Minimum => "chart-minimum",
            Self::Changes => "chart-changes",
        }
    }
}

impl BottomTab {
    /// Every tab, in the order in which they stand.
    pub const ALL: [Self; 6] = [
        Self::Findings,
        Self::Units,
        Self::Decrees,
        Self::Charts,
        Self::Report,
        Self::History,
    ];
}

/// How coordinates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CoordinateForm {
    /// Degrees, minutes and seconds.
    #[default]
    Sexagesimal,
    /// Decimal degrees.
    Decimal,
    /// Zone, easting and northing of UTM.
    Utm,
}

/// What the map is asked to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Journey {
    /// Everything.
    Everything,
    /// A box of degrees, whole.
    Extent(Extent),
    /// The place of a finding: near enough to see its box.
    Finding(Extent),
    /// The scale 1:n about the centre.
    Scale(f64),
}

/// What of the map the other panels show.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MapReadings {
    /// The place under the pointer: longitude and latitude in degrees.
    pub pointer: Option<crate::model::Position>,
    /// The n of 1:n.
    pub scale_denominator: Option<f64>,
    /// What is in sight.
    pub extent: Option<Extent>,
}

/// What asks for an answer before anything else can be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// There is unsaved work, and this would close it.
    Unsaved(AfterUnsaved),
    /// Delete the recovery at this place of the offers.
    DiscardRecovery(usize),
    /// What this edit of borders, the first of the session, is meant as.
    Kind(Box<Edit>),
}

/// What was about to be done when unsaved work was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterUnsaved {
    /// Close the data set.
    Close,
    /// End the program.
    Quit,
    /// Open these files.
    Open(Vec<std::path::PathBuf>),
}

/// A field of the unit panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldName {
    /// The name.
    Name,
    /// The code.
    Code,
    /// The unit above.
    Parent,
    /// The seat.
    Centre,
    /// People at a census.
    People(Option<i32>),
    /// Households at a census.
    Households(Option<i32>),
    /// When it was established.
    Established,
    /// The name in Latin letters.
    LatinName,
    /// The ministry's own code.
    MinistryCode,
    /// A name of before, by its place; one behind the last for another.
    OtherName(usize),
    /// The decree that a unit stands by.
    Decree,
    /// The decree that set its density grade.
    DensityDecree,
    /// What was noted.
    Notes,
    /// An attribute of a decree, by the message that names it.
    OfDecree(&'static str),
    /// A clause of a decree, by its place.
    Clause(usize),
    /// The sheet of a clause.
    ClauseSheet(usize),
    /// An attached sheet, by its place.
    Sheet(usize),
    /// The code of the city that a village becomes.
    CityCode,
}

/// What is being typed in a field and is no edit yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Whose field.
    pub target: Target,
    /// Which.
    pub field: FieldName,
    /// What stands there.
    pub text: String,
}

/// The tab of decrees.
#[derive(Clone, Debug, Default)]
pub struct DecreesView {
    /// Whether units on no decree are listed, and not decrees.
    pub shows_units_without: bool,
    /// What is searched for.
    pub search: String,
    /// The number of a decree that is being added.
    pub new_number: String,
    /// Whether the list goes to the one that is selected.
    pub scroll: bool,
}

/// What is said of a village before it becomes a city.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CityDraft {
    /// The code of the city.
    pub code: String,
    /// The day from which it is one.
    pub on: String,
    /// The name of the rural district's new centre.
    pub centre: String,
    /// Whether the form is open.
    pub is_open: bool,
}

/// What is being typed for several units at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ManyDraft {
    /// The decree that they stand by.
    pub decree: Option<String>,
    /// The decree that set their density grade.
    pub density_decree: Option<String>,
}

/// The command palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// Whether it is open.
    pub is_open: bool,
    /// What is searched for.
    pub query: String,
    /// The row that Enter takes.
    pub cursor: usize,
}

/// Parameters of the checks that are being changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ParametersDraft {
    /// As they are to be.
    pub parameters: Parameters,
    /// The parameter that is explained, and by which rule.
    pub help: Option<(String, Code)>,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct ViewState {
    /// What is selected.
    pub selection: Selection,
    /// What the map shows.
    pub levels: Levels,
    /// What units are coloured by instead of tints.
    pub theming: Option<crate::app::thematic::Theming>,
    /// What the charts show.
    pub chart: Chart,
    /// The value and the level of the chart of values.
    pub charted: crate::app::thematic::Theming,
    /// A projection that is being typed.
    pub projection: Option<super::projection_row::ProjectionDraft>,
    /// Which sections are open.
    pub folds: Folds,
    /// The tree.
    pub tree: Tree,
    /// The findings.
    pub findings: FindingsView,
    /// The units' table.
    pub units: UnitsView,
    /// The tab below.
    pub bottom: BottomTab,
    /// Editing.
    pub editing: Editing,
    /// What was said of edits that are not made.
    pub drafts: Drafts,
    /// The tab of decrees.
    pub decrees: DecreesView,
    /// What is said of a village before it becomes a city.
    pub city: CityDraft,
    /// What is being typed for several units at once.
    pub many: ManyDraft,
    /// What is being typed in the unit panel.
    pub draft: Option<Draft>,
    /// The edit that the draft means, where it could be made: the law answers to it.
    pub typed: Option<crate::edit::Edit>,
    /// The command palette.
    pub palette: Palette,
    /// How coordinates are written.
    pub coordinates: CoordinateForm,
    /// What is read off the map.
    pub map: MapReadings,
    /// The units under the pointer on the map, lowest level first.
    pub hovered: Vec<UnitKey>,
    /// Why a vertex could not be let go where it was; told until the next edit.
    pub refused: Option<crate::edit::Refusal>,
    /// What the map is still to do.
    pub journey: Option<Journey>,
    /// A question that waits for its answer.
    pub question: Option<Question>,
    /// Parameters that are being changed.
    pub parameters: Option<ParametersDraft>,
}

impl ViewState {
    /// Forgets what belongs to one data set, because another was opened.
    pub fn forget_data(&mut self) {
        self.selection = Selection::default();
        self.tree = Tree {
            version: self.tree.version + 1,
            ..Tree::default()
        };
        self.findings.choose_only(None);
        self.findings.filter.unit = None;
        self.findings.accept = None;
        self.findings.bulk = None;
        self.parameters = None;
        self.editing.is_on = false;
        self.drafts = Drafts::default();
        self.draft = None;
        self.typed = None;
        self.refused = None;
        self.hovered.clear();
        self.journey = Some(Journey::Everything);
    }
}
