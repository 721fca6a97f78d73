//! What is known of each message of a game.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::challenge::{Challenge, Scene, Slot};
use crate::domain::ids::MessageId;

/// Between two edits that only count on. Discord takes five changes in five seconds in one channel: one of them
/// is left for what cannot wait.
pub(super) const COUNT_EVERY: SignedDuration = SignedDuration::from_millis(1_250);

/// How often one message is tried before it is left as it is.
const TRIES: u32 = 12;

/// What is to be seen of a game now.
pub(super) type Scenes = [(Slot, Scene)];

/// What is known of one message.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) message: Option<MessageId>,
    /// What it shows, as far as is known.
    pub(super) shown: Option<Scene>,
    /// An earlier process, or a call whose answer got lost, may have posted it.
    pub(super) may_stand: bool,
    pub(super) under_way: bool,
    pub(super) given_up: bool,
    pub(super) failures: u32,
}

impl Entry {
    /// One more failure. Returns whether it is worth another try.
    pub(super) fn failed(&mut self) -> bool {
        self.failures += 1;
        self.may_stand = true;
        self.given_up |= self.failures >= TRIES;
        !self.given_up
    }
}

/// The next call to make.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// Post a scene; look for it first where it may stand.
    Post { slot: Slot, scene: Scene, look: bool },
    /// See whether a message stands that nobody needs any more, to put it right.
    Find { slot: Slot, scene: Scene },
    /// Change a message.
    Change { slot: Slot, scene: Scene, message: MessageId },
    /// Nothing before this instant, unless something happens.
    Wait(Timestamp),
    /// Nothing, until something happens.
    Nothing,
}

/// The messages of one game.
#[derive(Debug)]
pub(super) struct Messages {
    entries: BTreeMap<Slot, Entry>,
    /// Rounds before this one are shown for good.
    pub(super) from: u8,
    /// No posts before this.
    pub(super) posts_after: Timestamp,
    /// No changes before this.
    pub(super) changes_after: Timestamp,
    /// No changes that only count on before this.
    counts_after: Timestamp,
}

impl Messages {
    /// Nothing is shown yet.
    pub(super) fn new() -> Self {
        Self {
            entries: BTreeMap::new(),
            from: 1,
            posts_after: Timestamp::MIN,
            changes_after: Timestamp::MIN,
            counts_after: Timestamp::MIN,
        }
    }

    /// A game that another process has shown so far. What it had under way is not known: its last rounds are shown
    /// again.
    pub(super) fn of_recalled(challenge: &Challenge) -> Self {
        let rounds = u8::try_from(challenge.rounds().len()).unwrap_or(u8::MAX);
        let mut messages = Self { from: rounds.saturating_sub(1).max(1), ..Self::new() };
        for (slot, _) in challenge.scenes(messages.from) {
            messages.entry(slot).may_stand = true;
        }
        messages
    }

    /// A game whose messages show all of it.
    pub(super) fn of_settled(challenge: &Challenge) -> Self {
        let mut messages = Self::of_recalled(challenge);
        for (slot, scene) in challenge.scenes(messages.from) {
            let entry = messages.entry(slot);
            (entry.shown, entry.may_stand) = (Some(scene), false);
        }
        messages
    }

    /// Somebody in it was erased: every message that may name them and is known to stand is shown again. Where all was
    /// shown before (`was_shown`), what is not known to stand was refused then, and is not posted now.
    pub(super) fn show_names_anew(&mut self, challenge: &Challenge, was_shown: bool) {
        self.from = 1;
        for (slot, scene) in challenge.scenes(1) {
            let (names, unknown) = (scene.names_members(), challenge.message(slot).is_none());
            let known = || Entry { shown: Some(scene), given_up: unknown, ..Entry::default() };
            let entry = self.entries.entry(slot).or_insert_with(known);
            if names {
                entry.shown = None;
            }
            entry.given_up |= was_shown && unknown && entry.message.is_none();
        }
    }

    pub(super) fn entry(&mut self, slot: Slot) -> &mut Entry {
        self.entries.entry(slot).or_default()
    }

    pub(super) fn give_all_up(&mut self, challenge: &Challenge) {
        for (slot, _) in challenge.scenes(self.from) {
            self.entry(slot).given_up = true;
        }
    }

    /// The next call that can be made at `now`. Posts are made one after the other, in the order of the messages.
    pub(super) fn next(&mut self, challenge: &Challenge, scenes: &Scenes, now: Timestamp) -> Next {
        let mut earliest: Option<Timestamp> = None;
        let mut posting = self.entries.iter().any(|(_, entry)| entry.under_way && entry.message.is_none());
        let from = self.from;
        for (slot, scene) in scenes.iter().filter(|(slot, _)| is_of_late(*slot, from)) {
            let slot = *slot;
            let (posts_after, changes_after, counts_after) =
                (self.posts_after, self.changes_after, self.counts_after);
            let entry = self.entry(slot);
            entry.message = entry.message.or_else(|| challenge.message(slot));
            if entry.under_way || entry.given_up || entry.shown.as_ref() == Some(scene) {
                continue;
            }
            let (ready_at, next) = match entry.message {
                Some(_) if *scene == Scene::Gone && posting => continue,
                Some(message) => {
                    let counts = if scene.can_wait() { counts_after } else { Timestamp::MIN };
                    (changes_after.max(counts), Next::Change { slot, scene: scene.clone(), message })
                }
                None if posting => continue,
                None if scene.needs_message() => {
                    posting = true;
                    (posts_after, Next::Post { slot, scene: scene.clone(), look: entry.may_stand })
                }
                None if entry.may_stand => (posts_after, Next::Find { slot, scene: scene.clone() }),
                None => continue,
            };
            if ready_at <= now {
                return next;
            }
            earliest = Some(earliest.map_or(ready_at, |earliest| earliest.min(ready_at)));
        }
        earliest.map_or(Next::Nothing, Next::Wait)
    }

    /// A change of a message begins.
    pub(super) fn changing(&mut self, now: Timestamp) {
        self.counts_after = now.saturating_add(COUNT_EVERY).unwrap_or(Timestamp::MAX);
    }

    /// Forgets the rounds that are shown for good. Returns whether everything is.
    pub(super) fn tidy(&mut self, challenge: &Challenge, scenes: &Scenes) -> bool {
        let unsettled: Vec<Slot> = scenes
            .iter()
            .filter(|(slot, scene)| is_of_late(*slot, self.from) && !self.is_settled(*slot, scene))
            .map(|(slot, _)| *slot)
            .collect();
        let rounds = u8::try_from(challenge.rounds().len()).unwrap_or(u8::MAX);
        while self.from < rounds && !unsettled.iter().any(|slot| round_of(*slot) == Some(self.from)) {
            self.from += 1;
        }
        let from = self.from;
        self.entries.retain(|slot, _| is_of_late(*slot, from));
        unsettled.is_empty()
    }

    fn is_settled(&self, slot: Slot, scene: &Scene) -> bool {
        match self.entries.get(&slot) {
            Some(entry) if entry.under_way => false,
            Some(entry) if entry.given_up || entry.shown.as_ref() == Some(scene) => true,
            Some(entry) => entry.message.is_none() && !entry.may_stand && !scene.needs_message(),
            None => false,
        }
    }
}

/// Whether a message belongs to no round, or to one that is not shown for good yet.
fn is_of_late(slot: Slot, from: u8) -> bool {
    round_of(slot).is_none_or(|round| round >= from)
}

fn round_of(slot: Slot) -> Option<u8> {
    match slot {
        Slot::Curtain { number } | Slot::Question { number, .. } => Some(number),
        Slot::Lobby | Slot::Podium => None,
    }
}
