//! What holds whatever happens, in whatever order.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::super::*;
use super::table::{HOST, Table, asked, asker, newcomer, wrong};
use crate::domain::ids::{ChannelId, MemberId, MessageId, earliest_snowflake};

/// Something that a member, Discord or the process may do at any time.
#[derive(Clone, Debug)]
enum Act {
    Join { member: u64, team: Option<u8>, allowance: usize },
    Leave { member: u64 },
    Begin { member: u64 },
    Stop { member: u64 },
    GoOn { member: u64 },
    Press { member: u64, right: bool, late_ms: i64, number: Option<u8> },
    Draw { n: usize },
    NoQuestion,
    Post,
    Due,
    Restart,
    Fail,
    Thread { refused: bool },
    GhostAsk { member: u64, number: u8 },
    GhostAnswer { member: u64, number: u8, right: bool },
}

fn any_act() -> impl Strategy<Value = Act> {
    let member = 1_u64..8;
    prop_oneof![
        4 => (member.clone(), prop::option::of(0_u8..5), 0_usize..4)
            .prop_map(|(member, team, allowance)| Act::Join { member, team, allowance }),
        2 => member.clone().prop_map(|member| Act::Leave { member }),
        3 => member.clone().prop_map(|member| Act::Begin { member }),
        1 => (50_u64..1_000).prop_map(|member| Act::Stop { member }),
        2 => member.clone().prop_map(|member| Act::GoOn { member }),
        24 => (member.clone(), any::<bool>(), -2_000_i64..130_000, prop::option::weighted(0.1, 0_u8..9))
            .prop_map(|(member, right, late_ms, number)| Act::Press { member, right, late_ms, number }),
        10 => (0_usize..24).prop_map(|n| Act::Draw { n }),
        1 => Just(Act::NoQuestion),
        10 => Just(Act::Post),
        10 => Just(Act::Due),
        2 => Just(Act::Restart),
        1 => any::<bool>().prop_map(|refused| Act::Thread { refused }),
        4 => (50_u64..53, 1_u8..9).prop_map(|(member, number)| Act::GhostAsk { member, number }),
        4 => (50_u64..53, 1_u8..9, any::<bool>())
            .prop_map(|(member, number, right)| Act::GhostAnswer { member, number, right }),
        1 => Just(Act::Fail),
    ]
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let mode = prop_oneof![
        3 => Just(Mode::Everyone),
        2 => (2_u8..=4, any::<bool>()).prop_map(|(count, chosen)| Mode::Teams {
            count,
            sides: if chosen { Sides::Chosen } else { Sides::Balanced },
        }),
        1 => Just(Mode::Crew),
        1 => Just(Mode::Duel { opponent: MemberId(2) }),
    ];
    let get_ready = prop::option::of(GET_READY_SECONDS);
    let numbers = (ROUNDS, SECONDS, WAIT_SECONDS, get_ready, REVIEW_SECONDS);
    (mode, numbers, any::<[bool; 4]>()).prop_map(
        |(mode, (rounds, seconds, wait, get_ready, review), flags)| {
            let [plain, streak_bonus, change_of_mind, in_thread] = flags;
            let scoring = if plain { Scoring::Plain } else { Scoring::Speed };
            let get_ready = if in_thread { Some(0) } else { get_ready };
            Rules {
                mode,
                topic: None,
                rounds,
                seconds,
                wait,
                get_ready,
                review,
                scoring,
                streak_bonus,
                change_of_mind,
                in_thread,
            }
        },
    )
}

/// The event that an act is, if it makes sense to send one.
fn event(table: &Table, act: &Act) -> Option<Event> {
    let latest = table.game.rounds().last();
    Some(match *act {
        Act::Join { member, team, allowance } => {
            let allowance = Allowance::ALL[allowance];
            Event::Joined {
                newcomer: Newcomer { allowance, ..newcomer(MemberId(member)) },
                team: team.map(Team),
            }
        }
        Act::Leave { member } => Event::Left { member: MemberId(member) },
        Act::Begin { member } => Event::Begun { by: asker(MemberId(member)) },
        Act::Stop { member } => Event::Stopped { by: asker(MemberId(member)) },
        Act::GoOn { member } => Event::WentOn { by: asker(MemberId(member)) },
        Act::Press { member, right, late_ms, number } => {
            let round = latest?;
            table.game.message(table.question_slot())?;
            let selection = if right { round.asked.key() } else { wrong(&round.asked) };
            let pressed = table.press(MemberId(member), selection, late_ms);
            Event::Answered(Pressed { number: number.unwrap_or(pressed.number), ..pressed })
        }
        Act::Draw { n } => Event::Drawn { asked: Box::new(asked(n)) },
        Act::NoQuestion => Event::NothingToAsk,
        Act::Post => {
            latest?;
            Event::Shown { slot: table.question_slot(), message: MessageId(earliest_snowflake(table.now)) }
        }
        Act::Due => Event::Due,
        Act::Restart => Event::Resumed,
        Act::Fail => Event::Failed { reason: EndReason::ChannelGone },
        Act::Thread { refused } => Event::ThreadOpened { thread: (!refused).then_some(ChannelId(9)) },
        Act::GhostAsk { member, number } => {
            Event::GhostAsked { member: MemberId(member), allowance: Allowance::None, number, at: table.now }
        }
        Act::GhostAnswer { member, number, right } => {
            let round = table.game.rounds().get(usize::from(number) - 1)?;
            let selection = if right { round.asked.key() } else { wrong(&round.asked) };
            Event::GhostAnswered(GhostPressed { member: MemberId(member), number, at: table.now, selection })
        }
    })
}

/// All that can be told of a game, with its members called by these names.
fn told(game: &Challenge, name: impl Fn(MemberId) -> MemberId) -> Vec<String> {
    let mut players: Vec<_> = game.players().iter().map(|(member, player)| (player, name(*member))).collect();
    players.sort_by_key(|(player, _)| player.order);
    let standings = |standings: &[Standing]| -> Vec<_> {
        standings.iter().map(|standing| Standing { member: name(standing.member), ..*standing }).collect()
    };
    let mut told = vec![
        format!("{:?} {players:?} {:?}", name(game.host()), game.phase()),
        format!("{:?}", standings(&game.standings())),
    ];
    for reveal in game.closed_rounds().filter_map(|round| game.reveal(round.number)) {
        let rows = reveal.rows.iter().map(|row| RoundRow { member: name(row.member), ..*row });
        told.push(format!("{:?} {:?}", rows.collect::<Vec<_>>(), standings(&reveal.standings)));
        told.push(format!("{:?} {:?}", reveal.teams, reveal.crew));
    }
    told
}

fn points(table: &Table) -> BTreeMap<MemberId, u32> {
    table.game.standings().iter().map(|standing| (standing.member, standing.points)).collect()
}

fn any_game() -> impl Strategy<Value = (Rules, Vec<(u16, Act)>)> {
    let pause = prop_oneof![6 => 0_u16..3, 3 => 3_u16..90, 1 => 90_u16..900];
    (any_rules(), prop::collection::vec((pause, any_act()), 0..140))
}

/// Plays the acts; every state on the way is handed to `look`, with the one before it.
fn play(
    rules: Rules,
    acts: &[(u16, Act)],
    mut look: impl FnMut(&Table, &Table, &Event, Result<Vec<Change>, Refusal>) -> Result<(), TestCaseError>,
) -> Result<Table, TestCaseError> {
    let mut table = Table::new(rules);
    for (pause, act) in acts {
        table.wait((*pause).into());
        let Some(event) = event(&table, act) else { continue };
        let before = table.clone();
        let result = table.apply(event.clone());
        look(&before, &table, &event, result)?;
    }
    Ok(table)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_refused_event_changes_nothing((rules, acts) in any_game()) {
        play(rules, &acts, |before, after, _, result| {
            if result.is_err() {
                prop_assert_eq!(&before.game, &after.game);
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_fold_of_the_events_is_the_state((rules, acts) in any_game()) {
        let table = play(rules, &acts, |_, _, _, _| Ok(()))?;
        // Through their written form, as the store keeps them.
        let written: Vec<_> = table
            .log
            .iter()
            .map(|(at, written)| {
                let text = serde_json::to_string(written).unwrap();
                (*at, serde_json::from_str(&text).unwrap())
            })
            .collect();
        prop_assert_eq!(Challenge::fold(table.game.id(), written), Ok(table.game));
    }

    #[test]
    fn who_is_renamed_has_played_the_same_game((rules, acts) in any_game(), member in prop_oneof![3 => 1_u64..8, 1 => 50_u64..53], first: bool) {
        let table = play(rules, &acts, |_, _, _, _| Ok(()))?;
        let (member, nobody) = (MemberId(member), MemberId(if first { 0 } else { 99 }));
        let renamed = table.renamed(member, nobody);
        prop_assert_eq!(told(&renamed, |of| of), told(&table.game, |of| if of == member { nobody } else { of }));
    }

    #[test]
    fn no_points_vanish((rules, acts) in any_game()) {
        play(rules, &acts, |before, after, _, _| {
            let now = points(after);
            for (member, points) in points(before) {
                // A changed mind that arrives late may cost points: it is the member's own doing.
                let changed = after.game.rules().change_of_mind;
                prop_assert!(now.get(&member).is_some_and(|now| *now >= points || changed), "{member}");
            }
            Ok(())
        })?;
    }

    #[test]
    fn everybody_is_counted_once((rules, acts) in any_game()) {
        play(rules, &acts, |_, after, _, _| {
            let game = &after.game;
            let mut names: Vec<_> = game.standings().iter().map(|standing| standing.member).collect();
            let ranked = names.len();
            names.sort_unstable();
            names.dedup();
            prop_assert_eq!(names.len(), ranked);
            for round in game.closed_rounds() {
                let reveal = game.reveal(round.number).unwrap();
                prop_assert_eq!(reveal.rows.len(), round.members.len());
                prop_assert_eq!(usize::try_from(reveal.tally.answers).unwrap(), round.answered());
            }
            for standing in game.standings().iter().filter(|standing| !standing.ghost) {
                let better = |other: &&Standing| !other.ghost && if game.is_forfeit() {
                    other.present && !standing.present
                } else {
                    other.points > standing.points
                };
                prop_assert_eq!(standing.rank, game.standings().iter().filter(better).count() + 1);
                let asked = game.closed_rounds().filter(|round| round.members.contains_key(&standing.member)).count();
                prop_assert_eq!(usize::try_from(standing.asked).unwrap(), asked);
            }
            Ok(())
        })?;
    }

    #[test]
    fn deadlines_alone_end_every_game((rules, acts) in any_game()) {
        let mut table = play(rules, &acts, |_, _, _, _| Ok(()))?;
        let bound = 4 * usize::from(table.game.rules().rounds) + 4;
        let mut steps = 0;
        while let Some(due) = table.game.due() {
            table.now = table.now.max(due);
            prop_assert!(table.apply(Event::Due).is_ok(), "due, and refused");
            steps += 1;
            prop_assert!(steps <= bound, "{steps} steps in {:?}", table.game.phase());
        }
        prop_assert!(table.game.is_over());
    }

    #[test]
    fn nobody_scores_after_time_is_up((rules, acts) in any_game()) {
        play(rules, &acts, |before, after, event, result| {
            if let (Event::Answered(pressed), Ok(_)) = (event, result) {
                let round = before.game.rounds().last().unwrap();
                let taken = after.game.rounds().last().unwrap().members[&pressed.member].unwrap().taken;
                prop_assert!(taken >= SignedDuration::ZERO);
                prop_assert!(taken <= after.game.open_for() || after.now <= round.closes_at, "the countdown ran");
                prop_assert!(round.members.contains_key(&pressed.member), "was asked");
                prop_assert!(round.number == pressed.number && round.attempt == pressed.attempt);
                prop_assert!(!round.cut_short, "the key was shown before time was up");
            }
            Ok(())
        })?;
    }

    #[test]
    fn an_answer_that_counts_counts_for_good((rules, acts) in any_game()) {
        play(rules, &acts, |before, after, _, _| {
            for (was, is) in before.game.rounds().iter().zip(after.game.rounds()) {
                for (member, given) in was.members.iter().filter_map(|(member, given)| Some((member, (*given)?))) {
                    let now = is.members.get(member).copied().flatten();
                    prop_assert!(now.is_some_and(|now| now == given || (now.changed && !given.changed)));
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_is_to_be_seen_gives_no_open_key_away((rules, acts) in any_game()) {
        play(rules, &acts, |_, after, _, _| {
            for (_, scene) in after.game.scenes(1) {
                if let Scene::Reveal(reveal) = scene {
                    let open = after.game.open_round().map(|round| round.number);
                    prop_assert!(Some(reveal.number) != open);
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn events_of_a_newer_shipmate_are_not_guessed_at() {
    let table = Table::new(super::table::rules());
    let mut log = table.log.clone();
    log[0].1.v += 1;
    assert_eq!(
        Challenge::fold(table.game.id(), log),
        Err(Unreadable::Newer { place: 1, v: EVENT_VERSION + 1 })
    );
    assert_eq!(Challenge::fold(table.game.id(), []), Err(Unreadable::NotOpened));
    let left = (table.now, Written::from(Event::Left { member: HOST }));
    assert_eq!(Challenge::fold(table.game.id(), [left.clone()]), Err(Unreadable::NotOpened));
    let twice = [table.log[0].clone(), table.log[0].clone()];
    let refused = Unreadable::Refused { place: 2, refusal: Refusal::Misplaced };
    assert_eq!(Challenge::fold(table.game.id(), twice), Err(refused));
}
