//! The names of findings between runs, what makes an exception lapse, and the
//! comparison of two runs.

use rustc_hash::FxHashMap;

use super::{Code, Detail, Finding, FindingKey, Fingerprint, Report};
use crate::measure::distance_m;
use crate::model::{Dataset, Extent, OverlayKey, Position, SettlementKey, UnitKey};

/// How far a point finding may move and still be the same, in metres.
const SAME_POINT_M: f64 = 50.0;

/// Places are rounded to this many parts of a degree when a key is minted.
const PLACE_PARTS: f64 = 1e4;

/// Gives every finding its key: a finding inherits the key of the one in `previous`
/// of the same kind and units that it overlaps most (points: the nearest within
/// 50 m); the rest are minted from kind, units (by code, else by id), place rounded
/// to 1e-4° and a counter. No two findings have one key.
pub fn assign_keys(dataset: &Dataset, findings: &mut [Finding], previous: Option<&Report>) {
    for finding in findings.iter_mut() {
        finding.key = FindingKey::default();
    }
    let mut taken: FxHashMap<String, ()> = FxHashMap::default();
    if let Some(previous) = previous {
        let new: Vec<&Finding> = findings.iter().collect();
        let old: Vec<&Finding> = previous.findings.iter().map(|it| &**it).collect();
        for (new, old) in inherited(&new, &old) {
            if let (Some(new), Some(old)) = (findings.get_mut(new), old_key(previous, old))
                && taken.insert(old.0.clone(), ()).is_none()
            {
                new.key = old;
            }
        }
    }
    for finding in findings
        .iter_mut()
        .filter(|finding| finding.key.0.is_empty())
    {
        finding.key = minted(dataset, finding, |key| taken.contains_key(&key.0));
        taken.insert(finding.key.0.clone(), ());
    }
}

fn old_key(report: &Report, at: usize) -> Option<FindingKey> {
    Some(report.findings.get(at)?.key.clone())
}

/// A key of its own for a finding that inherits none.
pub(super) fn minted(
    dataset: &Dataset,
    finding: &Finding,
    is_taken: impl Fn(&FindingKey) -> bool,
) -> FindingKey {
    let ground = ground_of(dataset, finding);
    let mut counter = 0_u32;
    loop {
        let hash = blake3::hash(format!("{ground}|{counter}").as_bytes());
        let digits: String = hash.to_hex().chars().take(10).collect();
        let key = FindingKey(format!("{}-{digits}", finding.code));
        if !is_taken(&key) {
            return key;
        }
        counter += 1;
    }
}

/// What a key is minted from.
fn ground_of(dataset: &Dataset, finding: &Finding) -> String {
    let mut ground = finding.kind().to_owned();
    for &key in &finding.units {
        ground.push('|');
        if let Some(unit) = dataset.units.get(key) {
            let id = || unit.id.to_string();
            ground.push_str(&unit.code.clone().unwrap_or_else(id));
        }
    }
    for &key in &finding.settlements {
        ground.push('|');
        if let Some(settlement) = dataset.settlements.get(key) {
            let id = || settlement.id.to_string();
            ground.push_str(&settlement.code.clone().unwrap_or_else(id));
        }
    }
    for &key in &finding.overlays {
        if let Some(overlay) = dataset.overlays.get(key) {
            ground.push_str(&format!("|{}", overlay.id));
        }
    }
    if let Some(place) = &finding.place {
        let rounded = |degrees: f64| (degrees * PLACE_PARTS).round();
        ground.push_str(&format!("|{},{}", rounded(place.at.x), rounded(place.at.y)));
    }
    ground
}

type Group<'a> = (Code, &'a [UnitKey], &'a [SettlementKey], &'a [OverlayKey]);

fn group_of(finding: &Finding) -> Group<'_> {
    (
        finding.code,
        &finding.units,
        &finding.settlements,
        &finding.overlays,
    )
}

/// How alike two findings of one group are; the greater the better.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Likeness {
    /// Apart by this many metres, negated.
    Near(f64),
    /// Neither has a place.
    Placeless,
    /// The share of their boxes together that both hold.
    Overlap(f64),
}

fn likeness(new: &Finding, old: &Finding) -> Option<Likeness> {
    if new.kind() != old.kind() {
        return None;
    }
    let (new, old) = match (&new.place, &old.place) {
        (Some(new), Some(old)) => (new, old),
        // A note on one level is not that on another.
        (None, None) => return (new.level == old.level).then_some(Likeness::Placeless),
        _ => return None,
    };
    let (new_size, old_size) = (size_of(new.extent), size_of(old.extent));
    let shared = shared_size(new.extent, old.extent);
    if shared > 0.0 {
        return Some(Likeness::Overlap(shared / (new_size + old_size - shared)));
    }
    let apart_m = distance_m(new.at, old.at);
    (apart_m <= SAME_POINT_M).then_some(Likeness::Near(-apart_m))
}

fn size_of(extent: Extent) -> f64 {
    let size = extent.max - extent.min;
    size.x * size.y
}

fn shared_size(a: Extent, b: Extent) -> f64 {
    let min = Position {
        x: a.min.x.max(b.min.x),
        y: a.min.y.max(b.min.y),
    };
    let max = Position {
        x: a.max.x.min(b.max.x),
        y: a.max.y.min(b.max.y),
    };
    (max.x - min.x).max(0.0) * (max.y - min.y).max(0.0)
}

/// Pairs of a new and an old finding that are one, each in one pair at most.
pub(super) fn inherited(new: &[&Finding], old: &[&Finding]) -> Vec<(usize, usize)> {
    let mut groups: FxHashMap<Group<'_>, Vec<usize>> = FxHashMap::default();
    for (index, finding) in old.iter().enumerate() {
        groups.entry(group_of(finding)).or_default().push(index);
    }
    let mut pairs = Vec::new();
    for (new_index, finding) in new.iter().enumerate() {
        for &old_index in groups.get(&group_of(finding)).into_iter().flatten() {
            if let Some(likeness) = old.get(old_index).and_then(|old| likeness(finding, old)) {
                pairs.push((likeness, new_index, old_index));
            }
        }
    }
    pairs.sort_by(|a, b| {
        let best_first = b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal);
        best_first.then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
    });
    let mut new_done = vec![false; new.len()];
    let mut old_done = vec![false; old.len()];
    pairs.retain(|&(_, new, old)| {
        let free = !new_done[new] && !old_done[old];
        if free {
            new_done[new] = true;
            old_done[old] = true;
        }
        free
    });
    pairs.into_iter().map(|(_, new, old)| (new, old)).collect()
}

/// What became of the findings of an earlier run, by key. The later run's keys must
/// have been given with the earlier one as `previous`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Introduced since, in the later run's order.
    pub new: Vec<FindingKey>,
    /// Gone since, in the earlier run's order.
    pub resolved: Vec<FindingKey>,
    /// There before and after, in the later run's order.
    pub unchanged: Vec<FindingKey>,
}

/// Compares two runs.
pub fn compare(before: &Report, after: &Report) -> Comparison {
    let keys = |report: &Report| -> FxHashMap<FindingKey, ()> {
        let findings = report.findings.iter();
        findings.map(|finding| (finding.key.clone(), ())).collect()
    };
    let (known, still) = (keys(before), keys(after));
    let split = |report: &Report, other: &FxHashMap<FindingKey, ()>| {
        let all = report.findings.iter().map(|finding| finding.key.clone());
        all.partition::<Vec<_>, _>(|key| other.contains_key(key))
    };
    let (unchanged, new) = split(after, &known);
    let (_, resolved) = split(before, &still);
    Comparison {
        new,
        resolved,
        unchanged,
    }
}

impl Finding {
    /// Hashes the finding's own edges or the values that it measured: what an
    /// exception was made for. It names no unit and does not depend on the run.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.kind().as_bytes());
        if let Some(place) = &self.place {
            for line in &place.outline {
                hasher.update(b"|");
                for position in line {
                    hasher.update(&position.x.to_le_bytes());
                    hasher.update(&position.y.to_le_bytes());
                }
            }
            // A fault at a point; a finding about a whole unit measures something else.
            if place.outline.is_empty() && place.extent == Extent::at(place.at) {
                hasher.update(&place.at.x.to_le_bytes());
                hasher.update(&place.at.y.to_le_bytes());
            }
        }
        for amount in [self.measured, self.required].into_iter().flatten() {
            hasher.update(&amount.value().to_le_bytes());
        }
        for missing in &self.missing {
            hasher.update(missing.name().as_bytes());
        }
        if let Some(verdict) = self.verdict {
            hasher.update(verdict.name().as_bytes());
        }
        match &self.detail {
            Detail::Code(text) | Detail::Retired { code: text, .. } => {
                hasher.update(text.as_bytes());
            }
            Detail::NotUnder { code, parent } => {
                hasher.update(format!("{code}|{parent}").as_bytes());
            }
            Detail::Sum { census, own, sum } => {
                hasher.update(format!("{census:?}|{own}|{sum}").as_bytes());
            }
            Detail::CentreIs(level) => {
                hasher.update(level.name().as_bytes());
            }
            Detail::Status(status) => {
                hasher.update(format!("{status:?}").as_bytes());
            }
            Detail::Name { written, .. } => {
                hasher.update(written.as_bytes());
            }
            _ => {}
        }
        let digits = hasher.finalize().to_hex();
        Fingerprint(digits.chars().take(32).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::{Level, Origin, Unit};
    use crate::rules::{Place, Selection, Severity};

    fn dataset() -> Dataset {
        let mut dataset = Dataset::new(Origin::of_content(b"keys"), "keys");
        for index in 0..3 {
            let id = dataset.origin.id("unit", index);
            let unit = Unit::new(id, Level::RuralDistrict, "");
            dataset.units.insert(unit);
        }
        dataset
    }

    fn gap(unit: u32, west: f64, size_deg: f64) -> Finding {
        let corner = |x: f64, y: f64| Position {
            x: west + x * size_deg,
            y: 33.0 + y * size_deg,
        };
        let ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)].map(|(x, y)| corner(x, y));
        Finding {
            units: vec![UnitKey(unit)],
            place: Some(Place::outline(corner(0.6, 0.4), vec![ring.into()])),
            ..Finding::new(Code::T12, Severity::Error)
        }
    }

    fn report(findings: Vec<Finding>, previous: Option<&Report>) -> Report {
        Report::new(&dataset(), &Selection::all(), findings, previous)
    }

    #[test]
    fn a_finding_keeps_its_key_while_it_moves_and_others_come_and_go() {
        let before = report(vec![gap(0, 48.0, 0.1), gap(0, 48.5, 0.1)], None);
        let moved = vec![gap(0, 47.5, 0.1), gap(0, 48.02, 0.1), gap(1, 48.5, 0.1)];
        let after = report(moved, Some(&before));
        assert_eq!(after.findings[1].key, before.findings[0].key);
        let comparison = compare(&before, &after);
        assert_eq!(comparison.unchanged, [before.findings[0].key.clone()]);
        assert_eq!(comparison.resolved, [before.findings[1].key.clone()]);
        // Another unit's gap in the same place is another finding.
        assert_eq!(comparison.new.len(), 2);
        assert_ne!(after.findings[2].key, before.findings[1].key);
    }

    #[test]
    fn the_greatest_overlap_inherits() {
        let before = report(vec![gap(0, 48.0, 0.1)], None);
        let halves = vec![gap(0, 47.94, 0.1), gap(0, 48.01, 0.1)];
        let after = report(halves, Some(&before));
        assert_ne!(after.findings[0].key, before.findings[0].key);
        assert_eq!(after.findings[1].key, before.findings[0].key);
    }

    #[test]
    fn a_point_inherits_within_fifty_metres() {
        let at = |metres_east: f64| Finding {
            units: vec![UnitKey(0)],
            place: Some(Place::point(Position {
                x: 48.0 + metres_east / 93_400.0,
                y: 33.0,
            })),
            ..Finding::new(Code::T05, Severity::Error)
        };
        let before = report(vec![at(0.0)], None);
        let near = report(vec![at(48.0)], Some(&before));
        assert_eq!(near.findings[0].key, before.findings[0].key);
        let far = report(vec![at(52.0)], Some(&before));
        assert_ne!(far.findings[0].key, before.findings[0].key);
    }

    #[test]
    fn findings_of_one_place_have_keys_of_their_own_and_the_same_in_every_run() {
        let twice = || report(vec![gap(0, 48.0, 0.1), gap(0, 48.0, 0.1)], None);
        let (first, second) = (twice(), twice());
        assert_ne!(first.findings[0].key, first.findings[1].key);
        assert_eq!(first, second);
    }

    #[test]
    fn a_fingerprint_changes_with_the_edges_and_not_with_the_key() {
        let (whole, smaller) = (gap(0, 48.0, 0.1), gap(0, 48.0, 0.099));
        assert_ne!(whole.fingerprint(), smaller.fingerprint());
        let keyed = report(vec![whole.clone()], None);
        assert_eq!(whole.fingerprint(), keyed.findings[0].fingerprint());
    }
}
