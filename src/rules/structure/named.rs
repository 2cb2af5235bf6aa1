//! Findings about what has a name, for the rules on names.

use crate::model::{Settlement, SettlementKey, Unit, UnitKey};
use crate::rules::{Code, Finding, Severity};

/// A finding about a unit as a whole.
pub(super) fn about_unit(key: UnitKey, unit: &Unit, code: Code, severity: Severity) -> Finding {
    Finding {
        level: Some(unit.level.into()),
        units: vec![key],
        ..Finding::new(code, severity)
    }
}

/// A finding about a settlement as a whole.
pub(super) fn about_settlement(
    key: SettlementKey,
    settlement: &Settlement,
    code: Code,
    severity: Severity,
) -> Finding {
    Finding {
        level: Some(settlement.kind.level().into()),
        settlements: vec![key],
        ..Finding::new(code, severity)
    }
}
