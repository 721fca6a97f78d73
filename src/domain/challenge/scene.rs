//! What is to be seen of a game: which messages there are, and what each shows.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Challenge, EndReason, Phase, Podium, Reveal, Round, RoundState, Rules, Team};
use crate::domain::asked::AskedQuestion;
use crate::domain::ids::{ChannelId, MemberId};

/// A message of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "slot", rename_all = "kebab-case")]
pub enum Slot {
    /// The lobby, later the list of players.
    Lobby,
    /// The scenario before the buttons appear. Taken away when they do.
    Curtain {
        /// The round, 1 for the first.
        number: u8,
    },
    /// The question, later its key.
    Question {
        /// The round, 1 for the first.
        number: u8,
        /// Which asking of it, 1 for the first.
        attempt: u8,
    },
    /// The end.
    Podium,
}

/// What a message shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scene {
    /// The lobby, or what became of it.
    Lobby(LobbyScene),
    /// Get ready.
    Curtain(CurtainScene),
    /// The message is to be taken away.
    Gone,
    /// The question, open.
    Question(QuestionScene),
    /// The question was asked anew in another message: this one takes no answers.
    AskedAnew {
        /// The round.
        number: u8,
    },
    /// The game ended in the middle of this question: its key, and that it does not count.
    Void {
        /// The round.
        number: u8,
        /// The question with its key.
        asked: Arc<AskedQuestion>,
    },
    /// The key, the rationale, the standings.
    Reveal(Box<Reveal>),
    /// The end.
    Podium(Box<Podium>),
}

impl Scene {
    /// Whether it is worth a new message where there is none. Otherwise only a message that stands shows it.
    #[must_use]
    pub fn needs_message(&self) -> bool {
        match self {
            Self::Lobby(lobby) => matches!(lobby.state, LobbyState::Open { .. }),
            Self::Curtain(_) | Self::Question(_) | Self::Podium(_) => true,
            Self::Gone | Self::AskedAnew { .. } | Self::Void { .. } | Self::Reveal(_) => false,
        }
    }

    /// Whether it says who plays.
    #[must_use]
    pub fn names_members(&self) -> bool {
        match self {
            Self::Lobby(_) | Self::Reveal(_) | Self::Podium(_) => true,
            Self::Curtain(curtain) => !curtain.teams.is_empty(),
            Self::Gone | Self::Question(_) | Self::AskedAnew { .. } | Self::Void { .. } => false,
        }
    }

    /// Whether it only counts on: a moment later is soon enough, and the latest count is all that matters.
    #[must_use]
    pub fn can_wait(&self) -> bool {
        match self {
            Self::Question(_) => true,
            Self::Lobby(lobby) => matches!(lobby.state, LobbyState::Open { .. }),
            Self::Curtain(_)
            | Self::Gone
            | Self::AskedAnew { .. }
            | Self::Void { .. }
            | Self::Reveal(_)
            | Self::Podium(_) => false,
        }
    }
}

/// How a lobby stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LobbyState {
    /// Members join.
    Open {
        /// When the game begins by itself.
        starts_at: Timestamp,
    },
    /// The game is on.
    Begun,
    /// The game was played.
    Over,
    /// Nothing came of it.
    Ended(EndReason),
}

/// The lobby.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LobbyScene {
    /// Who hosts.
    pub host: MemberId,
    /// What the host chose; no thread of its own once that was refused.
    pub rules: Rules,
    /// Who is in, in the order of joining.
    pub players: Vec<(MemberId, Option<Team>)>,
    /// How it stands.
    pub state: LobbyState,
    /// The game's own thread, once it has one.
    pub thread: Option<ChannelId>,
}

/// Get ready: the scenario without its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurtainScene {
    /// The round, 1 for the first.
    pub number: u8,
    /// Of how many.
    pub of: u8,
    /// The question; only its stem may be shown.
    pub asked: Arc<AskedQuestion>,
    /// When the buttons appear.
    pub until: Timestamp,
    /// Who is in which team, before the first question.
    pub teams: Vec<(Team, Vec<MemberId>)>,
}

/// An open question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionScene {
    /// The round, 1 for the first.
    pub number: u8,
    /// Of how many.
    pub of: u8,
    /// Which asking of it, 1 for the first.
    pub attempt: u8,
    /// What is asked.
    pub asked: Arc<AskedQuestion>,
    /// When it closes.
    pub closes_at: Timestamp,
    /// How many have locked in. Not who: see [`Allowance`](super::Allowance).
    pub answered: usize,
    /// How many were asked.
    pub members: usize,
    /// Whether an answer may be changed, once.
    pub change_of_mind: bool,
}

impl Challenge {
    /// What is to be seen, in the order of the messages: the lobby, the rounds from number `from` on, the podium.
    #[must_use]
    pub fn scenes(&self, from: u8) -> Vec<(Slot, Scene)> {
        let mut scenes = vec![(Slot::Lobby, Scene::Lobby(self.lobby_scene()))];
        for round in self.rounds.iter().filter(|round| round.number >= from) {
            self.add_round(round, &mut scenes);
        }
        if let Some(podium) = self.podium() {
            scenes.push((Slot::Podium, Scene::Podium(Box::new(podium))));
        }
        scenes
    }

    fn lobby_scene(&self) -> LobbyScene {
        let team = |member: &MemberId| self.players.get(member).and_then(|player| player.team);
        let state = match &self.phase {
            Phase::Lobby { until } => LobbyState::Open { starts_at: *until },
            Phase::Ended { reason, .. } if !self.has_begun() => LobbyState::Ended(reason.clone()),
            Phase::Ended { .. } => LobbyState::Over,
            _ => LobbyState::Begun,
        };
        let in_thread = self.rules.in_thread && self.thread != Some(None);
        LobbyScene {
            host: self.host,
            rules: Rules { in_thread, ..self.rules.clone() },
            players: self.present().into_iter().map(|member| (member, team(&member))).collect(),
            state,
            thread: self.thread.flatten(),
        }
    }

    fn add_round(&self, round: &Round, scenes: &mut Vec<(Slot, Scene)>) {
        let number = round.number;
        let is_last = usize::from(number) == self.rounds.len();
        let curtain = Slot::Curtain { number };
        if let Phase::GetReady { until } = self.phase
            && is_last
        {
            let asked = Arc::clone(&round.asked);
            let teams = if number == 1 { self.sides() } else { Vec::new() };
            let scene = CurtainScene { number, of: self.rules.rounds, asked, until, teams };
            scenes.push((curtain, Scene::Curtain(scene)));
            return;
        }
        for attempt in 1..round.attempt {
            scenes.push((Slot::Question { number, attempt }, Scene::AskedAnew { number }));
        }
        let question = Slot::Question { number, attempt: round.attempt };
        let scene = match round.state {
            RoundState::Open => Some(Scene::Question(self.question_scene(round))),
            RoundState::Closed => self.reveal(number).map(|reveal| Scene::Reveal(Box::new(reveal))),
            RoundState::Void => Some(Scene::Void { number, asked: Arc::clone(&round.asked) }),
        };
        scenes.extend(scene.map(|scene| (question, scene)));
        // The curtain goes once the question stands, so that nobody looks at an empty channel.
        scenes.push((curtain, Scene::Gone));
    }

    /// Who is in which team, in the order of joining.
    fn sides(&self) -> Vec<(Team, Vec<MemberId>)> {
        let team = |member: &MemberId| self.players.get(member).and_then(|player| player.team);
        let of =
            |wanted: Team| self.present().into_iter().filter(|member| team(member) == Some(wanted)).collect();
        (0..self.rules.teams()).map(|team| (Team(team), of(Team(team)))).collect()
    }

    fn question_scene(&self, round: &Round) -> QuestionScene {
        QuestionScene {
            number: round.number,
            of: self.rules.rounds,
            attempt: round.attempt,
            asked: Arc::clone(&round.asked),
            closes_at: round.closes_at,
            answered: round.answered(),
            members: round.members.len(),
            change_of_mind: self.rules.change_of_mind,
        }
    }
}
