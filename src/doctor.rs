//! `shipmate doctor`: whether everything that the bot needs is there, and what to do about what is not.

use std::fmt;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::app::{self, StartError};
use crate::causes::with_causes;
use crate::clock::Clock;
use crate::config::{self, Settings};
use crate::discord::{self, Door};
use crate::domain::guild::{Guild, PauseReason};
use crate::domain::ids::DailyId;
use crate::domain::shards::Shards;
use crate::pack::Severity;
use crate::store::{self, StoreError, Verdict};

/// How far the clock may be from Discord's. Discord takes an answer's instant from its own clock, the bot plans by
/// its machine's; a minute more or less on a daily is nothing, but a clock that far off is not being set.
const SKEW: SignedDuration = SignedDuration::from_secs(5);

/// How it stands with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Well,
    /// Worth knowing, nothing to be done at once.
    Note,
    /// Something does not work until somebody acts.
    Problem,
}

/// What was found about one thing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What was looked at.
    pub of: String,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub said: String,
    /// What to do, where there is something to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

impl Finding {
    fn well(of: impl Into<String>, said: impl Into<String>) -> Self {
        Self { of: of.into(), state: State::Well, said: said.into(), advice: None }
    }

    fn note(of: impl Into<String>, said: impl Into<String>) -> Self {
        Self { state: State::Note, ..Self::well(of, said) }
    }

    fn problem(of: impl Into<String>, said: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { of: of.into(), state: State::Problem, said: said.into(), advice: Some(advice.into()) }
    }
}

/// All that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Checkup {
    /// In the order in which it was looked at.
    pub findings: Vec<Finding>,
}

impl Checkup {
    /// Whether nothing needs anybody.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.findings.iter().all(|finding| finding.state != State::Problem)
    }
}

impl fmt::Display for Checkup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.findings.iter().map(|finding| finding.of.chars().count()).max().unwrap_or(0);
        for finding in &self.findings {
            let mark = match finding.state {
                State::Well => "ok",
                State::Note => "note",
                State::Problem => "PROBLEM",
            };
            writeln!(f, "{mark:7}  {:width$}  {}", finding.of, finding.said)?;
            if let Some(advice) = &finding.advice {
                writeln!(f, "{:7}  {:width$}  → {advice}", "", "")?;
            }
        }
        match self.findings.iter().filter(|finding| finding.state == State::Problem).count() {
            0 => write!(f, "\nAll is well."),
            1 => write!(f, "\nOne problem."),
            several => write!(f, "\n{several} problems."),
        }
    }
}

/// Looks at everything that `shipmate run` would use with these settings. Changes nothing, and may be asked
/// while the bot runs.
pub async fn examine(settings: &Settings, clock: &Clock) -> Checkup {
    let mut findings = vec![content(settings)];
    let guilds = database(settings, &mut findings).await;
    if let Some(door) = discord(settings, clock, &mut findings).await {
        for guild in guilds {
            findings.push(channel(&door, &guild).await);
        }
    }
    Checkup { findings }
}

fn content(settings: &Settings) -> Finding {
    match app::library(settings) {
        Ok(library) => {
            let titles: Vec<String> = library
                .packs()
                .iter()
                .map(|pack| format!("{} ({} questions)", pack.chapter().id, pack.questions().len()))
                .collect();
            Finding::well("study content", titles.join(", "))
        }
        Err(problems) => Finding::problem(
            "study content",
            format!("{} errors", problems.count(Severity::Error)),
            "`shipmate pack check FOLDER` names each with its file, line and a hint",
        ),
    }
}

/// Looks at the database; gives the guilds whose rows can be read.
async fn database(settings: &Settings, findings: &mut Vec<Finding>) -> Vec<Guild> {
    let of = "database";
    let file = settings.database.file.display();
    if !settings.database.file.exists() {
        findings.push(Finding::note(of, format!("{file} is not there yet; the first start creates it")));
        return Vec::new();
    }
    let (path, shards) = (settings.database.file.clone(), settings.shards);
    let looked = tokio::task::spawn_blocking(move || (store::examine(&path), Rows::of(&path, shards)));
    let Ok((verdict, rows)) = looked.await else {
        findings.push(Finding::problem(of, "the look at it broke off", "try again, and report it"));
        return Vec::new();
    };
    findings.push(match verdict {
        Ok(Verdict::Whole(contents)) if contents.is_older() => Finding::note(
            of,
            format!("{file} is whole; schema version {}, updated by the next start", contents.schema_version),
        ),
        Ok(Verdict::Whole(contents)) => Finding::well(
            of,
            format!(
                "{file} is whole; schema version {}, {} KiB",
                contents.schema_version,
                contents.bytes.div_ceil(1_024)
            ),
        ),
        Ok(Verdict::Damaged(found)) => Finding::problem(
            of,
            format!("{file} is damaged: {}", found.join("; ")),
            "stop the bot and put the latest copy back: `shipmate restore COPY`",
        ),
        Err(error) => Finding::problem(of, with_causes(&error), "see \"The database\" in docs/operating.md"),
    });
    rows.tell(findings)
}

/// What the database's rows say. Where they cannot be read at all, the verdict on the whole has told it.
struct Rows {
    guilds: Vec<Result<Guild, StoreError>>,
    unreadable_dailies: Vec<(DailyId, StoreError)>,
    misplaced: Option<StartError>,
}

impl Rows {
    fn of(path: &Path, shards: Option<Shards>) -> Self {
        Self {
            guilds: store::guilds_of(path).unwrap_or_default(),
            unreadable_dailies: store::unreadable_dailies_of(path).unwrap_or_default(),
            misplaced: shards.and_then(|shards| {
                let elsewhere = store::elsewhere_of(path, shards).ok().flatten()?;
                Some(StartError::OtherShards { shards, elsewhere })
            }),
        }
    }

    /// Tells what is wrong; gives the guilds whose rows can be read.
    fn tell(self, findings: &mut Vec<Finding>) -> Vec<Guild> {
        if let Some(refusal) = self.misplaced {
            let advice = "give this process the database of its own shards: docs/operating/growing.md";
            findings.push(Finding::problem("database", refusal.to_string(), advice));
        }
        for (daily, error) in self.unreadable_dailies {
            findings.push(Finding::problem(
                "a daily's row",
                format!("{daily}: {error}"),
                "this question stands still, and the others go on; restore a copy, or report it",
            ));
        }
        let mut readable = Vec::new();
        for guild in self.guilds {
            match guild {
                Ok(guild) => readable.push(guild),
                Err(error) => findings.push(Finding::problem(
                    "a server's row",
                    error.to_string(),
                    "its dailies stand still; run /setup there again, or restore a copy",
                )),
            }
        }
        readable
    }
}

/// Looks at the token and at Discord's clock.
async fn discord(settings: &Settings, clock: &Clock, findings: &mut Vec<Finding>) -> Option<Door> {
    let token = match config::token() {
        Ok(token) => token,
        Err(error) => {
            findings.push(Finding::problem("token", error.to_string(), "README.md says where to get one"));
            return None;
        }
    };
    let door = match discord::knock(&settings.api.root, &token).await {
        Ok(door) => door,
        Err(discord::ConnectError::Token) => {
            findings.push(Finding::problem(
                "token",
                "Discord refuses it",
                "make a new one in the developer portal (Bot, Reset Token)",
            ));
            return None;
        }
        Err(error) => {
            findings.push(Finding::problem(
                "Discord",
                with_causes(&error),
                "look at the network and --discord-api",
            ));
            return None;
        }
    };
    findings.push(Finding::well("token", format!("good, for application {}", door.application())));
    findings.push(match door.its_time().await {
        Ok(its) => time(clock.now(), its),
        Err(error) => Finding::note("clock", format!("Discord did not tell its time: {error}")),
    });
    Some(door)
}

fn time(ours: Timestamp, its: Timestamp) -> Finding {
    let skew = ours.duration_since(its);
    // Discord tells whole seconds.
    if skew.abs() <= SKEW {
        return Finding::well("clock", "agrees with Discord's");
    }
    let way = if skew.is_negative() { "behind" } else { "ahead of" };
    Finding::problem(
        "clock",
        format!("{} s {way} Discord's", skew.abs().as_secs()),
        "have the machine set its clock by NTP: dailies are posted by it",
    )
}

/// Looks at what the bot may do where a guild wants its dailies.
async fn channel(door: &Door, guild: &Guild) -> Finding {
    let of = format!("server {}", guild.id);
    if let Some((_, PauseReason::ByManager)) = &guild.paused {
        return Finding::note(of, "dailies paused by a manager");
    }
    let lacking = match discord::access(door, guild.id, &guild.settings).await {
        Ok(discord::Access::Gone) => {
            return Finding::problem(of, "the daily's channel is gone", "choose another with /setup there");
        }
        Ok(discord::Access::Lacks(lacking)) => lacking,
        Err(error) => return Finding::note(of, format!("Discord could not be asked: {error}")),
    };
    match (&lacking[..], &guild.paused) {
        ([], None) => Finding::well(of, "may post in the daily's channel"),
        ([], Some(_)) => {
            Finding::problem(of, "dailies paused, and nothing is in the way any more", "/setup, Resume")
        }
        (lacking, _) => Finding::problem(
            of,
            format!("lacks {} in the daily's channel", lacking.join(", ")),
            "a manager there can grant it: the channel's settings, Permissions",
        ),
    }
}
