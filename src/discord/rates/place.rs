//! What a call counts against: its route, and the one resource whose limit it shares.

use serenity::all::{LightMethod, Route};

/// What a call counts against.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// The method and the path with its ids left out: calls of one route share a bucket's name.
    pub(super) route: String,
    /// The channel, guild or webhook, whose limit is its own.
    ///
    /// Source: <https://discord.com/developers/docs/topics/rate-limits> (top-level resources)
    pub(super) resource: String,
    /// Whether it belongs to an interaction: such calls are not bound to the bot's global limit.
    ///
    /// Source: <https://discord.com/developers/docs/topics/rate-limits#global-rate-limit>
    pub(super) of_interaction: bool,
    /// Whether its bucket can ever be used again: the first answer to an interaction is made once.
    pub(super) once: bool,
}

impl Place {
    /// What a call of `method` to `route` counts against.
    pub(super) fn of(method: LightMethod, route: Route<'_>) -> Self {
        let path = route.path();
        let below = path.split_once("/api/").and_then(|(_, versioned)| versioned.split_once('/'));
        let segments: Vec<&str> = below.map_or(&*path, |(_, below)| below).split('/').collect();
        let first = segments.first().copied().unwrap_or_default();
        let major = match first {
            "channels" | "guilds" => 2,
            // A webhook's limit is its token's.
            "webhooks" | "interactions" => 3,
            _ => 0,
        };
        let plain = segments.iter().enumerate().map(|(place, segment)| {
            let token = major == 3 && place == 2;
            if token || segment.bytes().all(|byte| byte.is_ascii_digit()) { "*" } else { segment }
        });
        Self {
            route: format!("{method:?} {}", plain.collect::<Vec<_>>().join("/")),
            resource: segments.iter().take(major).copied().collect::<Vec<_>>().join("/"),
            of_interaction: matches!(first, "webhooks" | "interactions"),
            once: first == "interactions",
        }
    }
}

#[cfg(test)]
mod tests {
    use serenity::all::{ApplicationId, ChannelId, InteractionId, MessageId};

    use super::*;

    #[test]
    fn messages_of_a_channel_share_its_limit() {
        let place = |channel, message| {
            let (channel_id, message_id) = (ChannelId::new(channel), MessageId::new(message));
            Place::of(LightMethod::Patch, Route::ChannelMessage { channel_id, message_id })
        };
        assert_eq!(place(1, 2), place(1, 3));
        assert_ne!(place(1, 2), place(2, 2));
        assert_eq!(place(1, 2).route, "Patch channels/*/messages/*");
        assert_eq!(place(1, 2).resource, "channels/1");
        assert!(!place(1, 2).of_interaction);
    }

    #[test]
    fn interactions_are_not_bound_to_the_global_limit_and_their_tokens_not_part_of_the_route() {
        let interaction_id = InteractionId::new(7);
        let first =
            Place::of(LightMethod::Post, Route::InteractionResponse { interaction_id, token: "secret" });
        assert_eq!(first.route, "Post interactions/*/*/callback");
        assert!(first.of_interaction && first.once);
        let application_id = ApplicationId::new(8);
        let route = Route::WebhookOriginalInteractionResponse { application_id, token: "secret" };
        let later = Place::of(LightMethod::Patch, route);
        assert_eq!(later.route, "Patch webhooks/*/*/messages/@original");
        assert_eq!(later.resource, "webhooks/8/secret");
        assert!(later.of_interaction && !later.once);
    }
}
