//! Marz (مرز, "border"): an editor for the boundaries of Iran's country divisions.
//!
//! The layers, each using only those before it; `ARCHITECTURE.md` in this folder is
//! their account:
//!
//! `model ← measure ← topology ← edit ← rules ← proposal ← files ← tools ← app ← window`

pub mod app;
pub mod edit;
pub mod files;
pub mod measure;
pub mod model;
pub mod rules;
pub mod tools;
pub mod topology;
#[cfg(feature = "window")]
pub mod window;
