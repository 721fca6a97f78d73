//! What is wrong with a question: asked of a member, shown to a manager.

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, InputTextStyle,
};

use super::count::counted;
use super::panel::{Panel, Tone};
use super::{View, question as asked_question, when};
use crate::actions::report::Shown;
use crate::discord::form::Form;
use crate::discord::limits::{escape, fit};
use crate::discord::press::{FormPress, ManagerPress, Press};
use crate::domain::ids::QuestionVersion;
use crate::domain::report::{BadReport, LONGEST, SHORTEST};
use crate::store::{Report, ReportPage, Reported, ReportedQuestion};

/// The id of the form's only field.
const FIELD: &str = "what";

/// The most of a report that the list shows, in code points before escaping.
const EXCERPT: usize = 300;

/// The most of an option that a report names by its letter, in code points before escaping.
const OPTION_EXCERPT: usize = 60;

/// The button under every private result.
pub(super) fn button(press: FormPress) -> CreateButton {
    CreateButton::new(Press::Open(press).custom_id())
        .label("Report this question")
        .style(ButtonStyle::Secondary)
}

/// The form in which a member says what is wrong.
pub fn form(version: QuestionVersion) -> CreateModal {
    let field = CreateInputText::new(InputTextStyle::Paragraph, "What is wrong?", FIELD)
        .placeholder("Such as: “Fargate Spot” is right as well, because …")
        .min_length(u16::try_from(SHORTEST).unwrap_or_default())
        .max_length(u16::try_from(LONGEST).unwrap_or(u16::MAX))
        .required(true);
    CreateModal::new(Form::Report { version }.custom_id(), "Report this question")
        .components(vec![CreateActionRow::InputText(field)])
}

/// The result that was reported from is not there any more.
#[must_use]
pub fn too_late() -> View {
    View::refusal("That question is behind you. You can report the one whose answer you see now.")
}

/// What became of a report.
#[must_use]
pub fn reported(reported: Result<Reported, BadReport>) -> View {
    View::refusal(match reported {
        Ok(Reported::New { .. }) => {
            "Thank you! Whoever manages this server can read it now. Your answer counts as it did.".to_owned()
        }
        Ok(Reported::Replaced) => {
            "Thank you! This takes the place of what you reported about this question before.".to_owned()
        }
        Ok(Reported::Unknown) => {
            "I don't know this question anymore, so there is nothing to report.".to_owned()
        }
        Err(BadReport::TooShort) => format!(
            "A few more words, please: say in at least {SHORTEST} characters what is wrong. Nothing was sent."
        ),
        Err(BadReport::TooLong) => {
            format!("That's more than {LONGEST} characters, so nothing was sent. A shorter version will do.")
        }
    })
}

/// What members have reported, one question a page.
#[must_use]
pub fn page(page: &ReportPage) -> View {
    let Some(reported) = &page.question else {
        return View::text(
            "Nothing is reported. Members can report a question under its answer: in the daily, in practice and in \
             games.",
        );
    };
    let question = &reported.question;
    let panel = Panel::new(Tone::Calm, "Reported questions")
        .paragraph(question.stem.trim())
        .paragraph(format!(
            "`{}` · {}, the latest {}",
            question.id,
            counted(reported.members, "report", "reports"),
            reported.latest.first().map_or_else(String::new, |latest| when::relative(latest.at)),
        ))
        .footer(format!("{} of {}", page.page + 1, page.pages));
    let mut lines: Vec<String> = reported.latest.iter().map(|report| said(report, reported.open)).collect();
    let unshown = reported.members.saturating_sub(u32::try_from(lines.len()).unwrap_or(u32::MAX));
    if unshown > 0 {
        lines.push(format!("and {} before", counted(unshown, "report", "reports")));
    }
    let panel = panel.list("What members say", &lines);
    View { rows: page_rows(page, reported), ..panel.into_view() }
}

/// A member's words as they were typed: they mention nobody, link nowhere and change no style; with what their letters
/// stood for. While the question is open they hide behind spoiler marks, for a manager may play as well.
fn said(report: &Report, open: bool) -> String {
    let words = escape(&fit(report.text.as_typed(), EXCERPT));
    let mark = if open { "||" } else { "" };
    let letters = report.named.iter().map(|(letter, option)| {
        format!("{mark}{letter} was “{}”{mark}\n", escape(&fit(option, OPTION_EXCERPT)))
    });
    format!(
        "{mark}“{words}”{mark}\n{}<@{}> {}",
        letters.collect::<String>(),
        report.member,
        when::relative(report.at)
    )
}

fn page_rows(page: &ReportPage, reported: &ReportedQuestion) -> Vec<CreateActionRow> {
    let button = |press, label: &str, style| {
        CreateButton::new(Press::Manage(press).custom_id()).label(label).style(style)
    };
    let version = reported.version;
    let mut rows = vec![CreateActionRow::Buttons(vec![
        button(ManagerPress::ReportedQuestion { version }, "Show question", ButtonStyle::Primary),
        button(ManagerPress::DismissReports { version, page: page.page }, "Dismiss", ButtonStyle::Secondary),
    ])];
    let mut turns = Vec::new();
    if let Some(before) = page.page.checked_sub(1) {
        turns.push(button(ManagerPress::Reports { page: before }, "Previous", ButtonStyle::Secondary));
    }
    if page.page + 1 < page.pages {
        turns.push(button(ManagerPress::Reports { page: page.page + 1 }, "Next", ButtonStyle::Secondary));
    }
    if !turns.is_empty() {
        rows.push(CreateActionRow::Buttons(turns));
    }
    rows
}

/// There is no report on a question (any more): who wrote it may have been erased.
#[must_use]
pub fn not_reported() -> View {
    View::refusal("I have no report on this question anymore. `/admin reports` shows what is open.")
}

/// A reported question. Its options stand in the pack's order and without letters, for every member saw them in
/// another one. Of an open daily the key is kept back: a manager may play as well.
#[must_use]
pub fn question(shown: &Shown) -> View {
    let question = &shown.question;
    let mut panel = Panel::new(Tone::Calm, question.id.to_string()).paragraph(question.stem.trim());
    if shown.outdated {
        panel = panel.paragraph("This is what members saw. The question has been changed or retired since.");
    }
    let finished = |panel: Panel| {
        panel
            .field(
                "If it is wrong",
                format!(
                    "It's corrected in the study content, for every server: pass on `{}` to whoever runs me.",
                    question.id
                ),
            )
            .footer(asked_question::place(question))
            .into_view()
    };
    if shown.open {
        let options: Vec<String> =
            question.options.iter().map(|option| format!("• {}", option.text.trim())).collect();
        panel = panel.paragraph(options.join("\n")).paragraph(
            "It's open right now, and you may want to answer it yourself: I keep the right answer back until it closes.",
        );
        return finished(panel);
    }
    for option in &question.options {
        let mark = if option.key { "✅ Right" } else { "❌ Wrong" };
        panel = panel.field(mark, format!("> {}\n{}", option.text.trim(), option.why.trim()));
    }
    finished(panel)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::discord::views::plain::{form_problems, plain, problems};
    use crate::discord::views::sample::{self, MEI, RAJ, any_asked};
    use crate::domain::report::ReportText;

    fn report(member: crate::domain::ids::MemberId, text: &str) -> Report {
        Report { member, text: ReportText::parse(text).unwrap(), at: sample::now(), named: Vec::new() }
    }

    fn reported_page(latest: Vec<Report>, members: u32) -> ReportPage {
        let question = sample::one().question;
        let question =
            ReportedQuestion { version: QuestionVersion(3), question, open: false, members, latest };
        ReportPage { question: Some(question), page: 1, pages: 3 }
    }

    #[test]
    fn reports_are_listed_with_the_words_made_harmless() {
        let named = vec![('B', "More *replicas*".to_owned())];
        let latest = vec![
            report(MEI, "**C** is [right](https://x.y) too\nsee"),
            Report { named, ..report(RAJ, "A typo in B.") },
        ];
        assert_snapshot!(plain(&page(&reported_page(latest, 5))), @r"
        # Reported questions
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

        `q78-uploads` · 5 reports, the latest <t:1772442000:R>
        ## What members say
        “\*\*C\*\* is \[right\]\(https\://x.y\) too see”
        <@101> <t:1772442000:R>
        “A typo in B.”
        B was “More \*replicas\*”
        <@102> <t:1772442000:R>
        and 3 reports before
        -- 2 of 3
        (Show question) (Dismiss)
        (Previous) (Next)
        ");
    }

    #[test]
    fn what_is_said_of_an_open_question_hides_until_it_is_looked_at() {
        let mut open = reported_page(vec![report(MEI, "||C|| is right as well")], 1);
        if let Some(reported) = &mut open.question {
            reported.open = true;
        }
        assert!(plain(&page(&open)).contains(r"||“\|\|C\|\| is right as well”||"), "{}", plain(&page(&open)));
    }

    #[test]
    fn an_empty_list_and_a_single_page_say_so() {
        let none = ReportPage { question: None, page: 0, pages: 0 };
        assert_snapshot!(plain(&page(&none)), @"Nothing is reported. Members can report a question under its answer: in the daily, in practice and in games.");
        let single = ReportPage { page: 0, pages: 1, ..reported_page(vec![report(MEI, "A typo in B.")], 1) };
        assert!(plain(&page(&single)).ends_with("(Show question) (Dismiss)"), "no page to turn to");
    }

    #[test]
    fn a_reported_question_is_shown_with_its_key_unless_it_is_open() {
        let shown = |open| Shown { question: sample::one().question, open, outdated: !open };
        assert_snapshot!(plain(&question(&shown(false))), @"
        # q78-uploads
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

        This is what members saw. The question has been changed or retired since.
        ## ❌ Wrong
        > More replicas
        Each replica still writes to its own container.
        ## ✅ Right
        > A volume from a `PersistentVolumeClaim`
        Its data outlives the pod.
        ## ❌ Wrong
        > A ConfigMap
        It holds settings, not files of customers.
        ## ❌ Wrong
        > An init container
        It makes an empty directory again.
        ## If it is wrong
        It's corrected in the study content, for every server: pass on `q78-uploads` to whoever runs me.
        -- Section 78 · medium
        ");
        assert_snapshot!(plain(&question(&shown(true))), @"
        # q78-uploads
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

        • More replicas
        • A volume from a `PersistentVolumeClaim`
        • A ConfigMap
        • An init container

        It's open right now, and you may want to answer it yourself: I keep the right answer back until it closes.
        ## If it is wrong
        It's corrected in the study content, for every server: pass on `q78-uploads` to whoever runs me.
        -- Section 78 · medium
        ");
    }

    #[test]
    fn the_form_fits() {
        assert_eq!(form_problems(form(QuestionVersion(u64::MAX))), Vec::<String>::new());
    }

    #[test]
    fn every_outcome_is_told() {
        assert_snapshot!(plain(&reported(Ok(Reported::New { tell: None }))), @"Thank you! Whoever manages this server can read it now. Your answer counts as it did.");
        assert_snapshot!(plain(&reported(Ok(Reported::Replaced))), @"Thank you! This takes the place of what you reported about this question before.");
        assert_snapshot!(plain(&reported(Ok(Reported::Unknown))), @"I don't know this question anymore, so there is nothing to report.");
        assert_snapshot!(plain(&reported(Err(BadReport::TooShort))), @"A few more words, please: say in at least 10 characters what is wrong. Nothing was sent.");
        assert_snapshot!(plain(&reported(Err(BadReport::TooLong))), @"That's more than 500 characters, so nothing was sent. A shorter version will do.");
        assert_snapshot!(plain(&too_late()), @"That question is behind you. You can report the one whose answer you see now.");
        assert_snapshot!(plain(&not_reported()), @"I have no report on this question anymore. `/admin reports` shows what is open.");
    }

    proptest! {
        #[test]
        fn whatever_is_reported_the_list_and_the_question_fit(
            asked in any_asked(),
            text in "\\PC{10,500}|[*_@<\\[]{500}",
        ) {
            prop_assume!(ReportText::parse(&text).is_ok());
            let named = asked.options().map(|option| ('B', option.text.clone())).collect();
            let report = Report { named, ..report(MEI, &text) };
            let mut page_of = reported_page(vec![report; 4], u32::MAX);
            if let Some(reported) = &mut page_of.question {
                reported.question = asked.question.clone();
            }
            prop_assert_eq!(problems(&page(&page_of)), Vec::<String>::new());
            for open in [true, false] {
                let shown = Shown { question: asked.question.clone(), open, outdated: true };
                prop_assert_eq!(problems(&question(&shown)), Vec::<String>::new());
            }
        }
    }
}
