//! Files: GeoJSON and shapefiles in and out, reference systems, how the fields of a
//! layer are recognised, and the import that makes a data set of several layers.
//! Reading never refuses what can be read; what cannot be used is kept and told of.

mod attributes;
mod border_lines;
mod codes;
mod edit_script;
mod error;
mod export;
mod export_features;
mod field_words;
mod geojson_in;
mod geojson_number;
mod geojson_out;
mod geojson_parse;
mod geojson_scan;
mod geojson_windows;
mod geometry;
mod import;
mod map_file;
mod overlay_words;
mod projdb;
pub mod project;
mod raw;
mod recognise;
mod reference;
mod report;
mod reproject;
mod safe_write;
pub mod sample;
mod shapefile_in;
mod shapefile_out;
mod shapefile_table;
mod shapefile_table_out;
mod sheet;
mod source;
mod tiles;
mod utm;
mod write_back;

pub use edit_script::{
    EditScript, Place, ScriptEdit, ScriptError, ScriptReceiver, SetBorder, script_of,
};
pub use error::FileError;
pub use export::{ExportNote, ExportOf, ExportOptions, ExportReport, export, export_with};
pub use geojson_in::layer_from_geojson;
pub use import::{ImportLayer, ImportProgress, ImportStage, import};
pub use map_file::{MappingFile, attribute_from_name, attribute_name};
pub use raw::{Problem, RawFeature, RawForm, RawGeometry, RawLayer};
pub use recognise::{FieldEvidence, LevelSource, Recognised, recognise};
pub use reference::ReferenceLayer;
pub use report::{CalledBy, ImportReport, LayerReport, Reason, ReportLine};
pub use reproject::{CrsError, NotTransformable, Reprojection, is_wgs84};
pub use safe_write::write_file;
pub use shapefile_in::layer_from_shapefile;
pub use sheet::{LaidSheet, SheetPicture, SheetTile, TILE_PX, most_halved, read_sheet_picture};
pub use source::read_layers;
pub use tiles::{Tile, TileReader, TileSet};
pub use utm::{UtmGrid, UtmPlace};
