//! What people have said of findings, in a project: a row for each finding.

use std::sync::Arc;

use imbl::ordmap::DiffItem;
use rusqlite::{Result, params};
use uuid::Uuid;

use super::read::Reader;
use super::schema::TRIAGE;
use super::text::{json, json_unless_default, uuids_from_text, uuids_text};
use super::write::Writer;
use crate::model::{Dataset, Exception, Position, SeenFinding, Triage};

impl Writer<'_> {
    pub(super) fn write_triage(&mut self) -> Result<()> {
        let (old, new) = (&self.old.triage, &self.new.triage);
        for change in old.diff(new) {
            match change {
                DiffItem::Add(key, triage) => self.put_triage(key, triage)?,
                DiffItem::Update {
                    old: (_, old),
                    new: (key, triage),
                } if old != triage => self.put_triage(key, triage)?,
                DiffItem::Update { .. } => {}
                DiffItem::Remove(key, _) => {
                    self.touched.insert(TRIAGE.name);
                    self.run("DELETE FROM triage WHERE key = ?", &[key])?;
                }
            }
        }
        Ok(())
    }

    fn put_triage(&mut self, key: &String, triage: &Triage) -> Result<()> {
        self.touched.insert(TRIAGE.name);
        let exception = triage.exception.as_ref();
        let seen = &triage.seen;
        self.run(
            "INSERT INTO triage (key, code, kind, state, assignee, comments, reason, approver,
                 accepted, until, fingerprint, units, settlements, overlays, longitude, latitude,
                 box)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
             ON CONFLICT (key) DO UPDATE SET code = ?2, kind = ?3, state = ?4, assignee = ?5,
                 comments = ?6, reason = ?7, approver = ?8, accepted = ?9, until = ?10,
                 fingerprint = ?11, units = ?12, settlements = ?13, overlays = ?14,
                 longitude = ?15, latitude = ?16, box = ?17",
            params![
                key,
                seen.code,
                seen.kind,
                triage.state.name(),
                triage.assignee,
                json_unless_default(&triage.comments),
                exception.map(|exception| exception.reason.as_str()),
                exception.map(|exception| exception.approver.as_str()),
                exception.map(|exception| exception.accepted.to_string()),
                exception.and_then(|exception| exception.until.map(|date| date.to_string())),
                exception.map(|exception| exception.fingerprint.as_str()),
                uuids_text(&seen.units),
                uuids_text(&seen.settlements),
                uuids_text(&seen.overlays),
                seen.at.map(|at| at.x),
                seen.at.map(|at| at.y),
                seen.extent.as_ref().and_then(json),
            ],
        )
        .map(drop)
    }
}

pub(super) fn read_triage(reader: &mut Reader<'_>, dataset: &mut Dataset) -> Result<()> {
    reader.each_row(&TRIAGE.select(), TRIAGE.name, TRIAGE.columns, |cells, _| {
        let Some(key) = cells.text("key")? else {
            cells.left_out("key");
            return Ok(());
        };
        // One without a day on which it was accepted is none.
        let accepted = cells.parsed("accepted", |text| text.parse().ok())?;
        let exception = match accepted {
            None => None,
            Some(accepted) => Some(Exception {
                reason: cells.string("reason")?,
                approver: cells.string("approver")?,
                accepted,
                until: cells.parsed("until", |text| text.parse().ok())?,
                fingerprint: cells.string("fingerprint")?,
            }),
        };
        let at = match (cells.real("longitude")?, cells.real("latitude")?) {
            (Some(x), Some(y)) => Some(Position { x, y }),
            _ => None,
        };
        let mut uuids = |column| -> Result<Vec<Uuid>> {
            Ok(cells.parsed(column, uuids_from_text)?.unwrap_or_default())
        };
        let (units, settlements) = (uuids("units")?, uuids("settlements")?);
        let overlays = uuids("overlays")?;
        let triage = Triage {
            state: cells.word("state")?.unwrap_or_default(),
            assignee: cells.string("assignee")?,
            comments: cells.json("comments")?.unwrap_or_default(),
            exception,
            seen: SeenFinding {
                code: cells.string("code")?,
                kind: cells.string("kind")?,
                units,
                settlements,
                overlays,
                at,
                extent: cells.json("box")?,
            },
        };
        dataset.triage.insert(key.to_owned(), Arc::new(triage));
        Ok(())
    })
}
