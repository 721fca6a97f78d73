//! Who answered how often.

use insta::assert_snapshot;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn ties_share_a_rank_and_your_own_row_is_always_shown() {
    voyage(World::default(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        let nobody = mei.slash(&general, "/leaderboard").await?;
        assert_snapshot!(t.told(&nobody), @"
        (only mei) ┃ Leaderboard · this week
        ┃ Nobody is on this week's board yet. The next question comes <t:1772438400:R>.
        ");
        for day in 2..=3 {
            t.advance_to(&format!("2026-03-{day:02} 09:00")).await?;
            let daily = channel.next_message().await?;
            t.answer_right(&mei, &daily).await?;
            t.answer_right(&raj, &daily).await?;
            if day == 3 {
                t.answer_right(&zoe, &daily).await?;
            }
        }
        assert_snapshot!(t.told(&zoe.slash(&general, "/leaderboard period:this week").await?), @"
        (only zoe) ┃ Leaderboard · this week
        ┃ 🥇 1. @mei 2 days, 1 right answer
        ┃ 🥇 1. @raj 2 days, 1 right answer
        ┃ 🥉 3. @zoe 1 day, 1 right answer ← you
        ┃ Days answered count first, then right answers: others' once the question has closed.
        ");
        t.advance_to("2026-03-09 08:00").await?;
        t.read_all();
        let week = zoe.slash(&general, "/leaderboard").await?;
        let told = t.told(&week);
        assert!(told.contains("Nobody is on this week's board yet."), "a new week begins on Monday: {told}");
        assert!(told.contains("Last week: 🥇 @mei and @raj"), "{told}");
        let ever = zoe.slash(&general, "/leaderboard period:all time").await?;
        assert!(t.told(&ever).contains("@mei"), "{ever}");
        Ok(())
    })
    .await;
}
