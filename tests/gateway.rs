//! The gateway comes and goes; the bot comes back and answers.

use std::time::{Duration, Instant};

use sandbox::Faults;

use crate::voyage::{NOTICES, Voyage, World, until, voyage};

/// How many gateway payloads with this op or event the bot has sent or got.
pub(crate) fn seen(t: &Voyage, what: &str) -> usize {
    let op = what.parse::<u64>().ok();
    let fits =
        |payload: &serde_json::Value| payload["t"] == what || (op.is_some() && payload["op"].as_u64() == op);
    t.discord.traffic().gateway().iter().filter(|frame| fits(&frame.payload)).count()
}

/// A day on which something befalls the gateway after the daily was posted.
async fn a_day_with(came_back_by: &'static str, befalls: impl FnOnce(&Faults, &Voyage) + 'static) {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&raj, &channel.next_message().await?).await?;
        t.advance_to("2026-03-03 09:00").await?;
        let daily = channel.next_message().await?;
        let before = seen(t, came_back_by);
        befalls(&t.discord.faults(), t);
        until("the bot is back", || seen(t, came_back_by) > before).await?;
        until("the bot knows it", || t.bot().is_connected()).await?;
        t.answer_right(&mei, &daily).await?;
        t.settle().await?;
        assert!(channel.unread().is_empty(), "the daily was posted once");
        t.advance_to("2026-03-04 09:00").await?;
        channel.next_message().await?;
        assert!(!t.daily(&daily).await?.neutral, "a short drop makes no neutral day");
        let card = raj.slash(&general, "/streak show").await?;
        assert!(card.text().contains("freeze"), "{card}");
        assert!(!card.text().contains("didn't count"), "{card}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_cut_line_is_resumed() {
    a_day_with("RESUMED", |faults, t| faults.drop_gateway(&t.app)).await;
}

#[tokio::test]
async fn a_close_with_4000_is_resumed() {
    a_day_with("RESUMED", |faults, t| faults.close_gateway(&t.app, 4000)).await;
}

#[tokio::test]
async fn a_wish_to_reconnect_is_followed() {
    a_day_with("RESUMED", |faults, t| faults.ask_to_reconnect(&t.app)).await;
}

#[tokio::test]
async fn an_invalid_session_is_replaced() {
    a_day_with("READY", |faults, t| faults.invalidate_session(&t.app, false)).await;
}

#[tokio::test]
async fn a_day_without_the_gateway_is_neutral() {
    voyage(World::default(), async |t| {
        let raj = t.member("raj");
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&raj, &channel.next_message().await?).await?;
        t.advance_to("2026-03-03 09:00").await?;
        let daily = channel.next_message().await?;
        t.discord.faults().refuse_gateway(true);
        t.discord.faults().close_gateway(&t.app, 4000);
        until("the bot knows that it is lost", || !t.bot().is_connected()).await?;
        t.advance_to("2026-03-03 20:00").await?;
        t.discord.faults().refuse_gateway(false);
        until("the bot is back", || t.bot().is_connected()).await?;
        t.advance_to("2026-03-04 09:00").await?;
        channel.next_message().await?;
        assert!(t.daily(&daily).await?.neutral, "nobody could answer for eleven hours");
        assert_eq!(t.streak(&raj).await?, 1);
        let card = raj.slash(&general, "/streak show").await?;
        assert!(card.text().contains("One freeze left"), "{card}");
        assert!(card.text().contains("Tue 3 Mar didn't count"), "{card}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_silent_gateway_holds_up_no_shutdown() {
    voyage(World::default(), async |t| {
        t.discord.faults().refuse_gateway(true);
        t.discord.faults().drop_gateway(&t.app);
        until("the bot knows that it is lost", || !t.bot().is_connected()).await?;
        let began = Instant::now();
        t.stop_bot().await;
        assert!(began.elapsed() < Duration::from_secs(5), "it took {:?}", began.elapsed());
        t.discord.faults().refuse_gateway(false);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_refused_token_ends_the_bot() {
    voyage(World::default(), async |t| {
        t.discord.faults().close_gateway(&t.app, 4004);
        tokio::time::timeout(NOTICES, t.bot_mut().ended()).await?;
        Ok(())
    })
    .await;
}
