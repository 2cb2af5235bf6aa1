//! How a name should be written: Persian letters, single spaces, and joiners only
//! where they part letters that would join.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use serde::{Deserialize, Serialize};

/// What is wrong with how a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameFault {
    /// Arabic ي (U+064A) or ى (U+0649) for ی (U+06CC).
    ArabicYeh,
    /// Arabic ك (U+0643) for ک (U+06A9).
    ArabicKaf,
    /// Arabic digits ٠–٩ for ۰–۹.
    ArabicDigit,
    /// A space before the name or after it.
    OuterSpace,
    /// Two spaces or more in a row.
    DoubleSpace,
    /// A tab, a no-break space or another space that is not the common one.
    OddSpace,
    /// A zero-width non-joiner where it parts nothing: at an end, beside a space,
    /// twice, or after a letter that does not join.
    StrayJoiner,
    /// Another sign used for the zero-width non-joiner (¬, a soft hyphen, a
    /// zero-width space).
    WrongJoiner,
    /// A sign that cannot be seen and does nothing here, or a kashida.
    InvisibleSign,
    /// A letter as a form of its place in the word (U+FB50 to U+FEFC), or written in
    /// parts where it has a code of its own.
    PresentationForm,
}

/// The zero-width non-joiner.
const NON_JOINER: char = '\u{200c}';

/// The name as it should be written, and what is wrong with it as it is: in the order
/// of [`NameFault`], each once. A name without faults comes back as it is.
///
/// ```
/// use marz::rules::{NameFault, normalised_name};
/// let (name, faults) = normalised_name("كوه  دشت");
/// assert_eq!(name, "کوه دشت");
/// assert_eq!(faults, [NameFault::ArabicKaf, NameFault::DoubleSpace]);
/// assert_eq!(normalised_name("سلسله"), ("سلسله".to_owned(), vec![]));
/// ```
pub fn normalised_name(written: &str) -> (String, Vec<NameFault>) {
    let mut faults = Vec::new();
    if is_plainly_right(written) {
        return (written.to_owned(), faults);
    }
    let composed = composed_letters(written, &mut faults);
    let mut letters = Vec::with_capacity(composed.len());
    for sign in composed.chars() {
        let (better, fault) = better_sign(sign);
        faults.extend(fault);
        letters.extend(better);
    }
    let spaced = with_single_spaces(&letters, &mut faults);
    let joined = without_stray_joiners(&spaced, &mut faults);
    // A stray joiner between two spaces leaves two spaces.
    let name = with_single_spaces(&joined, &mut faults)
        .into_iter()
        .collect();
    faults.sort_unstable();
    faults.dedup();
    (name, faults)
}

/// Whether a name has none but Persian and Latin letters, digits and single spaces
/// between them: most of a hundred thousand names, which need no closer look.
fn is_plainly_right(name: &str) -> bool {
    let mut after_space = true;
    for sign in name.chars() {
        let is_space = sign == ' ';
        let is_plain = matches!(
            sign,
            '!'..='~' | 'آ'..='غ' | 'ف' | 'ق' | 'ل'..='و' | 'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' | '۰'..='۹'
        );
        if !(is_plain || is_space && !after_space) {
            return false;
        }
        after_space = is_space;
    }
    !after_space
}

/// Whether a sign is one of Unicode's Arabic presentation forms.
fn is_presentation_form(sign: char) -> bool {
    matches!(sign, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// The name with every letter under its own code (NFC, and the compatibility mapping
/// for presentation forms alone: it would change too much else).
fn composed_letters(written: &str, faults: &mut Vec<NameFault>) -> String {
    let mut letters = String::with_capacity(written.len());
    for sign in written.chars() {
        if is_presentation_form(sign) {
            let mut bytes = [0; 4];
            let text: &str = sign.encode_utf8(&mut bytes);
            letters.push_str(&DecomposingNormalizerBorrowed::new_nfkd().normalize(text));
        } else {
            letters.push(sign);
        }
    }
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&letters);
    if composed != written {
        faults.push(NameFault::PresentationForm);
    }
    composed.into_owned()
}

fn better_sign(sign: char) -> (Option<char>, Option<NameFault>) {
    match sign {
        '\u{064a}' | '\u{0649}' => (Some('\u{06cc}'), Some(NameFault::ArabicYeh)),
        '\u{0643}' => (Some('\u{06a9}'), Some(NameFault::ArabicKaf)),
        '\u{0660}'..='\u{0669}' => {
            let digit = u32::from(sign) - 0x0660 + 0x06f0;
            (char::from_u32(digit), Some(NameFault::ArabicDigit))
        }
        '\u{00ac}' | '\u{00ad}' | '\u{200b}' | '\u{feff}' => {
            (Some(NON_JOINER), Some(NameFault::WrongJoiner))
        }
        // Kashida, the joiner, and marks of direction.
        '\u{0640}' | '\u{200d}' | '\u{2060}' => (None, Some(NameFault::InvisibleSign)),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            (None, Some(NameFault::InvisibleSign))
        }
        ' ' => (Some(' '), None),
        _ if sign.is_whitespace() => (Some(' '), Some(NameFault::OddSpace)),
        _ if sign.is_control() => (None, Some(NameFault::InvisibleSign)),
        _ => (Some(sign), None),
    }
}

fn with_single_spaces(letters: &[char], faults: &mut Vec<NameFault>) -> Vec<char> {
    let is_space = |letter: &char| *letter == ' ';
    if letters.first().is_some_and(is_space) || letters.last().is_some_and(is_space) {
        faults.push(NameFault::OuterSpace);
    }
    let mut kept: Vec<char> = Vec::with_capacity(letters.len());
    for &letter in letters {
        match kept.last() {
            None if letter == ' ' => {}
            Some(' ') if letter == ' ' => faults.push(NameFault::DoubleSpace),
            _ => kept.push(letter),
        }
    }
    if kept.last().is_some_and(is_space) {
        kept.pop();
    }
    kept
}

fn without_stray_joiners(letters: &[char], faults: &mut Vec<NameFault>) -> Vec<char> {
    let mut kept: Vec<char> = Vec::with_capacity(letters.len());
    for (index, &letter) in letters.iter().enumerate() {
        let parts_letters = || {
            let before = kept.iter().rev().find(|sign| !is_mark(**sign));
            let after = letters.get(index + 1);
            before.is_some_and(|&before| joins_onward(before))
                && after.is_some_and(|&after| is_arabic_letter(after))
        };
        if letter == NON_JOINER && !parts_letters() {
            faults.push(NameFault::StrayJoiner);
        } else {
            kept.push(letter);
        }
    }
    kept
}

/// Whether a letter joins to the next: those of the Arabic script that Persian uses,
/// but for ا آ أ إ د ذ ر ز ژ و ؤ ة and the lone hamza.
fn joins_onward(letter: char) -> bool {
    is_arabic_letter(letter)
        && !matches!(
            letter,
            'ا' | 'آ' | 'أ' | 'إ' | 'ٱ' | 'د' | 'ذ' | 'ر' | 'ز' | 'ژ' | 'و' | 'ؤ' | 'ة' | 'ء'
        )
}

fn is_arabic_letter(letter: char) -> bool {
    matches!(letter, '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}') && letter.is_alphabetic()
}

/// Vowel signs and hamza above stand on a letter and do not change how it joins.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{064b}'..='\u{065f}' | '\u{0670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(written: &str) -> String {
        normalised_name(written).0
    }

    #[test]
    fn joiners_stay_only_where_they_part_letters() {
        assert_eq!(fixed("ده\u{200c}سفید"), "ده\u{200c}سفید");
        assert_eq!(normalised_name("ده\u{200c}سفید").1, []);
        assert_eq!(fixed("چهار\u{200c}محال"), "چهارمحال");
        assert_eq!(fixed("\u{200c}دلفان\u{200c}"), "دلفان");
        assert_eq!(fixed("پل \u{200c} دختر"), "پل دختر");
        assert_eq!(fixed("ده\u{200c}\u{200c}نو"), "ده\u{200c}نو");
        assert_eq!(fixed("ده¬نو"), "ده\u{200c}نو");
        assert_eq!(fixed("خانهٔ\u{200c}ما"), "خانهٔ\u{200c}ما");
    }

    #[test]
    fn letters_have_their_own_codes() {
        assert_eq!(fixed("\u{fee3}\u{fbff}\u{fe8e}"), "میا");
        assert_eq!(fixed("آباد"), "آباد");
        assert_eq!(fixed("ازنـــا"), "ازنا");
        assert_eq!(fixed("منطقه ٣"), "منطقه ۳");
    }

    #[test]
    fn the_quick_look_passes_nothing_that_the_close_one_would_not() {
        for code in 0..=0xffff_u32 {
            let Some(sign) = char::from_u32(code) else {
                continue;
            };
            for name in [format!("ب{sign}ب"), format!("{sign}"), format!(" {sign}")] {
                if is_plainly_right(&name) {
                    // A joiner at the end makes the close look necessary, and goes.
                    let (closely, faults) = normalised_name(&format!("{name}{NON_JOINER}"));
                    assert_eq!((closely, faults), (name, vec![NameFault::StrayJoiner]));
                }
            }
        }
    }

    #[test]
    fn a_name_once_normalised_stays() {
        for name in [
            "  ك\u{200c} ي \u{200c}",
            "علي\u{00a0}آباد ",
            "Khorramābād",
            "",
            "\u{200c}",
        ] {
            let (once, _) = normalised_name(name);
            assert_eq!(normalised_name(&once), (once.clone(), vec![]), "{name:?}");
        }
    }
}
