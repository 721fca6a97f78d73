//! The views of a game, read as a member reads them.

mod fit;
mod private;
mod public;

use std::sync::Arc;

use super::*;
use crate::discord::views::plain::plain;
use crate::discord::views::sample::{self, MEI, RAJ, at, chosen};
use crate::domain::asked::AskedQuestion;
use crate::domain::challenge::*;
use crate::domain::grading::Tally;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, earliest_snowflake, snowflake_instant};

const GAME: ChallengeId = ChallengeId(5);
const ZOE: MemberId = MemberId(103);

fn terms(concept: &ConceptId) -> Option<String> {
    Some(format!("The {concept}"))
}

fn show(view: &Scene) -> String {
    plain(&scene(GAME, view, &terms).expect("it is shown"))
}

fn lobby(rules: Rules, players: Vec<(MemberId, Option<Team>)>, state: LobbyState) -> Scene {
    Scene::Lobby(LobbyScene { host: MEI, rules, players, state, thread: None })
}

fn open() -> LobbyState {
    LobbyState::Open { starts_at: at("2026-03-02T19:01:00Z") }
}

fn asking(asked: AskedQuestion) -> QuestionScene {
    QuestionScene {
        number: 3,
        of: 7,
        attempt: 1,
        asked: Arc::new(asked),
        closes_at: at("2026-03-02T19:05:20Z"),
        answered: 3,
        members: 5,
        change_of_mind: false,
    }
}

fn standing(member: MemberId, rank: usize, points: u32, moved: Option<i32>) -> Standing {
    Standing { member, rank, moved, points, right: 2, asked: 3, team: None, present: true, ghost: false }
}

/// Mei and Raj were right, Zoe was not.
fn closed() -> Reveal {
    let asked = sample::one();
    let mut tally = Tally::of_options(4);
    let rows = [(MEI, &[1], 960, 100, 2), (RAJ, &[1], 705, 0, 1), (ZOE, &[0], 0, 0, 0)];
    let rows = rows.map(|(member, positions, answer, bonus, streak)| {
        let (selection, grade) = (chosen(positions), asked.grade(chosen(positions)));
        tally.count(selection, grade);
        RoundRow {
            member,
            selection: Some(selection),
            grade: Some(grade),
            earned: Earned { answer, bonus },
            streak,
        }
    });
    let silent = RoundRow {
        member: MemberId(104),
        selection: None,
        grade: None,
        earned: Earned::default(),
        streak: 0,
    };
    Reveal {
        number: 3,
        of: 7,
        asked: Arc::new(asked),
        tally,
        rows: rows.into_iter().chain([silent]).collect(),
        standings: vec![
            standing(RAJ, 1, 2_705, Some(0)),
            standing(MEI, 2, 1_960, Some(1)),
            Standing { present: false, ..standing(ZOE, 2, 1_960, Some(-1)) },
            standing(MemberId(104), 4, 0, None),
        ],
        teams: Vec::new(),
        crew: None,
        next_at: Some(at("2026-03-02T19:05:32Z")),
        last: false,
    }
}

fn podium() -> Podium {
    let card = |number, concept: &str, right| QuestionCard {
        number,
        concept: Some(concept.into()),
        right,
        asked: 3,
    };
    Podium {
        reason: EndReason::Finished,
        mode: Mode::Everyone,
        standings: vec![
            standing(RAJ, 1, 2_705, None),
            standing(MEI, 2, 1_960, None),
            Standing { ghost: true, present: false, ..standing(ZOE, 2, 2_100, None) },
        ],
        teams: Vec::new(),
        crew: None,
        questions: vec![card(1, "pod", 3), card(2, "volume", 2), card(3, "fargate", 0)],
        hardest: Some("fargate".into()),
        ghosts_until: at("2026-03-03T19:10:00Z"),
    }
}

/// A real game of Mei and Raj whose first question stands, by these rules.
fn playing(rules: Rules, asked: AskedQuestion) -> (Challenge, Pressed) {
    let now = at("2026-03-02T19:00:00Z");
    let newcomer = |member| Newcomer { member, allowance: Allowance::None, accuracy: 500 };
    let opening = Opening { guild: GuildId(42), channel: ChannelId(7), host: newcomer(MEI), rules, seed: 7 };
    let mut game = Challenge::open(GAME, opening, now);
    let message = MessageId(earliest_snowflake(now));
    let events = [
        Event::Joined { newcomer: newcomer(RAJ), team: None },
        Event::Begun { by: Asker { member: MEI, manages: false } },
        Event::Drawn { asked: Box::new(asked) },
        Event::Shown { slot: Slot::Question { number: 1, attempt: 1 }, message },
    ];
    for event in events {
        game.apply(&event, now).expect("it happens");
    }
    let at = snowflake_instant(message.0) + jiff::SignedDuration::from_millis(1_600);
    let pressed = Pressed { member: MEI, number: 1, attempt: 1, message, at, selection: chosen(&[1]) };
    (game, pressed)
}

fn quick() -> Rules {
    Rules { seconds: 20, get_ready: Some(0), rounds: 3, ..Rules::default() }
}
