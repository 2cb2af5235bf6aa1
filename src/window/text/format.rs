//! How a text is to be drawn: size, weight, colour, wrapping, alignment, direction.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use egui::Color32;

use super::bidi::Paragraph;
use crate::window::theme::fonts::Weight;

/// A length in points that can be hashed; what is not a number counts as infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Points(f32);

impl Points {
    /// Wraps a length.
    pub const fn new(points: f32) -> Self {
        Self(if points.is_nan() {
            f32::INFINITY
        } else {
            points
        })
    }

    /// The length.
    pub const fn into_inner(self) -> f32 {
        self.0
    }
}

impl Hash for Points {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// What happens to a text that is too wide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Hash)]
pub enum Wrap {
    /// It is drawn in full; only line feeds break it.
    #[default]
    None,
    /// It goes on in the next line.
    Lines {
        /// The greatest width of a line.
        width: Points,
    },
    /// It is cut at its logical end, with …
    Elide {
        /// The greatest width of a line.
        width: Points,
        /// The greatest number of lines, at least one.
        max_rows: u8,
    },
}

/// On which side the lines of a text begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// Where the interface begins: right in Persian, left in English.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// Where the interface ends.
    End,
    /// Left in every language.
    Left,
    /// Right in every language.
    Right,
}

/// How a text is drawn. Built from one of the theme's (`theme.text.body`, …) and changed:
/// `theme.text.body.bold().coloured(palette.accent)`.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
pub struct Format {
    /// The size of the font, in points.
    pub size: Points,
    /// How heavy the letters are.
    pub weight: Weight,
    /// The colour; `None` for the one given when it is painted.
    pub colour: Option<Color32>,
    /// How a paragraph's direction is found.
    pub paragraph: Paragraph,
    /// What happens when it is too wide.
    pub wrap: Wrap,
    /// Where its lines begin, against the widest one.
    pub align: Align,
    /// Digits take one width, as in the column of a table.
    pub is_tabular: bool,
    /// The distance between lines, in points; `None` for the font's.
    pub line_height: Option<Points>,
    /// White space at the end is drawn, as a text field needs.
    pub keeps_end_spaces: bool,
}

impl Format {
    /// Regular text of a size, in points.
    pub const fn new(size: f32) -> Self {
        Self {
            size: Points::new(size),
            weight: Weight::Regular,
            colour: None,
            paragraph: Paragraph::Interface,
            wrap: Wrap::None,
            align: Align::Start,
            is_tabular: false,
            line_height: None,
            keeps_end_spaces: false,
        }
    }

    /// In another weight.
    #[must_use]
    pub const fn weighted(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// In bold letters.
    #[must_use]
    pub const fn bold(self) -> Self {
        self.weighted(Weight::Bold)
    }

    /// In medium letters.
    #[must_use]
    pub const fn medium(self) -> Self {
        self.weighted(Weight::Medium)
    }

    /// In a colour.
    #[must_use]
    pub const fn coloured(mut self, colour: Color32) -> Self {
        self.colour = Some(colour);
        self
    }

    /// In another size, in points.
    #[must_use]
    pub const fn sized(mut self, size: f32) -> Self {
        self.size = Points::new(size);
        self
    }

    /// A name or note by someone: its direction is its own.
    #[must_use]
    pub const fn auto(mut self) -> Self {
        self.paragraph = Paragraph::Auto;
        self
    }

    /// A code, coordinate or file name: from left to right.
    #[must_use]
    pub const fn code(mut self) -> Self {
        self.paragraph = Paragraph::LeftToRight;
        self
    }

    /// Broken into lines of at most a width, in points.
    #[must_use]
    pub const fn wrapped(mut self, width: f32) -> Self {
        self.wrap = Wrap::Lines {
            width: Points::new(width),
        };
        self
    }

    /// Cut to one line of at most a width, in points.
    #[must_use]
    pub const fn elided(self, width: f32) -> Self {
        self.elided_rows(width, 1)
    }

    /// Cut to so many lines of at most a width, in points.
    #[must_use]
    pub const fn elided_rows(mut self, width: f32, max_rows: u8) -> Self {
        self.wrap = Wrap::Elide {
            width: Points::new(width),
            max_rows,
        };
        self
    }

    /// Aligned to another side.
    #[must_use]
    pub const fn aligned(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// With digits of one width.
    #[must_use]
    pub const fn tabular(mut self) -> Self {
        self.is_tabular = true;
        self
    }
}

/// A stretch of a text in another colour or weight. Letters on both sides of its ends are not joined,
/// so it should begin and end between words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// Its colour, if another.
    pub colour: Option<Color32>,
    /// Its weight, if another.
    pub weight: Option<Weight>,
}
