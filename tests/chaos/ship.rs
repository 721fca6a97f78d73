//! The real process: started, turned, killed.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use sandbox::{Application, Discord};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::watch;

use crate::Outcome;
use crate::history::{Event, History};

/// How long a process may take to confirm that its clock was turned.
const CONFIRMS: Duration = Duration::from_secs(10);

/// How often it is looked whether the bot is on the gateway.
const LOOK_EVERY: Duration = Duration::from_millis(15);

/// A bot in a process of its own, on its own database.
pub(crate) struct Ship {
    discord: Discord,
    app: Application,
    history: History,
    folder: TempDir,
    process: Option<Process>,
    /// How many processes are gone: whoever waits for an answer of one waits in vain.
    gone: watch::Sender<u64>,
    connected: Option<Instant>,
}

/// The bot that is judged: ours, or the one that `CHAOS_SHIPMATE` names, to see whether a broken one is caught.
fn program() -> OsString {
    std::env::var_os("CHAOS_SHIPMATE").unwrap_or_else(|| env!("CARGO_BIN_EXE_shipmate").into())
}

struct Process {
    child: Child,
    typed: ChildStdin,
    printed: Lines<BufReader<ChildStdout>>,
}

impl Ship {
    pub(crate) fn new(discord: &Discord, app: &Application, history: &History) -> Outcome<Self> {
        Ok(Self {
            discord: discord.clone(),
            app: app.clone(),
            history: history.clone(),
            folder: tempfile::tempdir()?,
            process: None,
            gone: watch::Sender::new(0),
            connected: None,
        })
    }

    /// Tells of each process that is gone.
    pub(crate) fn losses(&self) -> watch::Receiver<u64> {
        self.gone.subscribe()
    }

    /// For how long the bot has been on the gateway.
    pub(crate) fn there_for(&self) -> Duration {
        self.connected.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Starts a process; what it logs is added to one file.
    pub(crate) fn start(&mut self) -> Outcome {
        let log = std::fs::File::options().create(true).append(true).open(self.log())?;
        let mut child = Command::new(program())
            .args(["run", "--packs", "tests/pack", "--log-format", "pretty"])
            .env("DISCORD_TOKEN", self.app.token())
            .env("DISCORD_API_URL", self.discord.api_root())
            .env("DATABASE_PATH", self.folder.path().join("shipmate.db"))
            .env("SHIPMATE_CLOCK", self.discord.clock().now().to_string())
            .env("RUST_LOG", "warn,shipmate=info")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()?;
        let typed = child.stdin.take().ok_or("its input is ours")?;
        let printed = BufReader::new(child.stdout.take().ok_or("its output is ours")?).lines();
        self.process = Some(Process { child, typed, printed });
        self.history.note(Event::Started);
        Ok(())
    }

    /// Waits until the bot is on the gateway. Gives whether it is; a process that ended is noted as gone.
    pub(crate) async fn connected(&mut self, patience: Duration) -> Outcome<bool> {
        let connected = async {
            while !self.app.is_connected() {
                if self.ended()? {
                    return Outcome::Ok(false);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
            Ok(true)
        };
        let connected = tokio::time::timeout(patience, connected).await.unwrap_or(Ok(false))?;
        if connected {
            self.connected = Some(Instant::now());
            self.history.note(Event::Connected);
        }
        Ok(connected)
    }

    fn ended(&mut self) -> Outcome<bool> {
        let Some(process) = &mut self.process else { return Ok(true) };
        let ended = process.child.try_wait()?.is_some();
        if ended {
            self.process = None;
            self.lost(false);
        }
        Ok(ended)
    }

    /// SIGKILL: no last words. Gives whether there was anything to kill.
    pub(crate) async fn kill(&mut self) -> Outcome<bool> {
        if self.ended()? {
            return Ok(false);
        }
        if let Some(mut process) = self.process.take() {
            process.child.kill().await?;
        }
        self.lost(true);
        // The next process must not be taken for connected because of this one.
        self.discord.wait_until_disconnected(&self.app).await?;
        Ok(true)
    }

    fn lost(&mut self, killed: bool) {
        self.connected = None;
        self.history.note(Event::Gone { killed });
        self.gone.send_modify(|gone| *gone += 1);
    }

    /// Turns the clock of this world by `span`: the sandbox's first, so that the bot never is ahead of it.
    pub(crate) async fn turn(&mut self, span: SignedDuration) -> Outcome {
        let from = self.discord.clock().now();
        self.discord.clock().turn_to(from + span);
        if !self.ended()?
            && let Some(process) = &mut self.process
        {
            let to: Timestamp = self.discord.clock().now();
            process.typed.write_all(format!("{to}\n").as_bytes()).await?;
            process.typed.flush().await?;
            let confirmed = tokio::time::timeout(CONFIRMS, process.printed.next_line()).await??;
            if !confirmed.as_deref().unwrap_or_default().starts_with("the clock shows") {
                return Err(format!("the bot's clock was not turned: {confirmed:?}").into());
            }
        }
        self.history.note(Event::Turned { from });
        Ok(())
    }

    /// The most memory that the running process ever had resident, in MiB; `None` where the system does not tell.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        let process = self.process.as_ref()?.child.id()?;
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: u64 = peak.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kib / 1_024)
    }

    /// All that the processes logged.
    pub(crate) fn logged(&self) -> Outcome<String> {
        Ok(std::fs::read_to_string(self.log())?)
    }

    /// Copies the database and the log to where they outlive the run.
    pub(crate) fn keep(&self, seed: u64) -> Option<PathBuf> {
        let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("chaos-{seed}"));
        std::fs::create_dir_all(&kept).ok()?;
        for file in std::fs::read_dir(self.folder.path()).ok()?.flatten() {
            std::fs::copy(file.path(), kept.join(file.file_name())).ok()?;
        }
        Some(kept)
    }

    fn log(&self) -> impl AsRef<Path> + use<> {
        self.folder.path().join("log")
    }
}
