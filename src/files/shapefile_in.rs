//! x
use super::error::FileError;
use super::raw::RawLayer;
use std::path::Path;
pub fn layer_from_shapefile(path: &Path, _bytes: &[u8]) -> Result<RawLayer, FileError> {
    Err(FileError::NotShapefile {
        file: path.to_owned(),
        reason: String::new(),
    })
}
