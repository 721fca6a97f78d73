//! End to end: the real bot against the local Discord, one file per journey.
//!
//! One binary for all of them: linking is most of what a test build costs.

mod architecture;
mod daily;
mod discussion;
mod explain;
mod leaderboard;
mod manager;
mod practice;
mod presses;
mod restart;
mod setup;
mod spoilers;
mod start;
mod streak;
mod voyage;
