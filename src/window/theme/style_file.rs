//! Styles of the map as files: JSON in which each border, symbol and name says its ink,
//! width, dashes and scales, and the inks say their colours in light and in dark. Three
//! are built in (`assets/styles`, with a description of the format); more are read from
//! the user's configuration folder.

mod entries;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use egui::Color32;

use self::entries::{BorderEntry, Colour, LabelEntry, Names, PointEntry, StyleFile};
use super::Mode;
use super::map_style::{BorderStyle, Hatch, LabelStyle, MapStyle, PointStyle, VerdictTints};
use crate::app::language::Language;

/// The format that is read.
const FORMAT: u32 = 1;
/// The side of a vertex's square, in points: the size of what a hand can hit.
const VERTEX_SIZE: f32 = 6.0;

/// Why a style file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StyleError {
    /// It cannot be read at all.
    #[error("{}: {source}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is no style as it is described; the message names line and column.
    #[error("{file}: {source}")]
    Malformed {
        /// The file.
        file: String,
        /// Where and why.
        source: serde_json::Error,
    },
    /// It is of a format that this program does not know.
    #[error("{file}: it is of format {found}, and this program reads format {FORMAT}")]
    OtherFormat {
        /// The file.
        file: String,
        /// The number that it gives.
        found: u32,
    },
    /// Something is drawn in an ink that has no colour.
    #[error("{file}: {user} has the ink \"{ink}\", which \"inks\" does not have in {mode}")]
    NoInk {
        /// The file.
        file: String,
        /// What is to be drawn in it.
        user: String,
        /// The ink.
        ink: String,
        /// `light` or `dark`.
        mode: &'static str,
    },
}

/// A style of the map, by the name that settings and the command line know it by.
#[derive(Debug)]
pub struct StyleSheet {
    /// The file's name without its ending: `default`, `print`, `colour_blind`.
    pub id: String,
    name: Names,
    light: MapStyle,
    dark: MapStyle,
}

/// The styles that are built in, the default one first.
static BUILT_IN: LazyLock<Vec<Arc<StyleSheet>>> = LazyLock::new(|| {
    let files = [
        (
            "default",
            include_str!("../../../assets/styles/default.json"),
        ),
        ("print", include_str!("../../../assets/styles/print.json")),
        (
            "colour_blind",
            include_str!("../../../assets/styles/colour_blind.json"),
        ),
    ];
    let parsed = files.map(|(id, text)| StyleSheet::parse(id, text).map(Arc::new));
    #[expect(
        clippy::expect_used,
        reason = "they are part of the program, and a test reads them"
    )]
    parsed
        .into_iter()
        .map(|style| style.expect("a style that is built in can be read"))
        .collect()
});

impl StyleSheet {
    /// The styles that are built in, the default one first.
    pub fn built_in() -> &'static [Arc<Self>] {
        &BUILT_IN
    }

    /// Reads a style from the text of a file that is called `id`.
    ///
    /// # Errors
    /// [`StyleError`] where it is no style.
    pub fn parse(id: &str, text: &str) -> Result<Self, StyleError> {
        let file = format!("{id}.json");
        let parsed: StyleFile =
            serde_json::from_str(text).map_err(|source| StyleError::Malformed {
                file: file.clone(),
                source,
            })?;
        if parsed.format != FORMAT {
            let found = parsed.format;
            return Err(StyleError::OtherFormat { file, found });
        }
        let style = |mode| parsed.style(mode, &file);
        Ok(Self {
            id: id.to_owned(),
            light: style(Mode::Light)?,
            dark: style(Mode::Dark)?,
            name: parsed.name,
        })
    }

    /// Reads a style from a file.
    ///
    /// # Errors
    /// [`StyleError`] where it cannot be read or is no style.
    pub fn read(file: &Path) -> Result<Self, StyleError> {
        let text = std::fs::read_to_string(file).map_err(|source| StyleError::Unreadable {
            file: file.to_owned(),
            source,
        })?;
        let id = file.file_stem().unwrap_or_default().to_string_lossy();
        Self::parse(&id, &text)
    }

    /// The styles that are built in, and those of the files in a folder, in the order of
    /// their names; one of a file stands for one that is built in and called the same. What
    /// cannot be used is told beside.
    pub fn all(folder: &Path) -> (Vec<Arc<Self>>, Vec<StyleError>) {
        let mut styles = Self::built_in().to_vec();
        let mut errors = Vec::new();
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
        files.sort();
        for file in files {
            match Self::read(&file) {
                Ok(style) => {
                    styles.retain(|known| known.id != style.id);
                    styles.push(Arc::new(style));
                }
                Err(error) => errors.push(error),
            }
        }
        (styles, errors)
    }

    /// What the style is called.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Persian => &self.name.fa,
            Language::English => &self.name.en,
        }
    }

    /// The look of the map in a mode.
    pub fn map_style(&self, mode: Mode) -> &MapStyle {
        match mode {
            Mode::Light => &self.light,
            Mode::Dark => &self.dark,
        }
    }
}

/// The inks of a mode.
struct Inks<'file> {
    file: &'file str,
    mode: Mode,
    colours: &'file BTreeMap<String, Colour>,
}

impl Inks<'_> {
    fn get(&self, ink: &str, user: &str) -> Result<Color32, StyleError> {
        let found = self.colours.get(ink).map(|colour| colour.0);
        found.ok_or_else(|| StyleError::NoInk {
            file: self.file.to_owned(),
            user: user.to_owned(),
            ink: ink.to_owned(),
            mode: match self.mode {
                Mode::Light => "light",
                Mode::Dark => "dark",
            },
        })
    }

    fn border(&self, entry: &BorderEntry, user: &str) -> Result<BorderStyle, StyleError> {
        let mut dash = [0.0; 8];
        for (target, length) in dash.iter_mut().zip(&entry.dash) {
            *target = length.max(0.0);
        }
        let halo = match &entry.casing {
            Some(casing) => (self.get(&casing.ink, user)?, casing.width),
            None => (Color32::TRANSPARENT, 0.0),
        };
        Ok(BorderStyle {
            colour: self.get(&entry.ink, user)?,
            width: entry.width,
            dash,
            halo,
            to_scale: entry.to_scale.unwrap_or(f32::INFINITY),
        })
    }

    fn point(&self, entry: &PointEntry, user: &str) -> Result<PointStyle, StyleError> {
        Ok(PointStyle {
            shape: entry.shape,
            radius: entry.radius,
            colour: self.get(&entry.ink, user)?,
            to_scale: entry.to_scale.unwrap_or(f32::INFINITY),
        })
    }

    fn label(&self, entry: &LabelEntry, user: &str) -> Result<LabelStyle, StyleError> {
        Ok(LabelStyle {
            size: entry.size,
            is_bold: entry.bold,
            colour: self.get(&entry.ink, user)?,
            from_scale: entry.from_scale,
            to_scale: entry.to_scale.unwrap_or(f32::INFINITY),
        })
    }
}

impl StyleFile {
    fn style(&self, mode: Mode, file: &str) -> Result<MapStyle, StyleError> {
        let inks = Inks {
            file,
            mode,
            colours: self.inks.of(mode),
        };
        let Self {
            borders,
            points,
            labels,
            contested,
            ramps,
            ..
        } = self;
        let [smallest, small, large, largest] = &points.village;
        let village = |entry| inks.point(entry, "the village");
        let [town, city, metropolis] = &points.city;
        let city_point = |entry| inks.point(entry, "the city");
        let verdicts = ramps.verdicts.of(mode);
        let ink = |name: &str| inks.get(name, "the map");
        let reference = borders.reference.as_ref().unwrap_or(&borders.hover);
        Ok(MapStyle {
            background: ink("background")?,
            land: ink("land")?,
            tints: self.tints.of(mode).map(|colour| colour.0),
            far_tints: self.far_tints,
            thinning: self.thinning,
            water: ink("water")?,
            international: inks.border(&borders.international, "the international border")?,
            coast: inks.border(&borders.coast, "the coast")?,
            province: inks.border(&borders.province, "the border of provinces")?,
            county: inks.border(&borders.county, "the border of counties")?,
            district: inks.border(&borders.district, "the border of districts")?,
            rural_district: inks
                .border(&borders.rural_district, "the border of rural districts")?,
            city: inks.border(&borders.city, "the outline of cities")?,
            unpaired: inks.border(&borders.unpaired, "the unpaired border")?,
            disputed: inks.border(&borders.disputed, "the disputed border")?,
            unagreed: inks.border(&borders.unagreed, "the border that is not agreed on")?,
            contested: Hatch {
                colour: inks.get(&contested.ink, "contested land")?,
                fill: inks.get(&contested.fill, "contested land")?,
                width: contested.width,
                spacing: contested.spacing,
            },
            hover: inks.border(&borders.hover, "what the pointer is on")?,
            selected: inks.border(&borders.selected, "what is chosen")?,
            selected_fill: ink("selected_fill")?,
            hover_fill: ink("hover_fill")?,
            vertex_size: VERTEX_SIZE,
            vertex_fill: ink("vertex")?,
            vertex_line: ink("selected")?,
            vertex_ghost: ink("ghost")?,
            before: inks.border(&borders.before, "a line as it was")?,
            reference_inks: std::iter::once(&reference.ink)
                .chain(&borders.reference_inks)
                .map(|ink| inks.get(ink, "a line of a reference layer"))
                .collect::<Result<_, _>>()?,
            reference: inks.border(reference, "a line of a reference layer")?,
            gain_fill: ink("gain_fill")?,
            loss_fill: ink("loss_fill")?,
            place_point: inks.point(&points.place, "the place")?,
            farm_point: inks.point(&points.farm, "the farm")?,
            village_points: [
                village(smallest)?,
                village(small)?,
                village(large)?,
                village(largest)?,
            ],
            city_points: [
                city_point(town)?,
                city_point(city)?,
                city_point(metropolis)?,
            ],
            centre_points: [
                inks.point(
                    &points.rural_district_centre,
                    "the centre of rural districts",
                )?,
                inks.point(&points.district_centre, "the centre of districts")?,
                inks.point(&points.county_centre, "the centre of counties")?,
                inks.point(&points.province_centre, "the centre of provinces")?,
            ],
            island_point: inks.point(&points.island, "the island")?,
            province_label: inks.label(&labels.province, "names of provinces")?,
            far_province_label: inks.label(&labels.province_far, "names of provinces from afar")?,
            county_label: inks.label(&labels.county, "names of counties")?,
            district_label: inks.label(&labels.district, "names of districts")?,
            rural_district_label: inks.label(&labels.rural_district, "names of rural districts")?,
            city_label: inks.label(&labels.city, "names of cities")?,
            village_label: inks.label(&labels.village, "names of villages")?,
            graticule_label: inks.label(&labels.graticule, "figures of the graticule")?,
            graticule: ink("graticule")?,
            label_halo: ink("halo")?,
            label_halo_width: self.label_halo_width,
            sequential: ramps.sequential.of(mode).map(|colour| colour.0),
            diverging: ramps.diverging.of(mode).map(|colour| colour.0),
            verdicts: VerdictTints {
                met: verdicts.met.0,
                missed: verdicts.missed.0,
                authority: verdicts.authority.0,
                grandfathered: verdicts.grandfathered.0,
                undecided: verdicts.undecided.0,
            },
            scale_bar: ink("label_strong")?,
        })
    }
}
