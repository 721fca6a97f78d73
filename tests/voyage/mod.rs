//! A study group on a local Discord, with the real bot connected to it.
//!
//! A test states what differs from the default world and then reads like a transcript. The closing audit
//! fails it on what nobody should see: a message that nobody read, a late or double acknowledgement, a
//! payload that Discord would refuse, a route that the sandbox does not know, traffic that breaks Discord's
//! official description.

mod conformance;
mod process;

use std::error::Error;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use sandbox::{Application, Channel, Discord, Guild, Member, Message, Options, Permissions, Role};
use shipmate::actions::correction;
use shipmate::app::{self, Running};
use shipmate::clock::Clock;
use shipmate::config::{Database, Secret, Settings};
use shipmate::discord::press::Press;
use shipmate::domain::asked::AskedQuestion;
use shipmate::domain::daily::Daily;
use shipmate::domain::grading::letter;
use shipmate::domain::ids::{DailyId, GuildId, MemberId};
use shipmate::rng::Chance;
use tempfile::TempDir;

/// How a journey ends.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// How long to wait for the bot to have done what is due, in real time.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the bot may take to notice that the gateway is lost or back, in real time.
pub(crate) const NOTICES: Duration = Duration::from_secs(30);

/// Waits until something holds.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) -> Outcome {
    until_asked(what, async || Ok(holds())).await
}

/// Waits until something holds that the bot or its database has to be asked.
pub(crate) async fn until_asked(what: &str, mut holds: impl AsyncFnMut() -> Outcome<bool>) -> Outcome {
    let began = Instant::now();
    while !holds().await? {
        if began.elapsed() > NOTICES {
            return Err(format!("waited in vain until {what}").into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// What the bot may do in a server: what its invitation asks for.
pub(crate) const GRANTED: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::SEND_MESSAGES_IN_THREADS);

/// The world at the beginning of a journey.
pub(crate) struct World {
    starts: &'static str,
    zone: &'static str,
    setup: Option<String>,
    seed: u64,
    packs: Option<PathBuf>,
    second_chapter: Option<PathBuf>,
    development: bool,
}

impl Default for World {
    /// Sunday noon in Berlin; the daily is set up in #daily at nine, without threads.
    fn default() -> Self {
        Self {
            starts: "2026-03-01 12:00",
            zone: "Europe/Berlin",
            setup: Some("time:9:00 discussion:False".into()),
            seed: 1,
            packs: Some("tests/pack".into()),
            second_chapter: None,
            development: false,
        }
    }
}

impl World {
    /// The same in another zone.
    pub(crate) fn zone(mut self, zone: &'static str) -> Self {
        self.zone = zone;
        self
    }

    /// The same at another local time.
    pub(crate) fn starts(mut self, local: &'static str) -> Self {
        self.starts = local;
        self
    }

    /// Set up with these options besides the channel and the zone.
    pub(crate) fn set_up(mut self, options: &str) -> Self {
        self.setup = Some(options.into());
        self
    }

    /// Nothing is set up yet.
    pub(crate) fn not_set_up(mut self) -> Self {
        self.setup = None;
        self
    }

    /// The study group's server is the one that `DEV_GUILD_ID` names.
    pub(crate) fn development(mut self) -> Self {
        self.development = true;
        self
    }

    /// With this chapter's folder beside those of the small pack.
    pub(crate) fn with_chapter(mut self, folder: &str) -> Self {
        self.second_chapter = Some(folder.into());
        self
    }

    /// With the whole chapter instead of the small pack for tests.
    pub(crate) fn whole_chapter(mut self) -> Self {
        self.packs = None;
        self
    }
}

/// A journey under way.
pub(crate) struct Voyage {
    /// The local Discord.
    pub discord: Discord,
    /// The bot's application there.
    pub app: Application,
    /// The study group's server.
    pub guild: Guild,
    zone: &'static str,
    clock: Clock,
    settings: Settings,
    bot: Option<Running>,
    seed: u64,
    watched: Vec<Channel>,
    /// Holds the database and a changed pack; gone with the journey.
    folder: TempDir,
}

/// A folder in `home` with every chapter of `packs`, and `second` beside them.
fn side_by_side(packs: &Path, second: &Path, home: &Path) -> Outcome<PathBuf> {
    let both = home.join("packs");
    copy(packs, &both)?;
    copy(second, &both.join(second.file_name().ok_or("a chapter's folder has a name")?))?;
    Ok(both)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Runs a journey in a world, then audits it.
pub(crate) async fn voyage<F>(world: World, journey: F)
where
    F: AsyncFnOnce(&mut Voyage) -> Outcome,
{
    let mut voyage = Voyage::begin(world).await.expect("the world begins");
    if let Err(error) = journey(&mut voyage).await {
        panic!("{error}\n\n{}", voyage.story());
    }
    voyage.end().await;
}

impl Voyage {
    async fn begin(world: World) -> Outcome<Self> {
        let at = instant(world.starts, world.zone)?;
        let sandbox_clock = sandbox::Clock::starting_at(at);
        let discord = Discord::start(Options { clock: sandbox_clock, ..Options::default() }).await?;
        let app = discord.application("Shipmate");
        let guild = discord.guild("Study Hall").await;
        let daily = guild.channel("daily");
        guild.install(&app, GRANTED).await;
        let folder = tempfile::tempdir()?;
        let packs = match (world.packs, world.second_chapter) {
            (Some(packs), Some(second)) => Some(side_by_side(&packs, &second, folder.path())?),
            (packs, _) => packs,
        };
        let settings = Settings {
            packs,
            metrics: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
            dev_guild: world.development.then(|| u64::from(guild.id()).try_into()).transpose()?,
            ..Settings::local(discord.api_root(), folder.path().join("shipmate.db"))
        };
        let mut voyage = Self {
            discord,
            app,
            guild,
            zone: world.zone,
            clock: Clock::starting_at(at),
            settings,
            bot: None,
            seed: world.seed,
            watched: vec![daily],
            folder,
        };
        voyage.start_bot().await?;
        if let Some(options) = world.setup {
            let command = format!("/setup channel:#daily zone:{} {options}", world.zone);
            let reply = voyage.captain().slash(&voyage.channel("general"), &command).await?;
            assert!(reply.text().contains("#"), "the set-up failed: {}", reply.text());
        }
        Ok(voyage)
    }

    /// Starts the bot, on the database that the last one left.
    pub(crate) async fn start_bot(&mut self) -> Outcome {
        let token = Secret::new(self.app.token());
        let chance = Chance::seeded(self.seed);
        self.bot = Some(app::start(&self.settings, &token, self.clock.clone(), chance).await?);
        self.discord.wait_until_connected(&self.app).await?;
        self.discord.wait_for_commands(&self.app, "explain").await?;
        self.settle().await
    }

    /// Stops the bot in an orderly way.
    pub(crate) async fn stop_bot(&mut self) {
        if let Some(bot) = self.bot.take() {
            bot.stop().await;
        }
    }

    /// Stops the bot and starts it again: nothing may live only in memory.
    pub(crate) async fn restart_bot(&mut self) -> Outcome {
        self.stop_bot().await;
        self.start_bot().await
    }

    /// Runs the real binary as its operator does, with the settings of this journey's bot.
    pub(crate) async fn operate(&self, arguments: &[&str]) -> Outcome<Output> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shipmate"));
        command
            .args(arguments)
            .env_clear()
            .env("DISCORD_TOKEN", self.app.token())
            .env("DISCORD_API_URL", &self.settings.api.root)
            .env("DATABASE_PATH", &self.settings.database.file);
        if let Some(packs) = &self.settings.packs {
            command.env("PACKS_DIR", packs);
        }
        Ok(tokio::task::spawn_blocking(move || command.output()).await??)
    }

    /// The folder of the database.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stops the bot, changes a file of its pack and starts it again, as an update in production does.
    pub(crate) async fn restart_with(&mut self, file: &str, edit: impl Fn(&str) -> String) -> Outcome {
        self.stop_bot().await;
        let copy = self.folder.path().join("pack");
        if !copy.exists() {
            let original = self.settings.packs.take().ok_or("the built-in packs cannot be changed")?;
            self::copy(&original, &copy)?;
            self.settings.packs = Some(copy.clone());
        }
        let file = copy.join("chapter-07").join(file);
        let before = std::fs::read_to_string(&file)?;
        let after = edit(&before);
        assert_ne!(before, after, "the edit changes something");
        std::fs::write(&file, after)?;
        self.start_bot().await
    }

    /// Starts another bot of the same application, with a database of that name, for some shards.
    pub(crate) async fn start_shards(&self, database: &str, shards: &str) -> Outcome<Running> {
        let settings = Settings {
            database: Database { file: self.folder.path().join(database) },
            shards: Some(shards.parse()?),
            ..self.settings.clone()
        };
        let token = Secret::new(self.app.token());
        let bot = app::start(&settings, &token, self.clock.clone(), Chance::seeded(self.seed)).await?;
        until("its shards are on the gateway", || bot.is_connected()).await?;
        Ok(bot)
    }

    /// The running bot.
    pub(crate) fn bot(&self) -> &Running {
        self.bot.as_ref().expect("the bot runs")
    }

    /// The running bot, to wait for its end.
    pub(crate) fn bot_mut(&mut self) -> &mut Running {
        self.bot.as_mut().expect("the bot runs")
    }

    /// Waits until the bot has noted that it was removed from the server, or is back.
    pub(crate) async fn noted_as_member(&self, member: bool) -> Outcome {
        let (services, guild) = (self.bot().services(), GuildId(self.guild.id().into()));
        let what = if member { "the server is noted as the bot's" } else { "the server is noted as left" };
        until_asked(what, async || Ok(services.store.guild(guild).await?.is_some() == member)).await?;
        self.settle().await
    }

    /// Waits until the bot has noted that a member was told of what a corrected key changed.
    pub(crate) async fn noted_as_told(&self, member: &Member) -> Outcome {
        let (services, guild) = (self.bot().services(), GuildId(self.guild.id().into()));
        let member = MemberId(member.id().into());
        until_asked("the member is noted as told", async || {
            Ok(correction::to_tell(services, guild, member).await?.is_empty())
        })
        .await
    }

    /// Where the bot keeps its database.
    pub(crate) fn database(&self) -> &std::path::Path {
        &self.settings.database.file
    }

    /// Who owns the server and may manage it.
    pub(crate) fn captain(&self) -> Member {
        self.guild.owner()
    }

    /// A member of the study group.
    pub(crate) fn member(&self, name: &str) -> Member {
        self.guild.member(name)
    }

    /// A role of the server.
    pub(crate) fn role(&self, name: &str) -> Role {
        self.guild.role(name)
    }

    /// A channel; what is posted there must be read by the journey.
    pub(crate) fn channel(&mut self, name: &str) -> Channel {
        if let Some(channel) = self.watched.iter().find(|channel| channel.name() == name) {
            return channel.clone();
        }
        let channel = self.guild.channel(name);
        self.watched.push(channel.clone());
        channel
    }

    /// Turns the clock to a local time in the world's zone, and waits until what is due is done.
    pub(crate) async fn advance_to(&mut self, local: &str) -> Outcome {
        self.advance_to_instant(instant(local, self.zone)?).await
    }

    /// Turns the clock to a local time, and does not wait.
    pub(crate) fn turn_to(&self, local: &str) -> Outcome {
        let at = instant(local, self.zone)?;
        self.discord.clock().turn_to(at);
        self.clock.turn_to(at);
        Ok(())
    }

    /// Turns the clock to an instant, and waits until what is due is done.
    pub(crate) async fn advance_to_instant(&mut self, at: Timestamp) -> Outcome {
        self.discord.clock().turn_to(at);
        self.clock.turn_to(at);
        self.settle().await
    }

    /// Turns the clock on by some seconds, and does not wait.
    pub(crate) fn pass(&self, seconds: i64) {
        let at = self.discord.clock().now() + SignedDuration::from_secs(seconds);
        self.discord.clock().turn_to(at);
        self.clock.turn_to(at);
    }

    /// Waits until the bot has looked at everything that is due now.
    pub(crate) async fn settle(&self) -> Outcome {
        let Some(bot) = &self.bot else { return Ok(()) };
        let turns = self.clock.turns();
        let mut settled = bot.settled();
        let before = settled.borrow().rounds;
        bot.wake();
        // Two rounds: the first one to end may have begun before the wake.
        let done = settled.wait_for(|settled| settled.turns >= turns && settled.rounds >= before + 2);
        let nudged = async {
            loop {
                tokio::task::yield_now().await;
                bot.wake();
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            done = tokio::time::timeout(PATIENCE, done) => { done??; }
            () = nudged => {}
        }
        Ok(())
    }

    /// The daily that a message shows.
    pub(crate) async fn daily(&self, message: &Message) -> Outcome<Daily> {
        let buttons = message.buttons().into_iter().filter_map(|button| button.custom_id);
        let menus = message.selects().into_iter().map(|menu| menu.custom_id);
        let id = buttons
            .chain(menus)
            .find_map(|custom_id| match Press::parse(&custom_id) {
                Ok(
                    Press::Daily { daily, .. } | Press::DailyChoices { daily } | Press::DailyReview { daily },
                ) => Some(daily),
                _ => None,
            })
            .ok_or("the message shows no daily")?;
        self.daily_by_id(id).await
    }

    /// A daily as the bot keeps it.
    pub(crate) async fn daily_by_id(&self, id: DailyId) -> Outcome<Daily> {
        Ok(self.bot().services().store.daily(id).await?.ok_or("there is no such daily")?)
    }

    /// The letters of the right options, for a journey that has to know them.
    pub(crate) async fn right(&self, message: &Message) -> Outcome<Vec<String>> {
        let asked = self.daily(message).await?.asked;
        Ok(asked.key().positions().map(|position| letter(position).to_string()).collect())
    }

    /// The letter of a wrong option.
    pub(crate) async fn wrong(&self, message: &Message) -> Outcome<String> {
        Ok(wrong_letter(&self.daily(message).await?.asked))
    }

    /// A member answers a daily: the right options, whatever their number.
    pub(crate) async fn answer_right(&self, member: &Member, message: &Message) -> Outcome<sandbox::Reply> {
        let letters = self.right(message).await?;
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        Ok(match letters[..] {
            [letter] => member.press(message, letter).await?,
            _ => member.select(message, &letters).await?,
        })
    }

    /// How many answers a daily has.
    pub(crate) async fn answers(&self, message: &Message) -> Outcome<usize> {
        let daily = self.daily(message).await?.id;
        let connection = rusqlite::Connection::open(self.database())?;
        let count: i64 = connection.query_row(
            "SELECT count(*) FROM answers WHERE daily_id = ?1",
            [daily.0.cast_signed()],
            |row| row.get(0),
        )?;
        Ok(usize::try_from(count)?)
    }

    /// A member's streak in days, as the bot would tell it now.
    pub(crate) async fn streak(&self, member: &Member) -> Outcome<u32> {
        let services = self.bot().services();
        let guild = GuildId(self.guild.id().into());
        let card = shipmate::actions::streak::card(services, guild, MemberId(member.id().into())).await?;
        Ok(card.standing.current)
    }

    /// What a person reads, with members by name instead of by number.
    pub(crate) fn told(&self, said: &impl std::fmt::Display) -> String {
        let mut text = said.to_string();
        for member in self.guild.members() {
            text = text.replace(&format!("<@{}>", member.id()), &format!("@{}", member.name()));
        }
        for channel in self.guild.channels() {
            text = text.replace(&format!("<#{}>", channel.id()), &format!("#{}", channel.name()));
        }
        text
    }

    /// Of what a person reads after an answer, what is said of the streak.
    pub(crate) fn told_streak(&self, said: &impl std::fmt::Display) -> String {
        let told = self.told(said);
        let from = told.find("Your streak").unwrap_or_default();
        told[from..].to_owned()
    }

    /// The scenario that a message asks about, whatever stands around it.
    pub(crate) fn stem(&self, message: &Message) -> String {
        let text = message.as_json().to_string();
        let library = &self.bot().services().library;
        let question = library.questions().find(|question| text.contains(question.stem.trim()));
        question.map(|question| question.id.to_string()).unwrap_or_default()
    }

    /// A member presses a letter or button that their client should not let them press: an old message, a
    /// disabled button, another member's.
    pub(crate) async fn forge(
        &self,
        member: &Member,
        message: &Message,
        label: &str,
    ) -> Outcome<sandbox::Reply> {
        let button = message.buttons().into_iter().find(|button| button.label == label);
        let custom_id = button.and_then(|button| button.custom_id).ok_or("there is no such button")?;
        Ok(member.forge_press(message, &custom_id).await?)
    }

    /// Marks everything said so far as read.
    pub(crate) fn read_all(&self) {
        for message in self.watched.iter().flat_map(Channel::messages) {
            message.mark_read();
        }
    }

    /// The commands that the bot has registered, as Discord was told them.
    pub(crate) fn registered(&self) -> Outcome<Vec<serde_json::Value>> {
        let told = self.discord.traffic().rest();
        let call = told.iter().rfind(|call| call.method == "PUT" && call.path.ends_with("/commands"));
        let commands = &call.ok_or("the bot registers its commands")?.response;
        Ok(commands.as_array().ok_or("a list of commands")?.clone())
    }

    /// Waits until nothing is due any more, and marks what was said by then as read: it is not what the test is about.
    pub(crate) async fn settle_unheard(&self) -> Outcome {
        self.settle().await?;
        self.read_all();
        Ok(())
    }

    /// The next post takes effect, but its answer is lost on the way back.
    pub(crate) fn lose_next_answer_to_a_post(&self) {
        self.discord.faults().on("POST", "/channels/*/messages").fail_after_effect(502);
    }

    /// The next posts fail with a status of the server's.
    pub(crate) fn fail_next_posts(&self, times: u32, status: u16) {
        self.discord.faults().on("POST", "/channels/*/messages").times(times).fail(status);
    }

    fn story(&self) -> String {
        let mut story = String::new();
        for channel in &self.watched {
            story.push_str(&format!("#{}\n", channel.name()));
            for message in channel.messages() {
                story.push_str(&format!("{message}\n\n"));
            }
        }
        for call in self.discord.traffic().rest().iter().filter(|call| call.status >= 400) {
            let answer = call.response.to_string();
            story.push_str(&format!("{} {} {} {answer}\n", call.status, call.method, call.route));
        }
        story
    }

    async fn end(mut self) {
        self.stop_bot().await;
        let mut faults: Vec<String> =
            self.discord.audit().take_problems().into_iter().map(|problem| problem.to_string()).collect();
        for channel in &self.watched {
            faults.extend(
                channel
                    .unread()
                    .iter()
                    .map(|message| format!("nobody read in #{}:\n{message}", channel.name())),
            );
        }
        faults.extend(conformance::breaches(&self.discord));
        assert!(faults.is_empty(), "the audit found:\n{}\n\n{}", faults.join("\n"), self.story());
        self.discord.stop().await;
    }
}

/// The letter of the first wrong option.
pub(crate) fn wrong_letter(asked: &AskedQuestion) -> String {
    let position = asked.options().position(|option| !option.key).expect("a question has a wrong option");
    letter(position).to_string()
}

/// A local time such as `2026-03-02 09:00`.
pub(crate) fn instant(local: &str, zone: &str) -> Outcome<Timestamp> {
    let local: DateTime = local.replace(' ', "T").parse()?;
    Ok(local.in_tz(zone)?.timestamp())
}
