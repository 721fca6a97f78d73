//! A run: lives of the bot between kills, storms in them, and calms in which everything is judged.

mod calm;
mod games;
mod life;
mod people;
mod story;
mod time;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sandbox::{Application, Clock, Discord, Options, Permissions};
use shipmate::discord::NEEDED_PERMISSIONS;
use tokio::task::JoinSet;

use crate::counts::Counts;
use crate::crew::Crew;
use crate::history::{Act, Event, History, Who};
use crate::model::Verdict;
use crate::reading::Post;
use crate::ship::Ship;
use crate::{Outcome, play};

/// Members of each server.
const MEMBERS: usize = 3;

/// Days to begin on: weeks in which clocks change somewhere, one of them over a year's end.
const BEGINNINGS: [&str; 6] = [
    "2026-03-05T20:00:00Z",
    "2026-03-26T04:00:00Z",
    "2026-04-02T11:00:00Z",
    "2026-09-24T15:00:00Z",
    "2026-10-22T02:00:00Z",
    "2026-12-27T20:00:00Z",
];

/// A run on a slow machine goes on past its time until the bot was killed so often.
const FEWEST_KILLS: u64 = 100;

/// How long the bot may take to get onto the gateway.
const CONNECTS: Duration = Duration::from_secs(8);

/// What is to be run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) kills: u64,
    pub(crate) time: Duration,
    pub(crate) guilds: usize,
}

/// A run under way.
pub(crate) struct Run {
    plan: Plan,
    began: Instant,
    rng: StdRng,
    discord: Discord,
    app: Application,
    crews: Arc<[Crew]>,
    history: History,
    ship: Ship,
    under_way: JoinSet<()>,
    /// As of the last calm.
    verdict: Verdict,
    /// What every member's client once showed.
    seen: Vec<Vec<Post>>,
    /// The buttons of each game's question, by its message, as they once were.
    letters: BTreeMap<u64, Vec<String>>,
    /// How many games were opened in each server.
    games: Vec<usize>,
    counts: Counts,
}

impl Run {
    /// Servers that are set up, and a bot that was killed.
    pub(crate) async fn begin(plan: Plan) -> Outcome<Self> {
        let mut rng = StdRng::seed_from_u64(plan.seed);
        let beginning = BEGINNINGS[rng.random_range(0..BEGINNINGS.len())];
        let clock = Clock::starting_at(beginning.parse()?);
        let options = Options {
            clock: clock.clone(),
            patience: Duration::from_secs(5),
            // A busy machine must not make the bot take its gateway for dead: the model would not know.
            heartbeat_interval: Duration::from_secs(20),
            traffic_kept: 1_000,
            ..Options::default()
        };
        let discord = Discord::start(options).await?;
        let app = discord.application("Shipmate");
        let history = History::new(clock);
        let mut crews = Vec::new();
        for number in 0..plan.guilds {
            let crew = Crew::gather(&discord, number, MEMBERS, &history).await;
            crew.guild().install(&app, granted()).await;
            crews.push(crew);
        }
        let ship = Ship::new(&discord, &app, &history)?;
        let counts = Counts { seed: plan.seed, ..Counts::default() };
        let mut run = Self {
            began: Instant::now(),
            seen: vec![Vec::new(); plan.guilds],
            games: vec![0; plan.guilds],
            letters: BTreeMap::new(),
            crews: crews.into(),
            under_way: JoinSet::new(),
            verdict: Verdict::default(),
            plan,
            rng,
            discord,
            app,
            history,
            ship,
            counts,
        };
        run.set_up().await?;
        Ok(run)
    }

    async fn set_up(&mut self) -> Outcome {
        self.ship.start()?;
        if !self.ship.connected(CONNECTS).await? {
            return Err(format!("the bot did not start:\n{}", self.ship.logged()?).into());
        }
        self.discord.wait_for_commands(&self.app, "setup").await?;
        for number in 0..self.crews.len() {
            let settings = play::settings(number, &mut self.rng);
            self.begin_act(number, Who::Manager, Act::SetUp(settings));
        }
        self.calm().await?;
        self.kill().await
    }

    /// Plays until the bot was killed often enough, or time is over and the fewest kills were reached: a slow machine
    /// takes longer, and tests no less.
    pub(crate) async fn play_out(mut self) -> Outcome<Counts> {
        let fewest = self.plan.kills.min(FEWEST_KILLS);
        while self.counts.kills < fewest
            || self.counts.kills < self.plan.kills && self.began.elapsed() < self.plan.time
        {
            self.life().await?;
        }
        self.ship.start()?;
        self.ship.connected(CONNECTS).await?;
        self.calm().await?;
        let entries = self.history.entries();
        let span = entries.last().map_or(SignedDuration::ZERO, |last| last.at.duration_since(entries[0].at));
        self.counts.days = span.as_hours() / 24;
        self.counts.time = self.began.elapsed();
        self.counts.acts = entries.iter().filter(|entry| matches!(entry.event, Event::Asked { .. })).count();
        self.counts.answers = self.verdict.standings.iter().map(|server| server.answers).sum();
        self.counts.streaks = self.verdict.streaks_checked;
        self.counts.games = self.verdict.checked;
        let posts = self.posts();
        self.counts.dailies = posts.iter().map(Vec::len).sum();
        self.counts.closed = posts.iter().flatten().filter(|post| post.closed).count();
        self.kill().await?;
        self.discord.stop().await;
        Ok(self.counts)
    }

    async fn kill(&mut self) -> Outcome {
        self.counts.kills += u64::from(self.ship.kill().await?);
        Ok(())
    }
}

/// What the bot may do in a server: what its invitation asks for.
pub(crate) fn granted() -> Permissions {
    Permissions::from_bits_truncate(NEEDED_PERMISSIONS)
}
