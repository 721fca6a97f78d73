//! A pack's files, from a disk or from the binary itself.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, DirEntry};

use super::place::Spot;
use super::problem::Problems;

/// The file that makes a folder a pack.
pub(super) const CHAPTER_FILE: &str = "chapter.toml";

/// The file that holds two concepts against each other; a pack may do without.
const COMPARISONS_FILE: &str = "comparisons.toml";

/// The largest file that is read, in bytes: many times what a section of a chapter needs.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// A folder of packs, the pack, its `facts`: nothing lies deeper, so that a link in a circle ends here.
const MAX_DEPTH: usize = 3;

/// A file and the bytes in it.
#[derive(Clone, Debug)]
pub(super) struct SourceFile {
    /// Where it is, as problems show it.
    pub(super) path: Arc<str>,
    pub(super) bytes: Cow<'static, [u8]>,
}

/// The files of one pack, by what they hold.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Where it is, as problems show it.
    pub(super) path: String,
    pub(super) chapter: Option<SourceFile>,
    pub(super) facts: Vec<SourceFile>,
    pub(super) concepts: Vec<SourceFile>,
    pub(super) questions: Vec<SourceFile>,
    pub(super) comparisons: Vec<SourceFile>,
}

/// Something in a folder.
#[derive(Debug)]
struct Entry {
    name: String,
    path: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Toml(Cow<'static, [u8]>),
    Folder(Vec<Entry>),
    /// Neither TOML nor a folder, or too deep down.
    Other,
    /// Why it can't be read.
    Unreadable(String),
}

/// The packs at `path`, which is one or holds some.
pub(super) fn on_disk(path: &Path, problems: &mut Problems) -> Vec<Folder> {
    let shown = path.display().to_string();
    match read_folder(path, MAX_DEPTH) {
        Ok(entries) => packs_in(shown, entries, problems),
        Err(error) => {
            problems.error(
                Spot::file(&shown),
                format!("cannot be read: {error}"),
                "name a folder that is a pack or holds packs",
            );
            Vec::new()
        }
    }
}

/// The packs in a folder that was compiled in; `path` is where it was.
pub(super) fn embedded(dir: &'static Dir<'static>, path: &str, problems: &mut Problems) -> Vec<Folder> {
    packs_in(path.to_owned(), embedded_entries(dir, path), problems)
}

fn packs_in(path: String, entries: Vec<Entry>, problems: &mut Problems) -> Vec<Folder> {
    if entries.iter().any(|entry| entry.name == CHAPTER_FILE) {
        return vec![Folder::sorted(path, entries, problems)];
    }
    let mut packs = Vec::new();
    for entry in entries {
        match entry.content {
            Content::Folder(inner) => packs.push(Folder::sorted(entry.path, inner, problems)),
            Content::Unreadable(why) => unreadable(&entry.path, &why, problems),
            Content::Toml(_) | Content::Other => {}
        }
    }
    if packs.is_empty() {
        let hint = format!("a pack is a folder with a {CHAPTER_FILE}; name one, or a folder that holds some");
        problems.error(Spot::file(&path), "no pack here", hint);
    }
    packs
}

impl Folder {
    /// The entries of a pack's folder, each in its place.
    fn sorted(path: String, entries: Vec<Entry>, problems: &mut Problems) -> Self {
        let mut folder = Self { path, ..Self::default() };
        for entry in entries {
            match (entry.name.as_str(), entry.content) {
                (CHAPTER_FILE, Content::Toml(bytes)) => {
                    folder.chapter = Some(SourceFile { path: entry.path.into(), bytes });
                }
                (COMPARISONS_FILE, Content::Toml(bytes)) => {
                    folder.comparisons = vec![SourceFile { path: entry.path.into(), bytes }];
                }
                ("facts", Content::Folder(inner)) => folder.facts = toml_files(inner, problems),
                ("concepts", Content::Folder(inner)) => folder.concepts = toml_files(inner, problems),
                ("questions", Content::Folder(inner)) => folder.questions = toml_files(inner, problems),
                (_, Content::Unreadable(why)) => unreadable(&entry.path, &why, problems),
                (_, Content::Toml(_) | Content::Folder(_)) => problems.warning(
                    Spot::file(&entry.path),
                    "is no part of a pack and was not read",
                    format!(
                        "a pack has {CHAPTER_FILE}, {COMPARISONS_FILE} and the folders facts, concepts and questions"
                    ),
                ),
                (_, Content::Other) => {}
            }
        }
        folder
    }
}

fn toml_files(entries: Vec<Entry>, problems: &mut Problems) -> Vec<SourceFile> {
    let mut files = Vec::new();
    for entry in entries {
        match entry.content {
            Content::Toml(bytes) => files.push(SourceFile { path: entry.path.into(), bytes }),
            Content::Unreadable(why) => unreadable(&entry.path, &why, problems),
            Content::Folder(_) | Content::Other => problems.warning(
                Spot::file(&entry.path),
                "is not a TOML file and was not read",
                "put *.toml files here and nothing else",
            ),
        }
    }
    files
}

fn unreadable(path: &str, why: &str, problems: &mut Problems) {
    problems.error(
        Spot::file(path),
        format!("cannot be read: {why}"),
        "make it a readable file, or take it away",
    );
}

/// What is in a folder on the disk, by name; hidden entries left out.
fn read_folder(path: &Path, depth: usize) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let content = read_entry(&path, depth).unwrap_or_else(|error| Content::Unreadable(error.to_string()));
        entries.push(Entry { name, path: path.display().to_string(), content });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

fn read_entry(path: &Path, depth: usize) -> io::Result<Content> {
    // Of what a link leads to: one that leads round in a circle is an error here.
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return if depth > 1 {
            Ok(Content::Folder(read_folder(path, depth - 1)?))
        } else {
            Ok(Content::Other)
        };
    }
    if path.extension().is_none_or(|extension| extension != "toml") {
        return Ok(Content::Other);
    }
    if !metadata.is_file() {
        return Err(io::Error::other("not a plain file"));
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(io::Error::other(format!("larger than {MAX_FILE_BYTES} bytes")));
    }
    Ok(Content::Toml(Cow::Owned(fs::read(path)?)))
}

fn embedded_entries(dir: &'static Dir<'static>, path: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = dir
        .entries()
        .iter()
        .map(|entry| {
            let name = entry.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
            let path = format!("{path}/{name}");
            let content = match entry {
                DirEntry::Dir(inner) => Content::Folder(embedded_entries(inner, &path)),
                DirEntry::File(file) if name.ends_with(".toml") => {
                    Content::Toml(Cow::Borrowed(file.contents()))
                }
                DirEntry::File(_) => Content::Other,
            };
            Entry { name, path, content }
        })
        .filter(|entry| !entry.name.starts_with('.'))
        .collect();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries
}
