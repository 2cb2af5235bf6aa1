//! The national sample for benchmarks, written once and kept with the build.

use std::error::Error;
use std::path::{Path, PathBuf};

use marz::files::sample::{Options, write};

/// Where the sample of about so many vertices lies.
pub fn folder(vertices: usize) -> PathBuf {
    let name = format!("bench/national_{vertices}");
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Its layers, written if they are not there.
pub fn files(vertices: usize) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let folder = folder(vertices);
    if !folder.join("README.txt").exists() {
        println!("writing {}", folder.display());
        let options = Options {
            national: true,
            seed: 1,
            faults: 0,
            vertices: Some(vertices),
        };
        write(&folder, &options, &mut |_| true)?;
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder.join("national"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "geojson") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
