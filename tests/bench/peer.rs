//! The programs that a benchmark compares, and one run of one of them as a whole process.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A program with its arguments.
pub struct Peer {
    pub name: &'static str,
    program: OsString,
    arguments: Vec<OsString>,
    /// Whether a run that ends with this status did what it should.
    succeeds: fn(i32) -> bool,
}

/// What a run took.
#[derive(Clone, Copy)]
pub struct Run {
    pub seconds: f64,
    /// The most memory that it held at a time; nothing where the system does not tell.
    pub peak_bytes: u64,
}

impl Peer {
    /// Our own program, and the peers that the environment names, on a file.
    pub fn all(file: &Path) -> Vec<Self> {
        let mut peers = vec![Self {
            name: "marz check --rules T",
            program: env!("CARGO_BIN_EXE_marz").into(),
            arguments: vec!["check".into(), "--rules".into(), "T".into(), file.into()],
            // 1 tells of findings.
            succeeds: |status| status < 2,
        }];
        if let Some(program) = std::env::var_os("MARZ_BENCH_MAPSHAPER") {
            peers.push(Self {
                name: "mapshaper -mosaic",
                program,
                arguments: vec![file.into(), "-mosaic".into()],
                succeeds: |status| status == 0,
            });
        }
        if let Some(program) = std::env::var_os("MARZ_BENCH_PYTHON") {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/shapely_check.py");
            for (name, what) in [
                ("GEOS: validity, coverage edges", ""),
                ("GEOS: the same and gaps by union", "gaps"),
            ] {
                peers.push(Self {
                    name,
                    program: program.clone(),
                    arguments: vec![script.clone().into(), file.into(), what.into()],
                    succeeds: |status| status == 0,
                });
            }
        }
        peers
    }
}

/// Runs a program to its end.
pub fn run(peer: &Peer) -> Result<Run> {
    let start = Instant::now();
    let mut child = Command::new(&peer.program)
        .args(&peer.arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut peak_bytes = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak_bytes = peak_bytes.max(peak_of(&child));
        std::thread::sleep(Duration::from_millis(1));
    };
    let seconds = start.elapsed().as_secs_f64();
    match status.code() {
        Some(code) if (peer.succeeds)(code) => Ok(Run {
            seconds,
            peak_bytes,
        }),
        _ => Err(format!("{}: {status}", peer.name).into()),
    }
}

/// The high-water mark that Linux keeps of a process.
fn peak_of(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
    let kilobytes = status.ok().and_then(|status| {
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    kilobytes.unwrap_or_default() * 1024
}
