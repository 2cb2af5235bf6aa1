//! The one table of what can be done in the window: its words, its keys and its icon.
//! Menus, buttons, the command palette and the keyboard all read it.

use egui::{Context, Key, KeyboardShortcut, ModifierNames, Modifiers};

use super::dialogs::is_dialog_open;
use super::icons::{Icon, icons};
use super::text::is_typing;
use crate::app::export_findings::FindingsFormat;
use crate::app::language::Words;

/// Something that can be done in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Choose files to open.
    Open,
    /// Open the sample that lies beside the program.
    OpenSample,
    /// Save to the project.
    Save,
    /// Choose a project file to save to.
    SaveAs,
    /// Choose a file to export to.
    Export,
    /// Choose a file to write the listed findings to.
    ExportFindings(FindingsFormat),
    /// Change the parameters of the checks.
    Parameters,
    /// Close the data set.
    Close,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Switch editing on or off.
    ToggleEditing,
    /// The tool that selects.
    SelectTool,
    /// The tool that moves vertices.
    MoveVertexTool,
    /// The tool that draws another course for a border.
    RedrawTool,
    /// The tool that cuts a unit by a line.
    CutTool,
    /// The tool that gives land in a ring to another unit.
    GiveTool,
    /// The tool that makes one unit of two.
    MergeTool,
    /// The tool that measures.
    MeasureTool,
    /// Show everything, or what is selected.
    Fit,
    /// Go to the selected unit.
    GoToSelection,
    /// The next finding of the list.
    NextFinding,
    /// The one before.
    PreviousFinding,
    /// The tab of findings.
    ShowFindings,
    /// The tab of units.
    ShowUnits,
    /// The tab of the import's report.
    ShowReport,
    /// The tab of the history.
    ShowHistory,
    /// The tab of charts.
    ShowCharts,
    /// Meridians, parallels and the north.
    SwitchGraticule,
    /// The legend.
    SwitchLegend,
    /// The small map of where one looks.
    SwitchOverview,
    /// The next style of the map.
    NextStyle,
    /// Search, and all commands.
    Palette,
    /// The keyboard goes to the next panel.
    NextPanel,
    /// Nothing is selected any more; dialogs close.
    Escape,
    /// Persian or English.
    SwitchLanguage,
    /// Light or dark.
    SwitchLook,
    /// Draw everything larger.
    Larger,
    /// Draw everything smaller.
    Smaller,
    /// Draw everything at 100 %.
    NormalSize,
    /// Coordinates in degrees, minutes and seconds, or in decimal degrees.
    SwitchCoordinates,
    /// End the program.
    Quit,
}

/// A line of the table.
#[derive(Debug)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// The message with its words.
    pub words_id: &'static str,
    /// The keys that do it; the first are shown.
    pub keys: &'static [KeyboardShortcut],
    /// Its icon.
    pub icon: Option<Icon>,
    /// Whether the palette offers it.
    pub in_palette: bool,
}

impl Entry {
    /// Its words.
    pub fn words(&self, words: &Words) -> String {
        words.text(self.words_id)
    }

    /// Its first keys, as they are written: `Ctrl+Shift+S`.
    pub fn keys_text(&self) -> Option<String> {
        let keys = self.keys.first()?;
        Some(keys.format(&ModifierNames::NAMES, false))
    }
}

const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn command_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn bare(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn entry(
    action: Action,
    words_id: &'static str,
    keys: &'static [KeyboardShortcut],
    icon: Option<Icon>,
) -> Entry {
    Entry {
        action,
        words_id,
        keys,
        icon,
        in_palette: true,
    }
}

const fn hidden(mut entry: Entry) -> Entry {
    entry.in_palette = false;
    entry
}

/// Everything that can be done, in the order of the menus.
pub static ENTRIES: &[Entry] = &[
    entry(
        Action::Open,
        "command-open",
        &[command(Key::O)],
        Some(icons::ICON_FOLDER_OPEN),
    ),
    entry(
        Action::OpenSample,
        "command-open-sample",
        &[],
        Some(icons::ICON_MAP),
    ),
    entry(
        Action::Save,
        "command-save",
        &[command(Key::S)],
        Some(icons::ICON_SAVE),
    ),
    entry(
        Action::SaveAs,
        "command-save-as",
        &[command_shift(Key::S)],
        Some(icons::ICON_SAVE_AS),
    ),
    entry(
        Action::Export,
        "command-export",
        &[],
        Some(icons::ICON_FILE_EXPORT),
    ),
    entry(
        Action::ExportFindings(FindingsFormat::Html),
        "command-export-findings-html",
        &[],
        Some(icons::ICON_DESCRIPTION),
    ),
    entry(
        Action::ExportFindings(FindingsFormat::Csv),
        "command-export-findings-csv",
        &[],
        Some(icons::ICON_TABLE_ROWS),
    ),
    entry(
        Action::ExportFindings(FindingsFormat::GeoJson),
        "command-export-findings-geojson",
        &[],
        Some(icons::ICON_FILE_EXPORT),
    ),
    entry(
        Action::Parameters,
        "command-parameters",
        &[],
        Some(icons::ICON_TUNE),
    ),
    entry(
        Action::Close,
        "command-close",
        &[command(Key::W)],
        Some(icons::ICON_CLOSE),
    ),
    entry(
        Action::Undo,
        "command-undo",
        &[command(Key::Z)],
        Some(icons::ICON_UNDO),
    ),
    entry(
        Action::Redo,
        "command-redo",
        &[command_shift(Key::Z), command(Key::Y)],
        Some(icons::ICON_REDO),
    ),
    entry(
        Action::ToggleEditing,
        "command-editing",
        &[bare(Key::E)],
        Some(icons::ICON_EDIT),
    ),
    entry(
        Action::SelectTool,
        "command-select-tool",
        &[bare(Key::V)],
        Some(icons::ICON_ARROW_SELECTOR_TOOL),
    ),
    entry(
        Action::MoveVertexTool,
        "command-move-vertex-tool",
        &[bare(Key::M)],
        Some(icons::ICON_POLYLINE),
    ),
    entry(
        Action::RedrawTool,
        "command-redraw-tool",
        &[bare(Key::R)],
        Some(icons::ICON_GESTURE),
    ),
    entry(
        Action::CutTool,
        "command-cut-tool",
        &[bare(Key::C)],
        Some(icons::ICON_CONTENT_CUT),
    ),
    entry(
        Action::GiveTool,
        "command-give-tool",
        &[bare(Key::A)],
        Some(icons::ICON_SWAP_HORIZ),
    ),
    entry(
        Action::MergeTool,
        "command-merge-tool",
        &[bare(Key::U)],
        Some(icons::ICON_MERGE),
    ),
    entry(
        Action::MeasureTool,
        "command-measure-tool",
        &[bare(Key::D)],
        Some(icons::ICON_STRAIGHTEN),
    ),
    entry(
        Action::Fit,
        "command-fit",
        &[bare(Key::F)],
        Some(icons::ICON_FIT_SCREEN),
    ),
    entry(
        Action::GoToSelection,
        "command-go-to-selection",
        &[bare(Key::Z)],
        Some(icons::ICON_CENTER_FOCUS_STRONG),
    ),
    entry(
        Action::NextFinding,
        "command-next-finding",
        &[bare(Key::J), bare(Key::N)],
        Some(icons::ICON_KEYBOARD_ARROW_DOWN),
    ),
    entry(
        Action::PreviousFinding,
        "command-previous-finding",
        &[bare(Key::K), bare(Key::P)],
        Some(icons::ICON_KEYBOARD_ARROW_UP),
    ),
    entry(
        Action::ShowFindings,
        "command-show-findings",
        &[],
        Some(icons::ICON_LIST_ALT),
    ),
    entry(
        Action::ShowUnits,
        "command-show-units",
        &[],
        Some(icons::ICON_TABLE_ROWS),
    ),
    entry(
        Action::ShowReport,
        "command-show-report",
        &[],
        Some(icons::ICON_DESCRIPTION),
    ),
    entry(
        Action::ShowHistory,
        "command-show-history",
        &[],
        Some(icons::ICON_HISTORY),
    ),
    entry(
        Action::ShowCharts,
        "command-show-charts",
        &[],
        Some(icons::ICON_BAR_CHART),
    ),
    entry(
        Action::SwitchGraticule,
        "command-graticule",
        &[],
        Some(icons::ICON_GRID_ON),
    ),
    entry(
        Action::SwitchLegend,
        "command-legend",
        &[],
        Some(icons::ICON_LEGEND_TOGGLE),
    ),
    entry(
        Action::SwitchOverview,
        "command-overview",
        &[],
        Some(icons::ICON_PICTURE_IN_PICTURE),
    ),
    entry(
        Action::NextStyle,
        "command-next-style",
        &[],
        Some(icons::ICON_PALETTE),
    ),
    hidden(entry(
        Action::Palette,
        "command-palette",
        &[command(Key::K)],
        Some(icons::ICON_SEARCH),
    )),
    hidden(entry(
        Action::NextPanel,
        "command-next-panel",
        &[bare(Key::F6)],
        None,
    )),
    hidden(entry(
        Action::Escape,
        "command-escape",
        &[bare(Key::Escape)],
        None,
    )),
    entry(
        Action::SwitchLanguage,
        "command-language",
        &[],
        Some(icons::ICON_TRANSLATE),
    ),
    entry(
        Action::SwitchLook,
        "command-look",
        &[],
        Some(icons::ICON_DARK_MODE),
    ),
    entry(
        Action::Larger,
        "command-larger",
        &[command(Key::Plus), command(Key::Equals)],
        Some(icons::ICON_ZOOM_IN),
    ),
    entry(
        Action::Smaller,
        "command-smaller",
        &[command(Key::Minus)],
        Some(icons::ICON_ZOOM_OUT),
    ),
    entry(
        Action::NormalSize,
        "command-normal-size",
        &[command(Key::Num0)],
        None,
    ),
    entry(
        Action::SwitchCoordinates,
        "command-coordinates",
        &[],
        Some(icons::ICON_MY_LOCATION),
    ),
    entry(
        Action::Quit,
        "command-quit",
        &[command(Key::Q)],
        Some(icons::ICON_POWER_SETTINGS_NEW),
    ),
];

/// The line of an action.
pub fn entry_of(action: Action) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.action == action)
}

/// Whether a dialog leaves an action's keys their meaning: what lies behind it may change
/// by what is pressed in it only, but it can be closed, and made large enough to be read.
const fn passes_dialogs(action: Action) -> bool {
    matches!(
        action,
        Action::Escape | Action::Larger | Action::Smaller | Action::NormalSize
    )
}

/// The actions whose keys were pressed since the last frame. Letters alone are text
/// while the keyboard is in a field. Escape closes what floats before it does anything
/// else, and belongs to others where `escape_is_taken`.
pub fn pressed(ctx: &Context, escape_is_taken: bool) -> Vec<Action> {
    let in_popup = egui::Popup::is_any_open(ctx);
    // A list that is open has the keys for itself.
    let typing = is_typing(ctx) || in_popup;
    let escape_is_taken = escape_is_taken || in_popup;
    let in_dialog = is_dialog_open(ctx);
    // Keys with Shift first: a plain Ctrl+S would take Ctrl+Shift+S as well.
    let mut by_weight: Vec<(&Entry, &KeyboardShortcut)> = ENTRIES
        .iter()
        .flat_map(|entry| entry.keys.iter().map(move |keys| (entry, keys)))
        .collect();
    by_weight.sort_by_key(|(_, keys)| !keys.modifiers.shift);
    let mut actions = Vec::new();
    for (entry, keys) in by_weight {
        let is_text = keys.modifiers.is_none() && keys.logical_key != Key::F6;
        let is_taken = keys.logical_key == Key::Escape && escape_is_taken;
        let is_behind = in_dialog && !passes_dialogs(entry.action);
        if (is_text && typing) || is_taken || is_behind {
            continue;
        }
        if ctx.input_mut(|input| input.consume_shortcut(keys)) {
            actions.push(entry.action);
        }
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::language::Language;

    #[test]
    fn no_two_commands_have_the_same_keys_and_each_has_words() {
        let mut known = Vec::new();
        for entry in ENTRIES {
            for keys in entry.keys {
                assert!(!known.contains(keys), "{:?}", entry.action);
                known.push(*keys);
            }
            for language in Language::ALL {
                assert!(
                    Words::new(language).has(entry.words_id),
                    "{}",
                    entry.words_id
                );
            }
        }
    }

    #[test]
    fn keys_are_written_as_on_the_keyboard() {
        let save_as = entry_of(Action::SaveAs).and_then(Entry::keys_text);
        assert_eq!(save_as.as_deref(), Some("Ctrl+Shift+S"));
    }
}
