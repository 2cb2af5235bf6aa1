//! What the program remembers of a person between runs: language, look, recent
//! files. Kept as a small JSON file in the user's configuration folder; a file that
//! cannot be read means defaults, never a refusal to start.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::language::Language;
use super::references::ReferenceLook;

/// How many files are remembered.
const RECENT: usize = 10;

/// The settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The interface's language, by its code: `fa`, `en`.
    language: String,
    /// Whether the window is dark.
    pub dark: bool,
    /// The style of the map, by its file's name without the ending.
    pub map_style: String,
    /// How the map is laid flat: a reference system as PROJ knows it.
    pub projection: String,
    /// How large everything is drawn, 1 for 100 %.
    pub zoom: f32,
    /// Who works here: the author of edits, comments and decisions. Empty until said.
    pub author: String,
    /// Files that were open, the latest first.
    pub recent: Vec<PathBuf>,
    /// The files that were looked at beside each of them.
    references: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// How files that were looked at are drawn, where that was said.
    reference_looks: BTreeMap<PathBuf, ReferenceLook>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default().code().to_owned(),
            dark: false,
            map_style: "default".to_owned(),
            projection: "EPSG:3857".to_owned(),
            zoom: 1.0,
            author: String::new(),
            recent: Vec::new(),
            references: BTreeMap::new(),
            reference_looks: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// The interface's language.
    pub fn language(&self) -> Language {
        Language::from_code(&self.language).unwrap_or_default()
    }

    /// Chooses the interface's language.
    pub fn set_language(&mut self, language: Language) {
        self.language = language.code().to_owned();
    }

    /// Remembers a file as the latest.
    pub fn remember(&mut self, file: &Path) {
        // The next start may be from another folder.
        let file = absolute(file);
        self.recent.retain(|known| *known != file);
        self.recent.insert(0, file);
        self.recent.truncate(RECENT);
        let recent = &self.recent;
        self.references
            .retain(|project, _| recent.contains(project));
        let known: BTreeSet<&PathBuf> = self.references.values().flatten().collect();
        self.reference_looks.retain(|file, _| known.contains(file));
    }

    /// The files that were looked at beside a project.
    pub fn references_of(&self, project: &Path) -> &[PathBuf] {
        let known = self.references.get(&absolute(project));
        known.map_or(&[], Vec::as_slice)
    }

    /// Remembers which files are looked at beside a project.
    pub fn remember_references(&mut self, project: &Path, files: Vec<PathBuf>) {
        let files = files.iter().map(|file| absolute(file)).collect();
        self.references.insert(absolute(project), files);
    }

    /// How a file that is looked at is drawn.
    pub fn reference_look(&self, file: &Path) -> ReferenceLook {
        let known = self.reference_looks.get(&absolute(file));
        known.copied().unwrap_or_default()
    }

    /// Remembers how a file that is looked at is drawn.
    pub fn remember_look(&mut self, file: &Path, look: ReferenceLook) {
        self.reference_looks.insert(absolute(file), look);
    }

    /// The settings in `folder`; defaults where there are none that can be read.
    pub fn load(folder: &Path) -> Self {
        std::fs::read_to_string(file_in(folder))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Writes the settings into `folder`, which is made if need be.
    ///
    /// # Errors
    /// Where the folder or the file cannot be written.
    pub fn save(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let text = serde_json::to_string_pretty(self)?;
        std::fs::write(file_in(folder), text)
    }
}

/// A file by its whole path.
fn absolute(file: &Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join("settings.json")
}

/// The folders in which the program keeps its own files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Settings.
    pub configuration: PathBuf,
    /// Recovery files.
    pub state: PathBuf,
}

impl Folders {
    /// Where the user's own styles of the map lie.
    pub fn styles(&self) -> PathBuf {
        self.configuration.join("styles")
    }

    /// The user's folders: `%APPDATA%` and `%LOCALAPPDATA%` on Windows, else those of
    /// the XDG base directory specification; the folder for temporary files where
    /// the system names no other.
    pub fn of_user() -> Self {
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let home = |rest: &str| variable("HOME").map(|home| home.join(rest));
        let fallback = || std::env::temp_dir().join("marz");
        let configuration = variable("XDG_CONFIG_HOME")
            .or_else(|| variable("APPDATA"))
            .or_else(|| home(".config"));
        let state = variable("XDG_STATE_HOME")
            .or_else(|| variable("LOCALAPPDATA"))
            .or_else(|| home(".local/state"));
        Self {
            configuration: configuration.map_or_else(fallback, |folder| folder.join("marz")),
            state: state.map_or_else(fallback, |folder| folder.join("marz")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_a_broken_file_means_defaults() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut settings = Settings::default();
        settings.set_language(Language::English);
        settings.remember(Path::new("a.gpkg"));
        settings.remember(Path::new("b.gpkg"));
        settings.remember(Path::new("a.gpkg"));
        settings.remember_references(Path::new("b.gpkg"), vec![PathBuf::from("/river.shp")]);
        settings.save(folder.path())?;
        assert_eq!(Settings::load(folder.path()), settings);
        // Whole paths: the next start may be from another folder.
        let here = |name: &str| std::path::absolute(name);
        assert_eq!(settings.recent, [here("a.gpkg")?, here("b.gpkg")?]);
        let beside = settings.references_of(Path::new("b.gpkg"));
        assert_eq!(beside, [PathBuf::from("/river.shp")]);
        std::fs::write(file_in(folder.path()), "{")?;
        assert_eq!(Settings::load(folder.path()), Settings::default());
        Ok(())
    }
}
