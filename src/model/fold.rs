//! Folding of names for comparison: what a reader takes for the same name is made
//! equal. Names themselves stay as written; only copies are folded.

/// A name as it is compared: Arabic ي ى ك and Persian ی ک, the hamza carriers أ إ آ and
/// ا, ة ۀ and ه, ؤ and و, Persian and Arabic digits and 0 to 9 are made equal;
/// capitals are lowered; joiners, vowel signs, stretches and every kind of space and
/// punctuation go away.
///
/// ```
/// use marz::model::fold_name;
/// assert_eq!(fold_name("شهرستان خرّم‌آباد"), fold_name("شهرستان خرم آباد"));
/// assert_eq!(fold_name("كلاله‌ي"), fold_name("کلاله ی"));
/// assert_eq!(fold_name("Bakhsh_Code"), "bakhshcode");
/// ```
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().filter_map(fold_letter) {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            folded.extend(letter.to_lowercase());
        }
    }
    folded
}

/// A letter or digit as it is compared; nothing for what is passed over.
pub fn fold_letter(letter: char) -> Option<char> {
    let folded = match letter {
        'ي' | 'ى' | 'ئ' | 'ے' => 'ی',
        'ك' => 'ک',
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ة' | 'ۀ' | 'ە' => 'ه',
        'ؤ' => 'و',
        '۰'..='۹' => ascii_digit(letter, '۰')?,
        '٠'..='٩' => ascii_digit(letter, '٠')?,
        // The stretch and the free hamza are letters to Unicode, not to a reader.
        'ـ' | 'ء' => return None,
        other if other.is_alphanumeric() && !is_vowel_sign(other) => other,
        _ => return None,
    };
    Some(folded)
}

/// A text with its Persian and Arabic digits as 0 to 9.
pub fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '۰'..='۹' => ascii_digit(letter, '۰').unwrap_or(letter),
            '٠'..='٩' => ascii_digit(letter, '٠').unwrap_or(letter),
            other => other,
        })
        .collect()
}

fn ascii_digit(letter: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(letter).checked_sub(u32::from(zero))?, 10)
}

/// The Arabic vowel signs; some of them count as letters in Unicode.
fn is_vowel_sign(letter: char) -> bool {
    matches!(letter, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}')
}

#[cfg(test)]
mod tests {
    use super::{ascii_digits, fold_name};

    #[test]
    fn what_a_reader_takes_for_one_name_is_one() {
        for (one, other) in [
            ("علي‌آباد", "علی آباد"),
            ("کرمان", "كرمان"),
            ("قلعهٔ نو", "قلعه نو"),
            ("قلعۀ نو", "قلعه‌نو"),
            ("آزادی", "ازادی"),
            ("ناحیه ۱۲", "ناحيه 12"),
            ("مـرز", "مرز"),
            ("Lorestan ", "LORESTAN"),
        ] {
            assert_eq!(fold_name(one), fold_name(other), "{one} and {other}");
        }
        assert_ne!(fold_name("دورود"), fold_name("درود"));
    }

    #[test]
    fn digits_of_every_script_are_read() {
        assert_eq!(ascii_digits("۱۲٣4"), "1234");
    }
}
