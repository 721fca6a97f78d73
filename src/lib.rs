//! Shipmate, a Discord study bot. One line per room:

/// The rules: calendar days, streaks, choosing, grading, lookup.
pub mod domain;
