//! The reference layers that are shown beside the open data. A project does not
//! hold them; the program remembers which files were looked at with it.

use std::sync::Arc;

use crate::files::ReferenceLayer;

/// A reference layer and whether it is shown.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The layer.
    pub layer: Arc<ReferenceLayer>,
    /// Whether it is shown, and snapped to.
    pub is_shown: bool,
}

/// The layers that are shown, in the order in which they were read.
pub fn shown(references: &[Reference]) -> Vec<Arc<ReferenceLayer>> {
    let shown = references.iter().filter(|reference| reference.is_shown);
    shown
        .map(|reference| Arc::clone(&reference.layer))
        .collect()
}
