//! Two concepts held against each other.

use insta::assert_snapshot;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn a_comparison_is_shown_to_the_channel_in_the_order_asked() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let table = mei.slash(&general, "/compare first:ecs on ec2 second:farget").await?;
        assert!(!table.is_ephemeral());
        assert_snapshot!(t.told(&table), @"
        ┃ EC2 launch type or AWS Fargate?
        ┃ Ask who should look after the hosts.
        ┃
        ┃ Choose **EC2 launch type** when the hosts have to be under your control.
        ┃ Choose **AWS Fargate** when nobody wants to patch hosts.
        ┃ Hosts: **EC2 launch type**: Run and patched by you
        ┃ **AWS Fargate**: Run by AWS
        ┃ GPUs: **EC2 launch type**: On container instances
        ┃ **AWS Fargate**: None
        ┃ Who patches: **EC2 launch type**: You
        ┃ **AWS Fargate**: AWS
        ┃ Read more: • [Guide F75-01](https://docs.example.com/F75-01)
        ┃ • [Guide F75-02](https://docs.example.com/F75-02)
        ┃ • [Guide F75-06](https://docs.example.com/F75-06)
        [Explain EC2 launch type] [Explain AWS Fargate] [Practice (2 questions)]
        ");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_that_nobody_compared_are_shown_with_their_facts() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let roles = mei.slash(&general, "/compare first:executionRoleArn second:task role").await?;
        assert_snapshot!(t.told(&roles), @"
        ┃ Task execution role or Task role?
        ┃ The task role is for your code, the execution role for the agent.
        ┃ Task execution role: The IAM role that the agent uses to start a task.
        ┃ • The task execution role lets the agent pull images and write logs.
        ┃ Task role: The IAM role that the code in a task uses.
        ┃ • Application code in a task gets its AWS permissions from the task role.
        ┃ Read more: • [Guide F75-04](https://docs.example.com/F75-04)
        ┃ • [Guide F75-03](https://docs.example.com/F75-03)
        [Explain Task execution role] [Explain Task role] [Practice (2 questions)]
        ");
        let strangers = mei.slash(&general, "/compare first:pod second:fargate").await?;
        assert!(strangers.text().contains("I have no table for these two yet"), "{strangers}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn kinds_of_a_concept_are_compared_too() {
    voyage(World::default().whole_chapter(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let scans = mei.slash(&general, "/compare first:enhanced second:basic scaning").await?;
        assert_snapshot!(t.told(&scans), @"
        ┃ Enhanced scanning or Basic scanning?
        ┃ Basic looks at the operating system when an image is pushed; enhanced adds language packages and looks again as new CVEs appear.
        ┃
        ┃ Choose **Enhanced scanning** when images have to be scanned again and again, language packages included.
        ┃ Choose **Basic scanning** when a check of the operating system at push, or on demand, is enough.
        ┃ What it checks: **Enhanced scanning**: Packages of programming languages as well
        ┃ **Basic scanning**: Operating-system vulnerabilities
        ┃ When: **Enhanced scanning**: Can scan again continuously as new CVEs are published, and reports to EventBridge
        ┃ **Basic scanning**: At push, or when somebody asks
        ┃ Done by: **Enhanced scanning**: Amazon Inspector
        ┃ **Basic scanning**: Amazon ECR, with scanning technology from AWS
        ┃ Cost: **Enhanced scanning**: Billed by Amazon Inspector
        ┃ **Basic scanning**: Part of Amazon ECR
        ┃ Read more: • [Scan images for software vulnerabilities in Amazon ECR](https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html)
        ┃ • [Scanning Amazon ECR container images with Amazon Inspector](https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html)
        [Explain Image scanning] [Practice (6 questions)]
        ");
        let roles = mei.slash(&general, "/compare first:ALB second:NLB").await?;
        assert!(roles.text().starts_with("┃ Application Load Balancer or Network Load Balancer?"), "{roles}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_same_twice_and_the_unknown_are_answered_privately() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let same = mei.slash(&general, "/compare first:fargate second:AWS Fargate").await?;
        assert_snapshot!(t.told(&same), @"
        (only mei) That's **AWS Fargate** twice. Compare it with one of these?
        [EC2 launch type]
        ");
        let table = mei.press(&same, "EC2 launch type").await?;
        assert!(table.is_ephemeral() && table.text().contains("AWS Fargate or EC2 launch type?"), "{table}");

        let unknown = mei.slash(&general, "/compare first:fargate second:role thing").await?;
        assert_snapshot!(t.told(&unknown), @"
        (only mei) I don't know “role thing”. Compare **AWS Fargate** with one of these?
        [Task role] [Task execution role]
        ");
        let table = mei.press(&unknown, "Task role").await?;
        assert!(table.text().contains("AWS Fargate or Task role?"), "{table}");

        let both = mei.slash(&general, "/compare first:qqq second:zzz").await?;
        assert!(both.is_ephemeral());
        assert!(both.text().contains("“qqq”") && both.text().contains("“zzz”"), "{both}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn suggestions_begin_with_what_the_first_is_compared_with() {
    voyage(World::default().whole_chapter(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let names = |choices: Vec<sandbox::Choice>| -> Vec<String> {
            choices.into_iter().map(|choice| choice.name).collect()
        };
        let first = names(mei.autocomplete(&general, "/compare first:frag").await?);
        assert!(first[0].contains("Fargate"), "{first:?}");
        let partners = names(mei.autocomplete(&general, "/compare first:pod identity second:").await?);
        assert_eq!(partners[0], "IAM roles for service accounts");
        assert!((2..=25).contains(&partners.len()) && !partners.contains(&"EKS Pod Identity".to_owned()));
        let typed = names(mei.autocomplete(&general, "/compare first:basic scanning second:enh").await?);
        assert_eq!(typed[0], "Enhanced scanning");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_card_leads_to_comparisons_and_a_comparison_to_practice_on_both() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let card = mei.slash(&general, "/explain topic:fargate").await?;
        let table = raj.press(&card, "Compare with EC2 launch type").await?;
        assert!(table.is_ephemeral());
        let explained = raj.press(&table, "Explain EC2 launch type").await?;
        assert!(explained.text().contains("┃ EC2 launch type"), "{explained}");
        let table = raj.press(&explained, "Compare with AWS Fargate").await?;
        let mut question = raj.press(&table, "Practice (2 questions)").await?;
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..2 {
            assert!(question.text().contains("Practice · EC2 launch type and AWS Fargate"), "{question}");
            seen.insert(t.stem(question.message()));
            let told = raj.press(&question, "A").await?;
            question = raj.press(&told, "Next question").await?;
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["q75-gpu-render", "q75-no-hosts"]);
        let kinds = mei.slash(&general, "/explain topic:ecs service").await?;
        let table = mei.press(&kinds, "Compare Desired count with Running count").await?;
        assert!(table.text().contains("What you ask for, and what is there."), "{table}");
        Ok(())
    })
    .await;
}
