//! The bot on a local Discord, as `shipmate sandbox` starts it.

use shipmate::local::{Local, Options};
use shipmate::store;

use crate::voyage::Outcome;

/// Monday; the study server's day begins at nine in Berlin.
const BEGINS: &str = "2026-03-02T07:00:00Z";

fn options() -> Options {
    Options { port: Some(0), begins: Some(BEGINS.parse().unwrap()), seed: Some(7), ..Options::default() }
}

#[tokio::test]
async fn the_daily_is_there_from_the_start() -> Outcome {
    let local = Local::start(options()).await?;
    let question = local.guild.channel("daily").next_message().await?;
    assert!(question.to_string().contains("Question of the day · Mon 2 Mar"), "{question}");
    let introduction = local.introduction();
    assert!(introduction.contains(&format!("{}?as=captain", local.page())), "{introduction}");
    local.stop().await;
    Ok(())
}

#[tokio::test]
async fn the_bot_keeps_the_local_discords_time() -> Outcome {
    let local = Local::start(options()).await?;
    let daily = local.guild.channel("daily");
    daily.next_message().await?;
    let clock = local.discord.clock();
    clock.stop();
    clock.advance(jiff::SignedDuration::from_hours(24));
    let next = daily.next_message().await?;
    assert!(next.to_string().contains("Tue 3 Mar"), "{next}");
    clock.run();
    local.settle().await?;
    local.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_kept_database_goes_on_where_it_was() -> Outcome {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("kept.db");
    let kept = || Options { database: Some(database.clone()), ..options() };

    let local = Local::start(kept()).await?;
    let (mei, daily) = (local.guild.member("mei"), local.guild.channel("daily"));
    let question = daily.next_message().await?;
    mei.press(&question, "A").await?;
    let (id, then) = (mei.id(), local.discord.clock().now());
    local.stop().await;

    let local = Local::start(kept()).await?;
    let (mei, daily) = (local.guild.member("mei"), local.guild.channel("daily"));
    assert_eq!(mei.id(), id, "everyone is who they were");
    assert!(local.discord.clock().now() > then);
    let streak = mei.slash(&daily, "/streak show").await?;
    assert!(streak.text().contains("1 day"), "{streak}");
    local.stop().await;

    store::remove(&database)?;
    let local = Local::start(kept()).await?;
    let (mei, daily) = (local.guild.member("mei"), local.guild.channel("daily"));
    let streak = mei.slash(&daily, "/streak show").await?;
    assert!(!streak.text().contains("1 day"), "{streak}");
    local.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_port_that_is_asked_for_and_taken_is_an_error() -> Outcome {
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port();
    let started = Local::start(Options { port: Some(port), ..options() }).await;
    let error = started.err().ok_or("it must not start")?.to_string();
    assert!(error.contains(&port.to_string()), "{error}");
    Ok(())
}

#[tokio::test]
async fn an_address_that_others_reach_has_to_be_meant() -> Outcome {
    let everywhere = Options { address: std::net::Ipv4Addr::UNSPECIFIED.into(), ..options() };
    let error = Local::start(everywhere).await.err().ok_or("it must not start")?.to_string();
    assert!(error.contains("--i-know-this-is-reachable"), "{error}");
    Ok(())
}
