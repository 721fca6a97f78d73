//! Discord goes wrong, and the bot recovers.

use crate::harness::{DESK, journey};

/// The switch that makes the next call fail.
const FAIL: &str = "#wire button[title*='fails with 500']";

/// How often the bot tries to get an answer through.
const TRIES: usize = 4;

#[tokio::test]
async fn one_failed_call_is_made_good_by_itself() {
    journey("one-fault", DESK, async |t| {
        let mei = t.tab("mei", "daily").await?;
        mei.last_message_with("Question of the day").await?;
        mei.click("#show-wire").await?;
        mei.click(FAIL).await?;
        mei.see(".pending-faults").await?;
        mei.press("A").await?;
        mei.last_message_with("Only you can see this").await?;
        mei.see("#wire .status.bad").await?;
        mei.wait("!document.querySelector('.pending-faults')", "the fault to be over").await?;
        mei.picture("fault-recovered").await
    })
    .await;
}

#[tokio::test]
async fn a_press_that_never_gets_through_is_seen_and_the_next_one_works() {
    journey("faults", DESK, async |t| {
        let mei = t.tab("mei", "daily").await?;
        mei.last_message_with("Question of the day").await?;
        mei.click("#show-wire").await?;
        for _ in 0..TRIES {
            mei.click(FAIL).await?;
        }
        mei.wait(
            &format!("document.querySelectorAll('.pending-faults li').length === {TRIES}"),
            "the faults",
        )
        .await?;
        mei.press("A").await?;
        mei.last_message_with("This interaction failed").await?;
        mei.see("#wire .status.bad").await?;
        mei.picture("failed-interaction").await?;

        // The answer was lost on its way, and is kept all the same.
        mei.press("A").await?;
        let again = mei.last_message_with("Only you can see this").await?;
        assert!(again.contains("1 day in a row."), "{again}");
        mei.wait("!document.querySelector('#messages .failure')", "no failure to be left").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_dropped_gateway_comes_back() {
    journey("gateway", DESK, async |t| {
        let mei = t.tab("mei", "daily").await?;
        mei.last_message_with("Question of the day").await?;
        mei.click("#show-wire").await?;
        mei.click("#wire input[type=checkbox]").await?;
        mei.click("#wire button[title*='live connection']").await?;
        mei.wait(
            "[...document.querySelectorAll('#wire summary')].some((it) => it.innerText.includes('RESUMED'))",
            "the resume",
        )
        .await?;
        mei.wait("!document.querySelector('.offline')", "the bot to be connected").await?;
        mei.press("A").await?;
        mei.last_message_with("Only you can see this").await?;
        mei.click("#wire li:last-child summary").await?;
        mei.see("#wire pre").await?;
        mei.picture("wire").await?;
        Ok(())
    })
    .await;
}
