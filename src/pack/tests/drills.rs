use std::collections::BTreeSet;

use super::super::Library;
use super::written::Written;
use crate::domain::choose;
use crate::domain::content::Concept;
use crate::domain::drill::{Drills, TERMS};

#[test]
fn the_chapter_gives_a_drill_for_almost_every_cue() {
    let library = Library::built_in().expect("the built-in packs are right");
    let concepts: Vec<Concept> = library.concepts().cloned().collect();
    let cues: usize = concepts.iter().map(|concept| concept.cues.len()).sum();
    let drills = Drills::new(&concepts);
    let asked = drills.about(&[]).count();
    assert!(asked * 10 >= cues * 9, "{asked} of {cues}: the others name their own concept");
    let ids: BTreeSet<_> = drills.about(&[]).map(|prompt| &prompt.id).collect();
    assert_eq!(ids.len(), asked, "each has an id of its own");
}

#[test]
fn no_drill_of_the_chapter_offers_a_term_twice_or_one_that_rests_on_the_same_fact() {
    let library = Library::built_in().expect("the built-in packs are right");
    let concepts: Vec<Concept> = library.concepts().cloned().collect();
    let drills = Drills::new(&concepts);
    for (seed, prompt) in (0..).zip(drills.about(&[])) {
        let asked = drills.ask(prompt, &[], &mut choose::rng_from(seed, 0));
        let terms: BTreeSet<&str> = asked.options().map(|option| option.text.as_str()).collect();
        assert_eq!(terms.len(), TERMS, "{}", prompt.id);
        for option in asked.options().filter(|option| !option.key) {
            let concept = concepts.iter().find(|concept| concept.term == option.text).expect("a concept");
            assert!(!concept.facts.contains(&prompt.fact), "{}: {} fits too", prompt.id, option.text);
        }
    }
}

#[test]
fn what_a_cue_fits_as_well_has_to_be_another_concept() {
    let cue = |also: &str| {
        let to = format!("fact = \"F74-01\", chapter = true, also = [\"{also}\"]");
        Written::new().with("concepts/74.toml", "fact = \"F74-01\", chapter = true", &to).checked()
    };
    assert!(cue("bag").ends_with("0 errors, 0 warnings"), "{}", cue("bag"));
    assert!(
        cue("bagg").contains("there is no concept `bagg`\n  hint: did you mean `bag`?"),
        "{}",
        cue("bagg")
    );
    assert!(cue("box").contains("a cue fits its own concept anyway"), "{}", cue("box"));
}
