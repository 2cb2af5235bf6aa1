//! What a user can rely on of the project file: it comes back as it was saved, other
//! programs read it, a save changes what changed, and whatever happens to the file is
//! told in words and loses nothing.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed test is what a panic here means

mod bad_input;
mod common;
mod formats;
mod interop;
mod killed;
mod recovery;
mod round_trip;
mod sharing;
mod speed;
