//! Pictures that are read beside the frames: what is in sight is asked for, drawn once it is
//! there, and kept while there is room.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions};

/// The most pictures that are kept of a source.
const MOST_KEPT: usize = 400;
/// The most pictures that are waited for: what is asked for later is asked for again.
const MOST_WAITED: usize = 48;

/// What reads a picture; nothing where there is none of that name.
pub(super) type Read<T> = Box<dyn FnMut(T) -> Option<ColorImage>>;

/// The pictures of one source by their names.
pub(super) struct Pictures<T> {
    wanted: Sender<T>,
    read: Receiver<(T, Option<ColorImage>)>,
    waited: BTreeSet<T>,
    /// Nothing for one that the source does not have. With the frame that last drew it.
    known: BTreeMap<T, (Option<TextureHandle>, u64)>,
}

impl<T: Copy + Ord + std::fmt::Debug + Send + 'static> Pictures<T> {
    /// Starts the thread that reads; `open` is called on it first. The context is asked to
    /// draw again when there is news.
    pub fn start(open: impl FnOnce() -> Read<T> + Send + 'static, ctx: &Context) -> Self {
        let (wanted, asked) = channel::<T>();
        let (sender, read) = channel();
        let ctx = ctx.clone();
        // It ends when nobody asks any more.
        std::thread::spawn(move || {
            let mut reader = open();
            while let Ok(name) = asked.recv() {
                if sender.send((name, reader(name))).is_err() {
                    break;
                }
                ctx.request_repaint();
            }
        });
        Self {
            wanted,
            read,
            waited: BTreeSet::new(),
            known: BTreeMap::new(),
        }
    }

    /// Those of the wanted pictures that are there; the others are asked for.
    pub fn of(&mut self, wanted: &[T], ctx: &Context, frame: u64) -> Vec<(T, TextureId)> {
        self.take(ctx, frame);
        let mut drawn = Vec::new();
        for &name in wanted {
            match self.known.get_mut(&name) {
                Some((texture, last)) => {
                    *last = frame;
                    drawn.extend(texture.as_ref().map(|texture| (name, texture.id())));
                }
                None if self.waited.len() < MOST_WAITED && self.waited.insert(name) => {
                    // A thread that is no more answers nothing; its place stays empty.
                    let _ = self.wanted.send(name);
                }
                None => {}
            }
        }
        drawn
    }

    fn take(&mut self, ctx: &Context, frame: u64) {
        while let Ok((name, picture)) = self.read.try_recv() {
            self.waited.remove(&name);
            let texture = picture.map(|it| {
                let name = format!("picture {name:?}");
                ctx.load_texture(name, it, TextureOptions::LINEAR)
            });
            self.known.insert(name, (texture, frame));
        }
        if self.known.len() > MOST_KEPT {
            let oldest = self.known.values().map(|(_, drawn)| *drawn).min();
            self.known.retain(|_, (_, drawn)| Some(*drawn) != oldest);
        }
    }
}
