//! Files on messages: which stay, and where their bytes go.

use serde_json::Value;

use crate::files::File;
use crate::snowflake::Snowflake;
use crate::state::State;

/// Keeps what was uploaded, so that it can be shown.
pub(super) fn keep(state: &State, uploads: Vec<(Snowflake, File)>) {
    for (attachment, file) in uploads {
        state.files.keep(attachment, file);
    }
}

/// Of attachments, those that came with a file: an entry without one has no size.
pub(super) fn new(list: Vec<Value>) -> Vec<Value> {
    list.into_iter().filter(|entry| !entry["size"].is_null()).collect()
}

/// The attachments after an edit: new files, and those of the known ones that the edit names.
pub(super) fn kept(known: &[Value], given: Vec<Value>) -> Vec<Value> {
    let each = given.into_iter().filter_map(|entry| {
        if entry["size"].is_null() {
            known.iter().find(|old| old["id"] == entry["id"]).cloned()
        } else {
            Some(entry)
        }
    });
    each.collect()
}
