//! Reading units: their rows, their rings or polygons, their people.

use std::collections::BTreeMap;

use rusqlite::Result;

use super::geometry::{heights_from_blob, plain_from_blob, point_from_blob};
use super::read::Reader;
use super::report::OpenNote;
use super::schema::UNITS;
use super::text::{Cells, Columns, fid, path_from_text};
use super::write_units::UNIT;
use crate::model::{
    Centre, Dataset, Land, Level, Part, PlainPolygon, PlainRole, Ring, Unit, UnitKey,
};

const RING_COLUMNS: Columns = &[
    ("part", "INTEGER"),
    ("ring", "INTEGER"),
    ("path", "TEXT"),
    ("start", "INTEGER"),
    ("closed", "INTEGER"),
    ("repeats", "TEXT"),
    ("heights_m", "BLOB"),
];

const PLAIN_COLUMNS: Columns = &[("polygons", "BLOB")];

/// Reads all units into `dataset`, whose borders are there already.
pub(super) fn read_units(reader: &mut Reader<'_>, dataset: &mut Dataset) -> Result<()> {
    let mut populations = reader.read_populations(UNIT)?;
    let mut parts = read_rings(reader)?;
    let mut plain = read_plain(reader)?;
    reader.each_open_row(&UNITS, |cells, key: UnitKey| {
        let Some(level) = cells.parsed("level", Level::from_name)? else {
            cells.left_out("level");
            return Ok(());
        };
        let mut unit = Unit::new(cells.uuid()?, level, cells.string("name")?);
        unit.land = land_of(cells, &mut parts, &mut plain)?;
        unit.populations = populations.remove(&cells.fid).unwrap_or_default();
        read_attributes(cells, &mut unit)?;
        for step in unit.coverage_rings().flat_map(|ring| ring.path.iter()) {
            if dataset.borders.get(step.border).is_none() {
                cells.note(OpenNote::BorderMissing {
                    unit: unit.id,
                    border: fid(step.border),
                });
            }
        }
        dataset.units.set(key, unit);
        Ok(())
    })
}

fn read_attributes(cells: &mut Cells<'_>, unit: &mut Unit) -> Result<()> {
    unit.code = cells.text("code")?.map(str::to_owned);
    unit.parent = cells.key("parent")?;
    unit.parent_reference = cells.json("parent_reference")?.unwrap_or_default();
    unit.multi = cells.flag("multi")?;
    unit.point = cells.made("point", point_from_blob)?;
    unit.centre = match cells.text("centre_name")? {
        None => None,
        Some(name) => Some(Centre {
            name: name.to_owned(),
            position: cells.made("centre_point", point_from_blob)?,
            settlement: cells.key("centre_settlement")?,
            city: cells.key("centre_city")?,
            layer: cells.key("centre_layer")?,
            properties: cells.properties("centre_properties")?,
        }),
    };
    unit.density = cells.word("density")?;
    unit.special_areas = cells.json("special_areas")?.unwrap_or_default();
    unit.nomadic = cells.flag("nomadic")?;
    unit.established = cells.date("established")?;
    unit.decree = cells.key("decree")?;
    unit.ministry_code = cells.text("ministry_code")?.map(str::to_owned);
    unit.latin_name = cells.string("latin_name")?;
    unit.other_names = cells.json("other_names")?.unwrap_or_default();
    unit.density_decree = cells.key("density_decree")?;
    unit.special_governorate = cells.flag("special_governorate")?;
    unit.notes = cells.string("notes")?;
    unit.attachments = cells.json("attachments")?.unwrap_or_default();
    unit.layer = cells.key("layer")?;
    unit.properties = cells.properties("properties")?;
    unit.life = cells.life()?;
    Ok(())
}

fn land_of(
    cells: &mut Cells<'_>,
    parts: &mut BTreeMap<i64, Vec<Part>>,
    plain: &mut BTreeMap<i64, Vec<PlainPolygon>>,
) -> Result<Land> {
    let role = match cells.text("land")? {
        Some("none") => return Ok(Land::None),
        Some("coverage") => {
            return Ok(Land::Coverage(parts.remove(&cells.fid).unwrap_or_default()));
        }
        Some("pending") => PlainRole::Pending,
        Some("reference") => PlainRole::Reference,
        Some("over") => PlainRole::Over,
        Some("former") => PlainRole::Former,
        Some("unusable") => PlainRole::Unusable,
        _ => {
            cells.not_understood("land");
            return Ok(Land::None);
        }
    };
    Ok(Land::Plain {
        polygons: plain.remove(&cells.fid).unwrap_or_default().into(),
        role,
    })
}

/// The parts of every leaf, by `fid`.
fn read_rings(reader: &mut Reader<'_>) -> Result<BTreeMap<i64, Vec<Part>>> {
    let mut parts: BTreeMap<i64, Vec<Part>> = BTreeMap::new();
    let mut last = None;
    reader.each_row(
        "SELECT unit, part, ring, path, start, closed, repeats, heights_m FROM marz_rings
         ORDER BY unit, part, ring",
        "marz_rings",
        RING_COLUMNS,
        |cells, _| {
            let Some(path) = cells.parsed("path", path_from_text)? else {
                cells.left_out("path");
                return Ok(());
            };
            let start = cells.integer("start")?.unwrap_or_default();
            let ring = Ring {
                path: path.into(),
                start: u32::try_from(start).unwrap_or_default(),
                repeats: cells.json("repeats")?.unwrap_or_default(),
                closed: cells.flag("closed")?,
                heights_m: cells.made("heights_m", heights_from_blob)?,
            };
            let place = (cells.fid, cells.integer("part")?);
            let unit = parts.entry(cells.fid).or_default();
            match unit.last_mut() {
                Some(part) if last == Some(place) => part.holes.push(ring),
                _ => unit.push(Part {
                    shell: ring,
                    holes: Vec::new(),
                }),
            }
            last = Some(place);
            Ok(())
        },
    )?;
    Ok(parts)
}

/// The polygons outside the coverage, by the `fid` of their units.
fn read_plain(reader: &mut Reader<'_>) -> Result<BTreeMap<i64, Vec<PlainPolygon>>> {
    let mut plain = BTreeMap::new();
    reader.each_row(
        "SELECT unit, polygons FROM marz_plain_lands ORDER BY unit",
        "marz_plain_lands",
        PLAIN_COLUMNS,
        |cells, _| {
            match cells.made("polygons", plain_from_blob)? {
                Some(polygons) => {
                    plain.insert(cells.fid, polygons);
                }
                None => cells.left_out("polygons"),
            }
            Ok(())
        },
    )?;
    Ok(plain)
}
