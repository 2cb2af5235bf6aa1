//! What the steps of the history did, in words.

mod beside;
mod record;

use super::refusal::{number, unit_names};
use crate::app::describe::{density_name, level_name, settlement_name, state_name, unit_name};
use crate::app::language::{Words, isolated, left_to_right};
use crate::app::numbers;
use crate::edit::{
    BorderField, ChangeKind, Edit, EditTriage, GiveLand, Receiver, Reshape, SettlementField, Step,
    TriageField, UnitField,
};
use crate::model::{BorderStatus, Dataset};
use crate::topology::Between;
use crate::window::coordinates::shown;
use crate::window::view_state::CoordinateForm;
pub use beside::fit_name;

/// What a step did, in a line: «۳ رأس جابه‌جا شد · مرز دورود – بروجرد».
pub fn step(words: &Words, dataset: &Dataset, step: &Step) -> String {
    let what = edit(words, dataset, &step.edit);
    let names_units = matches!(step.edit, Edit::GiveLand(_) | Edit::Merge(_));
    match step.between().filter(|_| !names_units) {
        Some(between) => {
            let border = border_name(words, dataset, between);
            words.with(
                "step-of-border",
                &[("what", what.into()), ("border", border.into())],
            )
        }
        None => what,
    }
}

/// A border by the units on its two sides: «دورود – بروجرد».
pub fn border_name(words: &Words, dataset: &Dataset, between: &Between) -> String {
    let name = |unit: Option<_>| {
        unit.map_or_else(
            || words.text("map-outside"),
            |unit| unit_name(words, dataset, unit),
        )
    };
    words.with(
        "border-between",
        &[
            ("first", name(between.units[0]).into()),
            ("second", name(between.units[1]).into()),
        ],
    )
}

/// What an edit is meant as, in words.
pub fn change_kind(words: &Words, kind: ChangeKind) -> String {
    words.text(match kind {
        ChangeKind::Refinement => "kind-refinement",
        ChangeKind::Correction => "kind-correction",
        ChangeKind::LegalChange => "kind-legal-change",
    })
}

/// The message that says what a kind of change is.
pub fn kind_help_id(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Refinement => "kind-refinement-help",
        ChangeKind::Correction => "kind-correction-help",
        ChangeKind::LegalChange => "kind-legal-change-help",
    }
}

/// Whether a border is settled, in words.
pub fn border_status(words: &Words, status: BorderStatus) -> String {
    words.text(match status {
        BorderStatus::Unverified => "border-unverified",
        BorderStatus::Agreed => "border-agreed",
        BorderStatus::Disputed => "border-disputed",
    })
}

/// What an edit did, in a line: «جمعیت کرگاه شرقی: ۸٬۴۱۰».
pub fn edit(words: &Words, dataset: &Dataset, made: &Edit) -> String {
    match made {
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
            [only] => edit(words, dataset, only),
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
        Edit::Annex(edit) => {
            let only = match edit.settlements[..] {
                [only] => settlement_name(words, dataset, only),
                _ => String::new(),
            };
            words.with(
                "step-annex",
                &[
                    ("count", number(edit.settlements.len() as u64)),
                    ("name", only.into()),
                    ("unit", unit_name(words, dataset, edit.to).into()),
                ],
            )
        }
        Edit::PlaceSettlement(edit) => words.with(
            "step-place-settlement",
            &[
                ("level", level_name(words, edit.kind.level()).into()),
                ("name", isolated(&edit.name).into()),
            ],
        ),
        Edit::Reshape(edit) => words.text(match edit.how {
            Reshape::Smooth { .. } => "step-smooth",
            Reshape::Simplify { .. } => "step-simplify",
            Reshape::Align { .. } => "step-align",
        }),
        Edit::SplitBorder(_) => words.text("step-split-border"),
        Edit::JoinBorders(_) => words.text("step-join-borders"),
        Edit::Borders(edit) => {
            let (field, value) = border_field(words, &edit.field);
            words.with(
                "step-borders",
                &[
                    ("field", words.text(field).into()),
                    ("value", or_nothing(words, value).into()),
                ],
            )
        }
        Edit::Marker(edit) => beside::marker_step(words, dataset, edit),
        Edit::Sheet(edit) => beside::sheet_step(words, dataset, edit),
        Edit::Decree(edit) => record::decree_step(words, dataset, edit),
        Edit::MakeCity(edit) => record::city_step(words, dataset, edit),
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

fn or_nothing(words: &Words, value: String) -> String {
    if value.is_empty() {
        words.text("field-nothing")
    } else {
        value
    }
}

fn border_field(words: &Words, field: &BorderField) -> (&'static str, String) {
    match field {
        BorderField::Status(status) => ("border-status", border_status(words, *status)),
        BorderField::Decree(decree) => (
            "border-decree",
            decree
                .as_ref()
                .map_or_else(String::new, |decree| isolated(&decree.number)),
        ),
        BorderField::Source(source) => ("border-source", source.clone()),
        BorderField::AccuracyM(accuracy_m) => (
            "border-accuracy",
            accuracy_m.map_or_else(String::new, |accuracy_m| words.length(accuracy_m)),
        ),
        BorderField::Drawn(drawn) => (
            "border-drawn",
            drawn.map_or_else(String::new, |date| shown_date(words, &date)),
        ),
    }
}

fn set_step(words: &Words, field: &str, name: String, value: String) -> String {
    let value = or_nothing(words, value);
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
        UnitField::LatinName(_)
        | UnitField::MinistryCode(_)
        | UnitField::OtherNames(_)
        | UnitField::SpecialGovernorate(_)
        | UnitField::Notes(_)
        | UnitField::Attachments(_)
        | UnitField::Decree(_)
        | UnitField::DensityDecree(_) => record::unit_field(words, field),
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
