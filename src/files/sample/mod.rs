//! Sample data, made by a program: `marz sample DIR` writes Lorestan as a made-up
//! geometry with its true figures and one seeded case of every kind of finding;
//! `--national` writes the whole country at full size, without faults or with as many of
//! every T-kind as `--faults` says, listed likewise. A planar partition
//! of fine cells is made once and every line of it drawn once, so levels and neighbours
//! match vertex for vertex. No line is that of a real border, and every file says so.
//!
//! # The scheme of the files
//!
//! Each file is a GeoJSON collection in WGS 84, coordinates in whole 1e-7 degrees, one
//! feature on a line; the collection's `note` says that the lines are not real. What a
//! feature is stands in its properties:
//!
//! | property | of | meaning |
//! |---|---|---|
//! | `level` | all | `province`, `county`, `district`, `rural_district`, `city`, `village`, `farm`, `place`, `centre`; beside the coverage `harim`, `constituency`, `village_limits` |
//! | `code` | units, settlements | statistical code, text with its zeros: province 2 digits, county 4, district 6, rural district and city 10, settlement 6 |
//! | `name` | all | Persian; null where the name is missing |
//! | `parent_code` | all but the province | the unit next above: a city's is its district, a settlement's its rural district, a centre's the unit whose centre it is |
//! | `population_1395`, `households_1395` | units, settlements | whole numbers |
//! | `density`, `density_decree` | rural district, district, county | `dense`, `medium`, `low`; the decree that set it |
//! | `established` | units | Solar Hijri year |
//! | `limits` | city | `cut_out`, or `over` if drawn over its rural district |
//! | `dependent`, `village_code` | farm, place | whether it belongs to a village, and to which |
//! | `parent_level`, `settlement_code`, `settlement_level` | centre | the level of the unit, the settlement or city that is its centre |
//! | `party`, `basis`, `submitted` | submission | whose line, on what ground, when |
//!
//! # The files
//!
//! `lorestan/` is one data set. `neighbour/submission.geojson` holds two counties as the
//! neighbouring province draws them, `layers/` what lies over the coverage, `cases/`
//! three data sets to be checked alone. `faults.json` lists the seeded cases:
//! `{"code", "kind", "units", "at", "file", "what"}`, legal ones with `verdict`, and under
//! `not_seeded` the kinds that files cannot hold, with the reason.

mod allot;
mod besides;
mod cases;
mod country;
mod faults;
mod grow;
mod layout;
mod layout_national;
mod lines;
mod lorestan;
mod mesh;
mod names;
mod national;
#[cfg(test)]
mod national_tests;
mod output;
mod partition;
mod people;
mod points;
mod random;
mod rings;
mod settlements;
#[cfg(test)]
mod tests;
mod units;

use std::path::{Path, PathBuf};

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The whole country at its true number of units instead of Lorestan.
    pub national: bool,
    /// The same seed gives the same files, byte for byte.
    pub seed: u64,
    /// About how many vertices all leaf polygons (rural districts and the cities cut out
    /// of them) shall have together, each ring's last one left out; none means 28,000,
    /// or 2,000,000 for the country. Fewer than the corners of the cells (about 5,000,
    /// for the country 130,000) cannot be had.
    pub vertices: Option<usize>,
    /// In the country, this many faults of every T-kind, each at a place of its own and
    /// listed in `faults.json`; Lorestan has its own cases whatever this is.
    pub faults: usize,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The files, in the order in which they were written.
    pub files: Vec<PathBuf>,
    /// Features in all of them.
    pub features: usize,
    /// Vertices of the leaf polygons, each ring's last one left out.
    pub vertices: usize,
}

/// Why the sample could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// A file or folder could not be made.
    #[error("{} cannot be written: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The layout failed; with another seed it may not.
    #[error("the sample could not be laid out ({0}); try another --seed or more --vertices")]
    Geometry(String),
    /// The user stopped it. Files that were written so far are left.
    #[error("stopped")]
    Cancelled,
}

/// Writes the sample into `directory`, which is made if it is missing; files of the same
/// names are written over. `progress` is told the part that is done, from 0 to 1, and
/// stops the work by returning false.
///
/// # Errors
///
/// [`SampleError::Write`] names the file that could not be written;
/// [`SampleError::Geometry`] if the seed gives a layout without room for a unit or a case;
/// [`SampleError::Cancelled`] if `progress` returned false.
///
/// ```
/// use marz::files::sample::{Options, write};
///
/// let folder = tempfile::tempdir()?;
/// let options = Options { national: false, seed: 1, vertices: None, faults: 0 };
/// let written = write(folder.path(), &options, &mut |_| true)?;
/// assert!(folder.path().join("lorestan/rural_districts.geojson").is_file());
/// assert!(written.vertices > 25_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(
    directory: &Path,
    options: &Options,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<Written, SampleError> {
    if options.national {
        national::write(directory, options, progress)
    } else {
        lorestan::write(directory, options, progress)
    }
}
