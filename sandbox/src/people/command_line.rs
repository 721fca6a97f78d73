//! A slash command as it is typed, read against what the bot registered.

use serde::Serialize;
use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandOption, CommandOptionType as Kind};

use super::{Refused, option_value};
use crate::snowflake::Snowflake;
use crate::state::State;

/// A suggestion of an autocomplete.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// What the member reads.
    pub name: String,
    /// What the bot gets when it is chosen.
    pub value: Value,
}

/// A command line, read.
pub(crate) struct Typed {
    /// `explain`, `streak pause`.
    pub(crate) path: String,
    /// The options as the interaction carries them.
    pub(crate) options: Vec<Value>,
    /// Ids that the values point at.
    pub(crate) mentioned: Vec<Snowflake>,
}

/// What values are looked up in.
pub(crate) struct Surroundings<'a> {
    pub(crate) state: &'a State,
    pub(crate) guild: Option<Snowflake>,
    /// Whether the last option is still being typed.
    pub(crate) completing: bool,
}

/// Splits `/name rest`.
pub(crate) fn split(line: &str) -> (&str, &str) {
    let line = line.trim().trim_start_matches('/');
    line.split_once(char::is_whitespace).map_or((line, ""), |(name, rest)| (name, rest.trim_start()))
}

/// Reads what follows the command's name.
pub(crate) fn read(command: &Command, rest: &str, around: &Surroundings<'_>) -> Result<Typed, Refused> {
    let (chosen, rest) = Chosen::from_words(command, rest)?;
    let pairs = pairs(&chosen.path, chosen.options, rest)?;
    let focused = if around.completing { pairs.last().map(|(option, _)| option.name.clone()) } else { None };
    chosen.typed(&pairs, focused.as_deref(), around)
}

/// Reads a command whose options were filled in one by one, as in a form: by name, each with what was typed.
pub(crate) fn read_form(
    command: &Command,
    form: &Form<'_>,
    around: &Surroundings<'_>,
) -> Result<Typed, Refused> {
    let (chosen, rest) = Chosen::from_words(command, form.words())?;
    let unknown =
        |name: &str| Refused::UnknownOption { command: format!("/{}", chosen.path), option: name.to_owned() };
    if !rest.is_empty() {
        return Err(unknown(rest));
    }
    let mut pairs = Vec::new();
    for (name, text) in form.values {
        let option =
            chosen.options.iter().find(|option| option.name == *name).ok_or_else(|| unknown(name))?;
        pairs.push((option, *text));
    }
    chosen.typed(&pairs, form.focused.filter(|_| around.completing), around)
}

/// A command as a form gives it.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The command's name and, where it has them, its subcommands: `streak pause`.
    pub path: &'a str,
    /// The options that were filled in, by name, with what was typed or chosen.
    pub values: &'a [(&'a str, &'a str)],
    /// The option that is being typed, for suggestions.
    pub focused: Option<&'a str>,
}

impl<'a> Form<'a> {
    /// What follows the command's own name in its path.
    fn words(&self) -> &'a str {
        split(self.path).1
    }
}

/// A command, or the subcommand of it that was chosen.
struct Chosen<'a> {
    path: String,
    levels: Vec<(&'a str, Kind)>,
    options: &'a [CommandOption],
}

impl<'a> Chosen<'a> {
    /// Follows the words that name subcommands; gives what comes after them too.
    fn from_words<'b>(command: &'a Command, words: &'b str) -> Result<(Self, &'b str), Refused> {
        let mut found =
            Self { path: command.name.clone(), levels: Vec::new(), options: command.options.as_slice() };
        let mut rest = words;
        while found.options.iter().any(|it| matches!(it.kind, Kind::SubCommand | Kind::SubCommandGroup)) {
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let Some(next) = found.options.iter().find(|option| option.name == word) else {
                let command = format!("/{}", found.path);
                return Err(Refused::UnknownOption { command, option: word.to_owned() });
            };
            found.path = format!("{} {word}", found.path);
            found.levels.push((&next.name, next.kind));
            found.options = next.options.as_deref().unwrap_or_default();
            rest = after.trim_start();
        }
        Ok((found, rest))
    }

    /// The options as the interaction carries them, in the order given; none required may be missing, unless one is
    /// still being typed.
    fn typed(
        self,
        pairs: &[(&CommandOption, &str)],
        focused: Option<&str>,
        around: &Surroundings<'_>,
    ) -> Result<Typed, Refused> {
        let mut typed = Typed { path: self.path, options: Vec::new(), mentioned: Vec::new() };
        for (option, text) in pairs {
            let focused = focused == Some(option.name.as_str());
            typed.options.push(option_value::read(option, text, focused, around, &mut typed.mentioned)?);
        }
        let missing = self.options.iter().find(|option| {
            option.required == Some(true) && !pairs.iter().any(|(given, _)| given.name == option.name)
        });
        if let (Some(missing), false) = (missing, around.completing) {
            return Err(Refused::MissingOption {
                command: format!("/{}", typed.path),
                option: missing.name.clone(),
            });
        }
        for (name, kind) in self.levels.into_iter().rev() {
            let inner = std::mem::take(&mut typed.options);
            typed.options = vec![json!({ "name": name, "type": kind as u8, "options": inner })];
        }
        Ok(typed)
    }
}

/// Splits `topic:one two difficulty:3`: a value runs to the next known `name:`.
fn pairs<'a>(
    path: &str,
    options: &'a [CommandOption],
    rest: &'a str,
) -> Result<Vec<(&'a CommandOption, &'a str)>, Refused> {
    let mut starts: Vec<(usize, usize, &CommandOption)> = Vec::new();
    for (at, _) in
        rest.char_indices().filter(|(at, _)| *at == 0 || rest[..*at].ends_with(char::is_whitespace))
    {
        let known = options.iter().find(|option| {
            rest[at..].strip_prefix(option.name.as_str()).is_some_and(|after| after.starts_with(':'))
        });
        if let Some(option) = known {
            starts.push((at, at + option.name.len() + 1, option));
        }
    }
    let before = starts.first().map_or(rest, |(at, ..)| &rest[..*at]).trim();
    if !before.is_empty() {
        return Err(Refused::UnknownOption { command: format!("/{path}"), option: before.to_owned() });
    }
    let mut found: Vec<(&CommandOption, &str)> = Vec::new();
    for (index, (_, value, option)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(rest.len(), |(at, ..)| *at);
        if found.iter().any(|(known, _)| known.name == option.name) {
            return Err(option_value::bad(option, &rest[*value..end], "it is given twice"));
        }
        found.push((option, rest[*value..end].trim()));
    }
    Ok(found)
}
