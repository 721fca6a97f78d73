//! One post for each day, whatever fails, and the ending before the next beginning.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::super::worker::TRIES;
use super::discord::{Call, Done, Fault};
use super::{Bot, EVE, GUILD, NEXT_NINE, NINE, at, berlin, hours, minutes};
use crate::domain::daily::DailyState;
use crate::domain::ids::GuildId;
use crate::store::Closing;

#[tokio::test]
async fn each_day_is_posted_once_and_closed_before_the_next_is_posted() {
    let bot = Bot::new().await;
    assert_eq!(bot.run_at(at(EVE)).await, Some(at(NINE)));
    for day in 0..3 {
        for later in [minutes(0), minutes(1), hours(12)] {
            bot.run_at(at(NINE) + hours(24 * day) + later).await;
        }
    }
    let posted: Vec<_> = bot.discord.messages().iter().map(|(daily, _)| *daily).collect();
    let turns: Vec<_> =
        bot.discord.done().into_iter().filter(|done| !matches!(done, Done::Discussed(_))).collect();
    assert_eq!(
        turns,
        [
            Done::Posted(posted[0]),
            Done::Closed(posted[0]),
            Done::Posted(posted[1]),
            Done::Closed(posted[1]),
            Done::Posted(posted[2]),
        ]
    );
    assert_eq!(bot.discord.looked(), 0, "nothing was in doubt");
}

#[tokio::test]
async fn a_post_whose_answer_got_lost_is_found_again() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::AnswerLost]);
    bot.run_at(at(NINE)).await;
    assert_eq!(bot.latest().await, None, "nobody knows yet");
    bot.run_after(minutes(1)).await;
    let daily = bot.latest().await.unwrap();
    assert_eq!((bot.discord.posts(), bot.discord.looked()), (1, 1));
    assert_eq!((daily.state, daily.message), (DailyState::Open, Some(bot.discord.messages()[0].1)));
}

#[tokio::test]
async fn a_bot_killed_after_its_post_finds_it_and_one_killed_before_it_posts() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::AnswerLost]);
    bot.run_at(at(NINE)).await;
    let bot = bot.killed_until(at(NINE) + hours(5)).await;
    bot.jobs.run_due().await.unwrap();
    assert_eq!((bot.discord.posts(), bot.discord.looked()), (1, 1));
    assert!(bot.latest().await.is_some());

    let bot = Bot::new().await;
    bot.clock.turn_to(at(NINE));
    let pool = bot.services.pool.clone();
    bot.services.store.plan_due(at(NINE), false, 10, pool, || 1).await.unwrap();
    let bot = bot.killed_until(at(NINE) + minutes(1)).await;
    bot.jobs.run_due().await.unwrap();
    assert_eq!((bot.discord.posts(), bot.discord.looked()), (1, 1));
}

#[tokio::test]
async fn a_daily_that_was_posted_and_never_noted_closes_all_the_same() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::AnswerLost]);
    bot.run_at(at(NINE)).await;
    let bot = bot.killed_until(at(NEXT_NINE)).await;
    bot.jobs.run_due().await.unwrap();
    let posted: Vec<_> = bot.discord.messages().iter().map(|(daily, _)| *daily).collect();
    let done: Vec<_> =
        bot.discord.done().into_iter().filter(|done| !matches!(done, Done::Discussed(_))).collect();
    assert_eq!(done, [Done::Posted(posted[0]), Done::Closed(posted[0]), Done::Posted(posted[1])]);
}

#[tokio::test]
async fn a_daily_that_is_found_after_the_next_was_asked_closes_and_breaks_no_streak() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::AnswerLost]);
    bot.run_at(at(NINE)).await;
    bot.discord.fail(Call::Look, [Fault::Later]);
    bot.run_at(at(NEXT_NINE)).await;
    bot.run_after(minutes(1)).await;
    bot.run_after(minutes(1)).await;
    let first = bot.discord.messages()[0].0;
    let daily = bot.services.store.daily(first).await.unwrap().unwrap();
    assert_eq!((daily.state, daily.neutral), (DailyState::Closed, true));
    assert_eq!(bot.discord.posts(), 2);
}

#[tokio::test]
async fn a_channel_whose_history_is_hidden_gets_its_daily_all_the_same() {
    let bot = Bot::new().await;
    bot.discord.hide_history();
    bot.discord.fail(Call::Post, [Fault::Later]);
    bot.run_at(at(NINE)).await;
    bot.run_after(minutes(1)).await;
    assert_eq!(bot.discord.posts(), 1);
}

#[tokio::test]
async fn an_outage_of_hours_makes_the_daily_late_and_never_double() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Later; 1_000]);
    for minute in 0..180 {
        bot.run_at(at(NINE) + minutes(minute)).await;
    }
    let tries = bot.discord.calls(Call::Post);
    assert!((30..=60).contains(&tries), "{tries} tries in three hours");
    bot.discord.heal();
    bot.run_at(at(NINE) + hours(4)).await;
    bot.run_at(at(NINE) + hours(5)).await;
    let daily = bot.latest().await.unwrap();
    assert_eq!((bot.discord.posts(), daily.day.to_string().as_str()), (1, "2026-03-02"));
    assert_eq!(daily.closes_at, at(NEXT_NINE));
}

#[tokio::test]
async fn a_day_missed_for_good_is_neutral_and_the_next_day_is_asked() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Later; 1_000]);
    for hour in 0..24 {
        bot.run_at(at(NINE) + hours(hour)).await;
    }
    bot.discord.heal();
    bot.run_at(at(NEXT_NINE)).await;
    assert_eq!(bot.discord.posts(), 1);
    assert_eq!(bot.latest().await.unwrap().day.to_string(), "2026-03-03");

    let bot = bot.killed_until(at(NEXT_NINE) + hours(72)).await;
    bot.jobs.run_due().await.unwrap();
    assert_eq!(bot.discord.posts(), 2, "days on which it was down are not asked afterwards");
    assert_eq!(bot.latest().await.unwrap().day.to_string(), "2026-03-06");
}

#[tokio::test]
async fn a_failed_post_waits_twice_as_long_each_time_or_as_long_as_it_is_told() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Later, Fault::Later, Fault::Later, Fault::After(77)]);
    let mut wake = bot.run_at(at(NINE)).await.unwrap();
    for seconds in [4, 8, 77] {
        let next = bot.run_at(wake).await.unwrap();
        let waits = next.duration_since(wake);
        let told = SignedDuration::from_secs(seconds);
        assert!(told <= waits && waits < told + SignedDuration::from_secs(2), "{waits:?} for {seconds} s");
        wake = next;
    }
}

#[tokio::test]
async fn a_refused_post_pauses_the_guild_tells_its_manager_once_and_goes_on_when_mended() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Impossible]);
    bot.discord.fail(Call::Tell, [Fault::Later]);
    for minute in 0..5 {
        bot.run_at(at(NINE) + minutes(minute)).await;
    }
    assert_eq!(bot.discord.done(), [Done::Told(GUILD)]);
    assert_eq!(bot.discord.calls(Call::Tell), 2, "the first try failed");
    bot.services.store.resume_guild(GUILD, bot.clock.now()).await.unwrap();
    bot.run_after(minutes(1)).await;
    assert_eq!((bot.discord.posts(), bot.latest().await.unwrap().state), (1, DailyState::Open));
}

#[tokio::test]
async fn a_manager_who_cannot_be_told_is_left_in_peace() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Impossible]);
    bot.discord.fail(Call::Tell, [Fault::Impossible; 9]);
    for minute in 0..5 {
        bot.run_at(at(NINE) + minutes(minute)).await;
    }
    assert_eq!(bot.discord.calls(Call::Tell), 1);
}

#[tokio::test]
async fn a_closing_that_fails_comes_again_however_long_discord_is_out() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    let daily = bot.latest().await.unwrap().id;
    bot.discord.fail(Call::Close, [Fault::Later; 1_000]);
    for minute in 0..300 {
        bot.run_at(at(NEXT_NINE) + minutes(minute)).await;
    }
    assert_eq!(bot.discord.posts(), 2, "the next question does not wait for it");
    let tries = bot.discord.calls(Call::Close);
    assert!((50..80).contains(&tries), "{tries} tries in five hours");
    bot.discord.heal();
    bot.run_after(minutes(5)).await;
    assert_eq!(bot.services.store.daily(daily).await.unwrap().unwrap().state, DailyState::Closed);
    assert!(bot.discord.done().contains(&Done::Closed(daily)), "it shows the key");
}

#[tokio::test]
async fn a_daily_that_could_not_be_looked_for_closes_however_long_discord_is_out() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::AnswerLost]);
    bot.run_at(at(NINE)).await;
    let bot = bot.killed_until(at(NEXT_NINE)).await;
    bot.discord.fail(Call::Look, [Fault::Later; 1_000]);
    for minute in 0..300 {
        bot.run_at(at(NEXT_NINE) + minutes(minute)).await;
    }
    let daily = bot.discord.messages()[0].0;
    bot.discord.heal();
    bot.run_after(minutes(5)).await;
    bot.run_after(minutes(5)).await;
    assert!(bot.discord.done().contains(&Done::Closed(daily)));
}

#[tokio::test]
async fn a_result_that_is_refused_is_tried_after_an_hour_and_two_and_is_not_overdue() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    let daily = bot.latest().await.unwrap().id;
    bot.discord.fail(Call::Close, [Fault::Impossible; 2]);
    for minute in 0..180 {
        bot.run_at(at(NEXT_NINE) + minutes(minute)).await;
        assert_eq!(bot.jobs.overdue().since(bot.clock.now()), None, "only a person can help");
    }
    assert_eq!(bot.discord.calls(Call::Close), 2);
    bot.run_after(minutes(5)).await;
    assert!(bot.discord.done().contains(&Done::Closed(daily)), "it shows the key");
}

#[tokio::test]
async fn what_fails_or_is_refused_for_a_week_is_left_as_it_is() {
    for (attempts, fault, after, state) in [
        (TRIES - 1, Fault::Later, hours(0), DailyState::Closing),
        (TRIES, Fault::Later, hours(0), DailyState::Closed),
        (0, Fault::Impossible, hours(7 * 24 - 1), DailyState::Closing),
        (0, Fault::Impossible, hours(7 * 24), DailyState::Closed),
    ] {
        let bot = Bot::new().await;
        bot.run_at(at(NINE)).await;
        let closing = bot.services.store.closings(at(NEXT_NINE), 1).await.unwrap().remove(0);
        let daily = closing.daily.id;
        bot.clock.turn_to(at(NEXT_NINE) + after);
        bot.discord.fail(Call::Close, [fault]);
        bot.jobs.worker().close(Closing { attempts, ..closing }).await.unwrap();
        assert_eq!(bot.services.store.daily(daily).await.unwrap().unwrap().state, state, "{attempts}");
    }
}

#[tokio::test]
async fn more_guilds_than_one_batch_are_served_in_one_round() {
    let bot = Bot::new().await;
    for guild in 1_000..1_249 {
        bot.set_up(GuildId(guild)).await;
    }
    bot.run_at(at(NINE)).await;
    assert_eq!(bot.discord.posts(), 250);
    bot.run_at(at(NEXT_NINE)).await;
    assert_eq!((bot.discord.calls(Call::Close), bot.discord.posts()), (250, 500));
}

/// What happens before the jobs look again.
#[derive(Clone, Debug)]
struct Step {
    after_minutes: i64,
    fault: Option<Fault>,
    killed: bool,
}

fn any_step() -> impl Strategy<Value = Step> {
    let fault = prop::option::weighted(
        0.4,
        prop::sample::select(vec![Fault::Later, Fault::AnswerLost, Fault::After(600)]),
    );
    (1_i64..900, fault, prop::bool::weighted(0.2)).prop_map(|(after_minutes, fault, killed)| Step {
        after_minutes,
        fault,
        killed,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_mix_of_lost_answers_and_restarts_posts_a_day_twice(steps in prop::collection::vec(any_step(), 10..50)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut bot = Bot::new().await;
            let mut now = at(NINE);
            for step in steps {
                now += minutes(step.after_minutes);
                bot.discord.fail(Call::Post, step.fault);
                if step.killed {
                    bot = bot.killed_until(now).await;
                }
                bot.run_at(now).await;
                let posted = bot.discord.messages();
                let dailies: BTreeSet<_> = posted.iter().map(|(daily, _)| *daily).collect();
                prop_assert_eq!(dailies.len(), posted.len(), "a daily was posted twice");
                if let Some(daily) = bot.latest().await {
                    prop_assert!(posted.contains(&(daily.id, daily.message.unwrap())));
                }
            }
            bot.discord.heal();
            let tomorrow_noon = berlin().local_day(now).tomorrow().unwrap().at(12, 0, 0, 0);
            bot.run_at(tomorrow_noon.in_tz(berlin().name()).unwrap().timestamp()).await;
            prop_assert!(bot.latest().await.unwrap().takes_answers_at(bot.clock.now()));
            Ok(())
        })?;
    }
}
