//! Two members in two tabs of one browser.

use crate::harness::keys::ENTER;
use crate::harness::{DESK, journey};

#[tokio::test]
async fn each_tab_is_a_person_of_its_own() {
    journey("two-tabs", DESK, async |t| {
        let (mei, raj) = (t.tab("mei", "daily").await?, t.tab("raj", "daily").await?);
        mei.press("A").await?;
        mei.last_message_with("Only you can see this").await?;
        raj.last_message_with("Question of the day").await?;
        raj.press("B").await?;
        raj.last_message_with("Only you can see this").await?;
        for tab in [&mei, &raj] {
            let private = tab.look("document.querySelectorAll('#messages .ephemeral').length").await?;
            assert_eq!(private, 1, "each sees the own answer only");
        }
        mei.see("#guide .step:nth-child(5) [aria-label=Done]").await?;

        raj.write(&format!("That one was hard!{ENTER}")).await?;
        let heard = mei.last_message_with("That one was hard!").await?;
        assert!(heard.starts_with("R\nraj") || heard.contains("raj"), "{heard}");
        mei.picture("two-tabs").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_member_becomes_another_and_the_address_says_who() {
    journey("switch", DESK, async |t| {
        let tab = t.tab("mei", "general").await?;
        tab.click(".me").await?;
        tab.see("#members").await?;
        tab.picture("members").await?;
        tab.click("#members a[data-member=ada]").await?;
        tab.wait("document.title.includes('ada')", "ada's page").await?;
        assert_eq!(tab.look("new URLSearchParams(location.search).get('as')").await?, "ada");
        tab.click("[data-channel]:not([aria-current])").await?;
        tab.wait("new URLSearchParams(location.search).get('in') === 'daily'", "the channel in the address")
            .await?;
        Ok(())
    })
    .await;
}
