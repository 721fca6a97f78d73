//! Looking a concept up, with help and with slips.

use crate::harness::keys::{DOWN, ENTER, ESCAPE};
use crate::harness::{DESK, journey};

#[tokio::test]
async fn a_concept_is_found_while_typing_and_by_a_typo() {
    journey("explain", DESK, async |t| {
        let mei = t.tab("mei", "general").await?;
        mei.write("/").await?;
        let commands = mei.offered().await?;
        assert!(commands.contains(&"/explain".to_owned()), "{commands:?}");
        assert!(!commands.contains(&"/setup".to_owned()), "a member is offered {commands:?}");
        mei.picture("commands").await?;

        mei.keys("exp").await?;
        mei.wait("document.querySelectorAll('#composer [role=option]').length === 1", "one command").await?;
        mei.keys(ENTER).await?;
        mei.see("[data-option=topic]").await?;
        mei.keys(ENTER).await?;
        assert!(mei.see(".command-form .failure").await?.text().await?.contains("topic is needed"));

        mei.keys("frag").await?;
        mei.wait(
            "document.querySelector('#composer [role=option]')?.innerText === 'AWS Fargate'",
            "AWS Fargate",
        )
        .await?;
        mei.picture("suggestions").await?;
        mei.keys(DOWN).await?;
        let marked = mei.look(
            "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).innerText",
        );
        assert_eq!(marked.await?, mei.offered().await?[1]);
        mei.keys("\u{e013}").await?;
        mei.keys(ENTER).await?;
        mei.wait("document.querySelector('[data-option=topic]').value === 'AWS Fargate'", "the choice")
            .await?;
        mei.keys(ENTER).await?;
        let card = mei.last_message_with("AWS Fargate").await?;
        assert!(card.contains("used /explain") && card.contains("Read more"), "{card}");

        mei.write("/explain topic:fragate").await?;
        mei.see("[data-option=topic]").await?;
        mei.keys(ESCAPE).await?;
        mei.keys(ENTER).await?;
        mei.wait("document.querySelectorAll('#messages .embed').length === 2", "a second card").await?;
        let card = mei.last_message_with("AWS Fargate").await?;
        assert!(card.contains("used /explain"), "{card}");
        mei.see("#guide .step:nth-child(2) [aria-label=Done]").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_command_is_left_the_way_it_was_entered() {
    journey("leave", DESK, async |t| {
        let mei = t.tab("mei", "general").await?;
        mei.write("/quiz ").await?;
        mei.see(".command-name").await?;
        let offered = mei
            .look("[...document.querySelectorAll('.option-offer')].map((it) => it.innerText).join()")
            .await?;
        assert_eq!(offered, "+ topic,+ difficulty,+ style");
        mei.click(".option-offer:nth-child(2)").await?;
        mei.see("[data-option=difficulty]").await?;
        let choices = mei.offered().await?;
        assert!(choices.len() > 1, "{choices:?}");
        mei.keys("nonsense").await?;
        mei.keys(ENTER).await?;
        assert!(mei.see(".command-form .failure").await?.text().await?.contains("choose one from the list"));
        mei.keys(ESCAPE).await?;
        mei.keys(ESCAPE).await?;
        mei.see("#composer textarea").await?;
        assert_eq!(mei.look("document.querySelectorAll('#messages > li').length").await?, 1);
        Ok(())
    })
    .await;
}
