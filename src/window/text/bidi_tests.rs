//! The order in which strings of this field are seen, each written out by hand.

use super::*;
use crate::app::language::left_to_right;

/// Text in logical order, and what is seen from left to right in a Persian interface.
const IN_PERSIAN: &[(&str, &str)] = &[
    ("مرز", "زرم"),
    ("مساحت ۴۱۲٫۶ کیلومتر مربع", "عبرم رتمولیک ۴۱۲٫۶ تحاسم"),
    ("۸٬۴۱۰ نفر", "رفن ۸٬۴۱۰"),
    ("۱۴۰۵/۰۹/۰۱", "۱۴۰۵/۰۹/۰۱"),
    ("تاریخ ۱۴۰۵/۰۹/۰۱ است", "تسا ۱۴۰۵/۰۹/۰۱ خیرات"),
    ("بخش (مرکزی)", "(یزکرم) شخب"),
    ("«الحاق»", "«قاحلا»"),
    ("EPSG:32639 (UTM 39N)", "EPSG:32639 (UTM 39N)"),
    ("سامانه EPSG:32639 است", "تسا EPSG:32639 هناماس"),
    // A bare list of groups of digits turns round between Persian letters: codes are isolated.
    ("کد 15 02 معتبر", "ربتعم 02 15 دک"),
    ("ماده ۳ تبصره ۱", "۱ هرصبت ۳ هدام"),
    ("٪۵", "٪۵"),
];

#[test]
fn strings_are_seen_in_the_order_of_a_persian_reader() {
    for (text, seen) in IN_PERSIAN {
        assert_eq!(visual_order(text, true), *seen, "{text}");
    }
}

#[test]
fn a_code_that_is_isolated_keeps_its_groups_in_order() {
    let text = format!("کد {} معتبر", left_to_right("15 02 01 0006"));
    assert_eq!(visual_order(&text, true), "ربتعم 15 02 01 0006 دک");
}

#[test]
fn a_negative_number_keeps_its_sign_at_the_left() {
    let number = crate::app::numbers::fixed(crate::app::language::Language::Persian, -3.2, 1);
    let text = format!("کاکاشرف {number} کیلومتر");
    assert_eq!(visual_order(&text, true), "رتمولیک −۳٫۲ فرشاکاک");
}

#[test]
fn persian_inside_english_turns_round_alone() {
    // A name is isolated by Fluent: without that, the figure after it would follow its direction.
    let name = crate::app::language::isolated("بروجرد");
    assert_eq!(
        visual_order(&format!("County {name} (15)"), false),
        "County درجورب (15)"
    );
    assert_eq!(
        visual_order("County بروجرد (15)", false),
        "County (15) درجورب"
    );
    assert_eq!(visual_order("Area: ۴۱۲٫۶ km²", false), "Area: ۴۱۲٫۶ km²");
}

#[test]
fn a_list_of_persian_names_runs_as_the_language_of_its_sentence() {
    use crate::app::language::{Language, Words, isolated};
    let list = |language, id| {
        let words = Words::new(language);
        let names = ["الف", "ب", "ج"].map(isolated).into_iter();
        let list = names.reduce(|first, second| {
            words.with(id, &[("first", first.into()), ("second", second.into())])
        });
        list.unwrap_or_default()
    };
    for (id, persian, english) in [
        ("finding-units", "ج ،ب ،فلا", "فلا, ب, ج"),
        ("finding-separator", "ج ؛ب ؛فلا", "فلا · ب · ج"),
    ] {
        let seen = visual_order(&list(Language::Persian, id), true);
        assert_eq!(seen, persian);
        let seen = visual_order(&list(Language::English, id), false);
        assert_eq!(seen, english);
    }
    // A line that begins with what is inserted runs as the interface too.
    let words = Words::new(Language::Persian);
    let line = words.with(
        "fix-all-left",
        &[("kinds", "شکاف ۲".into()), ("reason", "قفل است".into())],
    );
    assert_eq!(visual_order(&line, true), "تسا لفق :۲ فاکش");
    let inside = format!("{} 1", isolated(&line));
    assert_eq!(visual_order(&inside, false), "تسا لفق :۲ فاکش 1");
}

#[test]
fn the_first_strong_letter_decides_when_asked() {
    assert!(Paragraph::Auto.is_right_to_left("۱۲ روستا", false));
    assert!(!Paragraph::Auto.is_right_to_left("15 UTM", true));
    assert!(
        Paragraph::Auto.is_right_to_left("15", true),
        "the interface decides for bare digits"
    );
    assert!(!Paragraph::Auto.is_right_to_left("15", false));
}

/// All chunks of one line, from left to right.
fn line_chunks(text: &str, right_to_left: bool) -> Vec<Chunk> {
    let resolved = Resolved::new(text, right_to_left);
    resolved
        .visual_runs(0..text.len())
        .iter()
        .flat_map(|run| chunks(text, run, |_, _| 0))
        .collect()
}

/// What is seen once the shaper has turned the chunks that it turns.
fn seen_after_shaping(text: &str, right_to_left: bool) -> String {
    let mut seen = String::new();
    for chunk in line_chunks(text, right_to_left) {
        if chunk.shaped_right_to_left {
            let turned = chunk.shaped.graphemes(true).rev();
            if chunk.right_to_left {
                turned.for_each(|cluster| seen.extend(cluster.chars().map(mirrored)));
            } else {
                seen.extend(turned);
            }
        } else {
            seen.push_str(&chunk.shaped);
        }
    }
    seen
}

#[test]
fn what_the_shaper_is_given_comes_out_in_the_order_of_the_eye() {
    for (text, _) in IN_PERSIAN {
        assert_eq!(
            seen_after_shaping(text, true),
            visual_order(text, true),
            "{text}"
        );
        assert_eq!(
            seen_after_shaping(text, false),
            visual_order(text, false),
            "{text}"
        );
    }
}

#[test]
fn words_with_joiners_and_vowels_stay_whole() {
    let found = line_chunks("می‌شود", true);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found.first().map(|chunk| chunk.shaped.as_str()),
        Some("می‌شود")
    );
    let found = line_chunks("مُحَمَّد", true);
    assert_eq!(
        found.first().map(|chunk| chunk.shaped.as_str()),
        Some("مُحَمَّد")
    );
}

#[test]
fn every_byte_of_the_text_belongs_to_one_chunk_at_most() {
    let text = "کد \u{2066}15 02\u{2069} (معتبر) — ۳٫۲ km";
    let mut bytes: Vec<_> = line_chunks(text, true)
        .into_iter()
        .map(|chunk| chunk.bytes)
        .collect();
    bytes.sort_by_key(|range| range.start);
    for pair in bytes.windows(2) {
        if let [one, next] = pair {
            assert!(one.end <= next.start, "{bytes:?}");
        }
    }
}

/// The twelve kinds of characters that rules of UAX #9 tell apart, as in BidiTest.txt's notation.
const KINDS: &[char] = &[
    'a', 'ا', '1', '۱', '١', '(', ')', '-', ',', ' ', '\u{2068}', '\u{2069}',
];

proptest::proptest! {
    #[test]
    fn any_mixture_is_seen_as_the_algorithm_says(
        indices in proptest::collection::vec(0..KINDS.len(), 0..14),
        right_to_left: bool,
    ) {
        let text: String = indices.iter().filter_map(|index| KINDS.get(*index)).collect();
        // `unicode-bidi`'s own reordering of characters, without brackets mirrored.
        let info = ParagraphBidiInfo::new(&text, Some(if right_to_left { Level::rtl() } else { Level::ltr() }));
        let mut expected: String = info.reorder_line(0..text.len()).into_owned();
        expected.retain(|character| !is_direction_mark(character));
        let unmirror = |text: String| text.replace(['(', ')'], "|");
        proptest::prop_assert_eq!(unmirror(seen_after_shaping(&text, right_to_left)), unmirror(expected));
    }
}
