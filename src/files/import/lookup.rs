//! Finding units and settlements by code and by name while a data set is made.

use rustc_hash::FxHashMap;

use crate::files::codes::code_key;
use crate::files::field_words::fold_unit_name;
use crate::model::{Dataset, Level, SettlementKey, UnitKey, fold_name};

/// Units by level and code, and by level and folded name; settlements by code and by
/// folded name. Lists are in the order in which the entities came.
#[derive(Default)]
pub(super) struct Lookup {
    by_code: FxHashMap<(Level, String), Vec<UnitKey>>,
    by_name: FxHashMap<(Level, String), Vec<UnitKey>>,
    settlements_by_code: FxHashMap<String, Vec<SettlementKey>>,
    settlements_by_name: FxHashMap<String, Vec<SettlementKey>>,
}

fn listed<'a, K: std::hash::Hash + Eq, T>(map: &'a FxHashMap<K, Vec<T>>, key: &K) -> &'a [T] {
    map.get(key).map(Vec::as_slice).unwrap_or_default()
}

impl Lookup {
    pub fn add(&mut self, dataset: &Dataset, key: UnitKey) {
        let Some(unit) = dataset.units.get(key) else {
            return;
        };
        if let Some(code) = &unit.code {
            let code = code_key(unit.level, code);
            self.by_code
                .entry((unit.level, code))
                .or_default()
                .push(key);
        }
        let name = fold_unit_name(unit.level, &unit.name);
        if !name.is_empty() {
            self.by_name
                .entry((unit.level, name))
                .or_default()
                .push(key);
        }
    }

    pub fn add_settlement(&mut self, dataset: &Dataset, key: SettlementKey) {
        let Some(settlement) = dataset.settlements.get(key) else {
            return;
        };
        if let Some(code) = &settlement.code {
            let code = code.trim().to_owned();
            self.settlements_by_code.entry(code).or_default().push(key);
        }
        let name = fold_name(&settlement.name);
        if !name.is_empty() {
            self.settlements_by_name.entry(name).or_default().push(key);
        }
    }

    /// The units of a level with this code.
    pub fn by_code(&self, level: Level, code: &str) -> &[UnitKey] {
        listed(&self.by_code, &(level, code_key(level, code)))
    }

    /// The units of a level with this name, however it is spelt.
    pub fn by_name(&self, level: Level, name: &str) -> &[UnitKey] {
        listed(&self.by_name, &(level, fold_unit_name(level, name)))
    }

    /// The settlements with this code.
    pub fn settlements_by_code(&self, code: &str) -> &[SettlementKey] {
        listed(&self.settlements_by_code, &code.trim().to_owned())
    }

    /// The settlements with this name, however it is spelt.
    pub fn settlements_by_name(&self, name: &str) -> &[SettlementKey] {
        listed(&self.settlements_by_name, &fold_name(name))
    }
}
