//! A thread to talk each daily over.

use insta::assert_snapshot;
use sandbox::Permissions;

use crate::voyage::{World, voyage};

/// Discord's flag of a message that notifies nobody.
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

#[tokio::test]
async fn each_daily_has_a_silent_thread_that_asks_for_spoiler_tags() {
    voyage(World::default().set_up("time:9:00"), async |t| {
        let channel = t.channel("daily");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = channel.next_message().await?;
        let thread = daily.refresh().thread().ok_or("no thread")?;
        let opener = thread.next_message().await?;
        assert_snapshot!(t.told(&opener), @"Talk it over here. The answer is revealed <t:1772524800:R>: until then, please put hints behind spoiler tags, `||like this||`.");
        assert_ne!(opener.flags() & SUPPRESS_NOTIFICATIONS, 0, "it is silent");
        t.restart_bot().await?;
        assert!(thread.unread().is_empty() && channel.unread().is_empty(), "once");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_refused_thread_stops_no_daily() {
    voyage(World::default().set_up("time:9:00"), async |t| {
        let channel = t.channel("daily");
        t.guild.deny(&channel, &t.app, Permissions::CREATE_PUBLIC_THREADS);
        t.advance_to("2026-03-02 09:00").await?;
        let daily = channel.next_message().await?;
        assert!(daily.refresh().thread().is_none());
        t.advance_to("2026-03-03 09:00").await?;
        channel.next_message().await?;
        Ok(())
    })
    .await;
}
