use super::fixture::{MEI, RAJ, World, at, berlin};
use crate::domain::ids::GuildId;
use crate::domain::shards::Shards;
use crate::store::{Elsewhere, Split, SplitError, Store};

/// Guilds of the shards 0 and 1 of two.
const EVEN: GuildId = GuildId(4 << 22);
const ODD: GuildId = GuildId(7 << 22);

fn shards(range: &str) -> Shards {
    range.parse().unwrap()
}

/// Two guilds with an open daily each, and answers to both.
async fn two_guilds() -> World {
    let world = World::new();
    for guild in [EVEN, ODD] {
        world.set_up_guild(guild, berlin("09:00"), at("2026-03-01T20:00:00Z")).await;
    }
    let now = at("2026-03-02T08:00:00Z");
    world.round(now).await;
    for guild in [EVEN, ODD] {
        let daily = world.latest_daily(guild).await.unwrap().unwrap();
        for member in [MEI, RAJ] {
            world.answer(&daily, member, true, now).await;
        }
    }
    world
}

#[tokio::test]
async fn a_process_is_told_of_guilds_that_live_elsewhere() {
    let world = two_guilds().await;
    assert_eq!(world.elsewhere(shards("0..0/1")).await.unwrap(), None);
    assert_eq!(world.elsewhere(shards("0..1/2")).await.unwrap(), None);
    let odd = Elsewhere { guilds: 1, such_as: ODD };
    assert_eq!(world.elsewhere(shards("0..0/2")).await.unwrap(), Some(odd));
    let both = Elsewhere { guilds: 2, such_as: ODD };
    assert_eq!(world.elsewhere(shards("1..1/8")).await.unwrap(), Some(both));
}

#[tokio::test]
async fn a_copy_holds_the_guilds_of_its_shards_and_nothing_of_others() {
    let world = two_guilds().await;
    let to = world.folder.path().join("odd.db");
    let split = world.split(shards("1..1/2"), &to).await.unwrap();
    assert_eq!(split, Split { kept: 1, left_out: 1 });
    let copy = Store::open(&to).unwrap();
    assert_eq!(copy.elsewhere(shards("1..1/2")).await.unwrap(), None);
    assert!(copy.guild(EVEN).await.unwrap().is_none());
    assert_eq!(copy.guild(ODD).await.unwrap(), world.guild(ODD).await.unwrap());
    assert_eq!(copy.latest_daily(ODD).await.unwrap(), world.latest_daily(ODD).await.unwrap());
    copy.close().await;
    let sql = rusqlite::Connection::open(&to).unwrap();
    for (table, rows) in [("dailies", 1), ("answers", 2), ("streaks", 2), ("asked", 1)] {
        let count = |db: &rusqlite::Connection| {
            db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!((count(&sql), count(&world.sql())), (rows, rows * 2), "{table}");
    }
    let broken: i64 =
        sql.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(broken, 0, "nothing points nowhere");
}

#[tokio::test]
async fn nothing_is_overwritten_and_an_unfinished_copy_is_no_hindrance() {
    let world = two_guilds().await;
    let to = world.folder.path().join("even.db");
    for left in ["even.db.partial", "even.db.partial-journal"] {
        std::fs::write(world.folder.path().join(left), "half a copy").unwrap();
    }
    world.split(shards("0..0/2"), &to).await.unwrap();
    let before = std::fs::read(&to).unwrap();
    let again = world.split(shards("1..1/2"), &to).await;
    assert!(matches!(again, Err(SplitError::Exists(_))), "{again:?}");
    assert_eq!(std::fs::read(&to).unwrap(), before);
    assert_eq!(files_of(&world, "even.db"), ["even.db"]);
}

/// The files of the world's folder whose names begin like this.
fn files_of(world: &World, name: &str) -> Vec<String> {
    let files = std::fs::read_dir(world.folder.path()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|file| file.starts_with(name)).collect()
}

#[tokio::test]
async fn a_copy_that_fails_leaves_nothing_of_other_shards_behind() {
    let world = two_guilds().await;
    let full = "CREATE TRIGGER full BEFORE DELETE ON answers BEGIN SELECT RAISE(FAIL, 'full'); END";
    world.sql().execute_batch(full).unwrap();
    let failed = world.split(shards("0..0/2"), &world.folder.path().join("even.db")).await;
    assert!(matches!(failed, Err(SplitError::Store(_))), "{failed:?}");
    assert_eq!(files_of(&world, "even.db"), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_copy_has_the_name_that_it_was_given_byte_for_byte() {
    use std::os::unix::ffi::OsStrExt;
    let world = two_guilds().await;
    let to = world.folder.path().join(std::ffi::OsStr::from_bytes(b"even-\xff.db"));
    let split = world.split(shards("0..0/2"), &to).await.unwrap();
    assert_eq!(split, Split { kept: 1, left_out: 1 });
    assert!(to.exists());
    assert_eq!(files_of(&world, "even-").len(), 1);
}
