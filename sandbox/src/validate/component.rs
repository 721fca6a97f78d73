//! The rules of message components.
//!
//! [Discord's documentation](https://discord.com/developers/docs/components/reference)

use std::collections::HashSet;

use serde_json::{Value, json};
use twilight_validate::component::{
    ACTION_ROW_COMPONENT_COUNT, COMPONENT_BUTTON_LABEL_LENGTH, COMPONENT_COUNT, COMPONENT_CUSTOM_ID_LENGTH,
    COMPONENT_V2_COUNT, SELECT_MAXIMUM_VALUES_LIMIT, SELECT_OPTION_COUNT, SELECT_OPTION_DESCRIPTION_LENGTH,
    SELECT_OPTION_LABEL_LENGTH, SELECT_OPTION_VALUE_LENGTH, SELECT_PLACEHOLDER_LENGTH,
};

use super::{join, length, list, required_text, text};
use crate::error::Problems;

/// Code points of a link button's address.
const BUTTON_URL_LENGTH: usize = 512;

/// Component types, as Discord numbers them.
pub(crate) mod kind {
    pub(crate) const ROW: u64 = 1;
    pub(crate) const BUTTON: u64 = 2;
    pub(crate) const STRING_SELECT: u64 = 3;
    pub(crate) const TEXT_INPUT: u64 = 4;
    pub(crate) const USER_SELECT: u64 = 5;
    pub(crate) const ROLE_SELECT: u64 = 6;
    pub(crate) const MENTIONABLE_SELECT: u64 = 7;
    pub(crate) const CHANNEL_SELECT: u64 = 8;
    pub(crate) const SECTION: u64 = 9;
    pub(crate) const TEXT: u64 = 10;
    pub(crate) const CONTAINER: u64 = 17;
    pub(crate) const LABEL: u64 = 18;
}

/// What is counted over all components of a message.
#[derive(Default)]
struct Seen {
    custom_ids: HashSet<String>,
    next_id: u64,
    count: usize,
}

/// Checks the components of a message and gives them as Discord stores them, each with its `id`.
pub(crate) fn components(body: &Value, v2: bool, problems: &mut Problems) -> Vec<Value> {
    let max = if v2 { COMPONENT_V2_COUNT } else { COMPONENT_COUNT };
    let given = list(body, "components", "", max, problems);
    let mut seen = Seen::default();
    let mut kept = Vec::new();
    for (index, given) in given.iter().enumerate() {
        let path = format!("components.{index}");
        let number = given["type"].as_u64().unwrap_or(0);
        let fits = number == kind::ROW || (v2 && matches!(number, 9 | 10 | 12 | 13 | 14 | 17));
        if fits {
            kept.push(component(given, &path, &mut seen, problems));
        } else {
            problems.choice(&join(&path, "type"), if v2 { "(1, 9, 10, 12, 13, 14, 17)" } else { "(1,)" });
        }
    }
    if v2 && seen.count > COMPONENT_V2_COUNT {
        problems.add(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            "The maximum number of components is 40",
        );
    }
    kept
}

fn component(given: &Value, path: &str, seen: &mut Seen, problems: &mut Problems) -> Value {
    let mut clean = given.clone();
    seen.next_id += 1;
    seen.count += 1;
    if clean["id"].as_u64().unwrap_or(0) == 0 {
        clean["id"] = json!(seen.next_id);
    }
    match given["type"].as_u64().unwrap_or(0) {
        kind::ROW => row(given, path, &mut clean, seen, problems),
        kind::BUTTON => button(given, path, seen, problems),
        number @ (kind::STRING_SELECT | 5..=8) => select(number, given, path, &mut clean, seen, problems),
        kind::TEXT => {
            required_text(given, "content", path, (1, 4000), problems);
        }
        kind::SECTION | kind::CONTAINER => {
            let children = list(given, "components", path, COMPONENT_V2_COUNT, problems);
            clean["components"] = nested(children, path, seen, problems);
            if given["accessory"].is_object() {
                let here = join(path, "accessory");
                clean["accessory"] = component(&given["accessory"], &here, seen, problems);
            }
        }
        11..=14 => {}
        _ => problems.choice(&join(path, "type"), "(1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17)"),
    }
    clean
}

fn nested(children: &[Value], path: &str, seen: &mut Seen, problems: &mut Problems) -> Value {
    let each = children.iter().enumerate();
    each.map(|(index, child)| component(child, &format!("{path}.components.{index}"), seen, problems))
        .collect()
}

fn row(given: &Value, path: &str, clean: &mut Value, seen: &mut Seen, problems: &mut Problems) {
    let children = list(given, "components", path, ACTION_ROW_COMPONENT_COUNT, problems);
    let here = join(path, "components");
    if children.is_empty() {
        problems.bad_length(&here, 1, ACTION_ROW_COMPONENT_COUNT);
    }
    let selects = children.iter().filter(|child| is_select(child)).count();
    if selects > 0 && children.len() > 1 {
        let message = "Select menus must be the only component in their action row";
        problems.add(&here, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
    }
    for (index, child) in children.iter().enumerate() {
        if child["type"] != kind::BUTTON && !is_select(child) {
            problems.choice(&format!("{here}.{index}.type"), "(2, 3, 5, 6, 7, 8)");
        }
    }
    clean["components"] = nested(children, path, seen, problems);
}

fn is_select(component: &Value) -> bool {
    matches!(component["type"].as_u64(), Some(3 | 5..=8))
}

fn button(given: &Value, path: &str, seen: &mut Seen, problems: &mut Problems) {
    text(given, "label", path, (0, COMPONENT_BUTTON_LABEL_LENGTH), problems);
    match given["style"].as_u64() {
        Some(1..=4) => {
            if !given["url"].is_null() {
                problems.add(path, "BUTTON_COMPONENT_INVALID_URL", "A url is only for link buttons");
            }
            custom_id(given, path, seen, problems);
        }
        Some(5) => {
            required_text(given, "url", path, (1, BUTTON_URL_LENGTH), problems);
            if !given["custom_id"].is_null() {
                let message = "A custom id and url cannot both be specified";
                problems.add(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", message);
            }
        }
        Some(6) => {}
        Some(_) => problems.choice(&join(path, "style"), "(1, 2, 3, 4, 5, 6)"),
        None => problems.required(&join(path, "style")),
    }
    let nothing = given["label"].as_str().unwrap_or_default().is_empty() && given["emoji"].is_null();
    if nothing && given["style"] != 6 {
        problems.add(path, "BUTTON_COMPONENT_LABEL_REQUIRED", "A button must have a label or an emoji");
    }
}

fn custom_id(given: &Value, path: &str, seen: &mut Seen, problems: &mut Problems) {
    let Some(id) = required_text(given, "custom_id", path, (1, COMPONENT_CUSTOM_ID_LENGTH), problems) else {
        return;
    };
    if !seen.custom_ids.insert(id.to_owned()) {
        let message = "Component custom id cannot be duplicated";
        problems.add(&join(path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message);
    }
}

fn select(
    number: u64,
    given: &Value,
    path: &str,
    clean: &mut Value,
    seen: &mut Seen,
    problems: &mut Problems,
) {
    custom_id(given, path, seen, problems);
    text(given, "placeholder", path, (0, SELECT_PLACEHOLDER_LENGTH), problems);
    let bound = |key: &str, default: u64| given[key].as_u64().unwrap_or(default);
    let (min, max) = (bound("min_values", 1), bound("max_values", 1));
    clean["min_values"] = json!(min);
    clean["max_values"] = json!(max);
    let limit = SELECT_MAXIMUM_VALUES_LIMIT as u64;
    for (key, value, least) in [("min_values", min, 0), ("max_values", max, 1)] {
        if value > limit {
            let message = format!("int value should be less than or equal to {limit}.");
            problems.add(&join(path, key), "NUMBER_TYPE_MAX", &message);
        }
        if value < least {
            let message = format!("int value should be greater than or equal to {least}.");
            problems.add(&join(path, key), "NUMBER_TYPE_MIN", &message);
        }
    }
    if min > max {
        let message = "min_values must be less than or equal to max_values";
        problems.add(&join(path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX", message);
    }
    if number == kind::STRING_SELECT {
        options(given, path, max, problems);
    }
}

fn options(given: &Value, path: &str, max_values: u64, problems: &mut Problems) {
    let options = list(given, "options", path, SELECT_OPTION_COUNT, problems);
    let here = join(path, "options");
    if options.is_empty() {
        problems.required(&here);
    } else if max_values > options.len() as u64 {
        let message = format!("max_values must be at most the number of options ({})", options.len());
        problems.add(&join(path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_EXCEEDED", &message);
    }
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let path = format!("{here}.{index}");
        required_text(option, "label", &path, (1, SELECT_OPTION_LABEL_LENGTH), problems);
        text(option, "description", &path, (0, SELECT_OPTION_DESCRIPTION_LENGTH), problems);
        let value = required_text(option, "value", &path, (1, SELECT_OPTION_VALUE_LENGTH), problems);
        if value.is_some_and(|value| !values.insert(value)) {
            let message = "The specified option value is already used";
            problems.add(&join(&path, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
    }
    let defaults = options.iter().filter(|option| option["default"] == true).count();
    if defaults as u64 > max_values {
        problems.add(&here, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many default values");
    }
}

/// Every component of a tree that a member can use, depth first.
pub(crate) fn walk<'a>(components: &'a [Value], visit: &mut impl FnMut(&'a Value)) {
    for component in components {
        visit(component);
        if let Some(children) = component["components"].as_array() {
            walk(children, visit);
        }
        for inner in ["accessory", "component"] {
            if component[inner].is_object() {
                walk(std::slice::from_ref(&component[inner]), visit);
            }
        }
    }
}

/// Code points over all text of components, for the message's own limit.
pub(crate) fn shown_text(components: &[Value]) -> usize {
    let mut total = 0;
    walk(components, &mut |component| {
        if component["type"] == kind::TEXT {
            total += component["content"].as_str().map_or(0, length);
        }
    });
    total
}
