//! A game in a thread of its own.

use sandbox::Permissions;

use super::{PLAIN, answer, game, open, revealed};
use crate::voyage::{World, voyage};

pub(super) const OWN_THREAD: &str = "rounds:3 get_ready:0 points:one point each thread:True";
const ITS_OWN: &str = "It's played in a thread of its own.";

#[tokio::test]
async fn a_thread_of_its_own_keeps_the_channel_clean() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let lobby = open(t, &general, &mei, OWN_THREAD).await?;
        raj.press(&lobby, "Join").await?;
        mei.press(&lobby, "Start now").await?;
        let lobby = lobby.wait_until(|message| message.thread().is_some()).await?;
        let thread = lobby.thread().ok_or("a thread")?;
        assert_eq!(thread.name(), "Challenge");
        let question = thread.next_message().await?;
        answer(t, &mei, &question, true).await?;
        answer(t, &raj, &question, true).await?;
        revealed(&question).await?;
        assert_eq!(game(t, &question.refresh()).await?.place().0, u64::from(thread.id()));
        let told = mei.slash(&thread, "/challenge stop").await?;
        assert!(told.text().contains("Stopped."), "{told}");
        thread.next_message().await?;
        assert_eq!(general.messages().len(), 1, "only the lobby");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_thread_takes_is_asked_for_before_the_lobby_opens() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let start = format!("/challenge start {OWN_THREAD}");
        for (lost, name) in [
            (Permissions::CREATE_PUBLIC_THREADS, "**Create Public Threads**"),
            (Permissions::SEND_MESSAGES_IN_THREADS, "**Send Messages in Threads**"),
        ] {
            t.guild.deny(&general, &t.app, lost);
            let refused = mei.slash(&general, &start).await?.text();
            let told = format!("I can't open a thread for a challenge here: I need {name} in this channel.");
            assert!(refused.contains(&told), "{refused}");
            assert!(refused.ends_with("Without `thread:`, it can be played right here."), "{refused}");
            let lobby = open(t, &general, &mei, PLAIN).await?;
            mei.press(&lobby, "Cancel").await?;
            t.guild.allow(&general, &t.app, lost);
        }
        let lobby = open(t, &general, &mei, OWN_THREAD).await?;
        assert!(lobby.to_string().contains(ITS_OWN), "{lobby}");
        mei.press(&lobby, "Cancel").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn inside_a_thread_a_game_is_played_right_there_and_says_so() {
    voyage(World::default().set_up("time:9:00"), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let thread = daily.refresh().thread().ok_or("the daily has a thread")?;
        thread.next_message().await?;
        let told = mei.slash(&thread, &format!("/challenge start {OWN_THREAD}")).await?;
        assert!(told.text().contains("Your lobby is open"), "{told}");
        assert!(told.text().contains("It's played right here: no thread of its own can be opened"), "{told}");
        let lobby = thread.next_message().await?;
        assert!(!lobby.to_string().contains(ITS_OWN), "{lobby}");
        raj.press(&lobby, "Join").await?;
        mei.press(&lobby, "Start now").await?;
        let question = thread.next_message().await?;
        assert!(question.to_string().contains("Question 1 of 3"), "{question}");
        let tried = t.discord.traffic().rest();
        let tried = tried.iter().filter(|call| call.method == "POST" && call.path.ends_with("/threads"));
        assert_eq!(tried.count(), 1, "only the daily's");
        mei.slash(&thread, "/challenge stop").await?;
        thread.next_message().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_thread_that_is_refused_at_last_is_promised_no_more() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let lobby = open(t, &general, &mei, OWN_THREAD).await?;
        raj.press(&lobby, "Join").await?;
        t.guild.deny(&general, &t.app, Permissions::CREATE_PUBLIC_THREADS);
        mei.press(&lobby, "Start now").await?;
        let question = general.next_message().await?;
        assert!(question.to_string().contains("Question 1 of 3"), "{question}");
        let lobby = lobby.wait_until(|message| message.to_string().contains("It has begun")).await?;
        assert!(!lobby.to_string().contains(ITS_OWN), "{lobby}");
        mei.slash(&general, "/challenge stop").await?;
        general.next_message().await?;
        Ok(())
    })
    .await;
}
