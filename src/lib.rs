//! Shipmate, a Discord study bot. One line per room:

/// The rules: calendar days, streaks, choosing, grading, lookup.
pub mod domain;
/// Content on disk -> a checked, typed pack; every problem with file, line and a hint.
pub mod pack;
