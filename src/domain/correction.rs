//! A key that turned out to be wrong: what the right one says of answers given before.

use std::collections::BTreeSet;

use super::content::{AnswerOption, Question};

/// What a new wording of a question means for an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// The same options are right: no answer changes.
    Same,
    /// The earlier wording, judged by the key that holds now.
    Corrected(Box<Question>),
    /// The key changed, but not of the same options: nobody can say what the earlier answers meant.
    Incomparable,
}

/// Whether other options are right now, by their text; their order does not matter.
#[must_use]
pub fn key_differs(earlier: &Question, now: &Question) -> bool {
    right(earlier) != right(now)
}

/// What `now` says of answers to `earlier`.
///
/// It can only say something where as many options are right as before, and where each wording has the options
/// that are right in the other. Options that both have get the reasons that hold now.
#[must_use]
pub fn correction(earlier: &Question, now: &Question) -> Correction {
    let (was, is) = (right(earlier), right(now));
    if was == is {
        return Correction::Same;
    }
    let comparable = was.len() == is.len() && is.is_subset(&texts(earlier)) && was.is_subset(&texts(now));
    if !comparable {
        return Correction::Incomparable;
    }
    let mut corrected = earlier.clone();
    for option in &mut corrected.options {
        if let Some(today) = now.options.iter().find(|today| text(today) == text(option)) {
            *option = today.clone();
        }
    }
    for fact in &now.facts {
        if !corrected.facts.contains(fact) {
            corrected.facts.push(fact.clone());
        }
    }
    Correction::Corrected(Box::new(corrected))
}

fn text(option: &AnswerOption) -> &str {
    option.text.trim()
}

fn texts(question: &Question) -> BTreeSet<&str> {
    question.options.iter().map(text).collect()
}

fn right(question: &Question) -> BTreeSet<&str> {
    question.options.iter().filter(|option| option.key).map(text).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::content::Difficulty;

    /// A question with these options, the right ones marked by a `*` before them.
    fn question(options: &[&str]) -> Question {
        let option = |text: &&str| AnswerOption {
            text: text.trim_start_matches('*').into(),
            key: text.starts_with('*'),
            why: format!("why {text}"),
            facts: Vec::new(),
        };
        Question {
            id: "q76-x".into(),
            section: 76,
            concepts: Vec::new(),
            domain: 1,
            difficulty: Difficulty::Easy,
            stem: "Which?".into(),
            facts: vec!["F76-01".into()],
            misconceptions: Vec::new(),
            review: None,
            options: options.iter().map(option).collect(),
        }
    }

    fn corrected(earlier: &[&str], now: &[&str]) -> Option<Question> {
        match correction(&question(earlier), &question(now)) {
            Correction::Corrected(question) => Some(*question),
            Correction::Same | Correction::Incomparable => None,
        }
    }

    #[test]
    fn another_right_option_corrects_the_wording_that_was_asked() {
        let mut now = question(&["b", "*c", "a", "new"]);
        now.facts = vec!["F76-02".into()];
        let earlier = question(&["*a", "b", "c", "d"]);
        let Correction::Corrected(corrected) = correction(&earlier, &now) else { panic!("it is corrected") };
        let texts: Vec<&str> = corrected.options.iter().map(|option| option.text.as_str()).collect();
        let whys: Vec<&str> = corrected.options.iter().map(|option| option.why.as_str()).collect();
        assert_eq!(texts, ["a", "b", "c", "d"], "as it was shown");
        assert_eq!(whys, ["why a", "why b", "why *c", "why d"], "today's reasons where there are some");
        assert_eq!(right(&corrected), BTreeSet::from(["c"]));
        assert_eq!(corrected.facts, ["F76-01".into(), "F76-02".into()]);
    }

    #[test]
    fn order_and_reasons_alone_change_no_key() {
        let (earlier, now) =
            (question(&["*a", "*b", "c", "d", "e"]), question(&["e", "*b ", "c", "*a", "f"]));
        assert_eq!(correction(&earlier, &now), Correction::Same);
        assert!(!key_differs(&earlier, &now));
    }

    #[test]
    fn a_key_of_other_options_says_nothing_of_earlier_answers() {
        for (earlier, now) in [
            (&["*a", "b", "c", "d"][..], &["a", "*reworded", "c", "d"][..]),
            (&["*a", "b", "c", "d"], &["reworded", "*b", "c", "d"]),
            (&["*a", "b", "c", "d"], &["*a", "*b", "c", "d", "e"]),
        ] {
            assert_eq!(correction(&question(earlier), &question(now)), Correction::Incomparable);
            assert_eq!(corrected(earlier, now), None);
        }
    }

    proptest! {
        #[test]
        fn a_corrected_wording_keeps_its_options_and_agrees_with_the_key_of_today(
            was in 0_usize..4,
            is in 0_usize..4,
        ) {
            let options = |key: usize| {
                let mut options = question(&["a", "b", "c", "d"]);
                options.options[key].key = true;
                options
            };
            let (earlier, now) = (options(was), options(is));
            match correction(&earlier, &now) {
                Correction::Same => prop_assert_eq!(was, is),
                Correction::Corrected(corrected) => {
                    prop_assert_ne!(was, is);
                    prop_assert!(!key_differs(&corrected, &now));
                    prop_assert_eq!(texts(&corrected), texts(&earlier));
                    prop_assert_eq!(correction(&corrected, &now), Correction::Same);
                }
                Correction::Incomparable => prop_assert!(false, "the options are the same"),
            }
        }
    }
}
