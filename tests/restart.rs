//! The real process, killed with SIGKILL at the points that matter.

use std::process::{Child, Command, Stdio};

use jiff::{SignedDuration, Timestamp};
use sandbox::{Application, Channel, Clock, Discord, Effect, Guild, Options};

use crate::voyage::{GRANTED, Outcome, until_asked};

/// Sunday evening in Berlin: the daily is set up here.
const BEFORE: &str = "2026-03-01T20:00:00Z";

/// Monday, nine in Berlin, and a little.
const DUE: &str = "2026-03-02T08:00:01Z";

/// A bot in a process of its own, and the world that it lives in.
pub(crate) struct Ship {
    /// The local Discord.
    pub discord: Discord,
    app: Application,
    /// The study group's server.
    pub guild: Guild,
    folder: tempfile::TempDir,
    process: Option<Child>,
}

impl Ship {
    /// A study group with a daily at nine, and no process running.
    pub(crate) async fn anchored() -> Outcome<Self> {
        let clock = Clock::starting_at(BEFORE.parse()?);
        let discord = Discord::start(Options { clock, ..Options::default() }).await?;
        let app = discord.application("Shipmate");
        let guild = discord.guild("Study Hall").await;
        guild.channel("daily");
        guild.install(&app, GRANTED).await;
        let mut ship = Self { discord, app, guild, folder: tempfile::tempdir()?, process: None };
        ship.launch().await?;
        let general = ship.guild.channel("general");
        let command = "/setup channel:#daily time:9:00 zone:Europe/Berlin discussion:False";
        ship.guild.owner().slash(&general, command).await?;
        ship.kill().await?;
        ship.discord.clock().turn_to(DUE.parse()?);
        Ok(ship)
    }

    /// Starts the process; it may not be connected yet.
    fn spawn(&mut self) -> Outcome {
        let child = Command::new(env!("CARGO_BIN_EXE_shipmate"))
            .args(["run", "--packs", "tests/pack"])
            .env("DISCORD_TOKEN", self.app.token())
            .env("DISCORD_API_URL", self.discord.api_root())
            .env("DATABASE_PATH", self.folder.path().join("shipmate.db"))
            .env("SHIPMATE_CLOCK", self.discord.clock().now().to_string())
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        self.process = Some(child);
        Ok(())
    }

    pub(crate) async fn launch(&mut self) -> Outcome {
        self.spawn()?;
        self.discord.wait_until_connected(&self.app).await?;
        self.discord.wait_for_commands(&self.app, "explain").await?;
        Ok(())
    }

    /// SIGKILL: no last words.
    pub(crate) async fn kill(&mut self) -> Outcome {
        if let Some(mut process) = self.process.take() {
            process.kill()?;
            process.wait()?;
        }
        self.discord.wait_until_disconnected(&self.app).await?;
        Ok(())
    }

    fn daily(&self) -> Channel {
        self.guild.channel("daily")
    }

    /// How far the bot's own notes have come.
    fn noted(&self) -> Outcome<Vec<String>> {
        let database = rusqlite::Connection::open(self.folder.path().join("shipmate.db"))?;
        let mut statement = database.prepare("SELECT state FROM dailies ORDER BY daily_id")?;
        let states = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(states)
    }

    /// Waits until the bot has noted its daily as open.
    async fn open(&self) -> Outcome {
        until_asked("the daily is noted as open", async || Ok(self.noted()? == ["open"])).await
    }

    async fn ends_with_one_daily(mut self) -> Outcome {
        self.launch().await?;
        self.open().await?;
        assert_eq!(self.daily().messages().len(), 1, "exactly one daily");
        self.kill().await?;
        self.discord.stop().await;
        Ok(())
    }
}

impl Drop for Ship {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_when_planned_but_not_sent() -> Outcome {
    let mut ship = Ship::anchored().await?;
    let hold = ship.discord.faults().on("POST", "/channels/*/messages").hold(Effect::None);
    ship.spawn()?;
    hold.held().await?;
    assert_eq!(ship.noted()?, ["planned"]);
    // The call stays held: released, it could still happen before the local Discord sees that its sender is gone.
    ship.kill().await?;
    assert!(ship.daily().messages().is_empty());
    ship.ends_with_one_daily().await
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_when_sent_but_not_noted() -> Outcome {
    let mut ship = Ship::anchored().await?;
    let hold = ship.discord.faults().on("POST", "/channels/*/messages").hold(Effect::Happens);
    ship.spawn()?;
    hold.held().await?;
    assert_eq!(ship.noted()?, ["planned"]);
    assert_eq!(ship.daily().messages().len(), 1);
    ship.kill().await?;
    hold.release();
    // Longer than Discord remembers a nonce: only the look-back saves the day.
    let later = ship.discord.clock().now() + SignedDuration::from_hours(2);
    ship.discord.clock().turn_to(later);
    ship.ends_with_one_daily().await
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_when_noted() -> Outcome {
    let mut ship = Ship::anchored().await?;
    ship.launch().await?;
    ship.open().await?;
    ship.kill().await?;
    ship.ends_with_one_daily().await
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_after_an_acknowledged_answer() -> Outcome {
    let mut ship = Ship::anchored().await?;
    ship.launch().await?;
    ship.open().await?;
    let daily = ship.daily().messages().remove(0);
    let mei = ship.guild.member("mei");
    let told = match daily.select() {
        Some(_) => mei.select(&daily, &["A", "B"]).await?,
        None => mei.press(&daily, "A").await?,
    };
    assert!(told.text().contains("1 day"), "{told}");
    ship.kill().await?;
    ship.launch().await?;
    let general = ship.guild.channel("general");
    let card = mei.slash(&general, "/streak show").await?;
    assert!(card.text().contains("🔥 **1 day**"), "{card}");
    ship.kill().await?;
    ship.discord.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_closing() -> Outcome {
    let mut ship = Ship::anchored().await?;
    ship.launch().await?;
    ship.open().await?;
    ship.kill().await?;
    let due: Timestamp = DUE.parse()?;
    ship.discord.clock().turn_to(due + SignedDuration::from_hours(24));
    let hold = ship.discord.faults().on("PATCH", "/channels/*/messages/*").hold(Effect::None);
    ship.spawn()?;
    hold.held().await?;
    ship.kill().await?;
    hold.release();
    ship.launch().await?;
    let daily = ship.daily();
    let closed = daily
        .wait_for(|messages| {
            (messages.len() == 2).then(|| messages[0].clone()).filter(|m| m.edited().is_some())
        })
        .await?;
    assert!(closed.embeds()[0].to_string().contains('✅'), "{closed}");
    ship.kill().await?;
    ship.discord.stop().await;
    Ok(())
}
