//! Commands, with whatever menus Discord shows.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::stage::Stage;
use super::{Right, Who};
use crate::voyage::{Outcome, Voyage, World, voyage};

/// Every command, what is given with it, and whom it is for.
fn commands(stage: &Stage) -> Vec<(&'static str, Value, Right)> {
    let text = |name: &str, value: &str| json!({ "name": name, "type": 3, "value": value });
    vec![
        ("admin pause", json!([]), Right::Managers),
        ("admin post-now", json!([]), Right::Managers),
        ("admin reports", json!([]), Right::Managers),
        ("admin resume", json!([]), Right::Managers),
        ("admin status", json!([]), Right::Managers),
        (
            "challenge duel",
            json!([{ "name": "member", "type": 6, "value": stage.id_of(Who::Raj) }]),
            Right::Everybody,
        ),
        ("challenge settings", json!([]), Right::Everybody),
        ("challenge start", json!([]), Right::Everybody),
        ("challenge stop", json!([]), Right::Hosts),
        ("compare", json!([text("first", "fargate"), text("second", "ec2 launch type")]), Right::Everybody),
        ("daily", json!([]), Right::Everybody),
        ("explain", json!([text("topic", "fargate")]), Right::Everybody),
        ("help", json!([]), Right::Everybody),
        ("leaderboard", json!([]), Right::Everybody),
        ("privacy", json!([]), Right::Oneself),
        ("quiz", json!([]), Right::Oneself),
        ("setup", json!([text("time", "10:00")]), Right::Managers),
        ("streak pause", json!([text("from", "tomorrow"), text("to", "tomorrow")]), Right::Oneself),
        ("streak resume", json!([]), Right::Oneself),
        ("streak show", json!([]), Right::Everybody),
    ]
}

/// The commands that the bot has registered, as Discord was told: `/streak show` is `streak show`.
fn registered(t: &Voyage) -> Outcome<BTreeSet<String>> {
    let mut paths = BTreeSet::new();
    for command in t.registered()? {
        let name = command["name"].as_str().unwrap_or_default();
        let options = command["options"].as_array().cloned().unwrap_or_default();
        let subs: Vec<_> = options.iter().filter(|option| option["type"] == 1).collect();
        if subs.is_empty() {
            paths.insert(name.to_owned());
        }
        paths.extend(subs.iter().map(|sub| format!("{name} {}", sub["name"].as_str().unwrap_or_default())));
    }
    Ok(paths)
}

#[tokio::test]
async fn every_command_is_refused_to_whom_it_is_not_for() {
    voyage(World::default(), async |t| {
        let registered = registered(t)?;
        let stage = Stage::build(t).await?;
        let rows = commands(&stage);
        let named: BTreeSet<String> = rows.iter().map(|(path, ..)| (*path).to_owned()).collect();
        assert_eq!(named, registered, "the table has a row for each command");
        for (path, options, right) in &rows {
            for who in Who::ALL {
                // There is no game to stop on the other server, and that is what they are told.
                let words = if *path == "challenge stop" && who.is_elsewhere() {
                    Some("No challenge is on")
                } else {
                    right.refuses(who)
                };
                let Some(words) = words else { continue };
                let before = stage.kept()?;
                let told = stage.command(who, path, options).await?;
                stage.is_refused(words, &told, &before, &format!("{who:?} giving /{path}"))?;
            }
        }
        for (path, options, right) in &rows {
            for who in Who::ALL.into_iter().filter(|who| right.refuses(*who).is_none()) {
                let before = stage.kept()?;
                let told = stage.command(who, path, options).await?;
                stage.is_done((*right, who), &told, &before, &format!("{who:?} giving /{path}"))?;
            }
        }
        t.settle_unheard().await
    })
    .await;
}
