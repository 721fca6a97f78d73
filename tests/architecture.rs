//! Who may import whom: the table of `docs/architecture.md`, held against what the code names.

mod source;

use std::collections::BTreeSet;
use std::path::Path;

use source::{code, files, names_crate, room, rooms_named, rust_files};

/// A room, and the rooms of ours that it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    (
        "cli",
        &[
            "app",
            "causes",
            "clock",
            "config",
            "discord",
            "doctor",
            "domain",
            "local",
            "pack",
            "rng",
            "store",
            "telemetry",
            "tour",
            "watch",
        ],
    ),
    ("doctor", &["app", "causes", "clock", "config", "discord", "domain", "pack", "store"]),
    ("local", &["app", "clock", "config", "discord", "rng"]),
    ("tour", &["local"]),
    (
        "app",
        &[
            "actions", "clock", "config", "discord", "domain", "health", "jobs", "metrics", "pack", "rng",
            "store", "watch",
        ],
    ),
    ("watch", &["health", "metrics"]),
    ("health", &["clock", "jobs", "metrics", "store"]),
    ("discord", &["actions", "clock", "config", "domain", "jobs", "metrics", "store"]),
    ("jobs", &["actions", "domain", "games", "metrics", "store"]),
    ("actions", &["clock", "domain", "games", "pack", "rng", "store"]),
    ("games", &["clock", "domain", "rng", "store"]),
    ("pack", &["domain"]),
    ("store", &["domain", "metrics"]),
    ("config", &["domain"]),
    ("telemetry", &["config"]),
    ("domain", &[]),
    ("causes", &[]),
    ("clock", &[]),
    ("metrics", &[]),
    ("rng", &[]),
    ("lib", &[]),
];

/// Crates that belong to one room alone.
const BELONGS_TO: &[(&str, &[&str])] = &[
    ("serenity", &["discord"]),
    ("poise", &["discord"]),
    ("reqwest", &["discord", "watch"]),
    ("axum", &["watch"]),
    ("prometheus_client", &["metrics"]),
    ("opentelemetry", &["telemetry"]),
    ("tracing_subscriber", &["telemetry"]),
    ("rusqlite", &["store"]),
    ("rusqlite_migration", &["store"]),
    ("sandbox", &["local", "tour"]),
    ("clap", &["cli", "config", "main"]),
    (
        "tokio",
        &["app", "cli", "clock", "discord", "doctor", "games", "health", "jobs", "local", "store", "watch"],
    ),
];

/// The views see no I/O: of the store they know what it returns, of Discord only its builders.
const VIEWS_MAY_IMPORT: &[&str] = &["actions", "domain", "store", "discord"];

/// Names that say nothing about what is inside.
const NO_NAMES: &[&str] = &["utils", "util", "helpers", "common", "types", "misc", "shared"];

#[test]
fn rooms_import_only_whom_the_table_allows() {
    let mut breaches = Vec::new();
    for file in rust_files(Path::new("src")) {
        let room = room(&file);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == room) else {
            breaches.push(format!("{}: the room `{room}` is not in the table", file.display()));
            continue;
        };
        for (line, imported) in rooms_named(&file) {
            let known = MAY_IMPORT.iter().any(|(name, _)| *name == imported);
            if known && imported != room && !allowed.contains(&imported.as_str()) {
                breaches.push(format!("{}:{line}: `{room}` imports `{imported}`", file.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn no_rooms_import_each_other_in_a_circle() {
    // A room that imports none of those left is in no circle, nor is one that none of them imports.
    let mut left: Vec<_> = MAY_IMPORT.to_vec();
    loop {
        let rooms: BTreeSet<&str> = left.iter().map(|(room, _)| *room).collect();
        let imported: BTreeSet<&str> = left.iter().flat_map(|(_, imports)| *imports).copied().collect();
        left.retain(|(room, imports)| imported.contains(room) && imports.iter().any(|it| rooms.contains(it)));
        if left.len() == rooms.len() {
            break;
        }
    }
    assert!(left.is_empty(), "these import each other in a circle: {left:#?}");
}

#[test]
fn crates_stay_in_their_room() {
    let mut breaches = Vec::new();
    for file in rust_files(Path::new("src")) {
        let room = room(&file);
        let text = code(&file);
        for (name, rooms) in BELONGS_TO {
            if names_crate(&text, name) && !rooms.contains(&room.as_str()) {
                breaches.push(format!("{}: `{name}` belongs to {rooms:?}", file.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn views_see_values_only() {
    let mut breaches = Vec::new();
    for file in rust_files(Path::new("src/discord/views")) {
        for (line, imported) in rooms_named(&file) {
            if !VIEWS_MAY_IMPORT.contains(&imported.as_str()) {
                breaches.push(format!("{}:{line}: a view imports `{imported}`", file.display()));
            }
        }
        let text = code(&file);
        for forbidden in [".await", "async fn", "super::rest", "discord::rest", "Store::"] {
            if text.contains(forbidden) {
                breaches.push(format!("{}: a view has `{forbidden}`", file.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn the_sandbox_knows_nothing_of_shipmate() {
    for file in files(Path::new("sandbox"), &["rs", "js", "mjs", "html", "css", "py"]) {
        let text = std::fs::read_to_string(&file).unwrap().to_lowercase();
        assert!(!text.contains("shipmate"), "{} mentions Shipmate", file.display());
        assert!(!text.contains("use serenity"), "{} uses serenity", file.display());
    }
}

#[test]
fn the_model_that_judges_the_bot_knows_nothing_of_how_it_works() {
    for file in files(Path::new("tests/chaos/model"), &["rs"]) {
        assert!(!code(&file).contains("shipmate"), "{} uses Shipmate", file.display());
    }
}

#[test]
fn every_name_says_what_is_inside() {
    for file in rust_files(Path::new("src")).into_iter().chain(rust_files(Path::new("sandbox/src"))) {
        for part in file.iter().filter_map(|part| part.to_str()) {
            let stem = part.trim_end_matches(".rs");
            assert!(!NO_NAMES.contains(&stem), "{}: `{stem}` says nothing", file.display());
        }
    }
}

#[test]
fn the_table_of_the_docs_is_the_table_of_this_test() {
    let docs = std::fs::read_to_string("docs/architecture.md").unwrap();
    for (room, allowed) in MAY_IMPORT.iter().filter(|(room, _)| *room != "lib") {
        let row = docs
            .lines()
            .find(|line| line.starts_with(&format!("| `{room}` |")))
            .unwrap_or_else(|| panic!("docs/architecture.md has no row for `{room}`"));
        let cell = row.split('|').nth(2).unwrap_or_default();
        let named: BTreeSet<&str> = cell.split('`').skip(1).step_by(2).collect();
        let expected: BTreeSet<&str> = allowed.iter().copied().collect();
        assert_eq!(named, expected, "the row of `{room}` in docs/architecture.md");
    }
}

#[test]
fn every_test_that_the_security_page_names_is_there() {
    let page = std::fs::read_to_string("docs/security.md").unwrap();
    let table =
        page.split("## Who could want what").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let shown = table.lines().filter_map(|row| row.trim_end_matches([' ', '|']).rsplit('|').next());
    let named: Vec<&str> = shown
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .filter(|name| name.contains('_') && !name.contains('/'))
        .collect();
    assert!(named.len() > 10, "{named:?}");
    let code: String = ["src", "tests", "sandbox/src", "sandbox/tests"]
        .iter()
        .flat_map(|folder| files(Path::new(folder), &["rs"]))
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    for name in named {
        assert!(code.contains(&format!("fn {name}(")), "docs/security.md names {name}, which is no test");
    }
}
