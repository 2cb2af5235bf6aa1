//! A copy of a layer of the sample with a few known faults in it: what a checker finds in
//! them is for other tests to tell; here they are there so that it has something to do.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde_json::Value;

use crate::peer::Result;

/// What is done to a ring at one of its vertices.
const FAULTS: [fn(&mut Vec<Value>, usize); 5] = [moved, dropped, repeated, spike, swapped];

/// Copies a collection, one feature on a line, and puts `count` faults of each kind into
/// features far from each other.
pub fn write_faulty(clean: &Path, faulty: &Path, features: usize, count: usize) -> Result<()> {
    let every = (features / (count * FAULTS.len())).max(1);
    let mut out = BufWriter::new(File::create(faulty)?);
    let mut number = 0;
    for line in BufReader::new(File::open(clean)?).lines() {
        let line = line?;
        let is_feature = line.starts_with("{\"type\":\"Feature\",");
        let fault = FAULTS.get((number / every) % FAULTS.len());
        if let Some(fault) = fault.filter(|_| is_feature && number % every == 0) {
            let mut feature: Value = serde_json::from_str(line.trim_end_matches(','))?;
            let comma = if line.ends_with(',') { "," } else { "" };
            if let Some(ring) = first_ring(&mut feature) {
                let middle = ring.len() / 2;
                fault(ring, middle);
            }
            writeln!(out, "{feature}{comma}")?;
        } else {
            writeln!(out, "{line}")?;
        }
        number += usize::from(is_feature);
    }
    Ok(out.flush()?)
}

fn first_ring(feature: &mut Value) -> Option<&mut Vec<Value>> {
    let geometry = feature.get_mut("geometry")?;
    let is_multi = geometry.get("type")? == "MultiPolygon";
    let coordinates = geometry.get_mut("coordinates")?;
    let polygon = if is_multi {
        coordinates.get_mut(0)?
    } else {
        coordinates
    };
    polygon.get_mut(0)?.as_array_mut()
}

/// Two hundred metres north: an overlap and a gap.
#[allow(clippy::ptr_arg, reason = "all faults have one form")]
fn moved(ring: &mut Vec<Value>, at: usize) {
    if let Some(latitude) = ring.get_mut(at).and_then(|vertex| vertex.get_mut(1)) {
        *latitude = (latitude.as_f64().unwrap_or_default() + 0.002).into();
    }
}

fn dropped(ring: &mut Vec<Value>, at: usize) {
    ring.remove(at);
}

fn repeated(ring: &mut Vec<Value>, at: usize) {
    ring.insert(at, ring[at].clone());
}

/// To the vertex after the next, and back.
fn spike(ring: &mut Vec<Value>, at: usize) {
    ring.insert(at + 1, ring[at + 2].clone());
    ring.insert(at + 2, ring[at].clone());
}

#[allow(clippy::ptr_arg, reason = "all faults have one form")]
fn swapped(ring: &mut Vec<Value>, at: usize) {
    ring.swap(at, at + 1);
}
