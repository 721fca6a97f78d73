//! Teams, a crew, a duel.

use insta::assert_snapshot;

use super::{PLAIN, Two, answer, next, open, revealed, shown, stop, two};
use crate::voyage::{World, voyage};

#[tokio::test]
async fn teams_play_for_their_average() {
    voyage(World::default(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let lobby = open(t, &general, &mei, &format!("{PLAIN} sides:everyone chooses")).await?;
        mei.press(&lobby, "Join 🔴 Red").await?;
        raj.press(&lobby, "Join 🔴 Red").await?;
        let one_sided = mei.press(&lobby, "Start now").await?;
        assert!(one_sided.text().contains("Everybody is on the same team"), "{one_sided}");
        let told = zoe.press(&lobby, "Join 🔵 Blue").await?;
        assert!(told.text().contains("You're in on team 🔵 Blue"), "{told}");
        lobby.wait_until(|message| message.to_string().contains("**🔵 Blue (1):**")).await?;
        mei.press(&lobby, "Start now").await?;
        let mut question = general.next_message().await?;
        for _ in 0..3 {
            answer(t, &mei, &question, true).await?;
            answer(t, &raj, &question, false).await?;
            answer(t, &zoe, &question, true).await?;
            let told = shown(t, &revealed(&question).await?);
            assert!(told.contains("🔵 Blue"), "{told}");
            question = next(t, &general).await?;
        }
        let told = shown(t, &question);
        assert!(told.contains("🏆 **🔵 Blue** wins"), "{told}");
        let board = mei.slash(&general, "/leaderboard").await?;
        assert_snapshot!(shown(t, &board), @"
        (only mei) ┃ Leaderboard · this week
        ┃ Nobody is on this week's board yet. The next question comes (soon).
        ┃ Challenges: 🥇 1. @zoe 3 of 3 right in 1 game, 1 won
        ┃ 🥈 2. @mei 3 of 3 right in 1 game, 0 won ← you
        ┃ 🥉 3. @raj 0 of 3 right in 1 game, 0 won
        ┃ In challenges, right answers count first, then games won.
        ");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_crew_reaches_its_target_together() {
    voyage(World::default(), async |t| {
        let mode = "mode:crew: all together towards a target";
        let Two { mei, raj, general, mut question } = two(t, mode).await?;
        for _ in 0..3 {
            answer(t, &mei, &question, true).await?;
            answer(t, &raj, &question, true).await?;
            let told = shown(t, &revealed(&question).await?);
            assert!(told.contains("The crew") && !told.contains("Standings"), "{told}");
            question = next(t, &general).await?;
        }
        let told = shown(t, &question);
        assert!(told.contains("You reached the target!") && !told.contains("Standings"), "{told}");
        let board = shown(t, &mei.slash(&general, "/leaderboard").await?);
        assert_eq!(board.matches("in 1 game, 1 won").count(), 2, "{board}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_wins_a_game_without_points() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "").await?;
        answer(t, &mei, &question, false).await?;
        answer(t, &raj, &question, false).await?;
        revealed(&question).await?;
        let told = shown(t, &stop(&general, &mei).await?);
        assert!(told.contains("No points for anybody this time"), "{told}");
        let board = shown(t, &mei.slash(&general, "/leaderboard").await?);
        assert_eq!(board.matches("0 of 1 right in 1 game, 0 won").count(), 2, "{board}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_duel_begins_when_it_is_accepted_and_is_nobody_elses() {
    voyage(World::default(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let alone = mei.slash(&general, "/challenge duel member:@mei").await?;
        assert!(alone.text().contains("A duel takes two"), "{alone}");
        mei.slash(&general, "/challenge duel member:@raj rounds:3").await?;
        let lobby = general.next_message().await?;
        assert!(t.told(&lobby).contains("@mei challenges @raj"), "{}", t.told(&lobby));
        let refused = zoe.press(&lobby, "Accept").await?;
        assert!(refused.text().contains("between two others"), "{refused}");
        let declined = raj.press(&lobby, "Decline").await?;
        assert!(declined.text().contains("Alright, the duel is off."), "{declined}");
        lobby.wait_until(|message| message.to_string().contains("declined")).await?;

        // The one who challenged takes it back.
        let told = mei.slash(&general, "/challenge duel member:@raj rounds:3").await?;
        assert!(told.text().contains("I ping nobody"), "{told}");
        let lobby = general.next_message().await?;
        let taken_back = mei.press(&lobby, "Decline").await?;
        assert!(taken_back.text().contains("Alright, the duel is off."), "{taken_back}");
        lobby.wait_until(|message| message.to_string().contains("canceled before it began")).await?;

        mei.slash(&general, "/challenge duel member:@raj rounds:3").await?;
        let lobby = general.next_message().await?;
        let accepted = raj.press(&lobby, "Accept").await?;
        assert!(accepted.text().contains("Accepted. Here we go!"), "{accepted}");
        let curtain = general.next_message().await?;
        assert!(curtain.to_string().contains("Get ready · question 1 of 3"), "{curtain}");
        assert!(curtain.buttons().is_empty());
        t.pass(6);
        let question = general.next_message().await?;
        curtain.wait_until(sandbox::Message::is_deleted).await?;
        answer(t, &mei, &question, true).await?;
        answer(t, &raj, &question, false).await?;
        revealed(&question).await?;
        // Who leaves gives it away, also ahead.
        let sheet = mei.press(&question.refresh(), "Where do I stand?").await?;
        let left = mei.press(&sheet, "Leave the game").await?;
        assert!(left.text().contains("You're out, so the duel ends here."), "{left}");
        let podium = general.next_message().await?;
        let told = shown(t, &podium);
        assert!(told.contains("🏆 @raj wins, because the other one left."), "{told}");
        let board = shown(t, &raj.slash(&general, "/leaderboard").await?);
        assert!(board.contains("@raj 0 of 1 right in 1 game, 1 won"), "{board}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_is_ahead_in_a_duel_does_not_win_it_by_stopping() {
    voyage(World::default(), async |t| {
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        mei.slash(&general, "/challenge duel member:@raj rounds:3").await?;
        let lobby = general.next_message().await?;
        raj.press(&lobby, "Accept").await?;
        general.next_message().await?;
        t.pass(6);
        let question = general.next_message().await?;
        answer(t, &mei, &question, true).await?;
        answer(t, &raj, &question, false).await?;
        revealed(&question).await?;
        let stopped = mei.slash(&general, "/challenge stop").await?;
        assert!(stopped.text().contains("Stopped, which leaves the duel to the other one."), "{stopped}");
        let podium = general.next_message().await?;
        let told = shown(t, &podium);
        assert!(told.contains("🏆 @raj wins, because the other one left."), "{told}");
        assert!(told.contains("🥇 1. @raj **0 points**"), "{told}");
        let results = mei.press(&podium, "My results").await?;
        assert!(results.text().contains("You're 2nd of 2"), "{results}");
        let results = raj.press(&podium, "My results").await?;
        assert!(results.text().contains("You're 1st of 2"), "{results}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_invitation_to_a_duel_waits_for_who_comes_by_later() {
    voyage(World::default(), async |t| {
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        mei.slash(&general, "/challenge duel member:@raj rounds:3").await?;
        let lobby = general.next_message().await?;
        t.pass(4 * 60);
        let accepted = raj.press(&lobby, "Accept").await?;
        assert!(accepted.text().contains("Accepted. Here we go!"), "{accepted}");
        general.next_message().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn teams_without_points_share_no_first_place() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, mut question } = two(t, "mode:teams").await?;
        for _ in 0..3 {
            answer(t, &mei, &question, false).await?;
            answer(t, &raj, &question, false).await?;
            revealed(&question).await?;
            question = next(t, &general).await?;
        }
        let told = shown(t, &question);
        assert!(told.contains("No points for anybody this time"), "{told}");
        assert!(!told.contains('🏆') && !told.contains('🥇'), "{told}");
        let mine = mei.press(&question, "My results").await?;
        assert!(mine.to_string().contains("No points for anybody"), "{mine}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_crew_counts_on_the_scale_of_its_members() {
    voyage(World::default(), async |t| {
        let mode = "mode:crew: all together towards a target";
        let Two { mei, raj, general, mut question } = two(t, mode).await?;
        for _ in 0..3 {
            answer(t, &mei, &question, true).await?;
            answer(t, &raj, &question, false).await?;
            revealed(&question).await?;
            question = next(t, &general).await?;
        }
        let told = shown(t, &question);
        assert!(told.contains("**1.5** of 1.8 points"), "{told}");
        Ok(())
    })
    .await;
}
