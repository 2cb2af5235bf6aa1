//! Reading a large feature collection in windows: each is scanned while it is in the
//! cache, and the text is never in memory as a whole. It gives what reading all of it
//! gives, or nothing, and then all of it is read.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use blake3::hazmat::{ChainingValue, HasherExt, Mode};
use blake3::hazmat::{merge_subtrees_non_root, merge_subtrees_root};
use rayon::prelude::*;
use serde_json::{Map, Value};

use super::geojson_parse::Node;
use super::geojson_scan::{Collection, scan_collection, scan_feature, scan_head};

/// How much is read at a time: a power of two, so that each window is a subtree of the
/// hash.
const WINDOW_BYTES: usize = 4 << 20;

/// How much more is read at a time for the last feature that begins in a window.
const BEYOND_BYTES: usize = 1 << 18;

/// A feature collection that was read in windows.
pub(super) struct LargeCollection<T> {
    /// What it holds.
    pub collection: Collection<T>,
    /// The BLAKE3 hash of the text.
    pub content: [u8; 32],
}

/// Reads a file of `length` bytes; `each` makes something of every feature. Nothing where
/// it is small, no plain collection, not readable, or changed meanwhile.
pub(super) fn read_large<T: Send>(
    path: &Path,
    length: u64,
    each: impl Fn(Node) -> T + Sync,
) -> Option<LargeCollection<T>> {
    let length = usize::try_from(length).ok()?;
    if length < 2 * WINDOW_BYTES {
        return None;
    }
    // A file may be written anew with as many bytes.
    let changed = || std::fs::metadata(path).ok()?.modified().ok();
    let since = changed()?;
    let text = Windows {
        length,
        window_bytes: WINDOW_BYTES,
        beyond_bytes: BEYOND_BYTES,
        read: |range: Range<usize>, into: &mut [u8]| {
            let mut file = File::open(path).ok()?;
            file.seek(SeekFrom::Start(range.start as u64)).ok()?;
            file.read_exact(into).ok()
        },
    };
    let hash = |offset: usize, bytes: &[u8]| {
        let mut hasher = blake3::Hasher::new();
        hasher.set_input_offset(offset as u64).update(bytes);
        hasher.finalize_non_root()
    };
    let (collection, hashes) = text.scan(hash, each)?;
    let is_same = std::fs::metadata(path).ok()?.len() == length as u64 && changed()? == since;
    let (left, right) = halves(&hashes);
    let root = merge_subtrees_root(&joined(left)?, &joined(right)?, Mode::Hash);
    is_same.then_some(LargeCollection {
        collection,
        content: *root.as_bytes(),
    })
}

/// Subtrees of a hash, of which the left one is full (BLAKE3, section 2.1).
fn halves(hashes: &[ChainingValue]) -> (&[ChainingValue], &[ChainingValue]) {
    let full = hashes.len().next_power_of_two() / 2;
    hashes.split_at(full)
}

fn joined(hashes: &[ChainingValue]) -> Option<ChainingValue> {
    match hashes {
        [] => None,
        [one] => Some(*one),
        _ => {
            let (left, right) = halves(hashes);
            let (left, right) = (joined(left)?, joined(right)?);
            Some(merge_subtrees_non_root(&left, &right, Mode::Hash))
        }
    }
}

/// A text that is read in windows.
struct Windows<R> {
    length: usize,
    window_bytes: usize,
    beyond_bytes: usize,
    /// Fills a buffer with a range of the text.
    read: R,
}

/// What was found in a window.
struct Found<T, L> {
    /// The features that begin in it, with where the first begins and the next after the
    /// last, or the list ended, and whether it did.
    piece: Option<(Range<usize>, bool, Vec<T>)>,
    /// What was made of its bytes.
    look: L,
}

impl<R: Fn(Range<usize>, &mut [u8]) -> Option<()> + Sync> Windows<R> {
    /// Adds to a buffer what of the text comes after `from`, up to `to`.
    fn fill(&self, buffer: &mut Vec<u8>, from: usize, to: usize) -> Option<()> {
        let known = buffer.len();
        buffer.resize(known + (to - from), 0);
        (self.read)(from..to, buffer.get_mut(known..)?)
    }

    /// What the text holds, and what `look` made of every window and its offset.
    fn scan<T: Send, L: Send>(
        &self,
        look: impl Fn(usize, &[u8]) -> L + Sync,
        each: impl Fn(Node) -> T + Sync,
    ) -> Option<(Collection<T>, Vec<L>)> {
        let mut head = Vec::new();
        self.fill(&mut head, 0, self.window_bytes.min(self.length))?;
        let (bracket, first, beginning) = scan_head(&head)?;
        let finder = memchr::memmem::Finder::new(beginning);
        let windows: Option<Vec<Found<T, L>>> = (0..self.length.div_ceil(self.window_bytes))
            .into_par_iter()
            .map_init(Vec::new, |buffer, number| {
                self.window(number, buffer, first, &finder, (&look, &each))
            })
            .collect();
        let mut features = Vec::new();
        let mut looks = Vec::new();
        let mut next = first;
        let mut has_ended = false;
        for Found { piece, look } in windows? {
            looks.push(look);
            let Some((range, ended, found)) = piece else {
                continue;
            };
            // What looked like the beginning of a feature may have been within one.
            if has_ended || range.start != next {
                return None;
            }
            features.extend(found);
            (next, has_ended) = (range.end, ended);
        }
        if !has_ended || self.length - next > self.window_bytes {
            return None;
        }
        head.truncate(bracket + 1);
        self.fill(&mut head, next - 1, self.length)?;
        let members = members_around(&head)?;
        Some((Collection { members, features }, looks))
    }

    /// Reads a window and the features that begin in it.
    fn window<T, L>(
        &self,
        number: usize,
        buffer: &mut Vec<u8>,
        first: usize,
        finder: &memchr::memmem::Finder<'_>,
        (look, each): (&impl Fn(usize, &[u8]) -> L, &impl Fn(Node) -> T),
    ) -> Option<Found<T, L>> {
        let begin = number * self.window_bytes;
        let end = (begin + self.window_bytes).min(self.length);
        let mut read_to = (end + finder.needle().len()).min(self.length);
        buffer.clear();
        self.fill(buffer, begin, read_to)?;
        let own = end - begin;
        let look = look(begin, buffer.get(..own)?);
        let start = if begin <= first {
            Some(first - begin)
        } else {
            finder.find(buffer)
        };
        let Some(start) = start.filter(|start| *start < own) else {
            return Some(Found { piece: None, look });
        };
        let mut features = Vec::new();
        let mut at = start;
        let mut beyond = self.beyond_bytes;
        loop {
            // White space up to the end of what is there may go on.
            let scanned = scan_feature(buffer, at)
                .filter(|(_, next, _)| *next < buffer.len() || read_to == self.length);
            let Some((feature, next, ended)) = scanned else {
                if read_to == self.length {
                    return None;
                }
                let more = (read_to + beyond).min(self.length);
                self.fill(buffer, read_to, more)?;
                read_to = more;
                beyond *= 2;
                continue;
            };
            features.push(each(feature));
            at = next;
            if ended || at >= own {
                let range = begin + start..begin + at;
                return Some(Found {
                    piece: Some((range, ended, features)),
                    look,
                });
            }
        }
    }
}

/// The members of a collection beside its features, of its text without them.
fn members_around(text: &[u8]) -> Option<Map<String, Value>> {
    let collection = scan_collection(text, drop)?;
    collection.features.is_empty().then_some(collection.members)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;

    fn windowed(text: &[u8], window_bytes: usize) -> Option<(Collection<String>, Vec<usize>)> {
        let windows = Windows {
            length: text.len(),
            window_bytes,
            beyond_bytes: 16,
            read: |range: Range<usize>, into: &mut [u8]| {
                into.copy_from_slice(text.get(range)?);
                Some(())
            },
        };
        windows.scan(|_, bytes| bytes.len(), |node| format!("{node:?}"))
    }

    fn whole(text: &[u8]) -> Option<Collection<String>> {
        scan_collection(text, |node| format!("{node:?}"))
    }

    /// A collection whose features have texts that look like the beginning of a feature.
    fn text(names: &[String], spaces: &[String]) -> String {
        let space = |at: usize| spaces.get(at % spaces.len().max(1)).map_or("", |it| it);
        let features: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let ring = format!("[[48.{at},33.1],[48.5,{}33.{at}],[48.1,33.2]]", space(at));
                format!(
                    "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},{}\
                     \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}",
                    space(at + 1)
                )
            })
            .collect();
        let features = features.join(&format!("{},{}", space(0), space(1)));
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}],\"after\":1}}\n")
    }

    proptest! {
        /// Whatever the windows, it is what reading the whole gives, or nothing; also where
        /// the text is cut off.
        #[test]
        fn windows_say_what_the_whole_says(
            names in prop::collection::vec(
                prop_oneof!["[a-zا-ی ]{0,30}", Just("{\\\"type\\\":\\\"Feature\\\"".to_owned())],
                1..12,
            ),
            spaces in prop::collection::vec("[ \n\t]{0,40}", 1..4),
            window_bytes in 60_usize..400,
            cut in prop::option::of(0.0..1.0_f64),
        ) {
            let text = text(&names, &spaces);
            let end = cut.map_or(text.len(), |share| (text.len() as f64 * share) as usize);
            let bytes = &text.as_bytes()[..end];
            let (read, expected) = (windowed(bytes, window_bytes), whole(bytes));
            if let Some((collection, looks)) = read {
                prop_assert_eq!(Some(collection), expected);
                prop_assert_eq!(looks.iter().sum::<usize>(), bytes.len());
            } else if cut.is_none() && spaces.concat().len() < 8 {
                // The head has room for what a feature begins with.
                prop_assert!(window_bytes < 90 || expected.is_none(), "{}", text);
            }
        }
    }

    #[test]
    fn a_large_file_is_read_in_windows_with_the_hash_of_the_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.geojson");
        let name = "n".repeat(900_000);
        // Windows without a beginning, with several, and a last one that is not full.
        let names: Vec<String> = (0..17)
            .map(|at| {
                if at == 3 {
                    name.repeat(11)
                } else {
                    name.clone()
                }
            })
            .collect();
        let text = text(&names, &[String::new()]);
        std::fs::write(&path, &text).unwrap();
        let read = read_large(&path, text.len() as u64, |node| format!("{node:?}")).unwrap();
        assert!(Some(read.collection) == whole(text.as_bytes()));
        assert_eq!(read.content, *blake3::hash(text.as_bytes()).as_bytes());
        // One that has become longer is not taken.
        assert!(read_large(&path, text.len() as u64 - 2, drop).is_none());
    }
}
