//! What a person can ask of the program, and why it cannot be done just now.

use std::path::PathBuf;

use super::export_findings::FindingsFormat;
use super::jobs::JobId;
use super::language::Language;
use super::references::ReferenceLook;
use crate::edit::{ChangeKind, Edit, Refusal};
use crate::model::{Crs, Extent, FieldMapping};
use crate::rules::FindingKey;
use crate::rules::fixes::BulkTaker;

/// Something asked of the program. Panels send these and change nothing themselves.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Open a project, or read files to import them as the layers of one data set.
    Open(Vec<PathBuf>),
    /// Understand the fields of a layer of the pending import in this way.
    SetMapping {
        /// The layer's place in the pending import.
        layer: usize,
        /// The mapping.
        mapping: FieldMapping,
    },
    /// Read a layer of the pending import in this reference system.
    SetLayerCrs {
        /// The layer's place in the pending import.
        layer: usize,
        /// The system; nothing for the one that the file names.
        crs: Option<Crs>,
    },
    /// Read the layers of the pending import in.
    ConfirmImport,
    /// Forget the pending import.
    CancelImport,
    /// Read files to be looked at beside the data, snapped to and followed.
    AddReferences(Vec<PathBuf>),
    /// Draw a reference in another way.
    StyleReference {
        /// Its place in the list.
        place: usize,
        /// The way.
        look: ReferenceLook,
    },
    /// Add a scanned map sheet, put in the middle of what is in sight.
    AddSheet {
        /// The file of its picture.
        path: PathBuf,
        /// What is in sight.
        sight: Extent,
    },
    /// Show a reference layer, by its place, or hide it.
    ShowReference {
        /// Its place in the list.
        place: usize,
        /// Whether it is shown.
        is_shown: bool,
    },
    /// Take a reference layer, by its place, off the list.
    RemoveReference(usize),
    /// Save to the project file.
    Save,
    /// Save to another project file.
    SaveAs(PathBuf),
    /// Write the layers to another kind of file, by its ending.
    Export(PathBuf),
    /// Write findings of the last check to a file.
    ExportFindings {
        /// In which form.
        format: FindingsFormat,
        /// To which file.
        path: PathBuf,
        /// Which, in their order.
        keys: Vec<FindingKey>,
    },
    /// Write the steps of the history as edits that `marz apply` plays.
    ExportHistory(PathBuf),
    /// Close the data set. What is unsaved stays in the recovery file until then.
    Close,
    /// Make an edit.
    Edit(Edit),
    /// Say what edits of borders are meant as from now on.
    SetChangeKind(Option<ChangeKind>),
    /// Say what the last step was meant as, and why it was made.
    DescribeLast {
        /// What it was meant as.
        kind: Option<ChangeKind>,
        /// Why.
        reason: String,
    },
    /// Undo the last step.
    Undo,
    /// Make the last undone step again.
    Redo,
    /// Cancel a job.
    CancelJob(JobId),
    /// Choose the interface's language.
    SetLanguage(Language),
    /// Choose the dark or the light look.
    SetDark(bool),
    /// Choose the style of the map, by its file's name without the ending.
    SetMapStyle(String),
    /// Choose how the map is laid flat, by a reference system as PROJ knows it.
    SetProjection(String),
    /// Choose how large everything is drawn, 1 for 100 %.
    SetZoom(f32),
    /// Plan the ways to put a finding right.
    OfferFixes(FindingKey),
    /// Put a finding right in one of the ways that were offered.
    ApplyFix {
        /// The finding.
        key: FindingKey,
        /// The place of the way in the offer.
        place: usize,
        /// Who does it.
        author: String,
        /// Why; empty where nobody says.
        reason: String,
    },
    /// Plan what would become of a selection that is put right as one step.
    PlanBulk {
        /// The findings.
        keys: Vec<FindingKey>,
        /// Who gets the land of slivers.
        taker: BulkTaker,
    },
    /// Put the planned selection right.
    ApplyBulk {
        /// Who does it.
        author: String,
        /// Why; empty where nobody says.
        reason: String,
    },
    /// Say who works here.
    SetAuthor(String),
    /// Take a notice, by its place, off the list.
    DismissNotice(usize),
    /// Open a recovery, by its place in the offers.
    Recover(usize),
    /// Delete a recovery, by its place in the offers.
    DiscardRecovery(usize),
}

/// Why a command cannot be run now: the tooltip of its disabled button.
#[derive(Debug, Clone, PartialEq)]
pub enum Hindrance {
    /// Nothing is open.
    NothingOpen,
    /// There is nothing to undo.
    NothingToUndo,
    /// There is nothing to redo.
    NothingToRedo,
    /// Everything is saved.
    NothingToSave,
    /// It is being saved already.
    Saving,
    /// A file is being read already.
    Reading,
    /// The data is still being checked.
    NotChecked,
    /// No import is pending.
    NoImport,
    /// The edit is refused.
    Edit(Refusal),
}
