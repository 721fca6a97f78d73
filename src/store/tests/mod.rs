//! The store, proved on real files.

mod answers;
mod corrections;
mod fixture;
mod leaderboard;
mod migrations;
mod neutral;
mod opening;
mod outbox;
mod planning;
mod plans;
mod post_now;
mod practice;
mod reports;
mod streaks;
mod writer;
