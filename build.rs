//! The packs in `data/` are compiled in: a file that is added there has to be noticed. So is the commit's name.

use std::path::Path;
use std::process::Command;

#[expect(clippy::disallowed_methods, reason = "a build has no config")]
fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-env-changed=SHIPMATE_COMMIT");
    // Where there is no repository (a container's build, a downloaded archive) the variable may name the commit.
    let told = std::env::var("SHIPMATE_COMMIT").ok().filter(|commit| !commit.is_empty());
    let commit = told.or_else(|| git(&["rev-parse", "--short=12", "HEAD"])).unwrap_or("unknown".into());
    println!("cargo::rustc-env=SHIPMATE_COMMIT={commit}");
    // Written with each commit and each checkout.
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|log| Path::new(log).exists());
    if let Some(log) = log {
        println!("cargo::rerun-if-changed={log}");
    }
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| output.status.success() && !text.is_empty())
}
