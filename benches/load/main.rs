//! What the real binary costs, beside a bare serenity bot that answers a constant: the floor.
//!
//! Both run as processes of their own on one local Discord and take turns within each measurement, so that the ratio
//! holds whatever else the machine does. Latencies are from the event on the wire to its acknowledgement on the wire.
//!
//! ```sh
//! cargo bench --bench load                      # about five minutes; prints the tables of docs/performance.md
//! cargo bench --bench load -- answers memory    # these only; there are records and starts as well
//! ```

#![expect(clippy::print_stdout, reason = "the tables are what is asked for")]

mod floor;
mod measure;
mod process;
mod records;
mod stage;

use std::error::Error;
use std::path::Path;

/// How much is measured.
#[derive(Clone, Copy, Debug)]
struct Extent {
    /// How often the two bots take turns.
    turns: usize,
    /// Interactions per turn with one and with 64 in flight.
    interactions: [(usize, usize); 2],
    /// Numbers of servers for the memory.
    servers: &'static [usize],
    /// Starts of each bot.
    starts: usize,
    /// Members on record.
    members: &'static [u32],
}

const WHOLE: Extent = Extent {
    turns: 7,
    interactions: [(1, 300), (64, 2_000)],
    servers: &[0, 1_000, 10_000],
    starts: 15,
    members: &[1_000, 1_000_000],
};

/// Everything once, to see that it works.
const TRIAL: Extent =
    Extent { turns: 1, interactions: [(1, 4), (8, 16)], servers: &[0, 10], starts: 1, members: &[10, 1_000] };

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Runtime::new()?;
    if arguments.first().is_some_and(|argument| argument == floor::ARGUMENT) {
        return runtime.block_on(floor::run(arguments.get(1).map(Path::new)));
    }
    let extent = if arguments.iter().any(|argument| argument == "--bench") { WHOLE } else { TRIAL };
    let named: Vec<&str> = arguments.iter().map(String::as_str).filter(|it| !it.starts_with('-')).collect();
    let wanted = |part: &str| named.is_empty() || named.contains(&part);
    runtime.block_on(async {
        if wanted("answers") {
            println!("## Answers\n");
            stage::answers(extent).await?;
        }
        if wanted("records") {
            println!("\n## Members on record\n");
            stage::records(extent).await?;
        }
        if wanted("memory") {
            println!("\n## Memory\n");
            stage::memory(extent).await?;
        }
        if wanted("starts") {
            println!("\n## Start\n");
            stage::starts(extent).await?;
        }
        Ok(())
    })
}
