//! A bot that shows one of everything, and does what bots should not.

use sandbox::{Application, Permissions};
use serde_json::{Value, json};
use serenity::all::{
    ActionRowComponent, ClientBuilder, CommandInteraction, Context, CreateAttachment, EventHandler,
    GatewayIntents, GuildId, Http, HttpBuilder, Interaction, LightMethod, Request, Route,
};
use serenity::async_trait;
use shipmate::local::Local;
use tokio::task::JoinHandle;

use crate::harness::Outcome;

/// What the choices of `/echo` are called.
pub(crate) const HOSTILE_CHOICE: &str = "<img src=x onerror=pwned=1>\u{202e}choice";

/// The bot, connected.
pub(crate) struct Specimen {
    http: Http,
    channel: u64,
    task: JoinHandle<()>,
}

struct Handler;

impl Specimen {
    /// Invites a bot of this name, which speaks in a channel.
    pub(crate) async fn start(local: &Local, name: &str, channel: &str) -> Outcome<Self> {
        let app: Application = local.discord.application(name);
        local.guild.install(&app, Permissions::all() - Permissions::ADMINISTRATOR).await;
        let http = http(local, &app);
        let guild = GuildId::new(local.guild.id().into());
        http.create_guild_commands(guild, &commands()).await?;
        let connecting = ClientBuilder::new_with_http(self::http(local, &app), GatewayIntents::GUILDS);
        let mut client = connecting.event_handler(Handler).await?;
        let task = tokio::spawn(async move {
            // It ends with the journey.
            let _ = client.start().await;
        });
        local.discord.wait_until_connected(&app).await?;
        Ok(Self { http, channel: local.guild.channel(channel).id().into(), task })
    }

    /// Says something, with Discord's JSON.
    pub(crate) async fn say(&self, body: Value) -> Outcome {
        let route = Route::ChannelMessages { channel_id: self.channel.into() };
        let request = Request::new(route, LightMethod::Post).body(Some(body.to_string().into_bytes()));
        self.http.request(request).await?;
        Ok(())
    }

    /// Says something with a file.
    pub(crate) async fn say_with(&self, body: Value, name: &str, bytes: &[u8]) -> Outcome {
        let file = CreateAttachment::bytes(bytes, name);
        self.http.send_message(self.channel.into(), vec![file], &body).await?;
        Ok(())
    }
}

impl Drop for Specimen {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn http(local: &Local, app: &Application) -> Http {
    let http =
        HttpBuilder::new(app.token()).proxy(local.discord.api_root()).ratelimiter_disabled(true).build();
    http.set_application_id(u64::from(app.id()).into());
    http
}

fn commands() -> Value {
    json!([
        { "name": "form", "description": "Opens a form" },
        { "name": "ponder", "description": "Thinks, and never comes to an end" },
        { "name": "ignore", "description": "Says nothing" },
        { "name": "echo", "description": "Says what you say <b>boldly</b>", "options": [
            { "type": 3, "name": "text", "description": "\u{202e}What to say", "required": true, "autocomplete": true },
            { "type": 5, "name": "hidden", "description": "Whether only you see it" },
        ] },
    ])
}

#[async_trait]
impl EventHandler for Handler {
    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let answer = match &interaction {
            Interaction::Command(command) => command_answer(command),
            Interaction::Autocomplete(_) => {
                let choice = json!({ "name": HOSTILE_CHOICE, "value": "chosen" });
                Some(json!({ "type": 8, "data": { "choices": [choice] } }))
            }
            Interaction::Component(press) => {
                let said = format!("You used {}", press.data.custom_id);
                Some(json!({ "type": 4, "data": { "content": said, "flags": 64 } }))
            }
            Interaction::Modal(modal) => {
                let typed = modal.data.components.iter().flat_map(|row| &row.components);
                let typed: Vec<String> = typed
                    .filter_map(|field| match field {
                        ActionRowComponent::InputText(input) => input.value.clone(),
                        _ => None,
                    })
                    .collect();
                Some(
                    json!({ "type": 4, "data": { "content": format!("You wrote {}", typed.join(" and ")) } }),
                )
            }
            _ => None,
        };
        if let Some(answer) = answer {
            let sent = context
                .http
                .create_interaction_response(interaction.id(), interaction.token(), &answer, Vec::new())
                .await;
            sent.expect("the local Discord takes the answer");
        }
    }
}

fn command_answer(command: &CommandInteraction) -> Option<Value> {
    let option = |name: &str| command.data.options.iter().find(|option| option.name == name);
    match command.data.name.as_str() {
        "form" => Some(json!({ "type": 9, "data": { "custom_id": "form", "title": "A form", "components": [
            { "type": 1, "components": [{ "type": 4, "custom_id": "name", "label": "Your name", "style": 1,
                "min_length": 2, "placeholder": "As on your badge" }] },
            { "type": 1, "components": [{ "type": 4, "custom_id": "why", "label": "Why", "style": 2, "required": false }] },
        ] } })),
        "ponder" => Some(json!({ "type": 5 })),
        "echo" => {
            let text = option("text").and_then(|option| option.value.as_str()).unwrap_or_default();
            let hidden = option("hidden").and_then(|option| option.value.as_bool()).unwrap_or(false);
            let flags = if hidden { 64 } else { 0 };
            let data = json!({ "content": text, "flags": flags, "allowed_mentions": { "parse": [] } });
            Some(json!({ "type": 4, "data": data }))
        }
        _ => None,
    }
}
