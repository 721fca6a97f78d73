//! What is wrong with a question: reported by members, looked at by managers.

use insta::assert_snapshot;
use sandbox::{Member, Reply};

use crate::voyage::{Outcome, World, voyage};

async fn report(member: &Member, on: &Reply, text: &str) -> Outcome<Reply> {
    let form = member.press(on, "Report this question").await?;
    Ok(member.submit(&form, &[("What is wrong?", text)]).await?)
}

#[tokio::test]
async fn a_member_reports_a_daily_and_a_manager_reads_and_dismisses_it() {
    voyage(World::default(), async |t| {
        let (mei, raj, captain) = (t.member("mei"), t.member("raj"), t.captain());
        let general = t.channel("general");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let told = t.answer_right(&mei, &daily).await?;
        let form = mei.press(&told, "Report this question").await?;
        assert_snapshot!(t.told(&form), @"
        ◻ Report this question
        What is wrong?*: {Such as: B is right as well, because …}
        ");
        let thanks = mei.submit(&form, &[("What is wrong?", "@everyone **A** is right as well.")]).await?;
        assert!(thanks.is_ephemeral());
        assert_snapshot!(t.told(&thanks), @"(only mei) Thank you! Whoever manages this server can read it now. Your answer counts as it did.");
        let again = report(&mei, &told, "I mean: [B](https://x.y) is right as well.").await?;
        assert!(again.text().contains("takes the place"), "{again}");
        let told = t.answer_right(&raj, &daily).await?;
        report(&raj, &told, "There is a typo in the stem.").await?;

        let list = captain.slash(&general, "/admin reports").await?;
        assert!(list.is_ephemeral());
        let told = t.told(&list);
        assert!(told.contains("2 reports") && told.contains("1 of 1"), "{told}");
        assert!(told.contains(r"||“I mean\: \[B\]\(https\://x.y\) is right as well.”||"), "{told}");
        assert!(!told.contains("everyone"), "the first report was replaced");

        let shown = captain.press(&list, "Show question").await?;
        assert!(shown.text().contains("I keep the right answer back until it closes"), "{shown}");
        for option in t.daily(&daily).await?.asked.options() {
            assert!(!shown.text().contains(&option.why), "the captain may play as well: {shown}");
        }
        t.advance_to("2026-03-03 09:00").await?;
        t.channel("daily").next_message().await?;
        let shown = captain.press(&list, "Show question").await?;
        assert!(shown.text().contains("✅ Right"), "{shown}");

        let left = captain.press(&list, "Dismiss").await?;
        assert!(left.text().contains("Nothing is reported"), "{left}");
        let list = captain.slash(&general, "/admin reports").await?;
        assert!(list.text().contains("Nothing is reported"), "{list}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn reports_outlive_a_restart_and_are_paged() {
    voyage(World::default(), async |t| {
        let (mei, captain) = (t.member("mei"), t.captain());
        let general = t.channel("general");
        for topic in ["fargate", "pod", "ecs service"] {
            let question = mei.slash(&general, &format!("/quiz topic:{topic}")).await?;
            let told = mei.press(&question, "A").await?;
            report(&mei, &told, &format!("Something about {topic} is wrong.")).await?;
        }
        t.restart_bot().await?;
        let first = captain.slash(&general, "/admin reports").await?;
        assert!(first.text().contains("1 of 3"), "{first}");
        let second = captain.press(&first, "Next").await?;
        assert!(second.text().contains("2 of 3"), "{second}");
        let third = captain.press(&second, "Next").await?;
        let left = captain.press(&third, "Dismiss").await?;
        assert!(left.text().contains("2 of 2"), "the last page that is left: {left}");
        let back = captain.press(&left, "Previous").await?;
        assert!(back.text().contains("1 of 2"), "{back}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_drill_can_be_reported_too() {
    voyage(World::default(), async |t| {
        let (mei, captain) = (t.member("mei"), t.captain());
        let general = t.channel("general");
        let drill = mei.slash(&general, "/quiz style:cues").await?;
        let told = mei.press(&drill, "A").await?;
        report(&mei, &told, "A fits that wording too.").await?;
        let list = captain.slash(&general, "/admin reports").await?;
        assert!(list.text().contains("“full control of the hosts”"), "{list}");
        let shown = captain.press(&list, "Show question").await?;
        assert!(shown.text().contains("EC2 launch type"), "{shown}");
        assert!(!shown.text().contains("changed or retired"), "{shown}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_reports_what_they_have_not_answered() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let id = t.daily(&daily).await?.id;
        let forged = raj.forge_press(&daily, &format!("1:report:daily:{id}")).await?;
        assert!(forged.modal().is_none() && forged.text().contains("behind you"), "{forged}");

        let question = mei.slash(&general, "/quiz topic:fargate").await?;
        let told = mei.press(&question, "A").await?;
        let next = mei.press(&told, "Next question").await?;
        let stale = mei.forge_press(&next, "1:report:practice:1:1").await?;
        assert!(stale.text().contains("behind you"), "{stale}");
        let others = raj.forge_press(&daily, "1:report:practice:1:2").await?;
        assert!(others.text().contains("behind you"), "{others}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn reports_are_for_who_manages_the_server_and_stay_on_it() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let question = mei.slash(&general, "/quiz topic:fargate").await?;
        let told = mei.press(&question, "A").await?;
        report(&mei, &told, "This is a report of ours.").await?;
        for id in ["1:reports:page:0", "1:reports:show:1", "1:reports:dismiss:1:0"] {
            let refused = mei.forge_press(&told, id).await?;
            assert!(refused.text().contains("**Manage Server**"), "{refused}");
        }
        let elsewhere = t.discord.guild("Other Hall").await;
        elsewhere.install(&t.app, crate::voyage::GRANTED).await;
        let list = elsewhere.owner().slash(&elsewhere.channel("general"), "/admin reports").await?;
        assert!(list.text().contains("Nothing is reported"), "{list}");
        Ok(())
    })
    .await;
}
