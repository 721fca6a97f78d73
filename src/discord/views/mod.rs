//! Every word the bot says: domain values in, text, embeds and components out. No I/O.

pub mod admin;
pub mod answer;
pub mod challenge;
pub mod compare;
pub mod correction;
pub mod daily;
pub mod explain;
pub mod failure;
pub mod help;
pub mod leaderboard;
pub mod manager;
pub mod practice;
pub mod privacy;
pub mod rehearsal;
pub mod report;
pub mod setup;
pub mod streak;
pub mod today;

mod bars;
mod count;
mod dailies_state;
mod facts;
mod named;
mod panel;
mod paused_dailies;
mod places;
mod plain;
mod question;
mod rationale;
mod server;
mod streak_lines;
mod when;

#[cfg(test)]
mod fit;
#[cfg(test)]
mod sample;

use serenity::all::{CreateActionRow, CreateEmbed};

/// A message as the bot words it: how it travels (posted, replied privately, edited in) is decided elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Text above the embeds.
    pub content: String,
    /// The embeds; together within Discord's limits.
    pub embeds: Vec<CreateEmbed>,
    /// Rows of buttons, or select menus.
    pub rows: Vec<CreateActionRow>,
    /// Told in a private message of its own, even where the message that was pressed would change: a
    /// refusal takes nobody's question away.
    pub apart: bool,
    /// A file that comes with it.
    pub file: Option<File>,
}

/// A file that comes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl View {
    /// A message of nothing but text.
    fn text(content: impl Into<String>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// Nothing but text, told apart.
    fn refusal(content: impl Into<String>) -> Self {
        Self { apart: true, ..Self::text(content) }
    }

    /// The same with text above the embeds.
    fn under(self, content: impl Into<String>) -> Self {
        Self { content: content.into(), ..self }
    }
}
