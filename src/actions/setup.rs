//! A manager sets up the daily, looks at its state, pauses it and lets it go on.

use super::Services;
use crate::domain::asked::AskedQuestion;
use crate::domain::calendar::{self, BadTime, BadWeekdays, Schedule, UnknownZone, Weekdays, Zone};
use crate::domain::choose;
use crate::domain::daily::Daily;
use crate::domain::guild::{Guild, PauseReason, Settings};
use crate::domain::ids::{ChannelId, GuildId, MemberId, RoleId};
use crate::store::StoreError;

/// What a manager typed: whatever is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Where the daily is posted.
    pub channel: Option<ChannelId>,
    /// At what time, such as `9:00`.
    pub time: Option<String>,
    /// In which zone, such as `Europe/Berlin`.
    pub zone: Option<String>,
    /// On which days, such as `mon-fri`.
    pub weekdays: Option<String>,
    /// Which role is mentioned.
    pub mention: Option<Mention>,
    /// Whether each daily gets a thread.
    pub discussion: Option<bool>,
}

/// What becomes of the role that is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    /// This role is mentioned.
    Role(RoleId),
    /// No role is.
    Nobody,
}

impl Changes {
    /// Whether nothing was typed: the state is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Why settings cannot be saved.
#[derive(Clone, Debug, PartialEq)]
pub enum SetupRefused {
    /// The first time, these options are needed: their names.
    Missing(Vec<&'static str>),
    /// The zone is not known; the nearest ones are.
    Zone(UnknownZone),
    /// The time was not understood.
    Time(BadTime),
    /// The weekdays were not understood.
    Weekdays(BadWeekdays),
}

/// What the state of a guild's daily is.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupState {
    /// The settings; `None` before the first set-up.
    pub guild: Option<Guild>,
    /// The latest daily that was posted.
    pub latest: Option<Daily>,
}

/// The settings that `changes` would give, to be checked against the channel before they are saved.
///
/// # Errors
///
/// Whatever the store refuses; what the manager has to mend is the inner result.
pub async fn draft(
    services: &Services,
    guild: GuildId,
    changes: &Changes,
) -> Result<Result<Settings, SetupRefused>, StoreError> {
    let before = services.store.guild(guild).await?.map(|guild| guild.settings);
    Ok(merge(before.as_ref(), changes))
}

/// Saves checked settings and plans the next daily by them.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn save(
    services: &Services,
    guild: GuildId,
    settings: Settings,
    manager: MemberId,
) -> Result<Guild, StoreError> {
    services.store.set_up(guild, settings, manager, services.clock.now()).await
}

/// The state of a guild's daily.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn state(services: &Services, guild: GuildId) -> Result<SetupState, StoreError> {
    Ok(SetupState {
        guild: services.store.guild(guild).await?,
        latest: services.store.latest_daily(guild).await?,
    })
}

/// Pauses a guild's dailies by its manager's wish. Gives the state then.
///
/// # Errors
///
/// Whatever the store refuses; then nothing has changed.
pub async fn pause(services: &Services, guild: GuildId) -> Result<SetupState, StoreError> {
    // First what is only read: a pause that stands is not told as one that failed.
    let latest = services.store.latest_daily(guild).await?;
    let paused = services.store.pause_guild(guild, PauseReason::ByManager, false, services.clock.now());
    Ok(SetupState { guild: paused.await?, latest })
}

/// Lets a paused guild's dailies go on. Gives the state then.
///
/// # Errors
///
/// Whatever the store refuses; then nothing has changed.
pub async fn resume(services: &Services, guild: GuildId) -> Result<SetupState, StoreError> {
    let latest = services.store.latest_daily(guild).await?;
    let resumed = services.store.resume_guild(guild, services.clock.now());
    Ok(SetupState { guild: resumed.await?, latest })
}

/// A question to show what a daily will look like.
#[must_use]
pub fn preview(services: &Services) -> Option<AskedQuestion> {
    let question = services.pool.first()?.clone();
    let mut rng = choose::rng_from(0, 0);
    let order = choose::shuffled_order(question.options.len(), &mut rng);
    AskedQuestion::new(question, order)
}

fn merge(before: Option<&Settings>, changes: &Changes) -> Result<Settings, SetupRefused> {
    let zone = changes.zone.as_deref().map(Zone::named).transpose().map_err(SetupRefused::Zone)?;
    let time = changes.time.as_deref().map(calendar::parse_time).transpose().map_err(SetupRefused::Time)?;
    let weekdays =
        changes.weekdays.as_deref().map(Weekdays::parse).transpose().map_err(SetupRefused::Weekdays)?;
    let channel = changes.channel.or(before.map(|settings| settings.channel));
    let time = time.or(before.map(|settings| settings.schedule.time));
    let zone = zone.or_else(|| before.map(|settings| settings.schedule.zone.clone()));
    let (Some(channel), Some(time), Some(zone)) = (channel, time, &zone) else {
        let needed = [("channel", channel.is_none()), ("time", time.is_none()), ("zone", zone.is_none())];
        return Err(SetupRefused::Missing(
            needed.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect(),
        ));
    };
    let weekdays = weekdays.or(before.map(|settings| settings.schedule.weekdays)).unwrap_or(Weekdays::ALL);
    Ok(Settings {
        channel,
        schedule: Schedule { zone: zone.clone(), time, weekdays },
        mention: match changes.mention {
            Some(Mention::Role(role)) => Some(role),
            Some(Mention::Nobody) => None,
            None => before.and_then(|settings| settings.mention),
        },
        discussion: changes.discussion.or(before.map(|settings| settings.discussion)).unwrap_or(true),
    })
}
