//! A question as Discord would show it, for whoever writes it: on a terminal, before any member sees it.

use super::panel::Panel;
use super::plain::plain;
use super::{View, daily, facts, rationale};
use crate::domain::asked::AskedQuestion;
use crate::domain::content::{Fact, Question};
use crate::domain::grading::Selection;
use crate::domain::ids::{DailyId, FactId};

/// The question of the day, with its buttons or menu, and below it what each answer would be told in private.
///
/// The options stand in the order of the file; members see them shuffled. `fact` finds a fact of the pack. `None`
/// where no option is right, which no checked pack has.
#[must_use]
pub fn rehearsal<'f>(question: &Question, fact: impl Fn(&FactId) -> Option<&'f Fact>) -> Option<String> {
    let asked = AskedQuestion::new(question.clone(), (0..question.options.len()).collect())?;
    let post = View {
        rows: daily::rows(DailyId(0), &asked),
        ..daily::asking("Question of the day · <date>", &asked).into_view()
    };
    let mut parts = vec![plain(&post)];
    for selection in selections(&asked) {
        let mut behind: Vec<Fact> = Vec::new();
        for fact in asked.facts_behind(Some(selection)).filter_map(&fact) {
            if !behind.contains(fact) {
                behind.push(fact.clone());
            }
        }
        let told = plain(&told(&asked, selection, &behind));
        parts.push(format!("{}\n\n{told}", rule(&selection.letters())));
    }
    Some(parts.join("\n\n"))
}

/// An answer with each option in it: the right one alone, or each wrong one in the place of a right one.
fn selections(asked: &AskedQuestion) -> Vec<Selection> {
    let key = asked.key();
    let with = |position: usize| {
        let rest = key.positions().take(key.count() - 1);
        Selection::from_positions(rest.chain([position])).unwrap_or(key)
    };
    let wrong = (0..asked.options().len()).filter(|position| !key.contains(*position)).map(with);
    std::iter::once(key).chain(wrong).collect()
}

fn told(asked: &AskedQuestion, selection: Selection, behind: &[Fact]) -> View {
    let grade = asked.grade(selection);
    let panel = Panel::new(rationale::tone(grade), rationale::verdict(asked, grade));
    facts::below(&rationale::on(panel, asked, Some(selection)), behind).into_view()
}

fn rule(letters: &str) -> String {
    format!("──── whoever answers {letters} is told ────")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::discord::views::sample;

    fn shown(asked: &AskedQuestion) -> String {
        rehearsal(&asked.question, |_| None).expect("a question with a key")
    }

    #[test]
    fn each_option_is_answered_once() {
        assert_snapshot!(shown(&sample::one()), @"
        # Question of the day · <date>
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

        **A.** More replicas
        **B.** A volume from a `PersistentVolumeClaim`
        **C.** A ConfigMap
        **D.** An init container

        Choose **ONE**. Your first answer counts. While it's open, only you see how you did.
        -- Section 78 · medium
        (A) (B) (C) (D)

        ──── whoever answers B is told ────

        # Right! It's B
        ## ✅ You chose B
        > A volume from a `PersistentVolumeClaim`
        Its data outlives the pod.

        ──── whoever answers A is told ────

        # Not quite: it's B
        ## ❌ You chose A
        > More replicas
        Each replica still writes to its own container.
        ## ✅ The answer: B
        > A volume from a `PersistentVolumeClaim`
        Its data outlives the pod.

        ──── whoever answers C is told ────

        # Not quite: it's B
        ## ❌ You chose C
        > A ConfigMap
        It holds settings, not files of customers.
        ## ✅ The answer: B
        > A volume from a `PersistentVolumeClaim`
        Its data outlives the pod.

        ──── whoever answers D is told ────

        # Not quite: it's B
        ## ❌ You chose D
        > An init container
        It makes an empty directory again.
        ## ✅ The answer: B
        > A volume from a `PersistentVolumeClaim`
        Its data outlives the pod.
        ");
    }

    #[test]
    fn of_two_keys_one_stays_beside_each_wrong_option() {
        assert_snapshot!(shown(&sample::two()), @"
        # Question of the day · <date>
        A team wants no hosts to patch. What fits? (Select TWO.)

        **A.** Fargate for Amazon ECS
        **B.** Container instances
        **C.** Self-managed nodes
        **D.** Fargate for Amazon EKS
        **E.** ECS Anywhere

        Choose **TWO**. Your first answer counts. While it's open, only you see how you did.
        -- Section 78 · medium
        {Choose TWO (2 to 2) | A: Fargate for Amazon ECS | B: Container instances | C: Self-managed nodes | D: Fargate for Amazon EKS | E: ECS Anywhere}

        ──── whoever answers A and D is told ────

        # Right! It's A and D
        ## ✅ You chose A
        > Fargate for Amazon ECS
        AWS runs the hosts.
        ## ✅ You chose D
        > Fargate for Amazon EKS
        AWS runs the hosts here as well.

        ──── whoever answers A and B is told ────

        # One of two right: it's A and D
        ## ✅ You chose A
        > Fargate for Amazon ECS
        AWS runs the hosts.
        ## ❌ You chose B
        > Container instances
        They are yours to patch.
        ## ✅ Also right: D
        > Fargate for Amazon EKS
        AWS runs the hosts here as well.

        ──── whoever answers A and C is told ────

        # One of two right: it's A and D
        ## ✅ You chose A
        > Fargate for Amazon ECS
        AWS runs the hosts.
        ## ❌ You chose C
        > Self-managed nodes
        They are yours to patch, too.
        ## ✅ Also right: D
        > Fargate for Amazon EKS
        AWS runs the hosts here as well.

        ──── whoever answers A and E is told ────

        # One of two right: it's A and D
        ## ✅ You chose A
        > Fargate for Amazon ECS
        AWS runs the hosts.
        ## ❌ You chose E
        > ECS Anywhere
        It runs on your own servers.
        ## ✅ Also right: D
        > Fargate for Amazon EKS
        AWS runs the hosts here as well.
        ");
    }
}
