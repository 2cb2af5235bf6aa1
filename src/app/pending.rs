//! An import that waits for its user: the layers as read, how their fields are
//! understood, and what stands against it. Nothing is read in before it is confirmed.

use super::load::title_of;
use crate::files::{FileError, ImportLayer, RawLayer, Recognised};
use crate::model::{Crs, FieldMapping};

/// A layer of the pending import.
#[derive(Debug)]
pub struct PendingLayer {
    /// As read.
    pub raw: RawLayer,
    /// What was recognised, with what it rests on.
    pub recognised: Recognised,
    /// How it will be imported.
    pub mapping: FieldMapping,
    /// The reference system, where the user names one.
    pub crs: Option<Crs>,
}

/// The pending import.
#[derive(Debug, Default)]
pub struct PendingImport {
    /// The layers in the order of the files.
    pub layers: Vec<PendingLayer>,
    /// Files that could not be read; the rest can be imported without them.
    pub failed: Vec<FileError>,
}

impl PendingImport {
    /// What the data set will be called.
    pub fn title(&self) -> String {
        title_of(self.layers.iter().map(|layer| layer.raw.file.as_str()))
    }

    /// The layers as the import takes them.
    pub fn into_layers(self) -> Vec<ImportLayer> {
        self.layers
            .into_iter()
            .map(|layer| ImportLayer {
                raw: layer.raw,
                mapping: layer.mapping,
                crs: layer.crs,
            })
            .collect()
    }
}
