//! Whom an event names: an erasure finds it by them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::*;
use super::table::{asked, rules};
use crate::domain::grading::Selection;
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId};

/// Ids from here on are members'; nothing else in the samples is as large.
const MEMBERS: u64 = 1_177_727_118_950_400_000;
const MEI: MemberId = MemberId(MEMBERS + 1);
const RAJ: MemberId = MemberId(MEMBERS + 2);

/// The members whom a written event names, wherever in it.
fn named(written: &Value) -> BTreeSet<MemberId> {
    match written {
        Value::Array(values) => values.iter().flat_map(named).collect(),
        Value::Object(fields) => fields.values().flat_map(named).collect(),
        Value::Number(number) => {
            number.as_u64().filter(|id| *id >= MEMBERS).map(MemberId).into_iter().collect()
        }
        Value::Null | Value::Bool(_) | Value::String(_) => BTreeSet::new(),
    }
}

fn opened(mode: Mode) -> Event {
    let host = Newcomer { member: MEI, allowance: Allowance::Half, accuracy: 500 };
    let rules = Rules { mode, ..rules() };
    Event::Opened(Box::new(Opening { guild: GuildId(42), channel: ChannelId(7), host, rules, seed: 7 }))
}

/// One of each kind that there is.
fn one_of_each() -> Vec<Event> {
    let at = "2026-03-02T19:00:00Z".parse().expect("an instant");
    let (member, message) = (MEI, MessageId(9));
    let by = Asker { member, manages: true };
    let selection = Selection::from_bits(1).expect("a selection");
    vec![
        opened(Mode::Teams { count: 2, sides: Sides::Balanced }),
        Event::Joined {
            newcomer: Newcomer { member, allowance: Allowance::None, accuracy: 500 },
            team: Some(Team(1)),
        },
        Event::Left { member },
        Event::Begun { by },
        Event::Stopped { by },
        Event::Due,
        Event::Drawn { asked: Box::new(asked(1)) },
        Event::NothingToAsk,
        Event::Shown { slot: Slot::Lobby, message },
        Event::ThreadOpened { thread: Some(ChannelId(8)) },
        Event::Answered(Pressed { member, number: 1, attempt: 1, message, at, selection }),
        Event::WentOn { by },
        Event::Resumed,
        Event::Failed { reason: EndReason::ChannelGone },
        Event::GhostAsked { member, allowance: Allowance::None, number: 1, at },
        Event::GhostAnswered(GhostPressed { member, number: 1, at, selection }),
    ]
}

#[test]
fn an_event_names_whose_doing_it_was_and_nobody_else() {
    for event in one_of_each() {
        let whose = event.member().into_iter().collect();
        let written = serde_json::to_value(Written::from(event)).unwrap();
        assert_eq!(named(&written), whose, "{written}");
    }
}

#[test]
fn the_opening_of_a_duel_alone_names_another() {
    let written = serde_json::to_value(Written::from(opened(Mode::Duel { opponent: RAJ }))).unwrap();
    assert_eq!(named(&written), BTreeSet::from([MEI, RAJ]));
    assert_eq!(written["rules"]["mode"]["opponent"], RAJ.0, "where the store looks for it");
}
