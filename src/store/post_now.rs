//! A manager asks for today's daily at once.

use jiff::Timestamp;
use rusqlite::Connection;

use super::columns::signed;
use super::{Store, StoreError, dailies, guilds};
use crate::domain::calendar::Due;
use crate::domain::daily::{Daily, DailyState};
use crate::domain::ids::GuildId;

/// What becomes of today's daily.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostNow {
    /// It is due now.
    Due,
    /// The last one is still open: today's follows as soon as it closes.
    After(Timestamp),
    /// It is due now, or as soon as the last one closes, though the schedule asks nobody today: an answer counts, and
    /// missing it costs nobody anything.
    OnDayOff(Option<Timestamp>),
    /// The last one is still open, and will be until after today.
    OpenPastToday(Timestamp),
    /// Today's has been posted.
    Posted(Box<Daily>),
    /// Today's is about to be posted.
    OnItsWay,
    /// Today's could not be posted while there was time, and its day is over for the bot.
    GivenUp,
    /// The dailies are paused.
    Paused,
    /// The guild has no daily yet.
    NotSetUp,
}

impl Store {
    /// Makes today's daily due now, unless there was one today. Nothing is planned here: whoever plans it keeps the
    /// promise of one a day.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn post_now(&self, guild: GuildId, now: Timestamp) -> Result<PostNow, StoreError> {
        self.write(move |db| post_now(db, guild, now)).await
    }
}

fn post_now(db: &Connection, guild: GuildId, now: Timestamp) -> Result<PostNow, StoreError> {
    let Some(found) = guilds::find(db, guild)? else { return Ok(PostNow::NotSetUp) };
    if found.paused.is_some() {
        return Ok(PostNow::Paused);
    }
    let today = found.settings.schedule.zone.local_day(now);
    // A later day than today is possible: the guild has moved west since.
    let latest = dailies::one(db, "WHERE guild_id = ?1 ORDER BY day DESC LIMIT 1", [signed(guild.0)])?;
    if let Some(daily) = latest.filter(|daily| daily.day >= today) {
        return Ok(match daily.state {
            DailyState::Planned => PostNow::OnItsWay,
            DailyState::Unposted => PostNow::GivenUp,
            DailyState::Open | DailyState::Closing | DailyState::Closed => PostNow::Posted(Box::new(daily)),
        });
    }
    let until = dailies::open_until(db, guild, now)?;
    if let Some(until) = until.filter(|until| found.settings.schedule.zone.local_day(*until) > today) {
        return Ok(PostNow::OpenPastToday(until));
    }
    guilds::set_next(db, guild, Some(Due { day: today, at: until.unwrap_or(now) }))?;
    if found.settings.schedule.is_day_off(today) {
        return Ok(PostNow::OnDayOff(until));
    }
    Ok(until.map_or(PostNow::Due, PostNow::After))
}
