//! The judge judged: a small history with one fault in it is found out, and the same history without it passes.

use std::time::Duration;

use jiff::civil::{Time, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Evidence, judge};
use crate::history::{Act, End, Entry, Event, Who};
use crate::reading::Post;
use crate::settings::Settings;

/// The only member.
const MEI: Who = Who::Member(0);

/// A day of March 2026 and a time, in Greenwich, where the server is. The 2nd is a Monday.
type Moment = (i8, &'static str);

fn instant((day, time): Moment) -> Timestamp {
    let time: Time = time.parse().expect("a time");
    TimeZone::UTC.to_timestamp(date(2026, 3, day).to_datetime(time)).expect("a day in Greenwich")
}

/// What happened in a server that is asked every day at 09:00.
///
/// People act within minutes of the question. Then the clock is turned to shortly before the next one.
#[derive(Clone)]
struct Tale {
    entries: Vec<Entry>,
    posts: Vec<Post>,
    acts: u32,
    /// Whether the bot is there while the clock is turned next.
    there: bool,
}

/// From when on nobody acts, and until when.
const NIGHT: (&str, &str) = ("09:06", "08:59");

impl Tale {
    /// Set up an hour before the first question is due.
    fn begin() -> Self {
        let tale = Self { entries: Vec::new(), posts: Vec::new(), acts: 0, there: true };
        tale.happens((2, "07:59"), Event::Started).does(
            (2, "08:00"),
            Who::Manager,
            set_up("09:00"),
            "┃ Saved",
        )
    }

    /// A question for each of these days, and a calm after it.
    fn asked(self, days: impl IntoIterator<Item = i8>) -> Self {
        days.into_iter()
            .fold(self, |tale, day| tale.night(day).posted(day, day).happens((day, "09:01"), Event::Calm))
    }

    /// The clock is turned to shortly before the question of `day`.
    fn night(mut self, day: i8) -> Self {
        let there = std::mem::replace(&mut self.there, true);
        if day == 2 {
            return self;
        }
        let turned = Event::Turned { from: instant((day - 1, NIGHT.0)) };
        let tale = self.happens((day, NIGHT.1), turned);
        if there {
            tale.happens((day, NIGHT.1), Event::Calm)
        } else {
            tale.happens((day, NIGHT.1), Event::Started)
        }
    }

    /// The bot is killed on the evening of `day` and back before the next question.
    fn out(mut self, day: i8) -> Self {
        self.there = false;
        self.happens((day, NIGHT.0), Event::Gone { killed: true })
    }

    /// The question of `day` is posted on the day `on`.
    fn posted(mut self, day: i8, on: i8) -> Self {
        let id = self.posts.len() as u64;
        let sent = instant((on, "09:00"));
        self.posts.push(Post {
            id,
            channel: "daily".into(),
            sent,
            title: date(2026, 3, day).strftime("%a %-d %b").to_string(),
            closes: sent + SignedDuration::from_hours(24),
            closed: false,
            edited: None,
            turnout: None,
            key: String::new(),
            choose: 1,
            buttons: Vec::new(),
            letters: 4,
        });
        self
    }

    fn happens(mut self, at: Moment, event: Event) -> Self {
        self.entries.push(Entry { at: instant(at), after: Duration::ZERO, event });
        self
    }

    fn does(mut self, at: Moment, who: Who, act: Act, told: &str) -> Self {
        let number = self.acts;
        self.acts += 1;
        let end = if told.is_empty() { End::Silence } else { End::Told(told.into()) };
        self.happens(at, Event::Asked { number, guild: 0, who, act })
            .happens(at, Event::Ended { number, end })
    }

    /// Mei answers the question of `day` rightly with B, and is told of a streak of so many days.
    fn answered(self, day: i8, streak: u32, freezes: &str) -> Self {
        let told = format!("Right! It's **B**.\n🔥 **{streak}**. {freezes} left");
        self.chooses((day, "09:02"), day, "B", &told)
    }

    /// Mei chooses letters for the question of `day`.
    fn chooses(self, at: Moment, day: i8, letters: &str, told: &str) -> Self {
        let act = Act::Answer { message: self.message(day), letters: letters.into() };
        self.does(at, MEI, act, told)
    }

    fn reviews(self, at: Moment, day: i8, told: &str) -> Self {
        let act = Act::Review { message: self.message(day) };
        self.does(at, MEI, act, told)
    }

    fn message(&self, day: i8) -> u64 {
        let title = date(2026, 3, day).strftime("%a %-d %b").to_string();
        self.posts.iter().find(|post| post.title == title).expect("it was posted").id
    }

    /// What is found at last. Posts that are over show their key, B, and `turnout` answers each.
    fn found(self, now: Moment, turnout: u32) -> Vec<String> {
        let closing = |post: &mut Post| {
            (post.closed, post.edited) = (true, Some(post.closes));
            (post.turnout, post.key) = (Some(turnout), "B".into());
        };
        self.found_after(now, closing)
    }

    /// The same, where each post that is over was changed so.
    fn found_after(mut self, now: Moment, close: impl Fn(&mut Post)) -> Vec<String> {
        let now = instant(now);
        self.posts.iter_mut().filter(|post| post.closes <= now).for_each(close);
        let posts = [self.posts];
        let verdict = judge(&Evidence::new(&self.entries, &posts, &[], now), 1);
        verdict.breaches.into_iter().chain(verdict.pending).map(|breach| breach.what).collect()
    }
}

fn set_up(time: &str) -> Act {
    let time = time.parse().expect("a time");
    Act::SetUp(Settings { channel: "daily", time, zone: "UTC", week: 0 })
}

/// Closes a post; only the first one was answered.
fn only_monday(post: &mut Post) {
    (post.closed, post.edited, post.key) = (true, Some(post.closes), "B".into());
    post.turnout = Some(u32::from(post.id == 0));
}

/// One thing is found, and this is it.
#[track_caller]
fn is_only(found: &[String], what: &str) {
    assert!(matches!(found, [only] if only.contains(what)), "{what}: {found:#?}");
}

const NOON: Moment = (4, "12:00");

#[test]
fn a_day_that_is_asked_twice() {
    let good = Tale::begin().asked([2, 3, 4]);
    assert_eq!(good.clone().found(NOON, 0), [""; 0]);
    let again = Tale::begin().asked([2, 3]).posted(3, 4);
    assert!(again.found(NOON, 0).iter().any(|what| what.contains("a day is asked again")));
    let beside = good.posted(4, 4).found(NOON, 0);
    assert!(beside.iter().any(|what| what.contains("a day is asked again")), "{beside:#?}");
    assert!(beside.iter().any(|what| what.contains("two are open at once")), "{beside:#?}");
}

#[test]
fn a_day_that_is_left_out() {
    is_only(&Tale::begin().asked([2, 3]).found(NOON, 0), "no question for 2026-03-04");
    assert_eq!(Tale::begin().asked([2, 3]).found((4, "08:59"), 0), [""; 0], "it is not due yet");
}

#[test]
fn a_question_in_the_wrong_place() {
    let mut elsewhere = Tale::begin().asked([2, 3, 4]);
    elsewhere.posts[2].channel = "study".into();
    is_only(&elsewhere.found(NOON, 0), "not due there and then");
}

#[test]
fn a_closing_that_is_late_early_or_miscounted() {
    let tale = Tale::begin().asked([2]).answered(2, 1, "One freeze");
    assert_eq!(tale.clone().asked([3]).found((3, "12:00"), 1), [""; 0]);
    is_only(&tale.clone().asked([3]).found((3, "12:00"), 0), "shows 0 answers, and 1 stand");
    let never = tale.clone().asked([3]).found_after((3, "12:00"), |_| {});
    is_only(&never, "over, and still shown as open");
    let mut early = Tale::begin().asked([2]);
    early.posts[0].closed = true;
    is_only(&early.found((2, "12:00"), 0), "closed before its time");
}

#[test]
fn a_closing_time_that_nobody_promised() {
    let weekdays =
        Act::SetUp(Settings { channel: "daily", time: Time::constant(9, 0, 0, 0), zone: "UTC", week: 1 });
    let week = Tale::begin().does((2, "08:01"), Who::Manager, weekdays, "┃ Saved").asked([2, 3, 4, 5, 6]);
    let friday = |sent, closes| {
        let mut week = week.clone();
        (week.posts[4].sent, week.posts[4].closes) = (instant((6, sent)), instant((7, closes)));
        week.found((6, "13:00"), 0)
    };
    assert_eq!(friday("12:00", "12:00"), [""; 0]);
    assert_eq!(friday("12:00", "09:30"), [""; 0], "planned at 09:30 by a bot that died then");
    is_only(&friday("12:00", "08:30"), "an odd closing time");
    is_only(&friday("12:00", "12:30"), "an odd closing time");
}

#[test]
fn an_acknowledged_answer_that_is_lost() {
    let tale = Tale::begin().asked([2]).answered(2, 1, "One freeze").asked([3]);
    let kept = tale.clone().reviews((3, "09:03"), 2, "┃ This one closed on Mon\nYou had answered **B**.");
    assert_eq!(kept.found((3, "12:00"), 1), [""; 0]);
    let lost = tale.reviews((3, "09:03"), 2, "┃ This one closed on Mon\nYou hadn't answered it.");
    is_only(&lost.found((3, "12:00"), 1), "the acknowledged answer [1] is lost");
}

#[test]
fn an_answer_that_is_replaced_or_counted_again() {
    let tale = Tale::begin().asked([2]).answered(2, 1, "One freeze");
    let again = |told: &str| tale.clone().chooses((2, "09:03"), 2, "A", told).found((2, "12:00"), 0);
    assert_eq!(again("You answered **B**. The first answer counts."), [""; 0]);
    is_only(&again("You answered **A**. The first answer counts."), "stood, and now A does");
    is_only(&again("Not this time: it's **B**."), "a second answer counts (A)");
    let mistaken = Tale::begin().asked([2]).chooses((2, "09:02"), 2, "A", "Right! It's **A**.").asked([3]);
    is_only(&mistaken.found((3, "12:00"), 1), "A was told right=true, and the key is B");
}

#[test]
fn an_answer_after_the_closing() {
    let late = Tale::begin().asked([2, 3]).chooses((3, "09:02"), 2, "B", "Right! It's **B**.");
    assert!(late.found((3, "12:00"), 1).iter().any(|what| what.contains("given after the closing")));
    let early = "┃ This one closed on Mon\nYou hadn't answered it.";
    let early = Tale::begin().asked([2]).chooses((2, "09:02"), 2, "B", early);
    is_only(&early.found((2, "12:00"), 0), "told closed before its time");
}

#[test]
fn a_streak_that_does_not_follow_from_the_days() {
    let tale = Tale::begin().asked([2]).answered(2, 1, "One freeze").asked([3]);
    let next = |streak, freezes| tale.clone().answered(3, streak, freezes).found((3, "12:00"), 1);
    assert_eq!(next(2, "One freeze"), [""; 0]);
    is_only(&next(1, "One freeze"), "current: 1");
    is_only(&next(3, "One freeze"), "current: 3");
    is_only(&next(2, "No freeze"), "freezes: 0");
}

#[test]
fn a_missed_day_takes_the_freeze_and_then_the_streak() {
    let tale = Tale::begin().asked([2]).answered(2, 1, "One freeze").asked([3, 4]);
    let next = |streak, freezes| tale.clone().answered(4, streak, freezes).found_after(NOON, only_monday);
    assert_eq!(next(2, "No freeze"), [""; 0]);
    is_only(&next(1, "One freeze"), "current: 1");
    is_only(&next(2, "One freeze"), "freezes: 1");
    let card = "🔥 **2** in a row, longest 2\n2 answered, 2 right\nNo freeze left";
    let looks = |told| tale.clone().answered(4, 2, "No freeze").does((4, "09:03"), MEI, Act::Show, told);
    assert_eq!(looks(card).found_after(NOON, only_monday), [""; 0]);
    let forgets = looks("🔥 **2** in a row, longest 2\n1 answered, 1 right\nNo freeze left");
    is_only(&forgets.found_after(NOON, only_monday), "(1, 1) answered and right are told");
}

#[test]
fn a_day_on_which_the_bot_was_out_costs_nothing() {
    let tale = Tale::begin().asked([2]).answered(2, 1, "One freeze").asked([3]).out(3).asked([4]);
    let next = |streak, freezes| tale.clone().answered(4, streak, freezes).found_after(NOON, only_monday);
    assert_eq!(next(2, "One freeze"), [""; 0]);
    is_only(&next(2, "No freeze"), "freezes: 0");
}

#[test]
fn a_day_whose_question_came_late_because_the_bot_was_out_costs_nothing() {
    let tale = Tale::begin().asked([2]).answered(2, 1, "One freeze").asked([3]).answered(3, 2, "One freeze");
    let mut late = tale
        .happens((3, "09:06"), Event::Gone { killed: true })
        .happens((4, "23:50"), Event::Turned { from: instant((3, "09:06")) })
        .happens((4, "23:50"), Event::Started)
        .posted(4, 4)
        .happens((4, "23:52"), Event::Calm)
        .happens((5, "08:59"), Event::Turned { from: instant((4, "23:53")) })
        .happens((5, "08:59"), Event::Calm);
    (late.posts[2].sent, late.posts[2].closes) = (instant((4, "23:51")), instant((5, "09:00")));
    let late = late.posted(5, 5).happens((5, "09:01"), Event::Calm);
    let answered = |post: &mut Post| {
        (post.closed, post.edited, post.key) = (true, Some(post.closes), "B".into());
        post.turnout = Some(u32::from(post.id < 2));
    };
    let next =
        |streak, freezes| late.clone().answered(5, streak, freezes).found_after((5, "12:00"), answered);
    assert_eq!(next(3, "One freeze"), [""; 0]);
    is_only(&next(3, "No freeze"), "freezes: 0");
}

#[test]
fn a_break_or_settings_that_are_forgotten() {
    let (from, to) = (date(2026, 3, 3), date(2026, 3, 4));
    let tale = Tale::begin().asked([2]).answered(2, 1, "One freeze");
    let tale = tale.does((2, "09:03"), MEI, Act::Pause { from, to }, "Enjoy your break of 2 days").asked([3]);
    let comes_back = |told| tale.clone().does((3, "09:03"), MEI, Act::Resume, told).found((3, "12:00"), 1);
    assert_eq!(comes_back("┃ Your break of Mar 3 is off. Its days are yours"), [""; 0]);
    is_only(&comes_back("You have no break running or planned"), "a break that was announced is lost");
    let look =
        |shows| Tale::begin().does((2, "08:10"), Who::Manager, Act::Look, shows).found((2, "08:20"), 0);
    assert_eq!(look("Channel: #daily\n09:00, every day, UTC time"), [""; 0]);
    is_only(&look("Channel: #daily\n10:00, every day, UTC time"), "saved settings are not shown");
}
