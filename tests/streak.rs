//! Streaks: grown, saved, paused, told.

use insta::assert_snapshot;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn a_week_earns_a_freeze_and_celebrates_milestones() {
    voyage(World::default().starts("2026-03-01 08:00"), async |t| {
        let mei = t.member("mei");
        let channel = t.channel("daily");
        for day in 1..=7 {
            t.advance_to(&format!("2026-03-{day:02} 09:00")).await?;
            let daily = channel.next_message().await?;
            let told = t.answer_right(&mei, &daily).await?;
            match day {
                3 => assert!(told.text().contains("🎉"), "{told}"),
                7 => {
                    assert_snapshot!(t.told_streak(&told), @"
                    Your streak: 🔥 **7 days**, one more than before.
                    ┃ 🎉 **7 days in a row!** A whole week.
                    ┃ You earned a freeze for 7 days in a row.
                    ┃ ❄️❄️ Two freezes left.
                    ┃ Today is done. The day ends <t:1772956800:R> on the server's clock (Europe/Berlin).
                    ┃ The facts: • The Horizontal Pod Autoscaler changes the number of pods. ([Guide F78-04](https://docs.example.com/F78-04))
                    [Celebrate it in the closing post] [All options] [Report this question]
                    ");
                    let celebrated = mei.press(&told, "Celebrate it in the closing post").await?;
                    assert!(celebrated.text().contains("closing post"), "{celebrated}");
                    t.advance_to("2026-03-08 09:00").await?;
                    let closed = t.told(&daily.refresh());
                    assert!(closed.contains("@mei") && closed.contains("🎉"), "{closed}");
                    channel.next_message().await?;
                }
                _ => assert!(!told.text().contains("🎉"), "{told}"),
            }
        }
        assert_eq!(t.streak(&mei).await?, 7);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_milestone_is_celebrated_after_the_closing_too_and_never_against_a_members_wish() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        let card = raj.slash(&general, "/privacy").await?;
        raj.press(&card, "Hide me from others").await?;
        for day in 2..=3 {
            t.advance_to(&format!("2026-03-{day:02} 09:00")).await?;
            let daily = channel.next_message().await?;
            t.answer_right(&mei, &daily).await?;
            t.answer_right(&raj, &daily).await?;
        }
        t.advance_to("2026-03-04 09:00").await?;
        let daily = channel.next_message().await?;
        let told = t.answer_right(&raj, &daily).await?;
        assert!(told.text().contains("3 days in a row") && !told.to_string().contains("Celebrate"), "{told}");
        let told = t.answer_right(&mei, &daily).await?;
        let card = mei.slash(&general, "/privacy").await?;
        let hidden = mei.press(&card, "Hide me from others").await?;
        let refused = mei.press(&told, "Celebrate it in the closing post").await?;
        assert_snapshot!(t.told(&refused), @"(only mei) You're hidden from others, so the closing post doesn't name you. `/privacy` changes that.");

        t.advance_to("2026-03-05 09:00").await?;
        channel.next_message().await?;
        let closed = t.told(&daily.refresh());
        assert!(closed.contains("2 members answered") && !closed.contains("Streaks that grew"), "{closed}");

        mei.press(&hidden, "Show me to others again").await?;
        let late = mei.press(&told, "Celebrate it in the closing post").await?;
        assert_snapshot!(t.told(&late), @"(only mei) 🎉 I'm adding it to the closing post, for everyone to see.");
        let anew = daily.wait_until(|message| message.to_string().contains("🎉")).await?;
        assert!(t.told(&anew).contains("Streaks that grew: @mei 🎉 **3 days in a row!**"), "{}", t.told(&anew));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_missed_day_takes_a_freeze_and_the_next_one_breaks_the_streak() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&mei, &channel.next_message().await?).await?;
        t.advance_to("2026-03-03 09:00").await?;
        channel.next_message().await?;
        t.advance_to("2026-03-04 09:00").await?;
        let wednesday = channel.next_message().await?;
        assert_snapshot!(t.told(&mei.slash(&general, "/streak show").await?), @"
        (only mei) ┃ Your streak
        ┃ 🔥 **1 day** in a row, longest 1 day.
        ┃ No freeze left: your 7th day in a row earns the next one, 6 to go.
        ┃ 1 question answered, 1 right.
        ┃ Next milestone: 3 days, 2 to go.
        ┃
        ┃ ❄️ A freeze saved your streak over a missed day.
        ┃
        ┃ Today's question is open. The day ends <t:1772697600:R> on the server's clock (Europe/Berlin).
        ");
        let told = t.answer_right(&mei, &wednesday).await?;
        assert!(told.text().contains("freeze"), "{told}");
        assert_eq!(t.streak(&mei).await?, 2);
        for day in 5..=6 {
            t.advance_to(&format!("2026-03-{day:02} 09:00")).await?;
            channel.next_message().await?;
        }
        assert_eq!(t.streak(&mei).await?, 0);
        assert_snapshot!(t.told(&mei.slash(&general, "/streak show").await?), @"
        (only mei) ┃ Your streak
        ┃ No streak right now. Longest: 2 days.
        ┃ No freeze left: your 7th day in a row earns the next one, 7 to go.
        ┃ 2 questions answered, 2 right.
        ┃
        ┃ A missed day ended your streak of 2 days. It happens: the next answer is day 1 of a new one.
        ┃
        ┃ Today's question is open. The day ends <t:1772870400:R> on the server's clock (Europe/Berlin).
        ");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_day_on_which_the_bot_was_out_breaks_nothing_and_says_so() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&mei, &channel.next_message().await?).await?;
        t.advance_to("2026-03-03 09:00").await?;
        channel.next_message().await?;
        t.stop_bot().await;
        t.advance_to("2026-03-03 20:00").await?;
        t.start_bot().await?;
        t.advance_to("2026-03-04 09:00").await?;
        channel.next_message().await?;
        assert_eq!(t.streak(&mei).await?, 1);
        let card = mei.slash(&general, "/streak show").await?;
        assert_snapshot!(t.told(&card), @"
        (only mei) ┃ Your streak
        ┃ 🔥 **1 day** in a row, longest 1 day.
        ┃ ❄️ One freeze left.
        ┃ 1 question answered, 1 right.
        ┃ Next milestone: 3 days, 2 to go.
        ┃
        ┃ Tue 3 Mar didn't count against your streak: I couldn't post or take answers.
        ┃
        ┃ Today's question is open. The day ends <t:1772697600:R> on the server's clock (Europe/Berlin).
        ");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_question_that_came_hours_late_because_the_bot_was_out_breaks_nothing() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&mei, &channel.next_message().await?).await?;
        t.advance_to("2026-03-03 08:59").await?;
        t.stop_bot().await;
        t.advance_to("2026-03-03 23:30").await?;
        t.start_bot().await?;
        // Tuesday's question is open while the group sleeps.
        channel.next_message().await?;
        t.advance_to("2026-03-04 09:00").await?;
        channel.next_message().await?;
        assert_eq!(t.streak(&mei).await?, 1);
        let card = mei.slash(&general, "/streak show").await?.text();
        assert!(card.contains("One freeze left"), "{card}");
        assert!(card.contains("Tue 3 Mar didn't count against your streak"), "{card}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_break_that_stands_is_told_though_the_streak_cannot_be_read() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&mei, &channel.next_message().await?).await?;
        let database = rusqlite::Connection::open(t.database())?;
        assert_eq!(database.execute("UPDATE streaks SET last_day = 'never'", [])?, 1);
        let paused = mei.slash(&general, "/streak pause from:2026-03-03 to:2026-03-06").await?;
        assert!(paused.text().contains("10 days more"), "{paused}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_announced_break_keeps_the_streak_as_it_is() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&mei, &channel.next_message().await?).await?;
        let paused = mei.slash(&general, "/streak pause from:2026-03-03 to:2026-03-06").await?;
        assert_snapshot!(t.told(&paused), @"(only mei) 🌴 Enjoy your break of 4 days: Tue 3 Mar to Fri 6 Mar. Missed days don't touch your streak, and an answer still counts. You can announce 10 days more this quarter. Back early? `/streak resume`.");
        for day in 3..=6 {
            t.advance_to(&format!("2026-03-{day:02} 09:00")).await?;
            channel.next_message().await?;
        }
        let resumed = mei.slash(&general, "/streak resume").await?;
        assert!(resumed.text().contains("Welcome back"), "{resumed}");
        t.advance_to("2026-03-07 09:00").await?;
        let saturday = channel.next_message().await?;
        // Friday counted again, unanswered: the one freeze saved it.
        let back = t.answer_right(&mei, &saturday).await?;
        assert!(back.text().contains("🌴 Welcome back: your break kept your streak."), "{back}");
        assert_eq!(t.streak(&mei).await?, 2);
        let too_long = mei.slash(&general, "/streak pause from:2026-03-10 to:2026-03-30").await?;
        assert!(too_long.text().contains("A quarter allows 14 days"), "{too_long}");
        let past = mei.slash(&general, "/streak pause from:2026-03-01 to:2026-03-02").await?;
        assert!(past.text().contains("A break can't begin on Sun 1 Mar"), "{past}");
        let unclear = mei.slash(&general, "/streak pause from:soon to:later").await?;
        assert!(unclear.text().contains("I couldn't read “soon” as a day"), "{unclear}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn another_members_streak_can_be_looked_at() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        t.answer_right(&mei, &daily).await?;
        let card = raj.slash(&general, "/streak show member:@mei").await?;
        assert!(t.told(&card).contains("@mei"), "{card}");
        let own = raj.slash(&general, "/streak show").await?;
        assert!(own.text().contains("No answer yet"), "{own}");
        Ok(())
    })
    .await;
}
