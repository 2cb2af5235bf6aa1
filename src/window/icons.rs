//! The one family of icons (Material Symbols, outlined), and which of them are mirrored.

pub use egui_material_icons::MaterialIcon as Icon;
pub use egui_material_icons::icons;

use egui_material_icons::icons::{
    ICON_ARROW_BACK, ICON_ARROW_FORWARD, ICON_CHEVRON_LEFT, ICON_CHEVRON_RIGHT, ICON_FIRST_PAGE,
    ICON_KEYBOARD_ARROW_LEFT, ICON_KEYBOARD_ARROW_RIGHT, ICON_LAST_PAGE,
};

/// Icons that mean a direction of reading: each with the one that takes its place when lines run from
/// the right.
const MIRRORED: &[(Icon, Icon)] = &[
    (ICON_CHEVRON_RIGHT, ICON_CHEVRON_LEFT),
    (ICON_ARROW_FORWARD, ICON_ARROW_BACK),
    (ICON_KEYBOARD_ARROW_RIGHT, ICON_KEYBOARD_ARROW_LEFT),
    (ICON_LAST_PAGE, ICON_FIRST_PAGE),
];

/// The icon to draw, given the one for lines that run from the left: chevrons and arrows are turned.
pub fn mirrored(icon: Icon, is_right_to_left: bool) -> Icon {
    if !is_right_to_left {
        return icon;
    }
    for (one, other) in MIRRORED {
        if icon.codepoint == one.codepoint {
            return *other;
        }
        if icon.codepoint == other.codepoint {
            return *one;
        }
    }
    icon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chevron_points_where_lines_go() {
        assert_eq!(
            mirrored(ICON_CHEVRON_RIGHT, true).codepoint,
            ICON_CHEVRON_LEFT.codepoint
        );
        assert_eq!(
            mirrored(ICON_CHEVRON_LEFT, true).codepoint,
            ICON_CHEVRON_RIGHT.codepoint
        );
        assert_eq!(
            mirrored(ICON_CHEVRON_RIGHT, false).codepoint,
            ICON_CHEVRON_RIGHT.codepoint
        );
        assert_eq!(
            mirrored(icons::ICON_UNDO, true).codepoint,
            icons::ICON_UNDO.codepoint
        );
    }
}
