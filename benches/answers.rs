//! Recording answers durably: the store's group commit, beside the same statements committed one by one.
//!
//! Both write to a real file with `synchronous=FULL`, on the disk that holds the target folder.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};
use shipmate::domain::calendar::{Schedule, Weekdays, Zone, parse_time};
use shipmate::domain::daily::Daily;
use shipmate::domain::guild::Settings;
use shipmate::domain::ids::{ChannelId, GuildId, MemberId, MessageId};
use shipmate::pack::Library;
use shipmate::store::{GivenAnswer, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

/// How many members press at the same moment.
const CALLERS: [usize; 2] = [1, 64];

/// How often the two ways take turns to find the ratio.
const TURNS: usize = 101;

const FILE: &str = "bench.db";

const GUILD: GuildId = GuildId(42);

/// Each answer is another member's.
static NEXT_MEMBER: AtomicU64 = AtomicU64::new(1);

fn next_member() -> MemberId {
    MemberId(NEXT_MEMBER.fetch_add(1, Ordering::Relaxed))
}

/// A store with one open daily.
struct World {
    folder: TempDir,
    store: Store,
    daily: Arc<Daily>,
    now: Timestamp,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder");
        let store = Store::open(&folder.path().join(FILE)).expect("a new database");
        let now: Timestamp = "2026-03-02T09:00Z".parse().expect("an instant");
        let schedule = Schedule {
            zone: Zone::named("UTC").expect("a zone"),
            time: parse_time("09:00").expect("a time"),
            weekdays: Weekdays::ALL,
        };
        let settings = Settings { channel: ChannelId(7), schedule, mention: None, discussion: false };
        store.set_up(GUILD, settings, MemberId(1), now).await.expect("set up");
        let library = Library::built_in().expect("the built-in packs");
        let pool = library.questions().cloned().collect();
        store.plan_due(now, false, 1, pool, || 7).await.expect("planned");
        let unsent = store.unsent(now, 1).await.expect("to be sent").remove(0);
        store.sent(unsent.daily.id, MessageId(1), now).await.expect("sent");
        let daily = store.latest_daily(GUILD).await.expect("read").expect("it is open");
        Self { folder, store, daily: Arc::new(daily), now }
    }

    /// So many members answer at once; returns when all of them have been told.
    async fn answers(&self, callers: usize) {
        let mut presses = JoinSet::new();
        for _ in 0..callers {
            let store = self.store.clone();
            let given = GivenAnswer {
                guild: GUILD,
                member: next_member(),
                daily: self.daily.id,
                selection: Some(self.daily.asked.key()),
                at: self.now,
            };
            presses.spawn(async move { store.record_answer(given).await });
        }
        while let Some(recorded) = presses.join_next().await {
            let (recorded, streak) = recorded.expect("no panic").expect("recorded");
            black_box((recorded, streak.expect("read")));
        }
    }
}

/// The same rows by the same statements, each answer in a transaction of its own.
struct OneByOne {
    connection: Connection,
    daily: Arc<Daily>,
    /// Removed after the connection is closed.
    _folder: TempDir,
}

impl OneByOne {
    fn new(folder: TempDir, daily: Arc<Daily>) -> Self {
        let connection = Connection::open(folder.path().join(FILE)).expect("the database");
        for (pragma, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("foreign_keys", "ON")] {
            connection.pragma_update(None, pragma, value).expect("a pragma");
        }
        Self { connection, daily, _folder: folder }
    }

    fn answers(&mut self, callers: usize) {
        for _ in 0..callers {
            self.answer(next_member()).expect("recorded");
        }
    }

    fn answer(&mut self, member: MemberId) -> rusqlite::Result<()> {
        let (daily, member) = (self.daily.id.0.cast_signed(), member.0.cast_signed());
        let guild = GUILD.0.cast_signed();
        let db = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        db.prepare_cached(
            "SELECT body FROM dailies JOIN content_versions USING (version) WHERE daily_id = ?1",
        )?
        .query_row([daily], |row| row.get::<_, String>(0))?;
        db.prepare_cached("SELECT selection FROM answers WHERE daily_id = ?1 AND member_id = ?2")?
            .exists([daily, member])?;
        db.prepare_cached("SELECT current FROM streaks WHERE guild_id = ?1 AND member_id = ?2")?
            .exists([guild, member])?;
        db.prepare_cached(
            "INSERT INTO answers (daily_id, member_id, selection, is_right, answered_at, streak, milestone)
             VALUES (?1, ?2, ?3, 1, 1772442000000, 1, NULL)",
        )?
        .execute(params![daily, member, self.daily.asked.key().bits()])?;
        db.prepare_cached(
            "INSERT INTO streaks (guild_id, member_id, current, longest, freezes, last_day, answered, right_n)
             VALUES (?1, ?2, 1, 1, 1, '2026-03-02', 1, 1)
             ON CONFLICT (guild_id, member_id) DO UPDATE SET current = 1",
        )?
        .execute([guild, member])?;
        for concept in &self.daily.asked.question.concepts {
            db.prepare_cached(
                "INSERT INTO concept_records (guild_id, concept_id, right_n, answered) VALUES (?1, ?2, 1, 1)
                 ON CONFLICT (guild_id, concept_id) DO UPDATE SET right_n = right_n + 1, answered = answered + 1",
            )?
            .execute(params![guild, concept.as_str()])?;
        }
        db.commit()
    }
}

fn answers(bench: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let (world, mut one_by_one) = both(&runtime);
    let mut group = bench.benchmark_group("answers");
    for callers in CALLERS {
        group.throughput(Throughput::Elements(u64::try_from(callers).expect("a small number")));
        group.bench_function(BenchmarkId::new("group commit", callers), |bench| {
            bench.iter(|| runtime.block_on(world.answers(callers)));
        });
        group.bench_function(BenchmarkId::new("one by one", callers), |bench| {
            bench.iter(|| one_by_one.answers(callers));
        });
    }
    group.finish();
}

/// The store, and the plain connection to a database like it.
fn both(runtime: &Runtime) -> (World, OneByOne) {
    let world = runtime.block_on(World::new());
    let other = runtime.block_on(World::new());
    runtime.block_on(other.store.close());
    (world, OneByOne::new(other.folder, other.daily))
}

fn ratio(_: &mut Criterion) {
    let turns = if std::env::args().any(|argument| argument == "--bench") { TURNS } else { 1 };
    let runtime = Runtime::new().expect("a runtime");
    let (world, mut one_by_one) = both(&runtime);
    let (mut grouped, mut single) = (Vec::new(), Vec::new());
    for _ in 0..turns {
        grouped.push(timed(|| runtime.block_on(world.answers(CALLERS[1]))));
        single.push(timed(|| one_by_one.answers(CALLERS[1])));
    }
    report(median(grouped), median(single));
}

fn timed(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[expect(clippy::print_stdout, reason = "criterion has no place for a ratio")]
fn report(grouped: Duration, single: Duration) {
    let ratio = single.as_secs_f64() / grouped.as_secs_f64();
    let callers = CALLERS[1];
    println!("{callers} answers, median: group commit {grouped:?}, one by one {single:?}, ratio {ratio:.1}");
}

criterion_group!(benches, answers, ratio);
criterion_main!(benches);
