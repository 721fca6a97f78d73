//! A store on a real file, with guilds and questions to put into it.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Time;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::domain::asked::AskedQuestion;
use crate::domain::calendar::{Schedule, Weekdays, Zone, parse_time};
use crate::domain::content::{AnswerOption, Difficulty, Question};
use crate::domain::daily::Daily;
use crate::domain::grading::{MAX_POSITIONS, Selection};
use crate::domain::guild::{Guild, Settings};
use crate::domain::ids::{ChannelId, DailyId, GuildId, MemberId, MessageId};
use crate::store::{GivenAnswer, PlanReport, PracticePool, Recorded, Store, open};

pub(super) const GUILD: GuildId = GuildId(42);
pub(super) const CHANNEL: ChannelId = ChannelId(7);
pub(super) const MANAGER: MemberId = MemberId(1);
pub(super) const MEI: MemberId = MemberId(100);
pub(super) const RAJ: MemberId = MemberId(200);

/// More rows than any test has.
pub(super) const ALL: usize = 1_000;

const FILE: &str = "shipmate.db";

/// A store in a folder of its own.
pub(super) struct World {
    pub(super) folder: TempDir,
    store: Store,
    pool: Arc<[Question]>,
}

impl Deref for World {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl World {
    pub(super) fn new() -> Self {
        Self::with_questions(40)
    }

    pub(super) fn with_questions(count: usize) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join(FILE)).unwrap();
        Self { folder, store, pool: (0..count).map(question).collect() }
    }

    pub(super) fn pool(&self) -> Arc<[Question]> {
        Arc::clone(&self.pool)
    }

    /// What practice draws from: questions, no drills, and no game is on.
    pub(super) fn practice_pool(&self) -> PracticePool {
        PracticePool { questions: self.pool(), drills: Arc::default(), asking: Vec::new() }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    /// A connection of its own, set up like the store's, to look at what stands.
    pub(super) fn sql(&self) -> Connection {
        let connection = Connection::open(self.path()).unwrap();
        open::set_up(&connection).unwrap();
        connection
    }

    /// One number that a query gives.
    pub(super) fn count(&self, sql: &str) -> i64 {
        self.sql().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// The process is killed and starts anew: the files as they stand at this moment, nothing closed.
    pub(super) fn killed(self) -> Self {
        let folder = TempDir::new().unwrap();
        for suffix in ["", "-wal"] {
            let name = format!("{FILE}{suffix}");
            std::fs::copy(self.folder.path().join(&name), folder.path().join(&name)).unwrap();
        }
        let store = Store::open(&folder.path().join(FILE)).unwrap();
        Self { folder, store, pool: self.pool }
    }

    /// The process ends in peace: its folder, and the database in it that nobody has open.
    pub(super) async fn ended(self) -> (TempDir, PathBuf) {
        self.store.close().await;
        drop(self.store);
        let path = self.folder.path().join(FILE);
        (self.folder, path)
    }

    /// Keeps the wording of the first `count` questions of the pool: versions 1 to `count`.
    pub(super) async fn keep(&self, count: usize) {
        self.adopt_content(Vec::new(), self.pool[..count].to_vec(), at("2026-03-01T12:00Z")).await.unwrap();
    }

    pub(super) async fn set_up_guild(&self, guild: GuildId, schedule: Schedule, now: Timestamp) -> Guild {
        self.set_up(guild, settings(schedule), MANAGER, now).await.unwrap()
    }

    pub(super) async fn plan(&self, now: Timestamp) -> PlanReport {
        self.plan_due(now, false, ALL, self.pool(), || 7).await.unwrap()
    }

    /// What the jobs do at `now` when Discord takes everything and nothing got lost: close, plan, send.
    pub(super) async fn round(&self, now: Timestamp) {
        for closing in self.closings(now, ALL).await.unwrap() {
            self.closed(closing.daily.id, closing.version).await.unwrap();
        }
        self.plan(now).await;
        for unsent in self.unsent(now, ALL).await.unwrap() {
            match unsent.over {
                true => self.never_appeared(unsent.daily.id).await.unwrap(),
                false => self.sent(unsent.daily.id, message_of(unsent.daily.id), now).await.unwrap(),
            }
        }
    }

    /// A guild in Berlin, set up the evening before, whose first daily opens at `now`.
    pub(super) async fn with_open_daily(&self, now: Timestamp) -> Daily {
        let evening_before = now - jiff::SignedDuration::from_hours(12);
        self.set_up_guild(GUILD, berlin("09:00"), evening_before).await;
        self.round(now).await;
        self.latest().await
    }

    pub(super) async fn latest(&self) -> Daily {
        self.latest_daily(GUILD).await.unwrap().expect("a daily was posted")
    }

    /// A member presses one option: the right one, or a wrong one.
    pub(super) async fn answer(
        &self,
        daily: &Daily,
        member: MemberId,
        right: bool,
        at: Timestamp,
    ) -> Recorded {
        let selection = if right { daily.asked.key() } else { wrong(&daily.asked) };
        self.record_answer(given(daily, member, Some(selection), at)).await.unwrap().0
    }
}

pub(super) fn message_of(daily: DailyId) -> MessageId {
    MessageId(9_000 + daily.0)
}

pub(super) fn given(
    daily: &Daily,
    member: MemberId,
    selection: Option<Selection>,
    at: Timestamp,
) -> GivenAnswer {
    GivenAnswer { guild: daily.guild, member, daily: daily.id, selection, at }
}

/// As many options as are asked for, none of them right.
pub(super) fn wrong(asked: &AskedQuestion) -> Selection {
    let key = asked.key();
    let others = (0..MAX_POSITIONS).filter(|position| !key.contains(*position)).take(key.count());
    Selection::from_positions(others).unwrap()
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn berlin(time: &str) -> Schedule {
    schedule("Europe/Berlin", parse_time(time).unwrap(), Weekdays::ALL)
}

pub(super) fn schedule(zone: &str, time: Time, weekdays: Weekdays) -> Schedule {
    Schedule { zone: Zone::named(zone).unwrap(), time, weekdays }
}

pub(super) fn settings(schedule: Schedule) -> Settings {
    Settings { channel: CHANNEL, schedule, mention: None, discussion: true }
}

/// The `n`th question of the pool: its concepts and its difficulty take turns.
pub(super) fn question(n: usize) -> Question {
    let option = |place: usize| AnswerOption {
        text: format!("option {place} of question {n}"),
        key: place == 0,
        why: String::new(),
        facts: Vec::new(),
    };
    Question {
        id: format!("q76-{n}").as_str().into(),
        section: 76,
        concepts: vec![format!("concept-{}", n % 3).as_str().into()],
        domain: 2,
        difficulty: Difficulty::ALL[n % 2],
        stem: format!("Question {n}?"),
        facts: Vec::new(),
        misconceptions: Vec::new(),
        review: None,
        options: (0..4).map(option).collect(),
    }
}
