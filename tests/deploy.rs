//! What lies in `deploy/`, held against the bot, its content and its documentation. Checkers of the formats
//! themselves run in `deploy/check`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use shipmate::domain::ids::FactId;
use shipmate::pack::Library;

/// Every file below a folder, with its text.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(path.to_str().unwrap()));
        } else if path.extension().is_none_or(|extension| extension != "png") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// The words of a text that fit, where a word is letters, digits and what is in `joined`.
fn words<'a>(text: &'a str, joined: &str, fit: impl Fn(&str) -> bool) -> BTreeSet<&'a str> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && !joined.contains(c));
    parts.filter(|part| fit(part)).collect()
}

#[test]
fn the_facts_that_comments_point_to_are_in_the_pack() {
    let library = Library::built_in().unwrap();
    let mut pointed = 0;
    for (path, text) in files("deploy") {
        for id in words(&text, "-", |word| word.starts_with("F7") && word.contains('-')) {
            assert!(library.fact(&FactId(id.to_owned())).is_some(), "{}: there is no {id}", path.display());
            pointed += 1;
        }
    }
    assert!(pointed > 20, "the chapter is lived");
}

#[test]
fn every_setting_that_is_used_exists() {
    let help = Command::new(env!("CARGO_BIN_EXE_shipmate")).args(["run", "--help"]).output().unwrap();
    let mut known = String::from_utf8(help.stdout).unwrap();
    known.push_str("DISCORD_TOKEN DISCORD_TOKEN_FILE");
    let ours = |word: &str| {
        ["DATABASE_", "METRICS_", "LOG_", "DISCORD_", "PACKS_"].iter().any(|prefix| word.starts_with(prefix))
    };
    let mut used = BTreeSet::new();
    for (path, text) in files("deploy") {
        for word in words(&text, "_", ours) {
            assert!(known.contains(word), "{}: there is no setting {word}", path.display());
            used.insert(word.to_owned());
        }
    }
    for setting in ["DATABASE_PATH", "METRICS_ADDR", "LOG_FORMAT", "DISCORD_TOKEN", "DISCORD_TOKEN_FILE"] {
        assert!(used.contains(setting), "{setting} is not used: this test reads past it");
    }
}

#[test]
fn every_setting_is_in_the_readme() {
    let help = Command::new(env!("CARGO_BIN_EXE_shipmate")).args(["run", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let readme = std::fs::read_to_string("README.md").unwrap();
    let settings: Vec<&str> =
        help.split("[env: ").skip(1).filter_map(|rest| rest.split(['=', ']']).next()).collect();
    assert!(settings.len() >= 6, "{help}");
    // Built in on demand, and told of in docs/operating/watching.md.
    for setting in settings.into_iter().filter(|setting| *setting != "OTEL_EXPORTER_OTLP_ENDPOINT") {
        assert!(readme.contains(&format!("| `{setting}` |")), "the README does not tell of {setting}");
    }
}

#[test]
fn every_table_is_told_of_to_who_operates_it() {
    let page = std::fs::read_to_string("docs/operating.md").unwrap();
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    shipmate::store::MIGRATIONS.to_latest(&mut db).unwrap();
    let mut tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() > 10, "{tables:?}");
    for table in tables {
        assert!(page.contains(&format!("`{table}`")), "docs/operating.md does not tell of {table}");
    }
}

/// The names of metrics that a text uses, without what a histogram adds to its name.
fn metrics(text: &str) -> BTreeSet<String> {
    words(text, "_", |word| word.starts_with("shipmate_") || word.starts_with("process_"))
        .into_iter()
        .map(|name| {
            let base = ["_bucket", "_sum", "_count"].iter().find_map(|suffix| name.strip_suffix(suffix));
            base.unwrap_or(name).to_owned()
        })
        .collect()
}

#[test]
fn alerts_and_dashboard_use_metrics_that_exist() {
    let page = std::fs::read_to_string("docs/metrics.md").unwrap();
    for file in ["alerts.yaml", "alerts.test.yaml", "grafana.json"] {
        let used = metrics(&std::fs::read_to_string(Path::new("deploy/watch").join(file)).unwrap());
        assert!(used.len() > 8, "{file}: {used:?}");
        for name in used {
            assert!(page.contains(&format!("| `{name}` |")), "{file}: there is no {name}");
        }
    }
}

/// Litestream's metrics that an alert may ask for.
///
/// Source: `db.go` and `internal/internal.go` of <https://github.com/benbjohnson/litestream/tree/v0.3.13>
const LITESTREAMS: [&str; 3] =
    ["litestream_total_wal_bytes", "litestream_replica_operation_total", "litestream_sync_error_count"];

#[test]
fn the_alert_on_the_replica_asks_for_what_litestream_serves() {
    let rules = std::fs::read_to_string("deploy/watch/alerts.yaml").unwrap();
    let asked = words(&rules, "_", |word| word.starts_with("litestream_"));
    assert_eq!(asked, BTreeSet::from(LITESTREAMS), "look them up in the version that is deployed");
    for file in ["deploy/compose/compose.yaml", "deploy/ecs/template.yaml"] {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(
            text.contains("litestream:0.3.13"),
            "{file} has another Litestream: are its metrics the same?"
        );
    }
    let configured = std::fs::read_to_string("deploy/compose/litestream.yml").unwrap();
    let port = configured.lines().find_map(|line| line.strip_prefix("addr: \":")?.strip_suffix('"')).unwrap();
    let page = std::fs::read_to_string("docs/operating/watching.md").unwrap();
    assert!(page.contains(&format!("litestream:{port}\"")), "watching.md scrapes another port than {port}");
}

#[test]
fn every_metric_is_on_the_dashboard_or_in_an_alert() {
    let shown = ["alerts.yaml", "grafana.json"]
        .map(|file| std::fs::read_to_string(Path::new("deploy/watch").join(file)).unwrap())
        .join("\n");
    let shown = metrics(&shown);
    // Whoever asks how long single routes take, or how often limits are met, asks Prometheus.
    let on_demand = ["shipmate_rest_call_seconds", "shipmate_rest_rate_limits_total"];
    for line in std::fs::read_to_string("docs/metrics.md").unwrap().lines() {
        let Some(name) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next()) else { continue };
        if name.contains('_') {
            assert_ne!(shown.contains(name), on_demand.contains(&name), "{name}");
        }
    }
}

#[test]
fn every_alert_has_its_page_of_the_runbook() {
    let rules = std::fs::read_to_string("deploy/watch/alerts.yaml").unwrap();
    let alerts: Vec<&str> =
        rules.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).map(str::trim).collect();
    let runbook = std::fs::read_to_string("docs/operating/alerts.md").unwrap();
    let told: Vec<&str> = runbook.split("\n## ").skip(1).collect();
    let named: Vec<&str> = told.iter().filter_map(|part| part.lines().next()).collect();
    assert_eq!(named, alerts, "the runbook has the alerts in their order");
    for part in told {
        let words = part.split_whitespace().count();
        assert!(words > 35, "this tells too little of what to do: {part}");
    }
}

#[test]
fn every_panel_of_the_dashboard_says_what_it_shows() {
    let dashboard = std::fs::read_to_string("deploy/watch/grafana.json").unwrap();
    let dashboard: serde_json::Value = serde_json::from_str(&dashboard).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let ids: BTreeSet<u64> = panels.iter().map(|panel| panel["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len(), "panels have ids of their own");
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        let (title, said) = (&panel["title"], panel["description"].as_str().unwrap_or_default());
        assert!(said.ends_with('.') && said.len() > 12, "{title}: {said:?}");
        for target in panel["targets"].as_array().unwrap() {
            let asked = target["expr"].as_str().unwrap();
            assert!(asked.contains("$instance"), "{title} shows all processes at once: {asked}");
        }
    }
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    for (path, text) in
        files("docs").into_iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "md"))
    {
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") {
                continue;
            }
            let file = target.split('#').next().unwrap_or_default();
            let full = path.parent().unwrap().join(file);
            assert!(file.is_empty() || full.exists(), "{} links to {target}", path.display());
        }
    }
}
