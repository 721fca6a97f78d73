//! Which settings a server had, as far as its manager was told.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::acts::{self, Done};
use super::{Breach, Evidence, calendar};
use crate::history::{Act, End, Who};
use crate::reading::{self, Post};
use crate::settings::Settings;

/// How long a daily that was planned by earlier settings may still be on its way.
pub(crate) const ON_ITS_WAY: SignedDuration = SignedDuration::from_mins(30);

/// Longer than from the beginning of any local day to its end.
const A_DAY: SignedDuration = SignedDuration::from_hours(26);

/// Settings that came into force.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Not before this.
    pub(crate) from: Timestamp,
    /// At the latest by then.
    pub(crate) by: Timestamp,
    pub(crate) settings: Settings,
}

/// Between which instants the question of a day was wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) earliest: Timestamp,
    pub(crate) latest: Timestamp,
}

/// All changes of a server, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timeline {
    pub(crate) changes: Vec<Change>,
    /// A change of which nobody knows yet whether it was carried out.
    pub(crate) open: Option<Change>,
    pub(crate) breaches: Vec<Breach>,
}

impl Timeline {
    /// Reads what the manager did and was told.
    pub(crate) fn read(evidence: &Evidence<'_>, guild: usize) -> Self {
        let mut timeline = Self::default();
        for done in acts::of(evidence, guild, Who::Manager) {
            match (&done.act, &done.end) {
                (Act::SetUp(settings), Some(End::Told(text))) => timeline.told(done, settings, text),
                (Act::SetUp(settings), Some(End::Silence) | None) => {
                    timeline.open =
                        Some(Change { from: done.asked, by: Timestamp::MAX, settings: settings.clone() });
                }
                (Act::Look, Some(End::Told(text))) => timeline.looked(done, text),
                _ => {}
            }
        }
        timeline
    }

    fn told(&mut self, done: &Done, settings: &Settings, text: &str) {
        match reading::saved(text) {
            Some(true) => {
                self.open = None;
                let (from, by) = (done.asked, done.ended);
                self.changes.push(Change { from, by, settings: settings.clone() });
            }
            Some(false) => {}
            None => self.breaches.push(done.breach("settings were answered with something else")),
        }
    }

    fn looked(&mut self, done: &Done, text: &str) {
        let shows = |settings: &Settings| {
            text.contains(&settings.shown()) && text.contains(&format!("Channel: #{}\n", settings.channel))
        };
        match self.open.take() {
            Some(change) if shows(&change.settings) => {
                self.changes.push(Change { by: done.ended, ..change });
            }
            _ => {
                if !self.changes.last().is_some_and(|last| shows(&last.settings)) {
                    self.breaches.push(done.breach("saved settings are not shown"));
                }
            }
        }
    }

    /// Every settings that may have been in force at some instant from `from` to `until`.
    pub(crate) fn possible(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = &Settings> {
        let changes: Vec<&Change> = self.changes.iter().chain(&self.open).collect();
        (0..changes.len()).filter_map(move |place| {
            let change = changes[place];
            let replaced = changes.get(place + 1).filter(|next| next.by < from);
            (change.from <= until && replaced.is_none()).then_some(&change.settings)
        })
    }

    /// When the question of a post was wanted: at its hour, or later where it waited for the one `before` it to close.
    /// Settings that changed on its day leave that open.
    pub(crate) fn wanted(&self, post: &Post, day: Option<Date>, before: Option<&Post>) -> Wanted {
        let possible: Vec<&Settings> = self.possible(post.sent - A_DAY, post.sent).collect();
        let dues = possible
            .iter()
            .filter_map(|settings| calendar::due(&calendar::zone(settings.zone), day?, settings.time));
        let earliest = dues.min().unwrap_or(post.sent - A_DAY).min(post.sent);
        let latest = match possible[..] {
            [_] => before.map_or(earliest, |before| earliest.max(before.closes)).min(post.sent),
            _ => post.sent,
        };
        Wanted { earliest, latest }
    }

    /// The last settings and when they came, where that is known for sure.
    pub(crate) fn last(&self) -> Option<(&Change, Option<&Change>)> {
        if self.open.is_some() {
            return None;
        }
        let before = self.changes.len().checked_sub(2).and_then(|place| self.changes.get(place));
        self.changes.last().map(|last| (last, before))
    }
}
