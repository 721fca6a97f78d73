//! What is kept about a member, and what is left of them.

use std::collections::BTreeSet;
use std::fs;
use std::time::Instant;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use super::fixture::{ALL, GUILD, MEI, RAJ, World, at, berlin};
use crate::domain::grading::Tally;
use crate::domain::ids::{ChallengeId, GuildId, MemberId};
use crate::domain::standings::Period;
use crate::store::PracticeFilter;
use crate::store::forget::OF_A_GUILD;
use crate::store::open::BUSY_TIMEOUT;
use crate::store::privacy::PERSONAL;

pub(super) const SUNDAY: &str = "2026-03-01T12:00Z";
pub(super) const MONDAY: &str = "2026-03-02T08:00Z";
const TUESDAY: &str = "2026-03-03T08:00Z";
const TODAY: Date = date(2026, 3, 3);

/// Decides the number that stands in the place of who is erased.
const SEED: u64 = 7;

/// Monday's daily answered by both and closed, Tuesday's open and answered by both.
pub(super) async fn two_days() -> World {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at(SUNDAY)).await;
    for day in [MONDAY, TUESDAY] {
        world.round(at(day)).await;
        for member in [MEI, RAJ] {
            world.answer(&world.latest().await, member, true, at(day)).await;
        }
    }
    world
}

/// A game on Monday that both played.
fn both_played(world: &World) {
    world
        .sql()
        .execute_batch(
            "INSERT INTO challenges (challenge_id, guild_id, channel_id, state, opened_at, ended_at)
                 VALUES (1, 42, 7, 'over', 1, 2);
             INSERT INTO challenge_results
                 (challenge_id, member_id, guild_id, day, points, right_n, asked, rank, ghost)
                 VALUES (1, 100, 42, '2026-03-02', 3, 3, 3, 1, 0), (1, 200, 42, '2026-03-02', 2, 2, 3, 2, 0)",
        )
        .unwrap();
}

/// The columns of the schema that may hold a member's id.
fn columns(world: &World, wanted: impl Fn(&str) -> bool) -> BTreeSet<(String, String)> {
    let sql = world.sql();
    let mut statement = sql
        .prepare(
            "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c
             WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let all = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).unwrap();
    all.map(Result::unwrap).filter(|(_, column)| wanted(column)).collect()
}

#[test]
fn no_table_with_members_is_forgotten() {
    let world = World::new();
    // Ids that are not a member's.
    const OTHERS: [&str; 13] = [
        "guild_id",
        "channel_id",
        "message_id",
        "thread_id",
        "daily_id",
        "practice_id",
        "question_id",
        "concept_id",
        "correction_id",
        "challenge_id",
        "report_id",
        "version_id",
        "fact_id",
    ];
    let in_schema = columns(&world, |column| column.ends_with("_id") && !OTHERS.contains(&column));
    let listed: BTreeSet<(String, String)> =
        PERSONAL.iter().map(|personal| (personal.table.to_owned(), personal.member.to_owned())).collect();
    assert_eq!(in_schema, listed);
}

#[test]
fn no_table_with_guilds_is_forgotten() {
    let world = World::new();
    let in_schema = columns(&world, |column| matches!(column, "guild_id" | "daily_id" | "challenge_id"));
    let mut tables: BTreeSet<String> = in_schema.into_iter().map(|(table, _)| table).collect();
    // How far a correction has come over all guilds: it belongs to none.
    assert!(tables.remove("corrections"));
    assert_eq!(tables, OF_A_GUILD.iter().map(|(table, _)| (*table).to_owned()).collect());
}

/// The results that are to be shown.
async fn tallies(world: &World, now: Timestamp) -> Vec<Tally> {
    world.closings(now, ALL).await.unwrap().into_iter().map(|closing| closing.tally).collect()
}

#[tokio::test]
async fn a_game_goes_on_without_a_name_that_was_erased() {
    let world = two_days().await;
    world
        .sql()
        .execute_batch(
            "INSERT INTO challenges (challenge_id, guild_id, channel_id, state, opened_at) VALUES (1, 42, 7, 'live', 1);
             INSERT INTO challenge_events (challenge_id, seq, at, member_id, body) VALUES
                 (1, 1, 1, 100, '{\"rules\":{\"mode\":{\"opponent\":1177727118950400002}}}'),
                 (1, 2, 1, 200, '{\"joined\":{\"member\":200}}');
             INSERT INTO challenges (challenge_id, guild_id, channel_id, state, opened_at, ended_at)
                 SELECT column1, 42, column1, 'over', 1, 2 FROM (VALUES (2), (3), (4));
             INSERT INTO challenge_events (challenge_id, seq, at, member_id, body) VALUES
                 (2, 1, 1, 200, '{}'), (2, 2, 1, 1177727118950400002, '{}'),
                 (3, 2, 1, 1177727118950400002, '{}'),
                 (4, 1, 1, 200, '{}')",
        )
        .unwrap();
    world.erase(MemberId(1_177_727_118_950_400_002), at(TUESDAY), SEED).await.unwrap();
    assert_eq!(world.count("SELECT count(*) FROM challenge_events"), 6);
    let nobody =
        world.count("SELECT json_extract(body, '$.rules.mode.opponent') FROM challenge_events LIMIT 1");
    assert_eq!(MemberId(nobody.unsigned_abs()), MemberId::nobody(SEED));
    // The third is being forgotten, the fourth was played without them.
    let anew = world.unsettled_challenges().await.unwrap();
    assert_eq!(anew, [1, 2].map(ChallengeId), "they are shown anew");
    assert_eq!(
        world.count("SELECT count(*) FROM challenge_events WHERE instr(body, '1177727118950400002') > 0"),
        0
    );
    assert_eq!(
        world.count("SELECT json_extract(body, '$.joined.member') FROM challenge_events WHERE seq = 2"),
        200
    );
}

/// How often the member's id stands in the database's files, as SQLite writes integers or as text.
///
/// Source: <https://sqlite.org/fileformat.html#record_format>
fn traces(world: &World, member: MemberId) -> usize {
    let (number, text) = (member.0.to_be_bytes(), member.0.to_string());
    let count = |bytes: &[u8], needle: &[u8]| bytes.windows(needle.len()).filter(|at| *at == needle).count();
    let files =
        fs::read_dir(world.folder.path()).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap());
    files.map(|bytes| count(&bytes, &number) + count(&bytes, text.as_bytes())).sum()
}

#[tokio::test]
async fn an_erased_member_is_gone_from_the_files_and_the_results_stay() {
    let world = two_days().await;
    world.answer(&world.latest().await, GONE, false, at(TUESDAY)).await;
    world.set_listed(GUILD, GONE, false, at(TUESDAY)).await.unwrap();
    let practice =
        world.start_practice((GUILD, GONE), PracticeFilter::default(), world.practice_pool(), 1, at(TUESDAY));
    assert!(practice.await.unwrap().is_some());
    let wednesday = at("2026-03-04T08:00Z");
    let before = tallies(&world, wednesday).await;
    assert_eq!(before[0].answers, 3);
    world.round(wednesday).await;
    assert!(traces(&world, GONE) > 3, "it stands in the files: {}", traces(&world, GONE));

    assert!(world.erase(GONE, wednesday, SEED).await.unwrap().nothing_left, "the log is emptied");
    assert_eq!(traces(&world, GONE), 0);
    assert_eq!(tallies(&world, wednesday).await, before, "the result is shown anew and is what it was");
    let exported = world.export(GONE).await.unwrap();
    assert!(exported.as_object().unwrap().values().all(|rows| rows == &serde_json::json!([])), "{exported}");
    assert_eq!(world.count("SELECT count(*) FROM streaks"), 2, "the others' rows stand");
}

/// An id as Discord makes them: of eight bytes, found nowhere else by chance.
const GONE: MemberId = MemberId(1_177_727_118_950_400_002);

/// A world in which [`GONE`] has answered, and a program that reads its database all the time.
async fn answered_and_read() -> (World, rusqlite::Connection) {
    let world = two_days().await;
    world.answer(&world.latest().await, GONE, false, at(TUESDAY)).await;
    let reader = world.sql();
    reader.execute_batch("BEGIN; SELECT count(*) FROM answers").unwrap();
    (world, reader)
}

#[tokio::test]
async fn an_erasure_waits_for_no_reader_and_the_log_is_emptied_when_it_has_gone() {
    let (world, reader) = answered_and_read().await;
    // The shortest of a few: a machine that is busy holds up one or the other by itself.
    let mut shortest = BUSY_TIMEOUT;
    for seconds in 0..3 {
        let began = Instant::now();
        let now = at(TUESDAY) + SignedDuration::from_secs(seconds);
        assert!(!world.erase(GONE, now, SEED).await.unwrap().nothing_left, "the reader keeps the log");
        shortest = shortest.min(began.elapsed());
    }
    assert!(shortest < BUSY_TIMEOUT / 2, "everybody waited for {shortest:?}");
    let later = at(TUESDAY) + SignedDuration::from_secs(30);
    assert!(!world.empty_log(later).await.unwrap());
    assert!(traces(&world, GONE) > 0, "the test would see what is left");
    drop(reader);
    assert!(world.empty_log(later + SignedDuration::from_secs(30)).await.unwrap());
    assert_eq!(traces(&world, GONE), 0);
}

#[tokio::test]
async fn however_often_somebody_erases_the_log_is_emptied_once_a_second_at_most() {
    let world = two_days().await;
    let log = || fs::metadata(world.folder.path().join("shipmate.db-wal")).unwrap().len();
    assert!(world.erase(MEI, at(TUESDAY), SEED).await.unwrap().nothing_left);
    assert_eq!(log(), 0);
    let millis = |millis| at(TUESDAY) + SignedDuration::from_millis(millis);
    assert!(!world.erase(RAJ, millis(999), SEED).await.unwrap().nothing_left, "too soon");
    assert!(log() > 0);
    assert!(!world.empty_log(millis(999)).await.unwrap());
    assert!(world.empty_log(millis(1_000)).await.unwrap());
    assert_eq!(log(), 0);
}

#[tokio::test]
async fn what_an_earlier_process_left_in_the_log_is_gone_after_the_start() {
    let (world, _reader) = answered_and_read().await;
    assert!(!world.erase(GONE, at(TUESDAY), SEED).await.unwrap().nothing_left);
    let world = world.killed();
    assert_eq!(traces(&world, GONE), 0);
}

#[tokio::test]
async fn an_answer_to_an_open_daily_is_taken_back() {
    let world = two_days().await;
    world.erase(MEI, at(TUESDAY), SEED).await.unwrap();
    assert_eq!(world.count("SELECT sum(n) FROM erased_answers"), 1, "Monday's alone is a count");
    assert_eq!(world.count("SELECT count(*) FROM answers"), 2, "the other member's");
}

#[tokio::test]
async fn a_name_that_is_erased_while_the_result_is_shown_is_taken_out_of_it() {
    let world = two_days().await;
    let wednesday = at("2026-03-04T08:00Z");
    let edit = world.closings(wednesday, ALL).await.unwrap().remove(0);
    assert!(edit.grown.iter().any(|grown| grown.member == MEI));
    world.erase(MEI, wednesday, SEED).await.unwrap();
    world.closed(edit.daily.id, edit.version).await.unwrap();
    let again = world.closings(wednesday, ALL).await.unwrap();
    let again = again.iter().find(|closing| closing.daily.id == edit.daily.id).expect("another edit");
    assert_eq!(again.grown.iter().map(|grown| grown.member).collect::<Vec<_>>(), [RAJ]);
    assert_eq!(again.tally, edit.tally);
}

#[tokio::test]
async fn an_erased_name_leaves_the_results_of_the_last_month_on_every_server() {
    let world = World::new();
    for guild in 1..=2 {
        world.set_up_guild(GuildId(guild), berlin("09:00"), at(SUNDAY)).await;
    }
    let mut now = at(MONDAY);
    for _ in 0..20 {
        world.round(now).await;
        for guild in 1..=2 {
            let daily = world.latest_daily(GuildId(guild)).await.unwrap().unwrap();
            world.answer(&daily, MEI, true, now).await;
        }
        now += SignedDuration::from_hours(24);
    }
    let noon = now + SignedDuration::from_hours(4);
    world.round(now).await;
    // The first day's results are 31 days old and a little, all others are not.
    let later = at(TUESDAY) + SignedDuration::from_hours(31 * 24) + SignedDuration::from_millis(1);
    assert!(noon < later);
    world.erase(MEI, later, SEED).await.unwrap();
    assert_eq!(world.count("SELECT count(*) FROM dailies WHERE state = 'closing'"), 2 * 19);
}

#[tokio::test]
async fn who_is_taken_out_of_the_results_leaves_those_that_stand_in_that_guild_once() {
    let world = World::new();
    let other = GuildId(77);
    for guild in [GUILD, other] {
        world.set_up_guild(guild, berlin("09:00"), at(SUNDAY)).await;
    }
    world.round(at(MONDAY)).await;
    for guild in [GUILD, other] {
        let daily = world.latest_daily(guild).await.unwrap().unwrap();
        for member in [MEI, RAJ] {
            world.answer(&daily, member, true, at(MONDAY)).await;
        }
    }
    world.round(at(TUESDAY)).await;
    world.set_listed(GUILD, MEI, false, at(TUESDAY)).await.unwrap();
    let anew = world.closings(at(TUESDAY), ALL).await.unwrap();
    assert_eq!(anew.iter().map(|closing| closing.daily.guild).collect::<Vec<_>>(), [GUILD]);
    assert_eq!(anew[0].grown.iter().map(|grown| grown.member).collect::<Vec<_>>(), [RAJ]);
    assert_eq!((anew[0].tally.answers, anew[0].grown_unnamed), (2, 1), "the answer counts");
    world.closed(anew[0].daily.id, anew[0].version).await.unwrap();
    world.set_listed(GUILD, MEI, false, at(TUESDAY)).await.unwrap();
    assert_eq!(world.closings(at(TUESDAY), ALL).await.unwrap(), [], "a second press changes nothing");
}

#[tokio::test]
async fn an_export_says_what_was_answered_in_words() {
    let world = two_days().await;
    let exported = world.export(MEI).await.unwrap();
    let answer = &exported["answers"][0];
    assert_eq!(answer["day"], "2026-03-02");
    assert_eq!(answer["guild_id"], "42");
    assert_eq!(answer["answered_at"], at(MONDAY).to_string());
    assert!(answer["chosen"][0].as_str().is_some_and(|text| !text.is_empty()), "{answer}");
    assert_eq!(exported["streaks"][0]["current"], 2);
    assert_eq!(exported["pauses"], serde_json::json!([]));
}

#[tokio::test]
async fn who_is_unlisted_is_in_no_ranking_and_no_result() {
    let world = two_days().await;
    both_played(&world);
    world.set_listed(GUILD, MEI, false, at(TUESDAY)).await.unwrap();
    assert!(!world.is_listed(GUILD, MEI).await.unwrap());
    for period in [Period::ThisWeek, Period::AllTime] {
        let ranking = world.ranking((GUILD, RAJ), period, TODAY).await.unwrap();
        assert_eq!(ranking.scores.iter().map(|score| score.member).collect::<Vec<_>>(), [RAJ]);
        assert_eq!(ranking.challenges.iter().map(|score| score.member).collect::<Vec<_>>(), [RAJ]);
        assert!(!ranking.hidden, "Raj, who asks, is not");
    }
    let closings = world.closings(at("2026-03-04T08:00Z"), ALL).await.unwrap();
    assert_eq!(closings[0].tally.answers, 2, "the answer counts");
    assert_eq!(closings[0].grown.iter().map(|grown| grown.member).collect::<Vec<_>>(), [RAJ]);
    world.set_listed(GUILD, MEI, true, at(TUESDAY)).await.unwrap();
    assert!(world.is_listed(GUILD, MEI).await.unwrap());
}

#[tokio::test]
async fn who_is_unlisted_still_sees_their_own_rows_and_nobody_elses_who_is() {
    const ZOE: MemberId = MemberId(300);
    let world = two_days().await;
    world.answer(&world.latest().await, ZOE, true, at(TUESDAY)).await;
    both_played(&world);
    for member in [MEI, ZOE] {
        world.set_listed(GUILD, member, false, at(TUESDAY)).await.unwrap();
    }
    for period in [Period::ThisWeek, Period::AllTime] {
        let ranking = world.ranking((GUILD, MEI), period, TODAY).await.unwrap();
        assert!(ranking.hidden);
        let days: BTreeSet<_> = ranking.scores.iter().map(|score| score.member).collect();
        assert_eq!(days, BTreeSet::from([MEI, RAJ]));
        let games: BTreeSet<_> = ranking.challenges.iter().map(|score| score.member).collect();
        assert_eq!(games, BTreeSet::from([MEI, RAJ]));
    }
}
