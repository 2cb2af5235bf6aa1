//! The names and codes of all units and settlements, and the numbers of decrees, made ready
//! for search, once a change of the data. What nobody spells so is looked for by its sound, and
//! then with a slip of the keyboard.

use crate::app::search::fold;
use crate::app::sound::{consonants, is_slip};
use crate::model::Dataset;

use super::view_state::Target;

struct Entry {
    target: Target,
    /// The folded name and, after a space, the folded code and other names.
    text: String,
    /// The consonants of the name.
    sound: String,
    /// Where the code begins.
    name_length: usize,
}

/// Names and codes, folded.
#[derive(Default)]
pub struct SearchIndex {
    entries: Vec<Entry>,
}

impl SearchIndex {
    /// The index of a data set: units first, then settlements.
    pub fn new(dataset: &Dataset) -> Self {
        let entry = |target, name: &str, more: &[&str]| {
            let mut text = fold(name).text().to_owned();
            let name_length = text.len();
            for more in more.iter().filter(|more| !more.is_empty()) {
                text.push(' ');
                text.push_str(fold(more).text());
            }
            Entry {
                target,
                text,
                sound: consonants(name),
                name_length,
            }
        };
        let units = dataset.units.iter().map(|(key, unit)| {
            let code = unit.code.as_deref().unwrap_or_default();
            let ministry = unit.ministry_code.as_deref().unwrap_or_default();
            let mut more = vec![code, ministry, unit.latin_name.as_str()];
            more.extend(unit.other_names.iter().map(|other| other.name.as_str()));
            entry(Target::Unit(key), &unit.name, &more)
        });
        let settlements = dataset.settlements.iter().map(|(key, settlement)| {
            let code = settlement.code.as_deref().unwrap_or_default();
            entry(Target::Settlement(key), &settlement.name, &[code])
        });
        let decrees = dataset
            .decrees
            .iter()
            .map(|(key, decree)| entry(Target::Decree(key), &decree.number, &[&decree.subject]));
        Self {
            entries: units.chain(settlements).chain(decrees).collect(),
        }
    }

    /// The best answers to a query: names that are it, that begin with it as a word, that
    /// begin with it, that have a word that does, then codes, then any. Units come before
    /// settlements, shorter names first, then in the data's order. Where nothing is spelled so:
    /// names that sound so, for a query in Latin letters, else names with a slip.
    pub fn find(&self, query: &str, most: usize) -> Vec<Target> {
        let query = fold(query);
        if query.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = query.text().split(' ').collect();
        let spelled = |entry: &Entry| {
            let all = words.iter().all(|word| entry.text.contains(word));
            all.then(|| entry.class(query.text()))
        };
        let found = self.ranked(&spelled, most);
        if !found.is_empty() {
            return found;
        }
        let sound = consonants(query.text());
        let is_latin = query
            .text()
            .chars()
            .any(|letter| letter.is_ascii_alphabetic());
        // Fewer consonants are too many names.
        if is_latin && sound.chars().count() >= 2 {
            let sounds = |entry: &Entry| match entry.sound.strip_prefix(&sound) {
                Some("") => Some(0),
                Some(_) => Some(1),
                None => None,
            };
            return self.ranked(&sounds, most);
        }
        let slips = |entry: &Entry| {
            let name = &entry.text[..entry.name_length];
            if is_slip(query.text(), name) {
                return Some(0);
            }
            let all = words.iter().all(|typed| {
                let mut own = name.split(' ');
                own.any(|word| word == *typed || is_slip(typed, word))
            });
            all.then_some(1)
        };
        self.ranked(&slips, most)
    }

    /// The entries that a class is given, the best first.
    fn ranked(&self, class: &dyn Fn(&Entry) -> Option<u8>, most: usize) -> Vec<Target> {
        let mut found: Vec<(u8, bool, usize, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(row, entry)| {
                let class = class(entry)?;
                let is_settlement = matches!(entry.target, Target::Settlement(_));
                Some((class, is_settlement, entry.name_length, row))
            })
            .collect();
        found.sort_unstable();
        found
            .into_iter()
            .take(most)
            .filter_map(|(_, _, _, row)| Some(self.entries.get(row)?.target))
            .collect()
    }
}

impl Entry {
    fn class(&self, query: &str) -> u8 {
        let (name, code) = self.text.split_at(self.name_length);
        if name == query {
            0
        } else if let Some(rest) = name.strip_prefix(query) {
            if rest.starts_with(' ') { 1 } else { 2 }
        } else if name.split(' ').any(|word| word.starts_with(query)) {
            3
        } else if code.trim_start().starts_with(query) {
            4
        } else {
            5
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Level, Origin, Unit, UnitKey};

    #[test]
    fn names_come_before_codes_and_spelling_does_not_matter() {
        let origin = Origin::of_content(b"search");
        let mut dataset = Dataset::new(origin, "search");
        for (index, (name, code)) in [
            ("دهستان كرگاه شرقي", Some("1502010006")),
            ("کرگاه", None),
            ("ازنا", Some("15")),
        ]
        .into_iter()
        .enumerate()
        {
            let mut unit = Unit::new(origin.id("unit", index), Level::RuralDistrict, name);
            unit.code = code.map(str::to_owned);
            dataset.units.insert(unit);
        }
        let index = SearchIndex::new(&dataset);
        let unit = |key| Target::Unit(UnitKey(key));
        assert_eq!(index.find("کرگاه", 9), [unit(1), unit(0)]);
        assert_eq!(index.find("شرقی کرگاه", 9), [unit(0)]);
        assert_eq!(index.find("۱۵", 9), [unit(2), unit(0)]);
        assert_eq!(index.find("  ", 9), []);
        assert_eq!(index.find("azna", 9), [unit(2)], "by its sound");
        assert_eq!(index.find("کرکاه", 9), [unit(1), unit(0)], "with a slip");
        assert_eq!(index.find("تهران", 9), []);
    }
}
