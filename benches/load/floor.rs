//! The floor: a bare serenity bot that answers a constant. It is the least that any bot on serenity costs.

use std::error::Error;

use serenity::all::{
    ButtonStyle, Client, Command, CommandOptionType, Context, CreateActionRow, CreateAutocompleteResponse,
    CreateButton, CreateCommand, CreateCommandOption, CreateInteractionResponse,
    CreateInteractionResponseMessage, EventHandler, GatewayIntents, HttpBuilder, Interaction, Ready,
};
use serenity::client::ClientBuilder;

/// Makes this benchmark's binary run as the floor.
pub(crate) const ARGUMENT: &str = "floor";

/// What it answers: about as long as a card of `/explain`.
const CONSTANT: &str = "A constant, about as long as what a study bot says of a concept. It says what the thing is, \
    in two sentences or three, then what an exam's question calls it, then what it is confused with and how the two \
    are told apart, and where to read on. It never changes, nothing is looked up, and nothing is written down. \
    Whatever a bot does costs at least what it costs to say this, so this is what others are measured by. It goes on \
    for a few more words, because a card is a good deal longer than a sentence, and so is this.";

struct Floor;

#[serenity::async_trait]
impl EventHandler for Floor {
    async fn ready(&self, context: Context, _: Ready) {
        let topic = CreateCommandOption::new(CommandOptionType::String, "topic", "Anything");
        let constant = CreateCommand::new("constant")
            .description("Says a constant")
            .add_option(topic.required(true).set_autocomplete(true));
        Command::set_global_commands(&context.http, vec![constant]).await.expect("the command is taken");
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let message = CreateInteractionResponseMessage::new().content(CONSTANT);
        let answered = match &interaction {
            Interaction::Command(command) => {
                let row = CreateActionRow::Buttons(vec![
                    CreateButton::new("constant").label("A").style(ButtonStyle::Secondary),
                ]);
                let message = message.components(vec![row]);
                command.create_response(&context.http, CreateInteractionResponse::Message(message)).await
            }
            Interaction::Autocomplete(typed) => {
                let choices = (0..5).fold(CreateAutocompleteResponse::new(), |choices, n| {
                    choices.add_string_choice(format!("Constant {n}"), "constant")
                });
                typed.create_response(&context.http, CreateInteractionResponse::Autocomplete(choices)).await
            }
            Interaction::Component(press) => {
                let message = message.ephemeral(true);
                press.create_response(&context.http, CreateInteractionResponse::Message(message)).await
            }
            _ => Ok(()),
        };
        answered.expect("the answer is taken");
    }
}

#[expect(clippy::disallowed_methods, reason = "it is started by this benchmark alone")]
pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let (token, root) = (std::env::var("DISCORD_TOKEN")?, std::env::var("DISCORD_API_URL")?);
    let http = HttpBuilder::new(token).proxy(root).ratelimiter_disabled(true).build();
    let mut client: Client =
        ClientBuilder::new_with_http(http, GatewayIntents::GUILDS).event_handler(Floor).await?;
    client.start_autosharded().await?;
    Ok(())
}
