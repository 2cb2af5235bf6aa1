//! Sorting of names as a Persian dictionary does: پ after ب, گ after ک, یـ last, the Arabic shapes of
//! a letter beside the Persian ones, digits by their value. Over `icu_collator`'s Persian tailoring.

use std::cmp::Ordering;
use std::sync::OnceLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

static COLLATOR: OnceLock<Option<CollatorBorrowed<'static>>> = OnceLock::new();

fn collator() -> Option<&'static CollatorBorrowed<'static>> {
    COLLATOR
        .get_or_init(|| {
            let mut preferences = CollatorPreferences::from(&locale!("fa"));
            preferences.numeric_ordering = Some(CollationNumericOrdering::True);
            let mut options = CollatorOptions::default();
            options.strength = Some(Strength::Tertiary);
            CollatorBorrowed::try_new(preferences, options).ok()
        })
        .as_ref()
}

/// The order of two names. Names that a reader cannot tell apart are put in the order of their
/// characters, so that a sort never depends on what came before.
///
/// ```
/// use marz::app::collation::compare;
/// let mut names = vec!["یزد", "گرگان", "کرمان", "پاوه", "بم", "آبادان"];
/// names.sort_by(|a, b| compare(a, b));
/// assert_eq!(names, ["آبادان", "بم", "پاوه", "کرمان", "گرگان", "یزد"]);
/// ```
pub fn compare(left: &str, right: &str) -> Ordering {
    collator()
        .map_or(Ordering::Equal, |collator| collator.compare(left, right))
        .then_with(|| left.cmp(right))
}

/// Bytes that sort as [`compare`] does (but for names that look the same): make them once for a table
/// of many rows. They are not for storing: they change with the Unicode version.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::new();
    match collator() {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
        }
        None => key.extend_from_slice(text.as_bytes()),
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_shapes_stand_beside_the_persian_ones() {
        assert_eq!(compare("کوهدشت", "گل‌گل"), Ordering::Less);
        assert_eq!(compare("كوهدشت", "گل‌گل"), Ordering::Less);
        assert_eq!(compare("واو", "هرات"), Ordering::Less);
        assert_eq!(compare("هرات", "یاسوج"), Ordering::Less);
    }

    #[test]
    fn numbers_sort_by_value() {
        let mut names = vec!["بخش ۱۰", "بخش ۹", "بخش ۲"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["بخش ۲", "بخش ۹", "بخش ۱۰"]);
    }

    #[test]
    fn keys_sort_as_names_do() {
        let names = [
            "دورود",
            "دوره",
            "پلدختر",
            "بروجرد",
            "الیگودرز",
            "ازنا",
            "سلسله",
            "خرم‌آباد",
        ];
        for left in names {
            for right in names {
                assert_eq!(sort_key(left).cmp(&sort_key(right)), compare(left, right));
            }
        }
    }
}
