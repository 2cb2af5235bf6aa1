//! Writes the default sample: Lorestan as a coverage with seeded faults, the neighbour's
//! submission, the layers over it, the cases apart, the list of faults and a notice.

use std::fs;
use std::path::Path;

use super::names::Divisions;
use super::output::{Collection, NOTE};
use super::partition::{Partition, go_on};
use super::units::Units;
use super::{Options, SampleError, Written, besides, cases, faults};

/// Vertices of the leaf polygons unless told otherwise.
const VERTICES: usize = 28_000;

/// Writes the sample of Lorestan.
pub(super) fn write(
    directory: &Path,
    options: &Options,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<Written, SampleError> {
    let divisions = Divisions::lorestan()?;
    let vertices = options.vertices.unwrap_or(VERTICES);
    let partition = Partition::lorestan(&divisions, options.seed, vertices, progress)?;
    go_on(progress, 0.5)?;
    let mut units = Units::build(&divisions, &partition, options.seed)?;
    let mut noted = faults::Ledger::default();
    let apart = cases::files(&units, &mut noted, options.seed)?;
    let mut ledger = faults::seed(&mut units, &divisions, &partition)?;
    ledger.faults.append(&mut noted.faults);
    let beside = besides::layers(&divisions, &partition, &units, &mut ledger, options.seed)?;
    go_on(progress, 0.8)?;

    let mut written = Written::default();
    for (name, features) in units.layers() {
        let mut file = Collection::begin(directory, name)?;
        for feature in features {
            file.add(feature)?;
            let leaf = match feature.text("level") {
                "rural_district" => true,
                "city" => feature.text("limits") == "cut_out",
                _ => false,
            };
            if leaf {
                written.vertices += feature.vertices();
            }
        }
        written.end(directory, name, file)?;
    }
    for (name, features) in beside.iter().chain(&apart) {
        let mut file = Collection::begin(directory, name)?;
        for feature in features {
            file.add(feature)?;
        }
        written.end(directory, name, file)?;
    }
    let list = serde_json::to_string_pretty(&ledger.to_json(options.seed))
        .map_err(|error| SampleError::Geometry(error.to_string()))?;
    written.text(directory, "faults.json", &(list + "\n"))?;
    written.text(
        directory,
        "README.txt",
        &notice(&divisions.sources, options.seed),
    )?;
    go_on(progress, 1.0)?;
    Ok(written)
}

impl Written {
    /// Ends a collection and counts it.
    pub(super) fn end(
        &mut self,
        directory: &Path,
        name: &str,
        file: Collection,
    ) -> Result<(), SampleError> {
        self.features += file.features;
        file.finish()?;
        self.files.push(directory.join(name));
        Ok(())
    }

    /// Writes a text file.
    pub(super) fn text(
        &mut self,
        directory: &Path,
        name: &str,
        text: &str,
    ) -> Result<(), SampleError> {
        let path = directory.join(name);
        fs::create_dir_all(directory)
            .and_then(|()| fs::write(&path, text))
            .map_err(|source| SampleError::Write {
                path: path.clone(),
                source,
            })?;
        self.files.push(path);
        Ok(())
    }
}

fn notice(sources: &[String], seed: u64) -> String {
    format!(
        "THE LINES ARE NOT REAL. {NOTE}\n\n\
         Sample data for Marz, made with seed {seed}. Populations, dates and decrees are made up too.\n\
         Names and codes are facts that others collected:\n{}\n\n\
         lorestan/    one data set: province, counties, districts, rural districts, cities,\n\
        \x20            settlements, centres; the levels match vertex for vertex but for the seeded faults\n\
         neighbour/   two counties of a neighbouring province as that party submits them\n\
         layers/      lines over the coverage: harims, constituencies, village limits, borders\n\
         cases/       small data sets, each to be checked alone\n\
         faults.json  every seeded fault: code, units, place, file\n\n\
         Check the first with:  marz check lorestan/*.geojson\n",
        sources
            .iter()
            .map(|source| format!("- {source}"))
            .collect::<Vec<_>>()
            .join("\n")
    )
}
