//! Instants and amounts.

use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, which browsers turn into local time by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

#[cfg(feature = "ssr")]
impl From<time::OffsetDateTime> for Instant {
    fn from(at: time::OffsetDateTime) -> Self {
        let millis = at.unix_timestamp_nanos() / 1_000_000;
        Instant(i64::try_from(millis).expect("the years that a timestamp can hold fit into 64 bits of milliseconds"))
    }
}

/// An amount as staff read it, such as `$1,234.50`. The studio shows amounts and never computes with them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dollars(pub String);

#[cfg(feature = "ssr")]
impl From<xpro_kernel::Money> for Dollars {
    fn from(amount: xpro_kernel::Money) -> Self {
        Dollars(amount.dollars_and_cents())
    }
}

impl std::fmt::Display for Dollars {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
