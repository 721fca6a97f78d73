//! The rules, pure: no async, no I/O, no Discord, no SQL. Time and chance come in as arguments.

pub mod asked;
pub mod calendar;
pub mod challenge;
pub mod choose;
pub mod comparison;
pub mod content;
pub mod correction;
pub mod daily;
pub mod drill;
pub mod grading;
pub mod guild;
pub mod ids;
pub mod lookup;
pub mod pause;
pub mod report;
pub mod shards;
pub mod standings;
pub mod streak;
