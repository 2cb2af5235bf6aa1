//! A scanner for the GeoJSON that programs write, several times as fast as a general
//! reader of JSON: coordinates go from the text into arrays of positions, and the list
//! of features is read in several places at once. It gives what `geojson_parse` would
//! give, bit for bit, or nothing: whatever it does not know is left to that reader, one
//! feature or the whole text, and so are all errors.

use std::ops::Range;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::geojson_number::decimal;
use super::geojson_parse::{Coordinates, Line, Node, Object, Place};
use crate::model::Position;

/// How much text is read in one piece, if a feature does not make it longer.
const PIECE_BYTES: usize = 1 << 20;

/// Values nested deeper than this are left to the general reader, which has a limit for
/// the depth of the whole text.
const DEEPEST: usize = 64;

/// A feature collection taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Collection<T> {
    /// Its members beside `type` and `features`, in order.
    pub members: Map<String, Value>,
    /// What was made of each feature, in order.
    pub features: Vec<T>,
}

/// Takes a feature collection apart; `each` makes something of every feature. Nothing
/// where the text is no such collection, or not plain enough.
pub(super) fn scan_collection<T: Send>(
    bytes: &[u8],
    each: impl Fn(Node) -> T + Sync,
) -> Option<Collection<T>> {
    scan_in_pieces(bytes, PIECE_BYTES, each)
}

fn scan_in_pieces<T: Send>(
    bytes: &[u8],
    piece_bytes: usize,
    each: impl Fn(Node) -> T + Sync,
) -> Option<Collection<T>> {
    let mut scanner = Scanner {
        bytes,
        at: 0,
        piece_bytes,
    };
    let mut members = Map::new();
    let mut features = None;
    let mut is_collection = false;
    scanner.space();
    scanner.each_member(|scanner, key| match key {
        "type" if !is_collection => {
            is_collection = scanner.plain_text()? == "FeatureCollection";
            is_collection.then_some(())
        }
        "features" if features.is_none() => {
            features = Some(scanner.features(&each)?);
            Some(())
        }
        "type" | "features" | "coordinates" | "geometry" | "properties" => None,
        _ => scanner.member(&mut members, key),
    })?;
    scanner.space();
    let features = features.filter(|_| is_collection && scanner.at == bytes.len())?;
    Some(Collection { members, features })
}

/// Where the list of features of a collection begins: the place of its bracket and of
/// the first feature, and what every feature seems to begin with. Nothing where that is
/// not in `bytes`, which may be cut off anywhere, or the list is empty.
pub(super) fn scan_head(bytes: &[u8]) -> Option<(usize, usize, &[u8])> {
    let mut scanner = Scanner {
        bytes,
        at: 0,
        piece_bytes: bytes.len(),
    };
    scanner.space();
    let mut found = None;
    // Nothing is read beyond it: the walk is broken off there.
    let _ = scanner.each_member(|scanner, key| {
        if key != "features" {
            return scanner.any::<serde::de::IgnoredAny>().map(drop);
        }
        let bracket = scanner.at;
        scanner.eat(b'[')?;
        scanner.space();
        found = Some((bracket, scanner.at));
        None
    });
    let (bracket, first) = found?;
    let beginning = scanner.beginning(first)?;
    Some((bracket, first, beginning))
}

/// The feature at `at`, with where the next one begins, or the list ended, and whether it
/// did. Nothing where it is not plain, or not all there.
pub(super) fn scan_feature(bytes: &[u8], at: usize) -> Option<(Node, usize, bool)> {
    let mut scanner = Scanner {
        bytes,
        at,
        piece_bytes: bytes.len(),
    };
    let feature = scanner.feature()?;
    let ended = !scanner.goes_on(b']')?;
    Some((feature, scanner.at, ended))
}

/// What was made of a stretch of the list of features.
struct Piece<T> {
    features: Vec<T>,
    /// Where the next feature begins, or the list ended.
    end: usize,
    ended: bool,
}

#[derive(Clone, Copy)]
struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    piece_bytes: usize,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// After an item of a list or object: whether there is another.
    fn goes_on(&mut self, close: u8) -> Option<bool> {
        self.space();
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b',' => {
                self.space();
                Some(true)
            }
            byte if byte == close => Some(false),
            _ => None,
        }
    }

    /// A text of plain ASCII without escapes.
    fn plain_text(&mut self) -> Option<&'a str> {
        self.eat(b'"')?;
        let rest = self.bytes.get(self.at..)?;
        let length = rest
            .iter()
            .position(|&byte| !(b' '..=b'~').contains(&byte) || byte == b'"' || byte == b'\\')?;
        self.at += length;
        self.eat(b'"')?;
        std::str::from_utf8(rest.get(..length)?).ok()
    }

    /// Any value, by the general reader.
    fn any<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let rest = self.bytes.get(self.at..)?;
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<T>();
        let value = values.next()?.ok()?;
        let length = values.byte_offset();
        self.at += length;
        is_shallow(rest.get(..length)?).then_some(value)
    }

    fn member(&mut self, members: &mut Map<String, Value>, key: &str) -> Option<()> {
        let value = self.any()?;
        // The last of several with one name wins in the place of the first.
        members.insert(key.to_owned(), value);
        Some(())
    }

    fn each_member(
        &mut self,
        mut each: impl FnMut(&mut Self, &'a str) -> Option<()>,
    ) -> Option<()> {
        self.eat(b'{')?;
        self.space();
        if self.eat(b'}').is_some() {
            return Some(());
        }
        loop {
            let key = self.plain_text()?;
            self.space();
            self.eat(b':')?;
            self.space();
            each(self, key)?;
            if !self.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    /// The list of features, in pieces at once.
    fn features<T: Send>(&mut self, each: &(impl Fn(Node) -> T + Sync)) -> Option<Vec<T>> {
        self.eat(b'[')?;
        self.space();
        if self.eat(b']').is_some() {
            return Some(Vec::new());
        }
        let starts = self.likely_starts();
        let stops = starts.iter().skip(1).copied().chain([usize::MAX]);
        let ranges: Vec<Range<usize>> = starts
            .iter()
            .zip(stops)
            .map(|(&start, end)| Range { start, end })
            .collect();
        let pieces: Option<Vec<Piece<T>>> = ranges
            .into_par_iter()
            .map(|range| self.piece(range, each))
            .collect();
        // What looked like the beginning of a feature may have been something within
        // one: then the piece before it did not end there.
        let joined = pieces.filter(|pieces| {
            let ends = pieces.iter().map(|piece| piece.end);
            ends.zip(starts.iter().skip(1))
                .all(|(end, &start)| end == start)
        });
        let mut pieces = match joined {
            Some(pieces) => pieces,
            None => vec![self.piece(self.at..usize::MAX, each)?],
        };
        let last = pieces.last().filter(|last| last.ended)?;
        self.at = last.end;
        let mut features =
            Vec::with_capacity(pieces.iter().map(|piece| piece.features.len()).sum());
        for piece in &mut pieces {
            features.append(&mut piece.features);
        }
        Some(features)
    }

    /// Places about a piece's length apart where a feature seems to begin as the first
    /// one does; the first is one.
    fn likely_starts(&self) -> Vec<usize> {
        let mut starts = vec![self.at];
        let Some(beginning) = self.beginning(self.at) else {
            return starts;
        };
        let finder = memchr::memmem::Finder::new(beginning);
        loop {
            let from = starts
                .last()
                .map_or(self.at, |start| start + self.piece_bytes);
            let Some(found) = self.bytes.get(from..).and_then(|rest| finder.find(rest)) else {
                return starts;
            };
            starts.push(from + found);
        }
    }

    /// The brace of the feature at `at`, its first name and the text or name after it: what
    /// a geometry begins with, too, would often lead astray.
    fn beginning(&self, at: usize) -> Option<&'a [u8]> {
        let rest = self.bytes.get(at..)?;
        let length = memchr::memchr_iter(b'"', rest).nth(3)?;
        rest.get(..=length)
    }

    /// The features from one that begins a range to the first that begins beyond it.
    fn piece<T>(&self, range: Range<usize>, each: &impl Fn(Node) -> T) -> Option<Piece<T>> {
        let mut at = range.start;
        let mut features = Vec::new();
        loop {
            let (feature, end, ended) = scan_feature(self.bytes, at)?;
            features.push(each(feature));
            if ended || end >= range.end {
                return Some(Piece {
                    features,
                    end,
                    ended,
                });
            }
            at = end;
        }
    }

    fn feature(&mut self) -> Option<Node> {
        let start = self.at;
        if let Some(object) = self.plain_feature() {
            return Some(Node::Object(Box::new(object)));
        }
        self.at = start;
        self.any()
    }

    fn plain_feature(&mut self) -> Option<Object> {
        let mut object = Object::default();
        self.each_member(|scanner, key| {
            match key {
                "type" if object.kind.is_none() => {
                    object.kind = Some(scanner.plain_text()?.into());
                }
                "geometry" if object.geometry.is_none() => {
                    object.geometry = Some(Box::new(scanner.geometry()?));
                }
                "properties" if object.properties.is_none() => {
                    object.properties = Some(scanner.any()?);
                }
                "type" | "geometry" | "properties" | "coordinates" | "features" => return None,
                _ => scanner.member(&mut object.members, key)?,
            }
            Some(())
        })?;
        Some(object)
    }

    fn geometry(&mut self) -> Option<Node> {
        if self.peek()? != b'{' {
            return self.any();
        }
        let mut object = Object::default();
        self.each_member(|scanner, key| {
            match key {
                "type" if object.kind.is_none() => {
                    object.kind = Some(scanner.plain_text()?.into());
                }
                "coordinates" if object.coordinates.is_none() => {
                    object.coordinates = Some(scanner.coordinates(0)?);
                }
                "type" | "geometry" | "properties" | "coordinates" | "features" => return None,
                _ => scanner.member(&mut object.members, key)?,
            }
            Some(())
        })?;
        Some(Node::Object(Box::new(object)))
    }

    /// Coordinates whose items are all alike.
    fn coordinates(&mut self, depth: usize) -> Option<Coordinates> {
        if depth > DEEPEST {
            return None;
        }
        let start = self.at;
        self.eat(b'[')?;
        self.space();
        if self.peek()? != b'[' {
            self.at = start;
            let (position, height_m) = self.place()?;
            return Some(Coordinates::Place(Place {
                position,
                height_m,
                more: false,
            }));
        }
        let inner = self.at;
        self.at += 1;
        self.space();
        let is_line = matches!(self.peek()?, b'-' | b'0'..=b'9');
        self.at = inner;
        if is_line {
            return self.line().map(Coordinates::Line);
        }
        let mut items = Vec::new();
        loop {
            items.push(self.coordinates(depth + 1)?);
            if !self.goes_on(b']')? {
                return Some(Coordinates::List(items));
            }
        }
    }

    /// The positions of a line after its opening bracket, with two ordinates each, or
    /// with three each.
    fn line(&mut self) -> Option<Line> {
        let mut positions = Vec::new();
        let mut heights_m = Vec::new();
        loop {
            let (position, height_m) = self.place()?;
            if heights_m.len() != positions.len() && height_m.is_some() {
                return None;
            }
            positions.push(position);
            heights_m.extend(height_m);
            if !self.goes_on(b']')? {
                break;
            }
        }
        if !heights_m.is_empty() && heights_m.len() != positions.len() {
            return None;
        }
        Some(Line {
            positions,
            heights_m: (!heights_m.is_empty()).then_some(heights_m),
            more: false,
        })
    }

    fn place(&mut self) -> Option<(Position, Option<f64>)> {
        self.eat(b'[')?;
        let x = self.number()?;
        self.eat(b',')?;
        let y = self.number()?;
        let mut height_m = None;
        if self.peek()? == b',' {
            self.at += 1;
            height_m = Some(self.number()?);
        }
        self.eat(b']')?;
        Some((Position { x, y }, height_m))
    }

    fn number(&mut self) -> Option<f64> {
        self.space();
        let (number, length) = decimal(self.bytes.get(self.at..)?)?;
        self.at += length;
        self.space();
        Some(number)
    }
}

/// Whether well-formed JSON is nested no deeper than the general reader is sure to take.
fn is_shallow(text: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut in_text = false;
    let mut escaped = false;
    for &byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                if depth > DEEPEST {
                    return false;
                }
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    true
}

#[cfg(test)]
#[path = "geojson_scan_tests.rs"]
mod tests;
