//! What a project's checks are told: widths, tolerances and limits, kept with the
//! data so that two people who open it see the same findings.

use serde::{Deserialize, Serialize};

/// The parameters of the checks. Each rule's document argues its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parameters {
    /// A face narrower than this (metres, diameter of its largest inscribed circle)
    /// is a sliver (T14, T15).
    pub sliver_width_m: f64,
    /// How far, in metres, a vertex may lie off the neighbour's edge and still be
    /// the neighbour's missing vertex (T16).
    pub match_tolerance_m: f64,
    /// A piece of land that a parent's own polygon and the units under it do not share
    /// is a mismatch of their lines if it is narrower than this (metres, diameter of
    /// its largest inscribed circle; S03), and land of the one or the other if it is
    /// wider (S01, S02).
    pub parent_tolerance_m: f64,
    /// A ring that turns back at a smaller angle than this (degrees) has a spike (T07).
    pub spike_angle_deg: f64,
    /// So has one that turns back at a smaller angle than this (degrees), where what is
    /// cut off is narrower at its foot than the sliver width (T07).
    pub narrow_spike_angle_deg: f64,
    /// A polygon smaller than this (square metres) is undersized (T08).
    pub minimum_area_m2: f64,
    /// For how many sliver widths two outer borders that part at a vertex must stay
    /// nearer than one to leave an open gap between them (T13).
    pub open_gap_widths: f64,
    /// Which set of legal parameters holds; the name of a file in `assets/law`.
    pub law: String,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            sliver_width_m: 10.0,
            match_tolerance_m: 1.0,
            parent_tolerance_m: 50.0,
            spike_angle_deg: 2.0,
            narrow_spike_angle_deg: 5.0,
            minimum_area_m2: 1_000.0,
            open_gap_widths: 10.0,
            law: "1362".to_owned(),
        }
    }
}
