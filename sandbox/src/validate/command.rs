//! The rules of application commands.
//!
//! [Discord's documentation](https://discord.com/developers/docs/interactions/application-commands#application-command-object)

use std::collections::HashSet;

use serde_json::{Value, json};
use twilight_validate::command::{
    CHOICES_LIMIT, DESCRIPTION_LENGTH_MAX, NAME_LENGTH_MAX, OPTION_CHOICE_NAME_LENGTH_MAX,
    OPTION_CHOICE_STRING_VALUE_LENGTH_MAX, OPTIONS_LIMIT,
};

use super::{join, keep, length, list, required_text, text};
use crate::error::{ApiResult, Problems};

/// Code points over all names, descriptions and values of a command.
const TOTAL_LENGTH: usize = 8000;

/// Fields of a command that a bot may set.
const FIELDS: &[&str] = &[
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "contexts",
    "integration_types",
    "nsfw",
    "type",
];

/// Checks a command and gives its fields as Discord stores them; `path` is where it stands in the request.
pub(crate) fn command(given: &Value, path: &str) -> ApiResult<Value> {
    let mut problems = Problems::default();
    let chat = matches!(given["type"].as_u64(), None | Some(1));
    if !matches!(given["type"].as_u64(), None | Some(1..=3)) {
        problems.choice(&join(path, "type"), "(1, 2, 3)");
    }
    let name = required_text(given, "name", path, (1, NAME_LENGTH_MAX), &mut problems);
    if let (true, Some(name)) = (chat, name) {
        chat_name(name, &join(path, "name"), &mut problems);
    }
    if chat {
        required_text(given, "description", path, (1, DESCRIPTION_LENGTH_MAX), &mut problems);
    } else if given["description"].as_str().is_some_and(|text| !text.is_empty()) {
        let message = "Context menu commands cannot have description";
        problems.add(&join(path, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", message);
    }
    localised(given, path, chat, &mut problems);
    permissions(given, path, &mut problems);
    let total = length_of(given) + options(given, path, 0, &mut problems);
    if total > TOTAL_LENGTH {
        let message = "Command exceeds maximum size (8000)";
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", message);
    }
    problems.done()?;
    Ok(stored(given))
}

fn stored(given: &Value) -> Value {
    let mut clean = keep(given, FIELDS);
    for (key, default) in [
        ("type", json!(1)),
        ("description", json!("")),
        ("options", json!([])),
        ("nsfw", json!(false)),
        ("integration_types", json!([0])),
    ] {
        if clean[key].is_null() {
            clean[key] = default;
        }
    }
    // A number is what some libraries send; Discord gives back text.
    if let Some(bits) = clean["default_member_permissions"].as_u64() {
        clean["default_member_permissions"] = json!(bits.to_string());
    }
    if given["contexts"].is_null() && given["dm_permission"] == json!(false) {
        clean["contexts"] = json!([0]);
    }
    clean
}

fn chat_name(name: &str, path: &str, problems: &mut Problems) {
    // \p{sc=Deva} and \p{sc=Thai} let combining signs through, which are not alphanumeric.
    let fits = |letter: char| {
        letter.is_alphanumeric()
            || matches!(letter, '-' | '_' | '\'')
            || matches!(letter, '\u{900}'..='\u{97f}' | '\u{e00}'..='\u{e7f}')
    };
    if !name.chars().all(fits) || name.to_lowercase() != name {
        problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

fn localised(given: &Value, path: &str, chat: bool, problems: &mut Problems) {
    for (key, max) in
        [("name_localizations", NAME_LENGTH_MAX), ("description_localizations", DESCRIPTION_LENGTH_MAX)]
    {
        for (locale, value) in given[key].as_object().into_iter().flatten() {
            let here = format!("{path}{}{key}.{locale}", if path.is_empty() { "" } else { "." });
            match value.as_str() {
                Some(name) if chat && key == "name_localizations" => chat_name(name, &here, problems),
                Some(text) if !(1..=max).contains(&length(text)) => problems.bad_length(&here, 1, max),
                _ => {}
            }
        }
    }
}

fn permissions(given: &Value, path: &str, problems: &mut Problems) {
    let value = &given["default_member_permissions"];
    let fits = value.is_null()
        || value.is_u64()
        || value.as_str().is_some_and(|text| text.is_empty() || text.parse::<u64>().is_ok());
    if !fits {
        let here = join(path, "default_member_permissions");
        problems.add(&here, "PERMISSIONS_TYPE_CONVERT", "Could not interpret value as permissions.");
    }
}

/// Checks the options below `path`; gives the code points in them. `depth` is 1 in a group, 2 in a subcommand.
fn options(given: &Value, path: &str, depth: u8, problems: &mut Problems) -> usize {
    let options = list(given, "options", path, OPTIONS_LIMIT, problems);
    let (mut names, mut total, mut optional_seen) = (HashSet::new(), 0, false);
    let nested = options.iter().filter(|option| matches!(option["type"].as_u64(), Some(1 | 2))).count();
    for (index, option) in options.iter().enumerate() {
        let here = format!("{}.{index}", join(path, "options"));
        if let Some(name) = required_text(option, "name", &here, (1, NAME_LENGTH_MAX), problems) {
            chat_name(name, &join(&here, "name"), problems);
            if !names.insert(name) {
                let message = "Option name must be unique";
                problems.add(&here, "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", message);
            }
        }
        required_text(option, "description", &here, (1, DESCRIPTION_LENGTH_MAX), problems);
        localised(option, &here, true, problems);
        total += length_of(option);
        let mut misplaced = || {
            let message =
                "Sub-command and sub-command group option types are mutually exclusive to all other types";
            problems.add(&here, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
        };
        match option["type"].as_u64() {
            Some(1 | 2) if nested != options.len() => misplaced(),
            Some(1) if depth < 2 => total += self::options(option, &here, 2, problems),
            Some(2) if depth == 0 => total += self::options(option, &here, 1, problems),
            Some(3..=11) if depth != 1 => {
                total += value_option(option, &here, problems);
                let required = option["required"] == true;
                if required && optional_seen {
                    let message = "Required options must be placed before non-required options";
                    problems.add(&here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
                }
                optional_seen |= !required;
            }
            Some(1..=11) => misplaced(),
            Some(_) => problems.choice(&join(&here, "type"), "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)"),
            None => problems.required(&join(&here, "type")),
        }
    }
    total
}

fn value_option(option: &Value, path: &str, problems: &mut Problems) -> usize {
    let choices = list(option, "choices", path, CHOICES_LIMIT, problems);
    let number = option["type"].as_u64().unwrap_or(0);
    if !choices.is_empty() && option["autocomplete"] == true {
        let message = "Autocomplete cannot be set to true if choices are present";
        problems.add(
            &join(path, "autocomplete"),
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
            message,
        );
    }
    if !choices.is_empty() && !matches!(number, 3 | 4 | 10) {
        let message = "Choices are only for string, integer and number options";
        problems.add(&join(path, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", message);
    }
    let (mut total, mut names) = (0, HashSet::new());
    for (index, choice) in choices.iter().enumerate() {
        let here = format!("{}.{index}", join(path, "choices"));
        let name = required_text(choice, "name", &here, (1, OPTION_CHOICE_NAME_LENGTH_MAX), problems);
        if name.is_some_and(|name| !names.insert(name)) {
            let message = "Option choice names must be unique";
            problems.add(&here, "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_NOT_UNIQUE", message);
        }
        total += name.map_or(0, length);
        if number == 3 {
            let value =
                required_text(choice, "value", &here, (1, OPTION_CHOICE_STRING_VALUE_LENGTH_MAX), problems);
            total += value.map_or(0, length);
        } else if !choice["value"].is_number() {
            problems.add(&join(&here, "value"), "NUMBER_TYPE_COERCE", "Value is not a number.");
        }
    }
    total
}

fn length_of(body: &Value) -> usize {
    let of = |key: &str| body[key].as_str().map_or(0, length);
    of("name") + of("description")
}

/// Checks one autocomplete choice list and gives it back.
pub(crate) fn choices(data: &Value) -> ApiResult<Vec<Value>> {
    let mut problems = Problems::default();
    let given = list(data, "choices", "data", CHOICES_LIMIT, &mut problems);
    for (index, choice) in given.iter().enumerate() {
        let path = format!("data.choices.{index}");
        required_text(choice, "name", &path, (1, OPTION_CHOICE_NAME_LENGTH_MAX), &mut problems);
        if choice["value"].is_string() {
            text(choice, "value", &path, (1, OPTION_CHOICE_STRING_VALUE_LENGTH_MAX), &mut problems);
        } else if !choice["value"].is_number() {
            problems.required(&join(&path, "value"));
        }
    }
    problems.done()?;
    Ok(given.to_vec())
}
