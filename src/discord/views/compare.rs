//! Two things held against each other. Discord has no tables, and inline fields fall apart on a phone: each
//! dimension is a field of two lines, one for each side.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::count::{counted, listed};
use super::panel::{Panel, Tone};
use super::{View, facts};
use crate::actions::compare::{Compared, Comparing, Differences, Known, Side};
use crate::discord::limits::{self, escape, fit};
use crate::discord::press::{Pair, Press};
use crate::domain::content::{Fact, Source};

/// The most of what was typed that is repeated, in code points.
const ECHO: usize = 80;

/// The most facts of each side that are shown where nobody has compared the two.
const FACTS_EACH: usize = 6;

/// The most pages that a table names: a member wants the difference, not a bibliography.
const SOURCES: usize = 6;

/// What became of a wish to compare. Of all this only a comparison is for everybody to see; the rest is
/// refused (apart).
#[must_use]
pub fn compared(compared: &Compared<'_>) -> View {
    match compared {
        Compared::Two(comparing) => comparison(comparing),
        Compared::Same { sides, with } => same(sides, with),
        Compared::Unknown(sides) => unknown(sides),
    }
}

fn comparison(comparing: &Comparing<'_>) -> View {
    let panel = match &comparing.differences {
        Differences::Table { summary, choose, rows, sources } => {
            let table = table(&comparing.sides, summary, choose, rows);
            Panel::with_most(sources.len().min(SOURCES), |count| {
                table.clone().list("Read more", &facts::links(&sources[..count]))
            })
        }
        Differences::Facts { difference, facts } => side_by_side(&comparing.sides, *difference, facts),
    };
    View { rows: vec![CreateActionRow::Buttons(buttons(comparing))], ..panel.into_view() }
}

fn table(sides: &[Side<'_>; 2], summary: &str, choose: &[&str; 2], rows: &[(&str, [&str; 2])]) -> Panel {
    let [first, second] = sides.map(|side| side.name);
    let panel = Panel::new(Tone::Calm, title(sides)).paragraph(summary.trim()).paragraph(format!(
        "Choose **{first}** {}\nChoose **{second}** {}",
        choose[0].trim(),
        choose[1].trim()
    ));
    rows.iter().fold(panel, |panel, (dimension, cells)| {
        let line = |name: &str, cell: &str| format!("**{name}**: {}", cell.trim());
        panel.list(dimension.trim(), &[line(first, cells[0]), line(second, cells[1])])
    })
}

fn side_by_side(sides: &[Side<'_>; 2], difference: Option<&str>, known: &[Vec<&Fact>; 2]) -> Panel {
    let most = known.iter().map(Vec::len).max().unwrap_or(0).min(FACTS_EACH);
    Panel::with_most(most, |count| {
        let mut panel = Panel::new(Tone::Calm, title(sides));
        panel = match difference {
            Some(difference) => panel.paragraph(difference.trim()),
            None => panel.paragraph("I have no table for these two yet, so here is what matters about each."),
        };
        for (side, known) in sides.iter().zip(known) {
            let shown = known.iter().take(count).map(|fact| format!("• {}", fact.text.trim()));
            let lines: Vec<String> =
                std::iter::once(side.concept.summary.trim().to_owned()).chain(shown).collect();
            panel = panel.list(side.name, &lines);
        }
        let shown = known.iter().flat_map(|known| known.iter().take(count)).map(|fact| &fact.source);
        panel.list("Read more", &facts::links(&Source::each_once(shown)))
    })
}

fn title(sides: &[Side<'_>; 2]) -> String {
    format!("{} or {}?", sides[0].name, sides[1].name)
}

fn buttons(comparing: &Comparing<'_>) -> Vec<CreateButton> {
    let [first, second] = comparing.sides;
    let mut buttons = vec![explain_button(first)];
    if second.concept.id != first.concept.id {
        buttons.push(explain_button(second));
    }
    if let Some(pair) = Pair::of(first.id, second.id).filter(|_| comparing.questions > 0) {
        let questions = u32::try_from(comparing.questions).unwrap_or(u32::MAX);
        let label = format!("Practice ({})", counted(questions, "question", "questions"));
        let practice = CreateButton::new(Press::QuizPair(pair).custom_id()).label(label);
        buttons.push(practice.style(ButtonStyle::Primary));
    }
    buttons
}

fn explain_button(side: Side<'_>) -> CreateButton {
    CreateButton::new(Press::Explain { concept: side.concept.id.clone() }.custom_id())
        .label(fit(&format!("Explain {}", side.concept.term), limits::BUTTON_LABEL))
        .style(ButtonStyle::Secondary)
}

/// A button that compares the two; none where their ids are too long for one.
pub(super) fn compare_button(label: &str, [first, second]: [Side<'_>; 2]) -> Option<CreateButton> {
    let pair = Pair::of(first.id, second.id)?;
    let button = CreateButton::new(Press::Compare(pair).custom_id());
    Some(button.label(fit(label, limits::BUTTON_LABEL)).style(ButtonStyle::Secondary))
}

fn same(sides: &[Side<'_>; 2], with: &[Side<'_>]) -> View {
    let [first, second] = sides;
    let what = if first.id == second.id {
        format!("That's **{}** twice.", first.name)
    } else {
        format!(
            "**{}** and **{}** go together: **{}** explains both.",
            first.name, second.name, first.concept.term
        )
    };
    let rows = row(with.iter().filter_map(|other| compare_button(other.name, [*first, *other])));
    let ask = if rows.is_empty() {
        "Pick something else for one of them: I suggest as you type."
    } else {
        "Compare it with one of these?"
    };
    View { rows, ..View::refusal(format!("{what} {ask}")) }
}

/// What was not understood and what it may have been; a button leads on where the other side is known.
fn unknown(sides: &[Known<'_>; 2]) -> View {
    let mut lines = Vec::new();
    let mut rows = Vec::new();
    for (place, side) in sides.iter().enumerate() {
        let Known::Unknown { typed, nearest } = side else { continue };
        let names: Vec<String> = nearest.iter().map(|near| format!("**{}**", near.name)).collect();
        let echo = escape(&fit(typed.trim(), ECHO));
        let hint = match &sides[1 - place] {
            Known::Side(known) => {
                let others = nearest.iter().filter(|near| near.id != known.id);
                rows = row(others.filter_map(|near| {
                    let pair = if place == 0 { [*near, *known] } else { [*known, *near] };
                    compare_button(near.name, pair)
                }));
                format!("Compare **{}** with one of these?", known.name)
            }
            Known::Unknown { .. } => format!("The nearest I have: {}.", listed(&names)),
        };
        let hint = if nearest.is_empty() { "Start typing and pick from the list.".to_owned() } else { hint };
        lines.push(format!("I don't know “{echo}”. {hint}"));
    }
    View { rows, ..View::refusal(lines.join("\n")) }
}

fn row(buttons: impl Iterator<Item = CreateButton>) -> Vec<CreateActionRow> {
    let buttons: Vec<CreateButton> = buttons.take(limits::BUTTONS_PER_ROW).collect();
    if buttons.is_empty() { Vec::new() } else { vec![CreateActionRow::Buttons(buttons)] }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::discord::views::plain::{plain, problems};
    use crate::discord::views::sample::{any_facts, concept, fact, text_of};
    use crate::domain::content::Concept;
    use crate::domain::ids::SideId;

    fn side<'a>(id: &'a SideId, concept: &'a Concept) -> Side<'a> {
        Side { id, name: &concept.term, concept }
    }

    fn table_of<'a>(sources: Vec<&'a Source>) -> Differences<'a> {
        Differences::Table {
            summary: "Ask who runs the hosts.",
            choose: ["when nobody wants to patch hosts.", "when the hosts have to be yours."],
            rows: vec![
                ("Hosts", ["AWS runs them", "You run and patch them"]),
                ("GPUs", ["None", "On GPU instances"]),
            ],
            sources,
        }
    }

    #[test]
    fn a_comparison_reads_as_a_table() {
        let (ids, terms) = (["fargate".into(), "ec2".into()], ["AWS Fargate", "EC2 launch type"]);
        let concepts = [concept("fargate", terms[0]), concept("ec2", terms[1])];
        let sides = [side(&ids[0], &concepts[0]), side(&ids[1], &concepts[1])];
        let fact = fact("F76-01", "x");
        let comparing = Comparing { sides, differences: table_of(vec![&fact.source]), questions: 2 };
        assert_snapshot!(plain(&compared(&Compared::Two(comparing))), @"
        # AWS Fargate or EC2 launch type?
        Ask who runs the hosts.

        Choose **AWS Fargate** when nobody wants to patch hosts.
        Choose **EC2 launch type** when the hosts have to be yours.
        ## Hosts
        **AWS Fargate**: AWS runs them
        **EC2 launch type**: You run and patch them
        ## GPUs
        **AWS Fargate**: None
        **EC2 launch type**: On GPU instances
        ## Read more
        • [Persistent Volumes](https://kubernetes.io/pv)
        (Explain AWS Fargate) (Explain EC2 launch type) (Practice (2 questions))
        ");
    }

    #[test]
    fn two_that_nobody_compared_are_shown_with_their_facts() {
        let (ids, concepts) = (["pod".into(), "ec2".into()], [concept("pod", "Pod"), concept("ec2", "EC2")]);
        let sides = [side(&ids[0], &concepts[0]), side(&ids[1], &concepts[1])];
        let (one, other) = (fact("F78-09", "The smallest unit."), fact("F76-01", "Hosts with an agent."));
        let facts = || [vec![&one], vec![&other]];
        let differences = Differences::Facts { difference: None, facts: facts() };
        let comparing = Comparing { sides, differences, questions: 0 };
        assert_snapshot!(plain(&compared(&Compared::Two(comparing))), @"
        # Pod or EC2?
        I have no table for these two yet, so here is what matters about each.
        ## Pod
        Storage that outlives the pod which uses it.
        • The smallest unit.
        ## EC2
        Storage that outlives the pod which uses it.
        • Hosts with an agent.
        ## Read more
        • [Persistent Volumes](https://kubernetes.io/pv)
        (Explain Pod) (Explain EC2)
        ");
        let difference = Some("A pod runs on a host.");
        let differences = Differences::Facts { difference, facts: facts() };
        let comparing = Comparing { sides, differences, questions: 0 };
        let shown = plain(&compared(&Compared::Two(comparing)));
        assert!(shown.contains("A pod runs on a host."), "{shown}");
    }

    #[test]
    fn the_same_twice_and_the_unknown_are_answered_kindly() {
        let (ids, concepts) = (["pod".into(), "ec2".into()], [concept("pod", "Pod"), concept("ec2", "EC2")]);
        let [pod, ec2] = [side(&ids[0], &concepts[0]), side(&ids[1], &concepts[1])];
        assert_snapshot!(plain(&same(&[pod, pod], &[ec2])), @"
        That's **Pod** twice. Compare it with one of these?
        (EC2)
        ");
        assert_snapshot!(plain(&same(&[pod, pod], &[])), @"That's **Pod** twice. Pick something else for one of them: I suggest as you type.");
        let kind: SideId = "ready-pod".into();
        let ready = Side { id: &kind, name: "Ready pod", concept: pod.concept };
        assert_snapshot!(plain(&same(&[ready, pod], &[])), @"**Ready pod** and **Pod** go together: **Pod** explains both. Pick something else for one of them: I suggest as you type.");
        let missed = |typed: &str| Known::Unknown { typed: typed.into(), nearest: vec![pod, ec2] };
        assert_snapshot!(plain(&unknown(&[Known::Side(ec2), missed("**pdo**")])), @r"
        I don't know “\*\*pdo\*\*”. Compare **EC2** with one of these?
        (Pod)
        ");
        assert_snapshot!(plain(&unknown(&[missed("x"), missed("y")])), @"
        I don't know “x”. The nearest I have: **Pod** and **EC2**.
        I don't know “y”. The nearest I have: **Pod** and **EC2**.
        ");
        assert!(same(&[pod, pod], &[]).apart && unknown(&[missed("x"), missed("y")]).apart);
    }

    proptest! {
        #[test]
        fn a_comparison_as_large_as_a_pack_may_hold_fits(
            cells in prop::collection::vec((text_of(40), text_of(140), text_of(140)), 3..=7),
            (summary, choose, term) in (text_of(220), text_of(160), text_of(80)),
            facts in any_facts(),
        ) {
            let ids: [SideId; 2] = ["a".repeat(42).as_str().into(), "b".repeat(42).as_str().into()];
            let concepts = [concept("fargate", &term), concept("ec2", &term)];
            let sides = [side(&ids[0], &concepts[0]), side(&ids[1], &concepts[1])];
            let rows = cells.iter().map(|(name, one, other)| (name.as_str(), [one.as_str(), other.as_str()]));
            let table = Differences::Table {
                summary: &summary,
                choose: [&choose, &choose],
                rows: rows.collect(),
                sources: facts.iter().map(|fact| &fact.source).collect(),
            };
            let facts = || facts.iter().collect::<Vec<_>>();
            let side_by_side = Differences::Facts { difference: Some(&summary), facts: [facts(), facts()] };
            for differences in [table, side_by_side] {
                let view = compared(&Compared::Two(Comparing { sides, differences, questions: 7 }));
                prop_assert_eq!(problems(&view), Vec::<String>::new());
                let texts = View { rows: Vec::new(), ..view };
                prop_assert!(!plain(&texts).contains('…'));
            }
        }
    }
}
