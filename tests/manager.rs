//! When the daily cannot be posted, who set it up is told, once.

use insta::assert_snapshot;
use sandbox::{Permissions, Reply};

use crate::voyage::{World, voyage};

/// What can be pressed under a reply.
fn labels(reply: &Reply) -> Vec<String> {
    reply.message().buttons().into_iter().map(|button| button.label).collect()
}

#[tokio::test]
async fn a_lost_permission_pauses_the_dailies_and_is_told_once() {
    voyage(World::default(), async |t| {
        let (mei, captain) = (t.member("mei"), t.captain());
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&mei, &channel.next_message().await?).await?;
        t.guild.deny(&channel, &t.app, Permissions::SEND_MESSAGES);
        t.advance_to("2026-03-03 09:00").await?;
        let told = captain.next_direct_message(&t.app).await?;
        assert_snapshot!(t.told(&told), @"
        ┃ The daily questions on your server are paused
        ┃ You set them up on **Study Hall** in #daily, so you're the one I'm telling.
        ┃
        ┃ In #daily I'm missing the permission **Send Messages**.
        ┃
        ┃ To give me the permission, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch it on. Then press **Resume** in `/setup`.
        ┃
        ┃ Nothing is lost: days without a question break no streak, and all answers and settings are kept.
        ");
        for day in ["2026-03-04 09:00", "2026-03-05 09:00"] {
            t.advance_to(day).await?;
        }
        assert_eq!(captain.direct_messages(&t.app).len(), 1, "told once");
        let state = captain.slash(&general, "/setup").await?;
        assert!(state.text().contains("**Send Messages**"), "{state}");

        t.guild.allow(&channel, &t.app, Permissions::SEND_MESSAGES);
        captain.press(&state, "Resume").await?;
        t.settle().await?;
        let late = channel.next_message().await?;
        assert_eq!(t.daily(&late).await?.day.to_string(), "2026-03-05");
        t.answer_right(&mei, &late).await?;
        assert_eq!(t.streak(&mei).await?, 2, "the lost days broke nothing and took no freeze");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_result_that_the_channel_refused_is_shown_when_the_dailies_go_on() {
    voyage(World::default(), async |t| {
        let (mei, captain) = (t.member("mei"), t.captain());
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        let daily = channel.next_message().await?;
        t.answer_right(&mei, &daily).await?;
        t.guild.deny(&channel, &t.app, Permissions::VIEW_CHANNEL);
        t.advance_to("2026-03-03 09:00").await?;
        captain.next_direct_message(&t.app).await?;
        assert_eq!(daily.refresh().edits(), 0, "the channel is closed to the bot");

        t.guild.allow(&channel, &t.app, Permissions::VIEW_CHANNEL);
        t.advance_to("2026-03-03 09:20").await?;
        let state = captain.slash(&general, "/setup").await?;
        captain.press(&state, "Resume").await?;
        t.settle().await?;
        let shown = daily.refresh().to_string();
        assert!(shown.contains("✅") && shown.contains("Streaks that grew"), "{shown}");
        channel.next_message().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_deleted_channel_pauses_the_dailies() {
    voyage(World::default(), async |t| {
        let captain = t.captain();
        let general = t.channel("general");
        t.channel("daily").delete();
        t.advance_to("2026-03-02 09:00").await?;
        let told = captain.next_direct_message(&t.app).await?;
        assert!(told.to_string().contains("/setup"), "{told}");
        let state = captain.slash(&general, "/setup").await?;
        assert_eq!(labels(&state), ["Preview"], "only another channel helps");
        let saved = captain.slash(&general, "/setup channel:#general").await?;
        assert!(saved.text().contains("Saved"), "{saved}");
        t.settle().await?;
        general.next_message().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn where_discord_does_not_tell_the_servers_name_there_is_a_link_to_it() {
    voyage(World::default(), async |t| {
        t.channel("daily").delete();
        t.discord.faults().on("GET", "/guilds/*").fail(503);
        t.advance_to("2026-03-02 09:00").await?;
        let told = t.captain().next_direct_message(&t.app).await?.to_string();
        let link = format!("on [this server](https://discord.com/channels/{}) in", t.guild.id());
        assert!(told.contains(&link), "{told}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn resume_looks_at_the_channel_before_it_says_that_all_is_well() {
    voyage(World::default(), async |t| {
        let captain = t.captain();
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.guild.deny(&channel, &t.app, Permissions::SEND_MESSAGES);
        t.advance_to("2026-03-02 09:00").await?;
        captain.next_direct_message(&t.app).await?;
        // What is missing by now is told, not what was missing then.
        t.guild.allow(&channel, &t.app, Permissions::SEND_MESSAGES);
        t.guild.deny(&channel, &t.app, Permissions::EMBED_LINKS);
        let state = captain.slash(&general, "/setup").await?;
        let refused = captain.press(&state, "Resume").await?;
        assert_snapshot!(t.told(&refused), @"
        (only captain) ┃ The daily question stays paused
        ┃ In #daily I'm missing the permission **Embed Links**.
        ┃
        ┃ To give me the permission, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch it on. Then press **Resume** in `/setup`.
        ┃
        ┃ Nothing is lost: days without a question break no streak, and all answers and settings are kept.
        [Preview] [Resume]
        ");
        let refused = captain.slash(&general, "/admin resume").await?;
        assert!(refused.text().contains("The daily question stays paused"), "{refused}");
        t.advance_to("2026-03-03 09:00").await?;
        assert_eq!(captain.direct_messages(&t.app).len(), 1, "it was paused all the time: told once");

        t.guild.allow(&channel, &t.app, Permissions::EMBED_LINKS);
        t.discord.faults().on("GET", "/channels/*").fail(503);
        let busy = captain.press(&refused, "Resume").await?;
        assert!(busy.text().contains("try again in a moment"), "{busy}");
        let resumed = captain.press(&refused, "Resume").await?;
        assert_eq!(labels(&resumed), ["Preview", "Pause"]);
        t.settle().await?;
        channel.next_message().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_manager_paused_does_not_go_on_in_a_channel_that_is_gone() {
    voyage(World::default(), async |t| {
        let captain = t.captain();
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        let paused = captain.slash(&general, "/admin pause").await?;
        channel.delete();
        let refused = captain.press(&paused, "Resume").await?;
        assert_snapshot!(t.told(&refused), @"
        (only captain) ┃ The daily question stays paused
        ┃ The channel for the daily questions is gone, or I can't see it anymore.
        ┃
        ┃ Choose another channel with `/setup channel:`.
        ┃
        ┃ Nothing is lost: days without a question break no streak, and all answers and settings are kept.
        [Preview]
        ");
        t.advance_to("2026-03-02 09:00").await?;
        assert!(captain.direct_messages(&t.app).is_empty(), "the manager was told already");
        t.advance_to("2026-03-03 12:00").await?;
        captain.slash(&general, "/setup channel:#general").await?;
        t.settle().await?;
        let late = general.next_message().await?;
        assert_eq!(t.daily(&late).await?.day.to_string(), "2026-03-03", "there is still time for today's");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_manager_who_takes_no_messages_still_finds_the_state() {
    voyage(World::default(), async |t| {
        let captain = t.captain();
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        captain.refuse_direct_messages();
        t.guild.deny(&channel, &t.app, Permissions::VIEW_CHANNEL);
        t.advance_to("2026-03-02 09:00").await?;
        let state = captain.slash(&general, "/setup").await?;
        assert!(state.text().contains("**View Channel**"), "{state}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_daily_that_waits_for_discord_is_not_posted_into_a_pause() {
    voyage(World::default(), async |t| {
        let captain = t.captain();
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.fail_next_posts(1, 503);
        t.advance_to("2026-03-02 09:00").await?;
        let state = captain.slash(&general, "/setup").await?;
        captain.press(&state, "Pause").await?;
        t.advance_to("2026-03-02 10:00").await?;
        assert!(channel.unread().is_empty(), "it is paused");
        let state = captain.slash(&general, "/setup").await?;
        captain.press(&state, "Resume").await?;
        t.settle().await?;
        let late = channel.next_message().await?;
        assert_eq!(t.daily(&late).await?.day.to_string(), "2026-03-02");
        Ok(())
    })
    .await;
}
