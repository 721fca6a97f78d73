//! A run: lives of the bot between kills, storms in them, and calms in which everything is judged.

mod calm;
mod games;
mod story;

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sandbox::{Application, Clock, Discord, Options, Permissions};
use tokio::task::JoinSet;

use crate::counts::Counts;
use crate::crew::Crew;
use crate::history::{Act, Event, History, Who};
use crate::model::Verdict;
use crate::reading::Post;
use crate::ship::Ship;
use crate::{Outcome, play, weather};

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

/// Leaps of the clock between calms in one life are fewer than this.
const MOST_LEAPS: u32 = 3;

/// What is about to close does so within this.
const LAST_MOMENT: SignedDuration = SignedDuration::from_secs(1);

/// How many answers are on their way when the clock is turned before a storm.
const HASTY: usize = 6;

/// How long the bot may take to get onto the gateway.
const CONNECTS: Duration = Duration::from_secs(8);

/// Every daily is due at some quarter of an hour.
const QUARTER_MS: i64 = 15 * 60 * 1_000;

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

    /// From a start to a kill.
    async fn life(&mut self) -> Outcome {
        self.counts.lives += 1;
        self.ship.start()?;
        let (early, calm, hot) =
            (self.rng.random_ratio(1, 6), self.rng.random_ratio(2, 5), self.rng.random_ratio(2, 3));
        let (leaps, aimed) = (self.rng.random_range(0..MOST_LEAPS), self.rng.random_ratio(2, 3));
        let death = Duration::from_millis(self.rng.random_range(0..700));
        if early {
            // It dies while it starts: before, in, or after its first round.
            tokio::time::sleep(death).await;
            return self.kill_and_wait(false).await;
        }
        if !self.ship.connected(CONNECTS).await? {
            return self.kill_and_wait(false).await;
        }
        if calm {
            self.calm().await?;
            for _ in 0..leaps {
                let to_the_minute = self.rng.random_ratio(1, 3);
                self.leap(to_the_minute).await?;
                if to_the_minute {
                    self.answer_at_the_last_moment().await?;
                    if !self.ship.connected(CONNECTS).await? {
                        return self.kill_and_wait(false).await;
                    }
                }
                self.calm().await?;
            }
        }
        let aim = aimed.then(|| self.aim());
        if calm && (hot || aimed) {
            // Into the storm with whatever has become due, and with answers given just before.
            for _ in 0..HASTY {
                let (guild, member) =
                    (self.rng.random_range(0..self.crews.len()), self.rng.random_range(0..MEMBERS));
                let draw = self.rng.random();
                self.answer(guild, member, draw);
            }
            self.leap(true).await?;
            self.answer_at_the_last_moment().await?;
        }
        self.storm(death, aim.as_ref()).await?;
        self.kill_and_wait(aim.is_some_and(|aim| aim.is_reached())).await
    }

    fn aim(&mut self) -> weather::Aim {
        let (aim, what) = weather::aim(&self.discord.faults(), &mut self.rng);
        self.history.note(Event::Fault(what));
        self.counts.faults += 1;
        aim
    }

    /// Faults and people for so long, or until the bot is in the middle of what is aimed at.
    async fn storm(&mut self, lasts: Duration, aim: Option<&weather::Aim>) -> Outcome {
        let ends = Instant::now() + lasts;
        let faults = self.rng.random_range(0..4);
        for _ in 0..faults {
            let what = weather::fault(&self.discord.faults(), &self.app, &mut self.rng);
            self.history.note(Event::Fault(what));
            self.counts.faults += 1;
        }
        while Instant::now() < ends && !aim.is_some_and(weather::Aim::is_reached) {
            let guild = self.rng.random_range(0..self.crews.len());
            let place = self.rng.random_range(0..games::AT_ONCE);
            self.somebody_acts(guild);
            self.somebody_plays(place);
            // People take their time, and what they do is to fall into every moment of a life.
            tokio::time::sleep(Duration::from_millis(self.rng.random_range(1..30))).await;
        }
        Ok(())
    }

    /// Somebody in a server does something, where nothing is in doubt there.
    fn somebody_acts(&mut self, guild: usize) {
        let posts = self.look(guild);
        let Some(server) = self.verdict.standings.get_mut(guild) else { return };
        let acts = play::next(server, &posts, MEMBERS, self.discord.clock().now(), &mut self.rng);
        for (who, _) in &acts {
            // In doubt until the next calm.
            match who {
                Who::Member(member) => server.waiting[*member] = true,
                Who::Manager => server.timeline.open = server.timeline.changes.last().cloned(),
            }
        }
        for (who, act) in acts {
            self.begin_act(guild, who, act);
        }
    }

    /// A member answers the question that is shown as open, where nothing is in doubt.
    fn answer(&mut self, guild: usize, member: usize, draw: u64) {
        let Some(post) = self.look(guild).pop().filter(|post| !post.closed) else { return };
        let Some(server) = self.verdict.standings.get_mut(guild) else { return };
        if !std::mem::replace(&mut server.waiting[member], true) {
            let letters = play::letters(&post, draw);
            self.begin_act(guild, Who::Member(member), Act::Answer { message: post.id, letters });
        }
    }

    /// Where a question is about to close, or is over and its message does not show it yet, somebody still presses;
    /// some of it reaches the bot only when it is back on the gateway, after the closing.
    async fn answer_at_the_last_moment(&mut self) -> Outcome {
        if self.rng.random_ratio(1, 2) {
            self.discord.faults().drop_gateway(&self.app);
            self.history.note(Event::Fault("the gateway is dropped".into()));
            self.counts.faults += 1;
            // An error says that it was back before anybody looked.
            let _ = self.discord.wait_until_disconnected(&self.app).await;
        }
        let soon = self.discord.clock().now() + LAST_MOMENT;
        for guild in 0..self.crews.len() {
            let draw: u64 = self.rng.random();
            let closes = |post: &Post| !post.closed && post.closes <= soon;
            if self.crews[guild].posts().last().is_some_and(closes) {
                (0..MEMBERS).for_each(|member| self.answer(guild, member, draw >> (8 * member)));
            }
        }
        Ok(())
    }

    fn begin_act(&mut self, guild: usize, who: Who, act: Act) {
        let crew = self.crews[guild].clone();
        let losses = self.ship.losses();
        self.under_way.spawn(async move { crew.act(who, act, losses).await });
    }

    /// What a server shows, with the buttons that were there before.
    fn look(&mut self, guild: usize) -> Vec<Post> {
        let mut posts = self.crews[guild].posts();
        for post in &mut posts {
            if post.closed {
                let before = self.seen[guild].iter().find(|before| before.id == post.id);
                post.buttons = before.map(|before| before.buttons.clone()).unwrap_or_default();
            }
        }
        self.seen[guild].clone_from(&posts);
        posts
    }

    fn posts(&mut self) -> Vec<Vec<Post>> {
        (0..self.crews.len()).map(|guild| self.look(guild)).collect()
    }

    /// Time passes, while the bot is there: `to_the_minute` to about a quarter of an hour, when dailies are due.
    async fn leap(&mut self, to_the_minute: bool) -> Outcome {
        let minutes = if self.rng.random_ratio(1, 3) {
            self.rng.random_range(1..60)
        } else {
            self.rng.random_range(60..8 * 60)
        };
        let (about, inside) =
            (self.rng.random_range(-600..300), self.rng.random_range(5_000..QUARTER_MS - 20_000));
        let now = self.discord.clock().now();
        let target = (now + SignedDuration::from_mins(minutes)).as_millisecond();
        let full = target - target % QUARTER_MS + if to_the_minute { about } else { inside };
        let span = Timestamp::from_millisecond(full)?.duration_since(now).max(SignedDuration::from_secs(1));
        self.ship.turn(span).await
    }

    async fn kill(&mut self) -> Outcome {
        self.counts.kills += u64::from(self.ship.kill().await?);
        Ok(())
    }

    /// Kills it, `aimed` at a call or not; sometimes it takes a while until it is started again.
    async fn kill_and_wait(&mut self, aimed: bool) -> Outcome {
        self.kill().await?;
        self.counts.aimed += u64::from(aimed);
        let (short, long) = (self.rng.random_ratio(1, 3), self.rng.random_ratio(1, 40));
        // Now and then it takes longer than Discord remembers a nonce, and not so long that the day is neutral.
        let forgotten = self.rng.random_ratio(1, 3) || aimed;
        let seconds = if forgotten { self.rng.random_range(360..540) } else { self.rng.random_range(1..15) };
        let minutes = self.rng.random_range(20..5 * 60);
        if self.rng.random_ratio(1, 2) {
            weather::clear(&self.discord.faults(), &self.app);
            self.history.note(Event::Healed);
        }
        // A silent gateway would let no process in.
        self.discord.faults().zombie(&self.app, false);
        if long {
            while self.under_way.join_next().await.is_some() {}
            self.ship.turn(SignedDuration::from_mins(minutes)).await?;
        } else if short {
            self.ship.turn(SignedDuration::from_secs(seconds)).await?;
        }
        Ok(())
    }
}

pub(crate) fn granted() -> Permissions {
    Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::EMBED_LINKS
        | Permissions::READ_MESSAGE_HISTORY
        | Permissions::CREATE_PUBLIC_THREADS
        | Permissions::SEND_MESSAGES_IN_THREADS
}
