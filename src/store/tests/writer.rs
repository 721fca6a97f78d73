//! Group commit: one commit for what queued up, and nobody answers for a neighbour.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use rusqlite::Connection;
use tokio::task::JoinSet;

use super::fixture::World;
use crate::store::{Store, StoreError, open, writer};

/// Keeps the writer busy until it is let go, so that what is written meanwhile queues up.
struct Held {
    let_go: mpsc::Sender<()>,
    job: tokio::task::JoinHandle<Result<(), StoreError>>,
}

impl Held {
    async fn hold(store: &Store) -> Self {
        let (let_go, wait) = mpsc::channel();
        let (began, has_begun) = tokio::sync::oneshot::channel();
        let store = store.clone();
        let job = tokio::spawn(async move {
            store
                .write(move |_| {
                    began.send(()).unwrap();
                    let _ = wait.recv();
                    Ok(())
                })
                .await
        });
        has_begun.await.unwrap();
        Self { let_go, job }
    }

    async fn release(self) {
        self.let_go.send(()).unwrap();
        self.job.await.unwrap().unwrap();
    }
}

fn insert(db: &Connection, n: i64) -> Result<(), StoreError> {
    db.execute("INSERT INTO outages (from_at, until_at) VALUES (?1, ?1 + 1)", [n])?;
    Ok(())
}

/// Queues a write and returns once it is in the queue.
async fn queue<T: Send + 'static>(
    store: &Store,
    job: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
) -> tokio::task::JoinHandle<Result<T, StoreError>> {
    let store = store.clone();
    let waiting = tokio::spawn(async move { store.write(job).await });
    // On this runtime's one thread the new task runs until it waits for the commit.
    tokio::task::yield_now().await;
    waiting
}

fn rows(world: &World) -> Vec<i64> {
    let db = world.sql();
    let mut statement = db.prepare("SELECT from_at FROM outages ORDER BY from_at").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn a_failing_and_a_panicking_job_roll_back_alone() {
    let world = World::new();
    let held = Held::hold(&world).await;
    let first = queue(&world, |db| insert(db, 1)).await;
    let failing = queue(&world, |db| insert(db, 2).and(Err::<(), _>(StoreError::Busy))).await;
    let panicking = queue(&world, |db| -> Result<(), StoreError> {
        insert(db, 3)?;
        panic!("a bug in a job")
    })
    .await;
    let refused = queue(&world, |db| insert(db, 4).and(insert(db, 1))).await;
    let last = queue(&world, |db| insert(db, 5)).await;
    held.release().await;
    assert!(first.await.unwrap().is_ok() && last.await.unwrap().is_ok());
    assert!(matches!(failing.await.unwrap(), Err(StoreError::Busy)));
    assert!(matches!(panicking.await.unwrap(), Err(StoreError::NotCommitted(_))));
    assert!(matches!(refused.await.unwrap(), Err(StoreError::Sqlite(_))));
    assert_eq!(rows(&world), [1, 5]);
}

#[tokio::test]
async fn what_queued_up_is_committed_together() {
    let world = World::new();
    let held = Held::hold(&world).await;
    let mut waiting = Vec::new();
    for n in 0..10 {
        let path = world.path();
        let job = move |db: &Connection| {
            insert(db, n)?;
            let seen_by_others = "SELECT count(*) FROM outages";
            Ok(Connection::open(path)?.query_row(seen_by_others, [], |row| row.get::<_, i64>(0))?)
        };
        waiting.push(queue(&world, job).await);
    }
    held.release().await;
    for seen in waiting {
        assert_eq!(seen.await.unwrap().unwrap(), 0, "nothing was committed while the batch ran");
    }
    assert_eq!(rows(&world).len(), 10);
}

#[tokio::test]
async fn a_full_queue_is_told_at_once_and_drains() {
    let world = World::new();
    let held = Held::hold(&world).await;
    let mut waiting = JoinSet::new();
    for _ in 0..=writer::QUEUE {
        let store = Store::clone(&world);
        waiting.spawn(async move { store.write(|_| Ok(())).await });
    }
    // All but one wait for the held writer: the first to be answered is the one too many.
    assert!(matches!(waiting.join_next().await.unwrap().unwrap(), Err(StoreError::Busy)));
    held.release().await;
    while let Some(done) = waiting.join_next().await {
        done.unwrap().unwrap();
    }
    world.write(|db| insert(db, 2)).await.unwrap();
    assert_eq!(rows(&world), [2]);
}

#[tokio::test]
async fn a_log_that_a_long_reader_made_grow_shrinks_by_itself() {
    let world = World::new();
    let length = || world.folder.path().join("shipmate.db-wal").metadata().unwrap().len();
    let limit = u64::from(open::LOG_LIMIT);
    let reader = world.sql();
    reader.execute_batch("BEGIN; SELECT count(*) FROM outages").unwrap();
    world
        .write(move |db| {
            let sql =
                format!("CREATE TABLE much (bytes BLOB); INSERT INTO much VALUES (zeroblob({}))", 2 * limit);
            Ok(db.execute_batch(&sql)?)
        })
        .await
        .unwrap();
    assert!(length() > 2 * limit);
    drop(reader);
    // The first commit folds the log back, the next one begins it anew.
    for n in 0..2 {
        world.write(move |db| insert(db, n)).await.unwrap();
    }
    assert!(length() <= limit, "{} bytes", length());
}

#[tokio::test]
async fn closing_waits_for_what_is_queued_and_takes_no_more() {
    let world = Arc::new(World::new());
    let held = Held::hold(&world).await;
    let first = queue(&world, |db| insert(db, 1)).await;
    let second = queue(&world, |db| insert(db, 2)).await;
    let closing = tokio::spawn({
        let world = Arc::clone(&world);
        async move { world.close().await }
    });
    tokio::task::yield_now().await;
    held.release().await;
    closing.await.unwrap();
    assert!(first.await.unwrap().is_ok() && second.await.unwrap().is_ok());
    assert!(matches!(world.write(|db| insert(db, 3)).await, Err(StoreError::Closed)));
    world.close().await;
    assert_eq!(rows(&world), [1, 2]);
}

#[tokio::test]
async fn a_transaction_that_cannot_begin_is_not_committed_and_the_writer_goes_on() {
    let world = World::new();
    world.write(|db| Ok(db.busy_timeout(Duration::ZERO)?)).await.unwrap();
    let other = world.sql();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(world.write(|db| insert(db, 1)).await, Err(StoreError::NotCommitted(_))));
    other.execute_batch("COMMIT").unwrap();
    world.write(|db| insert(db, 2)).await.unwrap();
    assert_eq!(rows(&world), [2]);
}

#[tokio::test]
async fn when_the_transaction_is_lost_everybody_hears_so_and_nothing_stands() {
    let world = World::new();
    let held = Held::hold(&world).await;
    let before = queue(&world, |db| insert(db, 1)).await;
    // As SQLite does by itself when the disk is full.
    let losing = queue(&world, |db| Ok(db.execute_batch("ROLLBACK")?)).await;
    let after = queue(&world, |db| insert(db, 2)).await;
    held.release().await;
    for lost in [before, losing, after] {
        assert!(matches!(lost.await.unwrap(), Err(StoreError::NotCommitted(_))));
    }
    assert!(rows(&world).is_empty());
    world.write(|db| insert(db, 3)).await.unwrap();
    assert_eq!(rows(&world), [3]);
}

#[tokio::test]
async fn a_query_that_panics_is_told_as_that_and_the_readers_go_on() {
    let world = World::new();
    let panicking = world.read(|_| -> Result<(), StoreError> { panic!("on purpose") });
    assert!(matches!(panicking.await, Err(StoreError::Panicked)));
    assert_eq!(world.last_seen().await.unwrap(), None);
}
