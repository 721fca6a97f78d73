use proptest::prelude::*;

use super::*;
use crate::domain::content::Confusion;

fn concept(id: &str, section: u16, facts: &[&str]) -> Concept {
    Concept {
        id: id.into(),
        section,
        term: format!("Term {id}"),
        aliases: Vec::new(),
        misspellings: Vec::new(),
        summary: format!("What {id} is."),
        facts: facts.iter().map(|&fact| fact.into()).collect(),
        cues: Vec::new(),
        confused_with: Vec::new(),
    }
}

fn cue(wording: &str, fact: &str) -> Cue {
    Cue { wording: wording.into(), fact: fact.into(), chapter: false, also: Vec::new() }
}

fn confusion(other: &str) -> Confusion {
    Confusion { concept: other.into(), difference: format!("It is not {other}.") }
}

/// `a` is confused with `b`, `c` with `a`; `d` shares its section, `e` shares nothing.
fn concepts() -> Vec<Concept> {
    let mut concepts = vec![
        concept("a", 75, &["F75-01"]),
        concept("b", 76, &["F76-01"]),
        concept("c", 77, &["F77-01"]),
        concept("d", 75, &["F75-02"]),
        concept("e", 79, &["F79-01"]),
    ];
    concepts[0].cues = vec![cue("no hosts at all", "F75-01")];
    concepts[0].confused_with = vec![confusion("b")];
    concepts[2].confused_with = vec![confusion("a")];
    concepts
}

fn terms(concepts: &[Concept], topics: &[ConceptId], seed: u64) -> Vec<String> {
    let drills = Drills::new(concepts);
    let prompt = drills.about(topics).next().expect("a drill");
    let asked = drills.ask(prompt, topics, &mut choose::rng_from(seed, 0));
    let mut terms: Vec<String> = asked.options().map(|option| option.text.clone()).collect();
    terms.sort();
    terms
}

#[test]
fn a_drill_offers_what_is_confused_before_what_is_near() {
    for seed in 0..20 {
        assert_eq!(terms(&concepts(), &[], seed), ["Term a", "Term b", "Term c", "Term d"]);
    }
}

#[test]
fn a_topic_stands_among_the_terms() {
    let mut concepts = concepts();
    concepts.insert(0, concept("f", 80, &["F80-01"]));
    concepts[1].confused_with.extend([confusion("f"), confusion("e")]);
    for seed in 0..20 {
        assert!(terms(&concepts, &["e".into()], seed).contains(&"Term e".to_owned()));
    }
}

#[test]
fn what_the_wording_fits_as_well_is_never_offered() {
    let shared_fact = |concepts: &mut Vec<Concept>| concepts[1].facts.push("F75-01".into());
    let shared_cue = |concepts: &mut Vec<Concept>| concepts[1].cues = vec![cue("No hosts, at all", "F76-01")];
    let said_so = |concepts: &mut Vec<Concept>| concepts[0].cues[0].also = vec!["b".into()];
    let cases: [fn(&mut Vec<Concept>); 3] = [shared_fact, shared_cue, said_so];
    for spoil in cases {
        let mut concepts = concepts();
        spoil(&mut concepts);
        assert_eq!(terms(&concepts, &["a".into()], 1), ["Term a", "Term c", "Term d", "Term e"]);
    }
}

#[test]
fn a_wording_that_names_its_concept_is_no_drill() {
    for (wording, asked) in
        [("run on Term A today", 0), ("the terminal", 1), ("A term", 1), ("Amazon Nick", 0)]
    {
        let mut concepts = concepts();
        concepts[0].aliases = vec!["AWS Nick".into()];
        concepts[0].cues = vec![cue(wording, "F75-01")];
        assert_eq!(Drills::new(&concepts).about(&[]).count(), asked, "{wording}");
    }
}

#[test]
fn too_few_terms_are_no_drill() {
    assert_eq!(Drills::new(&concepts()[..3]).about(&[]).count(), 0);
}

#[test]
fn the_answer_rests_on_the_fact_and_the_rest_say_how_they_differ() {
    let drills = Drills::new(&concepts());
    let prompt = drills.about(&[]).next().unwrap();
    assert_eq!(prompt.id.as_str(), "cue-a-no-hosts-at-all");
    let asked = drills.ask(prompt, &[], &mut choose::rng_from(3, 0));
    let option = |name: &str| asked.options().find(|option| option.text == name).unwrap().clone();
    assert_eq!(option("Term a").facts, ["F75-01".into()]);
    assert_eq!(option("Term b").why, "It is not b.");
    assert_eq!(option("Term c").why, "It is not a.");
    assert_eq!(option("Term d").why, "What d is.");
    assert_eq!(asked.question.stem, format!("{ASK}\n\n> “no hosts at all”"));
}

#[test]
fn a_topic_without_a_cue_is_drilled_where_it_is_confused() {
    let concepts = concepts();
    let drills = Drills::new(&concepts);
    assert_eq!(drills.about(&["b".into()]).count(), 1);
    assert_eq!(drills.about(&["d".into()]).count(), 0);
}

proptest! {
    #[test]
    fn exactly_one_of_four_different_terms_is_right(seed in any::<u64>()) {
        let drills = Drills::new(&concepts());
        let prompt = drills.about(&[]).next().unwrap();
        let asked = drills.ask(prompt, &[], &mut choose::rng_from(seed, 0));
        let mut terms: Vec<&str> = asked.options().map(|option| option.text.as_str()).collect();
        terms.sort_unstable();
        terms.dedup();
        prop_assert_eq!(terms.len(), TERMS);
        prop_assert_eq!(asked.question.key_count(), 1);
        let again = drills.ask(prompt, &[], &mut choose::rng_from(seed, 0));
        prop_assert_eq!(asked, again);
    }
}
