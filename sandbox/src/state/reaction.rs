//! Reactions to messages.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::message::{Reaction, with_guild};
use super::{Audience, State};
use crate::payload;
use crate::snowflake::Snowflake;

impl State {
    /// Adds a reaction; `false` when it was there.
    pub(crate) fn react(
        &mut self,
        channel: Snowflake,
        id: Snowflake,
        user: Snowflake,
        emoji: &Value,
    ) -> bool {
        let Some(message) = self.message_mut(channel, id) else { return false };
        let known = message.reactions.iter_mut().find(|reaction| reaction.emoji == *emoji);
        let new = match known {
            Some(reaction) => reaction.users.insert(user),
            None => {
                let users = BTreeSet::from([user]);
                message.reactions.push(Reaction { emoji: emoji.clone(), users });
                true
            }
        };
        if new {
            self.emit_reaction("MESSAGE_REACTION_ADD", channel, id, user, emoji);
        }
        new
    }

    /// Takes a reaction away; `false` when there was none.
    pub(crate) fn unreact(
        &mut self,
        channel: Snowflake,
        id: Snowflake,
        user: Snowflake,
        emoji: &Value,
    ) -> bool {
        let Some(message) = self.message_mut(channel, id) else { return false };
        let known = message.reactions.iter_mut().find(|reaction| reaction.emoji == *emoji);
        let gone = known.is_some_and(|reaction| reaction.users.remove(&user));
        message.reactions.retain(|reaction| !reaction.users.is_empty());
        if gone {
            self.emit_reaction("MESSAGE_REACTION_REMOVE", channel, id, user, emoji);
        }
        gone
    }

    /// Takes all reactions away, or all with one emoji; one event tells of it.
    pub(crate) fn clear_reactions(&mut self, channel: Snowflake, id: Snowflake, only: Option<&Value>) {
        let Some(message) = self.message_mut(channel, id) else { return };
        let before = message.reactions.len();
        message.reactions.retain(|reaction| only.is_some_and(|only| *only != reaction.emoji));
        if message.reactions.len() == before {
            return;
        }
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let mut body = with_guild(json!({ "channel_id": channel, "message_id": id }), guild);
        let event = match only {
            Some(emoji) => {
                body["emoji"] = emoji.clone();
                "MESSAGE_REACTION_REMOVE_EMOJI"
            }
            None => "MESSAGE_REACTION_REMOVE_ALL",
        };
        let audience = Audience::reactions(self, channel);
        self.emit(event, &audience, |_, _| Some(body.clone()));
    }

    fn emit_reaction(
        &mut self,
        event: &'static str,
        channel: Snowflake,
        id: Snowflake,
        user: Snowflake,
        emoji: &Value,
    ) {
        let audience = Audience::reactions(self, channel);
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let author = self.message(channel, id).map(|message| message.author);
        self.emit(event, &audience, |state, _| {
            let mut body = json!({
                "user_id": user, "channel_id": channel, "message_id": id, "emoji": emoji, "burst": false,
                "type": 0,
            });
            if event == "MESSAGE_REACTION_ADD" {
                body["burst_colors"] = json!([]);
                body["message_author_id"] = json!(author);
                if let Some(member) = guild.and_then(|guild| payload::member(state, guild, user)) {
                    body["member"] = member;
                }
            }
            Some(with_guild(body, guild))
        });
    }
}
