//! Who may import whom: the table of `docs/architecture.md`, held against the `use` lines.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A room, and the rooms of ours that it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    (
        "cli",
        &[
            "app",
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
    ("doctor", &["app", "clock", "config", "discord", "domain", "pack", "store"]),
    ("local", &["app", "clock", "config", "discord", "rng"]),
    ("tour", &["app", "clock", "config", "local", "rng"]),
    (
        "app",
        &[
            "actions", "clock", "config", "discord", "domain", "health", "jobs", "metrics", "pack", "rng",
            "store", "watch",
        ],
    ),
    ("watch", &["health", "metrics"]),
    ("health", &["clock", "jobs", "metrics", "store"]),
    ("discord", &["actions", "config", "domain", "jobs", "metrics", "store"]),
    ("jobs", &["actions", "domain", "games", "metrics", "store"]),
    ("actions", &["clock", "domain", "games", "pack", "rng", "store"]),
    ("games", &["clock", "domain", "rng", "store"]),
    ("pack", &["domain"]),
    ("store", &["domain", "metrics"]),
    ("config", &["discord", "domain"]),
    ("telemetry", &["config"]),
    ("domain", &[]),
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
        &[
            "app", "cli", "clock", "discord", "doctor", "games", "health", "jobs", "local", "store", "tour",
            "watch",
        ],
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
        for (line, imported) in imports(&file, "crate::") {
            let known = MAY_IMPORT.iter().any(|(name, _)| *name == imported);
            if known && imported != room && !allowed.contains(&imported.as_str()) {
                breaches.push(format!("{}:{line}: `{room}` imports `{imported}`", file.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn crates_stay_in_their_room() {
    let mut breaches = Vec::new();
    for file in rust_files(Path::new("src")) {
        let room = room(&file);
        let text = code(&file);
        for (name, rooms) in BELONGS_TO {
            let used = text.contains(&format!("use {name}::")) || text.contains(&format!(" {name}::"));
            if used && !rooms.contains(&room.as_str()) {
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
        for (line, imported) in imports(&file, "crate::") {
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
    let page = files(Path::new("sandbox"), &["js", "mjs", "html", "css", "py"]);
    for file in rust_files(Path::new("sandbox")).into_iter().chain(page) {
        let text = std::fs::read_to_string(&file).unwrap().to_lowercase();
        assert!(!text.contains("shipmate"), "{} mentions Shipmate", file.display());
        assert!(!text.contains("use serenity"), "{} uses serenity", file.display());
    }
}

#[test]
fn the_model_that_judges_the_bot_knows_nothing_of_how_it_works() {
    for file in rust_files(Path::new("tests/chaos/model")) {
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

/// `src/store/mod.rs` belongs to `store`, `src/clock.rs` to `clock`.
fn room(file: &Path) -> String {
    let part = file.iter().nth(1).and_then(|part| part.to_str()).unwrap_or_default();
    part.trim_end_matches(".rs").to_owned()
}

/// The rooms that a file names after `prefix`, with the line.
fn imports(file: &Path, prefix: &str) -> Vec<(usize, String)> {
    let text = code(file);
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (start, _) in line.match_indices(prefix) {
            let rest = &line[start + prefix.len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push((number + 1, name));
        }
    }
    found
}

/// A file without its comments and without its tests.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let tests = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    text[..tests]
        .lines()
        .map(|line| if line.trim_start().starts_with("//") { "" } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = files(folder, &["rs"]);
    found.retain(|path| path.file_stem().is_none_or(|stem| stem != "tests"));
    found
}

/// The files with one of these extensions in a folder and below it.
fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extensions));
        } else if path.extension().and_then(|it| it.to_str()).is_some_and(|it| extensions.contains(&it)) {
            found.push(path);
        }
    }
    found
}
