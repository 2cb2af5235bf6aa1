//! The usual words for what lies over the coverage, for layers of border attributes,
//! and for what such layers say of a border, in Persian, English and transliteration.

use super::field_words::named_in;
use crate::model::{BorderStatus, OverlayKind, fold_name};

/// Words for the kinds, folded; the plurals of the last ones follow in
/// [`named_in`]. A submission is told by its party and not by a word.
const KINDS: &[(OverlayKind, &[&str])] = &[
    (
        OverlayKind::Harim,
        &[
            "harim",
            "hareem",
            "حریم",
            "حریمشهر",
            "حریمشهری",
            "harimshahr",
            "cityharim",
        ],
    ),
    (
        OverlayKind::CityLimits,
        &[
            "citylimit",
            "محدودهقانونی",
            "محدودهقانونیشهر",
            "محدودهشهر",
            "محدودهشهری",
            "mahdudehshahr",
            "mahdoodehshahr",
        ],
    ),
    (
        OverlayKind::UrbanArea,
        &["urbanarea", "حوزهشهری", "hozehshahri", "howzehshahri"],
    ),
    (
        OverlayKind::VillageLimits,
        &[
            "villagelimit",
            "محدودهروستا",
            "محدودهروستایی",
            "حدودروستا",
            "اراضیروستا",
            "mahdudehrusta",
            "mahdoodehroosta",
        ],
    ),
    (
        OverlayKind::Constituency,
        &[
            "constituency",
            "electoraldistrict",
            "حوزهانتخابیه",
            "حوزههایانتخابیه",
            "حوزهانتخاباتی",
            "hozehentekhabieh",
            "howzehentekhabiyeh",
        ],
    ),
    (
        OverlayKind::Lake,
        &["lake", "دریاچه", "daryacheh", "daryache"],
    ),
    (OverlayKind::Sea, &["sea", "دریا", "darya", "ocean"]),
];

/// What a level's value, folded, says: `harim`, `حریم شهر`, `village_limits`. A value that
/// is more than the words for a kind says nothing.
pub(super) fn overlay_of_folded(value: &str) -> Option<OverlayKind> {
    named_in(KINDS, value)
}

/// What a file's name, in folded words, says: two or three words that make one first,
/// else one of them.
pub(super) fn overlay_of_file_name(words: &[String]) -> Option<OverlayKind> {
    (1..=3).rev().find_map(|length| {
        words
            .windows(length)
            .rev()
            .find_map(|window| overlay_of_folded(&window.concat()))
    })
}

/// Whether a file's name, in folded words, is that of a layer of borders.
pub(super) fn is_of_borders(words: &[String]) -> bool {
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "border" | "borders" | "marz" | "marzha" | "مرز" | "مرزها" | "boundaries"
        )
    })
}

/// Whether a border is settled, by its usual words.
pub(super) fn status_of(text: &str) -> Option<BorderStatus> {
    match fold_name(text).as_str() {
        "agreed" | "settled" | "final" | "توافقشده" | "موردتوافق" | "توافق" | "قطعی" => {
            Some(BorderStatus::Agreed)
        }
        "disputed" | "contested" | "اختلافی" | "مورداختلاف" | "اختلاف" | "دارایاختلاف" => {
            Some(BorderStatus::Disputed)
        }
        "unverified" | "unknown" | "open" | "تاییدنشده" | "بررسینشده" | "نامشخص" | "تعییننشده" => {
            Some(BorderStatus::Unverified)
        }
        _ => None,
    }
}

/// The word for a status, in the language of another word of its field.
pub(super) fn status_word(status: BorderStatus, persian: bool) -> &'static str {
    match (status, persian) {
        (BorderStatus::Agreed, false) => "agreed",
        (BorderStatus::Disputed, false) => "disputed",
        (BorderStatus::Unverified, false) => "unverified",
        (BorderStatus::Agreed, true) => "توافق‌شده",
        (BorderStatus::Disputed, true) => "مورد اختلاف",
        (BorderStatus::Unverified, true) => "تأییدنشده",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_words_and_by_nothing_else() {
        for (value, kind) in [
            ("harim", Some(OverlayKind::Harim)),
            ("حريم شهر", Some(OverlayKind::Harim)),
            ("village_limits", Some(OverlayKind::VillageLimits)),
            ("محدودهٔ روستا", Some(OverlayKind::VillageLimits)),
            ("محدوده قانونی", Some(OverlayKind::CityLimits)),
            ("حوزه شهری", Some(OverlayKind::UrbanArea)),
            ("Constituencies", Some(OverlayKind::Constituency)),
            ("حوزهٔ انتخابیه", Some(OverlayKind::Constituency)),
            ("دریاچه", Some(OverlayKind::Lake)),
            ("sea", Some(OverlayKind::Sea)),
            ("village", None),
            ("دریاکنار", None),
            ("شهر", None),
        ] {
            assert_eq!(overlay_of_folded(&fold_name(value)), kind, "{value}");
        }
    }

    #[test]
    fn a_status_written_is_read_again() {
        for status in [
            BorderStatus::Agreed,
            BorderStatus::Disputed,
            BorderStatus::Unverified,
        ] {
            for persian in [false, true] {
                assert_eq!(status_of(status_word(status, persian)), Some(status));
            }
        }
    }
}
