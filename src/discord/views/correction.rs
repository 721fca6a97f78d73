//! What a member is told when the right answer to a question they answered was corrected.

use super::count::listed;
use super::{View, when};
use crate::discord::limits::{self, fit, length};
use crate::domain::content::Question;
use crate::store::{CorrectedAnswer, Given};

/// The most of a question's scenario that is repeated, in code points.
const EXCERPT: usize = 90;

/// The view with the news above it, as far as there is room, and the news that were told. The rest is told with a
/// later reply.
#[must_use]
pub fn before(view: View, corrected: Vec<CorrectedAnswer>) -> (View, Vec<CorrectedAnswer>) {
    let mut content = String::new();
    let mut told = Vec::new();
    let room = limits::CONTENT.saturating_sub(length(&view.content) + 2);
    for corrected in corrected {
        let news = news(&corrected);
        let gap = if content.is_empty() { "" } else { "\n\n" };
        if length(&content) + length(gap) + length(&news) > room {
            break;
        }
        content.push_str(gap);
        content.push_str(&news);
        told.push(corrected);
    }
    if told.is_empty() {
        return (view, told);
    }
    if !view.content.is_empty() {
        content.push_str("\n\n");
        content.push_str(&view.content);
    }
    (View { content, ..view }, told)
}

fn news(corrected: &CorrectedAnswer) -> String {
    let verdict = if corrected.right {
        "Your answer now counts as **right**. Your streak is unchanged."
    } else {
        "By that your answer is **wrong**, but it keeps its credit: your streak and your standing are unchanged."
    };
    format!(
        "📣 I've corrected a question you {}: “{}” The right answer is **{}**. {verdict}",
        given(corrected.given),
        fit(&one_line(&corrected.question.stem), EXCERPT),
        key(&corrected.question)
    )
}

fn given(given: Given) -> String {
    match given {
        Given::On(day) => format!("answered on {}", when::day(day)),
        Given::At(at) => format!("practiced {}", when::relative(at)),
    }
}

/// The right options in words: their letters were another member's as well.
fn key(question: &Question) -> String {
    let right: Vec<&str> =
        question.options.iter().filter(|option| option.key).map(|option| option.text.trim()).collect();
    listed(&right)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::discord::views::plain::{plain, problems};
    use crate::discord::views::sample::{self, any_asked};
    use crate::domain::ids::{DailyId, PracticeId};
    use crate::store::AnswerId;

    fn of_a_daily(question: Question, right: bool) -> CorrectedAnswer {
        let given = Given::On("2026-03-02".parse().unwrap());
        CorrectedAnswer { answer: AnswerId::Daily(DailyId(7)), given, question, right }
    }

    #[test]
    fn the_news_say_what_holds_now_and_what_it_changes() {
        let practiced = CorrectedAnswer {
            answer: AnswerId::Practice(PracticeId(9), 2),
            given: Given::At(sample::now()),
            ..of_a_daily(sample::two().question, false)
        };
        let corrected = vec![of_a_daily(sample::one().question, true), practiced];
        let (view, told) = before(View::text("Here you are."), corrected.clone());
        assert_snapshot!(plain(&view), @"
        📣 I've corrected a question you answered on Mon 2 Mar: “Uploads vanish whenever Kubernetes replaces a pod. What should keep them?” The right answer is **A volume from a `PersistentVolumeClaim`**. Your answer now counts as **right**. Your streak is unchanged.

        📣 I've corrected a question you practiced <t:1772442000:R>: “A team wants no hosts to patch. What fits? (Select TWO.)” The right answer is **Fargate for Amazon ECS and Fargate for Amazon EKS**. By that your answer is **wrong**, but it keeps its credit: your streak and your standing are unchanged.

        Here you are.
        ");
        assert_eq!(told, corrected);
    }

    #[test]
    fn no_news_change_nothing() {
        let view = View::text("Here you are.");
        assert_eq!(before(view.clone(), Vec::new()), (view, Vec::new()));
    }

    proptest! {
        #[test]
        fn what_does_not_fit_is_told_later(asked in any_asked(), length in 0_usize..2000, right in any::<bool>()) {
            let corrected = vec![of_a_daily(asked.question, right); 3];
            let (view, told) = before(View::text("é".repeat(length.max(1))), corrected);
            prop_assert_eq!(problems(&view), Vec::<String>::new());
            prop_assert_eq!(view.content.matches('📣').count(), told.len());
            prop_assert!(length > 500 || !told.is_empty());
        }
    }
}
