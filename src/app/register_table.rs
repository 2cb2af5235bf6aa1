//! The register as a table: a row a unit or settlement of a level, with every attribute, what
//! is worked out of it, and what the law says. It is written for spreadsheets as text (CSV) or
//! as a workbook (XLSX).

mod columns;
mod write;

pub use columns::{Cell, RegisterTable};
pub use write::{TableError, TableFormat, write_table};
