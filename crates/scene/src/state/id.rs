//! The two ways to say which object: the order of birth, and the address.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Which object, in order of birth: 1 is the first one that the program made. Never reused: pictures follow it through
/// time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Serial(pub u32);

impl Serial {
    /// Objects that were there before the program began have greater numbers than this.
    pub const BEFORE: u32 = 4_000_000_000;
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Where an object lies: what `id(x)` is. Reused after a free. Written `0x7f…` in JSON, because JavaScript
/// numbers are for counting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Address(pub u64);

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.strip_prefix("0x")
            .and_then(|digits| u64::from_str_radix(digits, 16).ok())
            .map(Self)
            .ok_or_else(|| de::Error::custom("an address is written 0x…"))
    }
}
