//! Practice in private.

use std::collections::BTreeSet;

use insta::assert_snapshot;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn question_after_question_with_a_running_score() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let question = mei.slash(&general, "/quiz topic:fargate").await?;
        assert!(question.is_ephemeral());
        assert_snapshot!(t.told(&question), @"
        (only mei) ┃ Practice · AWS Fargate · question 1
        ┃ A bakery runs a small web shop in containers. Nobody there wants to patch servers. Which compute meets this with the LEAST operational overhead?
        ┃
        ┃ **A.** EC2 launch type
        ┃ **B.** A larger EC2 launch type fleet
        ┃ **C.** EC2 launch type with GPUs
        ┃ **D.** AWS Fargate
        ┃
        ┃ Choose **ONE**.
        ┃ Section 75 · easy
        [A] [B] [C] [D]
        [Stop]
        ");
        let told = mei.press(&question, "A").await?;
        assert_snapshot!(t.told(&told), @r#"
        (only mei) That was the only question on AWS Fargate: from here on it repeats.
        ┃ Not quite: it's D
        ┃ A bakery runs a small web shop in containers. Nobody there wants to patch servers. Which compute meets this with the LEAST operational overhead?
        ┃ ❌ You chose A: > EC2 launch type
        ┃ Right for full control of the hosts; here somebody would have to patch them.
        ┃ ✅ The answer: D: > AWS Fargate
        ┃ It meets "Nobody there wants to patch servers": AWS runs the hosts.
        ┃ The facts: • With the EC2 launch type you run and patch the container instances. ([Guide F75-02](https://docs.example.com/F75-02))
        ┃ • AWS runs the hosts under AWS Fargate tasks. ([Guide F75-01](https://docs.example.com/F75-01))
        ┃ Practice · AWS Fargate · question 1 · 0 of 1 right
        [Next question] [Stop] [All options] [Report this question]
        "#);
        let all = mei.press(&told, "All options").await?;
        let reasons = all.text();
        for option in ["❌ A · you chose it", "❌ B:", "❌ C:", "✅ D:"] {
            assert!(all.is_ephemeral() && reasons.contains(option), "{all}");
        }
        let next = mei.press(&told, "Next question").await?;
        assert!(next.text().contains("question 2"), "{next}");
        let done = mei.press(&next, "Stop").await?;
        assert_snapshot!(t.told(&done), @"
        (only mei) ┃ Practice done: 0 of 1 right
        ┃ You missed **AWS Fargate**. Another round begins with what you missed.
        ┃
        ┃ Every question you miss here is one you won't miss on the exam. `/explain topic:AWS Fargate` sums it up.
        [Another round]
        ");
        let again = mei.press(&done, "Another round").await?;
        assert_eq!(t.stem(again.message()), t.stem(question.message()), "what was missed comes first");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn no_question_comes_twice_until_all_were_there() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let mut question = mei.slash(&general, "/quiz").await?;
        let mut seen = BTreeSet::new();
        // The small pack has nine questions.
        for _ in 0..9 {
            seen.insert(t.stem(question.message()));
            let told = match question.message().select() {
                Some(_) => mei.select(&question, &["A", "B"]).await?,
                None => mei.press(&question, "A").await?,
            };
            question = mei.press(&told, "Next question").await?;
        }
        assert_eq!(seen.len(), 9);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn practice_never_shows_the_open_daily() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let asked = t.stem(&daily);
        let mut question = mei.slash(&general, "/quiz").await?;
        for _ in 0..12 {
            assert_ne!(t.stem(question.message()), asked);
            let told = match question.message().select() {
                Some(_) => mei.select(&question, &["A", "B"]).await?,
                None => mei.press(&question, "A").await?,
            };
            question = mei.press(&told, "Next question").await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_question_on_the_table_that_becomes_the_daily_is_taken_away() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        // Nine sessions have all nine questions of the small pack on the table.
        let mut tables = Vec::new();
        for _ in 0..9 {
            tables.push(mei.slash(&general, "/quiz").await?);
        }
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let asked = t.stem(&daily);
        let same =
            tables.iter().find(|table| t.stem(table.message()) == asked).ok_or("nobody practices it")?;
        let told = match same.message().select() {
            Some(_) => mei.select(same, &["A", "B"]).await?,
            None => mei.press(same, "A").await?,
        };
        assert!(told.text().contains("This one is waiting"), "{told}");
        assert_ne!(t.stem(told.message()), asked);
        for option in t.daily(&daily).await?.asked.options() {
            assert!(!told.text().contains(&option.why), "{told}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_topic_that_is_unknown_leads_to_practice_on_the_nearest() {
    voyage(World::default(), async |t| {
        let (mei, general) = (t.member("mei"), t.channel("general"));
        let told = mei.slash(&general, "/quiz topic:fargat compute stuff").await?;
        assert!(told.text().contains("I don't know “fargat compute stuff”"), "{told}");
        let asked = mei.press(&told, "AWS Fargate").await?;
        assert!(asked.to_string().contains("Practice"), "{asked}");

        let told = mei.slash(&general, "/challenge start topic:fargat compute stuff rounds:5").await?;
        let text = told.text();
        assert!(text.contains("No game was opened.") && text.contains("• AWS Fargate"), "{told}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_filter_without_questions_says_what_to_try() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let none = mei.slash(&general, "/quiz topic:fargate difficulty:hard").await?;
        assert!(none.text().contains("There is no hard question on AWS Fargate"), "{none}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn cues_are_drilled_in_the_same_flow() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let drill = mei.slash(&general, "/quiz style:cues").await?;
        assert!(drill.is_ephemeral());
        assert_snapshot!(t.told(&drill), @"
        (only mei) ┃ Cue drill · cue 1
        ┃ Which service or feature does this wording point at?
        ┃
        ┃ > “full control of the hosts”
        ┃
        ┃ **A.** ECS service
        ┃ **B.** AWS Fargate
        ┃ **C.** Task execution role
        ┃ **D.** EC2 launch type
        ┃
        ┃ Choose **ONE**.
        ┃ Section 75 · exam wording
        [A] [B] [C] [D]
        [Stop]
        ");
        t.restart_bot().await?;
        let told = mei.press(&drill, "A").await?;
        assert_snapshot!(t.told(&told), @"
        (only mei) That was the only cue: from here on it repeats.
        ┃ Not quite: it's D
        ┃ Which service or feature does this wording point at?
        ┃
        ┃ > “full control of the hosts”
        ┃ ❌ You chose A: > ECS service
        ┃ Keeps a chosen number of tasks running.
        ┃ ✅ The answer: D: > EC2 launch type
        ┃ ECS tasks on EC2 instances that you manage.
        ┃ The facts: • A service keeps a chosen number of tasks running. ([Guide F75-05](https://docs.example.com/F75-05))
        ┃ • With the EC2 launch type you run and patch the container instances. ([Guide F75-02](https://docs.example.com/F75-02))
        ┃ Cue drill · cue 1 · 0 of 1 right
        [Next question] [Stop] [All options] [Report this question]
        ");
        let next = mei.press(&told, "Next question").await?;
        assert!(next.text().contains("Cue drill · cue 2"), "{next}");
        let done = mei.press(&next, "Stop").await?;
        assert!(done.text().contains("Practice done"), "{done}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_topic_narrows_the_cues_to_those_that_tell_it_apart() {
    voyage(World::default().whole_chapter(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let mut drill = mei.slash(&general, "/quiz style:cues topic:task role").await?;
        let mut seen = BTreeSet::new();
        for _ in 0..6 {
            assert!(drill.text().contains("** Task role"), "the topic stands among the terms: {drill}");
            seen.insert(drill.text().lines().nth(3).map(str::to_owned));
            let told = mei.press(&drill, "A").await?;
            drill = mei.press(&told, "Next question").await?;
        }
        assert_eq!(seen.len(), 6, "no cue comes twice: {seen:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_topic_without_cues_says_what_to_try() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let none = mei.slash(&general, "/quiz topic:pod style:cues").await?;
        assert_snapshot!(t.told(&none), @"(only mei) There is no cue on Pod right now. `/quiz style:cues` alone asks about everything.");
        Ok(())
    })
    .await;
}
