//! Reports: one for each member and wording, on their own server.

use super::fixture::{GUILD, MEI, RAJ, World, at};
use crate::domain::ids::{GuildId, MemberId, QuestionVersion};
use crate::domain::report::ReportText;
use crate::store::{NewReport, OpenReports, Reported};

const NINE: &str = "2026-03-02T08:00Z";
const TEN: &str = "2026-03-02T09:00Z";

async fn report(world: &World, guild: GuildId, member: MemberId, version: u64, text: &str) -> Reported {
    let text = ReportText::parse(text).unwrap();
    let version = QuestionVersion(version);
    world.report(NewReport { guild, member, version, text, at: at(TEN) }).await.unwrap()
}

/// A world in which the first two wordings of the pool are kept.
async fn world() -> World {
    let world = World::new();
    world.keep(2).await;
    world
}

#[tokio::test]
async fn a_second_report_takes_the_place_of_the_first_and_opens_it_again() {
    let world = world().await;
    assert_eq!(report(&world, GUILD, MEI, 1, "the first words").await, Reported::New);
    world.dismiss_reports(GUILD, QuestionVersion(1), at(TEN)).await.unwrap();
    assert_eq!(report(&world, GUILD, MEI, 1, "the second words").await, Reported::Replaced);
    let page = world.open_reports(GUILD, 0, at(TEN)).await.unwrap();
    let reported = page.question.unwrap();
    assert_eq!((reported.members, reported.latest[0].text.as_typed()), (1, "the second words"));
}

#[tokio::test]
async fn the_most_reported_question_comes_first() {
    let world = world().await;
    report(&world, GUILD, MEI, 1, "only one report").await;
    for member in [MEI, RAJ] {
        report(&world, GUILD, member, 2, "one of two reports").await;
    }
    assert_eq!(world.count_reports(GUILD).await.unwrap(), OpenReports { questions: 2, reports: 3 });
    let first = world.open_reports(GUILD, 0, at(TEN)).await.unwrap();
    assert_eq!((first.page, first.pages, first.question.unwrap().version), (0, 2, QuestionVersion(2)));
    let beyond = world.open_reports(GUILD, 9, at(TEN)).await.unwrap();
    assert_eq!((beyond.page, beyond.question.unwrap().version), (1, QuestionVersion(1)));
}

#[tokio::test]
async fn nobody_reads_or_dismisses_the_reports_of_another_server() {
    let world = world().await;
    report(&world, GUILD, MEI, 1, "words of ours").await;
    let other = GuildId(9);
    assert_eq!(world.open_reports(other, 0, at(TEN)).await.unwrap().question, None);
    assert_eq!(world.reported_question(other, QuestionVersion(1)).await.unwrap(), None);
    assert_eq!(world.dismiss_reports(other, QuestionVersion(1), at(TEN)).await.unwrap(), 0);
    assert!(world.reported_question(GUILD, QuestionVersion(1)).await.unwrap().is_some());
}

#[tokio::test]
async fn what_was_never_asked_cannot_be_reported() {
    let world = world().await;
    assert_eq!(report(&world, GUILD, MEI, 77, "about nothing").await, Reported::Unknown);
}

#[tokio::test]
async fn a_daily_is_reportable_once_answered_or_over() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    let reportable = |member, now: &'static str| world.reportable_daily(daily.id, (GUILD, member), at(now));
    assert_eq!(reportable(MEI, TEN).await.unwrap(), None);
    world.answer(&daily, MEI, true, at(TEN)).await;
    assert!(reportable(MEI, TEN).await.unwrap().is_some());
    assert_eq!(reportable(RAJ, TEN).await.unwrap(), None);
    assert!(reportable(RAJ, "2026-03-04T09:00Z").await.unwrap().is_some());
    let elsewhere = world.reportable_daily(daily.id, (GuildId(9), MEI), at(TEN)).await.unwrap();
    assert_eq!(elsewhere, None);
}
