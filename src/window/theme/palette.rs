//! The colours of the window: two neutral surfaces, one blue accent, four severities.

use egui::Color32;

use super::Mode;

/// A colour from its usual notation.
pub(super) const fn hex(rgb: u32) -> Color32 {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

/// How grave a finding or verdict is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something is wrong.
    Error,
    /// Something needs a look, or an authority.
    Warning,
    /// Something to know.
    Note,
    /// A condition is met.
    Satisfied,
    /// Nothing can be said: data are missing.
    Unknown,
    /// A dispute between parties.
    Dispute,
}

/// The shape that goes with a severity, since colour never speaks alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// ▲
    Triangle,
    /// ◆
    Diamond,
    /// ■
    Square,
    /// ✓
    Check,
    /// ?
    Question,
    /// ●
    Disc,
}

impl Severity {
    /// Every severity, the gravest first.
    pub const ALL: [Self; 6] = [
        Self::Error,
        Self::Dispute,
        Self::Warning,
        Self::Note,
        Self::Unknown,
        Self::Satisfied,
    ];

    /// Its shape.
    pub const fn shape(self) -> Shape {
        match self {
            Self::Error => Shape::Triangle,
            Self::Warning => Shape::Diamond,
            Self::Note => Shape::Square,
            Self::Satisfied => Shape::Check,
            Self::Unknown => Shape::Question,
            Self::Dispute => Shape::Disc,
        }
    }
}

/// The colours of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Panels.
    pub surface: Color32,
    /// Bars, headers of tables, the back of a group of tabs.
    pub surface_sunk: Color32,
    /// Menus, tooltips and dialogs.
    pub popup: Color32,
    /// The inside of a field.
    pub field: Color32,
    /// A button at rest.
    pub control: Color32,
    /// What the pointer is on.
    pub hover: Color32,
    /// What is being pressed.
    pub pressed: Color32,
    /// Lines between surfaces, outlines of fields.
    pub line: Color32,
    /// Lines between rows.
    pub line_faint: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight: labels of values, headers.
    pub text_weak: Color32,
    /// Text that cannot be used now, placeholders.
    pub text_disabled: Color32,
    /// The one accent: what is chosen, links, focus.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// The back of what is chosen.
    pub accent_soft: Color32,
    /// The back of selected text.
    pub selection: Color32,
    /// The back of a match of a search.
    pub match_mark: Color32,
    /// A gain.
    pub gain: Color32,
    /// A loss.
    pub loss: Color32,
    /// Shadows of what floats.
    pub shadow: Color32,
    severities: [Color32; 6],
}

impl Palette {
    pub(super) const fn new(mode: Mode) -> Self {
        match mode {
            Mode::Light => Self {
                surface: hex(0xFF_FF_FF),
                surface_sunk: hex(0xF5_F4_F0),
                popup: hex(0xFF_FF_FF),
                field: hex(0xFF_FF_FF),
                control: hex(0xFF_FF_FF),
                hover: hex(0xF0_EF_EA),
                pressed: hex(0xE6_E4_DD),
                line: hex(0xDE_DC_D5),
                line_faint: hex(0xEC_EA_E4),
                text: hex(0x1F_1F_1D),
                text_weak: hex(0x6B_69_62),
                text_disabled: hex(0xA3_A1_98),
                accent: hex(0x1E_4F_A8),
                on_accent: hex(0xFF_FF_FF),
                accent_soft: hex(0xE4_ED_FB),
                selection: hex(0xC6_DB_F7),
                match_mark: hex(0xFC_EB_B6),
                gain: hex(0x1F_7A_4D),
                loss: hex(0xB5_32_2B),
                shadow: Color32::from_black_alpha(36),
                severities: [
                    hex(0xC0_39_2B),
                    hex(0xB3_72_12),
                    hex(0x4A_6A_8A),
                    hex(0x1F_7A_4D),
                    hex(0x6B_69_62),
                    hex(0xC8_50_2D),
                ],
            },
            Mode::Dark => Self {
                surface: hex(0x1E_1F_21),
                surface_sunk: hex(0x17_18_1A),
                popup: hex(0x28_29_2C),
                field: hex(0x17_18_1A),
                control: hex(0x28_29_2C),
                hover: hex(0x31_33_37),
                pressed: hex(0x3B_3D_42),
                line: hex(0x3A_3C_40),
                line_faint: hex(0x2C_2E_31),
                text: hex(0xE8_E7_E3),
                text_weak: hex(0xA5_A3_9C),
                text_disabled: hex(0x6F_6E_69),
                accent: hex(0x7F_AE_F5),
                on_accent: hex(0x0F_1C_33),
                accent_soft: hex(0x25_35_50),
                selection: hex(0x2E_4A_78),
                match_mark: hex(0x5A_4A_14),
                gain: hex(0x6C_C7_97),
                loss: hex(0xEF_85_7B),
                shadow: Color32::from_black_alpha(120),
                severities: [
                    hex(0xF0_76_68),
                    hex(0xE0_A5_4A),
                    hex(0x8F_B4_D8),
                    hex(0x6C_C7_97),
                    hex(0xA5_A3_9C),
                    hex(0xEE_8A_68),
                ],
            },
        }
    }

    /// The colour of a severity.
    pub const fn severity(&self, severity: Severity) -> Color32 {
        let [error, warning, note, satisfied, unknown, dispute] = self.severities;
        match severity {
            Severity::Error => error,
            Severity::Warning => warning,
            Severity::Note => note,
            Severity::Satisfied => satisfied,
            Severity::Unknown => unknown,
            Severity::Dispute => dispute,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::contrast::contrast;
    use super::*;

    #[test]
    fn text_can_be_read_on_every_surface() {
        for mode in [Mode::Light, Mode::Dark] {
            let palette = Palette::new(mode);
            let surfaces = [
                palette.surface,
                palette.surface_sunk,
                palette.popup,
                palette.hover,
                palette.accent_soft,
            ];
            for surface in surfaces {
                assert!(contrast(palette.text, surface) >= 7.0, "{mode:?}");
                assert!(contrast(palette.text_weak, surface) >= 4.5, "{mode:?}");
                assert!(contrast(palette.accent, surface) >= 4.5, "{mode:?}");
            }
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
            assert!(contrast(palette.text, palette.selection) >= 4.5);
            for severity in Severity::ALL {
                let ratio = contrast(palette.severity(severity), palette.surface);
                assert!(ratio >= 3.0, "{mode:?} {severity:?}: {ratio:.2}");
            }
        }
    }

    #[test]
    fn each_severity_has_its_own_shape() {
        for (index, one) in Severity::ALL.iter().enumerate() {
            for other in Severity::ALL.iter().skip(index + 1) {
                assert_ne!(one.shape(), other.shape());
            }
        }
    }
}
