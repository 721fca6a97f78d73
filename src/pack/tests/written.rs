//! A small pack on a disk, right in everything until a test breaks it.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::super::{Library, Problems, report};

const CHAPTER: &str = r#"id = "chapter-01"
number = 1
title = "Boxes"
exam = "SAA-C03"

[[section]]
number = 74
title = "Introduction to Boxes"

[[domain]]
number = 1
title = "Design Secure Boxes"
weight = 100
"#;

const FACTS: &str = r#"[[fact]]
id = "F74-01"
text = "A box keeps what is in it together."
standing = "chapter"
confidence = "read"
verified = 2026-11-24
source = { title = "On boxes", url = "https://example.com/boxes" }

[[fact]]
id = "F74-02"
text = "Since this year bags are sold out."
standing = "update"
confidence = "known"
verified = 2026-11-24
source = { title = "On bags", url = "https://example.com/bags" }
changed = "Older material offers bags; they are sold out."
"#;

const CONCEPTS: &str = r#"[[concept]]
id = "box"
section = 74
term = "Cardboard box"
aliases = ["carton", "CB"]
misspellings = ["cartoon"]
summary = "A thing that keeps things together."
facts = ["F74-01"]
cues = [{ wording = "keep it together", fact = "F74-01", chapter = true }]
confused_with = [
  { concept = "bag", difference = "A box has corners. A bag has none." },
]

[[concept]]
id = "bag"
section = 74
term = "AWS Bag"
summary = "A thing that was sold."
facts = ["F74-02"]
"#;

const QUESTIONS: &str = r#"[[question]]
id = "q74-moving"
section = 74
concepts = ["box", "bag"]
domain = 1
difficulty = 1
stem = "A company moves. Which thing keeps its books together?"
facts = ["F74-01", "F74-02"]
misconceptions = ["M01"]
review = 2027-05-24
options = [
  { text = "A box", key = true, why = "It keeps them together.", facts = ["F74-01"] },
  { text = "A bag", why = "Bags are sold out.", facts = ["F74-02"] },
  { text = "A string", why = "It holds; it does not keep.", facts = ["F74-01"] },
  { text = "A shelf", why = "It stays where it is.", facts = ["F74-01"] },
]

[[question]]
id = "q74-two-things"
section = 74
concepts = ["box"]
domain = 1
difficulty = 3
stem = "A bakery sells cakes. Which things keep them together? (Select TWO.)"
facts = ["F74-01"]
options = [
  { text = "A box", key = true, why = "It keeps them together.", facts = ["F74-01"] },
  { text = "A carton", key = true, why = "It is a box.", facts = ["F74-01"] },
  { text = "A plate", why = "It is open.", facts = ["F74-01"] },
  { text = "A fork", why = "It parts them.", facts = ["F74-01"] },
  { text = "A cloth", why = "It is soft.", facts = ["F74-01"] },
]
"#;

/// A pack in a folder of its own, which goes when this goes.
pub(super) struct Written {
    home: TempDir,
}

impl Written {
    pub(super) fn new() -> Self {
        let written = Self { home: TempDir::new().expect("a temporary folder") };
        written
            .file("chapter.toml", CHAPTER)
            .file("facts/74.toml", FACTS)
            .file("concepts/74.toml", CONCEPTS)
            .file("questions/74.toml", QUESTIONS)
    }

    /// The folder which holds the pack's folder.
    pub(super) fn home(&self) -> PathBuf {
        self.home.path().to_owned()
    }

    /// The pack's folder.
    pub(super) fn path(&self) -> PathBuf {
        self.home.path().join("pack")
    }

    /// The pack with this file in it, whatever was there before.
    pub(super) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        fs::write(path, bytes).expect("a new file");
        self
    }

    /// The pack with `from` replaced by `to` in a file, where it stands first.
    pub(super) fn with(self, name: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path().join(name)).expect("a file of the pack");
        assert!(text.contains(from), "{name} has no {from:?}");
        self.file(name, text.replacen(from, to, 1))
    }

    /// The pack without this file.
    pub(super) fn without(self, name: &str) -> Self {
        fs::remove_file(self.path().join(name)).expect("a file of the pack");
        self
    }

    pub(super) fn load(&self) -> Result<Library, Problems> {
        Library::from_dir(&self.path())
    }

    /// What `pack check` says about it, with `pack` for its folder.
    pub(super) fn checked(&self) -> String {
        self.told(&report::check(Some(&self.path())).text)
    }

    /// A text about it, with `pack` for its folder.
    pub(super) fn told(&self, text: &str) -> String {
        text.replace(&self.home.path().join("").display().to_string(), "")
    }
}
