//! What a member is told, in private, who starts or stops a game by command.

use super::{Terms, with_join};
use crate::actions::challenge::start::Started;
use crate::discord::views::count::{counted, listed};
use crate::discord::views::named::named;
use crate::discord::views::{View, when};
use crate::domain::challenge::{
    BadRules, Challenge, GET_READY_SECONDS, Mode, Phase, REVIEW_SECONDS, ROUNDS, Rules, SECONDS, Scoring,
    TEAMS, WAIT_SECONDS,
};

/// What became of a game that a member wanted, by the rules that they `asked` for.
#[must_use]
pub fn started(started: &Started, asked: &Rules, terms: Terms<'_>) -> View {
    match started {
        Started::Opened(challenge) => opened(challenge, asked),
        Started::Running(challenge) => running(challenge),
        Started::BadRules(bad) => View::refusal(bad_rules(*bad)),
        Started::UnknownTopic(_) => {
            View::refusal("I don't know this topic. Pick one from the list that appears while you type.")
        }
        Started::TooFewQuestions { topic, left, all } => {
            View::refusal(too_few(topic.as_ref().and_then(terms).as_deref(), *left, *all))
        }
        Started::Alone => alone(),
    }
}

fn too_few(topic: Option<&str>, left: usize, all: usize) -> String {
    let least = usize::from(*ROUNDS.start());
    let count = |number: usize, one, many| counted(i64::try_from(number).unwrap_or(i64::MAX), one, many);
    match topic {
        Some(topic) if all < least => format!(
            "I have only {} on {topic}; a challenge takes {least}. Try another topic, or none.",
            count(all, "question", "questions")
        ),
        Some(topic) => format!(
            "Only {} left on {topic} that this group hasn't had lately. Try another topic, or none.",
            count(left, "question is", "questions are")
        ),
        None => format!(
            "Only {} left that this group hasn't had lately. Try again in a few days.",
            count(left, "question is", "questions are")
        ),
    }
}

/// A duel against oneself, or against a bot.
#[must_use]
pub fn alone() -> View {
    View::refusal("A duel takes two members: pick somebody else who studies here.")
}

/// The bot may not post where the game would be. With `only_for_thread` it lacks what a thread takes, nothing else.
#[must_use]
pub fn cannot_post(lacks: &[&str], only_for_thread: bool) -> View {
    let names: Vec<String> = lacks.iter().map(|name| format!("**{name}**")).collect();
    let what = if only_for_thread { "open a thread for a challenge" } else { "host a challenge" };
    let or_else = if only_for_thread { " Without `thread:`, it can be played right here." } else { "" };
    View::refusal(format!(
        "I can't {what} here: I need {} in this channel. Somebody who manages the server can allow it.{or_else}",
        listed(&names)
    ))
}

/// There is no game to stop.
#[must_use]
pub fn none_here() -> View {
    View::refusal("No challenge is on in this channel. `/challenge start` opens one.")
}

fn opened(challenge: &Challenge, asked: &Rules) -> View {
    let is_duel = matches!(challenge.rules().mode, Mode::Duel { .. });
    let mut text = match challenge.phase() {
        Phase::Lobby { until } if is_duel => {
            format!(
                "The invitation is out; it ends {}. I ping nobody, so give them a sign if they aren't here.",
                when::relative(*until)
            )
        }
        Phase::Lobby { until } => {
            format!(
                "Your lobby is open. It starts {}, or when you press **Start now**.",
                when::relative(*until)
            )
        }
        _ => "Your game is on.".to_owned(),
    };
    let fewer = challenge.rules().rounds;
    if fewer < asked.rounds {
        text.push_str(&format!(
            " It has {}: there are no more that this group hasn't had lately.",
            counted(fewer, "question", "questions")
        ));
    }
    if asked.streak_bonus && asked.scoring == Scoring::Plain {
        text.push_str(" A bonus goes with *the sooner, the more*, so it's left out.");
    }
    if asked.in_thread && !challenge.rules().in_thread {
        text.push_str(" It's played right here: no thread of its own can be opened in this place.");
    }
    View::text(text)
}

fn running(challenge: &Challenge) -> View {
    let text = format!("A challenge by {} is on in this channel already.", named(challenge.host()));
    with_join(challenge, View::refusal(text))
}

fn bad_rules(bad: BadRules) -> String {
    let (what, from, to): (&str, u16, u16) = match bad {
        BadRules::Rounds(_) => ("questions", (*ROUNDS.start()).into(), (*ROUNDS.end()).into()),
        BadRules::Seconds(_) => {
            ("seconds for a question", (*SECONDS.start()).into(), (*SECONDS.end()).into())
        }
        BadRules::Wait(_) => ("seconds in the lobby", *WAIT_SECONDS.start(), *WAIT_SECONDS.end()),
        BadRules::GetReady(_) => {
            ("seconds to get ready", (*GET_READY_SECONDS.start()).into(), (*GET_READY_SECONDS.end()).into())
        }
        BadRules::Review(_) => {
            ("seconds to read the answer", (*REVIEW_SECONDS.start()).into(), (*REVIEW_SECONDS.end()).into())
        }
        BadRules::Teams(_) => ("teams", (*TEAMS.start()).into(), (*TEAMS.end()).into()),
    };
    format!("A challenge can have {from} to {to} {what}. Please choose again.")
}
