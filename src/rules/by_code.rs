//! Finding the city or settlement that an overlay belongs to, by its code.

use rustc_hash::FxHashMap;

use super::Context;
use crate::model::{Dataset, Level, Overlay, SettlementKey, UnitKey, ascii_digits};

/// Cities and settlements by code; of several with one code the first.
#[derive(Debug, Default)]
pub(super) struct ByCode {
    cities: FxHashMap<String, UnitKey>,
    settlements: FxHashMap<String, SettlementKey>,
}

/// A code as it is compared: digits of any script, without the zeros in front that
/// tables lose.
fn compared(code: &str) -> String {
    let code = ascii_digits(code.trim());
    if code.bytes().all(|byte| byte.is_ascii_digit()) {
        code.trim_start_matches('0').to_owned()
    } else {
        code
    }
}

impl ByCode {
    pub fn new(dataset: &Dataset) -> Self {
        let mut by_code = Self::default();
        for (key, unit) in dataset.units.iter() {
            if let (Level::City, Some(code)) = (unit.level, &unit.code) {
                by_code.cities.entry(compared(code)).or_insert(key);
            }
        }
        for (key, settlement) in dataset.settlements.iter() {
            if let Some(code) = &settlement.code {
                by_code.settlements.entry(compared(code)).or_insert(key);
            }
        }
        by_code
    }
}

impl Context<'_> {
    /// The city that a harim, city limits or an urban area belongs to, by the code
    /// that its source gives for it, else by its own.
    pub fn city_of(&self, overlay: &Overlay) -> Option<UnitKey> {
        let code = overlay.of_code.as_ref().or(overlay.code.as_ref())?;
        self.by_code().cities.get(&compared(code)).copied()
    }

    /// The settlement that village limits belong to, likewise.
    pub fn settlement_of(&self, overlay: &Overlay) -> Option<SettlementKey> {
        let code = overlay.of_code.as_ref().or(overlay.code.as_ref())?;
        self.by_code().settlements.get(&compared(code)).copied()
    }
}
