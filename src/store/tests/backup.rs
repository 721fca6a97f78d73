//! Copies: whole, consistent while the bot writes, and never at the cost of what stands.

use std::fs;
use std::path::{Path, PathBuf};

use super::fixture::{ALL, GUILD, MEI, World, at, berlin};
use crate::store::{
    CopyError, PracticeFilter, SCHEMA_VERSION, Store, StoreError, Verdict, backup, examine, restore,
};

const NOW: &str = "2026-03-02T08:00Z";

async fn with_a_guild() -> World {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at(NOW)).await;
    world
}

fn rows(verdict: &Verdict, table: &str) -> u64 {
    let Verdict::Whole(contents) = verdict else { panic!("{verdict:?}") };
    contents.tables.iter().find(|(name, _)| name == table).map(|(_, rows)| *rows).expect("the table is there")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_copy_made_while_the_bot_works_holds_all_of_it_in_one_file() {
    let world = with_a_guild().await;
    let copies = tempfile::tempdir().unwrap();
    let to = copies.path().join("copy.db");
    let contents = backup(&world.path(), &to, false).unwrap();
    assert_eq!(contents.schema_version, SCHEMA_VERSION);
    assert!(!contents.is_older());
    assert_eq!(names(copies.path()), ["copy.db"], "no log, no half-made copy");
    assert_eq!(rows(&examine(&to).unwrap(), "guilds"), 1);
    world.set_up_guild(crate::domain::ids::GuildId(77), berlin("09:00"), at(NOW)).await;
    assert_eq!(rows(&examine(&to).unwrap(), "guilds"), 1, "a copy stays as it was made");
    assert_eq!(rows(&examine(&world.path()).unwrap(), "guilds"), 2, "the bot goes on");
}

/// The files of a folder that hold rows, which others than their owner may read or write.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> Vec<String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |name: &String| folder.join(name).metadata().unwrap().permissions().mode();
    let mut names = names(folder);
    names.retain(|name| !name.ends_with("-lock") && mode(name) & 0o077 != 0);
    names
}

#[cfg(unix)]
#[tokio::test]
async fn the_database_and_its_copies_are_for_their_owner_alone() {
    let world = with_a_guild().await;
    let folder = world.folder.path();
    assert_eq!(names(folder).len(), 4, "with the log, its index and the lock");
    backup(&world.path(), &folder.join("copy.db"), false).unwrap();
    restore(&folder.join("copy.db"), &folder.join("restored.db"), at(NOW)).unwrap();
    world.split("0..0/1".parse().unwrap(), &folder.join("split.db")).await.unwrap();
    assert!(names(folder).len() >= 7, "{:?}", names(folder));
    assert_eq!(open_to_others(folder), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_that_stands_is_replaced_only_when_told_to() {
    let world = with_a_guild().await;
    let to = world.folder.path().join("copy.db");
    fs::write(&to, "something else").unwrap();
    assert!(matches!(backup(&world.path(), &to, false), Err(CopyError::Occupied(_))));
    assert_eq!(fs::read_to_string(&to).unwrap(), "something else");
    backup(&world.path(), &to, true).unwrap();
    assert_eq!(rows(&examine(&to).unwrap(), "guilds"), 1);
}

#[tokio::test]
async fn nothing_is_copied_onto_itself_or_from_nowhere() {
    let world = with_a_guild().await;
    let path = world.path();
    assert!(matches!(backup(&path, &path, true), Err(CopyError::Itself(_))));
    assert!(matches!(restore(&path, &path, at(NOW)), Err(CopyError::Itself(_))));
    let nowhere = PathBuf::from("/nowhere/copy.db");
    assert!(matches!(backup(&nowhere, &path, true), Err(CopyError::Missing(_))));
    assert!(matches!(restore(&nowhere, &path, at(NOW)), Err(CopyError::Missing(_))));
    let refused = backup(&path, Path::new("/nowhere/copy.db"), false);
    assert!(matches!(refused, Err(CopyError::Unwritable { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_database_in_use_is_not_replaced() {
    let world = with_a_guild().await;
    let copy = world.folder.path().join("copy.db");
    backup(&world.path(), &copy, false).unwrap();
    let refused = restore(&copy, &world.path(), at(NOW)).unwrap_err();
    assert!(matches!(refused, CopyError::Store(StoreError::InUse { .. })), "{refused}");
    let (_folder, path) = world.ended().await;
    let another_program = rusqlite::Connection::open(&path).unwrap();
    another_program.execute_batch("BEGIN; SELECT count(*) FROM guilds").unwrap();
    let refused = restore(&copy, &path, at(NOW)).unwrap_err();
    assert!(matches!(refused, CopyError::Store(StoreError::InUse { .. })), "{refused}");
}

#[tokio::test]
async fn a_restored_database_is_the_copy_and_the_old_one_is_kept() {
    let world = with_a_guild().await;
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy.db");
    backup(&world.path(), &copy, false).unwrap();
    world.set_up_guild(crate::domain::ids::GuildId(77), berlin("09:00"), at(NOW)).await;
    let (folder, path) = world.ended().await;
    let (contents, kept) = restore(&copy, &path, at(NOW)).unwrap();
    let kept = kept.expect("something stood there");
    assert_eq!(contents.schema_version, SCHEMA_VERSION);
    assert!(kept.ends_with("shipmate.db.replaced-20260302T080000Z"), "{}", kept.display());
    assert_eq!(rows(&examine(&path).unwrap(), "guilds"), 1);
    assert_eq!(rows(&examine(&kept).unwrap(), "guilds"), 2);
    let reopened = Store::open(&path).unwrap();
    assert!(reopened.last_seen().await.is_ok());
    drop(folder);
}

#[tokio::test]
async fn where_there_was_no_database_the_copy_becomes_it() {
    let world = with_a_guild().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.db");
    backup(&world.path(), &copy, false).unwrap();
    let path = elsewhere.path().join("new.db");
    let (_, kept) = restore(&copy, &path, at(NOW)).unwrap();
    assert_eq!(kept, None);
    assert_eq!(rows(&examine(&path).unwrap(), "guilds"), 1);
}

/// Overwrites the middle of the file, past the header.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let half = bytes.len() / 2;
    for byte in &mut bytes[4_096..half] {
        *byte = 0xa5;
    }
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_damaged_copy_is_refused_and_the_database_stands() {
    let world = with_a_guild().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.db");
    let path = elsewhere.path().join("shipmate.db");
    backup(&world.path(), &copy, false).unwrap();
    backup(&world.path(), &path, false).unwrap();
    damage(&copy);
    assert!(matches!(examine(&copy), Ok(Verdict::Damaged(_))), "{:?}", examine(&copy));
    let before = fs::read(&path).unwrap();
    let refused = restore(&copy, &path, at(NOW)).unwrap_err();
    assert!(matches!(refused, CopyError::Damaged { .. }), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(names(elsewhere.path()), ["copy.db", "shipmate.db", "shipmate.db-lock"]);
}

#[tokio::test]
async fn a_damaged_database_can_be_replaced_and_is_kept_as_it_was() {
    let world = with_a_guild().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.db");
    let path = elsewhere.path().join("shipmate.db");
    backup(&world.path(), &copy, false).unwrap();
    fs::write(&path, "SQLite format 3, but not really".repeat(300)).unwrap();
    let before = fs::read(&path).unwrap();
    let (_, kept) = restore(&copy, &path, at(NOW)).unwrap();
    assert_eq!(fs::read(kept.unwrap()).unwrap(), before);
    assert_eq!(rows(&examine(&path).unwrap(), "guilds"), 1);
}

#[tokio::test]
async fn a_copy_from_a_newer_shipmate_is_refused() {
    let world = with_a_guild().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.db");
    backup(&world.path(), &copy, false).unwrap();
    let newer = SCHEMA_VERSION + 1;
    rusqlite::Connection::open(&copy)
        .unwrap()
        .execute_batch(&format!("PRAGMA user_version = {newer}"))
        .unwrap();
    let refused = restore(&copy, &elsewhere.path().join("shipmate.db"), at(NOW)).unwrap_err();
    assert!(matches!(refused, CopyError::Store(StoreError::Newer { .. })), "{refused}");
}

#[tokio::test]
async fn what_comes_after_a_restored_copy_takes_no_id_that_was_given_meanwhile() {
    let (world, elsewhere) = (World::new(), tempfile::tempdir().unwrap());
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    let copy = elsewhere.path().join("copy.db");
    backup(&world.path(), &copy, false).unwrap();
    let (nine, noon) = (at("2026-03-02T08:00Z"), at("2026-03-02T11:00Z"));
    let (pool, practice_pool) = (world.pool(), world.practice_pool());
    let ids = async |store: &Store, now| {
        assert_eq!(store.plan_due(now, false, ALL, pool.clone(), || 7).await.unwrap().planned, 1);
        let daily = store.unsent(now, ALL).await.unwrap().remove(0).daily.id;
        let mut practices = Vec::new();
        for _ in 0..2 {
            let filter = PracticeFilter::default();
            let practice = store.start_practice((GUILD, MEI), filter, practice_pool.clone(), 1, now);
            practices.push(practice.await.unwrap().unwrap().id);
        }
        assert!(practices[0] < practices[1], "two of one instant are two");
        (daily, practices)
    };
    let before = ids(&world, nine).await;
    let (_folder, path) = world.ended().await;
    restore(&copy, &path, noon).unwrap();
    let after = ids(&Store::open(&path).unwrap(), noon).await;
    assert!(after.0 > before.0 && after.1[0] > before.1[1], "{after:?} after {before:?}");
}
