//! One question for each local day that is due, in order, open as long as it promises.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::calendar::{self, days_around, local_day};
use super::schedule::{Change, ON_ITS_WAY, Timeline};
use super::{Breach, Verdict};
use crate::reading::Post;
use crate::settings::Settings;

/// How long a daily takes answers at most.
const LONGEST_OPEN: SignedDuration = SignedDuration::from_hours(24);

/// How long one call may take: a post that is made before midnight may appear after it.
const ON_THE_WIRE: SignedDuration = SignedDuration::from_secs(15);

/// What clocks of two processes may differ, and more.
const A_MOMENT: SignedDuration = SignedDuration::from_secs(2);

/// The local day that each post names.
pub(crate) fn days(posts: &[Post]) -> Vec<Option<Date>> {
    let named =
        |post: &Post| days_around(post.sent).find(|day| day.strftime("%a %-d %b").to_string() == post.title);
    posts.iter().map(named).collect()
}

/// Judges the posts of a server, oldest first.
pub(crate) fn judge(
    guild: usize,
    posts: &[Post],
    timeline: &Timeline,
    now: Timestamp,
    verdict: &mut Verdict,
) {
    let days = days(posts);
    let breach = |post: &Post, what: &str| Breach {
        guild,
        who: None,
        what: format!("{what}: “{}”, sent {}, closes {}", post.title, post.sent, post.closes),
    };
    for (place, (post, day)) in posts.iter().zip(&days).enumerate() {
        let Some(day) = *day else {
            verdict.breaches.push(breach(post, "no day around it has this name"));
            continue;
        };
        let before = place.checked_sub(1).map(|place| (&posts[place], days[place]));
        if before.is_some_and(|(_, earlier)| earlier.is_some_and(|earlier| earlier >= day)) {
            verdict.breaches.push(breach(post, "a day is asked again, or out of order"));
        }
        if before.is_some_and(|(earlier, _)| earlier.closes > post.sent) {
            verdict.breaches.push(breach(post, "two are open at once"));
        }
        if !timeline.possible(post.sent - ON_ITS_WAY, post.sent).any(|settings| fits(settings, post, day)) {
            verdict.breaches.push(breach(post, "not due there and then"));
        }
        if !promise_holds(timeline, post, day) {
            verdict.breaches.push(breach(post, "an odd closing time"));
        }
        if post.closed && post.closes > now {
            verdict.breaches.push(breach(post, "closed before its time"));
        }
        if !post.closed && post.closes + A_MOMENT < now {
            verdict.pending.push(breach(post, "over, and still shown as open"));
        }
    }
    if let Some(missing) = missing(posts, &days, timeline, now) {
        let what = format!("no question for {missing}, which is due");
        verdict.pending.push(Breach { guild, who: None, what });
    }
}

fn fits(settings: &Settings, post: &Post, day: Date) -> bool {
    let zone = calendar::zone(settings.zone);
    settings.channel == post.channel
        && settings.asks_on(day)
        && [post.sent, post.sent - ON_THE_WIRE].into_iter().any(|at| local_day(&zone, at) == day)
        && calendar::due(&zone, day, settings.time).is_some_and(|due| due <= post.sent)
}

/// Open until the next one is due, at most 24 hours: where the settings did not change about then, to the second.
fn promise_holds(timeline: &Timeline, post: &Post, day: Date) -> bool {
    if post.closes > post.sent + LONGEST_OPEN || post.closes < post.sent {
        return false;
    }
    let possible: Vec<&Settings> = timeline.possible(post.sent - ON_ITS_WAY, post.sent).collect();
    let [settings] = possible[..] else { return true };
    let zone = calendar::zone(settings.zone);
    // A full day from its planning on, which the model does not see: a bot may plan, die, and be away for hours.
    let planned = calendar::due(&zone, day, settings.time)
        .is_some_and(|due| post.closes + A_MOMENT >= due + LONGEST_OPEN);
    match next_due(settings, day) {
        Some(next) if next < post.sent + LONGEST_OPEN - ON_ITS_WAY => {
            post.closes.duration_since(next).as_secs().abs() <= 1 || planned && post.closes < next
        }
        _ => planned,
    }
}

/// When the first day after `day` is due.
fn next_due(settings: &Settings, day: Date) -> Option<Timestamp> {
    let zone = calendar::zone(settings.zone);
    (1..=15)
        .map(|later| day + later.days())
        .filter(|day| settings.asks_on(*day))
        .find_map(|day| calendar::due(&zone, day, settings.time))
}

/// Today, where its question is due, can be asked, and is not there.
fn missing(posts: &[Post], days: &[Option<Date>], timeline: &Timeline, now: Timestamp) -> Option<Date> {
    let (last, before) = timeline.last()?;
    let zone = calendar::zone(last.settings.zone);
    let today = local_day(&zone, now);
    let asked = days.iter().flatten().max();
    let due = calendar::due(&zone, today, last.settings.time).filter(|due| *due <= now)?;
    let waits = posts.iter().any(|post| !post.closed && post.closes + A_MOMENT > now);
    if !last.settings.asks_on(today) || asked.is_some_and(|asked| *asked >= today) || waits {
        return None;
    }
    let expected = due > last.by || owed(posts, days, last, before, today);
    expected.then_some(today)
}

/// Whether the settings before would still have asked the question of `today` when the new ones came.
fn owed(posts: &[Post], days: &[Option<Date>], last: &Change, before: Option<&Change>, today: Date) -> bool {
    let Some(before) = before else { return false };
    let new = calendar::zone(last.settings.zone);
    let old = calendar::zone(before.settings.zone);
    [last.from, last.by].into_iter().all(|changed| {
        let asked = posts.iter().zip(days).filter(|(post, _)| post.sent <= changed);
        let asked = asked.filter_map(|(_, day)| *day).max();
        let next = days_around(changed)
            .filter(|day| before.settings.asks_on(*day) && asked.is_none_or(|asked| *day > asked))
            .filter_map(|day| calendar::due(&old, day, before.settings.time))
            .find(|due| *due > changed + A_MOMENT);
        local_day(&new, changed) == today && next.is_some_and(|next| local_day(&new, next) == today)
    })
}
