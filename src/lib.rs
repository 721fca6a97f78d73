//! Shipmate, a Discord study bot. One line per room:

/// What a member or manager can do, one use case per file.
pub mod actions;
/// The time, which tests and the sandbox can turn.
pub mod clock;
/// The rules: calendar days, streaks, choosing, grading, lookup.
pub mod domain;
/// What time does: dailies planned, posted, closed.
pub mod jobs;
/// Study content on disk, checked.
pub mod pack;
/// Chance, which can be replayed.
pub mod rng;
/// The one place for SQL.
pub mod store;
