//! A journey: the bot in its world, started, restarted and used; audited at the end.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Output};

use sandbox::{Application, Channel, Discord, Guild, Member, Message, Options, Reply, Role};
use shipmate::app::{self, Running};
use shipmate::clock::Clock;
use shipmate::config::{Database, Secret, Settings};
use shipmate::rng::Chance;
use tempfile::TempDir;

use super::world::{GRANTED, World, copy, side_by_side};
use super::{Outcome, conformance, instant, until};

/// A journey under way.
pub(crate) struct Voyage {
    /// The local Discord.
    pub discord: Discord,
    /// The bot's application there.
    pub app: Application,
    /// The study group's server.
    pub guild: Guild,
    pub(super) zone: &'static str,
    pub(super) clock: Clock,
    pub(super) settings: Settings,
    pub(super) bot: Option<Running>,
    pub(super) seed: u64,
    pub(super) watched: Vec<Channel>,
    /// Holds the database and a changed pack; gone with the journey.
    pub(super) folder: TempDir,
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
        let pack = self.folder.path().join("pack");
        if !pack.exists() {
            let original = self.settings.packs.take().ok_or("the built-in packs cannot be changed")?;
            copy(&original, &pack)?;
            self.settings.packs = Some(pack.clone());
        }
        let file = pack.join("chapter-07").join(file);
        let before = fs::read_to_string(&file)?;
        let after = edit(&before);
        assert_ne!(before, after, "the edit changes something");
        fs::write(&file, after)?;
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

    /// Where the bot keeps its database.
    pub(crate) fn database(&self) -> &Path {
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

    /// A member answers a daily: the right options, whatever their number.
    pub(crate) async fn answer_right(&self, member: &Member, message: &Message) -> Outcome<Reply> {
        let letters = self.right(message).await?;
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        Ok(match letters[..] {
            [letter] => member.press(message, letter).await?,
            _ => member.select(message, &letters).await?,
        })
    }

    /// A member presses a letter or button that their client should not let them press: an old message, a
    /// disabled button, another member's.
    pub(crate) async fn forge(&self, member: &Member, message: &Message, label: &str) -> Outcome<Reply> {
        let button = message.buttons().into_iter().find(|button| button.label == label);
        let custom_id = button.and_then(|button| button.custom_id).ok_or("there is no such button")?;
        Ok(member.forge_press(message, &custom_id).await?)
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
