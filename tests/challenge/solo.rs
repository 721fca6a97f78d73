//! A game of three, from the lobby to the podium.

use insta::assert_snapshot;

use super::{PLAIN, Two, answer, asked, counted, next, open, revealed, shown, stop, two};
use crate::voyage::{World, voyage};

#[tokio::test]
async fn a_game_of_three() {
    voyage(World::default(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let lobby = open(t, &general, &mei, PLAIN).await?;
        let told = raj.press(&lobby, "Join").await?;
        assert!(told.text().contains("You're in. It starts"), "{told}");
        zoe.press(&lobby, "Join").await?;
        let full = lobby.wait_until(|message| message.to_string().contains("In (3)")).await?;
        assert_snapshot!(shown(t, &full), @"
        ┃ Challenge
        ┃ @mei invites you all. It starts (soon).
        ┃
        ┃ **Everyone for themselves.**
        ┃ 3 questions, 20 seconds each.
        ┃ One point for each right option, however long it takes: a question for TWO is worth two.
        ┃
        ┃ **In (3):** @mei, @raj, @zoe
        [Join] [Leave] [Start now] [Cancel]
        ");
        mei.press(&lobby, "Start now").await?;

        let first = general.next_message().await?;
        let told = answer(t, &mei, &first, true).await?;
        assert!(told.is_ephemeral() && told.text().contains("Locked in: **"), "{told}");
        let counted =
            first.wait_until(|message| message.to_string().contains("**1 of 3** locked in")).await?;
        assert_snapshot!(shown(t, &counted), @"
        ┃ Question 1 of 3
        ┃ A bakery runs a small web shop in containers. Nobody there wants to patch servers. Which compute meets this with the LEAST operational overhead?
        ┃
        ┃ **A.** EC2 launch type
        ┃ **B.** A larger EC2 launch type fleet
        ┃ **C.** EC2 launch type with GPUs
        ┃ **D.** AWS Fargate
        ┃
        ┃ Choose **ONE**.
        ┃
        ┃ Closes (soon). **1 of 3** locked in.
        ┃ Section 75 · easy
        [A] [B] [C] [D]
        [Where do I stand?]
        ");
        answer(t, &raj, &first, true).await?;
        answer(t, &zoe, &first, false).await?;
        assert_snapshot!(shown(t, &revealed(&first).await?), @r#"
        ┃ Question 1 of 3 · it's D
        ┃ A bakery runs a small web shop in containers. Nobody there wants to patch servers. Which compute meets this with the LEAST operational overhead?
        ┃
        ┃ **A.** EC2 launch type
        ┃ `▇▇▇░░░░░░░` 1 · 33%
        ┃ **B.** A larger EC2 launch type fleet
        ┃ `░░░░░░░░░░` 0 · 0%
        ┃ **C.** EC2 launch type with GPUs
        ┃ `░░░░░░░░░░` 0 · 0%
        ┃ ✅ **D.** AWS Fargate
        ┃ `▇▇▇▇▇▇▇░░░` 2 · 67%
        ┃
        ┃ Next question (soon).
        ┃ Why D: It meets "Nobody there wants to patch servers": AWS runs the hosts.
        ┃ 2 of 3 had it: @mei **+1**
        ┃ @raj **+1**
        ┃ 1 missed it.
        ┃ Standings: 🥇 1. @mei **1 point**
        ┃ 🥇 1. @raj **1 point**
        ┃ 3. @zoe **0 points**
        ┃ Section 75 · easy
        [Where do I stand?] [Next question now]
        "#);
        let where_i_am = zoe.press(&first.refresh(), "Where do I stand?").await?;
        assert!(where_i_am.is_ephemeral());
        assert!(where_i_am.text().contains("You're 3rd of 3"), "{where_i_am}");

        let second = next(t, &general).await?;
        for (member, right) in [(&mei, false), (&raj, true), (&zoe, true)] {
            answer(t, member, &second, right).await?;
        }
        let moved = shown(t, &revealed(&second).await?);
        assert!(moved.contains("🥇 1. @raj"), "{moved}");
        // Whoever hosts need not wait.
        mei.press(&second.refresh(), "Next question now").await?;
        let third = general.next_message().await?;
        for member in [&mei, &raj, &zoe] {
            answer(t, member, &third, false).await?;
        }
        revealed(&third).await?;
        let podium = next(t, &general).await?;
        assert_snapshot!(shown(t, &podium), @"
        ┃ 🏁 That's the game!
        ┃ 🏆 @raj wins with **2 points**.
        ┃
        ┃ The hardest this time: **Managed node group**.
        ┃
        ┃ Missed it? Play it against them until (soon): your result joins the standings as a 👻.
        ┃ Standings: 🥇 1. @raj **2 points**
        ┃ 🥈 2. @mei **1 point**
        ┃ 🥈 2. @zoe **1 point**
        ┃ Who had it right: 1. `▇▇▇▇▇▇▇░░░` 2 of 3 · AWS Fargate
        ┃ 2. `▇▇▇▇▇▇▇░░░` 2 of 3 · EC2 launch type
        ┃ 3. `░░░░░░░░░░` 0 of 3 · Managed node group
        [My results] [Play it against them]
        [Explain this] [Practice this]
        ");
        let mine = raj.press(&podium, "My results").await?;
        assert!(mine.is_ephemeral() && mine.text().contains("You're 1st of 3"), "{mine}");
        let again = raj.select(&mine, &["Question 3"]).await?;
        let reasons = again.text();
        assert!(again.is_ephemeral() && reasons.contains("Question 3 of 3"), "{again}");
        for option in asked(t, &podium).await?.options() {
            assert!(reasons.contains(&option.why), "{again}");
        }
        let form = raj.press(&again, "Report this question").await?;
        let thanks = raj.submit(&form, &[("What is wrong?", "Two options fit that scenario.")]).await?;
        assert!(thanks.text().contains("Thank you!"), "{thanks}");
        let explained = zoe.press(&podium, "Explain this").await?;
        assert!(explained.is_ephemeral(), "{explained}");
        let practice = zoe.press(&podium, "Practice this").await?;
        assert!(practice.text().contains("Practice"), "{practice}");

        // It counts into a column of its own, and into no streak.
        let board = mei.slash(&general, "/leaderboard").await?;
        assert_snapshot!(shown(t, &board), @"
        (only mei) ┃ Leaderboard · this week
        ┃ Nobody is on this week's board yet. The next question comes (soon).
        ┃ Challenges: 🥇 1. @raj 2 of 3 right in 1 game, 1 won
        ┃ 🥈 2. @mei 1 of 3 right in 1 game, 0 won ← you
        ┃ 🥈 2. @zoe 1 of 3 right in 1 game, 0 won
        ┃ In challenges, right answers count first, then games won.
        ");
        assert_eq!(t.streak(&raj).await?, 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn no_key_and_no_choice_in_public_before_the_reveal() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "").await?;
        let asked = asked(t, &question).await?;
        answer(t, &mei, &question, true).await?;
        counted(&question).await?;
        let mei_is = mei.id().to_string();
        for exchange in t.discord.traffic().rest() {
            let body = exchange.request.to_string();
            let private = exchange.path.contains("/callback");
            if exchange.path.contains("/commands") || exchange.path.contains("/webhooks") {
                continue;
            }
            for option in asked.options() {
                assert!(!body.contains(&option.why), "{} tells why: {body}", exchange.path);
            }
            let says_locked = body.contains("Locked in");
            assert!(!says_locked || (private && body.contains("\"flags\":64")), "{}: {body}", exchange.path);
            let of_question = body.contains("locked in") && !private;
            assert!(!of_question || !body.contains(&mei_is), "the count names nobody: {body}");
        }
        answer(t, &raj, &question, false).await?;
        revealed(&question).await?;
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_sooner_the_more_by_discords_own_time() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let lobby = open(t, &general, &mei, "rounds:3 get_ready:0 seconds:60").await?;
        raj.press(&lobby, "Join").await?;
        mei.press(&lobby, "Start now").await?;
        let question = general.next_message().await?;
        answer(t, &mei, &question, true).await?;
        t.pass(30);
        answer(t, &raj, &question, true).await?;
        let told = shown(t, &revealed(&question).await?);
        let points = |name: &str| -> u32 {
            let from = told.find(&format!("@{name} **+")).map(|at| at + name.len() + 5).expect("earned");
            let digits: String =
                told[from..].chars().take_while(|c| *c != '*').filter(char::is_ascii_digit).collect();
            digits.parse().expect("a number")
        };
        // Half of the time is a quarter of the points; what this machine needs itself is a little more.
        assert!((650..=750).contains(&points("raj")), "{told}");
        assert!(points("mei") > 850, "{told}");
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}
