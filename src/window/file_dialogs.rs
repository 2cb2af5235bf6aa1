//! The system's dialogs for files, on a thread of their own: the window goes on while
//! one is open. What was chosen comes back as a request.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::app::export_findings::FindingsFormat;
use crate::app::language::{Words, plain};
use crate::files::sample::{Options, write};

/// The endings of pictures that are known.
pub const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "tif", "tiff", "webp"];

/// What was chosen in a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Files to open.
    Open(Vec<PathBuf>),
    /// Files to look at beside the data.
    References(Vec<PathBuf>),
    /// The picture of a map sheet.
    Sheet(PathBuf),
    /// A project file to save to.
    SaveAs(PathBuf),
    /// A file to export to.
    Export(PathBuf),
    /// A file to write the history to.
    History(PathBuf),
    /// A file to write findings to.
    Findings(FindingsFormat, PathBuf),
    /// Nothing.
    Nothing,
}

/// The dialogs. At most one is open.
pub struct FileDialogs {
    sender: Sender<Chosen>,
    receiver: Receiver<Chosen>,
    is_open: bool,
}

impl Default for FileDialogs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            is_open: false,
        }
    }
}

/// Which dialog to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Files to open.
    Open,
    /// Files to look at beside the data.
    References,
    /// The picture of a map sheet.
    Sheet,
    /// A project file to save to.
    SaveAs,
    /// A file to export to.
    Export,
    /// A file to write the history to.
    History,
    /// A file to write findings to.
    Findings(FindingsFormat),
}

impl FileDialogs {
    /// Opens a dialog, unless one is open. `beside` is a file of the session: the dialog
    /// begins in its folder.
    pub fn open(
        &mut self,
        dialog: Dialog,
        words: &Words,
        beside: Option<&Path>,
        title: &str,
        ctx: &egui::Context,
    ) {
        if self.is_open {
            return;
        }
        let text = |id: &str| plain(&words.text(id));
        let mut shown = rfd::FileDialog::new();
        if let Some(folder) = beside.and_then(Path::parent) {
            shown = shown.set_directory(folder);
        }
        shown = match dialog {
            Dialog::Open => shown
                .set_title(text("dialog-open-title"))
                .add_filter(text("files-all-known"), &["gpkg", "geojson", "json", "shp"])
                .add_filter(text("files-project"), &["gpkg"])
                .add_filter(text("files-geojson"), &["geojson", "json"])
                .add_filter(text("files-shapefile"), &["shp"]),
            Dialog::References => shown.set_title(text("dialog-references-title")).add_filter(
                text("files-layers"),
                &["geojson", "json", "shp", "gpkg", "mbtiles"],
            ),
            Dialog::Sheet => shown
                .set_title(text("dialog-sheet-title"))
                .add_filter(text("files-pictures"), &PICTURES),
            Dialog::SaveAs => shown
                .set_title(text("dialog-save-title"))
                .set_file_name(format!("{title}.gpkg"))
                .add_filter(text("files-project"), &["gpkg"]),
            Dialog::Export => shown
                .set_title(text("dialog-export-title"))
                .set_file_name(format!("{title}.geojson"))
                .add_filter(text("files-geojson"), &["geojson"]),
            Dialog::History => shown
                .set_title(text("dialog-history-title"))
                .set_file_name(format!("{title}.json"))
                .add_filter(text("files-edits"), &["json"]),
            Dialog::Findings(format) => {
                let file = words.with("files-findings-name", &[("title", title.into())]);
                let kind = match format {
                    FindingsFormat::Csv => "files-table",
                    FindingsFormat::GeoJson => "files-geojson",
                    FindingsFormat::Html => "files-page",
                };
                shown
                    .set_title(text("dialog-findings-title"))
                    .set_file_name(format!("{}.{}", plain(&file), format.ending()))
                    .add_filter(text(kind), &[format.ending()])
            }
        };
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        let started = std::thread::Builder::new()
            .name("file-dialog".to_owned())
            .spawn(move || {
                let chosen = match dialog {
                    Dialog::Open => shown.pick_files().map(Chosen::Open),
                    Dialog::References => shown.pick_files().map(Chosen::References),
                    Dialog::Sheet => shown.pick_file().map(Chosen::Sheet),
                    Dialog::SaveAs => shown.save_file().map(Chosen::SaveAs),
                    Dialog::Export => shown.save_file().map(Chosen::Export),
                    Dialog::History => shown.save_file().map(Chosen::History),
                    Dialog::Findings(format) => {
                        let chosen = shown.save_file();
                        chosen.map(|path| Chosen::Findings(format, path))
                    }
                };
                // Nobody listens once the window is closed.
                let _ = sender.send(chosen.unwrap_or(Chosen::Nothing));
                ctx.request_repaint();
            });
        self.is_open = started.is_ok();
    }

    /// Finds the sample and hands its layers over as if they had been chosen. Where none
    /// lies beside the program, it is written into `folder` first.
    pub fn open_sample(&mut self, ctx: &egui::Context, folder: PathBuf) {
        if self.is_open {
            return;
        }
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        let started = std::thread::Builder::new()
            .name("sample".to_owned())
            .spawn(move || {
                let layers = sample_layers(&folder);
                let chosen = if layers.is_empty() {
                    Chosen::Nothing
                } else {
                    Chosen::Open(layers)
                };
                let _ = sender.send(chosen);
                ctx.request_repaint();
            });
        self.is_open = started.is_ok();
    }

    /// Whether a dialog is open.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// What was chosen since the last call.
    pub fn take(&mut self) -> Option<Chosen> {
        let chosen = self.receiver.try_recv().ok()?;
        self.is_open = false;
        Some(chosen)
    }
}

/// The layers of the sample: those beside the program or in the folder it was started
/// from, else written into `folder`.
fn sample_layers(folder: &Path) -> Vec<PathBuf> {
    let beside = std::env::current_exe().ok();
    let beside = beside.as_deref().and_then(Path::parent).map(Path::to_owned);
    let known = std::iter::once(PathBuf::from("."))
        .chain(beside)
        .map(|place| place.join("sample-data"))
        .chain([folder.to_owned()]);
    for place in known {
        let layers = geojson_files(&place.join("lorestan"));
        if !layers.is_empty() {
            return layers;
        }
    }
    let options = Options {
        national: false,
        seed: 1,
        vertices: None,
        faults: 0,
    };
    if let Err(error) = write(folder, &options, &mut |_| true) {
        tracing::error!(%error, "the sample could not be written");
    }
    geojson_files(&folder.join("lorestan"))
}

/// The GeoJSON files of a folder in the order of their names.
fn geojson_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "geojson"))
        .collect();
    files.sort();
    files
}
