//! The streak row is a cache of history: whatever happened, folding the history gives the same row.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

use super::fixture::{ALL, GUILD, MEI, World, at, berlin};
use crate::domain::daily::Daily;
use crate::domain::guild::PauseReason;
use crate::domain::ids::MemberId;
use crate::domain::pause::{MAX_DAYS_PER_QUARTER, Pause};
use crate::domain::streak::{self, Day, Streak};
use crate::store::Recorded;

const MEMBERS: usize = 3;
const FIRST: &str = "2026-01-05T08:00Z";

/// What becomes of a day's question.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asked {
    Open,
    /// Open, but the bot could not take answers for an hour.
    Outage,
    /// Discord refused the post.
    Unposted,
    /// The bot was not there.
    Nothing,
}

/// What a member does on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Answers {
        right: bool,
        /// How many days later the press arrives.
        late: usize,
    },
    Misses,
    /// Announces a pause of so many days from today, and does not answer.
    Pauses(i64),
    /// Ends a pause early, and does not answer.
    Resumes,
}

type Plan = Vec<(Asked, [Does; MEMBERS])>;

fn any_plan() -> impl Strategy<Value = Plan> {
    let asked = prop_oneof![
        8 => Just(Asked::Open),
        1 => Just(Asked::Outage),
        1 => Just(Asked::Unposted),
        1 => Just(Asked::Nothing),
    ];
    let does = prop_oneof![
        8 => any::<bool>().prop_map(|right| Does::Answers { right, late: 0 }),
        2 => (any::<bool>(), 1_usize..4).prop_map(|(right, late)| Does::Answers { right, late }),
        3 => Just(Does::Misses),
        1 => (1_i64..5).prop_map(Does::Pauses),
        1 => Just(Does::Resumes),
    ];
    prop::collection::vec((asked, [does.clone(), does.clone(), does]), 5..30)
}

fn member(place: usize) -> MemberId {
    MemberId(100 + u64::try_from(place).unwrap())
}

/// A press that has not arrived yet.
struct UnderWay {
    arrives: usize,
    daily: Daily,
    member: MemberId,
    right: bool,
    pressed: Timestamp,
}

/// What the store is told, and beside it what a plain reading of the rules makes of it.
struct History {
    world: World,
    days: Vec<(Date, Asked)>,
    answered: BTreeMap<(MemberId, Date), bool>,
    under_way: Vec<UnderWay>,
}

impl History {
    async fn day(&mut self, number: usize, asked: Asked, does: [Does; MEMBERS]) {
        let opened = at(FIRST) + SignedDuration::from_hours(24 * i64::try_from(number).unwrap());
        let today = berlin("09:00").zone.local_day(opened);
        self.days.push((today, asked));
        match asked {
            Asked::Nothing => {}
            Asked::Unposted => self.refuse(opened).await,
            Asked::Open | Asked::Outage => {
                self.world.resume_guild(GUILD, opened - SignedDuration::from_hours(1)).await.unwrap();
                self.world.round(opened).await;
            }
        }
        if asked == Asked::Outage {
            let back = opened + SignedDuration::from_hours(2);
            self.world.seen(back, Some(opened + SignedDuration::from_hours(1))).await.unwrap();
        }
        let open = matches!(asked, Asked::Open | Asked::Outage);
        for (place, does) in does.into_iter().enumerate() {
            self.act(number, (member(place), today), does, open, opened).await;
        }
        self.arrivals(number).await;
    }

    async fn refuse(&self, now: Timestamp) {
        self.world.resume_guild(GUILD, now - SignedDuration::from_hours(1)).await.unwrap();
        for closing in self.world.closings(now, ALL).await.unwrap() {
            self.world.closed(closing.daily.id, closing.version).await.unwrap();
        }
        self.world.plan(now).await;
        for unsent in self.world.unsent(now, ALL).await.unwrap() {
            self.world.give_up(unsent.daily.id, GUILD, PauseReason::ChannelGone, now).await.unwrap();
        }
    }

    async fn act(
        &mut self,
        number: usize,
        (member, today): (MemberId, Date),
        does: Does,
        open: bool,
        opened: Timestamp,
    ) {
        match does {
            Does::Answers { right, late } if open => {
                let (daily, pressed) = (self.world.latest().await, opened + SignedDuration::from_hours(3));
                self.under_way.push(UnderWay { arrives: number + late, daily, member, right, pressed });
                self.answered.insert((member, today), right);
            }
            Does::Pauses(days) => {
                let to = today + (days - 1).days();
                let _ = self.world.announce_pause(GUILD, member, (today, to), today).await.unwrap();
            }
            Does::Resumes => {
                self.world.resume_streak(GUILD, member, today).await.unwrap();
            }
            Does::Answers { .. } | Does::Misses => {}
        }
    }

    /// The presses whose time has come arrive, the youngest first.
    async fn arrivals(&mut self, number: usize) {
        let (due, waiting) = self.under_way.drain(..).partition(|press| press.arrives <= number);
        self.under_way = waiting;
        let due: Vec<UnderWay> = due;
        for press in due.into_iter().rev() {
            let recorded = self.world.answer(&press.daily, press.member, press.right, press.pressed).await;
            assert!(matches!(recorded, Recorded::Counted(_)));
            self.hold_row_against_history(press.member).await;
        }
    }

    async fn hold_row_against_history(&self, member: MemberId) {
        let row = self.world.streak(GUILD, member).await.unwrap().streak;
        assert_eq!(row, self.world.streak_from_history(GUILD, member).await.unwrap());
    }

    /// The plain reading: each day answered, missed or neutral.
    fn expected(&self, member: MemberId, pauses: &[Pause]) -> Streak {
        let mut days: Vec<Day> = self
            .days
            .iter()
            .map(|&(day, asked)| match asked {
                _ if self.answered.contains_key(&(member, day)) => Day::Answered(day),
                Asked::Open if !pauses.iter().any(|pause| pause.covers(day)) => Day::Missed(day),
                _ => Day::Neutral(day),
            })
            .collect();
        let last = days.iter().rposition(|day| matches!(day, Day::Answered(_)));
        days.truncate(last.map_or(0, |last| last + 1));
        streak::fold(days)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_row_is_the_folded_history(plan in any_plan()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new();
            world.set_up_guild(GUILD, berlin("09:00"), at("2026-01-04T12:00Z")).await;
            let days = plan.len();
            let (answered, under_way) = (BTreeMap::new(), Vec::new());
            let mut history = History { world, days: Vec::new(), answered, under_way };
            for (number, (asked, does)) in plan.into_iter().enumerate() {
                history.day(number, asked, does).await;
            }
            let end = at(FIRST) + SignedDuration::from_hours(24 * i64::try_from(days).unwrap());
            history.world.round(end).await;
            history.arrivals(usize::MAX).await;
            for member in (0..MEMBERS).map(member) {
                history.hold_row_against_history(member).await;
                let facts = history.world.streak(GUILD, member).await.unwrap();
                prop_assert_eq!(facts.streak, history.expected(member, &facts.pauses));
                let own = history.answered.iter().filter(|((whose, _), _)| *whose == member);
                let right = own.clone().filter(|(_, right)| **right).count();
                prop_assert_eq!((facts.answered as usize, facts.right as usize), (own.count(), right));
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_day_that_never_appeared_breaks_no_streak_and_is_named() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-01-04T12:00Z")).await;
    let answered = BTreeMap::new();
    let mut history = History { world, days: Vec::new(), answered, under_way: Vec::new() };
    let answers = [Does::Answers { right: true, late: 0 }; MEMBERS];
    for (number, asked) in
        [Asked::Open, Asked::Unposted, Asked::Unposted, Asked::Open].into_iter().enumerate()
    {
        history.day(number, asked, answers).await;
    }
    let facts = history.world.streak(GUILD, MEI).await.unwrap();
    assert_eq!((facts.streak.current, facts.streak.freezes), (2, streak::STARTING_FREEZES));
}

#[tokio::test]
async fn a_pause_is_announced_once_and_resumed_through_the_store() {
    let world = World::new();
    world.with_open_daily(at(FIRST)).await;
    let (today, day): (Date, _) = ("2026-01-06".parse().unwrap(), 1.day());
    let days = (today, today + 2.days());
    let (pause, days_left) = world.announce_pause(GUILD, MEI, days, today).await.unwrap().unwrap();
    assert_eq!((pause.from, pause.to, days_left), (days.0, days.1, MAX_DAYS_PER_QUARTER - 3));
    assert!(world.announce_pause(GUILD, MEI, days, today).await.unwrap().is_err(), "it overlaps");
    let world = world.killed();
    assert_eq!(world.streak(GUILD, MEI).await.unwrap().pauses, [pause]);
    let resumed = world.resume_streak(GUILD, MEI, today + day).await.unwrap().unwrap();
    assert_eq!((resumed.was, resumed.now), (pause, Some(Pause { from: today, to: today })));
    assert_eq!(world.streak(GUILD, MEI).await.unwrap().pauses, [Pause { from: today, to: today }]);
    assert_eq!(world.resume_streak(GUILD, MEI, today + 5.days()).await.unwrap(), None);
}
