//! Decrees in a project: a table that any GIS reads, with clauses, sheets and references to
//! other decrees in cells of text.

use rusqlite::{Result, params};

use super::read::Reader;
use super::schema::DECREES;
use super::text::{
    fid, fids, json_unless_default, keys_from_text, life_texts, text_unless_empty, word,
};
use super::write::{Writer, changes};
use crate::model::{Dataset, Decree, DecreeKey, PartialDate};

impl Writer<'_> {
    pub(super) fn write_decrees(&mut self) -> Result<()> {
        for change in changes::<DecreeKey, Decree>(&self.old.decrees, &self.new.decrees) {
            let Some(decree) = change.new else {
                self.remove(&DECREES, fid(change.key))?;
                continue;
            };
            let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
            let [from, until, recorded_from, recorded_until] = life_texts(&decree.life);
            self.put(
                &DECREES,
                change.old.is_none(),
                params![
                    fid(change.key),
                    decree.id.to_string(),
                    decree.number,
                    date(decree.date),
                    decree.authority,
                    decree.subject,
                    decree.body.as_ref().and_then(word),
                    decree.kind.as_ref().and_then(word),
                    text_unless_empty(&decree.proposal_number),
                    date(decree.proposal_date),
                    date(decree.session_date),
                    text_unless_empty(&decree.delegation),
                    text_unless_empty(&decree.notice_number),
                    date(decree.notice_date),
                    text_unless_empty(&decree.gazette_number),
                    date(decree.gazette_date),
                    json_unless_default(&decree.clauses),
                    json_unless_default(&decree.sheets),
                    fids(&decree.amends),
                    fids(&decree.annuls),
                    json_unless_default(&decree.file),
                    from,
                    until,
                    recorded_from,
                    recorded_until,
                ],
            )?;
        }
        Ok(())
    }
}

pub(super) fn read_decrees(reader: &mut Reader<'_>, dataset: &mut Dataset) -> Result<()> {
    reader.each_open_row(&DECREES, |cells, key| {
        let decree = Decree {
            id: cells.uuid()?,
            number: cells.string("number")?,
            date: cells.date("date")?,
            authority: cells.string("authority")?,
            subject: cells.string("subject")?,
            body: cells.word("body")?,
            kind: cells.word("kind")?,
            proposal_number: cells.string("proposal_number")?,
            proposal_date: cells.date("proposal_date")?,
            session_date: cells.date("session_date")?,
            delegation: cells.string("delegation")?,
            notice_number: cells.string("notice_number")?,
            notice_date: cells.date("notice_date")?,
            gazette_number: cells.string("gazette_number")?,
            gazette_date: cells.date("gazette_date")?,
            clauses: cells.json("clauses")?.unwrap_or_default(),
            sheets: cells.json("sheets")?.unwrap_or_default(),
            amends: cells.parsed("amends", keys_from_text)?.unwrap_or_default(),
            annuls: cells.parsed("annuls", keys_from_text)?.unwrap_or_default(),
            file: cells.json("file")?,
            life: cells.life()?,
        };
        dataset.decrees.set(key, decree);
        Ok(())
    })
}
