//! Verdicts on units with their arithmetic: who was counted, at which census, what
//! was asked, and by which provision.

use super::law::{LawSet, Minimum};
use super::people::{Counter, People};
use crate::model::{
    DecreeBody, DecreeKey, DensityGrade, Level, SettlementKey, SpecialArea, Unit, UnitKey,
};
use crate::rules::{
    Amount, Authority, Basis, Code, Context, Detail, Finding, Missing, Severity, Verdict,
};

/// What a term of the arithmetic counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// This many of the unit's settlements, summed.
    Settlements(usize),
    /// A unit under it, as summed.
    Unit(UnitKey),
    /// What the register records for the unit itself.
    Recorded,
    /// A city, taken away from what is recorded.
    LessCity(UnitKey),
}

/// A term of the arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Who.
    pub kind: TermKind,
    /// How many people.
    pub people: u64,
}

/// What the law says of a unit, with its arithmetic.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictLine {
    /// The rule.
    pub code: Code,
    /// The unit.
    pub unit: UnitKey,
    /// The provision that decides: the minimum's note, the note of the relief where
    /// an authority is needed, article 11 where the unit keeps its title.
    pub basis: Basis,
    /// What it says.
    pub verdict: Verdict,
    /// The people counted, if they are known.
    pub people: Option<u64>,
    /// Whether `people` is only known to be no less than those who count: the
    /// register's figure has city people in it that cannot be told apart.
    pub at_most: bool,
    /// The census (Solar Hijri year); nothing where the counts are undated.
    pub census: Option<i32>,
    /// What `people` is made of.
    pub terms: Vec<Term>,
    /// Units whose people are not known, where that keeps a sum from being made.
    pub unknown_units: Vec<UnitKey>,
    /// Villages whose people are not known, likewise.
    pub unknown_settlements: Vec<SettlementKey>,
    /// The people asked for, if the grade is known.
    pub required: Option<u64>,
    /// Down to this many people the cabinet may permit it, where the unit is in an
    /// area for which it may.
    pub cabinet_floor: Option<u64>,
    /// The density grade it was measured by.
    pub grade: Option<DensityGrade>,
    /// The areas of the relief that the unit lies in.
    pub areas: Vec<SpecialArea>,
    /// What is missing to decide.
    pub missing: Vec<Missing>,
    /// The decree that permits a shortfall.
    pub decree: Option<DecreeKey>,
    /// What the verdict would be at each grade, where none is recorded and the people
    /// are known.
    pub what_if: Vec<(DensityGrade, Verdict)>,
}

/// Every grade, densest first.
const GRADES: [DensityGrade; 3] = [DensityGrade::Dense, DensityGrade::Medium, DensityGrade::Low];

fn code_of(level: Level) -> Option<Code> {
    match level {
        Level::RuralDistrict => Some(Code::L03),
        Level::City => Some(Code::L04),
        Level::Province => Some(Code::L09),
        Level::District => Some(Code::L06),
        Level::County => Some(Code::L07),
        _ => None,
    }
}

/// Every verdict on a unit, satisfied ones too, in the order of articles. A level
/// without a minimum has none, nor has a nomadic district (article 5).
pub fn verdicts(context: &Context<'_>, key: UnitKey) -> Vec<VerdictLine> {
    let line = || {
        let unit = context.dataset().units.get(key)?;
        let law = context.law()?;
        let minimum = law.minimum(unit.level)?;
        let code = code_of(unit.level)?;
        let parent = unit
            .parent
            .and_then(|parent| context.dataset().units.get(parent));
        let is_centre = parent.is_some_and(|parent| {
            let centre = parent.centre.as_ref().and_then(|centre| centre.city);
            parent.level == Level::District && centre == Some(key)
        });
        let is_exempt = unit.nomadic || (minimum.exempts_district_centres && is_centre);
        if is_exempt {
            return None;
        }
        let people = Counter::new(context).people(key, minimum.counts);
        let decree = unit.decree.and_then(|key| {
            let decree = context.dataset().decrees.get(key)?;
            Some((key, decree.decided_by()?))
        });
        let case = Case {
            law,
            minimum,
            unit,
            decree,
        };
        Some(case.line(code, key, people))
    };
    line().into_iter().collect()
}

/// Pushes a finding for a unit of `level` that is not known to meet its minimum.
pub(super) fn check_minimum(
    context: &Context<'_>,
    (key, unit): (UnitKey, &Unit),
    level: Level,
    findings: &mut Vec<Finding>,
) {
    if unit.level == level {
        let lines = verdicts(context, key).into_iter();
        findings.extend(lines.filter_map(|line| finding_of(level, line)));
    }
}

fn finding_of(level: Level, line: VerdictLine) -> Option<Finding> {
    let severity = match line.verdict {
        Verdict::Satisfied | Verdict::Grandfathered | Verdict::Permitted => return None,
        Verdict::Violated => Severity::Error,
        Verdict::NeedsAuthority(_) => Severity::Warning,
        Verdict::NotDecidable => Severity::Note,
    };
    Some(Finding {
        level: Some(level.into()),
        units: vec![line.unit],
        measured: line.people.map(Amount::People),
        required: line.required.map(Amount::People),
        basis: Some(line.basis.clone()),
        missing: line.missing.clone(),
        verdict: Some(line.verdict),
        ..Finding::new(line.code, severity)
    })
    .map(|finding| Finding {
        detail: Detail::Legal(Box::new(line)),
        ..finding
    })
}

/// A unit before a minimum.
struct Case<'a> {
    law: &'a LawSet,
    minimum: &'a Minimum,
    unit: &'a Unit,
    /// The decree it stands by, where it is known who decided it.
    decree: Option<(DecreeKey, DecreeBody)>,
}

impl Case<'_> {
    fn line(
        &self,
        code: Code,
        key: UnitKey,
        people: Result<People, super::people::Unknown>,
    ) -> VerdictLine {
        let grade = self.grade();
        let (known, unknown) = match people {
            Ok(people) => (Some(people), Default::default()),
            Err(unknown) => (None, unknown),
        };
        let mut missing = Vec::new();
        let mut verdict = match &known {
            Some(people) => self.verdict(people, grade, &mut missing),
            None => {
                missing.push(Missing::Population);
                if grade.is_none() && !self.ignores_grade() {
                    missing.push(Missing::Density);
                }
                Verdict::NotDecidable
            }
        };
        let fails = matches!(verdict, Verdict::Violated | Verdict::NeedsAuthority(_));
        if fails
            && self
                .law
                .grandfathers(self.unit.level, self.unit.established)
        {
            verdict = Verdict::Grandfathered;
        }
        // An act of parliament permits whatever lacks; the cabinet what the law leaves to it.
        let may = self.decree.filter(|(_, body)| match verdict {
            Verdict::Violated | Verdict::NeedsAuthority(Authority::Parliament) => {
                *body == DecreeBody::Parliament
            }
            Verdict::NeedsAuthority(Authority::Cabinet) => {
                *body == DecreeBody::Parliament || body.is_of_cabinet()
            }
            _ => false,
        });
        let basis = self.basis(verdict);
        if may.is_some() {
            verdict = Verdict::Permitted;
        }
        let what_if = match &known {
            Some(people) if grade.is_none() && !self.ignores_grade() => GRADES
                .map(|grade| (grade, self.at_grade(people.people, grade)))
                .into(),
            _ => Vec::new(),
        };
        let areas = self.areas();
        let has_relief = !areas.is_empty() || grade == Some(DensityGrade::Low);
        let relief = self.minimum.relief.as_ref().filter(|_| has_relief);
        VerdictLine {
            code,
            unit: key,
            basis,
            verdict,
            decree: may.map(|(key, _)| key),
            people: known.as_ref().map(|people| people.people),
            at_most: known.as_ref().is_some_and(|people| people.at_most),
            census: known.as_ref().and_then(|people| people.census),
            terms: known.map(|people| people.terms).unwrap_or_default(),
            unknown_units: unknown.units,
            unknown_settlements: unknown.settlements,
            required: (self.minimum.at_any_density)
                .or_else(|| grade.map(|grade| self.minimum.people(grade))),
            cabinet_floor: relief.map(|relief| relief.cabinet_floor),
            grade,
            areas,
            missing,
            what_if,
        }
    }

    /// Whether the minimum is the same at every grade.
    fn ignores_grade(&self) -> bool {
        self.minimum.at_any_density.is_some()
    }

    /// The grade that is recorded: a unit in an area of low density is of that grade
    /// where no other is recorded.
    fn grade(&self) -> Option<DensityGrade> {
        let is_low = self.unit.special_areas.contains(&SpecialArea::LowDensity);
        self.unit.density.or(is_low.then_some(DensityGrade::Low))
    }

    fn areas(&self) -> Vec<SpecialArea> {
        let relief = self.minimum.relief.as_ref();
        let named = relief.map_or(&[][..], |relief| &relief.areas);
        let mut areas = self.unit.special_areas.clone();
        areas.retain(|area| named.contains(area));
        areas
    }

    fn at_grade(&self, people: u64, grade: DensityGrade) -> Verdict {
        if people >= self.minimum.people(grade) {
            return Verdict::Satisfied;
        }
        let Some(relief) = &self.minimum.relief else {
            return Verdict::Violated;
        };
        let low = grade == DensityGrade::Low && relief.areas.contains(&SpecialArea::LowDensity);
        if !low && self.areas().is_empty() {
            Verdict::Violated
        } else if people >= relief.cabinet_floor {
            Verdict::NeedsAuthority(Authority::Cabinet)
        } else {
            Verdict::NeedsAuthority(Authority::Parliament)
        }
    }

    fn verdict(
        &self,
        people: &People,
        grade: Option<DensityGrade>,
        missing: &mut Vec<Missing>,
    ) -> Verdict {
        if let Some(required) = self.minimum.at_any_density {
            if people.people >= required {
                return Verdict::Satisfied;
            }
            if self.minimum.is_for_new_units && self.unit.established.is_none() {
                missing.push(Missing::Established);
                return Verdict::NotDecidable;
            }
            return Verdict::Violated;
        }
        let verdict = match grade {
            Some(grade) => self.at_grade(people.people, grade),
            None => self.without_grade(people.people),
        };
        if verdict == Verdict::NotDecidable {
            missing.push(Missing::Density);
        }
        // City people may be among those counted: what would be said of nobody at
        // all is said of any part of them too; what would not, cannot be said.
        if people.at_most && !missing.contains(&Missing::Density) {
            let of_nobody = match grade {
                Some(grade) => self.at_grade(0, grade),
                None => self.without_grade(0),
            };
            if verdict != of_nobody {
                missing.push(Missing::Population);
                return Verdict::NotDecidable;
            }
        }
        verdict
    }

    /// In the areas of the relief a shortfall at every grade needs the same authority
    /// whichever it is; all else waits for the grade.
    fn without_grade(&self, people: u64) -> Verdict {
        let [dense, medium, low] = GRADES.map(|grade| self.at_grade(people, grade));
        let needs = matches!(dense, Verdict::NeedsAuthority(_));
        if needs && dense == medium && medium == low {
            dense
        } else {
            Verdict::NotDecidable
        }
    }

    fn basis(&self, verdict: Verdict) -> Basis {
        let law = self.law.name.clone();
        let relief = self.minimum.relief.as_ref();
        let (article, note) = match verdict {
            Verdict::Grandfathered => (self.law.existing_units.article, None),
            Verdict::NeedsAuthority(_) => {
                let note = relief.map_or(self.minimum.note, |relief| Some(relief.note));
                (self.minimum.article, note)
            }
            _ => (self.minimum.article, self.minimum.note),
        };
        Basis { law, article, note }
    }
}

#[cfg(test)]
mod tests;
