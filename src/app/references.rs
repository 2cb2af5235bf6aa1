//! What is looked at beside the open data: layers of lines and points, and pictures of the
//! ground. A project does not hold them; the program remembers which files were looked at
//! with it.

use std::path::Path;
use std::sync::Arc;

use crate::files::{FileError, ReferenceLayer, TileSet};

/// Something that is looked at.
#[derive(Debug, Clone)]
pub enum Looked {
    /// Lines and points, which are snapped to.
    Layer(Arc<ReferenceLayer>),
    /// Pictures of the ground, beneath everything.
    Tiles(Arc<TileSet>),
}

/// Something that is looked at, and whether it is shown.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What it is.
    pub looked: Looked,
    /// Whether it is shown.
    pub is_shown: bool,
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

/// The layers and the pictures that are shown, in the order in which they were read.
pub fn shown(references: &[Reference]) -> (Vec<Arc<ReferenceLayer>>, Vec<Arc<TileSet>>) {
    let (mut layers, mut tiles) = (Vec::new(), Vec::new());
    for reference in references.iter().filter(|reference| reference.is_shown) {
        match &reference.looked {
            Looked::Layer(layer) => layers.push(Arc::clone(layer)),
            Looked::Tiles(set) => tiles.push(Arc::clone(set)),
        }
    }
    (layers, tiles)
}
