//! The first answer counts, whenever and however often it comes.

use std::sync::Arc;

use jiff::SignedDuration;
use tokio::task::JoinSet;

use super::fixture::{ALL, GUILD, MEI, RAJ, World, at, berlin, given, message_of, wrong};
use crate::domain::daily::{Daily, DailyState};
use crate::domain::grading::{Grade, Selection};
use crate::domain::guild::PauseReason;
use crate::domain::ids::{DailyId, GuildId, MemberId};
use crate::store::{Celebration, GivenAnswer, Recorded};

const NINE: &str = "2026-03-02T08:00Z";
const TEN: &str = "2026-03-02T09:00Z";
const LAST_MOMENT: &str = "2026-03-03T07:59:59.999Z";
const CLOSE: &str = "2026-03-03T08:00Z";

#[tokio::test]
async fn the_first_answer_counts_and_a_second_changes_nothing() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    let Recorded::Counted(counted) = world.answer(&daily, MEI, false, at(TEN)).await else { panic!() };
    assert_eq!((counted.grade, counted.step.streak.current), (Grade::Wrong, 1));
    let before = world.streak(GUILD, MEI).await.unwrap();

    let world = world.killed();
    let Recorded::Already { earlier, .. } = world.answer(&daily, MEI, true, at(TEN)).await else { panic!() };
    assert_eq!(earlier, wrong(&daily.asked));
    assert_eq!(world.streak(GUILD, MEI).await.unwrap(), before);
    assert_eq!((before.answered, before.right), (1, 0));
    assert_eq!(world.answer_of(daily.id, MEI).await.unwrap(), Some(earlier));
    assert_eq!(world.answer_of(daily.id, RAJ).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_presses_at_once_exactly_one_counts() {
    let world = Arc::new(World::new());
    let daily = Arc::new(world.with_open_daily(at(NINE)).await);
    let mut presses = JoinSet::new();
    for press in 0..64 {
        let (world, daily) = (Arc::clone(&world), Arc::clone(&daily));
        presses.spawn(async move { world.answer(&daily, MEI, press % 2 == 0, at(TEN)).await });
    }
    let recorded = presses.join_all().await;
    let counted = recorded.iter().filter(|recorded| matches!(recorded, Recorded::Counted(_))).count();
    let already = recorded.iter().filter(|recorded| matches!(recorded, Recorded::Already { .. })).count();
    assert_eq!((counted, already), (1, 63));
    assert_eq!(world.streak(GUILD, MEI).await.unwrap().answered, 1);
    assert_eq!(world.count("SELECT sum(answered) FROM concept_records"), 1);
}

#[tokio::test]
async fn a_daily_that_is_over_counts_nothing_and_tells_what_was_answered() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    world.answer(&daily, MEI, true, at(LAST_MOMENT)).await;
    for ended in [false, true] {
        if ended {
            world.round(at(CLOSE)).await;
        }
        let Recorded::Closed { earlier, .. } = world.answer(&daily, MEI, false, at(CLOSE)).await else {
            panic!()
        };
        assert_eq!(earlier, Some(daily.asked.key()));
        let Recorded::Closed { earlier, .. } = world.answer(&daily, RAJ, true, at(CLOSE)).await else {
            panic!()
        };
        assert_eq!(earlier, None);
    }
    assert_eq!(world.count("SELECT count(*) FROM answers"), 1);
}

#[tokio::test]
async fn a_daily_that_never_appeared_takes_no_answer() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    world.plan(at(NINE)).await;
    let daily = world.unsent(at(NINE), ALL).await.unwrap().remove(0).daily;
    world.give_up(daily.id, GUILD, PauseReason::ChannelGone, at(NINE)).await.unwrap();
    let recorded = world.answer(&daily, MEI, true, at(TEN)).await;
    assert!(matches!(recorded, Recorded::Closed { earlier: None, .. }));
}

#[tokio::test]
async fn a_press_proves_that_the_daily_appeared_before_that_is_noted() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    world.plan(at(NINE)).await;
    let daily = world.unsent(at(NINE), ALL).await.unwrap().remove(0).daily;
    assert!(matches!(world.answer(&daily, MEI, true, at(TEN)).await, Recorded::Counted(_)));
    assert_eq!(world.unsent(at(TEN), ALL).await.unwrap().len(), 1, "it is still looked for");
}

#[tokio::test]
async fn an_answer_given_in_time_that_arrives_after_the_closing_counts_and_is_shown() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    world.round(at(CLOSE)).await;
    assert_eq!(world.daily(daily.id).await.unwrap().unwrap().state, DailyState::Closed);
    let recorded = world.answer(&daily, MEI, true, at(LAST_MOMENT)).await;
    assert!(matches!(recorded, Recorded::Counted(_)));
    assert!(world.next_wake().await.unwrap().unwrap() <= at(CLOSE), "at once");
    let closing = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    assert_eq!((closing.daily.id, closing.tally.answers), (daily.id, 1));
}

#[tokio::test]
async fn an_answer_that_arrives_during_the_closing_edit_is_shown_by_another_edit() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    let edit = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    world.answer(&daily, MEI, true, at(LAST_MOMENT)).await;
    world.closed(daily.id, edit.version).await.unwrap();
    let another = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    assert_eq!(another.tally.answers, 1);
    world.closed(daily.id, another.version).await.unwrap();
    assert_eq!(world.closings(at(CLOSE), ALL).await.unwrap(), []);
}

#[tokio::test]
async fn a_daily_of_another_guild_is_unknown() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    let answer = given(&daily, MEI, Some(daily.asked.key()), at(TEN));
    for elsewhere in [
        GivenAnswer { guild: GuildId(GUILD.0 + 1), ..answer },
        GivenAnswer { daily: DailyId(daily.id.0 + 1), ..answer },
    ] {
        assert!(matches!(world.record_answer(elsewhere).await.unwrap().0, Recorded::Unknown));
    }
    assert_eq!(world.count("SELECT count(*) FROM answers"), 0);
}

#[tokio::test]
async fn a_choice_that_the_question_does_not_offer_is_unfit_and_spends_nothing() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    let unfit = [None, Selection::from_positions([0, 1]).ok(), Selection::from_positions([7]).ok()];
    for selection in unfit {
        let (recorded, _) = world.record_answer(given(&daily, MEI, selection, at(TEN))).await.unwrap();
        assert!(matches!(recorded, Recorded::Unfit(_)), "{selection:?}");
    }
    assert!(matches!(world.answer(&daily, MEI, true, at(TEN)).await, Recorded::Counted(_)));
}

#[tokio::test]
async fn a_milestone_is_celebrated_by_wish_and_nothing_else_is() {
    let world = World::new();
    let first = world.with_open_daily(at(NINE)).await;
    for day in 0..3 {
        let opened = at(NINE) + SignedDuration::from_hours(24 * day);
        world.round(opened).await;
        let daily = world.latest().await;
        let Recorded::Counted(counted) = world.answer(&daily, MEI, true, opened).await else { panic!() };
        assert_eq!(counted.step.milestone, (day == 2).then_some(3));
        world.answer(&daily, RAJ, day == 0, opened).await;
    }
    let third = world.latest().await;
    let celebrate = async |daily, member| world.celebrate(daily, member, third.closes_at).await.unwrap();
    assert_eq!(celebrate(first.id, MEI).await, Celebration::NoMilestone);
    assert_eq!(celebrate(third.id, MemberId(999)).await, Celebration::NoMilestone);
    for _ in 0..2 {
        assert_eq!(celebrate(third.id, MEI).await, Celebration::ToCome);
    }
    let closing = world.closings(third.closes_at, ALL).await.unwrap().remove(0);
    let grown: Vec<_> =
        closing.grown.iter().map(|grown| (grown.member, grown.streak, grown.milestone)).collect();
    assert_eq!(grown, [(MEI, 3, Some(3)), (RAJ, 3, None)]);
    assert_eq!((closing.grown_unnamed, third.message), (0, Some(message_of(third.id))));
}

/// A daily with which Mei and Raj reached their first milestone, and nobody else answered.
async fn third_day(world: &World) -> Daily {
    world.with_open_daily(at(NINE)).await;
    for day in 0..3 {
        let opened = at(NINE) + SignedDuration::from_hours(24 * day);
        world.round(opened).await;
        for member in [MEI, RAJ] {
            world.answer(&world.latest().await, member, true, opened).await;
        }
    }
    world.latest().await
}

#[tokio::test]
async fn a_wish_to_celebrate_after_the_closing_shows_the_post_anew() {
    let world = World::new();
    let daily = third_day(&world).await;
    let over = daily.closes_at;
    let closing = world.closings(over, ALL).await.unwrap().remove(0);
    // While its message is edited.
    assert_eq!(world.celebrate(daily.id, MEI, over).await.unwrap(), Celebration::ShownAnew);
    world.closed(daily.id, closing.version).await.unwrap();
    let anew = world.closings(over, ALL).await.unwrap().remove(0);
    assert_eq!(anew.grown.iter().filter(|grown| grown.milestone.is_some()).count(), 1);
    world.closed(daily.id, anew.version).await.unwrap();
    // Long after.
    let late = over + SignedDuration::from_hours(20);
    assert_eq!(world.closings(late, ALL).await.unwrap(), []);
    assert_eq!(world.celebrate(daily.id, RAJ, late).await.unwrap(), Celebration::ShownAnew);
    let anew = world.closings(late, ALL).await.unwrap().remove(0);
    assert_eq!(anew.grown.iter().filter(|grown| grown.milestone.is_some()).count(), 2);
    world.closed(daily.id, anew.version).await.unwrap();
    assert_eq!(world.closings(late, ALL).await.unwrap(), []);
}

#[tokio::test]
async fn who_was_hidden_at_the_closing_is_celebrated_once_they_wish_it_again() {
    let world = World::new();
    let daily = third_day(&world).await;
    let over = daily.closes_at;
    assert_eq!(world.celebrate(daily.id, MEI, at(NINE)).await.unwrap(), Celebration::ToCome);
    world.set_listed(GUILD, MEI, false, at(NINE)).await.unwrap();
    // The days before are shown anew.
    world.round(at(NINE)).await;
    let closing = world.closings(over, ALL).await.unwrap().remove(0);
    assert_eq!(closing.grown.iter().filter(|grown| grown.milestone.is_some()).count(), 0);
    world.set_listed(GUILD, MEI, true, over).await.unwrap();
    for _ in 0..2 {
        // First while its message is edited, then when it stands.
        assert_eq!(world.celebrate(daily.id, MEI, over).await.unwrap(), Celebration::ShownAnew);
        world.closed(daily.id, closing.version).await.unwrap();
        let anew = world.closings(over, ALL).await.unwrap().remove(0);
        assert_eq!(anew.grown.iter().filter(|grown| grown.milestone.is_some()).count(), 1);
        world.closed(daily.id, anew.version).await.unwrap();
        assert_eq!(world.closings(over, ALL).await.unwrap(), []);
    }
}

#[tokio::test]
async fn who_is_hidden_has_nothing_to_celebrate_in_public() {
    let world = World::new();
    let daily = third_day(&world).await;
    world.set_listed(GUILD, MEI, false, daily.closes_at).await.unwrap();
    assert_eq!(world.celebrate(daily.id, MEI, daily.closes_at).await.unwrap(), Celebration::Hidden);
    assert_eq!(world.count("SELECT sum(celebrate) FROM answers"), 0);
    world.round(daily.closes_at).await;
    let next = world.latest().await;
    let Recorded::Counted(counted) = world.answer(&next, MEI, true, daily.closes_at).await else { panic!() };
    assert!(!counted.listed);
}

#[tokio::test]
async fn a_streak_of_who_was_erased_is_not_among_those_that_grew() {
    let world = World::new();
    let daily = third_day(&world).await;
    world.round(daily.closes_at).await;
    world.erase(MEI, daily.closes_at, 7).await.unwrap();
    let closing = world.closings(daily.closes_at, ALL).await.unwrap().pop().unwrap();
    assert_eq!((closing.tally.answers, closing.grown.len(), closing.grown_unnamed), (2, 1, 0));
}

#[tokio::test]
async fn a_closing_names_the_longest_streaks_and_counts_the_rest() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    for member in 0..20 {
        world.answer(&daily, MemberId(member), member < 5, at(TEN)).await;
    }
    let closing = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    assert_eq!((closing.grown.len(), closing.grown_unnamed), (15, 5));
    assert_eq!((closing.tally.answers, closing.tally.right), (20, 5));
}
