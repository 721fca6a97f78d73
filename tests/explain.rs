//! Looking concepts up.

use insta::assert_snapshot;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn a_concept_is_shown_to_the_channel() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let card = mei.slash(&general, "/explain topic:fargate").await?;
        assert!(!card.is_ephemeral());
        assert_snapshot!(t.told(&card), @"
        ┃ AWS Fargate
        ┃ Compute for containers without hosts to manage.
        ┃
        ┃ Also called: Fargate, serverless containers
        ┃ Key facts: • AWS runs the hosts under AWS Fargate tasks.
        ┃ On the exam, look for: • “serverless containers”
        ┃ Not to be confused with: • **EC2 launch type**: On Fargate AWS runs the hosts; with the EC2 launch type you do.
        ┃ Read more: • [Guide F75-01](https://docs.example.com/F75-01)
        ┃ Section 75 · Amazon ECS
        [Quiz me on this (1 question)]
        [Compare with EC2 launch type]
        ");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_prefix_a_typo_and_an_abbreviation_all_find_it() {
    voyage(World::default().whole_chapter(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        for (typed, term) in [
            ("farg", "AWS Fargate"),
            ("fragate", "AWS Fargate"),
            ("FARGATE", "AWS Fargate"),
            ("PV", "Persistent Volume"),
            ("hpa", "Horizontal Pod Autoscaler"),
            ("kubernets", "Kubernetes"),
        ] {
            let card = mei.slash(&general, &format!("/explain topic:{typed}")).await?;
            assert!(card.text().starts_with(&format!("┃ {term}")), "{typed} found:\n{card}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn suggestions_come_while_typing() {
    voyage(World::default().whole_chapter(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let first = |choices: Vec<sandbox::Choice>| choices.first().map(|choice| choice.name.clone());
        let found = first(mei.autocomplete(&general, "/explain topic:frag").await?);
        assert!(found.is_some_and(|name| name.contains("Fargate")));
        let found = first(mei.autocomplete(&general, "/explain topic:PV").await?);
        assert!(found.is_some_and(|name| name.contains("(PV)")));
        let start = mei.autocomplete(&general, "/explain topic:").await?;
        assert!((1..=25).contains(&start.len()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_not_found_offers_the_nearest_as_buttons() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let near = mei.slash(&general, "/explain topic:task rolle thing @everyone").await?;
        assert!(near.is_ephemeral());
        assert!(near.text().contains("I don't know “task rolle thing"), "{near}");
        let card = mei.press(&near, "Task role").await?;
        assert!(card.text().contains("┃ Task role"), "{card}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn quiz_me_on_this_starts_a_private_practice() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let card = mei.slash(&general, "/explain topic:fargate").await?;
        let question = raj.press(&card, "Quiz me on this (1 question)").await?;
        assert!(question.is_ephemeral());
        assert!(question.text().contains("Practice · AWS Fargate · question 1"), "{question}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_topics_in_one_are_compared_and_what_is_not_taught_is_not_guessed_at() {
    voyage(World::default().whole_chapter(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        for typed in ["ecs vs eks", "difference between ecs and eks"] {
            let both = mei.slash(&general, &format!("/explain topic:{typed}")).await?;
            let text = both.text();
            assert!(
                !both.is_ephemeral() && text.contains("Amazon ECS") && text.contains("Amazon EKS"),
                "{both}"
            );
        }
        for typed in ["rds", "sqs"] {
            let none = mei.slash(&general, &format!("/explain topic:{typed}")).await?;
            let told = format!("I have nothing on “{typed}”: it doesn't seem to be part of the course.");
            assert!(none.is_ephemeral() && none.text().contains(&told), "{none}");
        }
        let service = mei.slash(&general, "/explain topic:service").await?;
        for name in ["ECS service", "Kubernetes Service"] {
            let offered = service.message().buttons();
            assert!(offered.iter().any(|button| button.label == name), "{service}");
        }
        Ok(())
    })
    .await;
}
