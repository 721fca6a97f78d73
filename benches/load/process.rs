//! The bots as processes, and what the system knows of them. Linux only, as everything below `/proc` is.

use std::error::Error;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::floor;

/// Clock ticks in a second, as user space sees them.
///
/// Source: <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
const TICKS_PER_SECOND: f64 = 100.0;

/// How long a process has to be quiet to count as settled.
const QUIET: Duration = Duration::from_millis(500);

/// A bot that runs; killed when it is dropped.
pub(crate) struct Bot(Child);

impl Bot {
    /// The real binary, its log written to nowhere.
    pub(crate) fn shipmate(
        root: &str,
        token: &str,
        database: &Path,
        clock: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shipmate"));
        command.arg("run").env("DATABASE_PATH", database).env("SHIPMATE_CLOCK", clock);
        Self::start(command, root, token)
    }

    /// This benchmark's own binary, as the floor, with a file of constants if it is to answer.
    pub(crate) fn floor(root: &str, token: &str, constants: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(floor::ARGUMENT).args(constants);
        Self::start(command, root, token)
    }

    fn start(mut command: Command, root: &str, token: &str) -> Result<Self, Box<dyn Error>> {
        command.env("DISCORD_API_URL", root).env("DISCORD_TOKEN", token).env_remove("RUST_LOG");
        Ok(Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?))
    }

    /// The CPU time that it has used.
    pub(crate) fn cpu(&self) -> Result<Duration, Box<dyn Error>> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        let after_name = stat.rsplit_once(") ").ok_or("no name")?.1;
        // The 14th and 15th fields of all, the 12th and 13th after the name.
        let ticks = after_name.split(' ').skip(11).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
        Ok(Duration::from_secs_f64(ticks / TICKS_PER_SECOND))
    }

    /// Its memory that is in RAM, in KiB.
    pub(crate) fn resident_kib(&self) -> Result<f64, Box<dyn Error>> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }

    /// Returns when it has nothing more to do.
    #[expect(clippy::disallowed_methods, reason = "what is measured lives in real time")]
    pub(crate) async fn settled(&self) -> Result<(), Box<dyn Error>> {
        let mut before = self.cpu()?;
        loop {
            tokio::time::sleep(QUIET).await;
            let now = self.cpu()?;
            if now == before {
                return Ok(());
            }
            before = now;
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may have ended by itself, which its measurement has noticed.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
