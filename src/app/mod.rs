//! What the program does without drawing: session, commands, background jobs, settings and words.

pub mod changed_lines;
pub mod clock;
pub mod collation;
pub mod command;
pub mod convert;
pub mod dates;
pub mod describe;
pub mod export_findings;
pub mod facts;
pub mod finding_filter;
pub mod findings;
pub mod fixing;
pub mod jobs;
pub mod language;
pub mod load;
pub mod my_edits;
pub mod notice;
pub mod numbers;
pub mod parameters;
pub mod pending;
pub mod program;
pub mod report;
pub mod search;
pub mod session;
pub mod settings;
pub mod thematic;
mod work;
