//! The value of one option: what was typed, checked against what the bot registered.

use serde_json::{Value, json};
use twilight_model::application::command::{
    CommandOption, CommandOptionChoice, CommandOptionChoiceValue, CommandOptionType as Kind,
    CommandOptionValue,
};

use super::Refused;
use super::command_line::Surroundings;
use crate::snowflake::Snowflake;

pub(super) fn bad(option: &CommandOption, value: &str, why: &str) -> Refused {
    Refused::BadValue { field: option.name.clone(), value: value.to_owned(), why: why.to_owned() }
}

/// Reads one option as the interaction carries it, noting whom or what it points at.
pub(super) fn read(
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
    let by_name = choices.iter().find(|choice| choice.name == text);
    let found = by_name.or_else(|| choices.iter().find(|choice| text_of(&value(choice)) == text));
    found.map(value).ok_or_else(|| {
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
