//! Nothing: the tests are in `tests/engine.rs`. The stack in WebAssembly is smaller than a native one and running out of
//! it ends the whole page, so the deepest programs that are accepted are tried there, and not only natively.
