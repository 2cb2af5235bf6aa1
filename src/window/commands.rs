//! The one table of what can be done in the window: its words, its keys and its icon.
//! Menus, buttons, the command palette and the keyboard all read it.

mod entries;

use egui::{Context, Key, KeyboardShortcut, ModifierNames};

pub use self::entries::ENTRIES;

use super::dialogs::is_dialog_open;
use super::icons::Icon;
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
    /// Choose files to look at beside the data.
    AddReferences,
    /// Choose a picture of a map sheet to lay on the map.
    AddSheet,
    /// Choose a file to write the history to.
    ExportHistory,
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
    /// The tool that smooths, simplifies and aligns borders.
    ShapeTool,
    /// The tool that locks borders and says what is known of them.
    BorderTool,
    /// The tool that places and moves settlements.
    SettlementTool,
    /// The tool that sets boundary markers up.
    MarkerTool,
    /// The tool that lays map sheets.
    SheetTool,
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
