//! What an operator does with a database: copy it, put a copy back, look whether all is well.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::clock::Clock;
use crate::config::{Database, Settings};
use crate::domain::shards::Shards;
use crate::store::{Split, Store};
use crate::{doctor, store};

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    #[command(flatten)]
    database: Database,

    /// Replaces the copy if there is one of that name.
    #[arg(long)]
    force: bool,

    /// The copy to make: one file, checked before it gets this name.
    #[arg(value_name = "COPY")]
    to: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    #[command(flatten)]
    database: Database,

    /// The copy that `backup` made.
    #[arg(value_name = "COPY")]
    from: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    #[command(flatten)]
    settings: Settings,

    /// For machines.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct SplitArgs {
    #[command(flatten)]
    database: Database,

    /// The shards whose servers the new database gets: FIRST..LAST/TOTAL, such as 0..1/4.
    #[arg(long, value_name = "RANGE")]
    shards: Shards,

    /// The new database; nothing is overwritten.
    to: PathBuf,
}

#[expect(clippy::print_stdout, reason = "results go to standard output")]
pub(super) fn backup(args: &BackupArgs) -> Result<(), Box<dyn Error>> {
    let database = &args.database.file;
    let contents = store::backup(database, &args.to, args.force)?;
    println!("Copied {} to {}: {contents}", database.display(), args.to.display());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "results go to standard output")]
pub(super) fn restore(args: &RestoreArgs) -> Result<(), Box<dyn Error>> {
    let database = &args.database.file;
    let (contents, kept) = store::restore(&args.from, database, Clock::system().now())?;
    println!("{} is now the copy {}: {contents}", database.display(), args.from.display());
    if contents.is_older() {
        println!("The next start brings its schema up to date.");
    }
    if let Some(kept) = kept {
        println!("What stood there is kept as {}; delete it once all is well.", kept.display());
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "results go to standard output")]
pub(super) async fn doctor(args: DoctorArgs) -> Result<ExitCode, Box<dyn Error>> {
    let checkup = doctor::examine(&args.settings, &Clock::system()).await;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&checkup)?);
    } else {
        println!("{checkup}");
    }
    Ok(if checkup.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[expect(clippy::print_stdout, reason = "results go to standard output")]
pub(super) async fn split(args: SplitArgs) -> Result<ExitCode, Box<dyn Error>> {
    let database = &args.database.file;
    if !database.exists() {
        return Err(format!("there is no database {}", database.display()).into());
    }
    let store = Store::open(database)?;
    let split = store.split(args.shards, &args.to).await;
    store.close().await;
    let Split { kept, left_out } = split?;
    println!("{}: {kept} server(s) of the shards {}; {left_out} left out", args.to.display(), args.shards);
    Ok(ExitCode::SUCCESS)
}
