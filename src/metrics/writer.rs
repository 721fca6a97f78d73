use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Jobs in one transaction, up to the writer's limit.
const BATCH: [f64; 10] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];

/// Upper bounds in seconds, from a fast disk to one in trouble.
const COMMIT: [f64; 11] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct File {
    file: &'static str,
}

/// The store's writer thread, and the database. Clones share everything.
#[derive(Clone, Debug)]
pub struct WriterMeters {
    queue: Gauge,
    refused: Counter,
    batch: Histogram,
    commit: Histogram,
    failed: Counter,
    size: Family<File, Gauge>,
}

impl Default for WriterMeters {
    fn default() -> Self {
        Self {
            queue: Gauge::default(),
            refused: Counter::default(),
            batch: Histogram::new(BATCH),
            commit: Histogram::new(COMMIT),
            failed: Counter::default(),
            size: Family::default(),
        }
    }
}

impl WriterMeters {
    /// So many jobs wait for the next transaction.
    pub fn waiting(&self, jobs: usize) {
        self.queue.set(i64::try_from(jobs).unwrap_or(i64::MAX));
    }

    /// A job found the queue full.
    pub fn refused(&self) {
        self.refused.inc();
    }

    /// A transaction of so many jobs took so long, commit included.
    pub fn committed(&self, jobs: usize, took: Duration, durable: bool) {
        let jobs = u32::try_from(jobs).unwrap_or(u32::MAX);
        self.batch.observe(jobs.into());
        self.commit.observe(took.as_secs_f64());
        if !durable {
            self.failed.inc();
        }
    }

    /// The sizes of the database's file and of its write-ahead log, in bytes.
    pub fn size(&self, main: u64, wal: u64) {
        for (file, bytes) in [("main", main), ("wal", wal)] {
            self.size.get_or_create(&File { file }).set(i64::try_from(bytes).unwrap_or(i64::MAX));
        }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "writer_queue_jobs",
            "Writes that wait for the next transaction",
            self.queue.clone(),
        );
        registry.register("writer_refused", "Writes told that the queue is full", self.refused.clone());
        registry.register("writer_batch_jobs", "Writes in one transaction", self.batch.clone());
        registry.register_with_unit(
            "writer_commit",
            "From a transaction's begin to its being durable",
            Unit::Seconds,
            self.commit.clone(),
        );
        registry.register(
            "writer_commits_failed",
            "Transactions that could not be committed",
            self.failed.clone(),
        );
        registry.register_with_unit(
            "database_size",
            "The database's file and its write-ahead log",
            Unit::Bytes,
            self.size.clone(),
        );
    }
}
