//! Names by their sound: the consonants of a name as Latin letters, whichever script it is
//! written in, so that «کوهدشت» is found when `kuhdasht` is typed; and how far two spellings
//! are apart, so that a slip of the keyboard still finds what was meant.

/// The consonants of a name as it is spelled in either script, vowels and what may be one left
/// out. Words are apart by a space.
///
/// ```
/// use marz::app::sound::consonants;
/// assert_eq!(consonants("کوهدشت"), consonants("Kuhdasht"));
/// assert_eq!(consonants("خرم‌آباد"), consonants("khorramabad"));
/// assert_eq!(consonants("الیگودرز"), consonants("aligudarz"));
/// assert_ne!(consonants("بروجرد"), consonants("birjand"));
/// ```
pub fn consonants(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut letters = lower.chars().peekable();
    let mut found = String::new();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let pair = |second: char| next == Some(second);
        let (sound, takes_two) = match letter {
            'k' if pair('h') => ('x', true),
            'g' if pair('h') => ('q', true),
            'c' if pair('h') => ('c', true),
            's' if pair('h') => ('$', true),
            'z' if pair('h') => ('j', true),
            _ => match sound_of(letter) {
                Some(sound) => (sound, false),
                None => continue,
            },
        };
        if takes_two {
            letters.next();
        }
        // A doubled consonant is one letter in Persian, and a space stands once.
        if !found.ends_with(sound) {
            found.push(sound);
        }
    }
    found.trim().to_owned()
}

fn sound_of(letter: char) -> Option<char> {
    Some(match letter {
        'ب' | 'b' => 'b',
        'پ' | 'p' => 'p',
        'ت' | 'ط' | 't' => 't',
        'ث' | 'س' | 'ص' | 's' => 's',
        'ج' | 'ژ' | 'j' => 'j',
        'چ' | 'c' => 'c',
        'خ' | 'x' => 'x',
        'د' | 'd' => 'd',
        'ذ' | 'ز' | 'ض' | 'ظ' | 'z' => 'z',
        'ر' | 'r' => 'r',
        'ش' | 'š' => '$',
        'غ' | 'ق' | 'q' => 'q',
        'ف' | 'f' => 'f',
        'ک' | 'ك' | 'k' => 'k',
        'گ' | 'g' => 'g',
        'ل' | 'l' => 'l',
        'م' | 'm' => 'm',
        'ن' | 'n' => 'n',
        ' ' => ' ',
        // Vowels, and letters that are one in some words and none in others.
        _ => return None,
    })
}

/// Whether a word is another with a slip: a letter wrong, missing, too many, or two exchanged;
/// two of them in a word of eight letters or more, none in one of three or fewer.
///
/// ```
/// use marz::app::sound::is_slip;
/// assert!(is_slip("کوهدست", "کوهدشت"));
/// assert!(is_slip("بروجدر", "بروجرد"));
/// assert!(!is_slip("ری", "قم"));
/// ```
pub fn is_slip(typed: &str, word: &str) -> bool {
    let most = match typed.chars().count() {
        0..=3 => return false,
        4..=7 => 1,
        _ => 2,
    };
    strsim::osa_distance(typed, word) <= most
}
