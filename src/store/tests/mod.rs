//! The store, proved on real files.

mod answers;
mod backup;
mod challenges;
mod corrections;
mod faults;
mod fixture;
mod forget;
mod interrupted;
mod leaderboard;
mod migrations;
mod neutral;
mod opening;
mod outbox;
mod planning;
mod plans;
mod post_now;
mod practice;
mod privacy;
mod remove;
mod reports;
mod split;
mod streaks;
mod unreadable;
mod writer;
