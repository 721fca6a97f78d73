//! Accessibility, as axe-core sees it.

use std::path::Path;
use std::sync::Once;

use fantoccini::Client;
use serde_json::{Value, json};

use super::Outcome;

/// Where `npm ci` puts it; see `.ci/run`.
const SCRIPT: &str = "target/page/node_modules/axe-core/axe.min.js";

/// The weight from which on a finding fails a test.
const HEAVY: [&str; 2] = ["serious", "critical"];

/// Fails on serious and critical findings on the screen that is shown. Where axe-core is not installed this is said,
/// once; `REQUIRE_BROWSER=1` makes it a failure.
pub(super) async fn check(client: &Client, name: &str) -> Outcome {
    let Ok(script) = std::fs::read_to_string(Path::new(SCRIPT)) else {
        missing();
        return Ok(());
    };
    client.execute(&script, Vec::new()).await?;
    let run = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(done, (error) => done({ error: String(error) }));";
    let results = client.execute_async(run, Vec::new()).await?;
    if let Some(error) = results["error"].as_str() {
        return Err(format!("axe-core failed on {name}: {error}").into());
    }
    let found: Vec<Value> =
        results["violations"].as_array().into_iter().flatten().filter(|it| heavy(it)).map(summary).collect();
    if found.is_empty() {
        Ok(())
    } else {
        Err(format!("axe-core found on {name}: {:#}", json!(found)).into())
    }
}

fn heavy(violation: &Value) -> bool {
    violation["impact"].as_str().is_some_and(|impact| HEAVY.contains(&impact))
}

fn summary(violation: &Value) -> Value {
    let nodes = violation["nodes"].as_array().into_iter().flatten();
    let nodes: Vec<Value> =
        nodes.map(|node| json!({ "html": node["html"], "why": node["failureSummary"] })).collect();
    json!({ "rule": violation["id"], "impact": violation["impact"], "help": violation["help"], "nodes": nodes })
}

fn missing() {
    static SAID: Once = Once::new();
    let required = std::env::var_os("REQUIRE_BROWSER").is_some_and(|value| value == "1");
    assert!(!required, "REQUIRE_BROWSER is set, but {SCRIPT} is not there");
    SAID.call_once(|| {
        eprintln!("SKIPPED: accessibility is not checked ({SCRIPT} is not there; see .ci/run)")
    });
}
