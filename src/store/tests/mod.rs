//! The store, proved on real files.

mod answers;
mod challenges;
mod fixture;
mod leaderboard;
mod migrations;
mod neutral;
mod opening;
mod outbox;
mod planning;
mod plans;
mod practice;
mod streaks;
mod writer;
