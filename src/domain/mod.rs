//! The rules, pure: no async, no I/O, no Discord, no SQL. Time and chance come in as arguments.

pub mod asked;
pub mod calendar;
pub mod challenge;
pub mod choose;
pub mod content;
pub mod daily;
pub mod grading;
pub mod guild;
pub mod ids;
pub mod lookup;
pub mod pause;
pub mod standings;
pub mod streak;
