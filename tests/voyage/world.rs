//! The world at the beginning of a journey.

use std::fs;
use std::path::{Path, PathBuf};

use sandbox::Permissions;
use shipmate::discord::NEEDED_PERMISSIONS;

use super::Outcome;

/// What the bot may do in a server: what its invitation asks for.
pub(crate) const GRANTED: Permissions = Permissions::from_bits_truncate(NEEDED_PERMISSIONS);

/// The world at the beginning of a journey.
pub(crate) struct World {
    pub(super) starts: &'static str,
    pub(super) zone: &'static str,
    pub(super) setup: Option<String>,
    pub(super) seed: u64,
    pub(super) packs: Option<PathBuf>,
    pub(super) second_chapter: Option<PathBuf>,
    pub(super) development: bool,
}

impl Default for World {
    /// Sunday noon in Berlin; the daily is set up in #daily at nine, without threads.
    fn default() -> Self {
        Self {
            starts: "2026-03-01 12:00",
            zone: "Europe/Berlin",
            setup: Some("time:9:00 discussion:False".into()),
            seed: 1,
            packs: Some("tests/pack".into()),
            second_chapter: None,
            development: false,
        }
    }
}

impl World {
    /// The same in another zone.
    pub(crate) fn zone(mut self, zone: &'static str) -> Self {
        self.zone = zone;
        self
    }

    /// The same at another local time.
    pub(crate) fn starts(mut self, local: &'static str) -> Self {
        self.starts = local;
        self
    }

    /// Set up with these options besides the channel and the zone.
    pub(crate) fn set_up(mut self, options: &str) -> Self {
        self.setup = Some(options.into());
        self
    }

    /// Nothing is set up yet.
    pub(crate) fn not_set_up(mut self) -> Self {
        self.setup = None;
        self
    }

    /// The study group's server is the one that `DEV_GUILD_ID` names.
    pub(crate) fn development(mut self) -> Self {
        self.development = true;
        self
    }

    /// With this chapter's folder beside those of the small pack.
    pub(crate) fn with_chapter(mut self, folder: &str) -> Self {
        self.second_chapter = Some(folder.into());
        self
    }

    /// With the whole chapter instead of the small pack for tests.
    pub(crate) fn whole_chapter(mut self) -> Self {
        self.packs = None;
        self
    }
}

/// A folder in `home` with every chapter of `packs`, and `second` beside them.
pub(super) fn side_by_side(packs: &Path, second: &Path, home: &Path) -> Outcome<PathBuf> {
    let both = home.join("packs");
    copy(packs, &both)?;
    copy(second, &both.join(second.file_name().ok_or("a chapter's folder has a name")?))?;
    Ok(both)
}

/// Copies a folder with all that is in it.
pub(super) fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
