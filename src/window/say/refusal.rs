//! Why an edit or a command cannot be.

use crate::app::command::Hindrance;
use crate::app::describe::{level_name, settlement_name, unit_name};
use crate::app::language::{Value, Words};
use crate::edit::{Fault, FaultKind, Refusal};
use crate::model::{Dataset, SettlementKey, UnitKey};

#[expect(clippy::cast_precision_loss, reason = "counts of people and digits")]
pub(super) fn number(count: u64) -> Value<'static> {
    Value::from(count as f64)
}

/// Why an edit is refused, in a sentence.
pub fn refusal(words: &Words, dataset: Option<&Dataset>, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Gone => words.text("refusal-gone"),
        Refusal::NoVertex(_) => words.text("refusal-no-vertex"),
        Refusal::NotOnEarth(_) => words.text("refusal-not-on-earth"),
        Refusal::Collapse(_) => words.text("refusal-collapse"),
        Refusal::Locked(_) => words.text("refusal-locked"),
        Refusal::Faults(faults) => {
            let told: Vec<String> = faults
                .iter()
                .take(3)
                .map(|one| fault(words, dataset, one))
                .collect();
            told.join(" ")
        }
        Refusal::NoEdge(_) => words.text("refusal-no-edge"),
        Refusal::NotOneBorder => words.text("refusal-not-one-border"),
        Refusal::ThroughOthers(units) => of_units(words, dataset, "refusal-through-others", units),
        Refusal::Contested(units) => of_units(words, dataset, "refusal-contested", units),
        Refusal::NoLeaf(unit) => of_unit(words, dataset, "refusal-no-leaf", *unit),
        Refusal::DoesNotCut(unit) => of_unit(words, dataset, "refusal-does-not-cut", *unit),
        Refusal::AtJunction(_) => words.text("refusal-at-junction"),
        Refusal::Unclosed(unit) => of_unit(words, dataset, "refusal-unclosed", *unit),
        Refusal::NoLandLeft(unit) => of_unit(words, dataset, "refusal-no-land-left", *unit),
        Refusal::NotTwoSides => words.text("refusal-not-two-sides"),
        Refusal::TooNarrow => words.text("refusal-too-narrow"),
        Refusal::EmptyName => words.text("refusal-empty-name"),
        Refusal::CodeCharacters => words.text("refusal-code-characters"),
        Refusal::CodeLength { expected, found } => words.with(
            "refusal-code-length",
            &[
                ("expected", number(*expected as u64)),
                ("found", number(*found as u64)),
            ],
        ),
        Refusal::CodeTaken { name } => {
            words.with("refusal-code-taken", &[("name", name.as_str().into())])
        }
        Refusal::ParentLevel { expected } => words.with(
            "refusal-parent-level",
            &[("level", level_name(words, *expected).into())],
        ),
        Refusal::ParentCycle => words.text("refusal-parent-cycle"),
        Refusal::ParentIsLand => words.text("refusal-parent-is-land"),
        Refusal::MoreHouseholdsThanPeople { households, people } => words.with(
            "refusal-more-households",
            &[
                ("households", number(*households)),
                ("people", number(*people)),
            ],
        ),
        Refusal::TooManyPeople(people) => {
            words.with("refusal-too-many-people", &[("people", number(*people))])
        }
        Refusal::EmptyReason => words.text("refusal-empty-reason"),
        Refusal::EmptyAuthor => words.text("refusal-empty-author"),
        Refusal::NoReasonToUnlock => words.text("refusal-no-reason-to-unlock"),
        Refusal::NoAccuracy => words.text("refusal-no-accuracy"),
        Refusal::SamePixel => words.text("refusal-same-pixel"),
        Refusal::NotParted(_) => words.text("refusal-not-parted"),
        Refusal::UnlikeBorders => words.text("refusal-unlike-borders"),
        Refusal::NoDistance => words.text("refusal-no-distance"),
        Refusal::NoDecreeNumber => words.text("refusal-no-decree-number"),
        Refusal::DecreeTaken => words.text("refusal-decree-taken"),
        Refusal::DaysOutOfOrder => words.text("refusal-days-out-of-order"),
        Refusal::DecreeOfItself => words.text("refusal-decree-of-itself"),
        Refusal::DecreeInUse { resting } => words.with(
            "refusal-decree-in-use",
            &[("count", number(*resting as u64))],
        ),
        Refusal::CentreOutside => words.text("refusal-centre-outside"),
        Refusal::CentreKind { level } => words.text(&format!(
            "refusal-centre-kind-{}",
            level.name().replace('_', "-")
        )),
        Refusal::NotLatin(letter) => words.with(
            "refusal-not-latin",
            &[("letter", letter.to_string().into())],
        ),
        Refusal::NotACounty => words.text("refusal-not-a-county"),
        Refusal::EndsBeforeItBegins => words.text("refusal-ends-before-it-begins"),
        Refusal::NeedsNewCentre(unit) => {
            let names = unit_names(words, dataset, &[*unit]);
            words.with("refusal-needs-new-centre", &[("unit", names.into())])
        }
        Refusal::NoVillage => words.text("refusal-no-village"),
        Refusal::MovesSettlements(settlements) => moves_settlements(words, dataset, settlements),
        Refusal::LeavesAccuracy { off_m, accuracy_m } => words.with(
            "refusal-leaves-accuracy",
            &[
                ("off", words.length(*off_m).into()),
                ("accuracy", words.length(*accuracy_m).into()),
            ],
        ),
        Refusal::ExpiredAlready => words.text("refusal-expired-already"),
        Refusal::Broke => words.text("refusal-broke"),
        Refusal::NoChange => words.text("refusal-no-change"),
    }
}

fn fault(words: &Words, dataset: Option<&Dataset>, fault: &Fault) -> String {
    let id = match fault.kind {
        FaultKind::SelfIntersection => "refusal-fault-crossing",
        FaultKind::SelfTouch => "refusal-fault-touch",
        FaultKind::DegenerateRing => "refusal-fault-degenerate",
        FaultKind::MisnestedRing => "refusal-fault-nesting",
        FaultKind::Spike => "refusal-fault-spike",
        FaultKind::UndersizedPolygon => "refusal-fault-undersized",
        FaultKind::Overlap => "refusal-fault-overlap",
        FaultKind::Gap => "refusal-fault-gap",
        FaultKind::OpenGap => "refusal-fault-open-gap",
        FaultKind::UnmatchedVertex => "refusal-fault-vertex",
    };
    let names = unit_names(words, dataset, &fault.units);
    words.with(id, &[("units", names.into())])
}

/// That a refinement would move settlements, with the names of the first.
fn moves_settlements(
    words: &Words,
    dataset: Option<&Dataset>,
    settlements: &[SettlementKey],
) -> String {
    let named = settlements.iter().take(3);
    let names = named
        .filter_map(|key| Some(settlement_name(words, dataset?, *key)))
        .reduce(|first, second| {
            words.with(
                "finding-units",
                &[("first", first.into()), ("second", second.into())],
            )
        });
    words.with(
        "refusal-moves-settlements",
        &[
            ("count", number(settlements.len() as u64)),
            ("names", names.unwrap_or_default().into()),
        ],
    )
}

fn of_unit(words: &Words, dataset: Option<&Dataset>, id: &str, unit: UnitKey) -> String {
    let name = unit_names(words, dataset, &[unit]);
    words.with(id, &[("unit", name.into())])
}

fn of_units(words: &Words, dataset: Option<&Dataset>, id: &str, units: &[UnitKey]) -> String {
    let names = unit_names(words, dataset, units);
    words.with(id, &[("units", names.into())])
}

/// The names of units, joined as the language does.
pub(super) fn unit_names(words: &Words, dataset: Option<&Dataset>, units: &[UnitKey]) -> String {
    units
        .iter()
        .filter_map(|unit| Some(unit_name(words, dataset?, *unit)))
        .reduce(|first, second| {
            words.with(
                "finding-units",
                &[("first", first.into()), ("second", second.into())],
            )
        })
        .unwrap_or_default()
}

/// Why a command cannot be run now, in a sentence.
pub fn hindrance(words: &Words, hindrance: &Hindrance) -> String {
    match hindrance {
        Hindrance::NothingOpen => words.text("hindrance-nothing-open"),
        Hindrance::NothingToUndo => words.text("hindrance-nothing-to-undo"),
        Hindrance::NothingToRedo => words.text("hindrance-nothing-to-redo"),
        Hindrance::NothingToSave => words.text("hindrance-nothing-to-save"),
        Hindrance::Saving => words.text("hindrance-saving"),
        Hindrance::Reading => words.text("hindrance-reading"),
        Hindrance::NotChecked => words.text("hindrance-not-checked"),
        Hindrance::NoImport => words.text("hindrance-no-import"),
        Hindrance::Edit(reason) => refusal(words, None, reason),
    }
}
