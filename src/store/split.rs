//! A bot that outgrows one process: which guilds live on other shards, and a copy with those of some shards only.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::partial::Partial;
use super::{CopyError, Store, StoreError};
use crate::domain::ids::GuildId;
use crate::domain::shards::Shards;

/// Rows of a table with a `guild_id` whose guild lives on another shard. Discord's formula, on the id's bits.
const ELSEWHERE: &str = "(guild_id >> 22) % ?3 NOT BETWEEN ?1 AND ?2";

/// Guilds in the database that live on shards of other processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// How many.
    pub guilds: u32,
    /// One of them.
    pub such_as: GuildId,
}

/// What a copy for some shards holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Guilds that live on those shards.
    pub kept: u32,
    /// Guilds that were left out.
    pub left_out: u32,
}

/// Why no copy was made.
#[derive(Debug, thiserror::Error)]
pub enum SplitError {
    /// Nothing is overwritten.
    #[error("{} is there already: choose another name", .0.display())]
    Exists(PathBuf),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The copy cannot be written.
    #[error(transparent)]
    Copy(#[from] CopyError),
}

impl Store {
    /// Guilds that a process which serves `shards` would hear nothing of. `None` when all live there.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn elsewhere(&self, shards: Shards) -> Result<Option<Elsewhere>, StoreError> {
        self.read(move |db| elsewhere(db, shards)).await
    }

    /// Writes a copy to `to` that holds the guilds of `shards` and nothing of any other. What belongs to no guild
    /// is copied whole. This database stays as it is.
    ///
    /// # Errors
    ///
    /// [`SplitError`]; then nothing of a copy is left.
    pub async fn split(&self, shards: Shards, to: &Path) -> Result<Split, SplitError> {
        if to.exists() {
            return Err(SplitError::Exists(to.into()));
        }
        let partial = Partial::of(to)?;
        let filled = self.read(move |db| {
            partial.fill(db)?;
            let split = keep_only(partial.path(), shards)?;
            Ok((partial, split))
        });
        let (partial, split) = filled.await?;
        partial.finish(to)?;
        Ok(split)
    }
}

/// See [`Store::elsewhere`].
pub(super) fn elsewhere(db: &Connection, shards: Shards) -> Result<Option<Elsewhere>, StoreError> {
    let sql = format!("SELECT count(*), max(guild_id) FROM guilds WHERE {ELSEWHERE}");
    let (guilds, one): (u32, Option<i64>) =
        db.query_row(&sql, range(shards), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(one.map(|one| Elsewhere { guilds, such_as: GuildId(one.cast_unsigned()) }))
}

/// Removes every guild that lives on other shards, then whatever pointed at what was removed.
fn keep_only(path: &Path, shards: Shards) -> Result<Split, StoreError> {
    let mut copy = Connection::open(path)?;
    copy.pragma_update(None, "foreign_keys", "OFF")?;
    let transaction = copy.transaction()?;
    let tables = tables_by_guild(&transaction)?;
    let mut left_out = 0;
    for table in &tables {
        let removed =
            transaction.execute(&format!("DELETE FROM {table} WHERE {ELSEWHERE}"), range(shards))?;
        if table == "guilds" {
            left_out = u32::try_from(removed).unwrap_or_default();
        }
    }
    remove_orphans(&transaction)?;
    let kept = transaction.query_row("SELECT count(*) FROM guilds", [], |row| row.get(0))?;
    transaction.commit()?;
    copy.execute_batch("VACUUM")?;
    Ok(Split { kept, left_out })
}

/// The tables that say by themselves which guild a row belongs to.
fn tables_by_guild(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table'
            AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name) WHERE name = 'guild_id')",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// Rows whose parent is gone go too, until none is left: answers without their daily, for instance.
fn remove_orphans(db: &Connection) -> Result<(), StoreError> {
    const FIRST: &str = "SELECT \"table\", parent, fkid FROM pragma_foreign_key_check LIMIT 1";
    type Reference = (String, String, i64);
    let first = || {
        let reference = |row: &Row<'_>| Ok::<Reference, _>((row.get(0)?, row.get(1)?, row.get(2)?));
        db.query_row(FIRST, [], reference).optional()
    };
    while let Some((table, parent, key)) = first()? {
        let (children, parents) = columns_of(db, &table, &parent, key)?;
        let present = children.iter().map(|column| format!("{column} IS NOT NULL AND "));
        let (present, children) = (present.collect::<String>(), children.join(", "));
        let orphans = format!("{present}({children}) NOT IN (SELECT {} FROM {parent})", parents.join(", "));
        if db.execute(&format!("DELETE FROM {table} WHERE {orphans}"), [])? == 0 {
            return Err(StoreError::Corrupt { what: "a reference", value: format!("{table} to {parent}") });
        }
    }
    Ok(())
}

/// The columns of a foreign key, in the table that has it and in the one that it points to.
fn columns_of(
    db: &Connection,
    table: &str,
    parent: &str,
    key: i64,
) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let mut statement = db.prepare(
        "SELECT \"from\", coalesce(\"to\", (SELECT name FROM pragma_table_info(?2) WHERE pk = seq + 1))
         FROM pragma_foreign_key_list(?1) WHERE id = ?3 ORDER BY seq",
    )?;
    let pairs = statement.query_map(params![table, parent, key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(pairs.collect::<Result<Vec<(String, String)>, _>>()?.into_iter().unzip())
}

fn range(shards: Shards) -> [u32; 3] {
    [shards.first(), shards.last(), shards.total()]
}
