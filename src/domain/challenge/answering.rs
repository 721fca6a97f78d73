//! A round: put, shown, answered, closed.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::round::Posted;
use super::state::after;
use super::timing::{GRACE, POST_PATIENCE};
use super::{Challenge, Change, EndReason, Given, Phase, Pressed, Refusal, Round, RoundState, Slot};
use crate::domain::asked::AskedQuestion;
use crate::domain::ids::{ChannelId, MemberId, MessageId, snowflake_instant};

/// How far the post may fall behind before members are told another closing time.
const PUNCTUAL: SignedDuration = SignedDuration::from_millis(1_500);

/// From this version of events on, nobody answers a round whose key was shown before time was up.
const NONE_AFTER_THE_KEY: u16 = 2;

/// A host who lets so many rounds pass unanswered is taken to be away.
const HOST_AWAY: usize = 2;

impl Challenge {
    pub(super) fn put(&mut self, asked: &AskedQuestion, at: Timestamp) -> Result<Vec<Change>, Refusal> {
        if !matches!(self.phase, Phase::Drawing { .. }) {
            return Err(Refusal::Misplaced);
        }
        if self.has_asked(&asked.question.id) {
            return Err(Refusal::Repeated);
        }
        self.rounds.push(Round {
            number: u8::try_from(self.rounds.len() + 1).unwrap_or(u8::MAX),
            attempt: 1,
            asked: Arc::new(asked.clone()),
            members: BTreeMap::new(),
            state: RoundState::Open,
            closes_at: at,
            cut_short: false,
            had_before: SignedDuration::ZERO,
            posted: None,
        });
        let get_ready = self.rules.get_ready_for(&asked.question);
        if get_ready.is_zero() {
            self.ask(at);
        } else {
            self.phase = Phase::GetReady { until: after(at, get_ready) };
        }
        Ok(Vec::new())
    }

    pub(super) fn nothing_to_ask(&mut self, at: Timestamp) -> Result<Vec<Change>, Refusal> {
        match self.phase {
            Phase::Drawing { .. } => Ok(self.end(EndReason::OutOfQuestions, at)),
            _ => Err(Refusal::Misplaced),
        }
    }

    /// The buttons may appear: whoever is in now is asked.
    pub(super) fn ask(&mut self, at: Timestamp) {
        let present = self.present();
        let open_for = self.open_for();
        if let Some(round) = self.rounds.last_mut() {
            for member in present {
                round.members.entry(member).or_default();
            }
            round.posted = None;
            round.closes_at = after(at, open_for);
        }
        self.phase = Phase::Asking { until: after(at, POST_PATIENCE) };
    }

    pub(super) fn note_shown(
        &mut self,
        slot: Slot,
        message: MessageId,
        at: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        if self.shown.contains_key(&slot) {
            return Err(Refusal::Misplaced);
        }
        if let Slot::Question { number, attempt } = slot
            && self.is_asking(number, attempt)
        {
            self.stands(message, at);
        } else {
            self.shown.insert(slot, message);
        }
        Ok(Vec::new())
    }

    pub(super) fn note_thread(&mut self, thread: Option<ChannelId>) -> Result<Vec<Change>, Refusal> {
        if self.thread.is_some() {
            return Err(Refusal::Misplaced);
        }
        self.thread = Some(thread);
        Ok(Vec::new())
    }

    fn is_asking(&self, number: u8, attempt: u8) -> bool {
        matches!(self.phase, Phase::Asking { .. })
            && self.open_round().is_some_and(|round| (round.number, round.attempt) == (number, attempt))
    }

    /// The open question's message stands: its time runs.
    fn stands(&mut self, message: MessageId, at: Timestamp) {
        let open_for = self.open_for();
        let Some(round) = self.rounds.last_mut() else { return };
        if round.posted.is_some() {
            return;
        }
        let closes_at = after(at, open_for);
        let late = closes_at.duration_since(round.closes_at);
        let moved = if late > PUNCTUAL { late } else { SignedDuration::ZERO };
        round.posted = Some(Posted { moved });
        round.closes_at = after(round.closes_at, moved);
        let slot = Slot::Question { number: round.number, attempt: round.attempt };
        self.shown.insert(slot, message);
        self.phase = Phase::Asking { until: after(closes_at, GRACE) };
    }

    pub(super) fn answer(
        &mut self,
        version: u16,
        pressed: &Pressed,
        at: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        let given = self.admit(version, pressed, at)?;
        // A press proves that the message stands, whatever has been noted.
        if self.is_asking(pressed.number, pressed.attempt) {
            self.stands(pressed.message, at);
        }
        if let Some(round) = self.rounds.last_mut() {
            round.members.insert(pressed.member, Some(given));
        }
        self.touched = at;
        let mut changes = vec![Change::LockedIn { member: pressed.member, changed: given.changed }];
        changes.extend(self.close_if_all_in(at));
        Ok(changes)
    }

    /// The answer that a press makes, if it counts; it reached the bot at `at`.
    ///
    /// One that was made in time and arrives while the key is shown counts as well: Discord's own time of the press
    /// proves that it came before. Not where the key was shown before time was up: whoever left, and so was waited for
    /// no more, could look at it and come back.
    fn admit(&self, version: u16, pressed: &Pressed, at: Timestamp) -> Result<Given, Refusal> {
        self.refuse_if_over()?;
        let stale = Refusal::Stale { number: pressed.number };
        if !self.is_present(pressed.member) {
            return Err(Refusal::Outside);
        }
        let round = match self.phase {
            Phase::Asking { .. } | Phase::Reveal { .. } => self.rounds.last(),
            _ => None,
        };
        let Some(round) =
            round.filter(|round| (round.number, round.attempt) == (pressed.number, pressed.attempt))
        else {
            return Err(stale);
        };
        let Some(earlier) = round.members.get(&pressed.member) else { return Err(Refusal::FromNextRound) };
        let appeared = snowflake_instant(pressed.message.0);
        let taken = pressed.at.duration_since(appeared).max(SignedDuration::ZERO);
        if taken > self.open_for() && !self.in_moved_time(round, taken, at) {
            return Err(Refusal::TimeUp);
        }
        if !round.asked.accepts(pressed.selection) {
            return Err(Refusal::Unfit);
        }
        let taken = taken.saturating_add(round.had_before);
        let key_is_known = round.cut_short && version >= NONE_AFTER_THE_KEY;
        match earlier {
            None if key_is_known => Err(stale),
            None => Ok(Given { selection: pressed.selection, taken, changed: false }),
            Some(earlier) => {
                let may_change = self.rules.change_of_mind && !earlier.changed && !key_is_known;
                if may_change && earlier.selection != pressed.selection {
                    Ok(Given { selection: pressed.selection, taken, changed: true })
                } else {
                    Err(Refusal::Answered { selection: earlier.selection })
                }
            }
        }
    }

    /// Whether a press came after the question's own time and before the end of its countdown, which was moved.
    ///
    /// It must have reached the bot before that end: how much of the delay came before the message was there, and so
    /// gave nobody more time, nobody can tell without comparing the two clocks.
    fn in_moved_time(&self, round: &Round, taken: SignedDuration, at: Timestamp) -> bool {
        let moved = round.posted.map_or(SignedDuration::ZERO, |posted| posted.moved);
        taken <= self.open_for() + moved && at <= round.closes_at
    }

    /// Nobody is waited for any more: the round closes before its time.
    pub(super) fn close_if_all_in(&mut self, at: Timestamp) -> Vec<Change> {
        if !matches!(self.phase, Phase::Asking { .. }) || !self.all_in() {
            return Vec::new();
        }
        self.cut_short(at)
    }

    /// Whether everybody who was asked and is still here has answered for good.
    fn all_in(&self) -> bool {
        self.waited_for().all(|given| given.is_some_and(|given| given.changed || !self.rules.change_of_mind))
    }

    /// Whether everybody who was asked and is still here has answered.
    pub(super) fn have_all_answered(&self) -> bool {
        self.waited_for().all(|given| given.is_some())
    }

    /// The answers of those whom the open round waits for.
    fn waited_for(&self) -> impl Iterator<Item = Option<Given>> {
        let members = self.open_round().into_iter().flat_map(|round| &round.members);
        members.filter(|(member, _)| self.is_present(**member)).map(|(_, given)| *given)
    }

    /// The round closes before its time.
    pub(super) fn cut_short(&mut self, at: Timestamp) -> Vec<Change> {
        if let Some(round) = self.rounds.last_mut() {
            round.cut_short = true;
        }
        self.close(at)
    }

    pub(super) fn close(&mut self, at: Timestamp) -> Vec<Change> {
        let Some(round) = self.rounds.last_mut() else { return Vec::new() };
        round.state = RoundState::Closed;
        let number = round.number;
        let until = after(at, SignedDuration::from_secs(self.rules.review.into()));
        self.phase = Phase::Reveal { until };
        let mut changes = vec![Change::Closed { number }];
        changes.extend(self.replace_absent_host());
        changes
    }

    /// A host who is away stops nothing: hosting passes to the first member who answered.
    fn replace_absent_host(&mut self) -> Option<Change> {
        let lately: Vec<_> = self.closed_rounds().rev().take(HOST_AWAY).collect();
        let away = |round: &&Round| matches!(round.members.get(&self.host), Some(None));
        if lately.len() < HOST_AWAY || !lately.iter().all(away) {
            return None;
        }
        let answered = |member: &MemberId| lately[0].members.get(member).is_some_and(Option::is_some);
        let next = self.present().into_iter().find(answered);
        self.pass_host_to(next)
    }
}
