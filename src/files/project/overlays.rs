//! Overlays in a project: an ordinary layer of polygons for any GIS, with beside it
//! what well-known binary has no place for, where a polygon's rings have such.

use rusqlite::{Result, params};

use super::geometry::{plain_blob, plain_from_blob, polygons_blob, polygons_from_blob};
use super::read::Reader;
use super::schema::OVERLAYS;
use super::text::{fid, life_texts, uuids_text};
use super::write::{Writer, changes};
use crate::model::{Dataset, Extent, Level, Overlay, OverlayKey, OverlayKind};

impl Writer<'_> {
    pub(super) fn write_overlays(&mut self) -> Result<()> {
        for change in changes(&self.old.overlays, &self.new.overlays) {
            match change.new {
                Some(overlay) => self.put_overlay(change.key, overlay, change.old.is_none())?,
                None => self.remove(&OVERLAYS, fid(change.key))?,
            }
        }
        Ok(())
    }

    fn put_overlay(&mut self, key: OverlayKey, overlay: &Overlay, is_new: bool) -> Result<()> {
        let shown = polygons_blob(&overlay.polygons);
        let as_came = shown.as_deref().and_then(polygons_from_blob);
        let plain =
            (as_came.as_deref() != Some(&*overlay.polygons)).then(|| plain_blob(&overlay.polygons));
        let [from, until, recorded_from, recorded_until] = life_texts(&overlay.life);
        self.put(
            &OVERLAYS,
            is_new,
            params![
                fid(key),
                shown,
                uuids_text(&[overlay.id]),
                overlay.kind.name(),
                overlay.code,
                overlay.name,
                overlay.of_code,
                overlay.party,
                overlay.level.map(Level::name),
                overlay.multi,
                plain,
                overlay.layer.map(fid),
                overlay.properties.json(),
                from,
                until,
                recorded_from,
                recorded_until,
            ],
        )
    }
}

/// The box of all overlays.
pub(super) fn extent(dataset: &Dataset) -> Option<Extent> {
    dataset
        .overlays
        .iter()
        .filter_map(|(_, overlay)| overlay.extent())
        .reduce(Extent::union)
}

pub(super) fn read_overlays(reader: &mut Reader<'_>, dataset: &mut Dataset) -> Result<()> {
    reader.each_open_row(&OVERLAYS, |cells, key| {
        let Some(kind) = cells.parsed("kind", OverlayKind::from_name)? else {
            cells.left_out("kind");
            return Ok(());
        };
        let shown = cells.blob("geom")?;
        let plain = cells.made("polygons", plain_from_blob)?;
        // What another program made of the shown polygons holds.
        let plain = plain.filter(|plain| polygons_blob(plain).as_deref() == shown);
        let polygons = match plain {
            Some(plain) => plain,
            None => cells.made("geom", polygons_from_blob)?.unwrap_or_default(),
        };
        let overlay = Overlay {
            code: cells.text("code")?.map(str::to_owned),
            name: cells.string("name")?,
            of_code: cells.text("of_code")?.map(str::to_owned),
            party: cells.text("party")?.map(str::to_owned),
            level: cells.parsed("level", Level::from_name)?,
            polygons: polygons.into(),
            multi: cells.flag("multi")?,
            layer: cells.key("layer")?,
            properties: cells.properties("properties")?,
            life: cells.life()?,
            ..Overlay::new(cells.uuid()?, kind)
        };
        dataset.overlays.set(key, overlay);
        Ok(())
    })
}
