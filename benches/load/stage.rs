//! The measurements: two bots on one local Discord, and who does what to them.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use sandbox::{Application, Channel, Discord, Entry, Guild, Member, Message, Options, Permissions};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;

use super::Extent;
use super::floor::Constants;
use super::measure::{Measured, latencies, median, ms};
use super::process::Bot;
use super::records;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Monday, half past eight in Berlin; the daily is set up for nine.
const MORNING: &str = "2026-03-02T07:30:00Z";

/// A moment before nine.
const NEARLY_NINE: &str = "2026-03-02T07:59:58Z";

/// As much of the traffic as the longest turn makes.
const TRAFFIC_KEPT: usize = 100_000;

/// What members do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Explain,
    Autocomplete,
    Answer,
}

impl Act {
    const ALL: [Self; 3] = [Self::Explain, Self::Autocomplete, Self::Answer];

    const fn name(self) -> &'static str {
        match self {
            Self::Explain => "`/explain`",
            Self::Autocomplete => "autocomplete",
            Self::Answer => "an answer, durable",
        }
    }
}

/// A local Discord with both applications in one server.
struct Stage {
    discord: Discord,
    ours: Application,
    theirs: Application,
    guild: Guild,
    folder: TempDir,
}

/// A bot on the stage, and the message whose button members press.
struct Player {
    bot: Bot,
    command: &'static str,
    channel: Channel,
    post: Message,
    next_member: AtomicUsize,
}

impl Stage {
    async fn set() -> Outcome<Self> {
        let options = Options {
            clock: sandbox::Clock::starting_at(MORNING.parse()?),
            rate_limits: false,
            traffic_kept: TRAFFIC_KEPT,
            patience: Duration::from_secs(60),
            ..Options::default()
        };
        let discord = Discord::start(options).await?;
        let (ours, theirs) = (discord.application("Shipmate"), discord.application("Floor"));
        let guild = discord.guild("Study Hall").await;
        for app in [&ours, &theirs] {
            guild.install(app, Permissions::all() - Permissions::ADMINISTRATOR).await;
        }
        // On the disk that the project is on: a temporary folder may be in memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        Ok(Self { discord, ours, theirs, guild, folder })
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("shipmate.db")
    }

    /// Starts the real binary and waits until it is on the gateway.
    async fn start_ours(&self) -> Outcome<Bot> {
        let now = self.discord.clock().now().to_string();
        let bot =
            Bot::shipmate(&self.discord.api_root(), self.ours.token().as_ref(), &self.database(), &now)?;
        self.discord.wait_until_connected(&self.ours).await?;
        Ok(bot)
    }

    async fn start_floor(&self, constants: Option<&Path>) -> Outcome<Bot> {
        let bot = Bot::floor(&self.discord.api_root(), self.theirs.token().as_ref(), constants)?;
        self.discord.wait_until_connected(&self.theirs).await?;
        Ok(bot)
    }

    async fn end(&self, bot: Bot, app: &Application) -> Outcome {
        drop(bot);
        Ok(self.discord.wait_until_disconnected(app).await?)
    }

    /// Shipmate with a daily that is open, and `members` on record.
    async fn shipmate(&self, members: u32) -> Outcome<Player> {
        let (daily, channel) = (self.guild.channel("daily"), self.guild.channel("ours"));
        let bot = self.start_ours().await?;
        self.discord.wait_for_commands(&self.ours, "explain").await?;
        let command = "/setup channel:#daily time:9:00 zone:Europe/Berlin discussion:False";
        self.guild.owner().slash(&channel, command).await?;
        bot.settled().await?;
        self.end(bot, &self.ours).await?;
        records::fill(&self.database(), self.guild.id().into(), members)?;
        let nine: Timestamp = NEARLY_NINE.parse()?;
        self.discord.clock().turn_to(nine);
        let bot = self.start_ours().await?;
        let post = daily.next_message().await?;
        Ok(Player { bot, command: "/explain", channel, post, next_member: AtomicUsize::new(0) })
    }

    /// The floor, which says what Shipmate says.
    async fn floor(&self, ours: &Player) -> Outcome<Player> {
        let channel = self.guild.channel("floor");
        let constants = self.folder.path().join("constants.json");
        std::fs::write(&constants, serde_json::to_vec(&self.constants(ours).await?)?)?;
        let bot = self.start_floor(Some(&constants)).await?;
        self.discord.wait_for_commands(&self.theirs, "constant").await?;
        let said = self.guild.owner().slash(&channel, "/post").await?;
        let post = said.message().clone();
        Ok(Player { bot, command: "/constant", channel, post, next_member: AtomicUsize::new(0) })
    }

    /// What Shipmate says: its daily's message, and its answers.
    async fn constants(&self, ours: &Player) -> Outcome<Constants> {
        // A call is on record when its answer is on its way, a moment after the message is there.
        ours.bot.settled().await?;
        let mut daily = self.last_sent("/messages")?;
        if let Some(daily) = daily.as_object_mut() {
            // Of a message that the bot sends by itself.
            daily.retain(|field, _| !field.contains("nonce"));
        }
        let mut said = Vec::new();
        for act in Act::ALL {
            ours.play(act, &self.guild.owner()).await?;
            ours.bot.settled().await?;
            said.push(self.last_sent("/callback")?);
        }
        let [command, autocomplete, press] = said.try_into().map_err(|_| "as many answers as acts")?;
        Ok(Constants { post: json!({ "type": 4, "data": daily }), command, autocomplete, press })
    }

    /// The body of the last call to a path that ends so.
    fn last_sent(&self, path: &str) -> Outcome<Value> {
        let sent = self.discord.traffic().entries().into_iter().rev().find_map(|entry| match entry {
            Entry::Rest(call) if call.method == "POST" && call.path.ends_with(path) => Some(call.request),
            _ => None,
        });
        Ok(sent.ok_or_else(|| format!("nothing was sent to {path}"))?)
    }

    /// Members act `count` times, `in_flight` at once; what it took is added to `measured`.
    async fn turn(
        &self,
        player: &Arc<Player>,
        act: Act,
        (in_flight, count): (usize, usize),
        measured: &mut Measured,
    ) -> Outcome {
        // Only a member's first answer counts, so each answer is another one's.
        let first = player.next_member.fetch_add(count, Ordering::Relaxed);
        let members: Arc<[Member]> =
            (first..first + count).map(|n| self.guild.member(&format!("member {n}"))).collect();
        player.bot.settled().await?;
        self.discord.traffic().clear();
        let (next, cpu, began) = (Arc::new(AtomicUsize::new(0)), player.bot.cpu()?, Instant::now());
        let mut tasks = JoinSet::new();
        for _ in 0..in_flight {
            let (player, members, next) = (Arc::clone(player), Arc::clone(&members), Arc::clone(&next));
            tasks.spawn(async move {
                while let Some(member) = members.get(next.fetch_add(1, Ordering::Relaxed)) {
                    player.play(act, member).await.map_err(|error| error.to_string())?;
                }
                Ok::<(), String>(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        let took = began.elapsed();
        player.bot.settled().await?;
        measured.cpu += player.bot.cpu()? - cpu;
        measured.rates.push(per_second(count, took));
        let latencies = latencies(&self.discord.traffic());
        if latencies.len() != count {
            return Err(format!("{count} acts, but {} on the wire", latencies.len()).into());
        }
        measured.latencies.extend(latencies);
        Ok(())
    }

    /// The two take turns.
    async fn compare(
        &self,
        ours: &Arc<Player>,
        floor: &Arc<Player>,
        act: Act,
        load: (usize, usize),
        turns: usize,
    ) -> Outcome<(Measured, Measured)> {
        let (mut us, mut them, mut warm_up) = (Measured::default(), Measured::default(), Measured::default());
        for player in [ours, floor] {
            self.turn(player, act, (load.0, load.0.max(load.1 / 10)), &mut warm_up).await?;
        }
        for _ in 0..turns {
            self.turn(ours, act, load, &mut us).await?;
            self.turn(floor, act, load, &mut them).await?;
        }
        Ok((us, them))
    }
}

impl Player {
    async fn play(&self, act: Act, member: &Member) -> Result<(), sandbox::ActError> {
        let command = self.command;
        match act {
            Act::Explain => drop(member.slash(&self.channel, &format!("{command} topic:fargate")).await?),
            Act::Autocomplete => {
                drop(member.autocomplete(&self.channel, &format!("{command} topic:farg")).await?);
            }
            Act::Answer => match self.post.select() {
                Some(menu) => {
                    let wanted = usize::try_from(menu.min_values).unwrap_or(usize::MAX);
                    let chosen = menu.options.iter().take(wanted).map(|(_, value)| value.as_str());
                    drop(member.select(&self.post, &chosen.collect::<Vec<_>>()).await?);
                }
                None => drop(member.press(&self.post, "A").await?),
            },
        }
        Ok(())
    }
}

fn per_second(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

/// Throughput, latency and CPU of what members do, beside the floor's.
pub(crate) async fn answers(extent: Extent) -> Outcome {
    let stage = Stage::set().await?;
    let ours = Arc::new(stage.shipmate(1_000).await?);
    let floor = Arc::new(stage.floor(&ours).await?);
    println!(
        "| what | in flight | per second | of the floor's | p50 ms | p99 ms | p99.9 ms | floor's p99 ms | × | CPU ms | floor's |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for act in Act::ALL {
        for load in extent.interactions {
            let (us, them) = stage.compare(&ours, &floor, act, load, extent.turns).await?;
            println!(
                "| {} | {} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
                act.name(),
                load.0,
                us.rate(),
                us.rate() / them.rate(),
                ms(us.quantile(0.5)),
                ms(us.quantile(0.99)),
                ms(us.quantile(0.999)),
                ms(them.quantile(0.99)),
                us.quantile(0.99).as_secs_f64() / them.quantile(0.99).as_secs_f64(),
                ms(us.cpu_each()),
                ms(them.cpu_each()),
            );
        }
    }
    Ok(())
}

/// The same with few and with many members on record.
pub(crate) async fn records(extent: Extent) -> Outcome {
    println!("| what | members on record | per second | p50 ms | p99 ms | CPU ms |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let [_, load] = extent.interactions;
    let mut players = Vec::new();
    for members in extent.members {
        let stage = Stage::set().await?;
        let player = Arc::new(stage.shipmate(*members).await?);
        players.push((stage, player, *members));
    }
    for act in Act::ALL {
        let mut all: Vec<Measured> = players.iter().map(|_| Measured::default()).collect();
        for _ in 0..extent.turns {
            for ((stage, player, _), measured) in players.iter().zip(&mut all) {
                stage.turn(player, act, load, measured).await?;
            }
        }
        for ((_, _, members), measured) in players.iter().zip(&all) {
            println!(
                "| {} | {members} | {:.0} | {:.2} | {:.2} | {:.2} |",
                act.name(),
                measured.rate(),
                ms(measured.quantile(0.5)),
                ms(measured.quantile(0.99)),
                ms(measured.cpu_each()),
            );
        }
    }
    Ok(())
}

/// Resident memory by number of servers.
pub(crate) async fn memory(extent: Extent) -> Outcome {
    println!("| servers | shipmate KiB | floor KiB | per server beyond the floor, KiB |");
    println!("| --- | --- | --- | --- |");
    let mut empty = None;
    for servers in extent.servers {
        let stage = Stage::set().await?;
        let mut ids = vec![u64::from(stage.guild.id())];
        for n in 0..*servers {
            let guild = stage.discord.guild(&format!("Server {n}")).await;
            for app in [&stage.ours, &stage.theirs] {
                guild.install(app, Permissions::all() - Permissions::ADMINISTRATOR).await;
            }
            ids.push(guild.id().into());
        }
        // A start makes the database, the next one finds every server set up.
        let bot = stage.start_ours().await?;
        stage.end(bot, &stage.ours).await?;
        records::set_up(&stage.database(), &ids)?;
        let (ours, floor) = (stage.start_ours().await?, stage.start_floor(None).await?);
        ours.settled().await?;
        floor.settled().await?;
        let (us, them) = (ours.resident_kib()?, floor.resident_kib()?);
        let (us_empty, them_empty) = *empty.get_or_insert((us, them));
        let count = f64::from(u32::try_from(*servers)?);
        let each = ((us - us_empty) - (them - them_empty)) / count.max(1.0);
        println!("| {servers} | {us:.0} | {them:.0} | {each:.2} |");
    }
    Ok(())
}

/// From the start of the process to its being on the gateway, with a database that exists.
pub(crate) async fn starts(extent: Extent) -> Outcome {
    let stage = Stage::set().await?;
    let bot = stage.start_ours().await?;
    stage.end(bot, &stage.ours).await?;
    records::set_up(&stage.database(), &[stage.guild.id().into()])?;
    let (mut us, mut them) = (Vec::new(), Vec::new());
    for _ in 0..extent.starts {
        let began = Instant::now();
        let bot = stage.start_ours().await?;
        us.push(began.elapsed());
        stage.end(bot, &stage.ours).await?;
        let began = Instant::now();
        let bot = stage.start_floor(None).await?;
        them.push(began.elapsed());
        stage.end(bot, &stage.theirs).await?;
    }
    println!("| | median ms | slowest ms |");
    println!("| --- | --- | --- |");
    for (name, times) in [("shipmate", us), ("floor", them)] {
        let slowest = times.iter().max().copied().unwrap_or_default();
        println!("| {name} | {:.0} | {:.0} |", ms(median(times)), ms(slowest));
    }
    Ok(())
}
