//! A group game of two members, each in a tab of their own.

use crate::harness::keys::ENTER;
use crate::harness::{DESK, Outcome, Tab, journey};

/// As few as a game can have.
const ROUNDS: usize = 3;

#[tokio::test]
async fn two_members_play_a_game_to_its_podium() {
    journey("challenge", DESK, async |t| {
        let (mei, raj) = (t.tab("mei", "general").await?, t.tab("raj", "general").await?);
        start(&mei).await?;
        raj.message_with(&["Challenge", "Join"]).await?;
        mei.picture("challenge-lobby").await?;
        raj.press("Join").await?;
        raj.message_with(&["You're in", "Only you can see this"]).await?;
        mei.see("#guide .step:nth-child(6) [aria-label='To do']").await?;
        mei.press("Start now").await?;

        for round in 1..=ROUNDS {
            play(&mei, &raj, round).await?;
            mei.press(if round < ROUNDS { "Next question now" } else { "Results now" }).await?;
        }
        for tab in [&mei, &raj] {
            let podium = tab.message_with(&["That's the game", "My results"]).await?;
            let told = tab.look(&format!("document.querySelector('{podium}').innerText")).await?;
            let told = told.as_str().unwrap_or_default();
            assert!(told.contains("mei") && told.contains("raj"), "{told}");
        }
        raj.press("My results").await?;
        raj.message_with(&["Your answers", "Only you can see this"]).await?;
        raj.picture("challenge-podium").await?;
        mei.see("#guide .step:nth-child(6) [aria-label=Done]").await?;
        mei.look("document.querySelector('#guide .step:nth-child(6)').scrollIntoView()").await?;
        mei.picture("challenge-results").await?;
        let results = "document.getElementById('messages').innerText.includes('Your answers')";
        assert_eq!(mei.look(results).await?, false, "raj's results are his own");
        Ok(())
    })
    .await;
}

/// Opens a lobby by way of the list of commands, for a short game.
async fn start(host: &Tab) -> Outcome {
    host.write("/challenge st").await?;
    let offered = host.offered().await?;
    assert!(offered.contains(&"/challenge start".to_owned()), "{offered:?}");
    host.keys(ENTER).await?;
    host.see(".command-name").await?;
    for (option, value) in [("+ rounds", "3"), ("+ get_ready", "0"), ("+ seconds", "60"), ("+ review", "60")]
    {
        host.press(option).await?;
        host.keys(value).await?;
    }
    host.keys(ENTER).await?;
    host.message_with(&["Your lobby is open", "Only you can see this"]).await?;
    Ok(())
}

/// Both answer a round, the first where the other cannot see it, and both see the key.
async fn play(mei: &Tab, raj: &Tab, round: usize) -> Outcome {
    let title = format!("Question {round} of 3");
    let question = mei.message_with(&[&title, "0 of 2 locked in"]).await?;
    mei.answer_in(&question, 1).await?;
    mei.message_with(&["Locked in", "Only you can see this"]).await?;
    raj.message_with(&[&title, "1 of 2 locked in"]).await?;
    let acknowledged = "[...document.querySelectorAll('#messages .ephemeral')].filter((it) => it.innerText.includes('Locked in')).length";
    assert_eq!(mei.look(acknowledged).await?, round);
    assert_eq!(raj.look(acknowledged).await?, round - 1, "what mei locked in is her own");
    if round == 1 {
        raj.picture("challenge-question").await?;
    }
    raj.answer_in(&question, 2).await?;
    for tab in [mei, raj] {
        tab.message_with(&[&format!("{title} · it's"), "Standings"]).await?;
    }
    if round == 1 {
        mei.picture("challenge-reveal").await?;
    }
    Ok(())
}
