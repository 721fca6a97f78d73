//! Opening: whatever is not ours is told by its name and left byte for byte as it was.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::fixture::{World, at};
use crate::store::{SCHEMA_VERSION, Store, StoreError};

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Opens a file that cannot be ours; it and its folder must stay as they are.
fn refused(folder: &Path, name: &str) -> StoreError {
    let before = contents(folder);
    let error = Store::open(&folder.join(name)).expect_err("it is not ours");
    assert_eq!(contents(folder), before, "after {error}");
    error
}

fn foreign(fill: &str) -> StoreError {
    let folder = TempDir::new().unwrap();
    Connection::open(folder.path().join("other.db")).unwrap().execute_batch(fill).unwrap();
    refused(folder.path(), "other.db")
}

#[test]
fn another_programs_database_is_refused_unchanged() {
    for fill in [
        "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)",
        "PRAGMA application_id = 1234567",
        "CREATE TABLE theirs (x); PRAGMA application_id = 1234567; PRAGMA user_version = 1",
        "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER); CREATE TABLE theirs (x)",
        "CREATE TABLE xlitestreamx (x)",
    ] {
        assert!(matches!(foreign(fill), StoreError::Foreign { .. }), "{fill}");
    }
}

#[test]
fn a_text_file_is_refused_unchanged() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "Not a database, but longer than a header. ".repeat(50))
        .unwrap();
    assert!(matches!(refused(folder.path(), "notes.txt"), StoreError::Foreign { .. }));
}

#[test]
fn a_folder_and_a_path_that_leads_nowhere_cannot_be_opened() {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    for name in ["folder", "missing/shipmate.db"] {
        assert!(matches!(refused(folder.path(), name), StoreError::Unreadable { .. }), "{name}");
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused_unchanged() {
    let world = World::new();
    world.close().await;
    let newer = SCHEMA_VERSION + 1;
    world
        .sql()
        .execute_batch(&format!("PRAGMA journal_mode = DELETE; PRAGMA user_version = {newer}"))
        .unwrap();
    let error = refused(world.folder.path(), "shipmate.db");
    let StoreError::Newer { found, known, .. } = error else { panic!("{error}") };
    assert_eq!((found, known), (newer, SCHEMA_VERSION));
}

#[test]
fn an_empty_file_becomes_ours() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("new.db");
    std::fs::write(&path, "").unwrap();
    drop(Store::open(&path).unwrap());
    Store::open(&path).expect("it is ours now");
}

#[test]
fn a_file_that_litestream_came_upon_first_becomes_ours() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("new.db");
    let litestream = Connection::open(&path).unwrap();
    litestream
        .execute_batch(
            "PRAGMA journal_mode = wal;
             CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
             CREATE TABLE _litestream_lock (id INTEGER);
             BEGIN; SELECT count(*) FROM _litestream_seq",
        )
        .unwrap();
    drop(Store::open(&path).expect("nobody else's tables are in it"));
    Store::open(&path).expect("it is ours now");
}

#[tokio::test]
async fn what_was_written_is_read_after_a_clean_close() {
    let world = World::new();
    let seen = at("2026-03-02T08:00Z");
    world.seen(seen, None).await.unwrap();
    world.close().await;
    let again = Store::open(&world.path()).unwrap();
    assert_eq!(again.last_seen().await.unwrap(), Some(seen));
}

#[tokio::test]
async fn writes_wait_for_the_disk_and_keep_references_whole() {
    let world = World::new();
    let pragma = |name: &'static str| {
        world.write(move |db| Ok(db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0))?))
    };
    const FULL: i64 = 2;
    assert_eq!(pragma("synchronous").await.unwrap(), FULL);
    assert_eq!(pragma("foreign_keys").await.unwrap(), 1);
    let journal: String = world.sql().query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(journal, "wal");
}

/// As `.cargo/config.toml` has it.
#[test]
fn sqlite_is_compiled_without_a_lock_that_all_connections_share() {
    let world = World::new();
    let among = |option: &str| {
        world
            .count(&format!("SELECT count(*) FROM pragma_compile_options WHERE compile_options = '{option}'"))
    };
    assert_eq!(among("DEFAULT_MEMSTATUS=0"), 1);
    assert_eq!(among("ENABLE_MEMORY_MANAGEMENT"), 0);
}

#[tokio::test]
async fn readers_cannot_write() {
    let world = World::new();
    let written = world.read(|db| Ok(db.execute("DELETE FROM guilds", [])?)).await;
    assert!(matches!(written, Err(StoreError::Sqlite(_))));
}

#[test]
fn every_table_is_strict() {
    let world = World::new();
    let loose = "SELECT count(*) FROM pragma_table_list
                 WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND NOT strict";
    assert_eq!(world.count(loose), 0);
    assert!(world.count("SELECT count(*) FROM sqlite_schema WHERE type = 'table'") > 10);
}
