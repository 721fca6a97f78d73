//! Starting: one clear message for each thing that can be wrong, a code that is not zero, nothing damaged.

use std::path::Path;
use std::process::{Command, Output};

use sandbox::{Discord, Effect, Options};

/// Runs the real binary with exactly these variables.
fn shipmate(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shipmate"));
    command.args(arguments).env_clear().envs(variables.iter().copied());
    command.output().expect("the binary starts")
}

/// What a failed start says: its last line, which is the only one that is not a log line.
fn complaint(output: &Output) -> String {
    assert!(!output.status.success(), "it should have failed");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    said.lines().find(|line| line.starts_with("shipmate: ")).unwrap_or_else(|| panic!("{said}")).to_owned()
}

fn at(folder: &Path) -> String {
    folder.join("shipmate.db").display().to_string()
}

#[test]
fn without_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let output = shipmate(&["run"], &[("DATABASE_PATH", &at(folder.path()))]);
    assert!(complaint(&output).contains("no Discord token: set DISCORD_TOKEN"));
    assert!(!folder.path().join("shipmate.db").exists(), "nothing is created");
}

#[test]
fn with_a_log_filter_that_is_mistyped() {
    let output = shipmate(&["run"], &[("RUST_LOG", "info,shipmate=debgu")]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("RUST_LOG is not understood"), "{said}");
    assert!(said.contains("info,shipmate=debgu"), "{said}");
}

#[test]
fn with_a_token_file_that_is_not_there() {
    let output = shipmate(&["run"], &[("DISCORD_TOKEN_FILE", "/nowhere/token")]);
    assert!(complaint(&output).contains("cannot read the Discord token from /nowhere/token"));
}

#[tokio::test]
async fn with_a_bad_token() {
    let discord = Discord::start(Options::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (root, database) = (discord.api_root(), at(folder.path()));
    let output = tokio::task::spawn_blocking(move || {
        let variables =
            [("DISCORD_TOKEN", "not.the.token"), ("DISCORD_API_URL", &*root), ("DATABASE_PATH", &*database)];
        shipmate(&["run"], &variables)
    })
    .await
    .unwrap();
    let said = complaint(&output);
    assert!(said.contains("Discord refuses the token"), "{said}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("not.the.token"), "the token is not told");
    discord.stop().await;
}

#[test]
fn with_an_address_for_metrics_that_is_taken() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let database = at(folder.path());
    let variables =
        [("DISCORD_TOKEN", "some.token"), ("METRICS_ADDR", &*address), ("DATABASE_PATH", &*database)];
    let said = complaint(&shipmate(&["run"], &variables));
    assert!(said.contains(&format!("cannot serve metrics at {address}")), "{said}");
    assert!(said.contains("choose another address with --metrics"), "{said}");
}

#[test]
fn with_an_api_root_that_does_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    let variables = [
        ("DISCORD_TOKEN", "some.token"),
        ("DISCORD_API_URL", "http://127.0.0.1:1"),
        ("DATABASE_PATH", &*at(folder.path())),
    ];
    let said = complaint(&shipmate(&["run"], &variables));
    assert!(said.contains("no answer from http://127.0.0.1:1"), "{said}");
}

#[tokio::test]
async fn with_a_gateway_that_the_api_root_did_not_name() {
    let discord = Discord::start(Options::default()).await.unwrap();
    let token = discord.application("Shipmate").token();
    let folder = tempfile::tempdir().unwrap();
    let (root, database) = (discord.api_root(), at(folder.path()));
    let asked = discord.faults().on("GET", "/gateway").hold(Effect::Happens);
    let told = token.clone();
    let run = tokio::task::spawn_blocking(move || {
        let variables =
            [("DISCORD_TOKEN", &*told), ("DISCORD_API_URL", &*root), ("DATABASE_PATH", &*database)];
        shipmate(&["run", "--packs", "tests/pack"], &variables)
    });
    asked.held().await.unwrap();
    // The bot has its answer; serenity, which asks after it, gets none and falls back to the real Discord's.
    discord.faults().on("GET", "/gateway").fail(500);
    asked.release();
    let said = complaint(&run.await.unwrap());
    assert!(said.contains("named the gateway ws://127.0.0.1"), "{said}");
    assert!(said.contains("but wss://gateway.discord.gg would be used"), "{said}");
    assert!(said.contains("look at what answers at --discord-api"), "{said}");
    assert!(!said.contains(&token), "the token is not told");
    discord.stop().await;
}

#[test]
fn with_a_database_that_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "these are notes, and no database at all; long enough to look at".repeat(20))
        .unwrap();
    let foreign = folder.path().join("other.db");
    let other = rusqlite::Connection::open(&foreign).unwrap();
    other.execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1);").unwrap();
    drop(other);
    let newer = folder.path().join("newer.db");
    drop(shipmate::store::Store::open(&newer).unwrap());
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 999).unwrap();
    let cases = [
        (folder.path().to_path_buf(), "cannot open the database"),
        (folder.path().join("nowhere/at/all.db"), "cannot open the database"),
        (text, "is not a Shipmate database: it is no SQLite database; name another file"),
        (foreign, "application id 0x00000000); name another file"),
        (newer, "run the newer one again, or restore a copy from before it"),
    ];
    for (path, expected) in cases {
        let before = std::fs::read(&path).ok();
        let variables = [("DISCORD_TOKEN", "some.token"), ("DATABASE_PATH", path.to_str().unwrap())];
        let said = complaint(&shipmate(&["run"], &variables));
        assert!(said.contains(expected), "{}: {said}", path.display());
        assert_eq!(std::fs::read(&path).ok(), before, "{} was changed", path.display());
    }
}

#[test]
fn with_a_broken_pack() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("chapter.toml"), "id = 7\nunknown = true\n").unwrap();
    let packs = folder.path().to_str().unwrap();
    let output = shipmate(
        &["run"],
        &[("DISCORD_TOKEN", "some.token"), ("PACKS_DIR", packs), ("DATABASE_PATH", &at(folder.path()))],
    );
    let said = complaint(&output);
    assert!(said.contains("the study content has errors"), "{said}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("chapter.toml:1"), "{said}");
    assert!(!folder.path().join("shipmate.db").exists(), "nothing is created");
}

#[test]
fn the_built_in_content_has_no_errors_and_can_be_counted() {
    let checked = shipmate(&["pack", "check"], &[]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let stats = shipmate(&["pack", "stats", "--json"], &[]);
    let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert!(stats.to_string().contains("questions"), "{stats}");
    assert!(shipmate(&["pack", "show", "fargate"], &[]).status.success());
    assert!(!shipmate(&["pack", "show", "nothing-of-that-name"], &[]).status.success());
}

#[test]
fn with_a_development_server_that_is_none() {
    for id in ["0", "-1", "study-hall"] {
        let output = shipmate(&["run"], &[("DISCORD_TOKEN", "a.b.c"), ("DEV_GUILD_ID", id)]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains("--dev-guild"), "{said}");
    }
}

/// A folder that nobody may write to. Permissions are no obstacle to root, so there the bot runs as somebody else.
#[cfg(unix)]
#[test]
fn with_a_database_in_a_folder_that_cannot_be_written() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    /// Debian's `nobody`.
    const NOBODY: u32 = 65_534;
    let folder = tempfile::tempdir().unwrap();
    let binary = folder.path().join("shipmate");
    std::fs::copy(env!("CARGO_BIN_EXE_shipmate"), &binary).unwrap();
    let readonly = folder.path().join("readonly");
    std::fs::create_dir(&readonly).unwrap();
    for path in [folder.path(), &readonly] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o555)).unwrap();
    }
    let mut command = Command::new(&binary);
    command.arg("run").env_clear().env("DISCORD_TOKEN", "some.token").env("DATABASE_PATH", at(&readonly));
    if std::fs::metadata(&readonly).unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let said = complaint(&output);
    assert!(said.contains("cannot open the database") && said.contains("readonly/shipmate.db"), "{said}");
}

/// Runs the binary where no file may grow longer than so many blocks of 512 bytes: a write beyond that kills it
/// on the spot, or fails.
#[cfg(unix)]
fn with_short_files(blocks: usize, killed: bool, database: &str) -> Output {
    let signal = if killed { "-" } else { "\"\"" };
    let script = format!(r#"trap {signal} XFSZ; ulimit -c 0; ulimit -f {blocks}; exec "$0" run"#);
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_shipmate")]).env_clear();
    command.env("DISCORD_TOKEN", "some.token").env("DISCORD_API_URL", "http://127.0.0.1:1");
    command.env("DATABASE_PATH", database).output().expect("the shell starts")
}

#[cfg(unix)]
#[test]
fn with_a_migration_that_is_killed_or_cannot_be_written() {
    use std::os::unix::process::ExitStatusExt;

    /// The same number on Linux and macOS.
    const SIGXFSZ: i32 = 25;

    let folder = tempfile::tempdir().unwrap();
    let database = at(folder.path());
    let mut old = rusqlite::Connection::open(&database).unwrap();
    old.execute_batch("PRAGMA application_id = 0x4d617465; PRAGMA journal_mode = WAL").unwrap();
    shipmate::store::MIGRATIONS.to_version(&mut old, 1).unwrap();
    old.execute_batch(include_str!("../migrations/samples/0001.sql")).unwrap();
    old.close().unwrap();
    let version_and_answers = || {
        let db = rusqlite::Connection::open(&database).unwrap();
        let query = "SELECT user_version, (SELECT count(*) FROM answers) FROM pragma_user_version";
        db.query_row(query, [], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?))).unwrap()
    };
    let (_, answers) = version_and_answers();
    // Room for SQLite's index of the log, and for more and more of the log itself.
    for blocks in [80, 120, 160] {
        let killed = with_short_files(blocks, true, &database);
        assert_eq!(killed.status.signal(), Some(SIGXFSZ), "{}", String::from_utf8_lossy(&killed.stderr));
        assert_eq!(version_and_answers(), (1, answers), "{blocks} blocks");
        let said = complaint(&with_short_files(blocks, false, &database));
        let expected = format!("cannot bring the database {database} up to date (it stands as it was, ");
        assert!(said.contains(&expected) && said.contains("): disk"), "{said}");
        assert_eq!(version_and_answers(), (1, answers), "{blocks} blocks");
    }
    let said = complaint(&with_short_files(100_000, true, &database));
    assert!(said.contains("no answer from http://127.0.0.1:1"), "{said}");
    assert_eq!(version_and_answers(), (u32::try_from(shipmate::store::SCHEMA_VERSION).unwrap(), answers));
}
