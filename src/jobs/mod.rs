//! What time does: dailies planned, posted, closed. Speaks outward by a small trait that it owns.

mod outward;
mod presence;
mod pulse;
mod run;
#[cfg(test)]
mod tests;

pub use outward::{Outward, OutwardError};
pub use presence::Presence;
pub use pulse::Pulse;
pub use run::{Jobs, Settled};
