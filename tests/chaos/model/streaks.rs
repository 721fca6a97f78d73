//! Streaks and freezes: what a member is told must follow from the days that everybody saw.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::acts::{self, Done};
use super::answers::Given;
use super::awake::{Awake, Day};
use super::breaks::Breaks;
use super::calendar::{local_day, zone};
use super::schedule::Timeline;
use super::{Evidence, Verdict};
use crate::history::{Act, Event, Who};
use crate::reading::{self, Answered, Post};

/// What a streak may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    pub(crate) current: u32,
    pub(crate) longest: u32,
    pub(crate) freezes: u32,
}

impl Standing {
    /// A new member's.
    pub(crate) const NEW: Self = Self { current: 0, longest: 0, freezes: 1 };

    /// A counted day passes without an answer.
    pub(crate) fn missed(self) -> Self {
        match self.freezes {
            0 => Self { current: 0, ..self },
            left => Self { freezes: left - 1, ..self },
        }
    }

    /// A day is answered, rightly or wrongly.
    pub(crate) fn answered(self) -> Self {
        let current = self.current + 1;
        let earned = u32::from(current.is_multiple_of(7) && self.freezes < 2);
        Self { current, longest: self.longest.max(current), freezes: self.freezes + earned }
    }
}

/// A server's days as everybody saw them.
pub(crate) struct Days<'a> {
    pub(crate) posts: &'a [Post],
    /// The local day that each post names.
    pub(crate) named: Vec<Option<Date>>,
    pub(crate) awake: &'a Awake,
    pub(crate) timeline: &'a Timeline,
}

/// What one member's acts amount to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crewmate {
    pub(crate) breaks: Breaks,
    /// How often a streak was told and checked.
    pub(crate) checked: u64,
}

/// Judges everything that one member was told of the own streak; `given` are the answers, post by post.
pub(crate) fn judge(
    evidence: &Evidence<'_>,
    (guild, member): (usize, usize),
    days: &Days<'_>,
    given: &[&Given],
    verdict: &mut Verdict,
) -> Crewmate {
    let mut mate = Crewmate::default();
    for done in acts::of(evidence, guild, Who::Member(member)) {
        if let Some(today) = today(days.timeline, done) {
            mate.breaks.take(done, today, verdict);
        }
        let known = given.iter().zip(days.posts).all(|(given, post)| !given.open || post.sent > done.ended);
        if mate.breaks.lost || mate.breaks.open.is_some() || !known {
            continue;
        }
        let Some(told) = done.told().and_then(reading::streak) else { continue };
        let possible = possible(evidence, days, given, &mate.breaks, done);
        let fits = |standing: &Standing| {
            let longest = told.card.is_none_or(|(longest, ..)| longest == standing.longest);
            standing.current == told.current && standing.freezes == told.freezes && longest
        };
        mate.checked += 1;
        if !possible.iter().any(fits) {
            verdict.breaches.push(done.breach(format!("told {told:?}, and it is one of {possible:?}")));
        }
        if let Some((_, answered, right)) = told.card {
            judge_card(days, given, done, (answered, right), verdict);
        }
    }
    mate
}

/// How many were answered, and how many of them right.
fn judge_card(days: &Days<'_>, given: &[&Given], done: &Done, told: (u32, u32), verdict: &mut Verdict) {
    let stand: Vec<_> = given
        .iter()
        .zip(days.posts)
        .filter(|(given, _)| given.stands.as_ref().is_some_and(|(_, at)| *at < done.asked))
        .collect();
    let right: Option<u32> = stand.iter().map(|(given, _)| given.right.map(u32::from)).sum();
    let answered = u32::try_from(stand.len()).expect("few");
    if told.0 != answered || right.is_some_and(|right| right != told.1) {
        let what = format!("{told:?} answered and right are told, and it is {answered} and {right:?}");
        verdict.breaches.push(done.breach(what));
    }
}

/// What the streak may be when `done` is told.
fn possible(
    evidence: &Evidence<'_>,
    days: &Days<'_>,
    given: &[&Given],
    breaks: &Breaks,
    done: &Done,
) -> BTreeSet<Standing> {
    // The message that is answered for sure by then, and whether it is the last that matters.
    let (answered, counted) = match (&done.act, done.told().and_then(reading::answered)) {
        (Act::Answer { message, .. } | Act::Late { message, .. }, Some(Answered::Counted { .. })) => {
            (Some(*message), true)
        }
        (Act::Answer { message, .. }, Some(Answered::Already(_))) => (Some(*message), false),
        _ => (None, false),
    };
    let mut possible = BTreeSet::from([Standing::NEW]);
    let mut begun = false;
    for (place, ((post, given), day)) in days.posts.iter().zip(given).zip(&days.named).enumerate() {
        let stands =
            Some(post.id) == answered || given.stands.as_ref().is_some_and(|(_, at)| *at <= done.asked);
        if stands {
            begun = true;
            possible = possible.into_iter().map(Standing::answered).collect();
        } else if begun && day.is_none_or(|day| !breaks.cover(day)) {
            let missed = possible.iter().map(|standing| standing.missed()).collect::<BTreeSet<_>>();
            let before = place.checked_sub(1).map(|place| &days.posts[place]);
            let wanted = days.timeline.wanted(post, *day, before);
            let worth = days.awake.day(post, wanted, days.posts.get(place + 1));
            match (worth, over(evidence, days.posts, post, done)) {
                (Day::Neutral, _) | (_, Over::No) => {}
                (Day::Counts, Over::Yes) => possible = missed,
                (Day::Either, _) | (_, Over::Perhaps) => possible.extend(missed),
            }
        }
        if counted && Some(post.id) == answered {
            break;
        }
    }
    possible
}

/// Whether the bot knew, when it told something, that a daily was over.
enum Over {
    No,
    Yes,
    Perhaps,
}

fn over(evidence: &Evidence<'_>, posts: &[Post], post: &Post, done: &Done) -> Over {
    if post.closes > done.ended {
        return Over::No;
    }
    let settled = |entry: &&crate::history::Entry| {
        entry.event == Event::Calm && entry.at > post.closes + super::A_MOMENT
    };
    let calm = evidence.entries.iter().filter(settled).any(|entry| entry.at < done.asked);
    let followed = posts.iter().any(|next| next.sent > post.sent && next.sent < done.asked);
    if calm || followed { Over::Yes } else { Over::Perhaps }
}

/// The member's local day when an act was done; `None` where the zone or the day is in doubt.
fn today(timeline: &Timeline, done: &Done) -> Option<Date> {
    let mut possible: Vec<Date> = timeline
        .possible(done.asked, done.ended.min(done.asked + super::LONGEST_ACT))
        .flat_map(|settings| {
            let zone = zone(settings.zone);
            [local_day(&zone, done.asked), local_day(&zone, done.ended.min(done.asked + super::LONGEST_ACT))]
        })
        .collect();
    possible.sort_unstable();
    possible.dedup();
    match possible[..] {
        [day] => Some(day),
        _ => None,
    }
}
