//! The lines of the table of what can be done, in the order of the menus.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::{Action, Entry};
use crate::app::export_findings::FindingsFormat;
use crate::window::icons::{Icon, icons};

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
        Action::AddReferences,
        "command-add-references",
        &[],
        Some(icons::ICON_LAYERS),
    ),
    entry(
        Action::AddSheet,
        "command-add-sheet",
        &[],
        Some(icons::ICON_ADD_PHOTO_ALTERNATE),
    ),
    entry(
        Action::ExportHistory,
        "command-export-history",
        &[],
        Some(icons::ICON_HISTORY),
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
        Action::ShapeTool,
        "command-shape-tool",
        &[bare(Key::H)],
        Some(icons::ICON_LINE_CURVE),
    ),
    entry(
        Action::BorderTool,
        "command-border-tool",
        &[bare(Key::B)],
        Some(icons::ICON_LOCK),
    ),
    entry(
        Action::SettlementTool,
        "command-settlement-tool",
        &[bare(Key::L)],
        Some(icons::ICON_ADD_LOCATION),
    ),
    entry(
        Action::MarkerTool,
        "command-marker-tool",
        &[bare(Key::Y)],
        Some(icons::ICON_FLAG),
    ),
    entry(
        Action::SheetTool,
        "command-sheet-tool",
        &[bare(Key::I)],
        Some(icons::ICON_MAP),
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
