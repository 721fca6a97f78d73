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
        ┃ **A.** A larger EC2 launch type fleet
        ┃ **B.** EC2 launch type
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
        (only mei) ┃ Not quite: it's D
        ┃ A bakery runs a small web shop in containers. Nobody there wants to patch servers. Which compute meets this with the LEAST operational overhead?
        ┃ ❌ You chose A: > A larger EC2 launch type fleet
        ┃ Right for more room; it adds hosts to patch.
        ┃ ✅ The answer: D: > AWS Fargate
        ┃ It meets "Nobody there wants to patch servers": AWS runs the hosts.
        ┃ The facts: • With the EC2 launch type you run and patch the container instances. ([Guide F75-02](https://docs.example.com/F75-02))
        ┃ • AWS runs the hosts under AWS Fargate tasks. ([Guide F75-01](https://docs.example.com/F75-01))
        ┃ Practice · AWS Fargate · question 1 · 0 of 1 right
        [Next question] [Stop]
        "#);
        let next = mei.press(&told, "Next question").await?;
        assert!(next.text().contains("question 2"), "{next}");
        let done = mei.press(&next, "Stop").await?;
        assert_snapshot!(t.told(&done), @"
        (only mei) ┃ Practice done: 0 of 1 right
        ┃ Every question you miss here is one you won't miss on the exam. `/explain topic:AWS Fargate` sums it up; a second round sticks better than the first.
        ");
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
