//! Teams, a crew, a duel.

use super::{PLAIN, Two, answer, next, open, revealed, shown, two};
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
        assert!(told.contains("You reached the target!"), "{told}");
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
        // One of two leaves: there is nobody to play against.
        let sheet = raj.press(&question.refresh(), "Where do I stand?").await?;
        raj.press(&sheet, "Leave the game").await?;
        let podium = general.next_message().await?;
        let told = shown(t, &podium);
        assert!(told.contains("Nobody was left to play") && told.contains("🏆 @mei wins"), "{told}");
        Ok(())
    })
    .await;
}
