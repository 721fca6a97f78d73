//! A slash command as it is typed, read against what the bot registered.

use serde::Serialize;
use serde_json::{Value, json};
use twilight_model::application::command::{
    Command, CommandOption, CommandOptionChoice, CommandOptionChoiceValue, CommandOptionType as Kind,
    CommandOptionValue,
};

use super::Refused;
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
    let mut path = command.name.clone();
    let (mut options, mut rest) = (command.options.as_slice(), rest);
    let mut levels: Vec<(&str, Kind)> = Vec::new();
    while options.iter().any(|option| matches!(option.kind, Kind::SubCommand | Kind::SubCommandGroup)) {
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let Some(next) = options.iter().find(|option| option.name == word) else {
            return Err(Refused::UnknownOption { command: format!("/{path}"), option: word.to_owned() });
        };
        path = format!("{path} {word}");
        levels.push((&next.name, next.kind));
        options = next.options.as_deref().unwrap_or_default();
        rest = after.trim_start();
    }
    let pairs = pairs(&path, options, rest)?;
    let mut typed = Typed { path, options: Vec::new(), mentioned: Vec::new() };
    let last = pairs.len().saturating_sub(1);
    for (index, (option, text)) in pairs.iter().enumerate() {
        let focused = around.completing && index == last;
        typed.options.push(value(option, text, focused, around, &mut typed.mentioned)?);
    }
    let missing = options.iter().find(|option| {
        option.required == Some(true) && !pairs.iter().any(|(given, _)| given.name == option.name)
    });
    if let (Some(missing), false) = (missing, around.completing) {
        return Err(Refused::MissingOption {
            command: format!("/{}", typed.path),
            option: missing.name.clone(),
        });
    }
    for (name, kind) in levels.into_iter().rev() {
        let inner = std::mem::take(&mut typed.options);
        typed.options = vec![json!({ "name": name, "type": kind as u8, "options": inner })];
    }
    Ok(typed)
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
            return Err(bad(option, &rest[*value..end], "it is given twice"));
        }
        found.push((option, rest[*value..end].trim()));
    }
    Ok(found)
}

fn bad(option: &CommandOption, value: &str, why: &str) -> Refused {
    Refused::BadValue { field: option.name.clone(), value: value.to_owned(), why: why.to_owned() }
}

fn value(
    option: &CommandOption,
    text: &str,
    focused: bool,
    around: &Surroundings<'_>,
    mentioned: &mut Vec<Snowflake>,
) -> Result<Value, Refused> {
    let mut found = json!({ "name": option.name, "type": option.kind as u8 });
    if focused {
        found["value"] = json!(text);
        found["focused"] = json!(true);
        return Ok(found);
    }
    found["value"] = match option.choices.as_deref().filter(|choices| !choices.is_empty()) {
        Some(choices) => chosen(option, choices, text)?,
        None => plain(option, text, around, mentioned)?,
    };
    Ok(found)
}

fn chosen(option: &CommandOption, choices: &[CommandOptionChoice], text: &str) -> Result<Value, Refused> {
    let value = |choice: &CommandOptionChoice| match &choice.value {
        CommandOptionChoiceValue::String(value) => json!(value),
        CommandOptionChoiceValue::Integer(value) => json!(value),
        CommandOptionChoiceValue::Number(value) => json!(value),
    };
    let fits = |choice: &&CommandOptionChoice| {
        let value = value(choice);
        choice.name == text || text_of(&value) == text
    };
    choices.iter().find(fits).map(value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
        bad(option, text, &format!("the choices are {}", names.join(", ")))
    })
}

/// A choice's value as it would be typed.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn plain(
    option: &CommandOption,
    text: &str,
    around: &Surroundings<'_>,
    mentioned: &mut Vec<Snowflake>,
) -> Result<Value, Refused> {
    match option.kind {
        Kind::String => {
            let length = crate::validate::length(text);
            let (min, max) = (option.min_length.unwrap_or(0), option.max_length.unwrap_or(6000));
            if length < usize::from(min) || length > usize::from(max) || length == 0 {
                return Err(bad(option, text, &format!("its length must be {min} to {max}")));
            }
            Ok(json!(text))
        }
        Kind::Integer => {
            let number: i64 = text.parse().map_err(|_| bad(option, text, "it is not a whole number"))?;
            #[expect(clippy::cast_precision_loss, reason = "Discord's integers stay below 2^53")]
            in_range(option, number as f64, text)?;
            Ok(json!(number))
        }
        Kind::Number => {
            let number: f64 = text.parse().map_err(|_| bad(option, text, "it is not a number"))?;
            in_range(option, number, text)?;
            Ok(json!(number))
        }
        Kind::Boolean => match text.to_lowercase().as_str() {
            "true" | "yes" => Ok(json!(true)),
            "false" | "no" => Ok(json!(false)),
            _ => Err(bad(option, text, "it is not true or false")),
        },
        Kind::User | Kind::Role | Kind::Channel | Kind::Mentionable => {
            let id = pointed_at(option, text, around)
                .ok_or_else(|| bad(option, text, "there is none of that name"))?;
            mentioned.push(id);
            Ok(json!(id))
        }
        _ => Err(bad(option, text, "the sandbox does not model this type of option")),
    }
}

fn in_range(option: &CommandOption, number: f64, text: &str) -> Result<(), Refused> {
    #[expect(clippy::cast_precision_loss, reason = "Discord's integers stay below 2^53")]
    let bound = |value: &CommandOptionValue| match value {
        CommandOptionValue::Integer(value) => *value as f64,
        CommandOptionValue::Number(value) => *value,
    };
    let (min, max) = (option.min_value.as_ref().map(bound), option.max_value.as_ref().map(bound));
    if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
        return Err(bad(option, text, "it is out of range"));
    }
    Ok(())
}

/// The user, role or channel that `@name`, `#name`, a mention or an id points at.
fn pointed_at(option: &CommandOption, text: &str, around: &Surroundings<'_>) -> Option<Snowflake> {
    let bare = text.trim_matches(|letter| "<>@&#!".contains(letter));
    let state = around.state;
    let guild = around.guild.and_then(|guild| state.guilds.get(&guild));
    let id: Option<Snowflake> = bare.parse().ok();
    let is = |known: Snowflake, name: &str| id == Some(known) || name == bare;
    let user = || {
        let inside = |user: &Snowflake| guild.is_none_or(|guild| guild.members.contains_key(user));
        state
            .users
            .values()
            .filter(|user| inside(&user.id))
            .find(|user| is(user.id, &user.name))
            .map(|it| it.id)
    };
    let role = || guild?.roles.values().find(|role| is(role.id, &role.name)).map(|role| role.id);
    let channel = || {
        let types = option.channel_types.as_deref().unwrap_or_default();
        let fits = |number: u8| types.is_empty() || types.iter().any(|kind| u8::from(*kind) == number);
        let all = state.channels.values().filter(|it| it.guild == around.guild && fits(it.kind.number()));
        all.into_iter().find(|it| is(it.id, &it.name)).map(|it| it.id)
    };
    match option.kind {
        Kind::User => user(),
        Kind::Role => role(),
        Kind::Channel => channel(),
        _ => user().or_else(role),
    }
}
