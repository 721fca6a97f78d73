//! Two hundred members at one question.

use std::time::Duration;

use super::{PLAIN, game, letters, open, revealed, stop};
use crate::voyage::{World, voyage};

/// As many as the promise names.
const CROWD: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_presses_in_one_second_are_all_answered_and_none_is_lost() {
    voyage(World::default(), async |t| {
        let general = t.channel("general");
        let host = t.member("host");
        let lobby = open(t, &general, &host, &format!("{PLAIN} seconds:60 wait:300")).await?;
        let crowd: Vec<_> = (1..CROWD).map(|number| t.member(&format!("member{number}"))).collect();
        let mut joining = tokio::task::JoinSet::new();
        for member in crowd.clone() {
            let lobby = lobby.clone();
            joining.spawn(
                async move { member.press(&lobby, "Join").await.map(|told| told.acknowledged_after()) },
            );
        }
        let mut slowest = Duration::ZERO;
        while let Some(after) = joining.join_next().await {
            slowest = slowest.max(after??);
        }
        host.press(&lobby, "Start now").await?;
        let question = general.next_message().await?;
        let asked = super::asked(t, &question).await?;
        let before = t.discord.traffic().rest().len();
        let mut pressing = tokio::task::JoinSet::new();
        for (place, member) in crowd.into_iter().chain([host.clone()]).enumerate() {
            let (question, letters) = (question.clone(), letters(&asked, place % 2 == 0));
            pressing.spawn(async move {
                let told =
                    super::choose(&member, &question, &letters).await.map_err(|error| error.to_string())?;
                assert!(told.text().contains("Locked in"), "{told}");
                Ok::<_, String>(told.acknowledged_after())
            });
        }
        while let Some(after) = pressing.join_next().await {
            slowest = slowest.max(after??);
        }
        assert!(slowest < Duration::from_secs(3), "{slowest:?}");
        let told = revealed(&question).await?.to_string();
        assert!(told.contains(&format!("of {CROWD} had it")), "{told}");
        assert_eq!(game(t, &question.refresh()).await?.rounds()[0].answered(), CROWD);
        let edits = t.discord.traffic().rest()[before..].iter().filter(|call| call.method == "PATCH").count();
        assert!(edits <= 12, "{edits} edits for {CROWD} presses");
        let refused = t.discord.traffic().rest().iter().filter(|call| call.status == 429).count();
        assert!(refused <= 3, "{refused} calls were more than Discord takes");
        eprintln!(
            "{CROWD} presses: the slowest acknowledgement took {slowest:?}, {edits} edits, {refused} refused"
        );
        stop(&general, &host).await?;
        Ok(())
    })
    .await;
}
