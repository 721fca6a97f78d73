//! Coming, going, beginning, stopping.

use super::super::*;
use super::table::{HOST, MEI, RAJ, Table, ZOE, asker, newcomer, rules};

#[test]
fn a_lobby_begins_by_itself_once_two_are_in_and_ends_kindly_when_nobody_came() {
    let mut table = Table::new(rules());
    assert_eq!(table.due(), [Change::Ended(EndReason::NobodyCame)]);

    let mut table = Table::new(rules());
    table.join(MEI).unwrap();
    assert_eq!(table.due(), [Change::Began]);
    assert!(table.game.wants().is_some());
}

#[test]
fn only_the_host_or_a_manager_begins_and_stops() {
    let mut table = Table::new(rules());
    assert_eq!(table.apply(Event::Begun { by: asker(HOST) }), Err(Refusal::TooFew { have: 1 }));
    table.join(MEI).unwrap();
    for event in [Event::Begun { by: asker(MEI) }, Event::Stopped { by: asker(MEI) }] {
        assert_eq!(table.apply(event), Err(Refusal::NotHost { host: HOST }));
    }
    let manager = Asker { member: ZOE, manages: true };
    table.apply(Event::Begun { by: manager }).unwrap();
    assert_eq!(table.apply(Event::Begun { by: asker(HOST) }), Err(Refusal::HasBegun));
    table.apply(Event::Stopped { by: manager }).unwrap();
    assert_eq!(table.reason(), Some(EndReason::Stopped));
    assert_eq!(table.join(RAJ), Err(Refusal::Over(EndReason::Stopped)));
}

#[test]
fn a_canceled_lobby_has_no_podium() {
    let mut table = Table::new(rules());
    table.apply(Event::Stopped { by: asker(HOST) }).unwrap();
    assert_eq!((table.reason(), table.game.podium()), (Some(EndReason::Canceled), None));
}

#[test]
fn nobody_is_in_twice_and_whoever_leaves_the_lobby_is_gone() {
    let mut table = Table::new(rules());
    table.join(MEI).unwrap();
    assert_eq!(table.join(MEI), Err(Refusal::AlreadyIn));
    table.leave(MEI).unwrap();
    assert_eq!(table.leave(MEI), Err(Refusal::Outside));
    assert_eq!(table.game.present(), [HOST]);
    assert_eq!(table.game.players().len(), 1);
}

#[test]
fn hosting_passes_to_the_first_who_joined_and_waits_where_nobody_is_left() {
    let mut table = Table::new(rules());
    table.join(MEI).unwrap();
    table.join(RAJ).unwrap();
    assert_eq!(table.leave(HOST).unwrap(), [Change::Left(HOST), Change::HostIs(MEI)]);
    table.leave(RAJ).unwrap();
    table.leave(MEI).unwrap();
    assert_eq!(table.game.host(), MEI, "nobody to pass it to");
    assert_eq!(table.join(ZOE).unwrap(), [Change::Joined(ZOE), Change::HostIs(ZOE)]);
}

#[test]
fn a_duel_is_for_two_and_begins_when_the_other_accepts() {
    let duel = Rules { mode: Mode::Duel { opponent: MEI }, ..rules() };
    let mut table = Table::new(duel.clone());
    assert_eq!(table.join(RAJ), Err(Refusal::NotInvited));
    assert_eq!(table.join(MEI).unwrap(), [Change::Joined(MEI), Change::Began]);
    assert_eq!(table.join(RAJ), Err(Refusal::NotInvited), "no latecomers");
    table.ask();
    table.answer(HOST, true, 1_000).unwrap();
    table.leave(MEI).unwrap();
    assert_eq!(table.reason(), Some(EndReason::Deserted));

    let mut table = Table::new(duel.clone());
    table.leave(MEI).unwrap();
    assert_eq!(table.reason(), Some(EndReason::Declined));

    let mut table = Table::new(duel);
    table.due();
    assert_eq!(table.reason(), Some(EndReason::NobodyCame));
}

#[test]
fn a_game_has_room_for_many_but_not_for_all() {
    let mut table = Table::new(rules());
    for member in 2..=250 {
        table.join(crate::domain::ids::MemberId(member)).unwrap();
    }
    assert_eq!(table.join(crate::domain::ids::MemberId(251)), Err(Refusal::Full));
}

#[test]
fn only_chosen_teams_can_be_chosen_and_changed_until_the_game_begins() {
    let teams = |sides| Rules { mode: Mode::Teams { count: 2, sides }, ..rules() };
    let join = |team| Event::Joined { newcomer: newcomer(MEI), team: Some(Team(team)) };
    let mut balanced = Table::new(teams(Sides::Balanced));
    assert_eq!(balanced.apply(join(0)), Err(Refusal::NoSuchTeam));

    let mut table = Table::new(teams(Sides::Chosen));
    assert_eq!(table.apply(join(2)), Err(Refusal::NoSuchTeam));
    table.apply(join(0)).unwrap();
    assert_eq!(table.apply(join(0)), Err(Refusal::AlreadyIn));
    table.apply(join(1)).unwrap();
    assert_eq!(table.game.players()[&MEI].team, Some(Team(1)));
    table.begin();
    assert_eq!(table.apply(join(0)), Err(Refusal::AlreadyIn));
    assert_eq!(
        table.game.players()[&HOST].team,
        Some(Team(0)),
        "who has not chosen goes where the fewest are"
    );
}

#[test]
fn a_host_cannot_begin_with_all_on_one_side_and_time_deals_them_out() {
    let mode = Mode::Teams { count: 2, sides: Sides::Chosen };
    let mut table = Table::new(Rules { mode, ..rules() });
    for member in [HOST, MEI] {
        table.apply(Event::Joined { newcomer: newcomer(member), team: Some(Team(0)) }).unwrap();
    }
    assert_eq!(table.apply(Event::Begun { by: asker(HOST) }), Err(Refusal::OneTeam));
    table.due();
    assert_eq!((table.game.team_size(Team(0)), table.game.team_size(Team(1))), (1, 1));
}

#[test]
fn rules_out_of_range_cannot_be_played_by() {
    for (bad, why) in [
        (Rules { rounds: 2, ..rules() }, BadRules::Rounds(2)),
        (Rules { rounds: 21, ..rules() }, BadRules::Rounds(21)),
        (Rules { seconds: 9, ..rules() }, BadRules::Seconds(9)),
        (Rules { wait: 301, ..rules() }, BadRules::Wait(301)),
        (Rules { get_ready: Some(31), ..rules() }, BadRules::GetReady(31)),
        (Rules { review: 4, ..rules() }, BadRules::Review(4)),
        (Rules { mode: Mode::Teams { count: 5, sides: Sides::Balanced }, ..rules() }, BadRules::Teams(5)),
    ] {
        assert_eq!(bad.check(), Err(why));
    }
    assert_eq!(Rules::default().check(), Ok(()));
}
