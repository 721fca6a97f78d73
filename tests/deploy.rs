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

#[test]
fn the_bot_is_watched_at_one_port_which_is_not_prometheuss_own() {
    // The second is Litestream's.
    let ports = ["9464", "9465"];
    let mut addresses = 0;
    for (path, text) in files("deploy") {
        for address in
            words(&text, ".:", |word| word.starts_with("127.0.0.1:") || word.starts_with("0.0.0.0:"))
        {
            let mut parts = address.split(':').skip(1);
            assert!(parts.all(|part| ports.contains(&part)), "{}: {address}", path.display());
            addresses += 1;
        }
    }
    assert!(addresses > 4, "this test reads past them");
    let page = std::fs::read_to_string("docs/operating/watching.md").unwrap();
    assert!(page.contains(r#"targets: ["127.0.0.1:9464"]"#) && page.contains("port: 9464"));
}

#[test]
fn every_process_under_systemd_runs_as_the_only_one_does() {
    let unit = |name: &str| std::fs::read_to_string(Path::new("deploy/systemd").join(name)).unwrap();
    let settings = |text: &str| -> BTreeSet<String> {
        text.lines().filter(|line| line.contains('=') && !line.starts_with('#')).map(str::to_owned).collect()
    };
    let (only, one) = (settings(&unit("shipmate.service")), settings(&unit("shipmate@.service")));
    let own: Vec<&String> = one.difference(&only).collect();
    assert_eq!(own.len(), 3, "its description, its database, its settings: {own:#?}");
    assert!(own.iter().all(|line| line.contains("%i")), "{own:#?}");
    let folder = |settings: &BTreeSet<String>| -> Vec<String> {
        settings.iter().filter(|line| line.starts_with("StateDirectory=")).cloned().collect()
    };
    assert_eq!(folder(&settings(&unit("shipmate-backup@.service"))), folder(&only), "no folder within it");

    let care = unit("shipmate-care");
    let given = words(&care, "-=:/_", |word| word.starts_with("--property="));
    assert!(given.len() > 5, "{given:?}");
    for property in given.iter().filter_map(|word| word.strip_prefix("--property=")) {
        assert!(only.contains(property), "shipmate-care runs with {property}, which the service has not");
    }
}

#[test]
fn what_the_repository_must_not_hold_the_build_of_an_image_does_not_see() {
    let ignored = std::fs::read_to_string("deploy/container/Containerfile.dockerignore").unwrap();
    let ignored: BTreeSet<&str> = ignored.lines().collect();
    // Patterns hold from the top: without the asterisks they miss the secrets where they lie.
    for secret in std::fs::read_to_string("deploy/compose/.gitignore").unwrap().lines() {
        assert!(ignored.contains(format!("**/{secret}").as_str()), "{secret} is seen: {ignored:?}");
    }
    assert!(ignored.contains("deploy"), "its secrets are not even readable for who builds: {ignored:?}");
}

/// The lines of a service in `compose.yaml`, below its name.
fn service(name: &str) -> String {
    let file = std::fs::read_to_string("deploy/compose/compose.yaml").unwrap();
    let lines = file.lines().skip_while(|line| *line != format!("  {name}:")).skip(1);
    let body: Vec<&str> = lines.take_while(|line| line.is_empty() || line.starts_with("   ")).collect();
    assert!(body.len() > 2, "compose.yaml has no service {name}");
    body.join("\n")
}

#[test]
fn compose_stops_the_bot_before_its_replication() {
    // What depends on another service is stopped first and started last.
    let depends_on = |name: &str| {
        let body = service(name);
        body.split_once("depends_on:").unwrap_or_else(|| panic!("{name} waits for nothing")).1.to_owned()
    };
    assert!(depends_on("shipmate").contains("litestream:\n        condition: service_started"));
    assert!(!depends_on("litestream").contains("shipmate:"));
    assert!(service("litestream").contains("stop_grace_period: 30s"));
}

/// What `restore.sh` asks of Docker, and whether it ends well, where Docker fails at calls with `fails` in them.
#[cfg(unix)]
fn restore(fails: &str) -> (Vec<String>, bool) {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::copy("deploy/compose/restore.sh", at("restore.sh")).unwrap();
    std::fs::write(at(".env"), "").unwrap();
    let stand_in = "#!/bin/sh\necho \"$*\" >>asked\ncase \"$*\" in *\"$FAILS\"*) exit 1 ;; esac\n";
    std::fs::write(at("docker"), stand_in).unwrap();
    std::fs::set_permissions(at("docker"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let output =
        Command::new("sh").arg(at("restore.sh")).env("PATH", path).env("FAILS", fails).output().unwrap();
    let asked = std::fs::read_to_string(at("asked")).unwrap();
    (asked.lines().map(str::to_owned).collect(), output.status.success())
}

#[cfg(unix)]
#[test]
fn a_restore_ends_with_the_bot_running_whatever_fails() {
    let (asked, well) = restore("no call has this");
    assert!(well, "{asked:#?}");
    let fetched =
        asked.iter().flat_map(|call| call.split(' ')).find(|word| word.starts_with("/data/fetched-"));
    let fetched = fetched.expect("a name of its own, so that nothing that was left stands in its way");
    assert!(asked[1].ends_with("shipmate --version"), "who mounts a new volume first owns it: {asked:#?}");
    let of_it = ["restore restore -o ", "shipmate restore ", "--entrypoint rm restore -f "];
    for (call, step) in asked[2..5].iter().zip(of_it) {
        assert!(call.contains(&format!("{step}{fetched}")), "{call}");
    }
    for fails in ["shipmate --version", "restore restore -o", "shipmate restore", "--entrypoint rm"] {
        let (asked, well) = restore(fails);
        assert!(asked[0].contains("stop shipmate litestream"), "{asked:#?}");
        assert!(asked.iter().any(|call| call.ends_with("up --detach")), "{fails} left it down: {asked:#?}");
        assert_eq!(well, fails == "--entrypoint rm", "only the removal may fail: {asked:#?}");
    }
}

#[test]
fn no_pod_waits_for_one_of_other_shards() {
    let file = |name: &str| std::fs::read_to_string(Path::new("deploy/kubernetes").join(name)).unwrap();
    assert!(file("base/statefulset.yaml").contains("\n  podManagementPolicy: Parallel\n"));
    assert!(!file("sharded/shards.yaml").contains("podManagementPolicy:"), "the overlay leaves it as it is");
}

#[cfg(unix)]
#[test]
fn care_works_on_the_volume_of_the_replica_that_it_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let stand_in = r#"#!/bin/sh
for word; do
  case "$word" in
  --overrides=*) printf '%s' "${word#--overrides=}" >overrides.json ;;
  *) printf '%s ' "$word" >>asked ;;
  esac
done
echo >>asked
"#;
    std::fs::write(at("kubectl"), stand_in).unwrap();
    std::fs::set_permissions(at("kubectl"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let care = std::fs::canonicalize("deploy/kubernetes/care").unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    for (arguments, step) in [
        (vec!["1", "put", "here/copy.db"], "cp here/copy.db shipmate-care-1:/data/copy.db"),
        (vec!["1", "get", "copy.db"], "cp shipmate-care-1:/data/copy.db copy.db"),
        (vec!["1", "ls"], "exec shipmate-care-1 -- ls -l /data"),
        (vec!["1", "rm", "copy.db"], "exec shipmate-care-1 -- rm -- /data/copy.db"),
        (vec!["1", "rm", "a.db", "shipmate.db.replaced-1"], "-- rm -- /data/shipmate.db.replaced-1"),
        (vec!["1", "restore", "/data/copy.db"], "-- restore /data/copy.db"),
    ] {
        let mut command = Command::new("sh");
        command.arg(&care).args(arguments).env("PATH", &path).current_dir(&folder);
        assert!(command.status().unwrap().success());
        let asked = std::fs::read_to_string(at("asked")).unwrap();
        assert!(asked.contains(step), "{asked}");
        assert!(asked.lines().last().unwrap().contains("delete pod shipmate-care-1"), "{asked}");
        let pod: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(at("overrides.json")).unwrap()).unwrap();
        let claim = &pod["spec"]["volumes"][0]["persistentVolumeClaim"]["claimName"];
        assert_eq!(claim, "data-shipmate-1");
        assert_eq!(pod["spec"]["containers"][0]["name"], "shipmate-care-1", "or it would be a second one");
        assert_eq!(pod["spec"]["securityContext"]["runAsUser"], 65_532, "the bot writes these files as well");
        std::fs::remove_file(at("asked")).unwrap();
    }
    for own in ["shipmate.db", "/data/shipmate.db", "shipmate.db-wal"] {
        let mut command = Command::new("sh");
        command.arg(&care).args(["1", "rm", "copy.db", own]).env("PATH", &path).current_dir(&folder);
        assert!(!command.status().unwrap().success(), "{own} is the bot's own");
        assert!(!at("asked").exists(), "nothing else was deleted either");
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
    assert!(page.contains(&format!("litestream:{port}`")), "watching.md scrapes another port than {port}");
}

#[test]
fn the_replica_keeps_what_the_pages_promise() {
    for (file, page, promise, hours) in [
        ("deploy/compose/litestream.yml", "docs/operating/container.md", "after about a week", 6 * 24),
        ("deploy/ecs/template.yaml", "docs/operating/ecs.md", "two days and a half at least", 60),
    ] {
        let text = std::fs::read_to_string(file).unwrap();
        let set = |key: &str| -> u32 {
            let value = text.lines().find_map(|line| line.trim().strip_prefix(key)?.strip_suffix('h'));
            value.unwrap_or_else(|| panic!("{file} leaves {key} to Litestream")).parse().unwrap()
        };
        // What is older than the oldest snapshot that is kept cannot be gone back to.
        assert!(set("retention: ") - set("snapshot-interval: ") >= hours, "{file}");
        assert!(std::fs::read_to_string(page).unwrap().contains(promise), "{page}");
    }
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
