//! Numbers and instants in their published spelling.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use xpro_kernel::Money;

/// A JSON number as the reference spells its floats: `1000.0`, `1999.99`. Written from the exact digits.
#[derive(Clone, Copy)]
pub(super) struct Number(pub Decimal);

impl From<Money> for Number {
    fn from(price: Money) -> Self {
        Number(price.amount())
    }
}

impl Number {
    fn digits(self) -> String {
        let plain = self.0.normalize().to_string();
        if plain.contains('.') { plain } else { format!("{plain}.0") }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.digits()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// `2026-01-31T05:00:00Z`, with six fraction digits only when they are not all zero.
#[derive(Clone, Copy)]
pub(super) struct Stamp(pub OffsetDateTime);

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = self.0.to_offset(time::UtcOffset::UTC);
        let (date, micros) = (at.date(), at.microsecond());
        write!(f, "{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())?;
        write!(f, "T{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())?;
        if micros > 0 {
            write!(f, ".{micros:06}")?;
        }
        f.write_str("Z")
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Compact UTF-8 JSON. Line and paragraph separators are escaped, as the reference does for scripts that embed it.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let text = serde_json::to_string(value).expect("the export's structs have a JSON form");
    if text.contains(['\u{2028}', '\u{2029}']) {
        return text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").into_bytes();
    }
    text.into_bytes()
}
