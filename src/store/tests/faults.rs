//! What a disk or a neighbour can do to a database: told, and nothing lost.

use std::path::Path;

use rusqlite::{Connection, ErrorCode};

use super::fixture::{GUILD, RAJ, World, at, berlin};
use crate::domain::ids::GuildId;
use crate::store::{Store, StoreError};

const NOW: &str = "2026-03-02T08:00Z";

fn code(error: &StoreError) -> Option<ErrorCode> {
    match error {
        StoreError::Sqlite(error) | StoreError::Unreadable { source: error, .. } => error.sqlite_error_code(),
        _ => None,
    }
}

/// Limits the database to the pages it has, and some: SQLite then acts as on a full disk.
///
/// Source: <https://sqlite.org/pragma.html#pragma_max_page_count>
async fn fill_the_disk(world: &World, spare: u32) {
    let limited = world.write(move |db| {
        let pages: u32 = db.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        Ok(db.query_row(&format!("PRAGMA max_page_count = {}", pages + spare), [], |row| {
            row.get::<_, u32>(0)
        })?)
    });
    limited.await.unwrap();
}

#[tokio::test]
async fn a_full_disk_refuses_what_is_new_and_keeps_what_is_there() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at(NOW)).await;
    fill_the_disk(&world, 0).await;
    let mut refused = None;
    for guild in 100..2_000 {
        let settings = super::fixture::settings(berlin("09:00"));
        match world.set_up(GuildId(guild), settings, super::fixture::MANAGER, at(NOW)).await {
            Ok(_) => {}
            Err(error) => {
                refused = Some((guild, error));
                break;
            }
        }
    }
    let (guild, error) = refused.expect("the disk is full at some point");
    assert_eq!(code(&error), Some(ErrorCode::DiskFull), "{error}");
    assert_eq!(world.guild(GuildId(guild)).await.unwrap(), None, "what was refused is not there");
    assert!(world.guild(GUILD).await.unwrap().is_some(), "what was there is readable");
    fill_the_disk(&world, 1_000).await;
    world.set_up_guild(GuildId(guild), berlin("09:00"), at(NOW)).await;
    let world = world.killed();
    assert!(world.guild(GuildId(guild)).await.unwrap().is_some(), "with room again it goes on");
}

#[tokio::test]
async fn a_damaged_page_is_told_when_it_is_read_and_takes_no_other_with_it() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at(NOW)).await;
    let root: u32 = world
        .sql()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'streaks_ranked'", [], |row| row.get(0))
        .unwrap();
    let (folder, path) = world.ended().await;
    overwrite_page(&path, root);
    let store = Store::open(&path).unwrap();
    let broken =
        store.ranking((GUILD, RAJ), crate::domain::standings::Period::AllTime, jiff::civil::date(2026, 3, 2));
    let error = broken.await.unwrap_err();
    assert_eq!(code(&error), Some(ErrorCode::DatabaseCorrupt), "{error}");
    assert!(store.guild(GUILD).await.unwrap().is_some(), "the rest is readable");
    drop((store, folder));
}

fn overwrite_page(path: &Path, number: u32) {
    const PAGE: usize = 4_096;
    let mut bytes = std::fs::read(path).unwrap();
    let start = PAGE * (usize::try_from(number).unwrap() - 1);
    bytes[start..start + PAGE].fill(0xa5);
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_database_that_another_program_holds_is_told_after_a_while() {
    let world = World::new();
    let (folder, path) = world.ended().await;
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE").unwrap();
    let opening = path.clone();
    let error = tokio::task::spawn_blocking(move || Store::open(&opening)).await.unwrap().unwrap_err();
    assert_eq!(code(&error), Some(ErrorCode::DatabaseBusy), "{error}");
    assert!(error.to_string().contains("database is locked"), "{error}");
    holder.execute_batch("ROLLBACK").unwrap();
    drop(holder);
    Store::open(&path).expect("free again");
    drop(folder);
}
