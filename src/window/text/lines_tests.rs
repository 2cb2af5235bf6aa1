//! How a line is cut into what is drawn with one colour.

use super::*;

/// The texts of the sections with their colours, from left to right.
fn drawn(lines: &Lines) -> Vec<(&str, Color32)> {
    let sections = lines.job.sections.iter();
    sections
        .map(|section| {
            let (start, end) = (section.byte_range.start.0, section.byte_range.end.0);
            let text = lines.job.text.get(start..end).unwrap_or_default();
            (text, section.format.color)
        })
        .collect()
}

#[test]
fn a_run_that_begins_before_a_span_and_ends_behind_it_is_cut_at_both() {
    let text = "County gains km later";
    let span = Span {
        bytes: 7..15,
        colour: Some(Color32::GREEN),
        weight: None,
    };
    let format = Format::new(13.0).coloured(Color32::BLACK);
    let lines = lay_out(Request {
        text,
        format: &format,
        spans: &[span],
        interface_is_right_to_left: false,
    });
    let expected = [
        ("County ", Color32::BLACK),
        ("gains km", Color32::GREEN),
        (" later", Color32::BLACK),
    ];
    assert_eq!(drawn(&lines), expected);
}
