//! A local Discord.

#[cfg(feature = "openapi")]
pub mod openapi;
