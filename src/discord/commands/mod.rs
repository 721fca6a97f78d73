//! The slash commands, one file each: parse, act, show.

mod admin;
mod challenge;
mod compare;
mod daily;
mod explain;
mod help;
mod leaderboard;
mod privacy;
mod quiz;
mod setup;
mod streak;
mod topic;

use poise::FrameworkError;
use serenity::all::{AutocompleteChoice, CreateAllowedMentions};
use tracing::{error, warn};

use super::events::{self, Failure};
use super::reply::{self, Incoming, To};
use super::views::{View, failure};
use super::{Bot, limits, permissions, private};
use crate::domain::ids::{GuildId, MemberId};
use crate::store::StoreError;

type Context<'a> = poise::ApplicationContext<'a, Bot, Failure>;

/// Everything poise has to know.
pub(super) fn options() -> poise::FrameworkOptions<Bot, Failure> {
    poise::FrameworkOptions {
        commands: vec![
            explain::explain(),
            compare::compare(),
            quiz::quiz(),
            daily::daily(),
            challenge::challenge(),
            streak::streak(),
            leaderboard::leaderboard(),
            setup::setup(),
            admin::admin(),
            privacy::privacy(),
            help::help(),
        ],
        allowed_mentions: Some(CreateAllowedMentions::new()),
        event_handler: |framework, event| {
            Box::pin(events::handle(framework.user_data, framework.serenity_context.shard_id, event))
        },
        on_error: |error| Box::pin(tell(error)),
        ..Default::default()
    }
}

/// Does `work` and answers the command with what it gives.
async fn answer(ctx: Context<'_>, to: To, work: impl Future<Output = Result<View, StoreError>>) {
    let bot = ctx.data();
    let _in_hand = bot.in_hand.read().await;
    private::answer(bot, &Incoming::from(ctx.interaction), to, place(ctx), work).await;
}

/// The server and the member a command came from. `None` outside of a server.
fn place(ctx: Context<'_>) -> Option<(GuildId, MemberId)> {
    let guild = ctx.interaction.guild_id?;
    Some((GuildId(guild.get()), MemberId(ctx.interaction.user.id.get())))
}

/// Whether who used the command may manage the server, by Discord's own word in the interaction.
fn manages(ctx: Context<'_>) -> bool {
    let held = ctx.interaction.member.as_ref().and_then(|member| member.permissions);
    permissions::may_manage(held.unwrap_or_default())
}

/// A choice of an autocomplete, fitted to Discord's limit.
fn choice(name: &str, value: &str) -> AutocompleteChoice {
    AutocompleteChoice::new(limits::fit(name, limits::CHOICE_NAME), value)
}

/// poise's own failures: a member who waits gets words, the log gets the cause.
async fn tell(error: FrameworkError<'_, Bot, Failure>) {
    match error {
        FrameworkError::EventHandler { error, .. } => events::log(&error),
        FrameworkError::GuildOnly { ctx, .. } => say(ctx, failure::not_here()).await,
        FrameworkError::UnknownInteraction { framework, interaction, .. } => {
            warn!(command = interaction.data.name, "an unknown command");
            if interaction.data.autocomplete().is_some() {
                return;
            }
            let incoming = Incoming::from(interaction);
            let rest = &framework.user_data.rest;
            reply::answer(rest, &incoming, To::Member, async { Ok(failure::unknown_press()) }).await;
        }
        other => {
            error!(error = %other, "a command failed");
            if let Some(ctx) = other.ctx() {
                say(ctx, failure::unknown_press()).await;
            }
        }
    }
}

async fn say(ctx: poise::Context<'_, Bot, Failure>, view: View) {
    // While an option is typed, no message can be shown.
    if let poise::Context::Application(ctx) = ctx
        && ctx.interaction_type == poise::CommandInteractionType::Command
    {
        answer(ctx, To::Member, async { Ok(view) }).await;
    }
}

/// What Discord is told of a command, of a subcommand or of an option.
#[cfg(test)]
#[derive(Debug, serde::Deserialize)]
struct Described {
    name: String,
    description: String,
    #[serde(default)]
    min_value: Option<f64>,
    #[serde(default)]
    max_value: Option<f64>,
    #[serde(default)]
    options: Vec<Described>,
}

#[cfg(test)]
impl Described {
    fn subcommand(&self, name: &str) -> &Self {
        self.options.iter().find(|option| option.name == name).expect("a subcommand")
    }
}

#[cfg(test)]
fn described(command: &poise::Command<Bot, Failure>) -> Described {
    let sent = command.create_as_slash_command().map(|command| serde_json::to_value(command).unwrap());
    serde_json::from_value(sent.expect("a slash command")).unwrap()
}
