//! Why the questions of a server are paused, and what a manager can do about it.

use super::count::listed;
use crate::discord::limits::{escape, fit};
use crate::discord::permissions::MENTION_ALL_ROLES;
use crate::domain::guild::PauseReason;
use crate::domain::ids::ChannelId;

/// The most of Discord's own words that is passed on, in code points.
const SAID: usize = 200;

/// What a pause does to streaks.
pub(super) const NOTHING_IS_LOST: &str =
    "Nothing is lost: days without a question break no streak, and all answers and settings are kept.";

/// Why they are paused, in a sentence.
pub(super) fn why(reason: &PauseReason, channel: ChannelId) -> String {
    match reason {
        PauseReason::ByManager => "A manager paused the daily questions.".to_owned(),
        PauseReason::MissingPermissions { permissions } => {
            format!("In <#{channel}> I'm missing {}.", permission_list(permissions))
        }
        PauseReason::ChannelGone => {
            "The channel for the daily questions is gone, or I can't see it anymore.".to_owned()
        }
        PauseReason::Refused { said } => format!(
            "Discord doesn't let me post in <#{channel}>. It says: “{}”.",
            escape(&fit(said.trim(), SAID))
        ),
    }
}

/// What makes them go on.
pub(super) fn how_to_go_on(reason: &PauseReason) -> String {
    match reason {
        PauseReason::ByManager => "Press **Resume** in `/setup` when you're ready.".to_owned(),
        PauseReason::MissingPermissions { permissions } => {
            format!("{} Then press **Resume** in `/setup`.", where_to_allow(permissions))
        }
        PauseReason::ChannelGone => "Choose another channel with `/setup channel:`.".to_owned(),
        PauseReason::Refused { .. } => {
            "Check the channel's settings, then press **Resume** in `/setup`, or choose another channel there."
                .to_owned()
        }
    }
}

/// `the permissions **Send Messages** and **Embed Links**`
pub(super) fn permission_list<T: AsRef<str>>(permissions: &[T]) -> String {
    let named: Vec<String> = permissions.iter().map(|name| format!("**{}**", name.as_ref())).collect();
    let noun = if named.len() == 1 { "the permission" } else { "the permissions" };
    format!("{noun} {}", listed(&named))
}

/// Where in Discord these permissions are given, or what makes one needless.
///
/// To mention a role, its own setting comes first: the permission would let the bot mention everybody.
pub(super) fn where_to_allow<T: AsRef<str>>(permissions: &[T]) -> String {
    let for_role = permissions.iter().any(|name| name.as_ref() == MENTION_ALL_ROLES);
    match (for_role, permissions.len()) {
        (false, 1) => format!("To give me the permission, {}", in_the_channel("it")),
        (false, _) => format!("To give me the permissions, {}", in_the_channel("them")),
        (true, 1) => format!(
            "{IN_THE_ROLE}: then I can do without the permission. To give it to me instead, {}",
            in_the_channel("it")
        ),
        (true, 2) => format!(
            "{IN_THE_ROLE}: then I can do without **{MENTION_ALL_ROLES}**. To give me the other permission, {}",
            in_the_channel("it")
        ),
        (true, _) => format!(
            "{IN_THE_ROLE}: then I can do without **{MENTION_ALL_ROLES}**. To give me the other permissions, {}",
            in_the_channel("them")
        ),
    }
}

/// The setting that lets everybody, and so the bot, mention one role.
const IN_THE_ROLE: &str = "Best switch on **Allow anyone to @mention this role** in the role's settings (**Server Settings → Roles**)";

fn in_the_channel(it: &str) -> String {
    format!(
        "open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, \
         and switch {it} on."
    )
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    fn words(reason: &PauseReason) -> String {
        format!("{} {}", why(reason, ChannelId(7)), how_to_go_on(reason))
    }

    #[test]
    fn every_reason_says_why_and_what_to_do() {
        assert_snapshot!(words(&PauseReason::ByManager), @"A manager paused the daily questions. Press **Resume** in `/setup` when you're ready.");
        let permissions = vec!["Send Messages".to_owned()];
        assert_snapshot!(words(&PauseReason::MissingPermissions { permissions }), @"In <#7> I'm missing the permission **Send Messages**. To give me the permission, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch it on. Then press **Resume** in `/setup`.");
        assert_snapshot!(words(&PauseReason::ChannelGone), @"The channel for the daily questions is gone, or I can't see it anymore. Choose another channel with `/setup channel:`.");
        assert_snapshot!(words(&PauseReason::Refused { said: "Missing *Access*".into() }), @r#"Discord doesn't let me post in <#7>. It says: “Missing \*Access\*”. Check the channel's settings, then press **Resume** in `/setup`, or choose another channel there."#);
    }

    #[test]
    fn to_mention_a_role_its_own_setting_comes_first() {
        assert_snapshot!(where_to_allow(&[MENTION_ALL_ROLES]), @"Best switch on **Allow anyone to @mention this role** in the role's settings (**Server Settings → Roles**): then I can do without the permission. To give it to me instead, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch it on.");
        assert_snapshot!(where_to_allow(&["Embed Links", MENTION_ALL_ROLES]), @"Best switch on **Allow anyone to @mention this role** in the role's settings (**Server Settings → Roles**): then I can do without **Mention @everyone, @here, and All Roles**. To give me the other permission, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch it on.");
        let others = where_to_allow(&["Send Messages", "Embed Links", MENTION_ALL_ROLES]);
        assert!(others.contains("the other permissions,") && others.ends_with("switch them on."), "{others}");
    }
}
