//! The names and codes of all units and settlements made ready for search, once a
//! change of the data.

use crate::app::search::fold;
use crate::model::Dataset;

use super::view_state::Target;

struct Entry {
    target: Target,
    /// The folded name and, after a space, the folded code.
    text: String,
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
        let entry = |target, name: &str, code: Option<&str>| {
            let mut text = fold(name).text().to_owned();
            let name_length = text.len();
            if let Some(code) = code {
                text.push(' ');
                text.push_str(fold(code).text());
            }
            Entry {
                target,
                text,
                name_length,
            }
        };
        let units = dataset
            .units
            .iter()
            .map(|(key, unit)| entry(Target::Unit(key), &unit.name, unit.code.as_deref()));
        let settlements = dataset.settlements.iter().map(|(key, settlement)| {
            entry(
                Target::Settlement(key),
                &settlement.name,
                settlement.code.as_deref(),
            )
        });
        Self {
            entries: units.chain(settlements).collect(),
        }
    }

    /// The best answers to a query: names that are it, that begin with it as a word, that
    /// begin with it, that have a word that does, then codes, then any. Units come before
    /// settlements, shorter names first, then in the data's order.
    pub fn find(&self, query: &str, most: usize) -> Vec<Target> {
        let query = fold(query);
        if query.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = query.text().split(' ').collect();
        let mut found: Vec<(u8, bool, usize, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(row, entry)| {
                if !words.iter().all(|word| entry.text.contains(word)) {
                    return None;
                }
                let is_settlement = matches!(entry.target, Target::Settlement(_));
                Some((
                    entry.class(query.text()),
                    is_settlement,
                    entry.name_length,
                    row,
                ))
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
    }
}
