//! A member who has played is erased: no message and no ranking names them, and the others' games go on.

use std::fs;

use sandbox::{Channel, Member, Message};

use super::own_thread::OWN_THREAD;
use super::{answer, asked, begin, choose, letters, next, open, revealed, shown, stop};
use crate::voyage::{Outcome, Voyage, World, until, voyage};

/// Longer than a game that is over stays awake unasked, in seconds.
const LONG: i64 = 400;

/// What everybody reads of a member.
fn mention(member: &Member) -> String {
    format!("<@{}>", member.id())
}

async fn erase(member: &Member, channel: &Channel) -> Outcome {
    let card = member.slash(channel, "/privacy").await?;
    let form = member.press(&card, "Erase everything…").await?;
    let told = member.submit(&form, &[("Type ERASE to erase everything", "ERASE")]).await?;
    assert!(told.text().contains("Posts that Discord keeps lose your name"), "{told}");
    Ok(())
}

async fn named_nowhere(channel: &Channel, member: &Member) -> Outcome {
    let mention = mention(member);
    until("no message names who was erased", || {
        channel.messages().iter().all(|message| !message.to_string().contains(&mention))
    })
    .await
}

/// The member's id does not stand in the database's files.
fn no_trace(t: &Voyage, member: &Member) -> Outcome {
    let id = u64::from(member.id());
    // Columns hold it as eight bytes, the events of games in their text.
    for trace in [id.to_be_bytes().to_vec(), id.to_string().into_bytes()] {
        for file in fs::read_dir(t.folder())? {
            let bytes = fs::read(file?.path())?;
            assert!(!bytes.windows(trace.len()).any(|window| window == trace), "an id is left in the files");
        }
    }
    Ok(())
}

/// Mei and Raj play a game to its end; he has everything right. Gives the podium and the keys.
async fn played(
    t: &Voyage,
    general: &Channel,
    (mei, raj): (&Member, &Member),
) -> Outcome<(Message, Vec<Vec<String>>)> {
    let (_, mut message) = begin(t, general, &[mei, raj], "").await?;
    let mut keys = Vec::new();
    for _ in 0..3 {
        keys.push(letters(&*asked(t, &message).await?, true));
        answer(t, mei, &message, false).await?;
        answer(t, raj, &message, true).await?;
        revealed(&message).await?;
        message = next(t, general).await?;
    }
    Ok((message, keys))
}

/// Somebody who was not there plays all of it. Gives what they are told at last.
async fn haunt(t: &Voyage, podium: &Message, ghost: &Member, keys: &[Vec<String>]) -> Outcome<String> {
    let mut table = ghost.press(podium, "Play it against them").await?;
    for (place, key) in keys.iter().enumerate() {
        table = choose(ghost, &table, key).await?;
        if place + 1 < keys.len() {
            table = ghost.press(&table, "Next question").await?;
        }
    }
    Ok(shown(t, &table))
}

async fn a_ghost_brings_nobody_back(asleep: bool) {
    voyage(World::default().not_set_up(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let (podium, keys) = played(t, &general, (&mei, &raj)).await?;
        let before = podium.to_string();
        assert!(before.contains(&format!("🥇 1. {} **3 points**", mention(&raj))), "{before}");
        if asleep {
            let games = t.bot().services().games.clone();
            until("the game falls asleep", || {
                t.pass(LONG);
                games.all().is_empty()
            })
            .await?;
        }
        erase(&raj, &general).await?;
        named_nowhere(&general, &raj).await?;
        let podium = podium.refresh();
        assert!(podium.to_string().contains("🥇 1. *a former member* **3 points**"), "{podium}");

        let told = haunt(t, &podium, &zoe, &keys).await?;
        assert!(told.contains("*a former member* **+1**"), "{told}");
        podium.wait_until(|message| message.to_string().contains("👻\n")).await?;
        named_nowhere(&general, &raj).await?;
        let board = zoe.slash(&general, "/leaderboard").await?;
        let ranked = board.text().matches("<@").count();
        assert!(ranked == 1 && board.text().contains(&mention(&mei)), "{board}");
        let results = mei.press(&podium, "My results").await?;
        assert!(results.text().contains("2nd of 2"), "{results}");
        no_trace(t, &raj)?;
        t.read_all();
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_ghost_brings_nobody_back_in_a_game_that_is_awake() {
    a_ghost_brings_nobody_back(false).await;
}

#[tokio::test]
async fn a_ghost_brings_nobody_back_in_a_game_that_had_fallen_asleep() {
    a_ghost_brings_nobody_back(true).await;
}

#[tokio::test]
async fn who_is_erased_in_the_middle_of_a_game_has_left_it() {
    voyage(World::default().not_set_up(), async |t| {
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        let (_, question) = begin(t, &general, &[&mei, &raj], "").await?;
        answer(t, &raj, &question, true).await?;
        erase(&raj, &general).await?;
        named_nowhere(&general, &raj).await?;
        // A restart reads the game from what was kept.
        t.restart_bot().await?;
        let anew = general.next_message().await?;
        answer(t, &mei, &anew, true).await?;
        let told = revealed(&anew).await?.to_string();
        assert!(told.contains("*a former member* **+1**"), "{told}");
        let podium = stop(&general, &mei).await?.to_string();
        assert!(podium.contains(&format!("1. {} **1 point**", mention(&mei))), "{podium}");
        let board = mei.slash(&general, "/leaderboard").await?;
        assert_eq!(board.text().matches("<@").count(), 1, "{board}");
        no_trace(t, &raj)?;
        t.read_all();
        Ok(())
    })
    .await;
}

/// Mei and Raj have played a question in a thread of its own, and stopped. Gives the thread.
async fn played_in_a_thread(
    t: &Voyage,
    general: &Channel,
    (mei, raj): (&Member, &Member),
) -> Outcome<Channel> {
    let lobby = open(t, general, mei, OWN_THREAD).await?;
    raj.press(&lobby, "Join").await?;
    mei.press(&lobby, "Start now").await?;
    let lobby = lobby.wait_until(|message| message.thread().is_some()).await?;
    let thread = lobby.thread().ok_or("the game has a thread")?;
    let question = thread.next_message().await?;
    answer(t, mei, &question, true).await?;
    answer(t, raj, &question, true).await?;
    revealed(&question).await?;
    stop(&thread, mei).await?;
    all_is_shown(t).await?;
    Ok(thread)
}

/// Waits until nothing of any game is left to be shown.
async fn all_is_shown(t: &Voyage) -> Outcome {
    let games = t.bot().services().games.clone();
    until("all is shown", || games.all().iter().all(shipmate::games::Game::is_settled)).await
}

#[tokio::test]
async fn an_archived_thread_is_opened_to_take_a_name_out_of_it() {
    voyage(World::default().not_set_up(), async |t| {
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        let thread = played_in_a_thread(t, &general, (&mei, &raj)).await?;
        thread.archive();
        erase(&raj, &general).await?;
        named_nowhere(&thread, &raj).await?;
        named_nowhere(&general, &raj).await?;
        assert!(!thread.is_archived());
        t.read_all();
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_thread_that_a_moderator_has_locked_stays_as_it_is() {
    voyage(World::default().not_set_up(), async |t| {
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        let thread = played_in_a_thread(t, &general, (&mei, &raj)).await?;
        thread.lock();
        erase(&raj, &general).await?;
        named_nowhere(&general, &raj).await?;
        all_is_shown(t).await?;
        assert!(thread.is_archived() && thread.is_locked());
        t.read_all();
        Ok(())
    })
    .await;
}
