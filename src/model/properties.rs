//! What a source says of a feature, kept as the JSON text that it is written as: a few
//! letters each for the hundred thousand settlements of the country, where maps of names
//! and values would take more memory than everything that is drawn.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The members of a feature as its source has them, in its order.
///
/// ```
/// use marz::model::Properties;
/// let properties = Properties::from_json(r#"{"name": "لردگان", "pop": 40528}"#).unwrap();
/// assert_eq!(properties.to_map()["pop"], 40528);
/// assert!(Properties::from_json("[1]").is_none());
/// ```
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Properties(Option<Arc<str>>);

impl Properties {
    /// The members of a text, which must be a JSON object; nothing where it is none.
    pub fn from_json(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_object = text.starts_with('{');
        (is_object && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
            .then(|| Self((text != "{}").then(|| text.into())))
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The JSON text of the object; nothing where there is no member.
    pub fn json(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The value of one member.
    pub fn get(&self, name: &str) -> Option<Value> {
        let text = self.json()?;
        // Letters that are written as escapes cannot be looked for.
        let may_have = text.contains(name) || text.contains('\\');
        may_have.then(|| self.to_map().remove(name)).flatten()
    }

    /// The members, taken apart anew at each call.
    pub fn to_map(&self) -> Map<String, Value> {
        // The text was an object when it was taken in.
        let parsed = self.0.as_deref().map(serde_json::from_str);
        parsed.and_then(Result::ok).unwrap_or_default()
    }
}

impl From<&Map<String, Value>> for Properties {
    fn from(members: &Map<String, Value>) -> Self {
        // Names are strings and values are JSON's: there is nothing that cannot be written.
        let text = (!members.is_empty()).then(|| serde_json::to_string(members).ok());
        Self(text.flatten().map(Arc::from))
    }
}

impl fmt::Debug for Properties {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.json().unwrap_or("{}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_numbers_and_letters() -> Result<(), serde_json::Error> {
        let text = r#"{"ب":"كوه‌دشت","a":1.50,"n":12345678901234567890,"z":null,"o":{"k":[true]}}"#;
        let map: Map<String, Value> = serde_json::from_str(text)?;
        let properties = Properties::from(&map);
        assert_eq!(properties.to_map(), map);
        let names: Vec<_> = properties.to_map().keys().cloned().collect();
        assert_eq!(names, ["ب", "a", "n", "z", "o"]);
        let read = Properties::from_json(text).unwrap_or_default();
        assert_eq!(read.to_map(), map);
        assert_eq!(read.get("a"), Some(1.5.into()));
        assert_eq!(read.get("k"), None);
        let escaped = Properties::from_json(r#"{"\u0628":2}"#).unwrap_or_default();
        assert_eq!(escaped.get("ب"), Some(2.into()));
        Ok(())
    }

    #[test]
    fn no_member_is_no_text() {
        assert_eq!(Properties::from(&Map::new()), Properties::default());
        assert_eq!(Properties::from_json(" {} "), Some(Properties::default()));
        assert_eq!(Properties::from_json("{\"a\":"), None);
        assert_eq!(Properties::from_json("null"), None);
    }
}
