//! What a member does with a bot, as the Discord client lets it.

use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_model::guild::Permissions;

use super::command_line::{self, Surroundings, Typed};
use super::components::By;
use super::modal::Entry;
use super::{
    ActError, AsMessage, Channel, Choice, Form, Member, Message, Modal, Refused, Reply, components, offered,
    render,
};
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Act, Answer, InteractionKind};

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
        self.suggested(act).await
    }

    /// As [`Member::slash`], with the options filled in one by one: their values may be any text.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn fill_in(&self, channel: &Channel, form: Form<'_>) -> Result<Reply, ActError> {
        let act = self.form_act(channel, form, InteractionKind::Command)?;
        self.perform(act).await
    }

    /// As [`Member::autocomplete`], for the focused option of a form.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn suggestions(&self, channel: &Channel, form: Form<'_>) -> Result<Vec<Choice>, ActError> {
        let act = self.form_act(channel, form, InteractionKind::Autocomplete)?;
        self.suggested(act).await
    }

    async fn suggested(&self, act: Act) -> Result<Vec<Choice>, ActError> {
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
        self.press_button(&message, &button, label).await
    }

    /// Presses the button with this id: labels may repeat, ids don't.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn press_id(&self, on: &impl AsMessage, custom_id: &str) -> Result<Reply, ActError> {
        let message = self.visible(on)?;
        let button = components::button_by_id(&message, custom_id)?;
        self.press_button(&message, &button, &render::button_label(&button)).await
    }

    async fn press_button(&self, message: &Message, button: &Value, label: &str) -> Result<Reply, ActError> {
        let data = json!({ "component_type": 2, "custom_id": button["custom_id"], "id": button["id"] });
        self.perform(self.component_act(message, data, format!("pressing {label:?}"))).await
    }

    /// Chooses options, by label or value, of the only menu on a message; `@name` and `#name` in menus of users, roles and
    /// channels.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn select(&self, on: &impl AsMessage, values: &[&str]) -> Result<Reply, ActError> {
        self.choose(on, None, values, By::LabelOrValue).await
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
        self.choose(on, Some(custom_id), values, By::LabelOrValue).await
    }

    /// As [`Member::select_in`], by the options' values or, in menus of users, roles and channels, by ids.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn select_values(
        &self,
        on: &impl AsMessage,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Reply, ActError> {
        self.choose(on, Some(custom_id), values, By::Value).await
    }

    /// Fills in and sends the modal that a reply opened; fields are named by label or id.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`].
    pub async fn submit(&self, reply: &Reply, fields: &[(&str, &str)]) -> Result<Reply, ActError> {
        let modal = reply.modal().ok_or(Refused::NoModal)?;
        let fields: Vec<(&str, Entry<'_>)> =
            fields.iter().map(|(name, text)| (*name, Entry::Text(text))).collect();
        self.send_modal(modal, &fields).await
    }

    /// Sends a modal with these fields, by id or label.
    pub(crate) async fn send_modal(
        &self,
        modal: &Modal,
        fields: &[(&str, Entry<'_>)],
    ) -> Result<Reply, ActError> {
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

    fn form_act(&self, channel: &Channel, form: Form<'_>, kind: InteractionKind) -> Result<Act, Refused> {
        let (name, _) = command_line::split(form.path);
        let completing = kind == InteractionKind::Autocomplete;
        let (app, command, typed) = self.find_command(channel, name, completing, |command, around| {
            command_line::read_form(command, &form, around)
        })?;
        let values: Vec<String> = form.values.iter().map(|(name, text)| format!(" {name}:{text}")).collect();
        let line = format!("/{}{}", typed.path, values.concat());
        Ok(self.command_act(channel, app, &command, typed, &line, kind))
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
        self.find_command(channel, name, completing, |command, around| {
            command_line::read(command, rest, around)
        })
    }

    /// Finds a command that the member may use in a channel, and reads it with what was given.
    fn find_command(
        &self,
        channel: &Channel,
        name: &str,
        completing: bool,
        read: impl FnOnce(&Command, &Surroundings<'_>) -> Result<Typed, Refused>,
    ) -> Result<(Snowflake, Command, Typed), Refused> {
        let who = self.name();
        self.core.read(|state| {
            let permissions = state.permissions_in(self.id(), channel.id());
            if !permissions.contains(Permissions::VIEW_CHANNEL) {
                return Err(Refused::NotVisible { who, what: format!("#{}", channel.name_in(state)) });
            }
            let (app, command) = offered::find(state, channel.id(), name)
                .ok_or_else(|| Refused::UnknownCommand(format!("/{name}")))?;
            if !offered::may_use(state, self.id(), channel.id(), command) {
                return Err(Refused::NotAllowed { who, what: format!("use /{name} here") });
            }
            let guild = state.channels.get(&channel.id()).and_then(|channel| channel.guild);
            let typed = read(command, &Surroundings { state, guild, completing })?;
            Ok((app, command.clone(), typed))
        })
    }
}

/// The application that a message's components belong to.
pub(super) fn author_app(message: &Message) -> Snowflake {
    message.data().webhook.unwrap_or(message.data().author)
}
