//! What a manager sees and does with `/admin`.

use super::{Services, setup};
use crate::domain::ids::GuildId;
use crate::store::{OpenReports, PostNow, SCHEMA_VERSION, StoreError};

/// How everything stands in a guild.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The daily question's set-up and state.
    pub setup: setup::SetupState,
    /// What members have reported.
    pub reports: OpenReports,
    /// What runs.
    pub versions: Versions,
}

/// What runs, for somebody who asks for help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The bot's.
    pub bot: &'static str,
    /// The database's schema.
    pub schema: usize,
    /// Each chapter, with how many questions it has.
    pub chapters: Vec<(String, usize)>,
}

/// How everything stands.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn status(services: &Services, guild: GuildId) -> Result<Status, StoreError> {
    let packs = services.library.packs().iter();
    Ok(Status {
        setup: setup::state(services, guild).await?,
        reports: services.store.count_reports(guild).await?,
        versions: Versions {
            bot: env!("CARGO_PKG_VERSION"),
            schema: SCHEMA_VERSION,
            chapters: packs.map(|pack| (pack.chapter().title.clone(), pack.questions().len())).collect(),
        },
    })
}

/// Makes today's daily due now, where none was posted today; the jobs have to be woken. The promise of one a day
/// holds: planning allows one row for each guild and local day, and never two open at once.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn post_now(services: &Services, guild: GuildId) -> Result<PostNow, StoreError> {
    services.store.post_now(guild, services.clock.now()).await
}
