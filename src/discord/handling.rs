//! An interaction in hand: when it came, when it was acknowledged, what came of it.
//!
//! The framework is wrapped, so that every interaction is measured and told in the log in one place, whatever
//! handles it. What handles it says how it goes by [`acknowledged`] and [`ended`].

use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serenity::all::{Client, Context, Framework, FullEvent, Interaction};
use tracing::{Instrument, info, info_span};

use super::form::Form;
use super::press::Press;
use crate::metrics::{InteractionMeters, Kind, Outcome};

tokio::task_local! {
    static IN_HAND: Handling;
}

/// What a command or press is called that the bot does not know (any more).
const UNKNOWN: &str = "unknown";

struct Handling {
    received: Instant,
    acknowledged: OnceLock<Duration>,
    outcome: OnceLock<Outcome>,
}

/// Discord has the first answer to the interaction in hand.
pub(super) fn acknowledged() {
    // Outside of an interaction there is nothing to note.
    let _ = IN_HAND.try_with(|handling| handling.acknowledged.set(handling.received.elapsed()));
}

/// What came of the interaction in hand.
pub(super) fn ended(outcome: Outcome) {
    let _ = IN_HAND.try_with(|handling| handling.outcome.set(outcome));
}

/// A framework whose interactions are watched.
pub(super) struct Watched<F> {
    framework: F,
    meters: InteractionMeters,
    commands: Vec<&'static str>,
}

impl<F> Watched<F> {
    /// Watches `framework`, whose commands have these names.
    pub(super) fn new(
        framework: F,
        commands: impl IntoIterator<Item = Cow<'static, str>>,
        meters: InteractionMeters,
    ) -> Self {
        let named = |name: Cow<'static, str>| match name {
            Cow::Borrowed(name) => name,
            // There are a dozen, and they are needed to the end.
            Cow::Owned(name) => name.leak(),
        };
        let commands = commands.into_iter().map(named).collect();
        Self { framework, meters, commands }
    }

    fn named(&self, interaction: &Interaction) -> Option<(Kind, &'static str)> {
        let command =
            |name: &str| self.commands.iter().copied().find(|known| *known == name).unwrap_or(UNKNOWN);
        Some(match interaction {
            Interaction::Command(sent) => (Kind::Slash, command(&sent.data.name)),
            Interaction::Autocomplete(typed) => (Kind::Autocomplete, command(&typed.data.name)),
            Interaction::Component(used) => {
                (Kind::Press, Press::parse(&used.data.custom_id).map_or(UNKNOWN, |press| press.name()))
            }
            Interaction::Modal(sent) => {
                (Kind::Form, Form::parse(&sent.data.custom_id).map_or(UNKNOWN, Form::name))
            }
            _ => return None,
        })
    }
}

#[serenity::async_trait]
impl<F: Framework> Framework for Watched<F> {
    async fn init(&mut self, client: &Client) {
        self.framework.init(client).await;
    }

    async fn dispatch(&self, context: Context, event: FullEvent) {
        let received = Instant::now();
        let watched = match &event {
            FullEvent::InteractionCreate { interaction } => self
                .named(interaction)
                .map(|(kind, command)| (kind, command, span(interaction, kind, command))),
            _ => None,
        };
        let Some((kind, command, span)) = watched else {
            return self.framework.dispatch(context, event).await;
        };
        let handling = Handling { received, acknowledged: OnceLock::new(), outcome: OnceLock::new() };
        let handled = async {
            self.framework.dispatch(context, event).await;
            if kind == Kind::Autocomplete {
                // poise answers these by itself, and is done when Discord has the answer.
                acknowledged();
                ended(Outcome::Answered);
            }
            IN_HAND.with(|handling| self.sum_up(handling, kind, command));
        };
        IN_HAND.scope(handling, handled.instrument(span)).await;
    }
}

impl<F> Watched<F> {
    /// One line in the log, and the meters.
    fn sum_up(&self, handling: &Handling, kind: Kind, command: &'static str) {
        let acknowledged = handling.acknowledged.get().copied();
        let outcome = handling.outcome.get().copied().unwrap_or(Outcome::Lost);
        self.meters.handled(kind, command, outcome, acknowledged);
        info!(
            outcome = outcome.as_str(),
            acknowledged_ms = acknowledged.map(millis),
            took_ms = millis(handling.received.elapsed()),
            "handled"
        );
    }
}

/// What everything that is logged while an interaction is in hand says of it. Who it was is not told.
fn span(interaction: &Interaction, kind: Kind, command: &'static str) -> tracing::Span {
    let guild = match interaction {
        Interaction::Command(command) | Interaction::Autocomplete(command) => command.guild_id,
        Interaction::Component(component) => component.guild_id,
        Interaction::Modal(modal) => modal.guild_id,
        _ => None,
    };
    let guild = guild.map(|guild| guild.get());
    info_span!("interaction", id = interaction.id().get(), kind = kind.as_str(), command, guild)
}

/// To the microsecond.
fn millis(span: Duration) -> f64 {
    (span.as_secs_f64() * 1e6).round() / 1e3
}
