//! A small pack on a disk, right in everything until a test breaks it.

use std::fs;
use std::path::PathBuf;

use jiff::civil::Date;
use tempfile::TempDir;

use super::super::report::{self, Request};
use super::super::{Library, Problems};

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
volatile = true
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
stem = "A company moves. Its books stood on shelves for years, and on the road nothing may fall out or get lost. The drivers carry one thing at a time and tie nothing down. Which thing keeps its books together?"
facts = ["F74-01", "F74-02"]
misconceptions = ["M01"]
review = 2027-05-24
options = [
  { text = "A box with a lid", key = true, why = "What is in it stays together, so \"nothing may fall out\".", facts = ["F74-01"] },
  { text = "A bag with a zip", why = "Bags are sold out.", facts = ["F74-02"] },
  { text = "A string with knots", why = "It holds; it does not keep.", facts = ["F74-01"] },
  { text = "A shelf with doors", why = "It stays where it is.", facts = ["F74-01"] },
]

[[question]]
id = "q74-two-things"
section = 74
concepts = ["box"]
domain = 1
difficulty = 3
stem = "A bakery sells cakes by mail. A cake travels for two days through rain and over bad roads, and its slices should arrive side by side, dry and in good order. Which things keep them together? (Select TWO.)"
facts = ["F74-01"]
options = [
  { text = "A box with a lid", key = true, why = "It closes, so the slices arrive \"side by side\".", facts = ["F74-01"] },
  { text = "A carton with a lid", key = true, why = "It is a box, too, so they arrive \"in good order\".", facts = ["F74-01"] },
  { text = "A plate with a rim", why = "It is open.", facts = ["F74-01"] },
  { text = "A fork with four prongs", why = "It parts them.", facts = ["F74-01"] },
  { text = "A cloth with a hem", why = "It is soft.", facts = ["F74-01"] },
]
"#;

/// A pack in a folder of its own, which goes when this goes.
pub(super) struct Written {
    home: TempDir,
    pack: PathBuf,
}

impl Written {
    pub(super) fn new() -> Self {
        let home = TempDir::new().expect("a temporary folder");
        let written = Self { pack: home.path().join("pack"), home };
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
        self.pack.clone()
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

    /// What `pack check` says about it, with `pack` for its folder; the line on reference texts left out.
    pub(super) fn checked(&self) -> String {
        let text = self.told(&report::check(self.request()).text);
        text.lines().filter(|line| !line.starts_with("SKIPPED")).collect::<Vec<_>>().join("\n")
    }

    /// What `pack stats` says about it.
    pub(super) fn stats(&self) -> String {
        self.told(&report::stats(self.request(), false).text)
    }

    /// A review on the day on which the pack was written.
    pub(super) fn request(&self) -> Request<'_> {
        Request { dir: Some(&self.pack), against: &[], today: Date::constant(2026, 11, 24) }
    }

    /// A text about it, with `pack` for its folder.
    pub(super) fn told(&self, text: &str) -> String {
        text.replace(&self.home.path().join("").display().to_string(), "")
    }
}
