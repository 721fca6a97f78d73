use serenity::all::{ChannelType, Permissions, User};

use super::{Context, Failure, answer, explain, manages, place};
use crate::actions::challenge::start::Started;
use crate::actions::challenge::{Acted, allowance, run, start};
use crate::actions::explain::{self as lookup, Explained};
use crate::discord::permissions;
use crate::discord::permissions::Place;
use crate::discord::reply::To;
use crate::discord::views::explain::Wanted;
use crate::discord::views::{self, View, challenge as view, failure};
use crate::domain::challenge::{Asker, Mode, Rules, Scoring, Sides, WAIT_SECONDS};
use crate::domain::ids::{ChannelId, MemberId};
use crate::store::StoreError;

/// Who plays against whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poise::ChoiceParameter)]
enum Play {
    #[name = "everyone for themselves"]
    Everyone,
    #[name = "teams"]
    Teams,
    #[name = "crew: all together towards a target"]
    Crew,
}

/// How teams come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poise::ChoiceParameter)]
enum Deal {
    #[name = "as even as can be"]
    Even,
    #[name = "everyone chooses"]
    Chosen,
}

/// What a right answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poise::ChoiceParameter)]
enum Worth {
    #[name = "the sooner, the more"]
    Speed,
    #[name = "one point each"]
    Plain,
}

/// Play against each other: the same questions for everybody, at the same time
#[poise::command(
    slash_command,
    guild_only,
    interaction_context = "Guild",
    subcommands("begin", "duel", "stop", "settings"),
    subcommand_required
)]
pub(super) async fn challenge(ctx: Context<'_>) -> Result<(), Failure> {
    // Discord sends a subcommand, except for a command that it remembers from an earlier version.
    answer(ctx, To::Member, async { Ok(failure::unknown_press()) }).await;
    Ok(())
}

/// Open a lobby in this channel: whoever joins plays along
#[expect(clippy::too_many_arguments, reason = "one for each option that Discord shows")]
#[poise::command(slash_command, guild_only, rename = "start")]
async fn begin(
    ctx: Context<'_>,
    #[description = "Only questions on this topic"]
    #[max_length = 100]
    #[autocomplete = "explain::suggest"]
    topic: Option<String>,
    #[description = "How many questions (7, if you leave it out)"]
    #[min = 3]
    #[max = 20]
    rounds: Option<u8>,
    #[description = "Seconds for each question (40)"]
    #[min = 10]
    #[max = 120]
    seconds: Option<u8>,
    #[description = "Who plays against whom (everyone for themselves)"] mode: Option<Play>,
    #[description = "How many teams (2)"]
    #[min = 2]
    #[max = 4]
    teams: Option<u8>,
    #[description = "How the teams come about (as even as can be)"] sides: Option<Deal>,
    #[description = "What a right answer is worth (the sooner, the more)"] points: Option<Worth>,
    #[description = "A bonus for right answers in a row (no)"] bonus: Option<bool>,
    #[description = "One change of an answer until time is up (no)"] second_thoughts: Option<bool>,
    #[description = "Seconds to read the scenario before the options appear (as many as it takes)"]
    #[min = 0]
    #[max = 30]
    get_ready: Option<u8>,
    #[description = "Seconds to read the answer (12)"]
    #[min = 5]
    #[max = 60]
    review: Option<u8>,
    #[description = "Seconds until it starts by itself (60)"]
    #[min = 15]
    #[max = 300]
    wait: Option<u16>,
    #[description = "Play in a thread of its own (no)"] thread: Option<bool>,
) -> Result<(), Failure> {
    let usual = Rules::default();
    let in_teams = teams.is_some() || sides.is_some();
    let mode = match mode {
        Some(Play::Everyone) => Mode::Everyone,
        Some(Play::Crew) => Mode::Crew,
        None if !in_teams => Mode::Everyone,
        Some(Play::Teams) | None => Mode::Teams {
            count: teams.unwrap_or(2),
            sides: if sides == Some(Deal::Chosen) { Sides::Chosen } else { Sides::Balanced },
        },
    };
    let rules = Rules {
        mode,
        topic: None,
        rounds: rounds.unwrap_or(usual.rounds),
        seconds: seconds.unwrap_or(usual.seconds),
        wait: wait.unwrap_or(usual.wait),
        get_ready: get_ready.or(usual.get_ready),
        review: review.unwrap_or(usual.review),
        scoring: if points == Some(Worth::Plain) { Scoring::Plain } else { Scoring::Speed },
        streak_bonus: bonus.unwrap_or(usual.streak_bonus),
        change_of_mind: second_thoughts.unwrap_or(usual.change_of_mind),
        in_thread: thread.unwrap_or(usual.in_thread),
    };
    answer(ctx, To::Member, open(ctx, rules, topic)).await;
    Ok(())
}

/// Challenge one member: the same questions for the two of you
#[poise::command(slash_command, guild_only)]
async fn duel(
    ctx: Context<'_>,
    #[description = "Whom you challenge"] member: User,
    #[description = "Only questions on this topic"]
    #[max_length = 100]
    #[autocomplete = "explain::suggest"]
    topic: Option<String>,
    #[description = "How many questions (7, if you leave it out)"]
    #[min = 3]
    #[max = 20]
    rounds: Option<u8>,
    #[description = "Seconds for each question (40)"]
    #[min = 10]
    #[max = 120]
    seconds: Option<u8>,
) -> Result<(), Failure> {
    if member.bot {
        answer(ctx, To::Member, async { Ok(view::started::alone()) }).await;
        return Ok(());
    }
    let usual = Rules::default();
    let rules = Rules {
        mode: Mode::Duel { opponent: MemberId(member.id.get()) },
        rounds: rounds.unwrap_or(usual.rounds),
        seconds: seconds.unwrap_or(usual.seconds),
        // Nobody is notified of an invitation: whom it is for has to come by.
        wait: *WAIT_SECONDS.end(),
        ..usual
    };
    answer(ctx, To::Member, open(ctx, rules, topic)).await;
    Ok(())
}

/// Stop this channel's challenge, with the standings so far
#[poise::command(slash_command, guild_only)]
async fn stop(ctx: Context<'_>) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some((guild, member)) = place(ctx) else { return Ok(failure::not_here()) };
        let by = Asker { member, manages: manages(ctx) };
        Ok(match run::stop_in(&ctx.data().services, guild, channel(ctx), by).await? {
            Acted::Done { challenge, .. } => view::done::stopped(&challenge),
            Acted::Refused { challenge, refusal } => view::refused::refused(&challenge, &refusal),
            Acted::Unknown => view::started::none_here(),
        })
    })
    .await;
    Ok(())
}

/// Your own extra time in challenges; nobody else is told
#[poise::command(slash_command, guild_only)]
async fn settings(ctx: Context<'_>) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some((_, member)) = place(ctx) else { return Ok(failure::not_here()) };
        let now = allowance::allowance(&ctx.data().services, member).await?;
        Ok(view::extra_time::extra_time(now))
    })
    .await;
    Ok(())
}

/// Opens a lobby where the command was given; `topic` is as it was typed.
async fn open(ctx: Context<'_>, mut rules: Rules, topic: Option<String>) -> Result<View, StoreError> {
    let Some((guild, member)) = place(ctx) else { return Ok(failure::not_here()) };
    let bot = ctx.data();
    match topic.as_deref().map(|typed| (typed, lookup::explain(&bot.services, typed))) {
        None => {}
        Some((_, Explained::Card(card))) => rules.topic = Some(card.concept.id.clone()),
        Some((typed, Explained::Nearest(nearest))) => {
            return Ok(views::explain::nearest(typed, &nearest, Wanted::Game));
        }
    }
    let asked = rules.clone();
    rules.in_thread &= kind(ctx).is_none_or(permissions::has_threads);
    let place = game_place(ctx, &rules);
    let lacks = permissions::lacking_here(held(ctx), place);
    if !lacks.is_empty() {
        let could_do_without =
            place == Place::ThreadBelow && permissions::lacking_here(held(ctx), Place::Channel).is_empty();
        return Ok(view::started::cannot_post(&lacks, could_do_without));
    }
    let started: Started = start::start(&bot.services, guild, channel(ctx), member, rules).await?;
    Ok(view::started::started(&started, &asked, &|concept| bot.services.term(concept)))
}

fn channel(ctx: Context<'_>) -> ChannelId {
    ChannelId(ctx.interaction.channel_id.get())
}

/// What the bot may do where the command was given, by Discord's own word in the interaction.
fn held(ctx: Context<'_>) -> Permissions {
    // Where Discord does not say, the first post will tell.
    ctx.interaction.app_permissions.unwrap_or_else(Permissions::all)
}

/// What kind of channel the command was given in. Where Discord does not say, the first post will tell.
fn kind(ctx: Context<'_>) -> Option<ChannelType> {
    ctx.interaction.channel.as_ref().map(|channel| channel.kind)
}

fn game_place(ctx: Context<'_>, rules: &Rules) -> Place {
    match kind(ctx) {
        Some(kind) if permissions::is_thread(kind) => Place::Thread,
        _ if rules.in_thread => Place::ThreadBelow,
        _ => Place::Channel,
    }
}
