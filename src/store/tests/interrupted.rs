//! A migration that does not come to its end: the database stands as it was, and the next start brings it on.

use std::error::Error;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use super::migrations::old_hand;
use crate::store::lock::beside;
use crate::store::{SCHEMA_VERSION, Store, StoreError};

/// A frame of the write-ahead log: a header and a page; before the first one stands the log's own header.
///
/// Source: <https://sqlite.org/fileformat.html#the_write_ahead_log>
const WAL_HEADER: usize = 32;
const WAL_FRAME: usize = 24 + 4_096;

/// From nothing, and from each version but the newest.
const OLDER: RangeInclusive<usize> = 0..=SCHEMA_VERSION - 1;

/// A database of this version in `folder`, with rows, that nobody has open.
fn at_version(folder: &Path, version: usize) -> PathBuf {
    let path = folder.join("shipmate.db");
    let db = old_hand(&path, version);
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.close().unwrap();
    path
}

/// The version, the schema and every row, as text.
fn all_of(path: &Path) -> Vec<String> {
    let db = Connection::open(path).unwrap();
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let mut all = vec![format!("version {version}")];
    let mut tables = Vec::new();
    let mut schema = db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").unwrap();
    let mut entries = schema.query([]).unwrap();
    while let Some(entry) = entries.next().unwrap() {
        let [kind, name]: [String; 2] = [entry.get(0).unwrap(), entry.get(1).unwrap()];
        all.push(format!("{name}: {:?}", entry.get::<_, Option<String>>(2).unwrap()));
        if kind == "table" {
            tables.push(name);
        }
    }
    for table in tables {
        let mut select = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = select.column_count();
        let mut rows = select.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> = (0..columns).map(|column| row.get_ref(column).unwrap()).collect();
            all.push(format!("{table}: {values:?}"));
        }
    }
    all
}

fn version(all: &[String]) -> &str {
    all.first().expect("the version comes first")
}

#[test]
fn killed_at_any_write_it_leaves_the_old_version_or_the_new_one_whole() {
    let newest = format!("version {SCHEMA_VERSION}");
    for older in OLDER {
        let folder = TempDir::new().unwrap();
        let path = at_version(folder.path(), older);
        let (file, before) = (fs::read(&path).unwrap(), all_of(&path));
        // While somebody reads, the start leaves what it wrote in the log.
        let reader = Connection::open(&path).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema").unwrap();
        let store = Store::open(&path).unwrap();
        let log = fs::read(beside(&path, "-wal")).unwrap();
        drop((store, reader));
        let after = all_of(&path);
        assert_eq!(version(&after), newest);

        let frames = (log.len() - WAL_HEADER) / WAL_FRAME;
        // So many frames whole, and the next one torn.
        let torn = (0..frames).map(|frame| WAL_HEADER + frame * WAL_FRAME + WAL_FRAME / 2);
        let mut stood = [0, 0];
        for written in [0].into_iter().chain(torn).chain([log.len()]) {
            let folder = TempDir::new().unwrap();
            let path = folder.path().join("shipmate.db");
            fs::write(&path, &file).unwrap();
            fs::write(beside(&path, "-wal"), &log[..written]).unwrap();
            let stands = all_of(&path);
            let expected = if version(&stands) == newest { &after } else { &before };
            assert_eq!(&stands, expected, "version {older}, {written} of {} bytes", log.len());
            stood[usize::from(version(&stands) == newest)] += 1;
            drop(Store::open(&path).unwrap());
            assert_eq!(all_of(&path), after, "version {older}, {written} of {} bytes, opened", log.len());
        }
        // The smallest migration, a column with its values, writes four pages.
        assert!(stood[0] > 4 && stood[1] > 0, "version {older} stood {stood:?} times, old and new");
    }
}

#[test]
fn failing_between_its_statements_it_changes_nothing_and_says_why() {
    // What stands in the way of a later statement, and the version that comes before it.
    for (older, obstacle) in
        [(1, "pack_questions"), (1, "allowances"), (2, "unlisted"), (2, "allowances"), (3, "allowances")]
    {
        let folder = TempDir::new().unwrap();
        let path = at_version(folder.path(), older);
        let untroubled = folder.path().join("untroubled.db");
        fs::copy(&path, &untroubled).unwrap();
        drop(Store::open(&untroubled).unwrap());
        Connection::open(&path).unwrap().execute_batch(&format!("CREATE TABLE {obstacle} (x)")).unwrap();
        let before = all_of(&path);

        let error = Store::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Migration { .. }), "{error:?}");
        let said = format!("{error}: {}", error.source().expect("a cause"));
        let expected = format!(
            "cannot bring the database {} up to date (it stands as it was, and the Shipmate from before can go \
             on with it): table {obstacle} already exists",
            path.display()
        );
        assert!(said.starts_with(&expected), "{said}");
        assert_eq!(all_of(&path), before, "{obstacle} at version {older}");

        Connection::open(&path).unwrap().execute_batch(&format!("DROP TABLE {obstacle}")).unwrap();
        drop(Store::open(&path).unwrap());
        assert_eq!(all_of(&path), all_of(&untroubled), "{obstacle} at version {older}");
    }
}
