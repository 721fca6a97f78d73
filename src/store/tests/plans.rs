//! The cost of a hot query follows what it finds: none reads a whole table.

use rusqlite::StatementStatus;

use super::fixture::World;
use crate::store::{
    answers, challenges, corrections, dailies, forget, guilds, notices, outbox, played, players,
    practice_answers, privacy, reported, streaks,
};

/// Indexes which hold nothing but rows that are due, so that reading all of one is reading what is due.
const OF_WHAT_IS_DUE: [&str; 8] = [
    "guilds_due",
    "guilds_to_tell",
    "dailies_planned",
    "dailies_open",
    "dailies_closing",
    "dailies_to_discuss",
    "corrections_to_do",
    "challenges_unsettled",
];

/// The steps of a query's plan that read a whole table.
fn scans(world: &World, sql: &str) -> Vec<String> {
    let db = world.sql();
    let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let steps = statement.raw_query().mapped(|row| row.get::<_, String>("detail")).map(Result::unwrap);
    let is_due = |step: &String| OF_WHAT_IS_DUE.iter().any(|index| step.contains(&format!("INDEX {index}")));
    let of_a_table = |step: &String| {
        [
            "guilds",
            "dailies",
            "answers",
            "corrections",
            "corrected_answers",
            "practice_answers",
            "challenges",
            "challenge_events",
            "challenge_results",
            "practices",
            "practice_seen",
            "streaks",
            "pauses",
            "asked",
            "concept_records",
            "reports",
            "unlisted",
            "erased_answers",
            "d",
            "a",
            "c",
            "p",
        ]
        .iter()
        .any(|table| step.split(' ').nth(1) == Some(table))
    };
    steps.filter(|step| step.starts_with("SCAN") && of_a_table(step) && !is_due(step)).collect()
}

/// What members, and the jobs at every look, wait for.
fn hot_queries() -> Vec<(&'static str, String)> {
    vec![
        ("guilds due", guilds::due_sql()),
        ("the earliest guild", guilds::EARLIEST_DUE.to_owned()),
        ("managers to tell", guilds::to_tell_sql()),
        ("planned dailies due", dailies::sql(outbox::PLANNED_DUE)),
        ("planned dailies over", dailies::sql(outbox::PLANNED_OVER)),
        ("open dailies over", dailies::sql(outbox::OPEN_DUE)),
        ("closings due", dailies::sql(outbox::CLOSING_DUE)),
        ("the guild's daily that is over", dailies::sql(outbox::PREVIOUS_OVER)),
        ("dailies without a thread", dailies::sql(outbox::UNDISCUSSED)),
        ("the next wake", outbox::NEXT_WAKE.to_owned()),
        ("the latest daily", dailies::sql(dailies::LATEST)),
        ("the latest daily of a streak", streaks::LATEST_DAILY.to_owned()),
        ("neutral days", streaks::NEUTRAL_BETWEEN.to_owned()),
        ("missed days", streaks::MISSED_BETWEEN.to_owned()),
        ("the orders that a member saw", reported::SEEN_ORDERS.to_owned()),
        ("days of a break", streaks::RESTED_BETWEEN.to_owned()),
        ("the next correction", corrections::NEXT.to_owned()),
        ("dailies of a corrected question", dailies::sql(corrections::NEXT_DAILY)),
        ("practice answers to a wording", practice_answers::OF_VERSION.to_owned()),
        ("a member's practice answers", practice_answers::OF_MEMBER.to_owned()),
        ("corrected answers to tell", notices::DAILY_ANSWERS.to_owned()),
        ("corrected practice to tell", notices::PRACTICE_ANSWERS.to_owned()),
        ("a member's answer", answers::ANSWER_OF.to_owned()),
        ("a game's events", challenges::EVENTS_OF.to_owned()),
        ("games to go on with", challenges::UNSETTLED.to_owned()),
        ("a channel's game", challenges::LIVE_IN.to_owned()),
        ("the oldest game", played::NEXT_TO_FORGET.to_owned()),
        ("a member's result", played::RESULT_OF.to_owned()),
        ("a member's answers", players::ANSWERS_OF.to_owned()),
        ("a guild's games", players::challenge_scores_sql()),
    ]
}

#[test]
fn no_hot_query_reads_a_whole_table() {
    let world = World::new();
    for (what, sql) in hot_queries() {
        assert_eq!(scans(&world, &sql), Vec::<String>::new(), "{what}");
    }
}

/// What erasing a member and forgetting a guild do, on the writer's one thread, and what an export reads.
fn cleaning(world: &World) -> Vec<(String, String)> {
    let erased = privacy::PERSONAL.iter().flat_map(|personal| {
        let what = format!("a member's {}", personal.table);
        [(what.clone(), personal.shown_sql()), (what, personal.erase_sql())]
    });
    let counted = ("answers to count".to_owned(), privacy::COUNT_ANSWERS.to_owned());
    let shown = ("results to show anew".to_owned(), privacy::show_anew_sql());
    let game = ("a game to show anew".to_owned(), privacy::SHOW_GAME_ANEW.to_owned());
    let db = world.sql();
    let forgotten = forget::OF_A_GUILD
        .iter()
        .map(|(table, whose)| (format!("a guild's {table}"), forget::delete_sql(&db, table, whose).unwrap()));
    let next = ("the next guild to forget".to_owned(), forget::NEXT_TO_FORGET.to_owned());
    // What SQLite looks up by itself before a row goes that others refer to.
    let reference = |(table, column): (String, String)| {
        (format!("{table} that refer to a row"), format!("SELECT 1 FROM {table} WHERE {column} = ?1"))
    };
    let mut references = db
        .prepare(
            "SELECT tables.name, \"from\" FROM pragma_table_list AS tables, pragma_foreign_key_list(tables.name)
             WHERE tables.schema = 'main' AND \"table\" IN ('dailies', 'practices', 'challenges', 'guilds')",
        )
        .unwrap();
    let references = references.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let references: Vec<_> = references.map(|found| reference(found.unwrap())).collect();
    assert!(references.len() >= 6, "{references:?}");
    erased.chain([counted, shown, game, next]).chain(forgotten).chain(references).collect()
}

#[test]
fn neither_erasing_nor_forgetting_reads_what_others_have() {
    /// The corrections that ever were are few, and only one is under way.
    const FEW: &str = "a member's corrections";
    let world = World::new();
    for (what, sql) in cleaning(&world).iter().filter(|(what, _)| what != FEW) {
        assert_eq!(scans(&world, sql), Vec::<String>::new(), "{what}");
    }
}

#[test]
fn no_hot_query_is_compiled_again_for_other_values() {
    let world = World::new();
    let db = world.sql();
    for (what, sql) in hot_queries() {
        let mut query = db.prepare(&sql).unwrap();
        for value in 1..4 {
            for parameter in 1..=query.parameter_count() {
                query.raw_bind_parameter(parameter, value).unwrap();
            }
            let _ = query.raw_query().next().unwrap();
        }
        assert_eq!(query.get_status(StatementStatus::RePrepare), 0, "{what}");
    }
}

#[test]
fn a_query_that_reads_a_whole_table_would_be_noticed() {
    let world = World::new();
    assert_eq!(scans(&world, "SELECT * FROM dailies WHERE attempts > 3").len(), 1);
    assert_eq!(scans(&world, "SELECT * FROM guilds WHERE channel_id = 1").len(), 1);
}
