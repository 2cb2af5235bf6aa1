//! What the program does without drawing: session, commands, background jobs, settings and words.

pub mod collation;
pub mod dates;
pub mod jobs;
pub mod language;
pub mod numbers;
pub mod search;
pub mod session;
pub mod settings;
