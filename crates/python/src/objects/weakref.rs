//! Weak references and proxies (`Objects/weakrefobject.c`).

use heap::Ref;

/// A weak reference: it does not count what it refers to.
#[derive(Clone, Debug, Default)]
pub struct WeakReference {
    /// What it refers to while that is alive. Not counted.
    pub referent: Option<Ref>,
    /// Called when the referent dies.
    pub callback: Option<Ref>,
    /// Hash of the referent, once asked for.
    pub hash: Option<i64>,
}
