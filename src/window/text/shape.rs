//! How wide letters are once they are joined: shaping by `harfrust`, the shaper inside egui, with the
//! same font files, so that line breaks, carets and marks fall where egui then draws.

use std::ops::Range;
use std::sync::OnceLock;

use harfrust::{BufferFlags, FontRef, GlyphBuffer, ShapeOptions, ShaperData, UnicodeBuffer};

use super::bidi::Chunk;
use crate::window::theme::fonts::{self, Weight};

/// A font file, ready to shape with.
struct Face {
    font: FontRef<'static>,
    data: ShaperData,
    units_per_em: f32,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let data = ShaperData::new(&font);
        #[expect(clippy::cast_precision_loss, reason = "an em has a few thousand units")]
        let units_per_em = data.shaper(&font).build().units_per_em() as f32;
        Some(Self {
            font,
            data,
            units_per_em,
        })
    }

    fn shape(&self, text: &str) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.set_flags(BufferFlags::BEGINNING_OF_TEXT | BufferFlags::END_OF_TEXT);
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaper = self.data.shaper(&self.font).build();
        shaper.shape(buffer, ShapeOptions::new())
    }
}

fn face(weight: Weight) -> Option<&'static Face> {
    static FACES: [OnceLock<Option<Face>>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let (cell, bytes) = match weight {
        Weight::Regular => (&FACES[0], fonts::REGULAR),
        Weight::Medium => (&FACES[1], fonts::MEDIUM),
        Weight::Bold => (&FACES[2], fonts::BOLD),
    };
    cell.get_or_init(|| Face::new(bytes)).as_ref()
}

fn icon_face() -> Option<&'static Face> {
    static ICONS: OnceLock<Option<Face>> = OnceLock::new();
    ICONS.get_or_init(|| Face::new(fonts::icons())).as_ref()
}

/// Whether the text font draws this cluster itself, without a fallback font.
pub fn is_covered(cluster: &str) -> bool {
    // The Arabic and Latin ranges that texts are made of: asked for each letter of each new text.
    let is_common = cluster.chars().all(|character| {
        matches!(character, ' '..='~' | '«' | '»' | '\u{200C}' | 'ء'..='غ' | 'ف'..='ْ' | '۰'..='۹')
            || matches!(
                character,
                'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' | 'ۀ' | '،' | '؛' | '؟' | '٫' | '٬' | '٪'
            )
    });
    is_common
        || face(Weight::Regular).is_some_and(|face| {
            face.shape(cluster)
                .glyph_infos()
                .iter()
                .all(|info| info.glyph_id != 0)
        })
}

/// A cluster of a shaped chunk: letters that are drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Its bytes in the paragraph.
    pub bytes: Range<usize>,
    /// Its left side, in points from the chunk's left side.
    pub left: f32,
    /// Its width, in points.
    pub width: f32,
}

/// The clusters of a chunk from left to right, and its width in points.
pub fn measure(chunk: &Chunk, size: f32, weight: Weight) -> (Vec<Cluster>, f32) {
    let covered = chunk.shaped.is_empty() || is_covered_text(&chunk.shaped);
    let face = if covered { face(weight) } else { icon_face() };
    let Some(face) = face else {
        return (Vec::new(), 0.0);
    };
    let buffer = face.shape(&chunk.shaped);
    let scale = size / face.units_per_em;
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    let mut x = 0.0;
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        #[expect(clippy::cast_precision_loss, reason = "font units are small")]
        let width = position.x_advance as f32 * scale;
        let start = info.cluster as usize;
        if starts.last() == Some(&start) {
            if let Some(last) = clusters.last_mut() {
                last.width += width;
            }
        } else {
            starts.push(start);
            clusters.push(Cluster {
                bytes: 0..0,
                left: x,
                width,
            });
        }
        x += width;
    }
    // A cluster reaches to where the next one begins, in the shaped text; from there to the paragraph.
    let mut sorted = starts.clone();
    sorted.sort_unstable();
    for (cluster, start) in clusters.iter_mut().zip(&starts) {
        let next = sorted.partition_point(|other| other <= start);
        let end = sorted.get(next).copied().unwrap_or(chunk.shaped.len());
        cluster.bytes = chunk.paragraph_bytes(*start..end);
    }
    (clusters, x)
}

/// The width of the cell that a digit of a table takes, in points: that of the wide Persian digits but ۳,
/// which reaches a little into the gaps beside it. Latin digits are narrower and as wide as one another.
pub fn digit_cell(size: f32, weight: Weight) -> f32 {
    static CELLS: [OnceLock<f32>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let cell = match weight {
        Weight::Regular => &CELLS[0],
        Weight::Medium => &CELLS[1],
        Weight::Bold => &CELLS[2],
    };
    let em = cell.get_or_init(|| {
        let widths = "0۰۱۲۴۵۶۷۸۹".chars().filter_map(|digit| {
            let face = face(weight)?;
            let mut text = [0; 4];
            let buffer = face.shape(digit.encode_utf8(&mut text));
            #[expect(clippy::cast_precision_loss, reason = "font units are small")]
            let advance = buffer.glyph_positions().first()?.x_advance as f32;
            Some(advance / face.units_per_em)
        });
        widths.fold(0.0, f32::max)
    });
    em * size
}

fn is_covered_text(text: &str) -> bool {
    use unicode_segmentation::UnicodeSegmentation as _;
    text.graphemes(true).next().is_none_or(is_covered)
}

impl Chunk {
    /// The bytes of the paragraph that some bytes of the shaped text stand for.
    fn paragraph_bytes(&self, shaped: Range<usize>) -> Range<usize> {
        let within = || self.origin.iter().filter(|(at, _)| shaped.contains(at));
        let start = within()
            .map(|(_, byte)| *byte)
            .min()
            .unwrap_or(self.bytes.start);
        let last = within().max_by_key(|(_, byte)| *byte);
        let end = last.map_or(start, |(at, byte)| {
            let length = self.shaped.get(*at..).and_then(|rest| rest.chars().next());
            // A mirrored bracket is as long as the bracket it stands for.
            byte + length.map_or(0, char::len_utf8)
        });
        start..end
    }
}
