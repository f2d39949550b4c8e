//! What would crash the real process.

use crate::address::{Addr, Ref};

/// A misuse of memory. The heap stays consistent; what the program sees from here on is anyone's guess.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// A count reached 0 in memory that holds no object: something is freed for the second time.
    #[error("the memory at {addr} is freed a second time")]
    FreedTwice { object: Ref, addr: Addr },
}
