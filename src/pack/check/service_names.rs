//! Names of services: the brand that AWS puts before them, and the case in which their makers write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::draft::Draft;
use super::super::names::{PROPER_NAMES, SERVICES};
use super::super::problem::Problems;
use super::prose;

/// The brands that stand before a service's name.
const BRANDS: [&str; 2] = ["AWS", "Amazon"];

/// Families of names that AWS uses without a brand.
const UNBRANDED: [&str; 4] =
    ["Application Load Balancer", "Elastic Load Balancing", "Network Load Balancer", "Karpenter"];

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    for (at, text) in prose::of(draft) {
        for Misnomer { written, right } in misnomers(text) {
            let message = format!("\"{written}\" is not how its makers write it");
            problems.error(at, message, format!("write \"{right}\""));
        }
    }
}

/// A name as it was written, and as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Misnomer {
    written: String,
    right: String,
}

/// A word of a text, and whether the next one follows it after nothing but a space.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    goes_on: bool,
}

fn misnomers(text: &str) -> Vec<Misnomer> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let misnomer = wrong_brand(&words[at..]).or_else(|| wrong_case(&words[at..]));
        at += misnomer.as_ref().map_or(1, |misnomer| misnomer.written.split(' ').count());
        found.extend(misnomer);
    }
    found
}

/// `AWS ECS`, `Amazon Fargate`, `AWS Karpenter`.
fn wrong_brand(words: &[Word<'_>]) -> Option<Misnomer> {
    let brand = BRANDS.into_iter().find(|brand| words[0].goes_on && words[0].text == *brand)?;
    let misnomer = |name: &str, right: &str| {
        let written = begins(&words[1..], name)?;
        Some(Misnomer { written: format!("{brand} {written}"), right: right.to_owned() })
    };
    let branded = SERVICES.iter().find_map(|service| {
        let (right, name) = service.split_once(' ')?;
        // What is one service with this brand is another with that: "Amazon EC2 Auto Scaling" and "AWS Auto Scaling".
        (right != brand).then(|| misnomer(name, service))?
    });
    branded.or_else(|| UNBRANDED.iter().find_map(|name| misnomer(name, name)))
}

/// Every name by its first word, in lower case and without a plural's ending.
static BY_FIRST_WORD: LazyLock<HashMap<String, Vec<&str>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<&str>> = HashMap::new();
    for name in SERVICES.iter().chain(&PROPER_NAMES) {
        let first = name.split(' ').next().unwrap_or(name);
        names.entry(stem(first)).or_default().push(name);
    }
    names
});

fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    lower.strip_suffix('s').map(ToOwned::to_owned).unwrap_or(lower)
}

/// `Cloudwatch`, `DynamoDb`, `AWS batch`.
fn wrong_case(words: &[Word<'_>]) -> Option<Misnomer> {
    BY_FIRST_WORD.get(&stem(words[0].text)).into_iter().flatten().find_map(|name| {
        let written = begins(words, name)?;
        let right = if written.len() > name.len() { format!("{name}s") } else { (*name).to_owned() };
        // `FARGATE` and the like are values of the API.
        let is_value = !written.contains(' ') && written.chars().all(|letter| !letter.is_lowercase());
        (written != right && !is_value).then_some(Misnomer { written, right })
    })
}

/// The beginning of a text, if it is this name in any case, or its plural.
fn begins(words: &[Word<'_>], name: &str) -> Option<String> {
    let count = name.split(' ').count();
    let here = words.get(..count)?;
    let is_joined = here[..count - 1].iter().all(|word| word.goes_on);
    let written = here.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
    let singular = written.strip_suffix('s').unwrap_or(&written);
    let is_it = written.eq_ignore_ascii_case(name) || singular.eq_ignore_ascii_case(name);
    (is_joined && is_it).then_some(written)
}

/// The words of a text, without code between backticks. What hyphens, dots, slashes or underscores join is one word,
/// so that `aws-auth` and `kubernetes.io` are no names.
fn words(text: &str) -> Vec<Word<'_>> {
    let prose = text.split('`').step_by(2);
    let is_part = |letter: char| letter.is_alphanumeric() || "-._/:@".contains(letter);
    prose
        .flat_map(|part| {
            let spaced: Vec<&str> = part.split(' ').collect();
            let words = spaced.into_iter().flat_map(move |token| {
                let inner: Vec<&str> = token.split(|letter| !is_part(letter)).collect();
                let last = inner.len() - 1;
                inner.into_iter().enumerate().map(move |(at, word)| {
                    let bare = word.trim_matches(['-', '.', '_', '/', ':', '@']);
                    Word { text: bare, goes_on: at == last && word.ends_with(bare) }
                })
            });
            words.filter(|word| !word.text.is_empty()).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        misnomers(text).into_iter().map(|found| format!("{} -> {}", found.written, found.right)).collect()
    }

    #[test]
    fn a_service_has_its_own_brand() {
        assert_eq!(
            told("on AWS ECS with Amazon Fargate."),
            ["AWS ECS -> Amazon ECS", "Amazon Fargate -> AWS Fargate"]
        );
        assert_eq!(told("Amazon secrets manager"), ["Amazon secrets manager -> AWS Secrets Manager"]);
        assert_eq!(
            told("an AWS Application Load Balancer"),
            ["AWS Application Load Balancer -> Application Load Balancer"]
        );
    }

    #[test]
    fn a_name_has_its_own_case() {
        assert_eq!(told("Cloudwatch, DynamoDb"), ["Cloudwatch -> CloudWatch", "DynamoDb -> DynamoDB"]);
        assert_eq!(told("two availability zones"), ["availability zones -> Availability Zones"]);
        assert_eq!(told("an ecs task; AWS batch"), ["ecs -> ECS", "AWS batch -> AWS Batch"]);
        assert_eq!(told("kubernetes' pods"), ["kubernetes -> Kubernetes"]);
    }

    #[test]
    fn what_is_right_or_no_name_is_left_alone() {
        for text in [
            "Amazon ECS on AWS Fargate in two Availability Zones, with Savings Plans",
            "launch type FARGATE, `ecs` and `aws-auth`; see kubernetes.io or amazon-ecs",
            "a batch of config files; AWS. Inspector",
            "an Application Load Balancer's target, Kubernetes-native",
            "AWS, ECS and others",
        ] {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }
}
