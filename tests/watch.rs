//! What an operator sees from outside: metrics, probes, the health check.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::voyage::{Outcome, Voyage, World, until, voyage};

/// What Prometheus asks for, and what it gets.
async fn get(t: &Voyage, path: &str) -> Outcome<(u16, String)> {
    let address = t.bot().watched_at().ok_or("nothing is served")?;
    let answer = reqwest::get(format!("http://{address}{path}")).await?;
    Ok((answer.status().as_u16(), answer.text().await?))
}

/// The samples of a scrape: each name with its labels, and its value.
async fn samples(t: &Voyage) -> Outcome<BTreeMap<String, f64>> {
    let (status, scrape) = get(t, "/metrics").await?;
    assert_eq!(status, 200);
    let lines = scrape.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.map(|line| line.rsplit_once(' ').expect("a name and a value"));
    pairs.map(|(name, value)| Ok((name.to_owned(), value.parse()?))).collect()
}

/// A day of a study group, with everything that is counted.
async fn a_day(t: &mut Voyage) -> Outcome {
    let (mei, raj) = (t.member("mei"), t.member("raj"));
    let (channel, general) = (t.channel("daily"), t.channel("general"));
    t.advance_to("2026-03-02 09:00").await?;
    let daily = channel.next_message().await?;
    t.answer_right(&mei, &daily).await?;
    t.answer_right(&raj, &daily).await?;
    mei.autocomplete(&general, "/explain topic:far").await?;
    let card = mei.slash(&general, "/explain topic:fargate").await?;
    card.message().mark_read();
    let faults = t.discord.faults();
    faults.on("POST", "/interactions/*/*/callback").rate_limit(Duration::from_millis(10));
    mei.slash(&general, "/streak show").await?;
    t.fail_next_posts(1, 503);
    t.advance_to("2026-03-03 09:00").await?;
    t.advance_to("2026-03-03 09:30").await?;
    channel.next_message().await?;
    Ok(())
}

#[tokio::test]
async fn no_label_tells_who_or_where() {
    voyage(World::default(), async |t| {
        a_day(t).await?;
        for name in samples(t).await?.into_keys().filter(|name| !name.starts_with("shipmate_build")) {
            for value in name.split('"').skip(1).step_by(2) {
                let digits = value.chars().filter(char::is_ascii_digit).count();
                assert!(digits <= 3 || name.contains("le=\""), "{name}: {value:?} looks like an id");
                assert!(value.len() <= 60, "{name}: {value:?} looks like a token");
            }
            for named in ["mei", "raj", "Study Hall", "fargate"] {
                assert!(!name.contains(named), "{name}");
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_day_is_counted() {
    voyage(World::default(), async |t| {
        a_day(t).await?;
        let samples = samples(t).await?;
        let value =
            |sample: &str| *samples.get(sample).unwrap_or_else(|| panic!("no {sample} in {samples:#?}"));
        let dailies = |step| value(&format!("shipmate_dailies_total{{step=\"{step}\"}}"));
        assert_eq!(
            ["planned", "posted", "late", "closed", "unposted"].map(dailies),
            [2.0, 2.0, 1.0, 1.0, 0.0]
        );
        let handled = |kind, command| {
            let labels = format!("kind=\"{kind}\",command=\"{command}\"");
            let count = value(&format!("shipmate_interactions_total{{{labels},outcome=\"answered\"}}"));
            let acknowledged = format!("shipmate_interaction_acknowledgement_seconds_count{{{labels}}}");
            assert_eq!(value(&acknowledged), count, "all were acknowledged");
            count
        };
        assert_eq!(handled("press", "daily answer"), 2.0);
        assert_eq!(handled("autocomplete", "explain"), 1.0);
        assert_eq!(handled("slash", "setup"), 1.0);
        assert_eq!(handled("slash", "streak"), 1.0);
        let posts = "method=\"POST\",route=\"/channels/{}/messages\",status=\"200\"";
        assert_eq!(value(&format!("shipmate_rest_calls_total{{{posts}}}")), 2.0);
        let callbacks = "method=\"POST\",route=\"/interactions/{}/{}/callback\"";
        assert_eq!(value(&format!("shipmate_rest_rate_limits_total{{{callbacks},limit=\"route\"}}")), 1.0);
        assert_eq!(value("shipmate_gateway_connected{shard=\"0\"}"), 1.0);
        let size = f64::from(u32::try_from(std::fs::metadata(t.database())?.len())?);
        assert_eq!(value("shipmate_database_size_bytes{file=\"main\"}"), size);
        Ok(())
    })
    .await;
}

/// Asks as a container's health check does.
async fn health(t: &Voyage, more: &[&str]) -> Outcome<(bool, String)> {
    let address = t.bot().watched_at().ok_or("nothing is served")?.to_string();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_shipmate"));
    command.args(["health", "--metrics", &address]).args(more).env_clear();
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    Ok((output.status.success(), String::from_utf8(output.stderr)?))
}

#[tokio::test]
async fn a_lost_gateway_makes_it_unready_and_no_restart_is_asked_for() {
    voyage(World::default(), async |t| {
        assert_eq!(health(t, &[]).await?, (true, String::new()));
        t.discord.faults().refuse_gateway(true);
        t.discord.faults().drop_gateway(&t.app);
        until("the bot knows that it is lost", || !t.bot().is_connected()).await?;
        assert_eq!(get(t, "/readyz").await?, (503, "gateway: not connected\n".into()));
        assert_eq!(health(t, &[]).await?, (false, "shipmate: gateway: not connected\n".into()));
        assert_eq!(health(t, &["--live"]).await?, (true, String::new()));
        assert_eq!(get(t, "/livez").await?, (200, "alive\n".into()));
        t.discord.faults().refuse_gateway(false);
        until("the bot is back", || t.bot().is_connected()).await?;
        assert_eq!(get(t, "/readyz").await?, (200, "ready\n".into()));
        let came =
            samples(t).await?.into_iter().filter(|(name, _)| name.contains("gateway_connections_total"));
        assert!(came.map(|(_, times)| times).sum::<f64>() >= 2.0, "the reconnect is counted");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_database_that_takes_no_writes_makes_it_unready() {
    voyage(World::default(), async |t| {
        let other = rusqlite::Connection::open(t.database())?;
        other.execute_batch("BEGIN IMMEDIATE")?;
        let (status, said) = get(t, "/readyz").await?;
        assert_eq!(status, 503);
        assert!(said.contains("database: a write took more than 2 s"), "{said}");
        other.execute_batch("ROLLBACK")?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_daily_that_discord_does_not_take_makes_it_unready_between_its_tries_as_well() {
    voyage(World::default(), async |t| {
        t.fail_next_posts(u32::MAX, 503);
        for minute in 0..4 {
            t.advance_to(&format!("2026-03-02 09:0{minute}")).await?;
        }
        let (status, said) = get(t, "/readyz").await?;
        assert!(status == 503 && said.starts_with("scheduler: 1"), "{status} {said}");
        assert!(samples(t).await?["shipmate_scheduler_behind_seconds"] > 120.0);
        t.discord.faults().clear();
        t.advance_to("2026-03-02 09:15").await?;
        t.channel("daily").next_message().await?;
        assert_eq!(get(t, "/readyz").await?, (200, "ready\n".into()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_where_nobody_listens() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_shipmate"))
        .args(["health", "--metrics", "127.0.0.1:1"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("no answer from 127.0.0.1:1"), "{said}");
}

#[test]
fn the_version_names_the_commit() {
    let output =
        std::process::Command::new(env!("CARGO_BIN_EXE_shipmate")).arg("--version").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let commit =
        told.trim().strip_prefix(&format!("shipmate {version} (")).and_then(|rest| rest.strip_suffix(')'));
    let commit = commit.unwrap_or_else(|| panic!("{told}"));
    assert!(commit == "unknown" || commit.chars().all(|c| c.is_ascii_hexdigit()), "{told}");
}
