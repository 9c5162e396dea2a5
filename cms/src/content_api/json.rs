//! JSON that keeps the order of its keys: the order of fields is part of the shapes (cms.md 6.4).

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::ser::PrettyFormatter;
use std::borrow::Cow;
use time::{OffsetDateTime, UtcOffset};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, in this order.
    Object(Vec<(Cow<'static, str>, Json)>),
    /// A picture of the library, until [`Json::fill_images`] puts its shape here; `null` when there is none.
    Image(i64),
}

impl Json {
    /// A text, or `null`.
    pub fn text_or_null(text: Option<impl Into<String>>) -> Self {
        text.map_or(Json::Null, |text| Json::Text(text.into()))
    }

    /// An instant, or `null`.
    pub fn stamp(at: Option<OffsetDateTime>) -> Self {
        Json::text_or_null(at.map(stamp))
    }

    /// A field of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Notes the pictures that have still to be filled in.
    pub(super) fn wanted_images(&self, ids: &mut Vec<i64>) {
        match self {
            Json::Image(id) => ids.push(*id),
            Json::List(items) => items.iter().for_each(|item| item.wanted_images(ids)),
            Json::Object(fields) => fields.iter().for_each(|(_, value)| value.wanted_images(ids)),
            _ => {}
        }
    }

    /// Fills them in.
    pub(super) fn fill_images(&mut self, shape: &dyn Fn(i64) -> Json) {
        match self {
            Json::Image(id) => *self = shape(*id),
            Json::List(items) => items.iter_mut().for_each(|item| item.fill_images(shape)),
            Json::Object(fields) => fields.iter_mut().for_each(|(_, value)| value.fill_images(shape)),
            _ => {}
        }
    }

    /// As the API writes it: indented by four (rule A1).
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(4096);
        let mut writer = serde_json::Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b"    "));
        // Writing into memory fails for no value of this type.
        if self.serialize(&mut writer).is_err() {
            bytes.clear();
        }
        bytes
    }
}

/// `2026-01-31T05:00:00Z`, with microseconds when there are any.
pub fn stamp(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let (date, time) = (at.date(), at.time());
    let mut text = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    );
    if time.microsecond() != 0 {
        text.push_str(&format!(".{:06}", time.microsecond()));
    }
    text.push('Z');
    text
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Json::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Json::Int(value)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Json::Text(value.to_owned())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Json::Text(value)
    }
}

impl From<Option<i64>> for Json {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Json::Null, Json::Int)
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Json::Null,
            serde_json::Value::Bool(value) => Json::Bool(value),
            serde_json::Value::Number(value) => {
                value.as_i64().map_or_else(|| value.as_f64().map_or(Json::Null, Json::Float), Json::Int)
            }
            serde_json::Value::String(value) => Json::Text(value),
            serde_json::Value::Array(items) => Json::List(items.into_iter().map(Json::from).collect()),
            serde_json::Value::Object(fields) => {
                Json::Object(fields.into_iter().map(|(key, value)| (Cow::Owned(key), value.into())).collect())
            }
        }
    }
}

/// Makes a [`Json::Object`] from `"key" => value` pairs.
macro_rules! object {
    ($($key:literal => $value:expr),* $(,)?) => {
        $crate::content_api::json::Json::Object(vec![
            $((::std::borrow::Cow::Borrowed($key), $crate::content_api::json::Json::from($value))),*
        ])
    };
}
pub(super) use object;

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null | Json::Image(_) => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Int(value) => serializer.serialize_i64(*value),
            Json::Float(value) => serializer.serialize_f64(*value),
            Json::Text(value) => serializer.serialize_str(value),
            Json::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Json::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

/// Reads JSON without putting its keys into another order.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(i64::try_from(value).map_or(Json::Null, Json::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Json>()? {
            fields.push((Cow::Owned(key), value));
        }
        Ok(Json::Object(fields))
    }
}
