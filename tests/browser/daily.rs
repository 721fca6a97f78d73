//! The first daily question, answered.

use crate::harness::{DESK, journey};

#[tokio::test]
async fn the_first_daily_is_answered_in_private() {
    journey("daily", DESK, async |t| {
        let mei = t.tab("mei", "daily").await?;
        let question = mei.last_message_with("Question of the day").await?;
        assert!(question.contains("Choose ONE") || question.contains("Choose TWO"), "{question}");
        mei.see("#guide .step:first-child [aria-label='To do']").await?;
        mei.picture("question").await?;

        mei.press("A").await?;
        let answer = mei.last_message_with("Only you can see this").await?;
        assert!(answer.contains("1 day. It starts today."), "{answer}");
        mei.see("#guide .step:first-child [aria-label='Done']").await?;
        mei.picture("answer").await?;

        mei.press("Dismiss message").await?;
        mei.wait("!document.querySelector('#messages .ephemeral')", "the answer to be gone").await?;
        mei.last_message_with("Question of the day").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn all_of_it_can_be_done_by_keyboard() {
    journey("keyboard", DESK, async |t| {
        use crate::harness::keys::{ENTER, TAB};
        let mei = t.tab("mei", "daily").await?;
        mei.last_message_with("Question of the day").await?;
        mei.look("document.getElementById('scroller').focus()").await?;
        mei.keys(TAB).await?;
        let focused = mei.look("document.activeElement.innerText").await?;
        assert_eq!(focused, "A");
        mei.keys(ENTER).await?;
        mei.last_message_with("Only you can see this").await?;
        // The button was drawn anew when the message changed, and still has the focus.
        assert_eq!(mei.look("document.activeElement.innerText").await?, "A");
        Ok(())
    })
    .await;
}
