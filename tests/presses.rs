//! Presses that are old, forged, doubled or slow always get an answer in words.

use std::time::Duration;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn a_button_of_another_time_is_answered_in_words() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        for custom_id in
            ["daily:1:0", "9:daily:1:0", "1:daily:999999:0", "1:practice:77:1:0", "1:celebrate:1"]
        {
            let told = mei.forge_press(&daily, custom_id).await?;
            assert!(told.is_ephemeral(), "{custom_id}: {told}");
            assert!(told.text().len() > 20, "{custom_id}: {told}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_choice_that_cannot_be_read_is_asked_for_again() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let question = mei.slash(&t.channel("general"), "/quiz topic:fargate").await?;
        let letter = question.message().buttons()[0].custom_id.clone().ok_or("a letter has an id")?;
        let practice = letter.split(':').nth(2).ok_or("a letter names its practice")?;
        // A button carries no values.
        let menus = [
            format!("1:daily-choices:{}", t.daily(&daily).await?.id),
            format!("1:practice-choices:{practice}:1"),
            "1:game:1:choices:1:1".to_owned(),
        ];
        for custom_id in menus {
            let told = mei.forge_press(&daily, &custom_id).await?;
            assert!(
                told.text().ends_with("so it doesn't count. Please choose again."),
                "{custom_id}: {told}"
            );
        }
        assert_eq!(t.answers(&daily).await?, 0);
        let told = mei.press(&question, "A").await?;
        assert!(told.text().contains("of 1 right"), "the question still waits: {told}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn another_members_practice_is_not_yours() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let question = mei.slash(&general, "/quiz topic:fargate").await?;
        let refused = t.forge(&raj, question.message(), "A").await?;
        assert!(refused.text().contains("/quiz"), "{refused}");
        let told = mei.press(&question, "A").await?;
        assert!(told.text().contains("of 1 right"), "mei's own question still waits: {told}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_daily_of_another_server_is_not_answered_here() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let other = t.discord.guild("Other Hall").await;
        other.install(&t.app, crate::voyage::GRANTED).await;
        let stranger = other.member("stranger");
        let elsewhere = other.channel("general");
        let custom_id = daily.buttons()[0].custom_id.clone().ok_or("a letter has an id")?;
        let help = stranger.slash(&elsewhere, "/help").await?;
        let refused = stranger.forge_press(&help, &custom_id).await?;
        assert!(refused.text().contains("I don't know this question"), "{refused}");
        assert_eq!(t.answers(&daily).await?, 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sixty_presses_at_once_count_once_each() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let mei = t.member("mei");
        let mut presses = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (mei, daily) = (mei.clone(), daily.clone());
            presses.spawn(async move { mei.press(&daily, "A").await.map(|reply| reply.text()) });
        }
        for number in 0..40 {
            let (member, daily) = (t.member(&format!("member{number}")), daily.clone());
            presses.spawn(async move { member.press(&daily, "B").await.map(|reply| reply.text()) });
        }
        while let Some(told) = presses.join_next().await {
            told??;
        }
        assert_eq!(t.answers(&daily).await?, 41);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_answer_comes_well_within_three_seconds() {
    voyage(World::default().whole_chapter(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        for command in ["/help", "/daily", "/explain topic:fargate", "/quiz", "/streak show", "/leaderboard"]
        {
            let reply = mei.slash(&general, command).await?;
            assert!(reply.acknowledged_after() < Duration::from_secs(2), "{command}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_press_made_in_time_counts_though_it_arrives_after_the_closing() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let channel = t.channel("daily");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = channel.next_message().await?;
        let right = t.right(&daily).await?;
        t.advance_to("2026-03-03 08:59").await?;
        t.discord.faults().zombie(&t.app, true);
        let pressed = tokio::spawn({
            let (mei, daily) = (mei.clone(), daily.clone());
            async move { mei.press(&daily, &right[0]).await.map(|reply| reply.text()) }
        });
        // On this one thread the press is made before the task first waits.
        tokio::task::yield_now().await;
        t.advance_to("2026-03-03 09:00").await?;
        channel.next_message().await?;
        assert_eq!(t.answers(&daily).await?, 0, "it is still on its way");
        t.discord.faults().zombie(&t.app, false);
        t.discord.faults().drop_gateway(&t.app);
        let told = pressed.await??;
        assert!(told.contains("Your streak"), "{told}");
        assert_eq!(t.answers(&daily).await?, 1);
        t.settle().await?;
        let closed = daily.refresh().to_string();
        assert!(closed.contains("1 member answered"), "{closed}");
        assert_eq!(t.streak(&mei).await?, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_press_on_a_daily_that_is_not_noted_yet_counts_and_gives_nothing_away() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let channel = t.channel("daily");
        let hold = t.discord.faults().on("POST", "/channels/*/messages").hold(sandbox::Effect::Happens);
        t.turn_to("2026-03-02 09:00")?;
        hold.held().await?;
        let daily = channel.next_message().await?;
        let wrong = t.wrong(&daily).await?;
        let told = mei.press(&daily, &wrong).await?;
        assert!(told.text().contains("Your streak"), "{told}");
        hold.release();
        t.settle().await?;
        assert_eq!(t.answers(&daily).await?, 1);
        assert!(channel.unread().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whatever_a_client_sends_gets_words() {
    voyage(World::default(), async |t| {
        let (mei, captain) = (t.member("mei"), t.captain());
        let general = t.channel("general");
        let command = |name: &str, options: serde_json::Value| {
            serde_json::json!({ "data": { "id": "1", "name": name, "type": 1, "options": options } })
        };
        let text =
            |name: &str, value: &str| serde_json::json!([{ "name": name, "type": 3, "value": value }]);
        let hostile = "@everyone <@1> `||**".repeat(300);
        let sent = [
            command("explain", serde_json::json!([])),
            command("explain", serde_json::json!([{ "name": "topic", "type": 4, "value": -1 }])),
            command("explain", text("topic", &hostile)),
            command("explain", text("topic", " ")),
            command("quiz", text("topic", &hostile)),
            command("quiz", serde_json::json!([{ "name": "difficulty", "type": 4, "value": 99 }])),
            command("streak", serde_json::json!([])),
            command("streak", serde_json::json!([{ "name": "pause", "type": 1, "options": [
                { "name": "from", "type": 3, "value": "-9999-01-01" },
                { "name": "to", "type": 3, "value": hostile },
            ] }])),
            command("streak", serde_json::json!([{ "name": "pause", "type": 1, "options": [
                { "name": "from", "type": 3, "value": "2026-03-02" },
                { "name": "to", "type": 3, "value": "9999-12-31" },
            ] }])),
            command("an-old-command", serde_json::json!([])),
        ];
        for sent in sent {
            let told = mei.forge(&t.app, &general, sent.clone()).await?;
            assert!(told.is_ephemeral() && told.text().len() > 20, "{sent}: {told}");
        }
        for option in ["time", "zone", "weekdays"] {
            for value in [&*hostile, "-1", "99:99", "", "0"] {
                let told =
                    captain.forge(&t.app, &general, command("setup", text(option, value))).await?;
                assert!(told.is_ephemeral() && told.text().len() > 20, "{option}: {told}");
            }
        }
        let notified = t.discord.traffic().rest().iter().any(|call| {
            let mentions = &call.request["data"]["allowed_mentions"];
            !mentions.is_null() && *mentions != serde_json::json!({ "parse": [] })
        });
        assert!(!notified, "nobody is mentioned by an answer");
        Ok(())
    })
    .await;
}
