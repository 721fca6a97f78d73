//! What members of all servers say is wrong with questions, for whoever looks after the pack.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::tz::TimeZone;

use crate::store::{self, PackReport};

#[derive(Debug, Args)]
pub(super) struct ReportsArgs {
    /// The database; it may be in use.
    #[arg(long, env = "DATABASE_PATH", default_value = "shipmate.db", value_name = "FILE")]
    database: PathBuf,
}

#[expect(clippy::print_stdout, reason = "results go to standard output")]
pub(super) fn list(args: &ReportsArgs) -> Result<ExitCode, Box<dyn Error>> {
    println!("{}", listed(&store::reports_of(&args.database)?));
    Ok(ExitCode::SUCCESS)
}

/// The reports by question, those with the most first.
fn listed(reports: &[PackReport]) -> String {
    let mut questions: Vec<&[PackReport]> =
        reports.chunk_by(|one, next| one.question == next.question).collect();
    questions.sort_by_key(|reports| std::cmp::Reverse(reports.len()));
    let listed: Vec<String> = questions.into_iter().map(of_a_question).collect();
    if listed.is_empty() { "No question is reported.".to_owned() } else { listed.join("\n") }
}

fn of_a_question(reports: &[PackReport]) -> String {
    let id = reports.first().map_or("", |report| report.question.as_str());
    let number =
        if reports.len() == 1 { "1 report".to_owned() } else { format!("{} reports", reports.len()) };
    let lines: Vec<String> = reports.iter().map(line).collect();
    format!("{id}: {number}\n{}", lines.join("\n"))
}

fn line(report: &PackReport) -> String {
    let day = TimeZone::UTC.to_datetime(report.at).date();
    let letters =
        report.named.iter().map(|(letter, option)| format!("\n              {letter}: {}", harmless(option)));
    let mark = match (report.dismissed, report.outdated) {
        (true, true) => " (dismissed; of an earlier wording)",
        (true, false) => " (dismissed)",
        (false, true) => " (of an earlier wording)",
        (false, false) => "",
    };
    format!("  {day}  “{}”{mark}{}", harmless(report.text.as_typed()), letters.collect::<String>())
}

/// A member's words, which could otherwise steer a terminal.
fn harmless(words: &str) -> String {
    words.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::domain::ids::QuestionId;
    use crate::domain::report::ReportText;

    fn report(question: &str, text: &str) -> PackReport {
        PackReport {
            question: QuestionId(question.to_owned()),
            at: "2026-03-02T09:00:00Z".parse().unwrap(),
            text: ReportText::parse(text).unwrap(),
            named: Vec::new(),
            dismissed: false,
            outdated: false,
        }
    }

    #[test]
    fn the_most_reported_question_comes_first_and_words_steer_no_terminal() {
        let named = vec![('B', "Fargate Spot".to_owned())];
        let reports = [
            PackReport { outdated: true, ..report("q74-one", "\u{1b}[2Ja typo in it") },
            PackReport { named, ..report("q76-agents", "B is right as well") },
            PackReport { dismissed: true, ..report("q76-agents", "No, it is fine.") },
        ];
        assert_snapshot!(listed(&reports), @"
        q76-agents: 2 reports
          2026-03-02  “B is right as well”
                      B: Fargate Spot
          2026-03-02  “No, it is fine.” (dismissed)
        q74-one: 1 report
          2026-03-02  “ [2Ja typo in it” (of an earlier wording)
        ");
        assert_eq!(listed(&[]), "No question is reported.");
    }
}
