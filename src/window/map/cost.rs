//! What frames of the map cost the graphics card: vertices drawn and bytes uploaded,
//! counted where it happens, so that benchmarks and tests need not guess.

use std::sync::atomic::{AtomicU64, Ordering};

/// What was drawn and uploaded since the counters were last read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawCost {
    /// Segments of borders, each counted once for its casing too.
    pub segments: u64,
    /// Corners of the triangles of fills.
    pub corners: u64,
    /// Point symbols.
    pub points: u64,
    /// Draw calls.
    pub calls: u64,
    /// Bytes of geometry, classes and uniforms written to the graphics card.
    pub uploaded_bytes: u64,
}

/// The counters: they are written where only a shared reference is at hand.
#[derive(Debug, Default)]
pub(super) struct Meter {
    segments: AtomicU64,
    corners: AtomicU64,
    points: AtomicU64,
    calls: AtomicU64,
    uploaded_bytes: AtomicU64,
}

impl Meter {
    pub fn segments(&self, count: u32) {
        self.segments.fetch_add(u64::from(count), Ordering::Relaxed);
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub fn corners(&self, count: u32) {
        self.corners.fetch_add(u64::from(count), Ordering::Relaxed);
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub fn points(&self, count: u32) {
        self.points.fetch_add(u64::from(count), Ordering::Relaxed);
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    pub fn uploaded(&self, bytes: usize) {
        self.uploaded_bytes
            .fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Reads the counters and sets them back.
    pub fn take(&self) -> DrawCost {
        let take = |counter: &AtomicU64| counter.swap(0, Ordering::Relaxed);
        DrawCost {
            segments: take(&self.segments),
            corners: take(&self.corners),
            points: take(&self.points),
            calls: take(&self.calls),
            uploaded_bytes: take(&self.uploaded_bytes),
        }
    }
}
