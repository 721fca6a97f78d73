//! The rules, pure: no async, no I/O, no Discord, no SQL. Time and chance come in as arguments.

pub mod content;
pub mod ids;
pub mod lookup;
