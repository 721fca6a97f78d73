//! The real binary as a process of its own, as an operator runs it.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::{NOTICES, Outcome, Voyage, until};

/// A bot in a process of its own; killed when it is dropped.
pub(crate) struct Process {
    child: Child,
    log: PathBuf,
}

impl Voyage {
    /// Runs the binary on this Discord with a database of that name. The journey's own bot should be stopped.
    pub(crate) fn run_process(&self, name: &str, arguments: &[&str]) -> Outcome<Process> {
        let log = self.folder.path().join(format!("{name}.log"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_shipmate"));
        command
            .arg("run")
            .args(arguments)
            .env_clear()
            .env("DISCORD_TOKEN", self.app.token())
            .env("DISCORD_API_URL", self.discord.api_root())
            .env("DATABASE_PATH", self.folder.path().join(format!("{name}.db")))
            .env("SHIPMATE_CLOCK", self.clock.now().to_string())
            .env("PACKS_DIR", "tests/pack")
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?);
        Ok(Process { child: command.spawn()?, log })
    }
}

impl Process {
    /// Everything that it has logged, one JSON object a line.
    pub(crate) fn log(&self) -> Outcome<Vec<serde_json::Value>> {
        let text = std::fs::read_to_string(&self.log)?;
        text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    }

    /// Waits until it has logged this message, and returns the line.
    pub(crate) async fn logged(&self, message: &str) -> Outcome<serde_json::Value> {
        let fits = |line: &serde_json::Value| line["fields"]["message"] == message;
        let find = || self.log().ok()?.into_iter().find(fits);
        until(&format!("{message:?} was logged"), || find().is_some()).await?;
        Ok(find().expect("it was there a moment ago"))
    }

    /// Asks it to stop, and waits until it has; whether it went well.
    pub(crate) async fn terminate(mut self) -> Outcome<bool> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let ended = tokio::task::spawn_blocking(move || {
            let process = &mut self;
            process.child.wait()
        });
        Ok(tokio::time::timeout(NOTICES, ended).await???.success())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
