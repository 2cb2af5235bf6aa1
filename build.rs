//! Hands the database of reference systems that the bundled PROJ was built with to
//! the program, which carries it: PROJ looks for it only where it was built.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DEP_PROJ_ROOT");
    let root = std::env::var("DEP_PROJ_ROOT")
        .map_err(|_| "proj-sys does not say where it built PROJ: is `bundled_proj` on?")?;
    let database = PathBuf::from(root)
        .join("share")
        .join("proj")
        .join("proj.db");
    if !database.is_file() {
        return Err(format!("PROJ built no {}", database.display()).into());
    }
    println!("cargo::rustc-env=MARZ_PROJ_DB={}", database.display());
    Ok(())
}
