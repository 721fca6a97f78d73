//! What a member does with a bot, as the Discord client lets it.

use std::sync::Arc;

use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandType};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::guild::Permissions;

use super::command_line::{self, Surroundings, Typed};
use super::{
    ActError, AsMessage, Channel, Choice, Member, Message, Modal, Refused, Reply, ReplyKind, channel,
    components,
};
use crate::audit::ProblemKind;
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Act, Answer, Deferred, FIRST_ANSWER_LIMIT, Interaction, InteractionKind, Outcome, State};

impl Member {
    /// Types a slash command, such as `/streak pause from:2026-03-02 to:2026-03-05` or
    /// `/setup start channel:#daily role:@Learners`; a value runs to the next known `name:`.
    ///
    /// # Errors
    ///
    /// [`ActError::Refused`] for what the client would not let through, [`ActError::Failed`] when the bot does not
    /// answer in 3 s, [`ActError::TimedOut`] when a deferred answer does not come.
    pub async fn slash(&self, channel: &Channel, line: &str) -> Result<Reply, ActError> {
        let (app, command, typed) = self.type_command(channel, line, false)?;
        let act = self.command_act(channel, app, &command, typed, line, InteractionKind::Command);
        self.perform(act).await
    }

    /// Types a slash command as far as it goes, and gives what is suggested for its last option.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn autocomplete(&self, channel: &Channel, line: &str) -> Result<Vec<Choice>, ActError> {
        let (app, command, typed) = self.type_command(channel, line, true)?;
        let act = self.command_act(channel, app, &command, typed, line, InteractionKind::Autocomplete);
        let known = self.answered(act).await?;
        let Some(Answer::Choices(choices)) = known.answer else { return Ok(Vec::new()) };
        let name = |choice: &Value| choice["name"].as_str().unwrap_or_default().to_owned();
        Ok(choices.iter().map(|it| Choice { name: name(it), value: it["value"].clone() }).collect())
    }

    /// Presses a button, by its label or id.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn press(&self, on: &impl AsMessage, label: &str) -> Result<Reply, ActError> {
        let message = self.visible(on)?;
        let button = components::button(&message, label)?;
        let data = json!({ "component_type": 2, "custom_id": button["custom_id"], "id": button["id"] });
        self.perform(self.component_act(&message, data, format!("pressing {label:?}"))).await
    }

    /// Chooses options, by label or value, of the only menu on a message; `@name` and `#name` in menus of users, roles and
    /// channels.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn select(&self, on: &impl AsMessage, values: &[&str]) -> Result<Reply, ActError> {
        self.choose(on, None, values).await
    }

    /// As [`Member::select`], of the menu with this id.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn select_in(
        &self,
        on: &impl AsMessage,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Reply, ActError> {
        self.choose(on, Some(custom_id), values).await
    }

    /// Fills in and sends the modal that a reply opened; fields are named by label or id.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn submit(&self, reply: &Reply, fields: &[(&str, &str)]) -> Result<Reply, ActError> {
        let modal = reply.modal().ok_or(Refused::NoModal)?;
        let data = modal.submission(fields)?;
        let act = Act {
            app: modal.app,
            user: self.id(),
            channel: modal.channel,
            kind: InteractionKind::Modal,
            data,
            described: format!("submitting {:?}", modal.title()),
            command: None,
            source: modal.source,
            overlay: Value::Null,
        };
        self.perform(act).await
    }

    /// The message as it stands, if the member sees it.
    pub(super) fn visible(&self, on: &impl AsMessage) -> Result<Message, Refused> {
        let hidden = |what: &str| Refused::NotVisible { who: self.name(), what: what.to_owned() };
        let message = on.as_message().ok_or_else(|| hidden("a message on this reply"))?.refresh();
        let channel = message.data().channel;
        let sees = self.core.read(|state| state.permissions_in(self.id(), channel));
        if !sees.contains(Permissions::VIEW_CHANNEL) || !message.data().seen_by(self.id()) {
            return Err(hidden("that message"));
        }
        Ok(message)
    }

    pub(super) fn component_act(&self, message: &Message, data: Value, described: String) -> Act {
        Act {
            app: author_app(message),
            user: self.id(),
            channel: message.data().channel,
            kind: InteractionKind::Component,
            data,
            described,
            command: None,
            source: Some(message.id()),
            overlay: Value::Null,
        }
    }

    fn command_act(
        &self,
        channel: &Channel,
        app: Snowflake,
        command: &Command,
        typed: Typed,
        line: &str,
        kind: InteractionKind,
    ) -> Act {
        let mut data = json!({
            "id": command.id, "name": command.name, "type": 1, "options": typed.options,
        });
        if let Some(guild) = command.guild_id {
            data["guild_id"] = json!(guild);
        }
        if !typed.mentioned.is_empty() {
            data["resolved"] = self
                .core
                .read(|state| payload::resolved(state, channel.id(), app, self.id(), &typed.mentioned));
        }
        Act {
            app,
            user: self.id(),
            channel: channel.id(),
            kind,
            data,
            described: line.to_owned(),
            command: Some(typed.path),
            source: None,
            overlay: Value::Null,
        }
    }

    /// Finds the command of a line and reads the line against it.
    fn type_command(
        &self,
        channel: &Channel,
        line: &str,
        completing: bool,
    ) -> Result<(Snowflake, Command, Typed), Refused> {
        let (name, rest) = command_line::split(line);
        let who = self.name();
        self.core.read(|state| {
            let permissions = state.permissions_in(self.id(), channel.id());
            if !permissions.contains(Permissions::VIEW_CHANNEL) {
                return Err(Refused::NotVisible { who, what: format!("#{}", channel.name_in(state)) });
            }
            let guild = state.channels.get(&channel.id()).and_then(|channel| channel.guild);
            let (app, command) = find_command(state, channel.id(), guild, name)
                .ok_or_else(|| Refused::UnknownCommand(format!("/{name}")))?;
            let needed = command.default_member_permissions.unwrap_or(Permissions::empty());
            // A command that needs no named permission but has the field set is for administrators.
            let only_admin = command.default_member_permissions.is_some_and(|bits| bits.is_empty());
            let may = permissions.contains(Permissions::USE_SLASH_COMMANDS)
                && permissions.contains(needed)
                && (!only_admin || permissions.contains(Permissions::ADMINISTRATOR));
            if guild.is_some() && !may {
                return Err(Refused::NotAllowed { who, what: format!("use /{name} here") });
            }
            let around = Surroundings { state, guild, completing };
            let typed = command_line::read(&command, rest, &around)?;
            Ok((app, command, typed))
        })
    }

    /// Does it, and waits until the answer is complete.
    pub(super) async fn perform(&self, act: Act) -> Result<Reply, ActError> {
        let (described, place) = (act.described.clone(), act.channel);
        let known = self.answered(act).await?;
        let id = known.id;
        let complete = |state: &mut State| {
            let known = state.interactions.get(&id)?;
            matches!(known.outcome(), Outcome::Done).then(|| known.clone())
        };
        let done = self.core.wait(self.core.options.patience, complete).await;
        let done = done.ok_or_else(|| ActError::TimedOut {
            awaited: format!("the answer to {described}, which was only deferred"),
            conversation: channel::conversation(&self.core, place),
        })?;
        Ok(self.core.with(|state| self.reply(state, &done)))
    }

    /// Does it, and waits for the first answer.
    async fn answered(&self, act: Act) -> Result<Interaction, ActError> {
        let (described, place, app) = (act.described.clone(), act.channel, act.app);
        let id = self.core.with(|state| state.interact(act));
        let answered = |state: &mut State| {
            let known = state.interactions.get(&id)?;
            known.answer.is_some().then(|| known.clone())
        };
        if let Some(known) = self.core.wait(FIRST_ANSWER_LIMIT, answered).await {
            return Ok(known);
        }
        let connected = self.core.with(|state| {
            if let Some(known) = state.interactions.get_mut(&id) {
                known.given_up = true;
            }
            state
                .audit
                .note(ProblemKind::LateAcknowledgement, format!("{described} got no answer within 3 s"));
            state.sessions.values().any(|session| session.app == app && session.is_live())
        });
        let conversation = channel::conversation(&self.core, place);
        Err(ActError::Failed { act: described, connected, conversation })
    }

    fn reply(&self, state: &mut State, done: &Interaction) -> Reply {
        let mut hand = |id: Option<Snowflake>| {
            let message = state.message_mut(done.channel, id?)?;
            (message.read, message.handed) = (true, true);
            let message = message.clone();
            Some(Message::of(&self.core, state, &message))
        };
        let (kind, message) = match &done.answer {
            Some(Answer::Message | Answer::Deferred(Deferred::Message)) => {
                (ReplyKind::Message, hand(done.original))
            }
            Some(Answer::Update) => (ReplyKind::Update, hand(done.source)),
            Some(Answer::Deferred(Deferred::Update)) => match done.followups.first() {
                Some(first) => (ReplyKind::Message, hand(Some(*first))),
                None => (ReplyKind::Update, hand(done.source)),
            },
            Some(Answer::Modal(_)) => (ReplyKind::Modal, None),
            Some(Answer::Choices(_)) | None => (ReplyKind::Nothing, None),
        };
        let gone = message.as_ref().is_some_and(Message::is_deleted);
        let modal = match &done.answer {
            Some(Answer::Modal(data)) => {
                Some(Modal { data: data.clone(), app: done.app, channel: done.channel, source: done.source })
            }
            _ => None,
        };
        Reply {
            core: Arc::clone(&self.core),
            interaction: done.id,
            kind: if gone { ReplyKind::Nothing } else { kind },
            message,
            modal,
            acknowledged_after: done.acknowledged.unwrap_or_default(),
            deferred: matches!(done.answer, Some(Answer::Deferred(_))),
        }
    }
}

/// The application that a message's components belong to.
pub(super) fn author_app(message: &Message) -> Snowflake {
    message.data().webhook.unwrap_or(message.data().author)
}

/// The chat command of that name which is offered in a channel.
fn find_command(
    state: &State,
    place: Snowflake,
    guild: Option<Snowflake>,
    name: &str,
) -> Option<(Snowflake, Command)> {
    let context = if guild.is_some() { InteractionContextType::Guild } else { InteractionContextType::BotDm };
    let present = |bot: Snowflake| match guild.and_then(|guild| state.guilds.get(&guild)) {
        Some(guild) => guild.members.contains_key(&bot),
        None => state.channels.get(&place).is_some_and(|channel| channel.recipients.contains(&bot)),
    };
    state.apps.values().filter(|app| present(app.bot)).find_map(|app| {
        let offered = |command: &&&Command| {
            let here = command.contexts.as_ref().is_none_or(|contexts| contexts.contains(&context));
            command.name == name && command.kind == CommandType::ChatInput && here
        };
        app.visible_commands(guild).iter().find(offered).map(|command| (app.id, (*command).clone()))
    })
}
