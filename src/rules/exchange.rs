//! What an update takes out of a report and puts in, and the keys of what comes: as a
//! run on everything gives them, group by group.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::checked::{Checked, Filed};
use super::keys::{inherited, minted};
use super::report::{by_group, order};
use super::runner::{Source, hash_of};
use super::{Context, Finding, FindingKey};

/// What goes, while an update is at work.
#[derive(Default)]
pub(super) struct Exchange {
    pub gone: Vec<Filed>,
}

/// Whether two findings say the same, whatever their keys.
pub(super) fn says_the_same(a: &Finding, b: &Finding) -> bool {
    let keyless = |finding: &Finding| Finding {
        key: FindingKey::default(),
        ..finding.clone()
    };
    order(a, b).is_eq() && keyless(a) == keyless(b)
}

impl Exchange {
    /// Whether a finding goes already.
    pub fn has(&self, finding: &Arc<Finding>) -> bool {
        let mut gone = self.gone.iter();
        gone.any(|filed| Arc::ptr_eq(&filed.finding, finding))
    }

    /// What goes, and what comes with its key. What would go and come again as it was
    /// stays.
    pub fn settle(
        self,
        came: Vec<(Finding, Source)>,
        checked: &Checked,
    ) -> (Vec<Filed>, Vec<Filed>) {
        let mut gone = self.gone;
        let mut came = came;
        came.sort_by(|a, b| order(&a.0, &b.0));
        gone.sort_by(|a, b| order(&a.finding, &b.finding));
        stay(&mut gone, &mut came);
        let mut keyed: Vec<Filed> = came
            .into_iter()
            .map(|(finding, source)| Filed {
                source,
                finding: Arc::new(Finding {
                    key: FindingKey::default(),
                    ..finding
                }),
            })
            .collect();
        inherit(&mut gone, &mut keyed, checked);
        mint(&gone, &mut keyed, checked);
        (gone, keyed)
    }
}

/// Takes out of both lists, which are in order, what is in both.
fn stay(gone: &mut Vec<Filed>, came: &mut Vec<(Finding, Source)>) {
    let mut stays_gone = vec![false; gone.len()];
    let mut stays_came = vec![false; came.len()];
    let mut from = 0;
    for (at, (finding, source)) in came.iter().enumerate() {
        while gone
            .get(from)
            .is_some_and(|filed| order(&filed.finding, finding).is_lt())
        {
            from += 1;
        }
        let mut equal = gone.iter().enumerate().skip(from);
        let same = loop {
            match equal.next() {
                Some((old, filed)) if order(&filed.finding, finding).is_eq() => {
                    let is_same = filed.source == *source
                        && !stays_gone[old]
                        && says_the_same(&filed.finding, finding);
                    if is_same {
                        break Some(old);
                    }
                }
                _ => break None,
            }
        };
        if let Some(old) = same {
            stays_gone[old] = true;
            stays_came[at] = true;
        }
    }
    let mut stays = stays_gone.into_iter();
    gone.retain(|_| stays.next() != Some(true));
    let mut stays = stays_came.into_iter();
    came.retain(|_| stays.next() != Some(true));
}

/// Findings of one kind about the same: what was and what is.
struct Group {
    old: Vec<Arc<Finding>>,
    /// Each with its place among those that came; those that stay have none.
    new: Vec<(Arc<Finding>, Option<usize>)>,
}

/// Gives what comes the keys that it inherits. Where one that stays loses its key to
/// it, as equals may, it goes and comes again.
fn inherit(gone: &mut Vec<Filed>, came: &mut Vec<Filed>, checked: &Checked) {
    let changed: Vec<Arc<Finding>> = gone
        .iter()
        .chain(came.iter())
        .map(|filed| Arc::clone(&filed.finding))
        .collect();
    let mut examples: Vec<&Arc<Finding>> = changed.iter().collect();
    examples.sort_by(|a, b| by_group(a, b));
    examples.dedup_by(|a, b| by_group(a, b).is_eq());
    let goes: FxHashSet<*const Finding> = gone
        .iter()
        .map(|filed| Arc::as_ptr(&filed.finding))
        .collect();
    // `came` is in order, and so are its findings of one group.
    let mut of_came: Vec<usize> = (0..came.len()).collect();
    of_came.sort_by(|&a, &b| by_group(&came[a].finding, &came[b].finding));
    let mut next = 0;
    for example in examples {
        let group = group_of(example, checked, &goes, came, &of_came, &mut next);
        give(&group, gone, came, checked);
    }
}

fn group_of(
    example: &Finding,
    checked: &Checked,
    goes: &FxHashSet<*const Finding>,
    came: &[Filed],
    of_came: &[usize],
    next: &mut usize,
) -> Group {
    let report = checked.report();
    let first = report.place_of(|it| by_group(it, example).is_lt());
    let old: Vec<Arc<Finding>> = (first..report.findings.len())
        .filter_map(|at| report.findings.get(at))
        .take_while(|it| by_group(it, example).is_eq())
        .cloned()
        .collect();
    let kept = old.iter().filter(|it| !goes.contains(&Arc::as_ptr(it)));
    let mut new: Vec<(Arc<Finding>, Option<usize>)> =
        kept.map(|it| (Arc::clone(it), None)).collect();
    while let Some(&at) = of_came.get(*next) {
        match by_group(&came[at].finding, example) {
            Ordering::Less => *next += 1,
            Ordering::Equal => {
                new.push((Arc::clone(&came[at].finding), Some(at)));
                *next += 1;
            }
            Ordering::Greater => break,
        }
    }
    new.sort_by(|a, b| order(&a.0, &b.0));
    Group { old, new }
}

fn give(group: &Group, gone: &mut Vec<Filed>, came: &mut Vec<Filed>, checked: &Checked) {
    let new: Vec<&Finding> = group.new.iter().map(|(finding, _)| &**finding).collect();
    let old: Vec<&Finding> = group.old.iter().map(|finding| &**finding).collect();
    let mut keys: Vec<FindingKey> = vec![FindingKey::default(); new.len()];
    for (new, old) in inherited(&new, &old) {
        if let (Some(key), Some(old)) = (keys.get_mut(new), group.old.get(old)) {
            *key = old.key.clone();
        }
    }
    for ((finding, at), key) in group.new.iter().zip(keys) {
        let is_other = finding.key != key;
        let keyed = || {
            Arc::new(Finding {
                key: key.clone(),
                ..Finding::clone(finding)
            })
        };
        match at {
            Some(at) => came[*at].finding = keyed(),
            None if is_other => {
                let filed = checked.filed(finding);
                let source = filed.source;
                gone.push(filed);
                let finding = keyed();
                came.push(Filed { source, finding });
            }
            None => {}
        }
    }
}

/// Gives what inherits nothing a key of its own.
fn mint(gone: &[Filed], came: &mut [Filed], checked: &Checked) {
    let freed: FxHashSet<&FindingKey> = gone.iter().map(|filed| &filed.finding.key).collect();
    let mut given: FxHashSet<FindingKey> = came
        .iter()
        .map(|filed| filed.finding.key.clone())
        .filter(|key| !key.0.is_empty())
        .collect();
    let dataset = &checked.snapshot().dataset;
    let mut waiting: Vec<usize> = (0..came.len())
        .filter(|&at| came[at].finding.key.0.is_empty())
        .collect();
    waiting.sort_by(|&a, &b| order(&came[a].finding, &came[b].finding));
    for at in waiting {
        let filed = &mut came[at];
        let key = minted(dataset, &filed.finding, |key| {
            let is_taken = checked.by_key.contains_key(key) && !freed.contains(key);
            is_taken || given.contains(key)
        });
        given.insert(key.clone());
        filed.finding = Arc::new(Finding {
            key,
            ..Finding::clone(&filed.finding)
        });
    }
}

/// The members of groups, by the hash of what they have in common.
pub(super) type GroupsByHash<K> = BTreeMap<u64, Vec<Vec<K>>>;

/// The groups, as they are now, in which a member is or was whose row changed.
pub(super) fn group_members<K: Copy + Ord, T: PartialEq>(
    [old, new]: [&Context<'_>; 2],
    touched: &[K],
    is_tree_other: bool,
    all: impl Fn(&Context<'_>) -> Vec<K>,
    row: impl Fn(&Context<'_>, K) -> Option<Arc<T>>,
    common: fn(&Context<'_>, K, &T) -> Option<String>,
) -> GroupsByHash<K> {
    let common_of = |context: &Context<'_>, key: K| {
        row(context, key).and_then(|row| common(context, key, &row))
    };
    let mut hashes = FxHashSet::default();
    // Under other units, codes may stand for others.
    let every: Vec<K>;
    let candidates = if is_tree_other {
        every = all(old).into_iter().chain(all(new)).collect();
        &every
    } else {
        touched
    };
    for &key in candidates {
        let (before, after) = (row(old, key), row(new, key));
        let is_same = match (&before, &after) {
            (Some(before), Some(after)) => Arc::ptr_eq(before, after),
            (None, None) => true,
            _ => false,
        };
        if is_same && !is_tree_other {
            continue;
        }
        let commons = [common_of(old, key), common_of(new, key)];
        if is_same && commons[0] == commons[1] {
            continue;
        }
        hashes.extend(commons.into_iter().flatten().map(|it| hash_of(&it)));
    }
    let mut groups: GroupsByHash<K> = hashes.iter().map(|&hash| (hash, Vec::new())).collect();
    if groups.is_empty() {
        return groups;
    }
    let members = all(new).into_iter().filter_map(|key| {
        let common = common_of(new, key)?;
        hashes
            .contains(&hash_of(&common))
            .then_some((key, Some(common)))
    });
    for (common, members) in super::runner::groups(members) {
        groups.entry(hash_of(&common)).or_default().push(members);
    }
    groups
}
