//! Originality: no question twice, and none in another's words.

use super::super::draft::Draft;
use super::super::measure::bounds::SHARED_RUN;
use super::super::measure::flaw::Flaw;
use super::super::measure::{Evidence, Likeness, Twins};
use super::super::problem::{Problems, Severity};
use super::rule;

pub(super) fn check(draft: &Draft, evidence: &Evidence<'_>, problems: &mut Problems) {
    for twins in &evidence.twins {
        alike(draft, twins, problems);
    }
    for (at, part, shared) in &evidence.runs {
        if shared.words.len() > SHARED_RUN {
            let (count, source, words) = (shared.words.len(), &shared.source, shared.words.join(" "));
            let message = format!("shares {count} words in a row with {source}: \"{words}\"");
            let hint = format!("say it in other words: at most {SHARED_RUN} in a row");
            let flaw = Flaw::new(*part, message, hint);
            rule::report("Q17", Severity::Error, &draft.questions[*at], [flaw], problems);
        }
    }
}

fn alike(draft: &Draft, twins: &Twins, problems: &mut Problems) {
    let (first, second) = (&draft.questions[twins.first], &draft.questions[twins.second]);
    let other = format!("{} at {}", first.value.id, first.place.reference());
    let (message, hint) = match twins.how {
        Likeness::Stems(likeness) => (
            format!("its stem is {:.0} % the same as that of {other}", 100.0 * likeness),
            "tell another situation, in another sentence",
        ),
        Likeness::Matter(likeness) => (
            format!("is about the same as {other}: {likeness:.2} of 1"),
            "test another property, or another constraint",
        ),
        Likeness::Ground => (
            format!("has the same key and the same facts as {other}"),
            "rest it on other facts, or take one of the two out",
        ),
    };
    let flaw = Flaw::whole(message, hint);
    rule::report("Q16", Severity::Error, second, [flaw], problems);
}
