//! Reads Rust files as far as the architecture asks: which rooms and which crates their code names.

use std::path::{Path, PathBuf};

/// `src/store/mod.rs` belongs to `store`, `src/clock.rs` to `clock`.
pub(super) fn room(file: &Path) -> String {
    let part = file.iter().nth(1).and_then(|part| part.to_str()).unwrap_or_default();
    part.trim_end_matches(".rs").to_owned()
}

/// The rooms that a file's code names, with the line, whatever the way: `crate::room`, `crate::{room, …}`, the
/// library's name, or as many `super::` as lead out of its own room.
pub(super) fn rooms_named(file: &Path) -> Vec<(usize, String)> {
    names(&code(file), depth(file))
}

/// Whether code names a crate: in a `use`, or anywhere in a path.
pub(super) fn names_crate(code: &str, name: &str) -> bool {
    starts_of(code, name).any(|at| {
        let rest = &code[at + name.len()..];
        rest.starts_with("::") || (code[..at].ends_with("use ") && rest.starts_with([';', ' ']))
    })
}

/// A file without its comments and without its tests, which may name whom they like.
pub(super) fn code(file: &Path) -> String {
    without_tests(&std::fs::read_to_string(file).unwrap())
        .lines()
        .map(|line| if line.trim_start().starts_with("//") { "" } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

/// All of a text before a module of tests that stands in it: Clippy lets nothing follow such a module.
fn without_tests(text: &str) -> &str {
    let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    &text[..tests]
}

/// The Rust files in a folder and below it that are no tests.
pub(super) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = files(folder, &["rs"]);
    found.retain(|file| {
        let mut below = file.strip_prefix(folder).unwrap_or(file).iter();
        !below.any(|part| part == "tests" || part == "tests.rs")
    });
    found
}

/// The files with one of these extensions in a folder and below it.
pub(super) fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
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

/// How many `super::` lead from a file to the root of the crate.
fn depth(file: &Path) -> usize {
    let folders = file.iter().count() - 2;
    if file.ends_with("mod.rs") { folders } else { folders + 1 }
}

/// The first names below the root of the crate in code at that depth, with the line.
fn names(code: &str, depth: usize) -> Vec<(usize, String)> {
    let out = "super::".repeat(depth);
    let roots = ["crate::", "shipmate::", &out].map(str::to_owned);
    let mut found: Vec<(usize, String)> = roots
        .iter()
        .filter(|root| !root.is_empty())
        .flat_map(|root| starts_of(code, root).map(move |at| (at, at + root.len())))
        .flat_map(|(at, end)| {
            let line = code[..at].matches('\n').count() + 1;
            heads(&code[end..]).into_iter().map(move |name| (line, name))
        })
        .collect();
    found.sort();
    found
}

/// Where a word stands in code, and not only the end of a longer one.
fn starts_of<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part_of_a_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).map(|(at, _)| at).filter(move |at| !code[..*at].ends_with(part_of_a_name))
}

/// The first name of a path, or of each path of a group in braces.
fn heads(rest: &str) -> Vec<String> {
    let name = |path: &str| -> String {
        path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = rest.trim_start().strip_prefix('{') else { return vec![name(rest)] };
    let (mut paths, mut from, mut open) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => {
                paths.push(&group[from..at]);
                break;
            }
            '}' => open -= 1,
            ',' if open == 0 => {
                paths.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    paths.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

#[test]
fn a_room_is_seen_however_it_is_named() {
    let code = "use crate::store::Store;\nuse crate::{\n    clock,\n    jobs::{run, stage},\n};\n\
                fn f(rest: &crate::discord::Rest) {}\nuse super::super::pack::Pack;\nuse super::rules;\n";
    let named: Vec<(usize, String)> = names(code, 2);
    let named: Vec<(usize, &str)> = named.iter().map(|(line, name)| (*line, name.as_str())).collect();
    assert_eq!(named, [(1, "store"), (2, "clock"), (2, "jobs"), (6, "discord"), (7, "pack")]);
    assert_eq!(names("shipmate::cli::main()", 0), [(1, "cli".to_owned())]);
}

#[test]
fn a_crate_is_seen_wherever_it_stands() {
    for code in ["use rusqlite::Row;", "Vec<rusqlite::Row>", "(rusqlite::Row,)", "use rusqlite as sql;"] {
        assert!(names_crate(code, "rusqlite"), "{code}");
    }
    for code in ["use my_rusqlite::Row;", "let rusqlite = 1;", "rusqlite_migration::Migrations"] {
        assert!(!names_crate(code, "rusqlite"), "{code}");
    }
}

#[test]
fn what_follows_the_name_of_a_module_of_tests_is_code() {
    let elsewhere = "#[cfg(test)]\nmod tests;\n\nuse crate::discord;\n";
    assert_eq!(without_tests(elsewhere), elsewhere);
    assert_eq!(without_tests("fn f() {}\n\n#[cfg(test)]\nmod tests {\n}\n"), "fn f() {}\n\n");
}
