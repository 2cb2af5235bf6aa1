//! What panels keep between frames so that nothing is worked out anew in a frame in
//! which nothing changed. Each part knows what it was made for.

use super::decrees_tab::DecreeRows;
use super::findings_rows::FindingRows;
use super::law_lines::LawLines;
use super::search_index::SearchIndex;
use super::thematic_section::ThematicCache;
use super::tree::TreeRows;
use super::units_table::UnitRows;
use crate::app::outline::Outline;
use crate::model::{Dataset, Level, UnitKey};

/// All of it.
#[derive(Default)]
pub struct Caches {
    /// Names and codes for search.
    pub search: SearchIndex,
    /// The open rows of the tree.
    pub tree: TreeRows,
    /// The listed findings.
    pub findings: FindingRows,
    /// The listed units.
    pub units: UnitRows,
    /// The listed decrees.
    pub decrees: DecreeRows,
    /// What bounds the unit that is selected.
    pub outline: Option<(UnitKey, Outline)>,
    /// What the law says of the selected unit.
    pub law: LawLines,
    /// Units in classes by a value.
    pub thematic: ThematicCache,
    /// Units in classes for the chart of values.
    pub charted: ThematicCache,
    /// What units of a level have gained and lost, in square metres.
    pub changes: Option<(Level, Vec<(UnitKey, f64)>)>,
    /// What the law says of the units of each level that has a minimum.
    pub minimum: [ThematicCache; 3],
}

impl Caches {
    /// What bounds a unit.
    pub fn outline(&mut self, dataset: &Dataset, unit: UnitKey) -> &Outline {
        let known = self.outline.take().filter(|(of, _)| *of == unit);
        let known = known.unwrap_or_else(|| (unit, Outline::of(dataset, unit)));
        &self.outline.insert(known).1
    }

    /// The data changed: what depends on it is made again when it is next asked for.
    pub fn data_changed(&mut self, dataset: Option<&Dataset>) {
        self.search = dataset.map(SearchIndex::new).unwrap_or_default();
        self.tree.clear();
        self.units.clear();
        self.decrees.clear();
        self.outline = None;
        self.law.clear();
        self.thematic.clear();
        self.charted.clear();
        self.changes = None;
        self.minimum.iter_mut().for_each(ThematicCache::clear);
        self.findings.clear();
    }
}
