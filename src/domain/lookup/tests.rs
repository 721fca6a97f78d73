use proptest::prelude::*;

use super::*;
use crate::domain::content::Cue;

fn concept(id: &str, section: u16, term: &str, aliases: &[&str], misspellings: &[&str]) -> Concept {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Concept {
        id: id.into(),
        section,
        term: term.to_owned(),
        aliases: owned(aliases),
        misspellings: owned(misspellings),
        summary: String::new(),
        facts: Vec::new(),
        cues: Vec::new(),
        confused_with: Vec::new(),
    }
}

fn concepts() -> Vec<Concept> {
    let mut concepts = vec![
        concept("container", 74, "Container", &["Docker container"], &["contaner"]),
        concept("amazon-ecs", 75, "Amazon ECS", &["Elastic Container Service"], &["ESC"]),
        concept("ecs-service", 75, "ECS service", &[], &[]),
        concept("fargate", 75, "AWS Fargate", &["Fargate", "serverless containers"], &["farget"]),
        concept("task-role", 75, "Task role", &["task IAM role"], &[]),
        concept("task-execution-role", 75, "Task execution role", &["ecsTaskExecutionRole"], &[]),
        concept("ec2-launch-type", 76, "EC2 launch type", &["ECS on EC2"], &[]),
        concept("amazon-ecr", 77, "Amazon ECR", &["Elastic Container Registry"], &[]),
        concept("lifecycle-policy", 77, "Lifecycle policy", &[], &[]),
        concept("kubernetes", 78, "Kubernetes", &["k8s"], &[]),
        concept("pod", 78, "Pod", &[], &[]),
        concept("persistent-volume", 78, "Persistent volume", &["PV", "PVC"], &[]),
        concept("amazon-eks", 79, "Amazon EKS", &["Elastic Kubernetes Service"], &[]),
        concept("aws-auth", 79, "aws-auth ConfigMap", &["aws-auth"], &[]),
    ];
    concepts[3].cues = vec![Cue {
        wording: "serverless containers".into(),
        fact: "F76-06".into(),
        chapter: true,
        also: Vec::new(),
    }];
    concepts
}

fn one(id: &str, how: How) -> Found {
    Found::One { id: id.into(), how }
}

fn labels(partial: &str) -> Vec<String> {
    let suggestions = Lookup::new(&concepts()).suggest(partial, 5);
    suggestions.into_iter().map(|suggestion| suggestion.label).collect()
}

#[test]
fn a_name_finds_its_concept_however_it_is_written() {
    let lookup = Lookup::new(&concepts());
    for (text, id) in [
        ("AWS Fargate", "fargate"),
        ("fargate", "fargate"),
        ("Amazon Fargate", "fargate"),
        ("farget", "fargate"),
        ("PV", "persistent-volume"),
        ("pvs", "persistent-volume"),
        ("persistent-volumes", "persistent-volume"),
        ("lifecycle policies", "lifecycle-policy"),
        ("Pods?", "pod"),
        ("ec2_launch_type", "ec2-launch-type"),
        ("ESC", "amazon-ecs"),
        ("amazon-eks", "amazon-eks"),
        ("aws-auth", "aws-auth"),
        ("serverless container", "fargate"),
    ] {
        assert_eq!(lookup.find(text), one(id, How::Exact), "{text:?}");
    }
}

#[test]
fn a_beginning_of_one_concept_finds_it() {
    let lookup = Lookup::new(&concepts());
    assert_eq!(lookup.find("farg"), one("fargate", How::Prefix));
    assert_eq!(lookup.find("Amazon farg"), one("fargate", How::Prefix));
    assert_eq!(lookup.find("persist"), one("persistent-volume", How::Prefix));
}

#[test]
fn a_beginning_of_several_concepts_is_no_guess() {
    let lookup = Lookup::new(&concepts());
    assert_eq!(lookup.find("task"), Found::Nearest(vec!["task-role".into(), "task-execution-role".into()]));
}

#[test]
fn a_slip_is_forgiven_in_a_long_name() {
    let lookup = Lookup::new(&concepts());
    for (text, id) in [
        ("fragate", "fargate"),
        ("kubernets", "kubernetes"),
        ("Kuberentes", "kubernetes"),
        ("amazn eks", "amazon-eks"),
        ("persistant volum", "persistent-volume"),
    ] {
        assert_eq!(lookup.find(text), one(id, How::Typo), "{text:?}");
    }
}

#[test]
fn an_abbreviation_with_a_slip_is_no_guess() {
    let found = Lookup::new(&concepts()).find("ECX");
    let Found::Nearest(ids) = found else { panic!("{found:?}") };
    assert!(ids.contains(&"amazon-ecs".into()) && ids.contains(&"amazon-ecr".into()), "{ids:?}");
}

#[test]
fn two_concepts_equally_near_are_both_offered() {
    let lookup =
        Lookup::new(&[concept("red", 1, "node red", &[], &[]), concept("rod", 1, "node rod", &[], &[])]);
    assert_eq!(lookup.find("node rid"), Found::Nearest(vec!["red".into(), "rod".into()]));
}

#[test]
fn one_name_of_two_concepts_is_no_guess() {
    let lookup = Lookup::new(&[concept("a", 1, "AWS Batch", &[], &[]), concept("b", 1, "batch", &[], &[])]);
    assert_eq!(lookup.find("Batch"), Found::Nearest(vec!["a".into(), "b".into()]));
    assert_eq!(lookup.find("AWS Batch"), one("a", How::Exact));
}

#[test]
fn what_is_near_to_nothing_is_not_guessed_at() {
    let lookup = Lookup::new(&concepts());
    for text in ["quantum blockchain", "漢字", "rds", "sqs", "S3"] {
        assert_eq!(lookup.find(text), Found::Nearest(Vec::new()), "{text:?}");
    }
    for nothing in ["", "…", "🚢"] {
        let found = lookup.find(nothing);
        assert!(matches!(&found, Found::Nearest(ids) if ids.len() == NEAREST), "{found:?}");
    }
    assert_eq!(Lookup::new(&[]).find("fargate"), Found::Nearest(Vec::new()));
    assert!(Lookup::new(&[]).suggest("", 25).is_empty());
}

#[test]
fn a_whole_word_counts_wherever_it_stands_in_a_name() {
    let mut all = concepts();
    all.push(concept("service-discovery", 76, "Service discovery", &[], &[]));
    all.push(concept("ecr-endpoints", 77, "ECR VPC endpoints", &["S3 gateway endpoint"], &[]));
    let lookup = Lookup::new(&all);
    let service =
        ["ecs-service", "service-discovery", "amazon-ecs", "amazon-eks"].map(ConceptId::from).to_vec();
    assert_eq!(lookup.find("service"), Found::Nearest(service));
    assert_eq!(lookup.find("servic"), one("service-discovery", How::Prefix), "a beginning is no whole word");
    assert_eq!(lookup.find("volume"), Found::Nearest(vec!["persistent-volume".into()]));
    assert_eq!(lookup.find("S3"), Found::Nearest(vec!["ecr-endpoints".into()]), "offered, not taken for it");
    let roles = ["task-role", "task-execution-role"].map(ConceptId::from).to_vec();
    assert_eq!(lookup.find("whatever role there may be"), Found::Nearest(roles), "one word of several");
    assert_eq!(lookup.find("lifecycle"), one("lifecycle-policy", How::Prefix));
}

#[test]
fn with_nothing_typed_each_section_shows_its_most_prominent_concept() {
    insta::assert_snapshot!(labels("").join(" · "), @"Container · AWS Fargate · EC2 launch type · Amazon ECR · Kubernetes");
}

#[test]
fn suggestions_run_from_whole_names_to_slips() {
    insta::assert_snapshot!(labels("pv").join(" · "), @"Persistent volume (PV)");
    insta::assert_snapshot!(labels("task").join(" · "), @"Task role · Task execution role");
    insta::assert_snapshot!(labels("container").join(" · "), @"Container · AWS Fargate (serverless containers) · Amazon ECS (Elastic Container Service) · Amazon ECR (Elastic Container Registry)");
    insta::assert_snapshot!(labels("role").join(" · "), @"Task role · Task execution role");
    insta::assert_snapshot!(labels("vol").join(" · "), @"Persistent volume");
    insta::assert_snapshot!(labels("ernet").join(" · "), @"Kubernetes · Amazon EKS (Elastic Kubernetes Service)");
    insta::assert_snapshot!(labels("frag").join(" · "), @"AWS Fargate");
    insta::assert_snapshot!(labels("kubre").join(" · "), @"Kubernetes");
    insta::assert_snapshot!(labels("gargate").join(" · "), @"AWS Fargate");
    insta::assert_snapshot!(labels("Amazon farg").join(" · "), @"AWS Fargate");
}

#[test]
fn a_label_is_never_longer_than_discord_takes() {
    let term = "👩‍👩‍👧‍👦".repeat(40);
    let suggestions = Lookup::new(&[concept("x", 1, &term, &["xyz"], &[])]).suggest("", 1);
    let label = &suggestions[0].label;
    assert!(label.chars().count() <= Lookup::MAX_LABEL_CHARS);
    assert!(label.ends_with("👩‍👩‍👧‍👦…"), "{label}");

    let alias = "x".repeat(99);
    let suggestions = Lookup::new(&[concept("y", 1, "Term", &[&alias], &[])]).suggest("xxx", 1);
    assert_eq!(suggestions[0].label, "Term", "an alias that does not fit is left out");
}

/// What a hurried finger does to `word` at letter `at`.
fn slip(word: &str, at: usize, what: u8) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = at % (letters.len() - 1);
    match what {
        0 => letters.swap(at, at + 1),
        1 => letters[at] = 'q',
        2 => drop(letters.remove(at)),
        _ => letters.insert(at, 'q'),
    }
    letters.into_iter().collect()
}

proptest! {
    #[test]
    fn every_term_and_alias_finds_its_own_concept(place in 0..14_usize) {
        let concepts = concepts();
        let lookup = Lookup::new(&concepts);
        let concept = &concepts[place];
        for name in concept.aliases.iter().chain([&concept.term]) {
            let found = lookup.find(name);
            prop_assert_eq!(found, one(concept.id.as_str(), How::Exact), "{}", name);
        }
    }

    #[test]
    fn one_slip_in_a_long_term_still_finds_or_lists_it(place in 0..14_usize, at in 0..40_usize, what in 0..4_u8) {
        let concepts = concepts();
        let concept = &concepts[place];
        prop_assume!(concept.term.len() >= 6);
        let typed = slip(&concept.term, at, what);
        let is_there = match Lookup::new(&concepts).find(&typed) {
            Found::One { id, .. } => id == concept.id,
            Found::Nearest(ids) => ids.contains(&concept.id),
        };
        prop_assert!(is_there, "{} for {}", typed, concept.term);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>(), limit in 0..30_usize) {
        let lookup = Lookup::new(&concepts());
        if let Found::Nearest(ids) = lookup.find(&text) {
            prop_assert!(ids.len() <= NEAREST);
        }
        let suggestions = lookup.suggest(&text, limit);
        prop_assert!(suggestions.len() <= limit);
        let different: HashSet<_> = suggestions.iter().map(|suggestion| &suggestion.id).collect();
        prop_assert_eq!(different.len(), suggestions.len());
    }

    #[test]
    fn a_text_as_long_as_discord_allows_is_answered(letter in any::<char>()) {
        let text = letter.to_string().repeat(6_000);
        let lookup = Lookup::new(&concepts());
        let _answered = (lookup.find(&text), lookup.suggest(&text, 25));
    }
}
