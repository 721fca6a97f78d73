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
    match (latest, next) {
        (Some(latest), _) if latest.is_open_in(period, today) => WayIn::Daily,
        _ if period == Period::LastWeek => WayIn::Over,
        (Some(latest), next) if period.counts(latest.day, today) => WayIn::Next(next.map(|next| next.at)),
        (_, Some(next)) if period.counts(next.day, today) => WayIn::Begins(next.at),
        (_, next) => WayIn::Next(next.map(|next| next.at)),
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn latest(day: &str, is_open: bool) -> Option<Latest> {
        Some(Latest { day: day.parse().unwrap(), is_open })
    }

    #[test]
    fn a_place_is_promised_only_by_a_question_that_counts() {
        let (monday, at) = ("2026-03-09".parse().unwrap(), Timestamp::UNIX_EPOCH);
        let due = |day: &str| Some(Due { day: day.parse().unwrap(), at });
        let this_week = |latest, next| way_in(Period::ThisWeek, monday, latest, next);
        let (sunday, today) = ("2026-03-08", "2026-03-09");
        assert_eq!(this_week(latest(sunday, true), due(today)), WayIn::Begins(at), "Sunday's is open");
        assert_eq!(this_week(latest(today, true), due("2026-03-10")), WayIn::Daily);
        assert_eq!(this_week(latest(today, false), due("2026-03-10")), WayIn::Next(Some(at)));
        assert_eq!(this_week(latest(sunday, false), due("2026-03-16")), WayIn::Next(Some(at)), "next week's");
        assert_eq!(this_week(None, None), WayIn::Next(None));
        assert_eq!(way_in(Period::LastWeek, monday, latest(sunday, true), due(today)), WayIn::Daily);
        assert_eq!(way_in(Period::LastWeek, monday, latest(today, true), None), WayIn::Over);
        assert_eq!(way_in(Period::AllTime, monday, latest(sunday, true), None), WayIn::Daily);
    }
}
