//! Why an edit or a command cannot be, and what the steps of the history did.

use crate::app::command::Hindrance;
use crate::app::describe::{density_name, level_name, settlement_name, state_name, unit_name};
use crate::app::language::{Value, Words, isolated, left_to_right};
use crate::app::numbers;
use crate::edit::{
    Edit, EditTriage, Fault, FaultKind, GiveLand, Receiver, Refusal, SettlementField, TriageField,
    UnitField,
};
use crate::model::{Dataset, UnitKey};
use crate::window::coordinates::shown;
use crate::window::view_state::CoordinateForm;

#[expect(clippy::cast_precision_loss, reason = "counts of people and digits")]
fn number(count: u64) -> Value<'static> {
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
        Refusal::ExpiredAlready => words.text("refusal-expired-already"),
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

/// What an edit did, in a line: «جمعیت کرگاه شرقی: ۸٬۴۱۰».
pub fn step(words: &Words, dataset: &Dataset, edit: &Edit) -> String {
    match edit {
        Edit::MoveVertex(_) => words.text("step-move-vertex"),
        Edit::MoveVertices(edit) => words.with(
            "step-move-vertices",
            &[("count", number(edit.moves.len() as u64))],
        ),
        Edit::InsertVertex(_) => words.text("step-insert-vertex"),
        Edit::RedrawBorder(_) => words.text("step-redraw-border"),
        Edit::GiveLand(edit) => give_step(words, dataset, edit),
        Edit::Merge(edit) => words.with(
            "step-merge",
            &[
                ("unit", unit_name(words, dataset, edit.unit).into()),
                ("into", unit_name(words, dataset, edit.into).into()),
            ],
        ),
        Edit::CreateUnit(edit) => words.with(
            "step-create",
            &[
                ("level", level_name(words, edit.new.level).into()),
                ("name", isolated(&edit.new.name).into()),
            ],
        ),
        Edit::Transfer(edit) => {
            let (id, count) = match edit.pieces.len() {
                0 => ("step-match", edit.vertices.len()),
                count => ("step-transfer", count),
            };
            words.with(id, &[("count", number(count as u64))])
        }
        Edit::DeleteVertex(_) => words.text("step-delete-vertex"),
        Edit::OrderRings(edit) => {
            let units = unit_names(words, Some(dataset), &edit.units);
            words.with("step-order-rings", &[("units", units.into())])
        }
        Edit::RemoveRepeats(edit) => words.with(
            "step-remove-repeats",
            &[("count", number(edit.len() as u64))],
        ),
        Edit::Several(edits) => match &edits[..] {
            [only] => step(words, dataset, only),
            _ => words.with("step-several", &[("count", number(edits.len() as u64))]),
        },
        Edit::Unit(edit) => {
            let (field, value) = unit_field(words, dataset, &edit.field);
            let name = unit_name(words, dataset, edit.unit);
            set_step(words, field, name, value)
        }
        Edit::Settlement(edit) => {
            let (field, value) = settlement_field(words, dataset, &edit.field);
            let name = settlement_name(words, dataset, edit.settlement);
            set_step(words, field, name, value)
        }
        Edit::Parameters(_) => words.text("step-parameters"),
        Edit::Triage(edit) => triage_step(words, edit),
    }
}

/// What land went where: «زمین ازنا به دورود».
fn give_step(words: &Words, dataset: &Dataset, edit: &GiveLand) -> String {
    let unit = unit_name(words, dataset, edit.unit);
    let (id, to) = match &edit.to {
        Receiver::Unit(to) => ("step-give-land", unit_name(words, dataset, *to)),
        Receiver::New(new) => ("step-cut", isolated(&new.name)),
    };
    words.with(id, &[("unit", unit.into()), ("to", to.into())])
}

/// What was said of findings: «پذیرفتن ۳ یافته: دلیل».
fn triage_step(words: &Words, edit: &EditTriage) -> String {
    let (id, value) = match &edit.field {
        TriageField::State(state) => ("step-triage-state", state_name(words, *state)),
        TriageField::Assignee(name) if name.is_empty() => ("step-triage-unassign", String::new()),
        TriageField::Assignee(name) => ("step-triage-assignee", isolated(name)),
        TriageField::Comment(comment) => ("step-triage-comment", isolated(&comment.text)),
        TriageField::Accept { reason, .. } => ("step-triage-accept", isolated(reason)),
        TriageField::Withdraw => ("step-triage-withdraw", String::new()),
    };
    let count = number(edit.findings.len() as u64);
    words.with(id, &[("count", count), ("value", value.into())])
}

fn set_step(words: &Words, field: &str, name: String, value: String) -> String {
    let value = if value.is_empty() {
        words.text("field-nothing")
    } else {
        value
    };
    words.with(
        "step-set",
        &[
            ("field", words.text(field).into()),
            ("name", name.into()),
            ("value", value.into()),
        ],
    )
}

fn counted(words: &Words, count: Option<u64>) -> String {
    count.map_or_else(String::new, |count| {
        words.integer(i64::try_from(count).unwrap_or(i64::MAX))
    })
}

fn unit_field(words: &Words, dataset: &Dataset, field: &UnitField) -> (&'static str, String) {
    match field {
        UnitField::Name(name) => ("field-name", name.clone()),
        UnitField::Code(code) => ("field-code", code.clone().unwrap_or_default()),
        UnitField::Parent(parent) => (
            "field-parent",
            parent.map_or_else(String::new, |parent| unit_name(words, dataset, parent)),
        ),
        UnitField::People { people, .. } => ("field-people", counted(words, *people)),
        UnitField::Households { households, .. } => {
            ("field-households", counted(words, *households))
        }
        UnitField::Density(grade) => (
            "field-density",
            grade.map_or_else(String::new, |grade| density_name(words, grade)),
        ),
        UnitField::SpecialAreas(areas) => {
            let names: Vec<String> = areas
                .iter()
                .map(|area| crate::app::describe::special_area_name(words, *area))
                .collect();
            ("field-special-areas", names.join(" · "))
        }
        UnitField::Nomadic(nomadic) => (
            "field-nomadic",
            words.text(if *nomadic { "field-yes" } else { "field-no" }),
        ),
        UnitField::Established(date) => (
            "field-established",
            date.map_or_else(String::new, |date| shown_date(words, &date)),
        ),
        UnitField::Centre(centre) => (
            "field-centre",
            centre
                .as_ref()
                .map_or_else(String::new, |centre| centre.name.clone()),
        ),
    }
}

/// A date of the register as the window shows it.
pub fn shown_date(words: &Words, date: &crate::model::PartialDate) -> String {
    match date {
        crate::model::PartialDate::SolarYear(year) => {
            numbers::ungrouped(words.language(), i64::from(*year))
        }
        crate::model::PartialDate::Day(day) => {
            crate::app::dates::shown(&day.to_string(), words.language())
        }
    }
}

fn settlement_field(
    words: &Words,
    dataset: &Dataset,
    field: &SettlementField,
) -> (&'static str, String) {
    match field {
        SettlementField::Name(name) => ("field-name", name.clone()),
        SettlementField::Code(code) => ("field-code", code.clone().unwrap_or_default()),
        SettlementField::Parent(parent) => (
            "field-parent",
            parent.map_or_else(String::new, |parent| unit_name(words, dataset, parent)),
        ),
        SettlementField::Position(position) => (
            "field-position",
            left_to_right(&shown(words.language(), CoordinateForm::Decimal, *position)),
        ),
        SettlementField::People { people, .. } => ("field-people", counted(words, *people)),
        SettlementField::Households { households, .. } => {
            ("field-households", counted(words, *households))
        }
    }
}
