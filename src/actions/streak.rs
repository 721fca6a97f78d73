//! A member's streak: shown, paused, resumed.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Services;
use crate::domain::calendar::{Due, parse_day};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::pause::{self, Pause, PauseRefused, Resumed};
use crate::domain::streak::{self, Standing};
use crate::store::{LatestDaily, StoreError, StreakFacts};

/// Everything that a streak card says.
#[derive(Clone, Debug, PartialEq)]
pub struct StreakCard {
    /// Whose streak.
    pub member: MemberId,
    /// What the streak is worth now, and the freezes left.
    pub standing: Standing,
    /// The longest streak ever.
    pub longest: u32,
    /// Days answered, ever.
    pub answered: u32,
    /// Of these, answered right.
    pub right: u32,
    /// In whose zone the day ends: an IANA name. `None`: the guild is not set up.
    pub zone: Option<String>,
    /// The open daily: its closing time, and whether this member has answered it.
    pub open: Option<LatestDaily>,
    /// The next daily; `None` while the dailies are paused.
    pub next: Option<Due>,
    /// Days since the last answer that counted for nobody who missed them.
    pub neutral: Vec<Date>,
    /// The announced pause that runs now, else the next one ahead.
    pub pause: Option<Pause>,
    /// Whether `pause` runs today.
    pub paused_today: bool,
    /// Days that can still be announced as a pause in this quarter.
    pub pause_days_left: i32,
    /// The next milestone.
    pub next_milestone: Option<u32>,
}

/// A member's streak card.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn card(services: &Services, guild: GuildId, member: MemberId) -> Result<StreakCard, StoreError> {
    let facts = services.store.streak(guild, member).await?;
    Ok(StreakCard::of(member, facts, services.clock.now()))
}

impl StreakCard {
    /// What these facts say of `member` at `now`.
    pub(super) fn of(member: MemberId, facts: StreakFacts, now: Timestamp) -> Self {
        let today = facts.guild.as_ref().map(|guild| guild.settings.schedule.zone.local_day(now));
        let pause = today.and_then(|today| facts.pauses.iter().find(|pause| pause.to >= today).copied());
        let standing = streak::standing(facts.streak, facts.missed);
        Self {
            member,
            longest: facts.streak.longest,
            answered: facts.answered,
            right: facts.right,
            zone: facts.guild.as_ref().map(|guild| guild.settings.schedule.zone.name().to_owned()),
            open: facts.latest.filter(|daily| now < daily.closes_at),
            next: facts.guild.and_then(|guild| guild.next),
            neutral: facts.neutral,
            pause,
            paused_today: pause.zip(today).is_some_and(|(pause, today)| pause.from <= today),
            pause_days_left: today.map_or(0, |today| pause::days_left(&facts.pauses, today)),
            next_milestone: streak::MILESTONES.into_iter().find(|&milestone| milestone > standing.current),
            standing,
        }
    }
}

/// What became of an announced pause.
#[derive(Clone, Debug, PartialEq)]
pub enum Paused {
    /// It stands.
    Announced {
        /// The pause.
        pause: Pause,
        /// Days that can still be announced in this quarter.
        days_left: i32,
    },
    /// The rules do not allow it.
    Refused(PauseRefused),
    /// A day was not understood.
    BadDay {
        /// What was typed.
        typed: String,
        /// Today in the guild, for an example.
        today: Date,
    },
    /// The guild has no daily yet.
    NotSetUp,
}

/// Announces a pause over the days `from` to `to`, both included: ISO dates, or `today` and `tomorrow`.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn pause(
    services: &Services,
    (guild, member): (GuildId, MemberId),
    from: &str,
    to: &str,
) -> Result<Paused, StoreError> {
    let Some(today) = local_day(services, guild).await? else { return Ok(Paused::NotSetUp) };
    let mut days = [today; 2];
    for (day, typed) in days.iter_mut().zip([from, to]) {
        match parse_day(typed, today) {
            Some(parsed) => *day = parsed,
            None => return Ok(Paused::BadDay { typed: typed.to_owned(), today }),
        }
    }
    let announced = services.store.announce_pause(guild, member, (days[0], days[1]), today).await?;
    Ok(match announced {
        Ok((pause, days_left)) => Paused::Announced { pause, days_left },
        Err(refused) => Paused::Refused(refused),
    })
}

/// Ends the running pause early, or takes back the next one. `None`: there was none.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn resume(
    services: &Services,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<Resumed>, StoreError> {
    match local_day(services, guild).await? {
        Some(today) => services.store.resume_streak(guild, member, today).await,
        None => Ok(None),
    }
}

/// Today in a guild's zone. `None`: the guild is not set up.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn local_day(services: &Services, guild: GuildId) -> Result<Option<Date>, StoreError> {
    let now = services.clock.now();
    Ok(services.store.guild(guild).await?.map(|guild| guild.settings.schedule.zone.local_day(now)))
}
