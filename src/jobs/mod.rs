//! What time does: dailies planned, posted and closed, games shown. It owns the two small traits by which it speaks
//! outward: [`Outward`] for dailies, [`Stage`] for games.

mod outward;
mod overdue;
mod presence;
mod pulse;
mod run;
mod showing;
mod stage;
#[cfg(test)]
mod tests;
mod under_way;
mod worker;

pub use outward::{Outward, OutwardError};
pub use overdue::Overdue;
pub use presence::Presence;
pub use pulse::Pulse;
pub use run::{Jobs, Settled};
pub use showing::Showing;
pub use stage::{Edited, Stage, Staged};
