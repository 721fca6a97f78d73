//! Local days: which day it is in a guild's zone, and when that day's question is due.
//!
//! Dates are compared, never midnights: a zone may have no midnight on some day, or two.

mod day;
mod reschedule;
mod schedule;
mod time;
mod weekdays;
mod zone;

pub use day::parse_day;
pub use reschedule::reschedule;
pub use schedule::{Due, LONGEST_OPEN, Schedule};
pub use time::{BadTime, parse_time};
pub use weekdays::{BadWeekdays, Weekdays};
pub use zone::{UnknownZone, Zone};
