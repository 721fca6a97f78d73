use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper bounds in seconds. Discord waits for 3 s; the bot defers after 1.5 s.
const ACKNOWLEDGED_WITHIN: [f64; 11] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0];

/// What a member did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Sent a slash command.
    Slash,
    /// Typed an option that is completed.
    Autocomplete,
    /// Pressed a button or chose from a menu.
    Press,
    /// Sent a form.
    Form,
}

impl Kind {
    /// The label's value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Slash => "slash",
            Self::Autocomplete => "autocomplete",
            Self::Press => "press",
            Self::Form => "form",
        }
    }
}

/// What came of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Answered at once.
    Answered,
    /// Deferred, then answered.
    Deferred,
    /// Answered that too much is going on.
    Busy,
    /// Answered that something is broken.
    Failed,
    /// No answer got through.
    Lost,
}

impl Outcome {
    const ALL: [Self; 5] = [Self::Answered, Self::Deferred, Self::Busy, Self::Failed, Self::Lost];

    /// The label's value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Deferred => "deferred",
            Self::Busy => "busy",
            Self::Failed => "failed",
            Self::Lost => "lost",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Handled {
    kind: &'static str,
    command: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Came {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Acknowledged {
    kind: &'static str,
    command: &'static str,
}

/// Commands, presses, autocompletion.
#[derive(Clone, Debug)]
pub struct InteractionMeters {
    handled: Family<Handled, Counter>,
    outcomes: Family<Came, Counter>,
    acknowledgement: Family<Acknowledged, Histogram>,
}

impl Default for InteractionMeters {
    fn default() -> Self {
        let outcomes = Family::default();
        for outcome in Outcome::ALL {
            // Shown from the start: an alert on a growing count has to see the zero that it grows from.
            drop(outcomes.get_or_create(&Came { outcome: outcome.as_str() }));
        }
        Self {
            handled: Family::default(),
            outcomes,
            acknowledgement: Family::new_with_constructor(|| Histogram::new(ACKNOWLEDGED_WITHIN)),
        }
    }
}

impl InteractionMeters {
    /// An interaction is over. `command` is a command's or press's own name; `acknowledged` how long after its
    /// receipt Discord had the first answer, if it got one.
    pub fn handled(
        &self,
        kind: Kind,
        command: &'static str,
        outcome: Outcome,
        acknowledged: Option<Duration>,
    ) {
        let (kind, outcome) = (kind.as_str(), outcome.as_str());
        self.handled.get_or_create(&Handled { kind, command, outcome }).inc();
        self.outcomes.get_or_create(&Came { outcome }).inc();
        if let Some(acknowledged) = acknowledged {
            let labels = Acknowledged { kind, command };
            self.acknowledgement.get_or_create(&labels).observe(acknowledged.as_secs_f64());
        }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Interactions by kind, by command and by what came of them";
        registry.register("interactions", help, self.handled.clone());
        let help = "Interactions by what came of them alone: each outcome from the start, at zero";
        registry.register("interaction_outcomes", help, self.outcomes.clone());
        registry.register_with_unit(
            "interaction_acknowledgement",
            "From an interaction's receipt to its acknowledgement by Discord",
            Unit::Seconds,
            self.acknowledgement.clone(),
        );
    }
}
