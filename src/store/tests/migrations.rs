//! Every migration runs over rows of the versions before it.

use jiff::civil::date;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::domain::challenge::{Allowance, Challenge};
use crate::domain::daily::DailyState;
use crate::domain::ids::{ChallengeId, DailyId, FactId, GuildId, MemberId, PracticeId};
use crate::domain::standings::Period;
use crate::store::{MIGRATIONS, SCHEMA_VERSION, Store};

/// Rows as each version writes them: a new migration does not compile without its own.
const SAMPLES: [&str; SCHEMA_VERSION] = [
    include_str!("../../../migrations/samples/0001.sql"),
    include_str!("../../../migrations/samples/0002.sql"),
    include_str!("../../../migrations/samples/0003.sql"),
    include_str!("../../../migrations/samples/0004.sql"),
    include_str!("../../../migrations/samples/0005.sql"),
    include_str!("../../../migrations/samples/0006.sql"),
    include_str!("../../../migrations/samples/0007.sql"),
];

/// A database that lived through every version up to this one, with rows from each.
pub(super) fn old_hand(path: &std::path::Path, newest: usize) -> Connection {
    let mut db = Connection::open(path).unwrap();
    db.pragma_update(None, "application_id", 0x4d61_7465).unwrap();
    db.pragma_update(None, "foreign_keys", true).unwrap();
    for (version, sample) in (1..=newest).zip(SAMPLES) {
        MIGRATIONS.to_version(&mut db, version).unwrap();
        broken_references(&db, version);
        db.execute_batch(sample).unwrap();
        broken_references(&db, version);
    }
    db
}

fn broken_references(db: &Connection, version: usize) {
    let broken: i64 =
        db.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(broken, 0, "at version {version}");
}

#[test]
fn the_migrations_are_as_many_as_the_version_says_and_valid() {
    MIGRATIONS.validate().unwrap();
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.to_latest(&mut db).unwrap();
    let version: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(version).unwrap(), SCHEMA_VERSION);
}

#[test]
fn the_samples_leave_no_table_empty() {
    let folder = TempDir::new().unwrap();
    let db = old_hand(&folder.path().join("old.db"), SCHEMA_VERSION);
    let mut statement = db
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let tables: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(!tables.is_empty());
    for table in tables {
        let rows: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(rows > 0, "{table} has no sample row");
    }
}

#[test]
fn version_2_knows_how_good_the_last_practice_answers_were_and_what_the_pack_said() {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.to_version(&mut db, 1).unwrap();
    db.execute_batch(SAMPLES[0]).unwrap();
    // One more, with the wrong option chosen.
    db.execute_batch(
        "INSERT INTO practices SELECT 3, guild_id, member_id, topic, difficulty, number, version, option_order, 1,
                                      answered, right_n, started_at, ended_at FROM practices WHERE practice_id = 1",
    )
    .unwrap();
    MIGRATIONS.to_version(&mut db, 2).unwrap();
    let one = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let right =
        "SELECT group_concat(practice_id || ' ' || is_right || verdict || told) FROM practice_answers";
    assert_eq!(one(right), "1 111,3 000", "what was not answered is not there");
    assert_eq!(one("SELECT group_concat(question_id || ' ' || version) FROM pack_questions"), "q76-sample 2");
}

#[test]
fn version_5_knows_who_won_where_that_can_be_said() {
    let mut db = Connection::open_in_memory().unwrap();
    for (version, sample) in (1..=4).zip(SAMPLES) {
        MIGRATIONS.to_version(&mut db, version).unwrap();
        db.execute_batch(sample).unwrap();
    }
    // The game of the sample that was opened, in other modes; three results each.
    let modes = [
        (11, r#""mode":"everyone""#),
        (12, r#""mode":"duel","opponent":200"#),
        (13, r#""mode":"teams","count":2,"sides":"balanced""#),
        (14, r#""mode":"crew""#),
    ];
    for (game, mode) in modes {
        db.execute_batch(&format!(
            "INSERT INTO challenges VALUES ({game}, 42, 7, 'over', 1, 2);
             INSERT INTO challenge_events
                 SELECT {game}, seq, at, member_id, replace(body, '\"mode\":\"everyone\"', '{mode}')
                 FROM challenge_events WHERE challenge_id = 2 AND seq = 1;
             INSERT INTO challenge_results
                 (challenge_id, member_id, guild_id, day, points, right_n, asked, rank, ghost)
                 VALUES ({game}, 100, 42, '2026-03-02', 4000, 4, 7, 1, 0),
                        ({game}, 200, 42, '2026-03-02', 3000, 3, 7, 2, 0),
                        ({game}, 300, 42, '2026-03-03', 5000, 5, 7, 1, 1);",
        ))
        .unwrap();
    }
    // Nobody had any points.
    db.execute_batch(
        "INSERT INTO challenges VALUES (15, 42, 7, 'over', 1, 2);
         INSERT INTO challenge_results
             (challenge_id, member_id, guild_id, day, points, right_n, asked, rank, ghost)
             VALUES (15, 100, 42, '2026-03-02', 0, 0, 7, 1, 0), (15, 200, 42, '2026-03-02', 0, 0, 7, 1, 0);",
    )
    .unwrap();
    MIGRATIONS.to_version(&mut db, 5).unwrap();
    let won = |game: i64| {
        let all = "SELECT group_concat(coalesce(won, '?'), ' ') FROM
                       (SELECT won FROM challenge_results WHERE challenge_id = ?1 ORDER BY member_id)";
        db.query_row(all, [game], |row| row.get::<_, String>(0)).unwrap()
    };
    assert_eq!(won(1), "1 0", "its opening is gone: what was counted stays, and a ghost wins nothing");
    assert_eq!([won(11), won(12)], ["1 0 0", "1 0 0"]);
    assert_eq!([won(13), won(14)], ["? ? 0", "? ? 0"], "members' own ranks do not tell");
    assert_eq!(won(15), "0 0");
}

#[tokio::test]
async fn the_store_reads_what_older_versions_wrote() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("old.db");
    drop(old_hand(&path, SCHEMA_VERSION));
    let store = Store::open(&path).unwrap();
    let (guild, member) = (GuildId(42), MemberId(100));
    assert_eq!(store.guild(guild).await.unwrap().unwrap().next.unwrap().day.to_string(), "2026-03-04");
    assert!(store.guild(GuildId(43)).await.unwrap().unwrap().paused.is_some());
    for (daily, state) in [
        (1, DailyState::Unposted),
        (2, DailyState::Closed),
        (3, DailyState::Closing),
        (4, DailyState::Open),
        (5, DailyState::Planned),
    ] {
        assert_eq!(store.daily(DailyId(daily)).await.unwrap().unwrap().state, state);
    }
    let facts = store.streak(guild, member).await.unwrap();
    assert_eq!(facts.streak, store.streak_from_history(guild, member).await.unwrap());
    assert!(store.practice(PracticeId(1), member).await.unwrap().is_some());
    assert!(store.kept_fact(FactId::from("F76-01")).await.unwrap().is_some());
    let live = ChallengeId(2);
    assert_eq!(store.unsettled_challenges().await.unwrap(), [live, ChallengeId(3)]);
    let game = Challenge::fold(live, store.challenge_events(live).await.unwrap()).unwrap();
    assert_eq!(game.present(), [member, MemberId(200)]);
    assert_eq!(store.allowance(member).await.unwrap(), Allowance::Half);
    let ranking = store.ranking((guild, member), Period::AllTime, date(2026, 3, 4)).await.unwrap();
    let mut won: Vec<_> = ranking.challenges.iter().map(|score| (score.member.0, score.won)).collect();
    won.sort_unstable();
    assert_eq!(won, [(100, 1), (200, 1)]);
}
