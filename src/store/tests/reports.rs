//! Reports: one for each member and wording, on their own server.

use super::fixture::{GUILD, MANAGER, MEI, RAJ, World, at, berlin};
use crate::domain::ids::{GuildId, MemberId, QuestionVersion};
use crate::domain::report::ReportText;
use crate::store::{NewReport, OpenReports, Reported, reports_of};

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
    assert_eq!(report(&world, GUILD, MEI, 1, "the first words").await, Reported::New { tell: None });
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

#[tokio::test]
async fn who_set_up_hears_of_the_first_report_on_a_local_day() {
    let world = world().await;
    world.set_up_guild(GUILD, berlin("09:00"), at(NINE)).await;
    let report_at = async |member, version, instant| {
        let (text, version) = (ReportText::parse("something is wrong").unwrap(), QuestionVersion(version));
        world.report(NewReport { guild: GUILD, member, version, text, at: at(instant) }).await.unwrap()
    };
    assert_eq!(report_at(MANAGER, 1, NINE).await, Reported::New { tell: None }, "they know their own");
    assert_eq!(report_at(MEI, 1, NINE).await, Reported::New { tell: Some(MANAGER) });
    assert_eq!(report_at(RAJ, 1, TEN).await, Reported::New { tell: None }, "the second one that day");
    // Half past eleven by UTC is the next day in Berlin.
    assert_eq!(report_at(MEI, 2, "2026-03-02T23:30Z").await, Reported::New { tell: Some(MANAGER) });
}

#[tokio::test]
async fn a_letter_is_told_as_its_member_saw_it_and_who_looks_after_the_pack_reads_it_too() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    world.answer(&daily, MEI, true, at(NINE)).await;
    let version = world.reportable_daily(daily.id, (GUILD, MEI), at(NINE)).await.unwrap().unwrap();
    let text = ReportText::parse("I say B is right as well, see C. B!").unwrap();
    world.report(NewReport { guild: GUILD, member: MEI, version, text, at: at(TEN) }).await.unwrap();
    let options: Vec<&str> = daily.asked.options().map(|option| option.text.as_str()).collect();
    let named = [('B', options[1].to_owned()), ('C', options[2].to_owned())];
    let page = world.open_reports(GUILD, 0, at(TEN)).await.unwrap();
    assert_eq!(page.question.unwrap().latest[0].named, named);
    let all = reports_of(&world.path()).unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!((&all[0].question, all[0].named.as_slice()), (&daily.asked.question.id, named.as_slice()));
    assert_eq!((all[0].dismissed, all[0].text.as_typed()), (false, "I say B is right as well, see C. B!"));
}
