//! The clock is turned: a question closes, the next one comes, the streak grows.

use crate::harness::{DESK, journey};

#[tokio::test]
async fn the_next_day_closes_one_question_and_opens_another() {
    journey("tomorrow", DESK, async |t| {
        let mei = t.tab("mei", "daily").await?;
        mei.last_message_with("Mon 2 Mar").await?;
        mei.answer().await?;
        mei.last_message_with("1 day. It starts today.").await?;

        mei.click("[data-clock=day]").await?;
        let question = mei.last_message_with("Tue 3 Mar").await?;
        assert!(question.contains("Closes"), "{question}");
        mei.wait("document.getElementById('clock-shows').innerText.startsWith('Tue 3 Mar')", "the clock")
            .await?;
        let first = mei.look("document.querySelector('#messages > li').innerText").await?;
        let first = first.as_str().unwrap_or_default();
        assert!(first.contains("Mon 2 Mar") && first.contains("✅") && first.contains("Why"), "{first}");
        mei.answer().await?;
        mei.last_message_with("2 days, one more than before.").await?;
        mei.write("/streak show ").await?;
        mei.see(".command-name").await?;
        mei.keys("\u{e007}").await?;
        let streak = mei.last_message_with("used /streak show").await?;
        assert!(streak.contains("2 days"), "{streak}");
        mei.see("#guide .step:nth-child(4) [aria-label=Done]").await?;
        mei.picture("tomorrow").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn time_can_stand_still_and_run_on() {
    journey("pause", DESK, async |t| {
        let mei = t.tab("mei", "daily").await?;
        mei.click("[data-clock=stop]").await?;
        mei.see("[data-clock=run]").await?;
        assert!(!t.local.discord.clock().is_running());
        let stands = t.local.discord.clock().now();
        mei.click("[data-clock=morning]").await?;
        mei.last_message_with("Tue 3 Mar").await?;
        let turned = t.local.discord.clock().now();
        assert!(turned > stands && !t.local.discord.clock().is_running());
        let shown = mei.look("document.getElementById('clock-shows').innerText").await?;
        assert_eq!(shown, "Tue 3 Mar 09:00:00");
        mei.click("[data-clock=run]").await?;
        mei.wait("document.getElementById('clock-shows').innerText !== 'Tue 3 Mar 09:00:00'", "a second")
            .await?;
        t.settle().await
    })
    .await;
}
