//! Makes a data set ready to draw on a thread of its own: scene, tints and places of
//! names. What was drawn before stays until it is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::names::{Named, named_places};
use super::scene::{SceneModel, build_scene};
use crate::topology::{PlainRings, Simplification, Snapshot};
use crate::window::map::{PreparedScene, Projection, prepare_scene};

/// A data set ready to draw.
#[derive(Debug)]
pub(super) struct Drawable {
    pub prepared: PreparedScene,
    pub model: SceneModel,
    pub names: Vec<Named>,
    pub projection: Projection,
}

impl Drawable {
    /// Makes it; `None` when `progress` (told the share done, 0 to 1) says to stop.
    pub fn of(
        snapshot: &Snapshot,
        projection: Projection,
        progress: &mut dyn FnMut(f32) -> bool,
    ) -> Option<Self> {
        let dataset = &snapshot.dataset;
        let weights = Simplification::of(dataset, PlainRings::Cities, &mut |share| {
            progress(0.4 * share)
        })?;
        let (mut scene, model) = build_scene(dataset, &weights);
        scene.projection = projection;
        // The progress is told by this thread only.
        let (prepared, names) = std::thread::scope(|threads| {
            let names = threads.spawn(|| named_places(dataset));
            let prepared = prepare_scene(&scene, &mut |share| progress(0.5 + 0.5 * share));
            (prepared, names.join().unwrap_or_default())
        });
        let prepared = prepared?;
        Some(Self {
            prepared,
            model,
            names,
            projection,
        })
    }
}

/// One that is being made. Dropping it stops the work.
#[derive(Debug)]
pub(super) struct Job {
    result: Receiver<Drawable>,
    thousandths: Arc<AtomicU32>,
    is_cancelled: Arc<AtomicBool>,
}

/// How far a job is.
pub(super) enum Progress {
    Working,
    Done(Box<Drawable>),
    /// The thread ended without a result.
    Failed,
}

impl Job {
    /// Starts a thread; `ctx` is asked to draw again when there is news.
    pub fn start(snapshot: &Snapshot, projection: Projection, ctx: &egui::Context) -> Self {
        let (sender, result) = channel();
        let thousandths = Arc::new(AtomicU32::new(0));
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let (snapshot, ctx) = (snapshot.clone(), ctx.clone());
        let (told, cancelled) = (Arc::clone(&thousandths), Arc::clone(&is_cancelled));
        std::thread::spawn(move || {
            let mut progress = |share: f32| {
                let now = (share * 1000.0) as u32;
                if told.swap(now, Ordering::Relaxed) / 20 != now / 20 {
                    ctx.request_repaint();
                }
                !cancelled.load(Ordering::Relaxed)
            };
            if let Some(drawable) = Drawable::of(&snapshot, projection, &mut progress) {
                // Nobody waits any more when the panel was closed.
                let _ = sender.send(drawable);
            }
            ctx.request_repaint();
        });
        Self {
            result,
            thousandths,
            is_cancelled,
        }
    }

    /// The share that is done, from 0 to 1.
    pub fn share(&self) -> f32 {
        self.thousandths.load(Ordering::Relaxed) as f32 / 1000.0
    }

    pub fn poll(&self) -> Progress {
        match self.result.try_recv() {
            Ok(drawable) => Progress::Done(Box::new(drawable)),
            Err(TryRecvError::Empty) => Progress::Working,
            Err(TryRecvError::Disconnected) => Progress::Failed,
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }
}
