//! Deleting a database: all of it, and none that is in use or somebody else's.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::fixture::{GUILD, World, at, berlin};
use crate::store::lock::beside;
use crate::store::{Store, StoreError, remove};

/// Every file of a folder, but the lock, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    let named = files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap()));
    named.filter(|(name, _)| !name.ends_with("-lock")).collect()
}

#[tokio::test]
async fn a_database_in_use_stays_as_it_is() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-02T08:00Z")).await;
    let before = files(world.folder.path());
    assert_eq!(before.len(), 3, "with its log and the log's index");
    let refused = remove(&world.path());
    assert!(matches!(refused, Err(StoreError::InUse { .. })), "{refused:?}");
    assert_eq!(files(world.folder.path()), before);
}

#[tokio::test]
async fn a_database_goes_with_everything_beside_it() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-02T08:00Z")).await;
    let path = world.path();
    world.close().await;
    fs::write(beside(&path, "-journal"), "").unwrap();
    remove(&path).unwrap();
    assert_eq!(files(world.folder.path()), BTreeMap::new());
    remove(&path).expect("there is none");
    let anew = Store::open(&path).unwrap();
    assert_eq!(anew.guild(GUILD).await.unwrap(), None);
}

#[test]
fn what_is_not_ours_stays_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = files(folder.path());
    let refused = remove(&path);
    assert!(matches!(refused, Err(StoreError::Foreign { .. })), "{refused:?}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn what_cannot_be_deleted_is_told() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("shipmate.db");
    fs::create_dir(beside(&path, "-wal")).unwrap();
    let refused = remove(&path);
    assert!(matches!(refused, Err(StoreError::Undeletable { .. })), "{refused:?}");
}
