//! Any bytes in place of one of a pack's files: problems are listed, nothing panics or hangs.
#![no_main]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shipmate::pack::Library;
use tempfile::TempDir;

const FILES: [&str; 4] = ["chapter.toml", "facts/75.toml", "concepts/75.toml", "questions/75.toml"];

/// The small pack of the tests, once; one of its files is replaced in each run.
static PACK: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/pack/chapter-07")), folder.path());
    folder
});

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the test's pack") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let path = PACK.path().join(FILES[usize::from(*which) % FILES.len()]);
    let before = fs::read(&path).ok();
    fs::write(&path, bytes).expect("the file is replaced");
    match Library::from_dir(PACK.path()) {
        Ok(library) => assert!(!library.packs().is_empty()),
        Err(problems) => assert!(!problems.to_string().is_empty()),
    }
    match before {
        Some(before) => fs::write(&path, before).expect("the file is put back"),
        None => fs::remove_file(&path).expect("the file is taken away"),
    }
});
