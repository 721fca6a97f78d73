//! Two years of days, turned through in seconds: the real jobs over a real database, and a Discord that takes
//! everything at once.
//!
//! In the usual run, the days about each change of the clocks in any of the zones are played, and the clock leaps over
//! the weeks between them. The tests that are left out unless asked for (`--ignored`) play every day, in a minute or two.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::{Date, Time, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use shipmate::actions::Services;
use shipmate::clock::Clock;
use shipmate::domain::calendar::{Schedule, Weekdays, Zone};
use shipmate::domain::daily::Daily;
use shipmate::domain::grading::Selection;
use shipmate::domain::guild::{Guild, Settings};
use shipmate::domain::ids::{ChannelId, DailyId, GuildId, MemberId, MessageId, earliest_snowflake};
use shipmate::jobs::{Jobs, Outward, OutwardError, Presence};
use shipmate::pack::Library;
use shipmate::rng::Chance;
use shipmate::store::{Closing, GivenAnswer, Recorded, Store, Unsent};
use tokio::sync::Notify;

use crate::Outcome;
use crate::model::Standing;
use crate::model::calendar::{due, local_day, zone};
use crate::zones::ZONES;

/// Who answers, most days.
const MEI: MemberId = MemberId(7);

/// How late a daily may be: the clock runs on while the jobs work.
const AT_ONCE: SignedDuration = SignedDuration::from_secs(30);

/// How much before and after a change of the clocks is played.
const BEFORE: SignedDuration = SignedDuration::from_hours(48);
const AFTER: SignedDuration = SignedDuration::from_hours(72);

/// Zones of today, and hours that a change of the clocks skips, repeats or leaves alone.
const TODAY: [(&str, &str); 20] = [
    ("Europe/Berlin", "02:30"),
    ("Europe/London", "01:30"),
    ("America/New_York", "02:00"),
    ("America/Los_Angeles", "09:00"),
    ("America/St_Johns", "00:30"),
    ("America/Havana", "00:00"),
    ("America/Santiago", "00:00"),
    ("America/Sao_Paulo", "23:30"),
    ("America/Nuuk", "23:30"),
    ("Africa/Casablanca", "02:30"),
    ("Africa/Cairo", "00:00"),
    ("Asia/Kolkata", "09:00"),
    ("Asia/Kathmandu", "06:15"),
    ("Asia/Beirut", "00:00"),
    ("Australia/Adelaide", "02:30"),
    ("Australia/Lord_Howe", "02:15"),
    ("Pacific/Auckland", "02:30"),
    ("Pacific/Chatham", "03:00"),
    ("Pacific/Kiritimati", "09:00"),
    ("Antarctica/Troll", "02:00"),
];

/// Zones that changed their rules from 2015 to 2017: half an hour, an hour for good, no more summers.
const OLD_RULES: [(&str, &str); 10] = [
    ("Asia/Pyongyang", "00:15"),
    ("America/Caracas", "02:45"),
    ("Europe/Istanbul", "03:30"),
    ("Asia/Novosibirsk", "02:30"),
    ("Asia/Tomsk", "02:30"),
    ("America/Cancun", "02:30"),
    ("Pacific/Norfolk", "02:15"),
    ("Pacific/Bougainville", "09:00"),
    ("Asia/Tehran", "00:00"),
    ("Pacific/Tongatapu", "02:30"),
];

/// Zones that changed theirs from 2023 to 2025.
const NEW_RULES: [(&str, &str); 10] = [
    ("America/Nuuk", "22:30"),
    ("America/Scoresbysund", "00:00"),
    ("America/Asuncion", "00:00"),
    ("America/Mexico_City", "02:30"),
    ("America/Ciudad_Juarez", "02:30"),
    ("Asia/Almaty", "00:00"),
    ("Asia/Amman", "00:00"),
    ("Asia/Gaza", "02:00"),
    ("Africa/Cairo", "00:00"),
    ("Antarctica/Vostok", "00:30"),
];

/// What reached Discord, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Done {
    Posted { guild: GuildId, day: Date, at: Timestamp },
    Closed { guild: GuildId, day: Date },
}

#[derive(Debug)]
struct Willing {
    clock: Clock,
    done: Mutex<Vec<Done>>,
    fresh: Mutex<Vec<DailyId>>,
}

impl Outward for Willing {
    async fn post(&self, unsent: &Unsent) -> Result<MessageId, OutwardError> {
        let (daily, at) = (&unsent.daily, self.clock.now());
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.push(Done::Posted { guild: daily.guild, day: daily.day, at });
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).push(daily.id);
        Ok(MessageId(earliest_snowflake(at) + (done.len() as u64 & 0xFFF)))
    }

    async fn look_for(&self, _: &Unsent) -> Result<Option<MessageId>, OutwardError> {
        Ok(None)
    }

    async fn close(&self, closing: &Closing) -> Result<(), OutwardError> {
        let (guild, day) = (closing.daily.guild, closing.daily.day);
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push(Done::Closed { guild, day });
        Ok(())
    }

    async fn open_discussion(&self, daily: &Daily) -> Result<ChannelId, OutwardError> {
        Ok(ChannelId(daily.id.0))
    }

    async fn tell_manager(&self, _: &Guild) -> Result<(), OutwardError> {
        Ok(())
    }
}

/// Servers, each with its number as id.
type Servers = [(&'static str, &'static str)];

/// Spans of time that are played, in order.
type Windows = Vec<(Timestamp, Timestamp)>;

/// Two years from noon of `start`.
fn all_of(start: Date) -> Outcome<Windows> {
    let noon = |day: Date| TimeZone::UTC.to_timestamp(day.at(12, 0, 0, 0));
    Ok(vec![(noon(start)?, noon(start + 2.years())?)])
}

/// Of these, the days about each change of the clocks.
fn about_changes(servers: &Servers, start: Date) -> Outcome<Windows> {
    let (begins, ends) = all_of(start)?[0];
    let mut changes = vec![begins];
    for (name, _) in servers {
        let zone = zone(name);
        changes.extend(zone.following(begins).map(|change| change.timestamp()).take_while(|at| *at < ends));
    }
    changes.sort_unstable();
    let mut windows: Windows = Vec::new();
    for change in changes {
        let window = ((change - BEFORE).max(begins), change + AFTER);
        match windows.last_mut() {
            Some(last) if window.0 < last.1 + AFTER => last.1 = window.1,
            _ => windows.push(window),
        }
    }
    Ok(windows)
}

/// Plays the windows, and judges what came of it.
async fn play(servers: &Servers, windows: &Windows) -> Outcome {
    let begins = windows[0].0;
    let clock = Clock::starting_at(begins);
    let folder = memory()?;
    let store = Store::open(&folder.path().join("shipmate.db"))?;
    let library = Library::from_dir("tests/pack".as_ref()).map_err(|problems| problems.to_string())?;
    let (facts, questions) = (library.facts().cloned().collect(), library.questions().cloned().collect());
    store.adopt_content(facts, questions, begins).await?;
    let services = Services::new(store, clock.clone(), Chance::seeded(7), library);
    for (number, (name, time)) in (1_u64..).zip(servers) {
        let schedule = Schedule { zone: Zone::named(name)?, time: time.parse()?, weekdays: Weekdays::ALL };
        let settings = Settings { channel: ChannelId(number), schedule, mention: None, discussion: false };
        services.store.set_up(GuildId(number), settings, MemberId(1), clock.now()).await?;
    }
    let presence = Presence::default();
    presence.connected();
    let discord = Arc::new(Willing { clock: clock.clone(), done: Mutex::default(), fresh: Mutex::default() });
    let jobs = Jobs::new(services.clone(), Arc::clone(&discord), presence, Arc::new(Notify::new()));
    let mut members =
        Members { services, standing: vec![Standing::NEW; servers.len()], rng: StdRng::seed_from_u64(1) };
    for (begins, ends) in windows {
        clock.turn_to(*begins);
        while let Some(next) = jobs.run_due().await? {
            let fresh = std::mem::take(&mut *discord.fresh.lock().unwrap_or_else(PoisonError::into_inner));
            for daily in fresh {
                members.see(daily).await?;
            }
            if next > *ends {
                break;
            }
            clock.turn_to(next);
        }
    }
    let done = discord.done.lock().unwrap_or_else(PoisonError::into_inner).clone();
    judge(servers, &done, windows);
    Ok(())
}

/// A folder in memory where there is one: nothing crashes here, and tens of thousands of commits need not wait for a
/// disk.
fn memory() -> std::io::Result<tempfile::TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

/// One member in every server, and the model of each one's streak.
struct Members {
    services: Services,
    standing: Vec<Standing>,
    rng: StdRng,
}

impl Members {
    /// A daily has appeared: the member answers, or does not.
    async fn see(&mut self, daily: DailyId) -> Outcome {
        let daily = self.services.store.daily(daily).await?.ok_or("it was posted just now")?;
        let place = usize::try_from(daily.guild.0)? - 1;
        let before = self.standing[place];
        if self.rng.random_ratio(1, 5) {
            // In the model it is missed at once: the next answer comes after its end.
            self.standing[place] = if before == Standing::NEW { before } else { before.missed() };
            return Ok(());
        }
        let selection = Some(Selection::from_positions(daily.asked.key().positions())?);
        let at = self.services.clock.now();
        let given = GivenAnswer { guild: daily.guild, member: MEI, daily: daily.id, selection, at };
        let (Recorded::Counted(counted), _) = self.services.store.record_answer(given).await? else {
            return Err(format!("{} of {} takes no answer", daily.day, daily.guild).into());
        };
        let (told, after) = (counted.step.streak, before.answered());
        let told = Standing { current: told.current, longest: told.longest, freezes: told.freezes.into() };
        assert_eq!(told, after, "the streak of {} on {}", daily.guild, daily.day);
        self.standing[place] = after;
        Ok(())
    }
}

/// Each server's posts are its local days, each once and at its time, and each closed before the next.
fn judge(servers: &Servers, done: &[Done], windows: &Windows) {
    for (number, (name, time)) in (1_u64..).zip(servers) {
        let own: Vec<Done> = done
            .iter()
            .filter(|done| match done {
                Done::Posted { guild, .. } | Done::Closed { guild, .. } => guild.0 == number,
            })
            .copied()
            .collect();
        let expected = expected_days(name, time, windows);
        let mut posted = Vec::new();
        for (place, done) in own.iter().enumerate() {
            match *done {
                Done::Posted { day, at, .. } => {
                    posted.push(day);
                    let due = expected.iter().find(|(of, _)| *of == day).map(|(_, due)| *due);
                    let late = due.map(|due| at.duration_since(due));
                    let in_time = late.is_some_and(|late| !late.is_negative() && late < AT_ONCE);
                    assert!(in_time, "{name}: {day} was due at {due:?}, and posted at {at}");
                }
                Done::Closed { day, .. } => {
                    let before = place.checked_sub(1).map(|place| own[place]);
                    let follows = matches!(before, Some(Done::Posted { day: opened, .. }) if opened == day);
                    assert!(follows, "{name}: {day} is closed after {before:?}");
                }
            }
        }
        let expected: Vec<Date> = expected.into_iter().map(|(day, _)| day).collect();
        assert_eq!(posted, expected, "the days of {name}");
        let closed = own.len() - posted.len();
        assert!(
            (posted.len() - 1..=posted.len()).contains(&closed),
            "{name}: {closed} of {} closed",
            posted.len()
        );
    }
}

/// The model's days of a server, with the instants at which they are asked: when they are due, or when the clock leapt
/// past that on the same day.
fn expected_days(name: &str, time: &str, windows: &Windows) -> Vec<(Date, Timestamp)> {
    let (zone, time): (TimeZone, Time) = (zone(name), time.parse().expect("a time"));
    let mut days = Vec::new();
    for (place, (begins, ends)) in windows.iter().enumerate() {
        let today = local_day(&zone, *begins);
        let played = today.series(1.day()).take_while(|day| *day <= local_day(&zone, *ends));
        for (day, due) in played.filter_map(|day| Some((day, due(&zone, day, time)?))) {
            // The servers are set up when the first window begins: what was due before that is not asked.
            let leapt_over = place > 0 && day == today && due < *begins;
            if leapt_over || (*begins..=*ends).contains(&due) {
                days.push((day, due.max(*begins)));
            }
        }
    }
    days
}

#[tokio::test]
async fn two_years_from_2026_in_zones_of_every_kind() -> Outcome {
    play(&TODAY, &about_changes(&TODAY, date(2026, 1, 1))?).await
}

#[tokio::test]
async fn two_years_from_2015_in_zones_that_changed_their_rules() -> Outcome {
    play(&OLD_RULES, &about_changes(&OLD_RULES, date(2015, 2, 1))?).await
}

#[tokio::test]
async fn two_years_from_2023_in_zones_that_changed_their_rules() -> Outcome {
    play(&NEW_RULES, &about_changes(&NEW_RULES, date(2023, 1, 1))?).await
}

#[tokio::test]
#[ignore = "takes minutes"]
async fn every_day_of_two_years() -> Outcome {
    play(&TODAY, &all_of(date(2026, 1, 1))?).await?;
    play(&OLD_RULES, &all_of(date(2015, 2, 1))?).await?;
    play(&NEW_RULES, &all_of(date(2023, 1, 1))?).await
}

/// The rules alone, for every day: each is due when the model says, is the next one after the day before, and closes
/// when the day after it is due.
fn judge_rules(name: &str, time: Time, first: Date) {
    let rules = zone(name);
    let schedule = Schedule { zone: Zone::named(name).expect("it exists"), time, weekdays: Weekdays::ALL };
    let days: Vec<(Date, Option<Timestamp>)> =
        first.series(1.day()).take(733).map(|day| (day, due(&rules, day, time))).collect();
    for pair in days.windows(2) {
        let (day, expected) = pair[0];
        assert_eq!(schedule.due_on(day), expected, "{name}, {day} {time}");
        let Some(at) = expected else { continue };
        let next = schedule.next(at, Some(day - 1.day()));
        assert_eq!(next.map(|due| (due.day, due.at)), Some((day, at)), "{name}, {day} {time}");
        let latest = at + SignedDuration::from_hours(24);
        let closes = pair[1].1.map_or(latest, |next| next.min(latest));
        assert_eq!(next.map(|due| schedule.closes(due, at)), Some(closes), "{name}, {day} {time}");
    }
}

#[test]
fn every_day_of_two_years_is_due_when_the_wall_clock_says_in_forty_zones() {
    for (place, name) in ZONES.iter().enumerate() {
        let hour = i8::try_from(place % 24).expect("hours are small");
        judge_rules(name, Time::constant(hour, 30, 0, 0), date(2026, 1, 1));
    }
}

/// Before there was a Discord: whole days that were left out or came twice.
#[test]
fn days_are_due_as_the_wall_clock_says_where_the_date_line_moved() {
    for (name, year) in [
        ("Pacific/Apia", 2011),
        ("Pacific/Fakaofo", 2011),
        ("Pacific/Kwajalein", 1993),
        ("Pacific/Kwajalein", 1969),
        ("Pacific/Kiritimati", 1994),
        ("Pacific/Enderbury", 1994),
        ("Asia/Manila", 1990),
        ("Europe/Moscow", 2011),
        ("Africa/Monrovia", 1972),
        ("America/Caracas", 2007),
    ] {
        for hour in [0, 2, 23] {
            judge_rules(name, Time::constant(hour, 30, 0, 0), date(year, 1, 1));
        }
    }
}
