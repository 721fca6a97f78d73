//! A game at a table: short words for what happens in it, and a log of what was accepted.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::*;
use crate::domain::asked::AskedQuestion;
use crate::domain::content::{AnswerOption, Difficulty, Question};
use crate::domain::grading::{MAX_POSITIONS, Selection};
use crate::domain::ids::{
    ChallengeId, ChannelId, GuildId, MemberId, MessageId, earliest_snowflake, snowflake_instant,
};

pub(super) const HOST: MemberId = MemberId(1);
pub(super) const MEI: MemberId = MemberId(2);
pub(super) const RAJ: MemberId = MemberId(3);
pub(super) const ZOE: MemberId = MemberId(4);

/// A Monday evening.
const EVENING: &str = "2026-03-02T19:00:00Z";

/// Discord's clock is ahead of the bot's by as much: the two are never compared.
pub(super) const SKEW: SignedDuration = SignedDuration::from_secs(7);

#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) game: Challenge,
    pub(super) log: Vec<(Timestamp, Written)>,
    pub(super) now: Timestamp,
}

impl Table {
    pub(super) fn new(rules: Rules) -> Self {
        Self::hosted_by(newcomer(HOST), rules)
    }

    pub(super) fn hosted_by(host: Newcomer, rules: Rules) -> Self {
        rules.check().expect("rules that can be played by");
        let now: Timestamp = EVENING.parse().expect("an instant");
        let opening = Opening { guild: GuildId(42), channel: ChannelId(7), host, rules, seed: 7 };
        let game = Challenge::open(ChallengeId(1), opening.clone(), now);
        Self { game, log: vec![(now, Event::Opened(Box::new(opening)).into())], now }
    }

    /// A game of everyone for themselves that has begun, with these members beside the host.
    pub(super) fn playing(rules: Rules, members: &[MemberId]) -> Self {
        let mut table = Self::new(rules);
        for member in members {
            table.join(*member).expect("joins");
        }
        table.begin();
        table
    }

    pub(super) fn apply(&mut self, event: Event) -> Result<Vec<Change>, Refusal> {
        let changes = self.game.apply(&event, self.now)?;
        self.log.push((self.now, event.into()));
        Ok(changes)
    }

    pub(super) fn wait(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    pub(super) fn join(&mut self, member: MemberId) -> Result<Vec<Change>, Refusal> {
        self.apply(Event::Joined { newcomer: newcomer(member), team: None })
    }

    pub(super) fn leave(&mut self, member: MemberId) -> Result<Vec<Change>, Refusal> {
        self.apply(Event::Left { member })
    }

    pub(super) fn begin(&mut self) {
        self.apply(Event::Begun { by: asker(HOST) }).expect("begins");
    }

    /// What is due by itself happens, when it is due.
    pub(super) fn due(&mut self) -> Vec<Change> {
        self.now = self.now.max(self.game.due().expect("something is due"));
        self.apply(Event::Due).expect("it is due")
    }

    /// Everything happens until the buttons of the next question appear.
    pub(super) fn ask(&mut self) {
        let round = self.game.rounds().len();
        for _ in 0..10 {
            match self.game.phase() {
                Phase::Asking { .. } if self.game.rounds().len() > round => return self.post(),
                Phase::Drawing { .. } => {
                    let asked = asked(self.game.rounds().len());
                    self.apply(Event::Drawn { asked: Box::new(asked) }).expect("drawn");
                }
                _ => {
                    self.due();
                }
            }
        }
        panic!("no question: {:?}", self.game.phase());
    }

    /// The open question's message stands.
    pub(super) fn post(&mut self) {
        let round = self.game.open_round().expect("a round is open");
        let slot = Slot::Question { number: round.number, attempt: round.attempt };
        let message = MessageId(earliest_snowflake(self.now + SKEW));
        self.apply(Event::Shown { slot, message }).expect("shown");
    }

    fn latest(&self) -> &Round {
        self.game.rounds().last().expect("a round")
    }

    /// A press on the latest question, `ms` after it appeared; it reaches the bot at once.
    pub(super) fn press(&self, member: MemberId, selection: Selection, ms: i64) -> Pressed {
        let (number, attempt) = (self.latest().number, self.latest().attempt);
        let message = self.game.message(Slot::Question { number, attempt }).expect("the question stands");
        let at = snowflake_instant(message.0) + SignedDuration::from_millis(ms);
        Pressed { member, number, attempt, message, at, selection }
    }

    pub(super) fn answer(&mut self, member: MemberId, right: bool, ms: i64) -> Result<Vec<Change>, Refusal> {
        let asked = &self.latest().asked;
        let selection = if right { asked.key() } else { wrong(asked) };
        self.choose(member, selection, ms)
    }

    pub(super) fn choose(
        &mut self,
        member: MemberId,
        selection: Selection,
        ms: i64,
    ) -> Result<Vec<Change>, Refusal> {
        let pressed = self.press(member, selection, ms);
        self.now = self.now.max(pressed.at - SKEW);
        self.apply(Event::Answered(pressed))
    }

    /// The rest of the game passes without anybody doing anything.
    pub(super) fn play_out(&mut self) {
        while !self.game.is_over() {
            match self.game.phase() {
                Phase::Drawing { .. } => {
                    let asked = asked(self.game.rounds().len());
                    self.apply(Event::Drawn { asked: Box::new(asked) }).expect("drawn");
                }
                Phase::Asking { .. } if self.game.message(self.question_slot()).is_none() => self.post(),
                _ => {
                    self.due();
                }
            }
        }
    }

    pub(super) fn question_slot(&self) -> Slot {
        Slot::Question { number: self.latest().number, attempt: self.latest().attempt }
    }

    /// The game after an erasure: wherever the member stands in its events, another one does.
    pub(super) fn renamed(&self, member: MemberId, to: MemberId) -> Challenge {
        let renamed = self.log.iter().map(|(at, written)| {
            let mut written = serde_json::to_value(written).expect("it can be written");
            rename(&mut written, member, to);
            (*at, serde_json::from_value(written).expect("it can be read"))
        });
        let renamed: Vec<(Timestamp, Written)> = renamed.collect();
        Challenge::fold(self.game.id(), renamed).expect("it can be played")
    }

    pub(super) fn reason(&self) -> Option<EndReason> {
        self.game.ended().map(|(_, reason)| reason.clone())
    }

    /// Member, rank, points, best first.
    pub(super) fn board(&self) -> Vec<(MemberId, usize, u32)> {
        self.game
            .standings()
            .iter()
            .map(|standing| (standing.member, standing.rank, standing.points))
            .collect()
    }
}

fn rename(value: &mut Value, member: MemberId, to: MemberId) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if ["member", "opponent"].contains(&name.as_str()) && *value == json!(member) {
                    *value = json!(to);
                } else {
                    rename(value, member, to);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, member, to)),
        _ => {}
    }
}

/// No reading time beforehand, no extras.
pub(super) fn rules() -> Rules {
    Rules { rounds: 3, seconds: 20, get_ready: Some(0), ..Rules::default() }
}

pub(super) fn newcomer(member: MemberId) -> Newcomer {
    Newcomer { member, allowance: Allowance::None, accuracy: 500 }
}

pub(super) fn asker(member: MemberId) -> Asker {
    Asker { member, manages: false }
}

/// The `n`th question of the pool; every third one asks for two answers.
pub(super) fn asked(n: usize) -> AskedQuestion {
    with_keys(n, if n % 3 == 2 { 2 } else { 1 })
}

pub(super) fn with_keys(n: usize, keys: usize) -> AskedQuestion {
    let options = if keys == 1 { 4 } else { 5 };
    let option = |place: usize| AnswerOption {
        text: format!("option {place} of question {n}"),
        key: place < keys,
        why: String::new(),
        facts: Vec::new(),
    };
    let question = Question {
        id: format!("q76-{n}").as_str().into(),
        section: 76,
        concepts: vec![format!("concept-{n}").as_str().into()],
        domain: 2,
        difficulty: Difficulty::Medium,
        stem: format!("Question {n}?"),
        facts: Vec::new(),
        misconceptions: Vec::new(),
        review: None,
        options: (0..options).map(option).collect(),
    };
    AskedQuestion::new(question, (0..options).rev().collect()).expect("each option once")
}

/// As many options as are asked for, none of them right.
pub(super) fn wrong(asked: &AskedQuestion) -> Selection {
    let key = asked.key();
    let others = (0..MAX_POSITIONS).filter(|position| !key.contains(*position)).take(key.count());
    Selection::from_positions(others).expect("there are wrong options")
}
