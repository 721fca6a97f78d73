//! Who answered how often.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::Services;
use crate::domain::calendar::Due;
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::standings::{LastWeek, Leaderboard, Period, Standings, WayIn};
use crate::store::StoreError;

/// A guild's leaderboard in a period, as the member `asking` may see it. `None`: the guild is not set up, and no
/// game was played in it.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn leaderboard(
    services: &Services,
    (guild, asking): (GuildId, MemberId),
    period: Period,
) -> Result<Option<Leaderboard>, StoreError> {
    let now = services.clock.now();
    let set_up = services.store.guild(guild).await?;
    let local_day = set_up.as_ref().map(|guild| guild.settings.schedule.zone.local_day(now));
    // A guild without dailies may play all the same: its days end by UTC then.
    let today = local_day.unwrap_or_else(|| TimeZone::UTC.to_datetime(now).date());
    let ranking = services.store.ranking((guild, asking), period, today).await?;
    let latest = services.store.latest_daily(guild).await?;
    let latest = latest.map(|daily| Latest { day: daily.day, is_open: daily.takes_answers_at(now) });
    let board = Leaderboard {
        days: Standings::of(ranking.scores),
        games: Standings::of(ranking.challenges),
        hidden: ranking.hidden,
        way_in: way_in(period, today, latest, set_up.and_then(|guild| guild.next)),
        last_week: match (period, today.weekday()) {
            (Period::ThisWeek, Weekday::Monday) => {
                last_week(services, (guild, asking), today, latest).await?
            }
            _ => None,
        },
    };
    Ok(Some(board).filter(|board| local_day.is_some() || !board.games.all().is_empty()))
}

/// The latest daily that was posted.
#[derive(Clone, Copy)]
struct Latest {
    day: Date,
    is_open: bool,
}

impl Latest {
    fn is_open_in(self, period: Period, today: Date) -> bool {
        self.is_open && period.counts(self.day, today)
    }
}

fn way_in(period: Period, today: Date, latest: Option<Latest>, next: Option<Due>) -> WayIn {
    let next = next.map(|next| next.at);
    match latest {
        Some(latest) if latest.is_open_in(period, today) => WayIn::Daily,
        _ if period == Period::LastWeek => WayIn::Over,
        Some(latest) if period.counts(latest.day, today) => WayIn::Next(next),
        _ => WayIn::Begins(next),
    }
}

async fn last_week(
    services: &Services,
    (guild, asking): (GuildId, MemberId),
    today: Date,
    latest: Option<Latest>,
) -> Result<Option<LastWeek>, StoreError> {
    let ranking = services.store.ranking((guild, asking), Period::LastWeek, today).await?;
    let running = latest.is_some_and(|latest| latest.is_open_in(Period::LastWeek, today));
    Ok(LastWeek::of(&Standings::of(ranking.scores), running))
}
