//! Writing units: their rows, the rings or polygons of their land and their people,
//! each only where it differs.

use std::sync::Arc;

use rusqlite::{Result, params};

use super::geometry::{heights_blob, plain_blob, point_blob};
use super::schema::{POPULATIONS, UNITS};
use super::text::{fid, json, json_unless_default, life_texts, path_text, text_unless_empty, word};
use super::write::{Change, Writer};
use crate::model::{Land, PlainRole, Populations, Ring, Unit, UnitKey};

/// The word for units in `populations`.
pub(super) const UNIT: &str = "unit";
/// The word for settlements in `populations`.
pub(super) const SETTLEMENT: &str = "settlement";

impl Writer<'_> {
    pub(super) fn write_units(&mut self, units: &[Change<'_, UnitKey, Unit>]) -> Result<()> {
        for change in units {
            let number = fid(change.key);
            let old_land = change.old.map_or(&Land::None, |unit| &unit.land);
            let old_people = change.old.map(|unit| &unit.populations);
            let Some(unit) = change.new else {
                self.remove(&UNITS, number)?;
                self.write_land(number, old_land, &Land::None)?;
                self.write_populations(UNIT, number, old_people, None)?;
                continue;
            };
            if change.old.is_none_or(|old| !same_row(old, unit)) {
                self.put_unit(change.key, unit, change.old.is_none())?;
            }
            self.write_land(number, old_land, &unit.land)?;
            self.write_populations(UNIT, number, old_people, Some(&unit.populations))?;
        }
        Ok(())
    }

    fn put_unit(&mut self, key: UnitKey, unit: &Unit, is_new: bool) -> Result<()> {
        let centre = unit.centre.as_ref();
        let special_areas = (!unit.special_areas.is_empty()).then(|| json(&unit.special_areas));
        let [from, until, recorded_from, recorded_until] = life_texts(&unit.life);
        self.put(
            &UNITS,
            is_new,
            params![
                fid(key),
                unit.id.to_string(),
                unit.level.name(),
                unit.code,
                unit.name,
                unit.parent.map(fid),
                json_unless_default(&unit.parent_reference),
                land_word(&unit.land),
                unit.multi,
                unit.point.map(point_blob),
                centre.map(|centre| centre.name.as_str()),
                centre.and_then(|centre| centre.position).map(point_blob),
                centre.and_then(|centre| centre.settlement).map(fid),
                centre.and_then(|centre| centre.city).map(fid),
                centre.and_then(|centre| centre.layer).map(fid),
                centre.and_then(|centre| centre.properties.json()),
                unit.density.as_ref().and_then(word),
                special_areas.flatten(),
                unit.nomadic,
                unit.established.map(|date| date.to_string()),
                unit.decree.map(fid),
                unit.layer.map(fid),
                unit.properties.json(),
                unit.ministry_code,
                text_unless_empty(&unit.latin_name),
                json_unless_default(&unit.other_names),
                unit.density_decree.map(fid),
                unit.special_governorate,
                text_unless_empty(&unit.notes),
                json_unless_default(&unit.attachments),
                from,
                until,
                recorded_from,
                recorded_until,
            ],
        )
    }

    pub(super) fn write_populations(
        &mut self,
        element: &str,
        number: i64,
        old: Option<&Populations>,
        new: Option<&Populations>,
    ) -> Result<()> {
        let none = Populations::default();
        let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
        if old == new {
            return Ok(());
        }
        self.touched.insert(POPULATIONS.name);
        if *old != none {
            self.run(
                "DELETE FROM populations WHERE element = ? AND element_fid = ?",
                params![element, number],
            )?;
        }
        for count in new.counts() {
            // SQLite's numbers are signed: one beyond them keeps its bits.
            self.run(
                "INSERT INTO populations (element, element_fid, census, people, households)
                 VALUES (?, ?, ?, ?, ?)",
                params![
                    element,
                    number,
                    count.census,
                    count.people.map(|people| people as i64),
                    count.households.map(|households| households as i64),
                ],
            )?;
        }
        Ok(())
    }

    /// Writes the land of a unit: the rings or polygons that differ.
    pub(super) fn write_land(&mut self, number: i64, old: &Land, new: &Land) -> Result<()> {
        let mut olds = rings_of(old);
        for (place, ring) in rings_of(new) {
            let before = olds
                .iter()
                .position(|(other, _)| *other == place)
                .map(|index| olds.swap_remove(index).1);
            if before != Some(ring) {
                self.put_ring(number, place, ring)?;
            }
        }
        for ((part, ring), _) in olds {
            self.run(
                "DELETE FROM marz_rings WHERE unit = ? AND part = ? AND ring = ?",
                params![number, part, ring],
            )?;
        }
        match (old, new) {
            (Land::Plain { polygons: old, .. }, Land::Plain { polygons: new, .. })
                if Arc::ptr_eq(old, new) || old == new => {}
            (_, Land::Plain { polygons, .. }) => {
                self.run(
                    "INSERT OR REPLACE INTO marz_plain_lands VALUES (?, ?)",
                    params![number, plain_blob(polygons)],
                )?;
            }
            (Land::Plain { .. }, _) => {
                self.run("DELETE FROM marz_plain_lands WHERE unit = ?", &[&number])?;
            }
            _ => {}
        }
        Ok(())
    }

    fn put_ring(&mut self, unit: i64, (part, index): (i64, i64), ring: &Ring) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO marz_rings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                unit,
                part,
                index,
                path_text(&ring.path),
                ring.start,
                ring.closed,
                (!ring.repeats.is_empty())
                    .then(|| json(&ring.repeats))
                    .flatten(),
                ring.heights_m.as_deref().map(heights_blob),
            ],
        )
        .map(drop)
    }
}

/// Whether two units have one row: they may differ in rings and populations, which
/// have tables of their own.
fn same_row(old: &Unit, new: &Unit) -> bool {
    let bare = |unit: &Unit| Unit {
        land: Land::None,
        populations: Populations::default(),
        ..unit.clone()
    };
    land_word(&old.land) == land_word(&new.land) && bare(old) == bare(new)
}

/// The word for what a unit's land is.
fn land_word(land: &Land) -> &'static str {
    match land {
        Land::None => "none",
        Land::Coverage(_) => "coverage",
        Land::Plain { role, .. } => match role {
            PlainRole::Pending => "pending",
            PlainRole::Reference => "reference",
            PlainRole::Over => "over",
            PlainRole::Former => "former",
            PlainRole::Unusable => "unusable",
        },
    }
}

/// The rings of a leaf with their places: part, and ring in it.
fn rings_of(land: &Land) -> Vec<((i64, i64), &Ring)> {
    let Land::Coverage(parts) = land else {
        return Vec::new();
    };
    parts
        .iter()
        .enumerate()
        .flat_map(|(part, rings)| {
            rings
                .rings()
                .enumerate()
                .map(move |(ring, value)| ((part as i64, ring as i64), value))
        })
        .collect()
}
