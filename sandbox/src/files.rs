//! What bots uploaded, kept so that it can be shown.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::snowflake::Snowflake;

/// How much is kept, in bytes; the oldest files go first.
const KEPT: usize = 64 * 1024 * 1024;

/// An uploaded file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// As the bot declared it; `None` when it did not.
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Arc<[u8]>,
}

/// The files, by the ids of their attachments. Clones are the same files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files(Arc<Mutex<BTreeMap<Snowflake, File>>>);

impl Files {
    /// Keeps a file, and lets the oldest ones go when that makes too much.
    pub(crate) fn keep(&self, attachment: Snowflake, file: File) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(attachment, file);
        let mut total: usize = files.values().map(|file| file.bytes.len()).sum();
        while total > KEPT && files.len() > 1 {
            let Some((_, oldest)) = files.pop_first() else { break };
            total -= oldest.bytes.len();
        }
    }

    /// The file of an attachment; `None` when it was never uploaded, or let go.
    pub(crate) fn get(&self, attachment: Snowflake) -> Option<File> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&attachment).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_when_it_becomes_too_much() {
        let files = Files::default();
        for number in 1..=3 {
            let bytes = vec![0; KEPT / 2].into();
            files.keep(Snowflake::new(number), File { content_type: None, bytes });
        }
        assert!(files.get(Snowflake::new(1)).is_none());
        assert!(files.get(Snowflake::new(3)).is_some());
    }
}
