//! End to end: the real bot against the local Discord, one file per journey.
//!
//! One binary for all of them: linking is most of what a test build costs.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails where it unwraps, and says what it skips"
)]
#![expect(
    clippy::disallowed_methods,
    clippy::too_many_lines,
    reason = "a journey lives in real time, and reads in one go"
)]

mod admin;
mod architecture;
mod care;
mod challenge;
mod chapters;
mod compare;
mod daily;
mod deploy;
mod discussion;
mod explain;
mod gateway;
mod hostile;
mod invitation;
mod leaderboard;
mod local;
mod log;
mod manager;
mod new_pack;
mod pace;
mod practice;
mod presses;
mod privacy;
mod reports;
mod restart;
mod rights;
mod secrets;
mod setup;
mod shards;
mod slow;
mod spoilers;
mod start;
mod streak;
mod voyage;
mod watch;
