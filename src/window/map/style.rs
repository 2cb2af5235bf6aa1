//! How the map looks, as plain data that a theme or a style file fills in: a colour, width
//! and dash pattern for each class of line, a tint and hatch for each class of fill, a
//! symbol for each class of point.

use egui::Color32;

/// The whole look of the map. A class beyond a table's end is not drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct MapColours {
    /// Behind everything.
    pub background: Color32,
    /// By line class.
    pub lines: Vec<LineStyle>,
    /// By fill class.
    pub fills: Vec<FillStyle>,
    /// By point class.
    pub points: Vec<PointStyle>,
    /// How lines grow finer as the map shows more.
    pub thinning: Thinning,
}

impl Default for MapColours {
    fn default() -> Self {
        Self {
            background: Color32::from_rgb(0xF3, 0xF2, 0xEE),
            lines: Vec::new(),
            fills: Vec::new(),
            points: Vec::new(),
            thinning: Thinning::default(),
        }
    }
}

/// Widths and dashes are whole up to one scale, shrink towards another, and then stay.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thinning {
    /// 1:n up to which lines have their whole width.
    pub whole_to: f32,
    /// 1:n from which they have the least width.
    pub least_from: f32,
    /// The least width, as a share of the whole.
    pub least: f32,
}

impl Default for Thinning {
    fn default() -> Self {
        Self {
            whole_to: 700_000.0,
            least_from: 8_000_000.0,
            least: 0.55,
        }
    }
}

impl Thinning {
    /// The share of the whole width at 1:n.
    #[must_use]
    pub fn factor(&self, scale_denominator: f64) -> f32 {
        let (near, far) = (self.whole_to.max(1.0).ln(), self.least_from.max(1.0).ln());
        if far <= near {
            return 1.0;
        }
        let along =
            (((scale_denominator.max(1.0) as f32).ln() - near) / (far - near)).clamp(0.0, 1.0);
        1.0 + (self.least - 1.0) * along
    }
}

/// One kind of line. Lengths are in points of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineStyle {
    /// Whether the class is drawn at all.
    pub visible: bool,
    /// Colour, translucent or not.
    pub colour: Color32,
    /// Width.
    pub width: f32,
    /// Lengths on, off, on, off…; up to four pairs, zeros at the end. All zeros: solid.
    /// An `on` of 0 with round caps is a round dot.
    pub dash: [f32; 8],
    /// Whether dashes end round; else they end square.
    pub round_caps: bool,
    /// Colour of the casing under the line; it is solid where the line is dashed.
    pub halo: Color32,
    /// How far the casing reaches beyond the line on each side; 0 for none.
    pub halo_width: f32,
    /// The class fades out when the map shows more than 1:n.
    pub to_scale: f32,
}

impl LineStyle {
    /// A solid line without casing, at all scales.
    #[must_use]
    pub const fn solid(colour: Color32, width: f32) -> Self {
        Self {
            visible: true,
            colour,
            width,
            dash: [0.0; 8],
            round_caps: false,
            halo: Color32::TRANSPARENT,
            halo_width: 0.0,
            to_scale: f32::INFINITY,
        }
    }

    /// The same line, dashed: lengths on, off, on, off…; what is beyond four pairs is left out.
    #[must_use]
    pub fn dashed(mut self, lengths: &[f32], round_caps: bool) -> Self {
        self.dash = [0.0; 8];
        for (target, length) in self.dash.iter_mut().zip(lengths) {
            *target = length.max(0.0);
        }
        self.round_caps = round_caps;
        self
    }

    /// The same line with a casing.
    #[must_use]
    pub const fn with_halo(mut self, colour: Color32, width: f32) -> Self {
        self.halo = colour;
        self.halo_width = width;
        self
    }

    /// The same line, drawn up to 1:n.
    #[must_use]
    pub const fn up_to_scale(mut self, denominator: f32) -> Self {
        self.to_scale = denominator;
        self
    }

    /// How much of the class is seen at 1:n, from 1 to 0.
    #[must_use]
    pub fn strength(&self, scale_denominator: f64) -> f32 {
        if self.visible {
            fade(self.to_scale, scale_denominator)
        } else {
            0.0
        }
    }
}

/// One kind of fill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FillStyle {
    /// The tint, translucent or not; transparent for none.
    pub colour: Color32,
    /// The tint instead where the map shows so much that the other would be a patchwork.
    pub far: Option<FarTint>,
    /// Diagonal hatch over the tint.
    pub hatch: Option<Hatch>,
}

impl FillStyle {
    /// A plain tint.
    #[must_use]
    pub const fn tint(colour: Color32) -> Self {
        Self {
            colour,
            far: None,
            hatch: None,
        }
    }

    /// The tint at 1:n.
    #[must_use]
    pub fn colour_at(&self, scale_denominator: f64) -> Color32 {
        let Some(far) = self.far else {
            return self.colour;
        };
        let [near, whole] = [far.from_scale, far.whole_from].map(|scale| scale.max(1.0).ln());
        let along = (scale_denominator.max(1.0) as f32).ln() - near;
        let share = along / (whole - near).max(1e-3);
        self.colour.lerp_to_gamma(far.colour, share.clamp(0.0, 1.0))
    }

    /// Whether there is anything to see.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        self.colour.a() > 0 || self.hatch.is_some()
    }
}

/// A tint that comes as the map shows more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FarTint {
    /// The tint.
    pub colour: Color32,
    /// 1:n from which it begins to come.
    pub from_scale: f32,
    /// 1:n from which it alone is seen.
    pub whole_from: f32,
}

/// Diagonal lines that stay with the ground while the map pans. Lengths are in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hatch {
    /// Colour of the lines.
    pub colour: Color32,
    /// Width of a line.
    pub width: f32,
    /// Distance between the middles of two lines.
    pub spacing: f32,
}

/// One kind of point symbol. Lengths are in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointStyle {
    /// Whether the class is drawn at all.
    pub visible: bool,
    /// Its shape.
    pub shape: PointShape,
    /// Distance from the middle to the outside.
    pub radius: f32,
    /// Colour of the symbol.
    pub colour: Color32,
    /// Colour of what is inside a ring, and of the rim around a dot.
    pub ground: Color32,
    /// The class is drawn from 1:n on.
    pub from_scale: f32,
    /// The class fades out when the map shows more than 1:n.
    pub to_scale: f32,
}

impl PointStyle {
    /// How much of the class is seen at 1:n, from 1 to 0.
    #[must_use]
    pub fn strength(&self, scale_denominator: f64) -> f32 {
        if self.visible && scale_denominator >= f64::from(self.from_scale) {
            fade(self.to_scale, scale_denominator)
        } else {
            0.0
        }
    }
}

/// Shapes of point symbols, by the rank of what they stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointShape {
    /// A dot: village.
    Dot,
    /// A ring: rural district's centre.
    Ring,
    /// A ring with a dot: district's centre.
    RingDot,
    /// Two rings: county's centre.
    DoubleRing,
    /// A star in a ring: province's centre.
    StarRing,
    /// A square: place of another kind.
    Square,
}

/// From 1 at `to_scale` to 0 at 1.3 times it.
fn fade(to_scale: f32, scale_denominator: f64) -> f32 {
    if !to_scale.is_finite() {
        return 1.0;
    }
    let beyond = (scale_denominator as f32 / to_scale.max(1.0)).ln() / 1.3_f32.ln();
    (1.0 - beyond).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_whole_to_its_scale_and_gone_soon_after() {
        let style = LineStyle::solid(Color32::BLACK, 1.0).up_to_scale(1_000_000.0);
        assert_eq!(style.strength(999_999.0), 1.0);
        assert!(style.strength(1_100_000.0) < 1.0);
        assert_eq!(style.strength(1_400_000.0), 0.0);
    }

    #[test]
    fn a_far_tint_takes_over_between_its_scales() {
        let style = FillStyle {
            far: Some(FarTint {
                colour: Color32::WHITE,
                from_scale: 1e6,
                whole_from: 4e6,
            }),
            ..FillStyle::tint(Color32::BLACK)
        };
        assert_eq!(style.colour_at(9e5), Color32::BLACK);
        assert_eq!(style.colour_at(5e6), Color32::WHITE);
        let between = style.colour_at(2e6).r();
        assert!((120..136).contains(&between), "{between}");
    }

    #[test]
    fn lines_thin_out_and_never_below_the_least() {
        let thinning = Thinning::default();
        assert_eq!(thinning.factor(5_000.0), 1.0);
        assert!((thinning.factor(1e9) - thinning.least).abs() < 1e-6);
        assert!(thinning.factor(2_000_000.0) < 1.0);
    }
}
