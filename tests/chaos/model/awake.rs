//! Whether the bot could take answers: what the members lost by its own fault must cost them nothing.

use jiff::{SignedDuration, Timestamp};

use super::schedule::Wanted;
use crate::history::{Entry, Event};
use crate::reading::Post;

/// From this on a day is neutral: it is a promise of the bot's documentation.
const TOLERATED: SignedDuration = SignedDuration::from_mins(10);

/// Whether a day counts for those who missed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Counts,
    Neutral,
    /// The bot may have been out for long enough.
    Either,
}

/// Spans of the sandbox's clock.
type Spans = Vec<(Timestamp, Timestamp)>;

/// When the bot was surely there, and when surely not.
///
/// Real seconds are few: a test of minutes plays days, because the clock is turned. So only the turns matter. One
/// while no process runs is an outage. One while the bot is on the gateway is none, once it has been seen to work
/// afterwards; before that, the bot may not have noted that it was there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Awake {
    there: Spans,
    gone: Spans,
}

impl Awake {
    pub(crate) fn read(entries: &[Entry], posts: &[Vec<Post>]) -> Self {
        let mut awake = Self::default();
        let mut running = false;
        for (place, entry) in entries.iter().enumerate() {
            match &entry.event {
                Event::Started => running = true,
                Event::Gone { .. } => running = false,
                Event::Turned { from } if !running => awake.gone.push((*from, entry.at)),
                Event::Turned { from } if seen_at_work(&entries[place..], posts) => {
                    awake.there.push((*from, entry.at));
                }
                _ => {}
            }
        }
        awake
    }

    /// What the day of a post that is over is worth; `next` is the post after it. It was `wanted` at some instant
    /// between these two: from then on until it closes, time in which nobody could answer is lost.
    ///
    /// A post that its bot did not know of until the next one stood is neutral. From outside it looks as if its closing
    /// were late.
    pub(crate) fn day(&self, post: &Post, wanted: Wanted, next: Option<&Post>) -> Day {
        if next.is_some_and(|next| post.edited.is_none_or(|edited| edited > next.sent)) {
            return Day::Either;
        }
        let open = post.closes.duration_since(post.sent);
        // A bot that was there all the while may have been refused its post.
        let waited = post.sent.duration_since(wanted.earliest);
        if within(&self.gone, wanted.latest, post.closes) >= TOLERATED {
            Day::Neutral
        } else if waited + open - within(&self.there, post.sent, post.closes) < TOLERATED {
            Day::Counts
        } else {
            Day::Either
        }
    }
}

/// Whether the process that saw the turn at the head of `entries` did anything by the new time.
fn seen_at_work(entries: &[Entry], posts: &[Vec<Post>]) -> bool {
    let turned = entries[0].at;
    let until = entries[1..]
        .iter()
        .find(|entry| matches!(entry.event, Event::Gone { .. } | Event::Calm | Event::Turned { .. }));
    match until {
        Some(Entry { event: Event::Calm, .. }) => true,
        Some(Entry { at, event, .. }) => {
            let until = if let Event::Turned { from } = event { *from } else { *at };
            posts.iter().flatten().any(|post| turned <= post.sent && post.sent < until)
        }
        None => false,
    }
}

fn within(spans: &Spans, from: Timestamp, until: Timestamp) -> SignedDuration {
    let overlap = |(begin, end): &(Timestamp, Timestamp)| {
        let (begin, end) = ((*begin).max(from), (*end).min(until));
        end.duration_since(begin).max(SignedDuration::ZERO)
    };
    spans.iter().map(overlap).sum()
}
