//! Private answers: whoever gets one hears first what a corrected key has changed for them.

use tracing::error;

use super::Bot;
use super::reply::{self, Incoming, To};
use super::views::{self, View};
use crate::actions::correction;
use crate::domain::ids::{GuildId, MemberId};
use crate::store::{CorrectedAnswer, StoreError};

/// Does `work` and answers with what it gives; `place` is where a member waits, and who.
pub(super) async fn answer(
    bot: &Bot,
    incoming: &Incoming,
    to: To,
    place: Option<(GuildId, MemberId)>,
    work: impl Future<Output = Result<View, StoreError>>,
) {
    let place = place.filter(|_| to != To::Channel);
    let mut told = Vec::new();
    let work = async {
        let Some(place) = place else { return work.await };
        let (view, news) = tokio::join!(work, news(bot, place));
        let (view, fitted) = views::correction::before(view?, news);
        told = fitted;
        Ok(view)
    };
    let arrived = reply::answer(&bot.rest, incoming, to, work).await;
    if let Some((guild, member)) = place.filter(|_| arrived && !told.is_empty())
        && let Err(error) = correction::told(&bot.services, guild, member, &told).await
    {
        error!(%error, "that a member was told of a correction could not be noted: it will be told again");
    }
}

/// What to tell; nothing where it cannot be read: the answer itself must not suffer.
async fn news(bot: &Bot, (guild, member): (GuildId, MemberId)) -> Vec<CorrectedAnswer> {
    match correction::to_tell(&bot.services, guild, member).await {
        Ok(corrected) => corrected,
        Err(error) => {
            error!(%error, "what a member has to be told of corrections could not be read");
            Vec::new()
        }
    }
}
