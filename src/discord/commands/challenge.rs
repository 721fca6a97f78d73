mod wish;

use serenity::all::{ChannelType, Permissions, User};

use wish::{Deal, Play, Wish, Worth};

use super::{Context, Failure, answer, explain, manages, place, topic};
use crate::actions::challenge::start::Started;
use crate::actions::challenge::{Acted, allowance, run, start};
use crate::discord::permissions;
use crate::discord::permissions::Place;
use crate::discord::reply::To;
use crate::discord::views::explain::Wanted;
use crate::discord::views::{View, challenge as view, failure};
use crate::domain::challenge::{Asker, Mode, Rules, WAIT_SECONDS};
use crate::domain::ids::{ChannelId, MemberId};
use crate::store::StoreError;

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
    let wish = Wish {
        rounds,
        seconds,
        mode,
        teams,
        sides,
        points,
        bonus,
        second_thoughts,
        get_ready,
        review,
        wait,
        thread,
    };
    answer(ctx, To::Member, open(ctx, wish.rules(), topic)).await;
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
    let rules = Rules {
        mode: Mode::Duel { opponent: MemberId(member.id.get()) },
        // Nobody is notified of an invitation: whom it is for has to come by.
        wait: *WAIT_SECONDS.end(),
        ..Wish { rounds, seconds, ..Wish::default() }.rules()
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
    match topic::typed(&bot.services, topic.as_deref(), Wanted::Game) {
        Ok(topic) => rules.topic = topic,
        Err(nearest) => return Ok(*nearest),
    }
    let asked = rules.clone();
    let kind = kind(ctx);
    rules.in_thread &= kind.is_none_or(permissions::has_threads);
    let (held, place) = (held(ctx), Place::of(kind, rules.in_thread));
    let lacks = permissions::lacking_here(held, place);
    if !lacks.is_empty() {
        return Ok(view::started::cannot_post(&lacks, permissions::only_thread_lacks(held, place)));
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

#[cfg(test)]
mod tests {
    use std::ops::RangeInclusive;

    use super::*;
    use crate::discord::commands::described;
    use crate::domain::challenge::{GET_READY_SECONDS, REVIEW_SECONDS, ROUNDS, SECONDS, TEAMS};

    /// As Discord is told numbers.
    fn told<N: Copy + Into<f64>>(range: &RangeInclusive<N>) -> RangeInclusive<f64> {
        (*range.start()).into()..=(*range.end()).into()
    }

    #[test]
    fn the_options_offer_what_the_rules_allow_and_name_what_is_usual() {
        let usual = Rules::default();
        let get_ready =
            usual.get_ready.map_or_else(|| "as many as it takes".into(), |fixed| fixed.to_string());
        let options = [
            ("rounds", told(&ROUNDS), usual.rounds.to_string()),
            ("seconds", told(&SECONDS), usual.seconds.to_string()),
            ("teams", told(&TEAMS), "2".to_owned()),
            ("get_ready", told(&GET_READY_SECONDS), get_ready),
            ("review", told(&REVIEW_SECONDS), usual.review.to_string()),
            ("wait", told(&WAIT_SECONDS), usual.wait.to_string()),
        ];
        let command = described(&challenge());
        let numbers = |of: &str| -> Vec<(String, RangeInclusive<f64>, String)> {
            let given = command.subcommand(of).options.iter().filter(|option| option.max_value.is_some());
            given
                .map(|option| {
                    let range = option.min_value.unwrap_or(0.0)..=option.max_value.unwrap_or(0.0);
                    (option.name.clone(), range, option.description.clone())
                })
                .collect()
        };
        assert_eq!(numbers("start").len(), options.len(), "every number that can be chosen is held");
        for (name, range, description) in [numbers("start"), numbers("duel")].concat() {
            let held = options.iter().find(|(held, ..)| *held == name);
            let (_, allowed, usual) = held.unwrap_or_else(|| panic!("no rule for {name}"));
            assert_eq!(range, *allowed, "{name}");
            let named = [format!("({usual})"), format!("({usual}, if you leave it out)")];
            assert!(named.iter().any(|named| description.contains(named)), "{name}: {description}");
        }
        let is_off = [usual.streak_bonus, usual.change_of_mind, usual.in_thread].map(|on| !on);
        assert_eq!(is_off, [true; 3], "as their descriptions say: no");
    }
}
