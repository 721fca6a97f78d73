//! How a game stands.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::event::{Event, Opening, Written};
use super::{
    Allowance, Change, EVENT_VERSION, EndReason, Ghost, Mode, Newcomer, Refusal, Round, RoundState, Rules,
    Slot, Team, Unreadable, Want,
};
use crate::domain::ids::{ChallengeId, ChannelId, GuildId, MemberId, MessageId, QuestionId};

/// A game that nobody touches for so long ends itself.
pub const UNTOUCHED: SignedDuration = SignedDuration::from_mins(10);

/// The most who can play at once: their names have to fit into messages, and a lobby has to end some time.
pub(super) const MOST_PLAYERS: usize = 250;

/// How far a game has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Members join.
    Lobby {
        /// The game begins by itself then.
        until: Timestamp,
    },
    /// The next question is being drawn.
    Drawing {
        /// Without one by then the game ends.
        until: Timestamp,
    },
    /// The scenario is shown, the buttons are not.
    GetReady {
        /// The buttons appear then.
        until: Timestamp,
    },
    /// The question is open.
    Asking {
        /// It closes then; before its message stands: the game ends then.
        until: Timestamp,
    },
    /// The key, the rationale and the standings are shown.
    Reveal {
        /// The next round begins then.
        until: Timestamp,
    },
    /// It is over.
    Ended {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: EndReason,
    },
}

/// A member of the game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Player {
    /// The how-manyeth to join: 0 for the host.
    pub order: u32,
    /// Whether they are in it now. Who left keeps their points.
    pub present: bool,
    /// Their private extra time; see [`Allowance`].
    pub(super) allowance: Allowance,
    /// The share of right answers before the game, in thousandths.
    pub(super) accuracy: u16,
    /// Their team, once they have one.
    pub team: Option<Team>,
}

/// A group's game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub(super) id: ChallengeId,
    pub(super) guild: GuildId,
    pub(super) channel: ChannelId,
    pub(super) rules: Rules,
    pub(super) seed: u64,
    pub(super) host: MemberId,
    pub(super) players: BTreeMap<MemberId, Player>,
    pub(super) joined: u32,
    pub(super) rounds: Vec<Round>,
    pub(super) phase: Phase,
    pub(super) touched: Timestamp,
    /// The whole table's extra time, settled when the game begins.
    pub(super) stretch: Allowance,
    pub(super) shown: BTreeMap<Slot, MessageId>,
    pub(super) thread: Option<Option<ChannelId>>,
    pub(super) ghosts: BTreeMap<MemberId, Ghost>,
}

impl Challenge {
    /// Opens a lobby at `at`, with the host in it.
    #[must_use]
    pub fn open(id: ChallengeId, opening: Opening, at: Timestamp) -> Self {
        let Opening { guild, channel, host, rules, seed } = opening;
        let until = after(at, SignedDuration::from_secs(rules.wait.into()));
        let mut challenge = Self {
            id,
            guild,
            channel,
            rules,
            seed,
            host: host.member,
            players: BTreeMap::new(),
            joined: 0,
            rounds: Vec::new(),
            phase: Phase::Lobby { until },
            touched: at,
            stretch: Allowance::None,
            shown: BTreeMap::new(),
            thread: None,
            ghosts: BTreeMap::new(),
        };
        challenge.seat(host, None);
        challenge
    }

    /// The state after these events, each with its instant.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] where the events are none of a game: they were not written by [`apply`](Self::apply).
    pub fn fold(
        id: ChallengeId,
        events: impl IntoIterator<Item = (Timestamp, Written)>,
    ) -> Result<Self, Unreadable> {
        let mut state: Option<Self> = None;
        for (place, (at, written)) in (1..).zip(events) {
            if written.v > EVENT_VERSION {
                return Err(Unreadable::Newer { place, v: written.v });
            }
            match (&mut state, written.event) {
                (None, Event::Opened(opening)) => state = Some(Self::open(id, *opening, at)),
                (None, _) => return Err(Unreadable::NotOpened),
                (Some(challenge), event) => {
                    let applied = challenge.apply_as(written.v, &event, at);
                    applied.map_err(|refusal| Unreadable::Refused { place, refusal })?;
                }
            }
        }
        state.ok_or(Unreadable::NotOpened)
    }

    /// Moves on by what happened, which the bot learnt at `at`. Returns what it did.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where the rules do not allow it: nothing has changed then.
    pub fn apply(&mut self, event: &Event, at: Timestamp) -> Result<Vec<Change>, Refusal> {
        self.apply_as(EVENT_VERSION, event, at)
    }

    /// The same by the rules of a version; see [`EVENT_VERSION`].
    pub(super) fn apply_as(
        &mut self,
        version: u16,
        event: &Event,
        at: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        match event {
            Event::Opened(_) => Err(Refusal::Misplaced),
            Event::Joined { newcomer, team } => self.join(version, *newcomer, *team, at),
            Event::Left { member } => self.leave(version, *member, at),
            Event::Begun { by } => self.begin_by(version, *by, at),
            Event::Stopped { by } => self.stop(version, *by, at),
            Event::Due => self.on_due(version, at),
            Event::Drawn { asked } => self.put(asked, at),
            Event::NothingToAsk => self.nothing_to_ask(at),
            Event::Shown { slot, message } => self.note_shown(*slot, *message, at),
            Event::ThreadOpened { thread } => self.note_thread(*thread),
            Event::Answered(pressed) => self.answer(version, pressed, at),
            Event::WentOn { by } => self.go_on(*by, at),
            Event::Resumed => self.resume(version, at),
            Event::Failed { reason } => self.fail(reason, at),
            Event::GhostAsked { member, allowance, number, at: pressed } => {
                self.ask_ghost(*member, *allowance, *number, *pressed, at)
            }
            Event::GhostAnswered(pressed) => self.answer_ghost(version, pressed),
        }
    }

    /// Its id, which its components carry.
    #[must_use]
    pub fn id(&self) -> ChallengeId {
        self.id
    }

    /// The server.
    #[must_use]
    pub fn guild(&self) -> GuildId {
        self.guild
    }

    /// Where it was started.
    #[must_use]
    pub fn channel(&self) -> ChannelId {
        self.channel
    }

    /// Where it is played: its own thread if it has one.
    #[must_use]
    pub fn place(&self) -> ChannelId {
        self.thread.flatten().unwrap_or(self.channel)
    }

    /// Whether its own thread has yet to be opened.
    #[must_use]
    pub fn wants_thread(&self) -> bool {
        let begun = !matches!(self.phase, Phase::Lobby { .. } | Phase::Ended { .. });
        self.rules.in_thread && begun && self.thread.is_none()
    }

    /// What the host chose.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Who hosts it now.
    #[must_use]
    pub fn host(&self) -> MemberId {
        self.host
    }

    /// How far it has come.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// Everybody who ever played, those who left included.
    #[must_use]
    pub fn players(&self) -> &BTreeMap<MemberId, Player> {
        &self.players
    }

    /// Who is in now, in the order of joining.
    #[must_use]
    pub fn present(&self) -> Vec<MemberId> {
        let mut present: Vec<_> = self.players.iter().filter(|(_, player)| player.present).collect();
        present.sort_by_key(|(_, player)| player.order);
        present.into_iter().map(|(member, _)| *member).collect()
    }

    /// Whether a member stands in it anywhere: playing, invited, or afterwards.
    #[must_use]
    pub fn names(&self, member: MemberId) -> bool {
        let invited = matches!(self.rules.mode, Mode::Duel { opponent } if opponent == member);
        let plays = self.players.contains_key(&member) || self.ghosts.contains_key(&member);
        invited || plays || self.host == member
    }

    /// How many of those who played, then or afterwards, have been erased since.
    #[must_use]
    pub fn erased(&self) -> usize {
        self.players.keys().chain(self.ghosts.keys()).filter(|member| member.is_nobody()).count()
    }

    /// The rounds so far, the one under way included.
    #[must_use]
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    /// The rounds that count.
    pub fn closed_rounds(&self) -> impl DoubleEndedIterator<Item = &Round> + Clone {
        self.rounds.iter().filter(|round| round.state == RoundState::Closed)
    }

    /// The round under way.
    #[must_use]
    pub fn open_round(&self) -> Option<&Round> {
        self.rounds.last().filter(|round| round.state == RoundState::Open)
    }

    /// How long a question is open for everybody: what the host chose and the table's extra time.
    #[must_use]
    pub fn open_for(&self) -> SignedDuration {
        self.rules.open_for(self.stretch)
    }

    /// The message that shows this, once it stands.
    #[must_use]
    pub fn message(&self, slot: Slot) -> Option<MessageId> {
        self.shown.get(&slot).copied()
    }

    /// Whether the game is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. })
    }

    /// Why the game is over, and since when.
    #[must_use]
    pub fn ended(&self) -> Option<(Timestamp, &EndReason)> {
        match &self.phase {
            Phase::Ended { at, reason } => Some((*at, reason)),
            _ => None,
        }
    }

    /// When a member last did something in it.
    #[must_use]
    pub fn touched(&self) -> Timestamp {
        self.touched
    }

    /// What is needed before the game can go on.
    #[must_use]
    pub fn wants(&self) -> Option<Want> {
        matches!(self.phase, Phase::Drawing { .. }).then(|| Want::Question(self.wanted_difficulty()))
    }

    /// Whether a question was asked in this game.
    #[must_use]
    pub fn has_asked(&self, question: &QuestionId) -> bool {
        self.rounds.iter().any(|round| round.asked.question.id == *question)
    }

    pub(super) fn seat(&mut self, newcomer: Newcomer, team: Option<Team>) {
        let Newcomer { member, allowance, accuracy } = newcomer;
        let player = Player { order: self.joined, present: true, allowance, accuracy, team };
        self.players.insert(member, player);
        self.joined += 1;
    }

    pub(super) fn is_present(&self, member: MemberId) -> bool {
        self.players.get(&member).is_some_and(|player| player.present)
    }

    pub(super) fn end(&mut self, reason: EndReason, at: Timestamp) -> Vec<Change> {
        if let Some(round) = self.rounds.last_mut()
            && round.state == RoundState::Open
        {
            round.state = RoundState::Void;
        }
        self.phase = Phase::Ended { at, reason: reason.clone() };
        vec![Change::Ended(reason)]
    }
}

/// The instant `span` later; the end of time where there is none.
pub(super) fn after(at: Timestamp, span: SignedDuration) -> Timestamp {
    at.saturating_add(span).unwrap_or(Timestamp::MAX)
}
