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

    /// Sends an interaction that no honest client would: `overrides` is laid over the payload, so it can name another
    /// `channel_id`, `data` of any kind, more `permissions`. `type` is 2 (command) unless told; `message_id` puts the
    /// bot's message of that id in it.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`], except that nothing is refused.
    pub async fn forge(
        &self,
        app: &super::Application,
        channel: &Channel,
        mut overrides: Value,
    ) -> Result<Reply, ActError> {
        let kind = match overrides["type"].as_u64() {
            Some(3) => InteractionKind::Component,
            Some(4) => InteractionKind::Autocomplete,
            Some(5) => InteractionKind::Modal,
            _ => InteractionKind::Command,
        };
        let mut source = None;
        if let Value::Object(fields) = &mut overrides {
            source = fields.remove("message_id").and_then(|id| serde_json::from_value(id).ok());
        }
        let data = overrides.get_mut("data").map(Value::take).unwrap_or_default();
        let described = format!("a forged interaction {data}");
        let command = data["name"].as_str().map(str::to_owned);
        let act = Act {
            app: app.id(),
            user: self.id(),
            channel: channel.id(),
            kind,
            data,
            described,
            command,
            source,
            overlay: without_null(overrides),
        };
        self.perform(act).await
    }

    /// Presses something on a message that is not there, or is disabled, or is another member's.
    ///
    /// # Errors
    ///
    /// As for [`Member::forge`].
    pub async fn forge_press(&self, on: &impl AsMessage, custom_id: &str) -> Result<Reply, ActError> {
        let message =
            on.as_message().ok_or_else(|| Refused::Other("there is no message to press on".to_owned()))?;
        let data = json!({ "component_type": 2, "custom_id": custom_id, "id": 2 });
        self.perform(self.component_act(message, data, format!("a forged press of {custom_id:?}"))).await
    }

    async fn choose(
        &self,
        on: &impl AsMessage,
        custom_id: Option<&str>,
        wanted: &[&str],
    ) -> Result<Reply, ActError> {
        let message = self.visible(on)?;
        let menu = components::menu(&message, custom_id)?;
        components::check_count(&menu, wanted.len())?;
        let number = menu["type"].as_u64().unwrap_or(3);
        let mut data = json!({ "component_type": number, "custom_id": menu["custom_id"], "id": menu["id"] });
        if number == 3 {
            data["values"] = json!(components::values(&menu, wanted)?);
        } else {
            let ids = self.named(number, wanted)?;
            let app = author_app(&message);
            let channel = message.channel().id();
            data["resolved"] =
                self.core.read(|state| payload::resolved(state, channel, app, self.id(), &ids));
            data["values"] = json!(ids);
        }
        self.perform(self.component_act(&message, data, format!("selecting {wanted:?}"))).await
    }

    /// The users, roles or channels of those names, as a menu of that type takes them.
    fn named(&self, number: u64, wanted: &[&str]) -> Result<Vec<Snowflake>, Refused> {
        self.core.read(|state| {
            let Some(guild) = state.guilds.get(&self.guild) else { return Ok(Vec::new()) };
            let find = |name: &str| {
                let bare = name.trim_start_matches(['@', '#']);
                let users =
                    guild.members.keys().filter_map(|id| state.users.get(id)).map(|it| (it.id, &it.name));
                let roles = guild.roles.values().map(|role| (role.id, &role.name));
                let channels = state.channels.values().filter(|it| it.guild == Some(self.guild));
                let channels = channels.map(|it| (it.id, &it.name));
                let pool: Vec<(Snowflake, &String)> = match number {
                    5 => users.collect(),
                    6 => roles.collect(),
                    7 => users.chain(roles).collect(),
                    _ => channels.collect(),
                };
                pool.into_iter().find(|(_, known)| *known == bare).map(|(id, _)| id)
            };
            let missing = |name: &str| Refused::NoSuchComponent {
                wanted: name.to_owned(),
                there: "none of that name".to_owned(),
            };
            wanted.iter().map(|name| find(name).ok_or_else(|| missing(name))).collect()
        })
    }

    /// The message as it stands, if the member sees it.
    fn visible(&self, on: &impl AsMessage) -> Result<Message, Refused> {
        let hidden = |what: &str| Refused::NotVisible { who: self.name(), what: what.to_owned() };
        let message = on.as_message().ok_or_else(|| hidden("a message on this reply"))?.refresh();
        let channel = message.data().channel;
        let sees = self.core.read(|state| state.permissions_in(self.id(), channel));
        if !sees.contains(Permissions::VIEW_CHANNEL) || !message.data().seen_by(self.id()) {
            return Err(hidden("that message"));
        }
        Ok(message)
    }

    fn component_act(&self, message: &Message, data: Value, described: String) -> Act {
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
    async fn perform(&self, act: Act) -> Result<Reply, ActError> {
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
fn author_app(message: &Message) -> Snowflake {
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

fn without_null(mut overrides: Value) -> Value {
    if let Value::Object(fields) = &mut overrides
        && fields.get("data").is_some_and(Value::is_null)
    {
        fields.remove("data");
    }
    overrides
}
