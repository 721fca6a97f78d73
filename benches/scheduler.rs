//! One round of the jobs: its cost follows what is due, not how many guilds there are.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use shipmate::actions::Services;
use shipmate::clock::Clock;
use shipmate::domain::daily::Daily;
use shipmate::domain::guild::Guild;
use shipmate::domain::ids::{ChannelId, MessageId, earliest_snowflake};
use shipmate::jobs::{Jobs, Outward, OutwardError, Presence};
use shipmate::pack::Library;
use shipmate::rng::Chance;
use shipmate::store::{Closing, Store, Unsent};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::Notify;

const SIZES: [u32; 2] = [100, 100_000];

/// An hour at which no guild's daily is due: all are due at nine.
const NOW: &str = "2026-03-02T12:00:00Z";

/// A Discord that takes everything at once.
struct Willing;

impl Outward for Willing {
    async fn post(&self, unsent: &Unsent) -> Result<MessageId, OutwardError> {
        Ok(MessageId(earliest_snowflake(unsent.planned_at)))
    }

    async fn look_for(&self, _: &Unsent) -> Result<Option<MessageId>, OutwardError> {
        Ok(None)
    }

    async fn close(&self, _: &Closing) -> Result<(), OutwardError> {
        Ok(())
    }

    async fn open_discussion(&self, daily: &Daily) -> Result<ChannelId, OutwardError> {
        Ok(ChannelId(daily.id.0))
    }

    async fn tell_manager(&self, _: &Guild) -> Result<(), OutwardError> {
        Ok(())
    }
}

/// Guilds whose daily is open and whose next one is due tomorrow.
const FILL: &str = "
    INSERT INTO content_versions (version, kind, id, body) VALUES (1, 'question', 'q76-bench', '{}');
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT (SELECT count FROM size))
    INSERT INTO guilds (guild_id, channel_id, post_minute, zone, weekdays, discussion, manager_id, set_up_at,
                        next_day, next_due)
    SELECT n, 7, 540, 'UTC', 127, 0, 1, 0, '2026-03-03', 1772528400000 FROM n;
    INSERT INTO dailies (guild_id, day, state, version, option_order, channel_id, message_id, discussion,
                         planned_at, due_at, opened_at, closes_at)
    SELECT guild_id, '2026-03-02', 'open', 1, '[0]', 7, guild_id, 'unwanted', 1772442000000, 1772528400000,
           1772442000000, 1772528400000 FROM guilds;";

/// Makes the first guild's daily of today due again.
const MAKE_ONE_DUE: &str = "
    DELETE FROM dailies WHERE guild_id = 1;
    UPDATE guilds SET next_day = '2026-03-02', next_due = 1772442000000 WHERE guild_id = 1;";

struct World {
    _folder: TempDir,
    clock: Clock,
    jobs: Jobs<Willing>,
    sql: Connection,
}

impl World {
    fn new(runtime: &Runtime, guilds: u32) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder");
        let path = folder.path().join("bench.db");
        let empty = Store::open(&path).expect("a new database");
        runtime.block_on(empty.close());
        drop(empty);
        let sql = Connection::open(&path).expect("the database");
        sql.execute_batch("CREATE TEMP TABLE size (count)").expect("a table");
        sql.execute("INSERT INTO size VALUES (?1)", params![guilds]).expect("a size");
        sql.execute_batch(&format!("BEGIN; {FILL} COMMIT")).expect("filled");

        let store = Store::open(&path).expect("the database");
        let clock = Clock::starting_at(now());
        let library = Library::built_in().expect("the built-in packs");
        let services = Services::new(store, clock.clone(), Chance::seeded(7), library);
        let presence = Presence::default();
        presence.connected();
        let jobs = Jobs::new(services, Arc::new(Willing), presence, Arc::new(Notify::new()));
        Self { _folder: folder, clock, jobs, sql }
    }

    /// One round; the clock stands at the same hour, however long the bench runs.
    fn tick(&self, runtime: &Runtime) -> Duration {
        self.clock.turn_to(now());
        let began = Instant::now();
        black_box(runtime.block_on(self.jobs.run_due()).expect("a round"));
        began.elapsed()
    }
}

fn now() -> Timestamp {
    NOW.parse().expect("an instant")
}

fn tick(bench: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    for size in SIZES {
        let world = World::new(&runtime, size);
        let mut group = bench.benchmark_group("tick");
        group.bench_function(BenchmarkId::new("nothing due", size), |bench| {
            bench.iter_custom(|rounds| (0..rounds).map(|_| world.tick(&runtime)).sum());
        });
        group.bench_function(BenchmarkId::new("one due", size), |bench| {
            bench.iter_custom(|rounds| {
                let one_due = |_| {
                    world.sql.execute_batch(MAKE_ONE_DUE).expect("due again");
                    world.tick(&runtime)
                };
                (0..rounds).map(one_due).sum()
            });
        });
        group.finish();
    }
}

criterion_group!(benches, tick);
criterion_main!(benches);
