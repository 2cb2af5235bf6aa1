//! Files that are kept with the data by their content: the picture of a map sheet, the scan
//! of a decree. Equal contents are kept once, and what has a name here never changes.

use std::fmt;
use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

/// The name of a content: its BLAKE3 hash in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentHash(String);

impl ContentHash {
    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).to_hex().to_string())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Contents by their names. A clone shares them.
///
/// ```
/// use marz::model::Contents;
/// let mut contents = Contents::default();
/// let name = contents.keep(b"a picture".as_slice().into());
/// assert_eq!(contents.keep(b"a picture".as_slice().into()), name);
/// assert_eq!(contents.get(&name).as_deref(), Some(b"a picture".as_slice()));
/// ```
#[derive(Clone, Default)]
pub struct Contents(OrdMap<ContentHash, Arc<[u8]>>);

impl Contents {
    /// Keeps bytes, and gives their name.
    pub fn keep(&mut self, bytes: Arc<[u8]>) -> ContentHash {
        let name = ContentHash::of(&bytes);
        self.0.insert(name.clone(), bytes);
        name
    }

    /// The bytes of a name.
    pub fn get(&self, name: &ContentHash) -> Option<Arc<[u8]>> {
        self.0.get(name).cloned()
    }

    /// All of them, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&ContentHash, &Arc<[u8]>)> {
        self.0.iter()
    }
}

// The name says what the bytes are.
impl PartialEq for Contents {
    fn eq(&self, other: &Self) -> bool {
        self.0.keys().eq(other.0.keys())
    }
}

impl fmt::Debug for Contents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}
