//! A finished game, played afterwards.

use sandbox::{Channel, Reply};

use super::{answer, asked, begin, choose, letters, next, revealed, shown, stop};
use crate::voyage::{Outcome, Voyage, World, until_asked, voyage};

#[tokio::test]
async fn who_was_not_there_plays_it_against_them() {
    voyage(World::default().not_set_up(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let (_, mut question) = begin(t, &general, &[&mei, &raj], "").await?;
        let mut keys = Vec::new();
        for _ in 0..3 {
            keys.push(letters(&*asked(t, &question).await?, true));
            answer(t, &mei, &question, true).await?;
            answer(t, &raj, &question, false).await?;
            revealed(&question).await?;
            question = next(t, &general).await?;
        }
        let podium = question;
        let refused = raj.press(&podium, "Play it against them").await?;
        assert!(refused.text().contains("You played this game yourself"), "{refused}");

        t.pass(3_600);
        let public = general.messages().len();
        let mut table = zoe.press(&podium, "Play it against them").await?;
        for (place, key) in keys.iter().enumerate() {
            assert!(table.is_ephemeral(), "{table}");
            assert!(table.text().contains(&format!("👻 Question {} of 3", place + 1)), "{table}");
            let told = choose(&zoe, &table, key).await?;
            let told_text = shown(t, &told);
            assert!(told_text.contains("Right!") && told_text.contains("@mei **+1**\n"), "{told_text}");
            assert!(told_text.contains("👻 You **+1**"), "{told_text}");
            assert!(told_text.contains("1 missed it.") && !told_text.contains("@raj"), "{told_text}");
            let all = zoe.press(&told, "All options").await?;
            assert!(all.text().contains("· you chose it") && all.text().contains("❌ "), "{all}");
            if place < 2 {
                table = zoe.press(&told, "Next question").await?;
            } else {
                assert!(told_text.contains("You'd have come 1st"), "{told_text}");
            }
        }
        let added = podium.wait_until(|message| message.to_string().contains("👻\n")).await?;
        let told = shown(t, &added);
        assert!(told.contains("🥇 1. @zoe **3 points** 👻"), "{told}");
        let through = zoe.press(&podium.refresh(), "Play it against them").await?;
        assert!(through.text().contains("You'd have come 1st"), "{through}");
        assert_eq!(general.messages().len(), public, "a ghost plays in private");
        t.pass(24 * 3_600);
        let yan = t.member("yan");
        let late = yan.press(&podium.refresh(), "Play it against them").await?;
        assert!(late.text().contains("too late"), "{late}");
        let outside = yan.press(&podium.refresh(), "My results").await?;
        assert!(outside.text().ends_with("You weren't in this game."), "{outside}");
        t.read_all();
        Ok(())
    })
    .await;
}

/// Two play one question, and a third plays it against them, who takes so many seconds for the right answer.
async fn haunts_after(t: &mut Voyage, general: &Channel, seconds: i64) -> Outcome<Reply> {
    let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
    let (_, question) = begin(t, general, &[&mei, &raj], "").await?;
    let key = letters(&*asked(t, &question).await?, true);
    choose(&mei, &question, &key).await?;
    choose(&raj, &question, &key).await?;
    revealed(&question).await?;
    let podium = stop(general, &mei).await?;
    let table = zoe.press(&podium, "Play it against them").await?;
    t.pass(seconds);
    choose(&zoe, &table, &key).await
}

#[tokio::test]
async fn a_ghost_has_as_much_time_as_those_it_plays_against() {
    voyage(World::default().not_set_up(), async |t| {
        let (mei, general) = (t.member("mei"), t.channel("general"));
        let settings = mei.slash(&general, "/challenge settings").await?;
        mei.press(&settings, "+100%").await?;
        let told = haunts_after(t, &general, 30).await?;
        assert!(told.text().contains("Right!"), "{told}");
        t.read_all();
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_ghost_that_is_too_slow_has_not_answered() {
    voyage(World::default(), async |t| {
        let general = t.channel("general");
        let told = haunts_after(t, &general, 30).await?;
        assert!(told.text().contains("Time was up"), "{told}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_month_later_a_result_is_known_and_single_answers_are_not() {
    voyage(World::default().not_set_up(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let (_, question) = begin(t, &general, &[&mei, &raj], "").await?;
        answer(t, &mei, &question, true).await?;
        answer(t, &raj, &question, false).await?;
        revealed(&question).await?;
        let podium = stop(&general, &mei).await?;
        let results = raj.press(&podium, "My results").await?;
        assert!(results.text().contains("Your answers"), "{results}");
        let database = rusqlite::Connection::open(t.database())?;
        let is_settled = || -> Outcome<bool> {
            Ok(database.query_row("SELECT state = 'over' FROM challenges", [], |row| row.get(0))?)
        };
        until_asked("all of the game is shown", async || is_settled()).await?;
        t.restart_bot().await?;
        t.pass(31 * 24 * 3_600);
        t.settle().await?;
        let told = raj.press(&podium, "My results").await?;
        insta::assert_snapshot!(told, @"
        (only raj) ┃ You were 2nd of 2
        ┃ **0 points**, 0 of 1 right.
        ┃
        ┃ I keep single answers for 30 days after a game, and results as long as I'm here.
        ");
        for unknown in [zoe.press(&podium, "My results"), zoe.press(&podium, "Play it against them")] {
            let told = unknown.await?;
            assert!(told.text().contains("I don't know this game anymore"), "{told}");
        }
        let learnt = zoe.press(&podium, "Explain this").await?;
        assert!(learnt.text().contains("Read more"), "what it taught is there still: {learnt}");
        Ok(())
    })
    .await;
}
