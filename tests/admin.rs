//! What a manager sees and does with `/admin`.

use insta::assert_snapshot;
use sandbox::Permissions;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn the_status_says_what_runs_what_is_missing_and_what_waits() {
    voyage(World::default(), async |t| {
        let captain = t.captain();
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        let status = captain.slash(&general, "/admin status").await?;
        assert!(status.is_ephemeral());
        assert_snapshot!(t.told(&status).replace(env!("CARGO_PKG_VERSION"), "<version>"), @"
        (only captain) ┃ The daily question is on
        ┃ Next question: <t:1772438400:F> (<t:1772438400:R>)
        ┃ Channel: #daily, with every permission I need
        ┃ Reports: None is open
        ┃ Versions: Shipmate <version>, database schema 7, Containers & ECS / EKS (9 questions)
        ");
        t.advance_to("2026-03-02 09:00").await?;
        channel.next_message().await?;
        t.guild.deny(&channel, &t.app, Permissions::EMBED_LINKS);
        let status = captain.slash(&general, "/admin status").await?;
        assert!(status.text().contains("**Embed Links**"), "{status}");
        assert!(status.text().contains("[Mon 2 Mar](https://discord.com/channels/"), "{status}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn before_the_set_up_the_status_says_how_to_begin() {
    voyage(World::default().not_set_up(), async |t| {
        let captain = t.captain();
        let general = t.channel("general");
        let status = captain.slash(&general, "/admin status").await?;
        assert!(status.text().contains("/setup channel:#daily"), "{status}");
        let none = captain.slash(&general, "/admin post-now").await?;
        assert!(none.text().contains("There is no daily question here yet"), "{none}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn todays_question_is_posted_at_once_and_only_once() {
    voyage(World::default(), async |t| {
        let (mei, captain) = (t.member("mei"), t.captain());
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 07:30").await?;
        let coming = captain.slash(&general, "/admin post-now").await?;
        assert!(coming.text().contains("on its way"), "{coming}");
        t.settle().await?;
        let early = channel.next_message().await?;
        assert_eq!(t.daily(&early).await?.day.to_string(), "2026-03-02");
        t.answer_right(&mei, &early).await?;

        let again = captain.slash(&general, "/admin post-now").await?;
        assert!(again.text().contains("is out already"), "{again}");
        t.restart_bot().await?;
        t.advance_to("2026-03-02 09:00").await?;
        assert!(channel.unread().is_empty(), "nine o'clock brings no second one");

        t.advance_to("2026-03-03 09:00").await?;
        let next = channel.next_message().await?;
        assert_eq!(t.daily(&next).await?.day.to_string(), "2026-03-03");
        t.answer_right(&mei, &next).await?;
        assert_eq!(t.streak(&mei).await?, 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn while_the_last_question_is_open_todays_waits_for_its_end() {
    voyage(World::default(), async |t| {
        let captain = t.captain();
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        channel.next_message().await?;
        t.advance_to("2026-03-03 00:30").await?;
        let waits = captain.slash(&general, "/admin post-now").await?;
        assert!(waits.text().contains("there is never more than one"), "{waits}");
        t.settle().await?;
        assert!(channel.unread().is_empty(), "never two at once");
        t.advance_to("2026-03-03 09:00").await?;
        let next = channel.next_message().await?;
        assert_eq!(t.daily(&next).await?.day.to_string(), "2026-03-03");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_day_off_gets_its_question_when_a_manager_asks_for_it() {
    voyage(World::default().set_up("time:9:00 weekdays:mon discussion:False"), async |t| {
        let captain = t.captain();
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-04 12:00").await?;
        t.read_all();
        captain.slash(&general, "/admin post-now").await?;
        t.settle().await?;
        let extra = channel.next_message().await?;
        assert_eq!(t.daily(&extra).await?.day.to_string(), "2026-03-04");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn pausing_and_resuming_is_what_the_setup_does() {
    voyage(World::default(), async |t| {
        let captain = t.captain();
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        let paused = captain.slash(&general, "/admin pause").await?;
        assert!(paused.text().contains("The daily question is paused"), "{paused}");
        t.advance_to("2026-03-02 09:30").await?;
        assert!(channel.unread().is_empty());
        let refused = captain.slash(&general, "/admin post-now").await?;
        assert!(refused.text().contains("`/admin resume`"), "{refused}");
        let status = captain.slash(&general, "/admin status").await?;
        assert!(status.text().contains("A manager paused the daily questions."), "{status}");
        let resumed = captain.slash(&general, "/admin resume").await?;
        assert!(resumed.text().contains("The daily question"), "{resumed}");
        t.settle().await?;
        let late = channel.next_message().await?;
        assert_eq!(t.daily(&late).await?.day.to_string(), "2026-03-02");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_told_as_failed_has_changed_nothing() {
    voyage(World::default(), async |t| {
        let (captain, general) = (t.captain(), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.read_all();
        let database = rusqlite::Connection::open(t.database())?;
        let turn = |order| database.execute("UPDATE dailies SET option_order = ?1", [order]);
        let order: String = database.query_row("SELECT option_order FROM dailies", [], |row| row.get(0))?;
        turn("[7, 7]")?;
        let failed = captain.slash(&general, "/admin pause").await?;
        assert!(failed.text().contains("went wrong"), "{failed}");
        turn(&order)?;
        let status = captain.slash(&general, "/admin status").await?;
        assert!(!status.text().contains("paused"), "{status}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_member_is_refused_even_where_the_server_opened_the_command_to_all() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        assert!(mei.slash(&general, "/admin status").await.is_err(), "Discord hides it");
        for name in ["status", "post-now", "pause", "resume", "reports"] {
            let data = serde_json::json!({
                "id": "1", "name": "admin", "type": 1, "options": [{ "name": name, "type": 1, "options": [] }],
            });
            let refused = mei.forge(&t.app, &general, serde_json::json!({ "data": data })).await?;
            assert!(refused.text().contains("**Manage Server**"), "{name}: {refused}");
        }
        t.settle().await?;
        assert!(t.channel("daily").unread().is_empty(), "nothing was posted");
        Ok(())
    })
    .await;
}
