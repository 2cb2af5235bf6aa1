//! The usual names of fields and levels in Persian, English and transliteration, and
//! what each means. A field is taken by its name here; whether its values agree is
//! for [`super::recognise`] to see.
//!
//! OpenStreetMap's levels: its wiki gives 4 province, 5 county, 6 district, 7 city
//! and rural district, 8 village (template `Admin level 11`, row Iran); the import of
//! Iranian boundaries of 2016 used 7 for districts and 8 for rural districts (page
//! `Iran/Iran boundaries import`), and both are in use. A layer that has a 6 follows
//! the first, else the second; a name that begins with the word for a level decides.

use super::overlay_words::{overlay_of_file_name, overlay_of_folded};
use crate::model::{Attribute, Level, OverlayKind, ascii_digits, fold_name};

/// What a level's value can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LevelWord {
    /// It is a feature of this level.
    Level(Level),
    /// It is the centre of a unit, whose level may be said.
    Centre(Option<Level>),
    /// It lies over the coverage.
    Overlay(OverlayKind),
}

/// How a field that names a level names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Code,
    Name,
    /// It does not say.
    Either,
}

/// What a field's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// An attribute, and how usual the name is for it: 0 is the most usual.
    Attribute(Attribute, u8),
    /// The unit of a level: the feature's own, or its ancestor.
    Unit(Level, Role),
}

/// Words for levels, folded. Plurals follow in [`named_in`].
const LEVELS: &[(Level, &[&str])] = &[
    (
        Level::Province,
        &[
            "province",
            "prov",
            "ostan",
            "استان",
            "adm1",
            "admin1",
            "state",
        ],
    ),
    (
        Level::County,
        &[
            "county",
            "shahrestan",
            "shahrstan",
            "شهرستان",
            "adm2",
            "admin2",
        ],
    ),
    (
        Level::District,
        &[
            "district", "bakhsh", "bakhs", "baxsh", "بخش", "adm3", "admin3",
        ],
    ),
    (
        Level::RuralDistrict,
        &[
            "ruraldistrict",
            "dehestan",
            "dehstan",
            "دهستان",
            "adm4",
            "admin4",
            "rural",
        ],
    ),
    (Level::City, &["city", "shahr", "town", "شهر"]),
    (
        Level::Village,
        &[
            "village",
            "rusta",
            "roosta",
            "rousta",
            "abadi",
            "روستا",
            "ابادی",
            "hamlet",
        ],
    ),
    (
        Level::Farm,
        &["farm", "mazrae", "mazraeh", "mazraah", "مزرعه"],
    ),
    (
        Level::Place,
        &["place", "makan", "مکان", "isolateddwelling"],
    ),
];

const CENTRES: &[&str] = &[
    "capital",
    "centre",
    "center",
    "markaz",
    "مرکز",
    "مراکز",
    "marakez",
    "seat",
];

const CODE_WORDS: &[&str] = &["code", "cod", "kod", "pcode", "id", "کد", "شناسه", "codes"];
const NAME_WORDS: &[&str] = &["name", "nam", "nm", "نام", "اسم", "title"];
const PERSIAN: &[&str] = &["fa", "per", "fas", "farsi", "persian", "فارسی"];
const LATIN: &[&str] = &["en", "eng", "english", "latin", "lat"];

/// The level that a word names, in the singular or the plural.
pub(super) fn level_of_word(word: &str) -> Option<Level> {
    level_of_folded(&fold_name(word))
}

fn level_of_folded(word: &str) -> Option<Level> {
    named_in(LEVELS, word)
}

/// What a folded word, in the singular or the plural, names in a list of folded words.
pub(super) fn named_in<T: Copy>(list: &[(T, &[&str])], word: &str) -> Option<T> {
    let named = |word: &str| {
        let mut all = list.iter();
        all.find(|(_, words)| words.contains(&word))
            .map(|&(what, _)| what)
    };
    let without = |ending| word.strip_suffix(ending).and_then(named);
    named(word)
        .or_else(|| named(&format!("{}y", word.strip_suffix("ies")?)))
        .or_else(|| ["s", "ha", "ها", "های"].into_iter().find_map(without))
}

fn is_centre(folded: &str) -> bool {
    CENTRES.contains(&folded)
        || folded
            .strip_suffix('s')
            .is_some_and(|word| CENTRES.contains(&word))
}

/// What a level's value says: `dehestan`, `دهستان`, `rural_district`, `capital`,
/// `مرکز شهرستان`, … Numbers are for [`osm_level`].
pub(super) fn level_word(value: &str) -> Option<LevelWord> {
    let folded = fold_name(value);
    if let Some(kind) = overlay_of_folded(&folded) {
        return Some(LevelWord::Overlay(kind));
    }
    if let Some(level) = level_of_folded(&folded) {
        return Some(LevelWord::Level(level));
    }
    if is_centre(&folded) {
        return Some(LevelWord::Centre(None));
    }
    let words = words(value);
    let centre = words.iter().any(|word| is_centre(word));
    let level = level_among(&words);
    match (centre, level) {
        (true, level) => Some(LevelWord::Centre(level)),
        (false, Some(level)) if words.len() <= 2 => Some(LevelWord::Level(level)),
        _ => None,
    }
}

/// What a file's name says: its last word for a level, and whether it is of centres.
pub(super) fn level_of_file_name(name: &str) -> Option<LevelWord> {
    let words = words(name);
    let level = level_among(&words);
    if words.iter().any(|word| is_centre(word)) {
        return Some(LevelWord::Centre(level));
    }
    overlay_of_file_name(&words)
        .map(LevelWord::Overlay)
        .or_else(|| level.map(LevelWord::Level))
}

/// Whether a file's name is that of a layer of borders.
pub(super) fn file_of_borders(name: &str) -> bool {
    super::overlay_words::is_of_borders(&words(name))
}

/// The last level among folded words; two that make one (rural district) count as one.
fn level_among(words: &[String]) -> Option<Level> {
    let pairs = words
        .windows(2)
        .rev()
        .find_map(|pair| level_of_folded(&pair.concat()));
    pairs.or_else(|| words.iter().rev().find_map(|word| level_of_folded(word)))
}

/// A feature's level by OpenStreetMap's `admin_level`; see the module's words.
pub(super) fn osm_level(
    number: &str,
    name: &str,
    place: Option<&str>,
    layer_has_six: bool,
) -> Option<Level> {
    let number = ascii_digits(number.trim());
    if let Some(level) = leading_level(name).filter(|_| number.as_str() > "3" && number.len() == 1)
    {
        return Some(level);
    }
    let is_city = matches!(place, Some("city" | "town"));
    match number.as_str() {
        "4" => Some(Level::Province),
        "5" => Some(Level::County),
        "6" => Some(Level::District),
        "7" | "8" if is_city => Some(Level::City),
        "7" if layer_has_six => Some(Level::RuralDistrict),
        "7" => Some(Level::District),
        "8" if layer_has_six => Some(Level::Village),
        "8" => Some(Level::RuralDistrict),
        _ => None,
    }
}

/// The level whose word a unit's name begins with: «شهرستان آشتیان».
pub(super) fn leading_level(name: &str) -> Option<Level> {
    let (first, rest) = name.trim().split_once(char::is_whitespace)?;
    let level = level_of_word(first)?;
    (!rest.trim().is_empty() && level.is_unit() && !first.is_ascii()).then_some(level)
}

/// A unit's name as it is compared: folded, without its level's word before or
/// (in English) after it.
pub(super) fn fold_unit_name(level: Level, name: &str) -> String {
    let trimmed = name.trim();
    if let Some((first, rest)) = trimmed.split_once(char::is_whitespace)
        && !rest.trim().is_empty()
        && level_of_word(first) == Some(level)
    {
        return fold_name(rest);
    }
    if let Some((rest, last)) = trimmed.rsplit_once(char::is_whitespace)
        && last.is_ascii()
        && level_of_word(last) == Some(level)
    {
        return fold_name(rest);
    }
    fold_name(trimmed)
}

/// The folded words of a name: split at what is neither letter nor digit, between letters
/// and digits, and where capitals begin.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for letter in ascii_digits(name).chars() {
        if !letter.is_alphanumeric() {
            // Joiners stand inside words.
            if letter != '\u{200C}' {
                before = None;
            }
            continue;
        }
        let kind = (letter.is_ascii_digit(), letter.is_uppercase());
        let goes_on = before
            .is_some_and(|(digit, capital): (bool, bool)| digit == kind.0 && (capital || !kind.1));
        match words.last_mut() {
            Some(word) if goes_on => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        before = Some(kind);
    }
    words.iter().map(|word| fold_name(word)).collect()
}

/// What the name of a field means, if it is a usual one.
pub(super) fn meaning(field: &str) -> Option<Meaning> {
    use Attribute as A;
    let whole = fold_name(field);
    let exact = match whole.as_str() {
        "adminlevel" => Some((A::Level, 0)),
        "level" | "lvl" | "سطح" | "sath" => Some((A::Level, 1)),
        "place" => Some((A::Level, 3)),
        "type" | "kind" | "نوع" | "class" | "divisiontype" => Some((A::Level, 4)),
        "refsci" | "کدامار" | "کدتقسیمات" => Some((A::Code, 1)),
        "iso31662" => Some((A::Code, 4)),
        "settlementcode" | "کدنقطه" | "کدمرکز" => Some((A::Code, 3)),
        "parent"
        | "parentcode"
        | "parentid"
        | "parentname"
        | "والد"
        | "بالادست"
        | "کدوالد"
        | "واحدبالادست" => Some((A::Parent, 0)),
        "density" | "densitygrade" | "tarakom" | "تراکم" | "درجهتراکم" => {
            Some((A::Density, 0))
        }
        "specialareas" | "specialarea" | "مناطقخاص" | "منطقهخاص" => {
            Some((A::SpecialAreas, 0))
        }
        "established"
        | "establishedyear"
        | "tasis"
        | "taasis"
        | "tasees"
        | "تاسیس"
        | "سالتاسیس"
        | "تاریختاسیس" => Some((A::Established, 0)),
        "startdate" => Some((A::Established, 2)),
        "ended" | "enddate" | "تاریخلغو" | "لغو" | "تاریخانحلال" | "انحلال" => {
            Some((A::Ended, 0))
        }
        "party" | "طرف" => Some((A::Party, 0)),
        "of" | "ofcode" | "belongsto" | "متعلقبه" | "کدمتعلقبه" => Some((A::Of, 0)),
        "left" | "leftcode" | "کدچپ" | "چپ" => Some((A::LeftCode, 0)),
        "right" | "rightcode" | "کدراست" | "راست" => Some((A::RightCode, 0)),
        "status" | "وضعیت" | "vaziat" => Some((A::Status, 0)),
        "decree" | "مصوبه" | "تصویبنامه" | "شمارهتصویبنامه" | "mosavabeh" => {
            Some((A::Decree, 0))
        }
        "source" | "منبع" | "manba" => Some((A::Source, 0)),
        "accuracy" | "accuracym" | "دقت" | "deghat" => Some((A::Accuracy, 0)),
        "drawn" | "surveyed" | "تاریخترسیم" | "تاریخبرداشت" => {
            Some((A::Drawn, 0))
        }
        "namefa" => Some((A::Name, 1)),
        "markazname" | "centername" | "centrename" | "capitalname" | "ناممرکز" => {
            Some((A::Centre, 0))
        }
        _ => None,
    };
    if let Some((attribute, rank)) = exact {
        return Some(Meaning::Attribute(attribute, rank));
    }
    if is_centre(&whole) {
        return Some(Meaning::Attribute(A::Centre, 0));
    }
    counted(field).or_else(|| named(field))
}

/// People and households, with the census if the name has it.
fn counted(field: &str) -> Option<Meaning> {
    let words = words(field);
    let (numbers, letters): (Vec<_>, Vec<_>) = words
        .iter()
        .partition(|word| word.chars().all(|digit| digit.is_ascii_digit()));
    let census = match numbers.as_slice() {
        [] => None,
        [number] => Some(census_year(number)?),
        _ => return None,
    };
    match letters
        .iter()
        .map(|word| word.as_str())
        .collect::<String>()
        .as_str()
    {
        "pop" | "population" | "totalpopulation" | "poptotal" | "totpop" | "populationtotal"
        | "people" | "jamiat" | "jameiat" | "jamiyat" | "jamyat" | "جمعیت" | "جمعیتکل"
        | "کلجمعیت" | "جمعیتسال" => {
            Some(Meaning::Attribute(Attribute::People(census), 0))
        }
        "household"
        | "households"
        | "hh"
        | "khanevar"
        | "khanvar"
        | "khanevade"
        | "خانوار"
        | "تعدادخانوار"
        | "خانوارسال" => Some(Meaning::Attribute(Attribute::Households(census), 0)),
        _ => None,
    }
}

/// The Solar Hijri year of a census: written whole, by its last two digits, or as
/// the Gregorian year in which it began or was held.
fn census_year(number: &str) -> Option<i32> {
    let year: i32 = number.parse().ok()?;
    match (number.len(), year) {
        (2, 35..=99) => Some(1300 + year),
        (4, 1335..=1450) => Some(year),
        (4, 1956) => Some(1335),
        (4, 1966) => Some(1345),
        (4, 1976) => Some(1355),
        (4, 1986) => Some(1365),
        (4, 1991) => Some(1370),
        (4, 1996) => Some(1375),
        (4, 2006) => Some(1385),
        (4, 2011) => Some(1390),
        (4, 2016) => Some(1395),
        _ => None,
    }
}

/// Codes and names: of the feature, or of the unit of a level.
fn named(field: &str) -> Option<Meaning> {
    let words = words(field);
    let mut role = Role::Either;
    let mut rank = 0;
    let mut subject = String::new();
    for word in &words {
        let word = word.as_str();
        if CODE_WORDS.contains(&word) {
            role = Role::Code;
        } else if NAME_WORDS.contains(&word) {
            if role == Role::Either {
                role = Role::Name;
            }
        } else if PERSIAN.contains(&word) {
            rank = 1;
        } else if LATIN.contains(&word) {
            rank = 5;
        } else {
            subject.push_str(word);
        }
    }
    if subject.is_empty() {
        return match role {
            Role::Name => Some(Meaning::Attribute(Attribute::Name, rank)),
            // A bare “id” numbers features; it is no code of a division.
            Role::Code
                if words
                    .iter()
                    .any(|word| !matches!(word.as_str(), "id" | "شناسه")) =>
            {
                Some(Meaning::Attribute(Attribute::Code, rank))
            }
            _ => None,
        };
    }
    if rank == 5 {
        // A Latin name of a unit serves only where nothing else does, and then it is
        // its own; an ancestor is found by its code or Persian name.
        return level_of_word(&subject).map(|level| Meaning::Unit(level, Role::Name));
    }
    if let Some(level) = level_of_word(&subject) {
        return Some(Meaning::Unit(level, role));
    }
    let compound = |words: &[&str], role: Role| {
        words.iter().find_map(|word| {
            let rest = subject
                .strip_prefix(word)
                .or_else(|| subject.strip_suffix(word))?;
            Some(Meaning::Unit(level_of_word(rest)?, role))
        })
    };
    compound(CODE_WORDS, Role::Code).or_else(|| compound(NAME_WORDS, Role::Name))
}

#[cfg(test)]
#[path = "field_words_tests.rs"]
mod tests;
