//! No token is written down anywhere, however much the operator wants to know.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use sandbox::{Discord, Options};

use crate::voyage::{GRANTED, Outcome};

/// Everything that must not be found: the bot's token, and every interaction's.
fn secrets(discord: &Discord, token: &str) -> BTreeSet<String> {
    let frames = discord.traffic().gateway();
    let interactions = frames.iter().filter_map(|frame| frame.payload["d"]["token"].as_str());
    let mut secrets: BTreeSet<String> = interactions.map(str::to_owned).collect();
    secrets.insert(token.to_owned());
    secrets
}

fn holds(file: &Path, secret: &str) -> bool {
    let bytes = fs::read(file).unwrap_or_default();
    bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
}

/// The process, ended with the test whatever happens.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_most_talkative_level_no_file_holds_a_token() -> Outcome {
    let discord = Discord::start(Options::default()).await?;
    let app = discord.application("Shipmate");
    let guild = discord.guild("Study Hall").await;
    let (general, mei) = (guild.channel("general"), guild.member("mei"));
    guild.channel("daily");
    guild.install(&app, GRANTED).await;
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("shipmate.db");
    let log = |name: &str| fs::File::create(folder.path().join(name));
    let bot = Bot(Command::new(env!("CARGO_BIN_EXE_shipmate"))
        .args(["run", "--packs", "tests/pack"])
        .env("DISCORD_TOKEN", app.token())
        .env("DISCORD_API_URL", discord.api_root())
        .env("DATABASE_PATH", &database)
        .env("RUST_LOG", "trace,serenity=trace,hyper=trace,tungstenite=trace")
        .stdin(Stdio::null())
        .stdout(log("stdout")?)
        .stderr(log("stderr")?)
        .spawn()?);
    discord.wait_until_connected(&app).await?;
    discord.wait_for_commands(&app, "explain").await?;
    let captain = guild.owner();
    captain.slash(&general, "/setup channel:#daily time:9:00 zone:Europe/Berlin").await?;
    // Refused and failing calls are where a token slips into an error.
    discord.faults().on("POST", "/interactions/*/*/callback").times(2).fail(500);
    let question = mei.slash(&general, "/quiz topic:fargate").await?;
    mei.press(&question, "A").await?;
    mei.autocomplete(&general, "/explain topic:farg").await?;
    let copied = Command::new(env!("CARGO_BIN_EXE_shipmate"))
        .args(["backup", "--database"])
        .arg(&database)
        .arg(folder.path().join("copy.db"))
        .output()?;
    assert!(copied.status.success());
    drop(bot);
    discord.wait_until_disconnected(&app).await?;

    let secrets = secrets(&discord, app.token().as_ref());
    assert!(secrets.len() > 4, "the journey had interactions: {}", secrets.len());
    let mut looked_at = 0;
    for file in fs::read_dir(folder.path())? {
        let file = file?.path();
        looked_at += 1;
        for secret in &secrets {
            assert!(!holds(&file, secret), "{} holds {}…", file.display(), &secret[..6]);
        }
    }
    assert!(looked_at >= 4, "log, database and copy were looked at: {looked_at}");
    let said = fs::read_to_string(folder.path().join("stderr"))?;
    assert!(said.contains("DEBUG") || said.contains("TRACE"), "the log was talkative: {said}");
    discord.stop().await;
    Ok(())
}
