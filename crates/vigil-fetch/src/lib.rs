#![doc = include_str!("../README.md")]

mod address;
mod answer;
mod attempt;
mod client;
mod error;
mod kept;
mod part;
mod proxies;
mod wait;

pub use client::{Accept, Client, Got, Request, Settings, SetupError};
pub use error::{Cause, FetchError};
pub use kept::Kept;
pub use proxies::Proxies;
pub use wait::Pause;
