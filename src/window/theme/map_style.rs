//! The colours, widths and dashes of the map: quiet tints for counties, lines by level as on printed
//! division maps, blue for what is chosen, hatched red for what is disputed.

use egui::Color32;

use super::Mode;
use super::palette::hex;

/// How a border of some level is drawn. Lengths are in points and do not grow with the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BorderStyle {
    /// The line's colour.
    pub colour: Color32,
    /// The line's width, in points.
    pub width: f32,
    /// Drawn and empty lengths by turns, in points, a zero ends the list; all zero is a full line.
    /// A drawn length no longer than the width is a dot.
    pub dash: [f32; 6],
    /// The colour and the width of a band under the line, in points; zero for none.
    pub halo: (Color32, f32),
}

impl BorderStyle {
    const fn new(colour: Color32, width: f32, dash: [f32; 6]) -> Self {
        Self {
            colour,
            width,
            dash,
            halo: (Color32::TRANSPARENT, 0.0),
        }
    }
}

/// Parallel lines over contested land.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hatch {
    /// The lines' colour.
    pub colour: Color32,
    /// The colour between the lines.
    pub fill: Color32,
    /// The lines' width, in points.
    pub width: f32,
    /// The distance between lines, in points.
    pub spacing: f32,
    /// Their angle from the horizontal, in degrees.
    pub angle_degrees: f32,
}

/// The shape of a settlement's sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointShape {
    /// A filled disc.
    Disc,
    /// A ring.
    Ring,
    /// A disc in a ring: a centre.
    Centre,
    /// A filled square.
    Square,
}

/// How a settlement is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointStyle {
    /// Its shape.
    pub shape: PointShape,
    /// Its radius, in points.
    pub radius: f32,
    /// Its colour.
    pub colour: Color32,
}

/// How a name on the map is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelStyle {
    /// The size of the letters, in points.
    pub size: f32,
    /// Whether they are bold.
    pub is_bold: bool,
    /// Their colour.
    pub colour: Color32,
}

/// The look of the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapStyle {
    /// Land outside the data.
    pub background: Color32,
    /// A unit without a tint.
    pub land: Color32,
    /// Tints of units, given so that neighbours differ.
    pub tints: [Color32; 8],
    /// Water.
    pub water: Color32,
    /// Border of provinces.
    pub province: BorderStyle,
    /// Border of counties.
    pub county: BorderStyle,
    /// Border of districts.
    pub district: BorderStyle,
    /// Border of rural districts.
    pub rural_district: BorderStyle,
    /// Outline of cities.
    pub city: BorderStyle,
    /// Border that faces nothing although it should, or of unknown level.
    pub unpaired: BorderStyle,
    /// A disputed line.
    pub disputed: BorderStyle,
    /// Contested land.
    pub contested: Hatch,
    /// The line of what the pointer is on.
    pub hover: BorderStyle,
    /// The line of what is chosen.
    pub selected: BorderStyle,
    /// Over the land of what is chosen.
    pub selected_fill: Color32,
    /// Over the land of what the pointer is on.
    pub hover_fill: Color32,
    /// The side of a vertex's square, in points.
    pub vertex_size: f32,
    /// Inside a vertex's square.
    pub vertex_fill: Color32,
    /// The outline of a vertex's square.
    pub vertex_line: Color32,
    /// The ghost vertex in the middle of an edge.
    pub vertex_ghost: Color32,
    /// The line as it was, during an edit.
    pub before: BorderStyle,
    /// Land gained in a preview.
    pub gain_fill: Color32,
    /// Land lost in a preview.
    pub loss_fill: Color32,
    /// A city as a point.
    pub city_point: PointStyle,
    /// A village.
    pub village_point: PointStyle,
    /// A farm or place.
    pub farm_point: PointStyle,
    /// The seat of a unit.
    pub centre_point: PointStyle,
    /// Names of provinces.
    pub province_label: LabelStyle,
    /// Names of provinces on a map of the whole country.
    pub far_province_label: LabelStyle,
    /// Names of counties.
    pub county_label: LabelStyle,
    /// Names of districts.
    pub district_label: LabelStyle,
    /// Names of rural districts.
    pub rural_district_label: LabelStyle,
    /// Names of cities.
    pub city_label: LabelStyle,
    /// Names of villages.
    pub village_label: LabelStyle,
    /// The band around the letters of a name, so that lines do not cross it.
    pub label_halo: Color32,
    /// The width of that band, in points.
    pub label_halo_width: f32,
    /// The radius of a finding's sign, in points.
    pub finding_radius: f32,
    /// The outline of a finding's sign.
    pub finding_line: Color32,
    /// The scale bar and its figures.
    pub scale_bar: Color32,
}

impl MapStyle {
    pub(super) const fn new(mode: Mode) -> Self {
        match mode {
            Mode::Light => Self::of(&LIGHT),
            Mode::Dark => Self::of(&DARK),
        }
    }

    const fn of(inks: &Inks) -> Self {
        Self {
            background: inks.background,
            land: inks.land,
            tints: inks.tints,
            water: inks.water,
            province: BorderStyle::new(inks.line_strong, 2.4, [9.0, 3.0, 2.4, 3.0, 2.4, 3.0]),
            county: BorderStyle::new(inks.line, 1.4, [8.0, 2.5, 1.4, 2.5, 0.0, 0.0]),
            district: BorderStyle::new(inks.line_weak, 1.0, [6.0, 3.0, 0.0, 0.0, 0.0, 0.0]),
            rural_district: BorderStyle::new(inks.line_faint, 1.0, [1.0, 2.5, 0.0, 0.0, 0.0, 0.0]),
            city: BorderStyle::new(inks.line_weak, 1.0, [0.0; 6]),
            unpaired: BorderStyle::new(inks.line_weak, 0.8, [0.0; 6]),
            disputed: BorderStyle::new(inks.dispute, 2.4, [6.0, 2.0, 2.4, 2.0, 0.0, 0.0]),
            contested: Hatch {
                colour: inks.dispute,
                fill: inks.dispute_fill,
                width: 1.0,
                spacing: 6.0,
                angle_degrees: 45.0,
            },
            hover: BorderStyle::new(inks.hover, 1.6, [0.0; 6]),
            selected: BorderStyle {
                colour: inks.selected,
                width: 2.0,
                dash: [0.0; 6],
                halo: (inks.halo, 4.0),
            },
            selected_fill: inks.selected_fill,
            hover_fill: inks.hover_fill,
            vertex_size: 6.0,
            vertex_fill: inks.vertex,
            vertex_line: inks.selected,
            vertex_ghost: inks.ghost,
            before: BorderStyle::new(inks.line_faint, 1.4, [4.0, 3.0, 0.0, 0.0, 0.0, 0.0]),
            gain_fill: inks.gain_fill,
            loss_fill: inks.loss_fill,
            city_point: PointStyle {
                shape: PointShape::Square,
                radius: 3.0,
                colour: inks.label_strong,
            },
            village_point: PointStyle {
                shape: PointShape::Disc,
                radius: 1.8,
                colour: inks.label,
            },
            farm_point: PointStyle {
                shape: PointShape::Ring,
                radius: 1.5,
                colour: inks.label_weak,
            },
            centre_point: PointStyle {
                shape: PointShape::Centre,
                radius: 3.2,
                colour: inks.label_strong,
            },
            province_label: LabelStyle {
                size: 15.0,
                is_bold: true,
                colour: inks.label_strong,
            },
            far_province_label: LabelStyle {
                size: 11.5,
                is_bold: true,
                colour: inks.label_strong,
            },
            county_label: LabelStyle {
                size: 13.0,
                is_bold: true,
                colour: inks.label_strong,
            },
            district_label: LabelStyle {
                size: 12.0,
                is_bold: false,
                colour: inks.label,
            },
            rural_district_label: LabelStyle {
                size: 11.0,
                is_bold: false,
                colour: inks.label_weak,
            },
            city_label: LabelStyle {
                size: 11.5,
                is_bold: true,
                colour: inks.label,
            },
            village_label: LabelStyle {
                size: 10.0,
                is_bold: false,
                colour: inks.label_weak,
            },
            label_halo: inks.halo,
            label_halo_width: 1.5,
            finding_radius: 7.0,
            finding_line: inks.vertex,
            scale_bar: inks.label_strong,
        }
    }
}

/// The colours that differ between light and dark.
struct Inks {
    background: Color32,
    land: Color32,
    tints: [Color32; 8],
    water: Color32,
    line_strong: Color32,
    line: Color32,
    line_weak: Color32,
    line_faint: Color32,
    dispute: Color32,
    dispute_fill: Color32,
    selected: Color32,
    selected_fill: Color32,
    hover: Color32,
    hover_fill: Color32,
    ghost: Color32,
    vertex: Color32,
    gain_fill: Color32,
    loss_fill: Color32,
    label_strong: Color32,
    label: Color32,
    label_weak: Color32,
    halo: Color32,
}

const LIGHT: Inks = Inks {
    background: hex(0xF7_F6_F2),
    land: hex(0xF1_F0_EA),
    tints: [
        hex(0xE9_E6_EF),
        hex(0xF0_ED_E2),
        hex(0xE4_EE_EB),
        hex(0xF1_E9_EC),
        hex(0xE5_EA_F2),
        hex(0xF4_EA_E1),
        hex(0xE8_EE_E0),
        hex(0xEF_E8_F0),
    ],
    water: hex(0xDD_E9_F0),
    line_strong: hex(0x2E_2C_28),
    line: hex(0x5A_57_4F),
    line_weak: hex(0x8B_88_7E),
    line_faint: hex(0xA9_A6_9C),
    dispute: hex(0xC8_50_2D),
    dispute_fill: Color32::from_rgba_premultiplied(50, 20, 11, 64),
    selected: hex(0x1F_5F_D0),
    selected_fill: Color32::from_rgba_premultiplied(8, 24, 52, 64),
    hover: hex(0x4A_7F_D8),
    hover_fill: Color32::from_rgba_premultiplied(4, 12, 26, 32),
    ghost: hex(0x9B_BD_F0),
    vertex: hex(0xFF_FF_FF),
    gain_fill: Color32::from_rgba_premultiplied(10, 38, 24, 80),
    loss_fill: Color32::from_rgba_premultiplied(57, 16, 13, 80),
    label_strong: hex(0x26_25_22),
    label: hex(0x4D_4B_45),
    label_weak: hex(0x6F_6D_65),
    halo: Color32::from_rgba_premultiplied(210, 209, 205, 216),
};

const DARK: Inks = Inks {
    background: hex(0x16_17_19),
    land: hex(0x1F_21_23),
    tints: [
        hex(0x2A_28_33),
        hex(0x30_2C_24),
        hex(0x22_2E_2B),
        hex(0x32_29_2C),
        hex(0x25_2B_36),
        hex(0x35_2C_25),
        hex(0x29_2F_24),
        hex(0x30_28_33),
    ],
    water: hex(0x1C_2A_33),
    line_strong: hex(0xE2_DF_D6),
    line: hex(0xB3_AF_A4),
    line_weak: hex(0x84_81_78),
    line_faint: hex(0x68_66_5F),
    dispute: hex(0xEE_8A_68),
    dispute_fill: Color32::from_rgba_premultiplied(60, 35, 26, 64),
    selected: hex(0x7F_AE_F5),
    selected_fill: Color32::from_rgba_premultiplied(32, 44, 61, 64),
    hover: hex(0x5F_8E_D8),
    hover_fill: Color32::from_rgba_premultiplied(12, 18, 27, 32),
    ghost: hex(0x4A_66_94),
    vertex: hex(0x16_17_19),
    gain_fill: Color32::from_rgba_premultiplied(34, 62, 47, 80),
    loss_fill: Color32::from_rgba_premultiplied(75, 42, 39, 80),
    label_strong: hex(0xF0_EE_E8),
    label: hex(0xC9_C6_BD),
    label_weak: hex(0x9C_99_90),
    halo: Color32::from_rgba_premultiplied(19, 19, 21, 216),
};
