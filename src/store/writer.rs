//! One thread owns the write connection and commits what has queued up in one transaction.
//!
//! A commit with `synchronous=FULL` waits for the disk. Waiting once for everything that queued up
//! meanwhile (group commit) makes a durable write cost a share of that wait. Each job runs in a savepoint
//! of its own, so that one refusal takes nothing from its neighbours; nobody is answered before the commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use super::open::BUSY_TIMEOUT;
use crate::metrics::WriterMeters;

/// Jobs that may wait. Beyond that a caller is told to try again.
pub(super) const QUEUE: usize = 4_096;

/// Jobs in one transaction: bounds how long the first one waits for its commit.
const BATCH: usize = 512;

/// Runs one job in the open transaction; what it returns is called with the commit's fate. Without a
/// transaction nothing runs, and the caller still hears of it.
type Job = Box<dyn FnOnce(Option<&Connection>) -> Settle + Send>;
type Settle = Box<dyn FnOnce(Result<(), String>) + Send>;

enum Order {
    Run(Job),
    /// Empty the write-ahead log, and say whether that worked.
    EmptyLog(oneshot::Sender<rusqlite::Result<bool>>),
    Stop,
}

#[derive(Debug)]
pub(super) struct Writer {
    orders: mpsc::Sender<Order>,
    thread: Mutex<Option<thread::JoinHandle<()>>>,
    pub(super) meters: WriterMeters,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> std::io::Result<Self> {
        let (orders, queue) = mpsc::channel(QUEUE);
        let name = "store-writer".to_owned();
        let meters = WriterMeters::default();
        let work = {
            let meters = meters.clone();
            move || write_all(&connection, queue, &meters)
        };
        let thread = thread::Builder::new().name(name).spawn(work)?;
        Ok(Self { orders, thread: Mutex::new(Some(thread)), meters })
    }

    /// Waits until everything queued is committed, and takes no more.
    pub(super) async fn close(&self) {
        let _ = self.orders.send(Order::Stop).await;
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }

    /// Empties the write-ahead log: what was overwritten in the database is then nowhere any more. `false`:
    /// a reader kept it from being emptied.
    pub(super) async fn empty_log(&self) -> Result<bool, StoreError> {
        let (answer, outcome) = oneshot::channel();
        self.orders.send(Order::EmptyLog(answer)).await.map_err(|_| StoreError::Closed)?;
        Ok(outcome.await.map_err(|_| StoreError::Closed)??)
    }

    pub(super) async fn run<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (answer, outcome) = oneshot::channel();
        let boxed: Job = Box::new(move |connection| {
            let result = match connection {
                Some(connection) => in_savepoint(connection, job),
                None => Err(StoreError::NotCommitted("the transaction could not begin".into())),
            };
            Box::new(move |committed| {
                let result = match committed {
                    Ok(()) => result,
                    Err(error) => result.and(Err(StoreError::NotCommitted(error))),
                };
                // A caller that has gone away needs no answer: the write stands all the same.
                let _ = answer.send(result);
            })
        });
        self.orders.try_send(Order::Run(boxed)).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => {
                self.meters.refused();
                StoreError::Busy
            }
            mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
        })?;
        outcome.await.map_err(|_| StoreError::Closed)?
    }
}

fn write_all(connection: &Connection, mut queue: mpsc::Receiver<Order>, meters: &WriterMeters) {
    let mut next = queue.blocking_recv();
    loop {
        let first = match next.take() {
            Some(Order::Run(first)) => first,
            Some(Order::EmptyLog(answer)) => {
                let _ = answer.send(empty_log(connection));
                next = queue.blocking_recv();
                continue;
            }
            Some(Order::Stop) | None => return,
        };
        let mut batch = vec![first];
        while batch.len() < BATCH && next.is_none() {
            match queue.try_recv() {
                Ok(Order::Run(job)) => batch.push(job),
                Ok(other) => next = Some(other),
                Err(_) => break,
            }
        }
        meters.waiting(queue.len());
        let (jobs, began) = (batch.len(), Instant::now());
        let durable = commit(connection, batch);
        meters.committed(jobs, began.elapsed(), durable);
        if next.is_none() {
            next = queue.blocking_recv();
        }
    }
}

/// Brings all of the write-ahead log home and cuts it to nothing. `false`: a reader still needs it, and is not
/// waited for, since everybody's writes would wait as well.
///
/// Source: <https://sqlite.org/pragma.html#pragma_wal_checkpoint>
pub(super) fn empty_log(connection: &Connection) -> rusqlite::Result<bool> {
    connection.busy_timeout(Duration::ZERO)?;
    let emptied =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok(row.get::<_, i64>(0)? == 0));
    connection.busy_timeout(BUSY_TIMEOUT)?;
    emptied
}

/// One statement of a transaction's frame, compiled once.
fn step(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

/// Whether it was committed.
fn commit(connection: &Connection, batch: Vec<Job>) -> bool {
    let begun = step(connection, "BEGIN IMMEDIATE");
    let open = begun.is_ok().then_some(connection);
    let settles: Vec<Settle> = batch.into_iter().map(|job| job(open)).collect();
    let committed = begun.and_then(|()| step(connection, "COMMIT")).map_err(|error| {
        // A failed COMMIT may leave the transaction open; after a failed BEGIN there is none to end.
        if !connection.is_autocommit() {
            let _ = step(connection, "ROLLBACK");
        }
        error.to_string()
    });
    let durable = committed.is_ok();
    for settle in settles {
        settle(committed.clone());
    }
    durable
}

/// A job that fails or panics leaves no trace, and the writer goes on.
fn in_savepoint<T, F>(connection: &Connection, job: F) -> Result<T, StoreError>
where
    F: FnOnce(&Connection) -> Result<T, StoreError>,
{
    // SQLite ends the whole transaction by itself on a full disk or a failed read. A savepoint would then
    // begin a new one, and its release would commit a job whose caller hears of a failure.
    if connection.is_autocommit() {
        return Err(StoreError::NotCommitted("a neighbour's failure ended the transaction".into()));
    }
    step(connection, "SAVEPOINT job")?;
    let result = catch_unwind(AssertUnwindSafe(|| job(connection)))
        .unwrap_or_else(|_| Err(StoreError::NotCommitted("the job panicked".into())));
    if connection.is_autocommit() {
        return result;
    }
    if result.is_err() {
        step(connection, "ROLLBACK TO job")?;
    }
    step(connection, "RELEASE job")?;
    result
}
