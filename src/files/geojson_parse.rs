//! The grammar of GeoJSON without its meaning: objects with a geometry's coordinates
//! in flat arrays and everything else as JSON values. Nothing that is well-formed
//! JSON fails here; what is no GeoJSON comes out as a value.
//!
//! Coordinates go straight into arrays of positions: as JSON values two million of
//! them would take ten times the room.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::model::Position;

/// One position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub position: Position,
    pub height_m: Option<f64>,
    /// Whether it had more than three ordinates.
    pub more: bool,
}

/// A row of positions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub positions: Vec<Position>,
    /// One a position, NaN where it has none; absent if no position has one.
    pub heights_m: Option<Vec<f64>>,
    pub more: bool,
}

/// What stands where coordinates are expected.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Coordinates {
    Number(f64),
    Place(Place),
    Line(Line),
    List(Vec<Self>),
    Other(Value),
}

/// An object with the members that GeoJSON gives a meaning.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object {
    pub kind: Option<Value>,
    pub coordinates: Option<Coordinates>,
    pub geometry: Option<Box<Node>>,
    pub properties: Option<Value>,
    pub features: Option<Box<Items>>,
    /// The others, in order.
    pub members: Map<String, Value>,
}

/// What stands where an object is expected.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Object(Box<Object>),
    Other(Value),
}

/// What stands where the list of features is expected.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Items {
    List(Vec<Node>),
    Other(Value),
}

impl Object {
    /// The `type` member where it is a text.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_ref()?.as_str()
    }

    /// The object as a JSON value, its members in GeoJSON's order.
    pub fn into_value(self) -> Value {
        let mut map = Map::new();
        if let Some(kind) = self.kind {
            map.insert("type".to_owned(), kind);
        }
        map.extend(self.members);
        if let Some(properties) = self.properties {
            map.insert("properties".to_owned(), properties);
        }
        if let Some(geometry) = self.geometry {
            map.insert("geometry".to_owned(), geometry.into_value());
        }
        if let Some(coordinates) = self.coordinates {
            map.insert("coordinates".to_owned(), coordinates.into_value());
        }
        match self.features.map(|features| *features) {
            Some(Items::List(items)) => {
                let items = items.into_iter().map(Node::into_value).collect();
                map.insert("features".to_owned(), Value::Array(items));
            }
            Some(Items::Other(value)) => {
                map.insert("features".to_owned(), value);
            }
            None => {}
        }
        Value::Object(map)
    }
}

impl Node {
    pub fn into_value(self) -> Value {
        match self {
            Self::Object(object) => object.into_value(),
            Self::Other(value) => value,
        }
    }
}

impl Coordinates {
    pub fn into_value(self) -> Value {
        match self {
            Self::Number(number) => Value::from(number),
            Self::Place(place) => place.into_value(),
            Self::Line(line) => line.places().map(Place::into_value).collect(),
            Self::List(items) => items.into_iter().map(Self::into_value).collect(),
            Self::Other(value) => value,
        }
    }
}

impl Place {
    fn into_value(self) -> Value {
        let mut ordinates = vec![self.position.x, self.position.y];
        ordinates.extend(self.height_m.filter(|height| !height.is_nan()));
        Value::from(ordinates)
    }
}

impl Line {
    fn starting_with(place: Place) -> Self {
        let mut line = Self {
            positions: Vec::new(),
            heights_m: None,
            more: false,
        };
        line.push(place);
        line
    }

    fn push(&mut self, place: Place) {
        if place.height_m.is_some() && self.heights_m.is_none() {
            self.heights_m = Some(vec![f64::NAN; self.positions.len()]);
        }
        if let Some(heights) = &mut self.heights_m {
            heights.push(place.height_m.unwrap_or(f64::NAN));
        }
        self.positions.push(place.position);
        self.more |= place.more;
    }

    fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.positions
            .iter()
            .enumerate()
            .map(|(index, &position)| Place {
                position,
                height_m: self
                    .heights_m
                    .as_ref()
                    .and_then(|heights| heights.get(index).copied()),
                more: false,
            })
    }
}

/// Passes what is neither map nor list on as a value.
macro_rules! scalars_as_values {
    ($wrap:expr) => {
        fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
            Ok($wrap(Value::Bool(value)))
        }
        fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
            Ok($wrap(Value::from(value)))
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($wrap(Value::Null))
        }
    };
}

/// Passes numbers on as values.
macro_rules! numbers_as_values {
    ($wrap:expr) => {
        fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
            Ok($wrap(Value::from(value)))
        }
        fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
            Ok($wrap(Value::from(value)))
        }
        fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
            Ok($wrap(Value::from(value)))
        }
    };
}

struct CoordinatesVisitor;

impl<'de> Visitor<'de> for CoordinatesVisitor {
    type Value = Coordinates;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("coordinates")
    }

    scalars_as_values!(Coordinates::Other);

    fn visit_f64<E>(self, value: f64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(value))
    }

    // Whole degrees up to 2^53 are exact, and nothing beyond ±180 is a coordinate.
    fn visit_i64<E>(self, value: i64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(value as f64))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Coordinates, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map)).map(Coordinates::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Coordinates, A::Error> {
        match items.next_element()? {
            None => Ok(Coordinates::List(Vec::new())),
            Some(Coordinates::Number(first)) => place(first, items),
            Some(Coordinates::Place(first)) => line(first, items),
            Some(first) => rest(vec![first], items),
        }
    }
}

fn place<'de, A: SeqAccess<'de>>(x: f64, mut items: A) -> Result<Coordinates, A::Error> {
    let mut ordinates: [f64; 3] = [x, 0.0, 0.0];
    let mut count = 1;
    while let Some(item) = items.next_element()? {
        let Coordinates::Number(number) = item else {
            let mut all: Vec<_> = ordinates.iter().take(count).copied().collect();
            all.truncate(count);
            let mut all: Vec<_> = all.into_iter().map(Coordinates::Number).collect();
            all.push(item);
            return rest(all, items);
        };
        if let Some(ordinate) = ordinates.get_mut(count) {
            *ordinate = number;
        }
        count += 1;
    }
    let [x, y, z] = ordinates;
    if count == 1 {
        return Ok(Coordinates::List(vec![Coordinates::Number(x)]));
    }
    Ok(Coordinates::Place(Place {
        position: Position { x, y },
        height_m: (count > 2).then_some(z),
        more: count > 3,
    }))
}

fn line<'de, A: SeqAccess<'de>>(first: Place, mut items: A) -> Result<Coordinates, A::Error> {
    let mut line = Line::starting_with(first);
    while let Some(item) = items.next_element()? {
        let Coordinates::Place(place) = item else {
            let mut all: Vec<_> = line.places().map(Coordinates::Place).collect();
            all.push(item);
            return rest(all, items);
        };
        line.push(place);
    }
    Ok(Coordinates::Line(line))
}

fn rest<'de, A: SeqAccess<'de>>(
    mut all: Vec<Coordinates>,
    mut items: A,
) -> Result<Coordinates, A::Error> {
    while let Some(item) = items.next_element()? {
        all.push(item);
    }
    Ok(Coordinates::List(all))
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CoordinatesVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    scalars_as_values!(Node::Other);
    numbers_as_values!(Node::Other);

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element::<Value>()? {
            values.push(value);
        }
        Ok(Node::Other(Value::Array(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut object = Object::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => object.kind = Some(map.next_value()?),
                "coordinates" => object.coordinates = Some(map.next_value()?),
                "geometry" => object.geometry = Some(Box::new(map.next_value()?)),
                "properties" => object.properties = Some(map.next_value()?),
                "features" => object.features = Some(Box::new(map.next_value()?)),
                _ => {
                    object.members.insert(key, map.next_value()?);
                }
            }
        }
        Ok(Node::Object(Box::new(object)))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct ItemsVisitor;

impl<'de> Visitor<'de> for ItemsVisitor {
    type Value = Items;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of features")
    }

    scalars_as_values!(Items::Other);
    numbers_as_values!(Items::Other);

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Items, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element()? {
            nodes.push(node);
        }
        Ok(Items::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Items, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(map)).map(Items::Other)
    }
}

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemsVisitor)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn whatever_is_well_formed_comes_back_as_it_was() {
        for text in [
            "null",
            "[1,[2,{\"a\":[]}]]",
            r#"{"type":"Point","coordinates":[1.5,2.5,null]}"#,
            r#"{"type":"Point","coordinates":[[1.5,2.5],"x",[3.5,4.5]]}"#,
            r#"{"type":"Point","coordinates":[5.5]}"#,
            r#"{"type":7,"coordinates":{"a":1}}"#,
            r#"{"type":"FeatureCollection","bbox":[1,2],"features":[null,3,{"type":"Feature","properties":null,"geometry":null}]}"#,
            r#"{"type":"FeatureCollection","features":"none"}"#,
            r#"{"type":"Polygon","coordinates":[[[1.5,2.5,3.5],[4.5,5.5],[6.5,7.5,8.5]],[]]}"#,
        ] {
            let node: Node = serde_json::from_str(text).unwrap();
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(node.into_value(), value, "{text}");
        }
    }
}
