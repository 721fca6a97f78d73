//! The only room that knows Discord.

pub mod limits;
pub mod press;
pub mod views;
