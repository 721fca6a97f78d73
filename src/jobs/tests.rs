//! The jobs, proved against a Discord that fails on demand and a clock that is turned.

mod dailies;
mod discord;
mod discussions;
mod overdue;
mod presence;
mod rounds;
mod showing;
mod stage;

use std::sync::{Arc, LazyLock};

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::sync::Notify;

use self::discord::Discord;
use super::{Jobs, Presence};
use crate::actions::Services;
use crate::clock::Clock;
use crate::domain::calendar::{Schedule, Weekdays, Zone, parse_time};
use crate::domain::content::Question;
use crate::domain::daily::Daily;
use crate::domain::guild::Settings;
use crate::domain::ids::{ChannelId, GuildId, MemberId};
use crate::games::Games;
use crate::pack::Library;
use crate::rng::Chance;
use crate::store::Store;

const GUILD: GuildId = GuildId(42);
const MANAGER: MemberId = MemberId(1);

/// The evening on which the guild is set up.
const EVE: &str = "2026-03-01T20:00Z";
/// 09:00 in Berlin, when its dailies are due.
const NINE: &str = "2026-03-02T08:00Z";
const NEXT_NINE: &str = "2026-03-03T08:00Z";

const FILE: &str = "shipmate.db";

/// Read once: a restart is cheap then.
static TAUGHT: LazyLock<(Arc<Library>, Arc<[Question]>)> = LazyLock::new(|| {
    let library = Library::built_in().unwrap();
    let pool = library.questions().cloned().collect();
    (Arc::new(library), pool)
});

/// A running bot without a gateway: jobs over a store on a real file.
struct Bot {
    folder: TempDir,
    clock: Clock,
    discord: Arc<Discord>,
    presence: Presence,
    services: Services,
    jobs: Jobs<Discord>,
}

impl Bot {
    /// A bot whose guild gets its first daily at [`NINE`].
    async fn new() -> Self {
        let clock = Clock::starting_at(at(EVE));
        let discord = Arc::new(Discord::new(clock.clone()));
        let bot = Self::start(TempDir::new().unwrap(), clock, discord).await;
        bot.set_up(GUILD).await;
        bot
    }

    async fn start(folder: TempDir, clock: Clock, discord: Arc<Discord>) -> Self {
        let store = Store::open(&folder.path().join(FILE)).unwrap();
        let presence = Presence::out_since(store.last_seen().await.unwrap());
        presence.connected();
        let (library, pool) = TAUGHT.clone();
        let chance = Chance::seeded(7);
        let games = Games::new(store.clone(), clock.clone(), chance.clone(), Arc::clone(&pool));
        let drills = Arc::default();
        let services = Services { store, clock: clock.clone(), chance, library, pool, drills, games };
        let wake = Arc::new(Notify::new());
        let jobs = Jobs::new(services.clone(), Arc::clone(&discord), presence.clone(), wake);
        Self { folder, clock, discord, presence, services, jobs }
    }

    /// The process is killed and starts anew at `later`, over the files as they stand.
    async fn killed_until(self, later: Timestamp) -> Self {
        let folder = TempDir::new().unwrap();
        for suffix in ["", "-wal"] {
            let name = format!("{FILE}{suffix}");
            std::fs::copy(self.folder.path().join(&name), folder.path().join(&name)).unwrap();
        }
        self.clock.turn_to(later);
        Self::start(folder, self.clock, self.discord).await
    }

    async fn set_up(&self, guild: GuildId) {
        let schedule =
            Schedule { zone: berlin(), time: parse_time("09:00").unwrap(), weekdays: Weekdays::ALL };
        let settings = Settings { channel: ChannelId(7), schedule, mention: None, discussion: true };
        self.services.store.set_up(guild, settings, MANAGER, self.clock.now()).await.unwrap();
    }

    /// Turns the clock and does what is due.
    async fn run_at(&self, instant: Timestamp) -> Option<Timestamp> {
        self.clock.turn_to(instant);
        self.jobs.run_due().await.unwrap()
    }

    async fn run_after(&self, span: SignedDuration) -> Option<Timestamp> {
        self.run_at(self.clock.now() + span).await
    }

    async fn latest(&self) -> Option<Daily> {
        self.services.store.latest_daily(GUILD).await.unwrap()
    }
}

fn berlin() -> Zone {
    Zone::named("Europe/Berlin").unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}
