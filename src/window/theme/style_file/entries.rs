//! A style file as it is written: what each member must be, before inks become colours.

use std::collections::BTreeMap;

use egui::Color32;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use super::super::Mode;
use super::super::map_style::{FarTints, PointShape};
use crate::window::map::Thinning;

/// A colour as it is written: `#RRGGBB`, or `#RRGGBBAA` with its opacity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Colour(pub Color32);

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Color32::from_hex(&text)
            .map(Self)
            .map_err(|_| D::Error::custom(format!("{text:?} is no colour; one is written #2E2C28")))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub fa: String,
    pub en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Modes<T> {
    pub light: T,
    pub dark: T,
}

impl<T> Modes<T> {
    pub fn of(&self, mode: Mode) -> &T {
        match mode {
            Mode::Light => &self.light,
            Mode::Dark => &self.dark,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StyleFile {
    pub format: u32,
    pub name: Names,
    pub inks: Modes<BTreeMap<String, Colour>>,
    pub tints: Modes<[Colour; 8]>,
    pub far_tints: FarTints,
    pub thinning: Thinning,
    pub borders: Borders,
    pub contested: Contested,
    pub points: Points,
    pub labels: Labels,
    pub label_halo_width: f32,
    pub ramps: Ramps,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Borders {
    pub international: BorderEntry,
    pub coast: BorderEntry,
    pub province: BorderEntry,
    pub county: BorderEntry,
    pub district: BorderEntry,
    pub rural_district: BorderEntry,
    pub city: BorderEntry,
    pub unpaired: BorderEntry,
    pub disputed: BorderEntry,
    pub unagreed: BorderEntry,
    pub hover: BorderEntry,
    pub selected: BorderEntry,
    pub before: BorderEntry,
    /// Lines of reference layers; styles that were written before there were any lack it.
    #[serde(default)]
    pub reference: Option<BorderEntry>,
    /// The other inks that such lines can have.
    #[serde(default)]
    pub reference_inks: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BorderEntry {
    pub ink: String,
    pub width: f32,
    #[serde(default)]
    pub dash: Vec<f32>,
    pub to_scale: Option<f32>,
    pub casing: Option<Casing>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Casing {
    pub ink: String,
    pub width: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contested {
    pub ink: String,
    pub fill: String,
    pub width: f32,
    pub spacing: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Points {
    pub place: PointEntry,
    pub farm: PointEntry,
    pub village: [PointEntry; 4],
    pub city: [PointEntry; 3],
    pub rural_district_centre: PointEntry,
    pub district_centre: PointEntry,
    pub county_centre: PointEntry,
    pub province_centre: PointEntry,
    pub island: PointEntry,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PointEntry {
    pub shape: PointShape,
    pub radius: f32,
    pub ink: String,
    pub to_scale: Option<f32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    pub province: LabelEntry,
    pub province_far: LabelEntry,
    pub county: LabelEntry,
    pub district: LabelEntry,
    pub rural_district: LabelEntry,
    pub city: LabelEntry,
    pub village: LabelEntry,
    pub graticule: LabelEntry,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelEntry {
    pub ink: String,
    pub size: f32,
    #[serde(default)]
    pub bold: bool,
    #[serde(default)]
    pub from_scale: f32,
    pub to_scale: Option<f32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ramps {
    pub sequential: Modes<[Colour; 5]>,
    pub diverging: Modes<[Colour; 5]>,
    pub verdicts: Modes<Verdicts>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Verdicts {
    pub met: Colour,
    pub missed: Colour,
    pub authority: Colour,
    pub grandfathered: Colour,
    pub undecided: Colour,
}
