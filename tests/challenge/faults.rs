//! Discord refuses, or the bot is away: nobody loses a point by it.

use std::time::Duration;

use sandbox::{Channel, Effect, Message};

use super::{PLAIN, Two, answer, counted, next, open, revealed, shown, stop, two};
use crate::voyage::{Outcome, Voyage, World, until, voyage};

/// How long Discord asks to wait, in real time: longer than it takes to turn the clock to the next question.
const WAIT: Duration = Duration::from_secs(6);

/// How Discord answered the changes of a message, in order.
fn changes(t: &Voyage, message: &Message) -> Vec<u16> {
    let path = format!("/messages/{}", message.id());
    let of_it = t.discord.traffic().rest();
    let of_it = of_it.iter().filter(|call| call.method == "PATCH" && call.path.ends_with(&path));
    of_it.map(|call| call.status).collect()
}

#[tokio::test]
async fn a_reveal_that_discord_refuses_costs_no_points_and_the_game_goes_on() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question: first } = two(t, "seconds:60").await?;
        answer(t, &mei, &first, true).await?;
        counted(&first).await?;
        let changing = format!("/channels/*/messages/{}", first.id());
        t.discord.faults().on("PATCH", &changing).rate_limit(WAIT);
        answer(t, &raj, &first, false).await?;
        until("the reveal is refused", || changes(t, &first).contains(&429)).await?;
        let second = next(t, &general).await?;
        assert!(!first.refresh().to_string().contains("it's "), "the next question did not wait for it");
        // The bot may have heard of the refusal only after the clock was turned.
        t.pass(WAIT.as_secs().try_into()?);
        let told = shown(t, &revealed(&first).await?);
        assert!(told.contains("@mei **+1**") && told.contains("1 missed it"), "{told}");
        assert!(changes(t, &first).ends_with(&[429, 200]), "{:?}", changes(t, &first));

        answer(t, &mei, &second, true).await?;
        counted(&second).await?;
        let changing = format!("/channels/*/messages/{}", second.id());
        t.discord.faults().on("PATCH", &changing).times(2).fail(500);
        answer(t, &raj, &second, true).await?;
        let told = shown(t, &revealed(&second).await?);
        assert!(told.contains("@mei **2 points**") && told.contains("@raj **1 point**"), "{told}");
        assert!(changes(t, &second).ends_with(&[500, 500, 200]), "{:?}", changes(t, &second));

        let third = next(t, &general).await?;
        for member in [&mei, &raj] {
            answer(t, member, &third, true).await?;
        }
        revealed(&third).await?;
        let podium = shown(t, &next(t, &general).await?);
        assert!(podium.contains("@mei wins with **3 points**"), "{podium}");
        assert!(podium.contains("@raj **2 points**"), "{podium}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_question_counts_answers_as_long_as_its_countdown_runs() {
    voyage(World::default().not_set_up(), async |t| {
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        let lobby = open(t, &general, &mei, &format!("{PLAIN} seconds:20")).await?;
        raj.press(&lobby, "Join").await?;
        let hold = t.discord.faults().on("POST", "/channels/*/messages").hold(Effect::Happens);
        mei.press(&lobby, "Start now").await?;
        hold.held().await?;
        let question = general.next_message().await?;
        t.pass(17);
        hold.release();
        // Only now does the bot learn that its question stands.
        let before = question.to_string();
        let moved = question.wait_until(|message| message.to_string() != before).await?;
        assert!(moved.to_string().contains("**0 of 2** locked in"), "{moved}");
        t.pass(15);
        let told = answer(t, &raj, &question, true).await?;
        assert!(told.text().contains("Locked in"), "{told}");
        t.pass(7);
        let told = shown(t, &revealed(&question).await?);
        assert!(told.contains("@raj **1 point**") && told.contains("1 didn't answer"), "{told}");
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}

/// The bot is down for some seconds, and asks the question that one of two has answered anew.
async fn asked_anew_after(t: &mut Voyage, general: &Channel, seconds: i64) -> Outcome<Message> {
    t.stop_bot().await;
    t.pass(seconds);
    t.start_bot().await?;
    let anew = general.next_message().await?;
    let told = anew.to_string();
    assert!(told.contains("here it is again") && told.contains("**1 of 2** locked in"), "{told}");
    Ok(anew)
}

#[tokio::test]
async fn a_question_whose_time_ran_out_while_the_bot_was_down_is_asked_anew() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "").await?;
        answer(t, &mei, &question, true).await?;
        counted(&question).await?;
        let anew = asked_anew_after(t, &general, 60).await?;
        let old = question.wait_until(|message| message.to_string().contains("asked again")).await?;
        assert!(old.buttons().is_empty() && old.select().is_none(), "{old}");

        let told = answer(t, &mei, &anew, false).await?;
        assert!(told.text().contains("that stands"), "{told}");
        answer(t, &raj, &anew, true).await?;
        let told = shown(t, &revealed(&anew).await?);
        assert!(told.contains("@mei **1 point**") && told.contains("@raj **1 point**"), "{told}");
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_restart_while_a_question_is_open_gives_fresh_time_to_who_has_not_answered() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "").await?;
        answer(t, &mei, &question, true).await?;
        counted(&question).await?;
        let anew = asked_anew_after(t, &general, 17).await?;
        t.pass(15);
        answer(t, &raj, &anew, true).await?;
        let told = shown(t, &revealed(&anew).await?);
        assert!(told.contains("@mei **1 point**") && told.contains("@raj **1 point**"), "{told}");
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_question_that_all_had_answered_is_closed_when_the_bot_is_back() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "second_thoughts:True").await?;
        answer(t, &mei, &question, true).await?;
        answer(t, &raj, &question, false).await?;
        t.stop_bot().await;
        t.pass(60);
        t.start_bot().await?;
        let told = shown(t, &revealed(&question).await?);
        assert!(told.contains("@mei **1 point**") && told.contains("@raj **0 points**"), "{told}");
        let second = next(t, &general).await?;
        assert!(second.to_string().contains("Question 2 of 3"), "{second}");
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}
