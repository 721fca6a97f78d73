//! Why something that a person tried did not come about.

use std::fmt;

/// Why something that a person or a test tried did not come about.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ActError {
    /// The Discord client would not let the person do it; the bot heard nothing.
    #[error("the Discord client refuses: {0}")]
    Refused(#[from] Refused),
    /// The bot did not answer within 3 seconds: "The application did not respond".
    #[error("{act}: the application did not respond within 3 s (bot connected: {connected})\n{conversation}")]
    Failed {
        /// What the person did.
        act: String,
        /// Whether the bot has a live gateway connection now.
        connected: bool,
        /// The channel so far.
        conversation: Conversation,
    },
    /// What was waited for did not come in time.
    #[error("waited in vain for {awaited}\n{conversation}")]
    TimedOut {
        /// What was waited for.
        awaited: String,
        /// The channel so far.
        conversation: Conversation,
    },
}

/// What was said so far in a channel, for an error that a person reads.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    pub(crate) channel: String,
    pub(crate) lines: Vec<String>,
}

impl fmt::Display for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.channel.is_empty() {
            return Ok(());
        }
        if self.lines.is_empty() {
            return write!(f, "nothing was said in #{}", self.channel);
        }
        write!(f, "so far in #{}:", self.channel)?;
        for line in &self.lines {
            write!(f, "\n{line}")?;
        }
        Ok(())
    }
}

/// What the Discord client does not let a person do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// No installed application has this command here.
    #[error("there is no command {0}")]
    UnknownCommand(String),
    /// The command has no such option or subcommand.
    #[error("{command} has no option or subcommand {option:?}")]
    UnknownOption {
        /// The command as typed.
        command: String,
        /// What was typed in an option's place.
        option: String,
    },
    /// A required option is missing.
    #[error("{command} needs the option {option:?}")]
    MissingOption {
        /// The command as typed.
        command: String,
        /// The option's name.
        option: String,
    },
    /// The value does not fit the option or field.
    #[error("{field:?} does not take {value:?}: {why}")]
    BadValue {
        /// The option, menu or field.
        field: String,
        /// What was given.
        value: String,
        /// Why it does not fit.
        why: String,
    },
    /// The member lacks the permission that the act needs.
    #[error("{who} may not {what}")]
    NotAllowed {
        /// The member's name.
        who: String,
        /// What it tried.
        what: String,
    },
    /// The member cannot see the channel or message, or it is gone.
    #[error("{who} does not see {what}")]
    NotVisible {
        /// The member's name.
        who: String,
        /// What it looked for.
        what: String,
    },
    /// The message has no such button, menu or option.
    #[error("there is no {wanted:?} to use; there is: {there}")]
    NoSuchComponent {
        /// The label or id that was looked for.
        wanted: String,
        /// What there is instead.
        there: String,
    },
    /// The button or menu is disabled.
    #[error("{0:?} is disabled")]
    Disabled(String),
    /// The reply opened no modal, so there is nothing to submit.
    #[error("no modal is open")]
    NoModal,
    /// The user takes no direct messages from there, or there is no such channel.
    #[error("{0}")]
    Other(String),
}
