//! What the page shows besides Discord.

use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::Guide;

/// What the page in the browser shows besides Discord.
#[derive(Clone, Debug)]
pub struct Page {
    /// The zone of its clock. Default: UTC.
    pub zone: TimeZone,
    /// The local time that its clock can be turned to at one press. Default: nine.
    pub morning: Time,
    /// The name of the channel that is open at first. Default: the first channel.
    pub opens: Option<String>,
    /// What to try first. Default: nothing.
    pub guide: Guide,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            zone: TimeZone::UTC,
            morning: Time::constant(9, 0, 0, 0),
            opens: None,
            guide: Guide::default(),
        }
    }
}
