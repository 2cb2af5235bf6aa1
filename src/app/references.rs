//! What is looked at beside the open data: layers of lines and points, and pictures of the
//! ground. A project does not hold them; the program remembers which files were looked at
//! with it.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::files::{FileError, ReferenceLayer, TileSet};

/// Something that is looked at.
#[derive(Debug, Clone)]
pub enum Looked {
    /// Lines and points, which are snapped to.
    Layer(Arc<ReferenceLayer>),
    /// Pictures of the ground, beneath everything.
    Tiles(Arc<TileSet>),
}

/// How something that is looked at is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReferenceLook {
    /// Which of the inks that the style of the map has for such layers.
    pub ink: u8,
    /// How much wider lines are than the style has them.
    pub width: f32,
    /// How much of what lies beneath is hidden, 0 to 1.
    pub opacity: f32,
}

impl Default for ReferenceLook {
    fn default() -> Self {
        Self {
            ink: 0,
            width: 1.0,
            opacity: 1.0,
        }
    }
}

/// Something that is looked at, and whether it is shown.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What it is.
    pub looked: Looked,
    /// Whether it is shown.
    pub is_shown: bool,
    /// How it is drawn.
    pub look: ReferenceLook,
}

impl Reference {
    /// What a file holds, shown.
    ///
    /// # Errors
    /// [`FileError`] where it cannot be read.
    pub fn read(path: &Path) -> Result<Vec<Self>, FileError> {
        let shown = |looked| Self {
            looked,
            is_shown: true,
            look: ReferenceLook::default(),
        };
        if TileSet::is_named_so(path) {
            let tiles = TileSet::read(path)?;
            return Ok(vec![shown(Looked::Tiles(Arc::new(tiles)))]);
        }
        let layers = ReferenceLayer::read(path)?.into_iter();
        let layers = layers.map(|layer| shown(Looked::Layer(Arc::new(layer))));
        Ok(layers.collect())
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match &self.looked {
            Looked::Layer(layer) => &layer.name,
            Looked::Tiles(tiles) => &tiles.name,
        }
    }

    /// The file that it was read from.
    pub fn file(&self) -> &Path {
        match &self.looked {
            Looked::Layer(layer) => &layer.file,
            Looked::Tiles(tiles) => &tiles.file,
        }
    }
}

/// What is shown, in the order in which it was read.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The layers.
    pub layers: Vec<Arc<ReferenceLayer>>,
    /// How each of them is drawn.
    pub layer_looks: Vec<ReferenceLook>,
    /// The pictures of the ground.
    pub tiles: Vec<Arc<TileSet>>,
    /// How each of those is drawn.
    pub tile_looks: Vec<ReferenceLook>,
}

/// The layers and the pictures that are shown.
pub fn shown(references: &[Reference]) -> Shown {
    let mut shown = Shown::default();
    for reference in references.iter().filter(|reference| reference.is_shown) {
        match &reference.looked {
            Looked::Layer(layer) => {
                shown.layers.push(Arc::clone(layer));
                shown.layer_looks.push(reference.look);
            }
            Looked::Tiles(set) => {
                shown.tiles.push(Arc::clone(set));
                shown.tile_looks.push(reference.look);
            }
        }
    }
    shown
}
