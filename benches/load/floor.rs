//! The floor: a bare serenity bot that answers a constant. It is the least that any bot on serenity costs.
//!
//! Its constants are what Shipmate said to the same, so that both send and are sent as much.

use std::error::Error;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serenity::all::{
    Client, Command, CommandOptionType, Context, CreateCommand, CreateCommandOption, EventHandler,
    GatewayIntents, HttpBuilder, Interaction, Ready,
};
use serenity::client::ClientBuilder;

/// Makes this benchmark's binary run as the floor.
pub(crate) const ARGUMENT: &str = "floor";

/// Whole answers to interactions.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Constants {
    /// To `/post`: the message whose components are used.
    pub(crate) post: Value,
    /// To `/constant`.
    pub(crate) command: Value,
    /// While somebody types.
    pub(crate) autocomplete: Value,
    /// To a component.
    pub(crate) press: Value,
}

struct Floor(Constants);

#[serenity::async_trait]
impl EventHandler for Floor {
    async fn ready(&self, context: Context, _: Ready) {
        let topic = CreateCommandOption::new(CommandOptionType::String, "topic", "Anything");
        let constant = CreateCommand::new("constant")
            .description("Says a constant")
            .add_option(topic.required(true).set_autocomplete(true));
        let post = CreateCommand::new("post").description("Posts a constant");
        Command::set_global_commands(&context.http, vec![constant, post]).await.expect("they are taken");
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let Self(constants) = self;
        let (id, token, answer) = match &interaction {
            Interaction::Command(sent) if sent.data.name == "post" => (sent.id, &sent.token, &constants.post),
            Interaction::Command(sent) => (sent.id, &sent.token, &constants.command),
            Interaction::Autocomplete(typed) => (typed.id, &typed.token, &constants.autocomplete),
            Interaction::Component(used) => (used.id, &used.token, &constants.press),
            _ => return,
        };
        let answered = context.http.create_interaction_response(id, token, answer, Vec::new()).await;
        answered.expect("the answer is taken");
    }
}

/// Runs it; the last argument names the file of its constants.
#[expect(clippy::disallowed_methods, reason = "it is started by this benchmark alone")]
pub(crate) async fn run(constants: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let constants = match constants {
        Some(path) => serde_json::from_slice(&std::fs::read(path)?)?,
        None => Constants::default(),
    };
    let (token, root) = (std::env::var("DISCORD_TOKEN")?, std::env::var("DISCORD_API_URL")?);
    let http = HttpBuilder::new(token).proxy(root).ratelimiter_disabled(true).build();
    let mut client: Client =
        ClientBuilder::new_with_http(http, GatewayIntents::GUILDS).event_handler(Floor(constants)).await?;
    client.start_autosharded().await?;
    Ok(())
}
