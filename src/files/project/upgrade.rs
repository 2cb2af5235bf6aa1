//! Bringing a project of an older format up to date, one step at a time, each step
//! from one format to the next, all of them in one transaction.

use rusqlite::{Connection, Result, Transaction, TransactionBehavior};

use super::container::{create_open_table, create_spatial_index};
use super::schema::{MARKERS, OVERLAYS, TRIAGE};

/// Changes the tables of one format into those of the next.
pub(super) type Step = fn(&Transaction<'_>) -> Result<()>;

/// The steps: the first leads from format 1 to format 2. A new format adds its step
/// here and a project of the format before it to `tests/fixtures`.
pub(super) const STEPS: &[Step] = &[
    to_format_2,
    to_format_3,
    to_format_4,
    to_format_5,
    to_format_6,
];

/// Overlays, what is said of findings, and lines that told attributes of borders. A
/// format that changes these two tables must keep them here as they are now.
fn to_format_2(transaction: &Transaction<'_>) -> Result<()> {
    for table in [&OVERLAYS, &TRIAGE] {
        create_open_table(transaction, table)?;
        create_spatial_index(transaction, table)?;
    }
    transaction.execute_batch(
        "ALTER TABLE marz_project ADD COLUMN overlay_rows INTEGER NOT NULL DEFAULT 0;
         ALTER TABLE marz_features ADD COLUMN path TEXT",
    )
}

/// The weights of simplification. There are none until the project is written anew.
fn to_format_3(transaction: &Transaction<'_>) -> Result<()> {
    transaction.execute_batch(super::weights::TABLE.1)
}

/// The history. There is none yet.
fn to_format_4(transaction: &Transaction<'_>) -> Result<()> {
    for (_, statement) in super::history::TABLES {
        transaction.execute_batch(statement)?;
    }
    Ok(())
}

/// Markers, map sheets and contents. There are none yet.
fn to_format_5(transaction: &Transaction<'_>) -> Result<()> {
    create_open_table(transaction, &MARKERS)?;
    create_spatial_index(transaction, &MARKERS)?;
    for (_, statement) in super::beside::TABLES {
        transaction.execute_batch(statement)?;
    }
    transaction.execute_batch(
        "ALTER TABLE marz_project ADD COLUMN marker_rows INTEGER NOT NULL DEFAULT 0;
         ALTER TABLE marz_project ADD COLUMN sheet_rows INTEGER NOT NULL DEFAULT 0",
    )
}

/// What an office keeps of units and decrees. Nothing is known of any yet.
fn to_format_6(transaction: &Transaction<'_>) -> Result<()> {
    transaction.execute_batch(
        "ALTER TABLE units ADD COLUMN ministry_code TEXT;
         ALTER TABLE units ADD COLUMN latin_name TEXT;
         ALTER TABLE units ADD COLUMN other_names TEXT;
         ALTER TABLE units ADD COLUMN density_decree INTEGER;
         ALTER TABLE units ADD COLUMN special_governorate BOOLEAN;
         ALTER TABLE units ADD COLUMN notes TEXT;
         ALTER TABLE units ADD COLUMN attachments TEXT;
         ALTER TABLE decrees ADD COLUMN body TEXT;
         ALTER TABLE decrees ADD COLUMN kind TEXT;
         ALTER TABLE decrees ADD COLUMN proposal_number TEXT;
         ALTER TABLE decrees ADD COLUMN proposal_date TEXT;
         ALTER TABLE decrees ADD COLUMN session_date TEXT;
         ALTER TABLE decrees ADD COLUMN delegation TEXT;
         ALTER TABLE decrees ADD COLUMN notice_number TEXT;
         ALTER TABLE decrees ADD COLUMN notice_date TEXT;
         ALTER TABLE decrees ADD COLUMN gazette_number TEXT;
         ALTER TABLE decrees ADD COLUMN gazette_date TEXT;
         ALTER TABLE decrees ADD COLUMN clauses TEXT;
         ALTER TABLE decrees ADD COLUMN sheets TEXT;
         ALTER TABLE decrees ADD COLUMN amends TEXT;
         ALTER TABLE decrees ADD COLUMN annuls TEXT;
         ALTER TABLE decrees ADD COLUMN file TEXT",
    )
}

/// The format of a project and the version of the program that wrote it.
pub(super) fn format_of(connection: &Connection) -> Result<(i64, String)> {
    connection.query_row("SELECT format, app_version FROM marz_project", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Takes the project from format `from` to the one after the last of `steps`. If any
/// step fails the file stays as it was.
pub(super) fn upgrade(connection: &mut Connection, from: i64, steps: &[Step]) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = usize::try_from(from.saturating_sub(1)).unwrap_or(0);
    for (index, step) in steps.iter().enumerate().skip(done) {
        step(&transaction)?;
        let format = index as i64 + 2;
        transaction.execute("UPDATE marz_project SET format = ?", [format])?;
    }
    transaction.commit()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed test is what a panic here means

    use super::*;

    fn old_project() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE marz_project (format INTEGER, app_version TEXT, note TEXT);
                 INSERT INTO marz_project VALUES (1, '0.0.1', 'a')",
            )
            .unwrap();
        connection
    }

    fn add(transaction: &Transaction<'_>, letter: &str) -> Result<()> {
        let sql = "UPDATE marz_project SET note = note || ?";
        transaction.execute(sql, [letter]).map(drop)
    }

    #[test]
    fn steps_run_in_order_from_where_the_file_is() {
        let steps: [Step; 3] = [|t| add(t, "b"), |t| add(t, "c"), |t| add(t, "d")];
        for (from, wanted) in [(1, "abcd"), (2, "acd"), (4, "a")] {
            let mut connection = old_project();
            upgrade(&mut connection, from, &steps).unwrap();
            let note: String = connection
                .query_row("SELECT note FROM marz_project", [], |row| row.get(0))
                .unwrap();
            assert_eq!(note, wanted);
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let steps: [Step; 2] = [|t| add(t, "b"), |t| t.execute_batch("not SQL")];
        let mut connection = old_project();
        assert!(upgrade(&mut connection, 1, &steps).is_err());
        assert_eq!(format_of(&connection).unwrap(), (1, "0.0.1".to_owned()));
    }

    #[test]
    fn there_is_a_step_to_every_format_after_the_first() {
        assert_eq!(STEPS.len() as i64 + 1, super::super::schema::FORMAT);
    }
}
