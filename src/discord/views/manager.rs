//! What whoever set up the daily question is told, by direct message.

use super::panel::{Panel, Tone};
use super::server::server;
use super::{View, paused_dailies};
use crate::domain::guild::Guild;
use crate::domain::ids::GuildId;

/// The daily questions had to be paused: on which server (its `name`, where Discord tells it), why, and how they
/// go on.
#[must_use]
pub fn paused(guild: &Guild, name: Option<&str>) -> View {
    let channel = guild.settings.channel;
    let panel =
        Panel::new(Tone::Warning, "The daily questions on your server are paused").paragraph(format!(
            "You set them up on {} in <#{channel}>, so you're the one I'm telling.",
            server(guild.id, name)
        ));
    match &guild.paused {
        Some((_, reason)) => panel
            .paragraph(paused_dailies::why(reason, channel))
            .paragraph(paused_dailies::how_to_go_on(reason)),
        None => panel.paragraph("`/setup` on the server shows how they stand."),
    }
    .paragraph(paused_dailies::NOTHING_IS_LOST)
    .into_view()
}

/// A member has reported a question on a server, the first today: its `name`, where Discord tells it.
#[must_use]
pub fn reported(guild: GuildId, name: Option<&str>) -> View {
    View::text(format!(
        "A member of {} says that something is wrong with a question. `/admin reports` there shows what. You set up the \
         daily question, so you're the one I'm telling, once a day at most.",
        server(guild, name)
    ))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::discord::views::plain::plain;
    use crate::discord::views::sample;
    use crate::domain::guild::PauseReason;

    #[test]
    fn the_manager_is_told_which_permission_is_missing_and_what_to_do() {
        let mut guild = sample::guild();
        let permissions = vec!["Send Messages".to_owned(), "Embed Links".to_owned()];
        guild.paused = Some((sample::now(), PauseReason::MissingPermissions { permissions }));
        assert_snapshot!(plain(&paused(&guild, Some("Study Hall"))), @"
        # The daily questions on your server are paused
        You set them up on **Study Hall** in <#7>, so you're the one I'm telling.

        In <#7> I'm missing the permissions **Send Messages** and **Embed Links**.

        To give me the permissions, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch them on. Then press **Resume** in `/setup`.

        Nothing is lost: days without a question break no streak, and all answers and settings are kept.
        ");
    }

    #[test]
    fn the_manager_is_told_where_a_report_can_be_read() {
        assert_snapshot!(plain(&reported(GuildId(1), Some("Study Hall"))), @"A member of **Study Hall** says that something is wrong with a question. `/admin reports` there shows what. You set up the daily question, so you're the one I'm telling, once a day at most.");
    }
}
