//! The daily question: posted, answered, closed.

use insta::assert_snapshot;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn a_day_with_the_daily() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let channel = t.channel("daily");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = channel.next_message().await?;
        assert_snapshot!(t.told(&daily), @"
        ┃ Question of the day · Mon 2 Mar
        ┃ A film studio renders frames in containers on GPUs. Which compute meets this?
        ┃
        ┃ **A.** EC2 launch type on GPU instances
        ┃ **B.** AWS Fargate
        ┃ **C.** AWS Fargate with a bigger task
        ┃ **D.** An ECS service with more tasks
        ┃
        ┃ Choose **ONE**. Your first answer counts. While it's open, only you see how you did.
        ┃
        ┃ Closes <t:1772524800:R>.
        ┃
        ┃ New here? `/help` shows what else I can do.
        ┃ Section 75 · medium
        [A] [B] [C] [D]
        ");

        let right = t.right(&daily).await?.remove(0);
        let wrong = t.wrong(&daily).await?;
        let told = mei.press(&daily, &right).await?;
        assert!(told.is_ephemeral());
        assert_snapshot!(t.told(&told), @r#"
        (only mei) ┃ Right! It's A
        ┃ ✅ You chose A: > EC2 launch type on GPU instances
        ┃ It meets "on GPUs": container instances can have them.
        ┃ Your streak: 🔥 **1 day**. It starts today.
        ┃ ❄️ One freeze left.
        ┃ Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
        ┃ The facts: • GPUs are available on EC2 container instances. ([Guide F75-06](https://docs.example.com/F75-06))
        [All options] [Report this question]
        "#);
        let told = raj.press(&daily, &wrong).await?;
        assert_snapshot!(t.told(&told), @r#"
        (only raj) ┃ Not quite: it's A
        ┃ ❌ You chose B: > AWS Fargate
        ┃ Right when nobody wants hosts; it has no GPUs.
        ┃ ✅ The answer: A: > EC2 launch type on GPU instances
        ┃ It meets "on GPUs": container instances can have them.
        ┃ Your streak: 🔥 **1 day**. It starts today.
        ┃ ❄️ One freeze left.
        ┃ Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
        ┃ The facts: • AWS runs the hosts under AWS Fargate tasks. ([Guide F75-01](https://docs.example.com/F75-01))
        ┃ • GPUs are available on EC2 container instances. ([Guide F75-06](https://docs.example.com/F75-06))
        [All options] [Report this question]
        "#);
        let all = raj.press(&told, "All options").await?;
        assert!(all.is_ephemeral() && all.text().contains("❌ B · you chose it"), "{all}");
        for option in t.daily(&daily).await?.asked.options() {
            assert!(all.text().contains(&option.why), "{all}");
        }
        let early = t.member("zoe").forge_press(&daily, &format!("1:daily-review:{}", t.daily(&daily).await?.id)).await?;
        for option in t.daily(&daily).await?.asked.options() {
            assert!(!early.text().contains(&option.why), "no reason before an answer: {early}");
        }
        assert_eq!(t.answers(&daily).await?, 2);

        t.advance_to("2026-03-03 09:00").await?;
        assert_snapshot!(t.told(&daily.refresh()), @r#"
        ┃ Question of the day · Mon 2 Mar
        ┃ A film studio renders frames in containers on GPUs. Which compute meets this?
        ┃
        ┃ ✅ **A.** EC2 launch type on GPU instances
        ┃ `▇▇▇▇▇░░░░░` 1 · 50%
        ┃ **B.** AWS Fargate
        ┃ `▇▇▇▇▇░░░░░` 1 · 50%
        ┃ **C.** AWS Fargate with a bigger task
        ┃ `░░░░░░░░░░` 0 · 0%
        ┃ **D.** An ECS service with more tasks
        ┃ `░░░░░░░░░░` 0 · 0%
        ┃
        ┃ Closed <t:1772524800:R>. 2 members answered, 1 of them right.
        ┃ Why A: It meets "on GPUs": container instances can have them.
        ┃ Streaks that grew: @mei 1 day
        ┃ @raj 1 day
        ┃ Section 75 · medium
        [My answer & why]
        "#);
        let next = channel.next_message().await?;
        assert_ne!(t.daily(&next).await?.asked.question.id, t.daily(&daily).await?.asked.question.id);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_second_press_changes_nothing() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let (right, wrong) = (t.right(&daily).await?.remove(0), t.wrong(&daily).await?);
        mei.press(&daily, &wrong).await?;
        t.restart_bot().await?;
        let again = mei.press(&daily, &right).await?;
        assert!(
            again.text().contains(&format!("You answered **{wrong}**. The first answer counts.")),
            "{again}"
        );
        assert_eq!(t.answers(&daily).await?, 1);
        assert_eq!(t.streak(&mei).await?, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_question_that_asks_for_two_has_a_menu_for_exactly_two() {
    voyage(World::default().starts("2026-03-01 08:00"), async |t| {
        let mei = t.member("mei");
        let channel = t.channel("daily");
        // The small pack has one such question; it comes within its nine days.
        for day in 1..=9 {
            t.advance_to(&format!("2026-03-{day:02} 09:00")).await?;
            let daily = channel.next_message().await?;
            let Some(menu) = daily.select() else { continue };
            assert_eq!((menu.min_values, menu.max_values), (2, 2));
            assert!(daily.buttons().is_empty());
            let told = t.answer_right(&mei, &daily).await?;
            assert!(told.text().contains("Right"), "{told}");
            return Ok(());
        }
        Err("the question that asks for two never came".into())
    })
    .await;
}

#[tokio::test]
async fn the_configured_role_is_mentioned_and_nobody_else() {
    voyage(World::default().not_set_up(), async |t| {
        let learners = t.role("Learners");
        learners.set_mentionable(true);
        let general = t.channel("general");
        let command = "/setup channel:#daily time:9:00 zone:Europe/Berlin mention:@Learners discussion:False";
        t.captain().slash(&general, command).await?;
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        assert_eq!(daily.mentioned_roles(), [learners.id()]);
        assert!(!daily.mentions_everyone() && daily.mentioned_users().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_the_chosen_weekdays_have_a_daily() {
    voyage(World::default().set_up("time:9:00 weekdays:mon-fri discussion:False"), async |t| {
        let channel = t.channel("daily");
        t.advance_to("2026-03-06 09:00").await?;
        channel.next_message().await?;
        t.advance_to("2026-03-07 12:00").await?;
        t.advance_to("2026-03-08 12:00").await?;
        assert!(channel.unread().is_empty(), "no question on a weekend");
        t.advance_to("2026-03-09 09:00").await?;
        channel.next_message().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn daily_shows_the_open_question_again_wherever_you_are() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let before = mei.slash(&general, "/daily").await?;
        assert!(before.text().contains("No question is open right now"), "{before}");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let again = mei.slash(&general, "/daily").await?;
        assert!(again.is_ephemeral());
        let right = t.right(&daily).await?.remove(0);
        let told = mei.press(&again, &right).await?;
        assert!(told.text().contains("Right"), "{told}");
        let done = mei.slash(&general, "/daily").await?;
        assert!(done.text().contains(&format!("You answered **{right}**")), "{done}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_late_press_gets_the_key_in_words() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let channel = t.channel("daily");
        t.advance_to("2026-03-02 09:00").await?;
        let monday = channel.next_message().await?;
        let right = t.right(&monday).await?.remove(0);
        mei.press(&monday, &right).await?;
        t.advance_to("2026-03-03 09:00").await?;
        channel.next_message().await?;
        // An old client still shows the letters.
        let late = t.forge(&raj, &monday, &right).await?;
        assert!(late.text().contains("This one closed on Tuesday"), "{late}");
        assert!(late.text().contains(&format!("The answer is **{right}**")), "{late}");
        assert_eq!((t.answers(&monday).await?, t.streak(&raj).await?), (1, 0), "it counts for nothing");
        let review = mei.press(&monday.refresh(), "My answer & why").await?;
        assert!(review.text().contains(&format!("You had answered **{right}**")), "{review}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_daily_missed_in_an_outage_is_posted_late_the_same_day() {
    voyage(World::default(), async |t| {
        let channel = t.channel("daily");
        t.stop_bot().await;
        t.advance_to("2026-03-02 15:00").await?;
        t.start_bot().await?;
        let late = channel.next_message().await?;
        t.advance_to("2026-03-03 08:59").await?;
        assert!(late.refresh().buttons().len() > 1, "it stays open until the next one");
        t.stop_bot().await;
        // A whole day passes: its question is not posted afterwards.
        t.advance_to("2026-03-05 08:00").await?;
        t.start_bot().await?;
        assert!(channel.unread().is_empty());
        t.advance_to("2026-03-05 09:00").await?;
        channel.next_message().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_was_lost_on_the_way_back_makes_no_second_daily() {
    voyage(World::default(), async |t| {
        let channel = t.channel("daily");
        t.lose_next_answer_to_a_post();
        t.advance_to("2026-03-02 09:00").await?;
        t.advance_to("2026-03-02 09:10").await?;
        let daily = channel.next_message().await?;
        t.settle().await?;
        assert!(channel.unread().is_empty(), "exactly one");
        assert!(t.daily(&daily).await?.message.is_some());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_server_error_only_delays_the_daily() {
    voyage(World::default(), async |t| {
        t.fail_next_posts(2, 503);
        t.advance_to("2026-03-02 09:00").await?;
        t.advance_to("2026-03-02 09:05").await?;
        t.advance_to("2026-03-02 09:15").await?;
        t.channel("daily").next_message().await?;
        Ok(())
    })
    .await;
}

/// The gap and the fold of three zones: the local day has one daily, at the time the rule says.
async fn one_daily_over_the_change(zone: &'static str, starts: &'static str, time: &str, due: &str) {
    let options = format!("time:{time} discussion:False");
    voyage(World::default().zone(zone).starts(starts).set_up(&options), async |t| {
        let channel = t.channel("daily");
        let due: jiff::Timestamp = due.parse()?;
        t.advance_to_instant(due - jiff::SignedDuration::from_secs(30)).await?;
        assert!(channel.unread().is_empty(), "not before {due}");
        t.advance_to_instant(due).await?;
        let daily = channel.next_message().await?;
        let day = t.daily(&daily).await?.day;
        t.advance_to_instant(due + jiff::SignedDuration::from_hours(3)).await?;
        assert!(channel.unread().is_empty(), "once on {day}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_time_in_the_spring_gap_of_berlin_happens_at_its_end() {
    one_daily_over_the_change("Europe/Berlin", "2026-03-28 20:00", "2:30", "2026-03-29T01:00:00Z").await;
}

#[tokio::test]
async fn a_time_in_the_autumn_fold_of_berlin_happens_once_the_first_time() {
    one_daily_over_the_change("Europe/Berlin", "2026-10-24 20:00", "2:30", "2026-10-25T00:30:00Z").await;
}

#[tokio::test]
async fn a_time_in_the_spring_gap_of_new_york_happens_at_its_end() {
    one_daily_over_the_change("America/New_York", "2026-03-07 20:00", "2:30", "2026-03-08T07:00:00Z").await;
}

#[tokio::test]
async fn a_time_in_the_autumn_fold_of_new_york_happens_once_the_first_time() {
    one_daily_over_the_change("America/New_York", "2026-10-31 20:00", "1:30", "2026-11-01T05:30:00Z").await;
}

#[tokio::test]
async fn a_time_in_the_half_hour_gap_of_lord_howe_happens_at_its_end() {
    one_daily_over_the_change("Australia/Lord_Howe", "2026-10-03 20:00", "2:15", "2026-10-03T15:30:00Z")
        .await;
}

#[tokio::test]
async fn a_time_in_the_half_hour_fold_of_lord_howe_happens_once_the_first_time() {
    one_daily_over_the_change("Australia/Lord_Howe", "2026-04-04 20:00", "1:45", "2026-04-04T14:45:00Z")
        .await;
}
