//! The engine beside the page: in a worker, or in slices on the page's own thread where workers are not allowed.

mod client;
mod film;
mod offer;
mod service;
mod studio;
mod worker;

pub use client::Client;
pub use service::Service;
pub use worker::serve;
