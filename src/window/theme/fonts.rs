//! The fonts of the window: Vazirmatn in three weights and the outlined Material Symbols, built in.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

/// Vazirmatn Regular, weight 400.
pub const REGULAR: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/fonts/Vazirmatn-Regular.ttf"
));
/// Vazirmatn Medium, weight 500.
pub const MEDIUM: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/fonts/Vazirmatn-Medium.ttf"
));
/// Vazirmatn Bold, weight 700.
pub const BOLD: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/fonts/Vazirmatn-Bold.ttf"
));

const ICONS: &str = "icons";

/// How heavy letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 400, for running text.
    #[default]
    Regular,
    /// 500, for headings of sections and chosen tabs.
    Medium,
    /// 700, for titles.
    Bold,
}

impl Weight {
    /// Every weight.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Medium, Self::Bold];

    const fn name(self) -> &'static str {
        match self {
            Self::Regular => "vazirmatn-regular",
            Self::Medium => "vazirmatn-medium",
            Self::Bold => "vazirmatn-bold",
        }
    }

    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Medium => MEDIUM,
            Self::Bold => BOLD,
        }
    }

    /// The family that egui knows it by.
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Medium | Self::Bold => FontFamily::Name(self.name().into()),
        }
    }
}

/// The family of the icons alone.
pub fn icon_family() -> FontFamily {
    FontFamily::Name(ICONS.into())
}

/// The bytes of the icon font.
pub fn icons() -> &'static [u8] {
    use std::sync::OnceLock;
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        egui_material_icons::font_insert()
            .data
            .font
            .as_ref()
            .as_ref()
            .to_vec()
    })
}

/// All fonts of the window: nothing of the machine's own is used, so that it looks the same everywhere.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for weight in Weight::ALL {
        let data = FontData::from_static(weight.bytes());
        fonts
            .font_data
            .insert(weight.name().to_owned(), Arc::new(data));
        fonts.families.insert(
            weight.family(),
            vec![weight.name().to_owned(), ICONS.to_owned()],
        );
    }
    let data = FontData::from_static(icons()).tweak(FontTweak {
        // Icons stand on their baseline: this brings them to the middle of the letters.
        y_offset_factor: 0.05,
        ..FontTweak::default()
    });
    fonts.font_data.insert(ICONS.to_owned(), Arc::new(data));
    fonts.families.insert(icon_family(), vec![ICONS.to_owned()]);
    fonts.families.insert(
        FontFamily::Monospace,
        vec![Weight::Regular.name().to_owned(), ICONS.to_owned()],
    );
    fonts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test that fails should stop

    use super::*;

    /// `usWeightClass` of a font's `OS/2` table.
    fn weight_class(font: &[u8]) -> u16 {
        let u16_at = |at: usize| u16::from_be_bytes([font[at], font[at + 1]]);
        let u32_at =
            |at: usize| u32::from_be_bytes([font[at], font[at + 1], font[at + 2], font[at + 3]]);
        let tables = usize::from(u16_at(4));
        let record = (0..tables)
            .map(|index| 12 + index * 16)
            .find(|at| &font[*at..at + 4] == b"OS/2")
            .unwrap();
        let table = usize::try_from(u32_at(record + 8)).unwrap();
        u16_at(table + 4)
    }

    #[test]
    fn each_file_has_the_weight_of_its_name() {
        assert_eq!(weight_class(REGULAR), 400);
        assert_eq!(weight_class(MEDIUM), 500);
        assert_eq!(weight_class(BOLD), 700);
    }

    #[test]
    fn every_family_has_its_fonts() {
        let fonts = definitions();
        for names in fonts.families.values() {
            assert!(!names.is_empty());
            for name in names {
                assert!(fonts.font_data.contains_key(name), "{name}");
            }
        }
        assert_eq!(fonts.families.len(), 5);
    }
}
