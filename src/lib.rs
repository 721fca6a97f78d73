//! Shipmate, a Discord study bot. One line per room:

/// What a member or manager can do, one use case per file.
pub mod actions;
/// Builds the bot and runs it until shutdown.
pub mod app;
/// An error with its causes.
pub mod causes;
/// The command line.
pub mod cli;
/// The time, which tests and the sandbox can turn.
pub mod clock;
/// Every setting, once.
pub mod config;
/// The only room which knows serenity and poise.
pub mod discord;
/// Whether everything that the bot needs is there.
pub mod doctor;
/// The rules: calendar days, streaks, choosing, grading, lookup.
pub mod domain;
/// The group games that are on, each a task of its own.
pub mod games;
/// Whether the bot lives, and whether it is ready.
pub mod health;
/// What time does: dailies planned, posted, closed; games shown.
pub mod jobs;
/// The bot on a local Discord, for people.
pub mod local;
/// What is counted and measured.
pub mod metrics;
/// Study content on disk, checked.
pub mod pack;
/// Chance, which can be replayed.
pub mod rng;
/// The one place for SQL.
pub mod store;
/// The log.
pub mod telemetry;
/// A study group's first days, played on a local Discord.
pub mod tour;
/// Metrics and probes over HTTP.
pub mod watch;
