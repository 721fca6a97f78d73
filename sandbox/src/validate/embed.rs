//! The rules of embeds.
//!
//! [Discord's documentation](https://discord.com/developers/docs/resources/message#embed-object-embed-limits)

use serde_json::{Value, json};
use twilight_validate::embed::{
    AUTHOR_NAME_LENGTH, COLOR_MAXIMUM, DESCRIPTION_LENGTH, EMBED_TOTAL_LENGTH, FIELD_COUNT,
    FIELD_NAME_LENGTH, FIELD_VALUE_LENGTH, FOOTER_TEXT_LENGTH, TITLE_LENGTH,
};
use twilight_validate::message::EMBED_COUNT_LIMIT;

use super::{join, keep, length, list, required_text, text};
use crate::error::Problems;

/// Checks the embeds of a message and gives them as Discord stores them.
pub(crate) fn embeds(body: &Value, problems: &mut Problems) -> Vec<Value> {
    let given = list(body, "embeds", "", EMBED_COUNT_LIMIT, problems);
    let mut total = 0;
    let mut kept = Vec::new();
    for (index, given) in given.iter().enumerate() {
        let path = format!("embeds.{index}");
        let clean = embed(given, &path, problems);
        total += chars(&clean);
        kept.push(clean);
    }
    if total > EMBED_TOTAL_LENGTH {
        problems.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
    kept
}

fn embed(given: &Value, path: &str, problems: &mut Problems) -> Value {
    if !given.is_object() {
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        return Value::Null;
    }
    text(given, "title", path, (0, TITLE_LENGTH), problems);
    text(given, "description", path, (0, DESCRIPTION_LENGTH), problems);
    url(given, "url", path, problems);
    if let Some(color) = given["color"].as_u64()
        && color > u64::from(COLOR_MAXIMUM)
    {
        let message = "int value should be less than or equal to 16777215.";
        problems.add(&join(path, "color"), "NUMBER_TYPE_MAX", message);
    }
    if let Some(time) = given["timestamp"].as_str()
        && time.parse::<jiff::Timestamp>().is_err()
    {
        let message = format!("Could not parse {time}. Should be ISO8601.");
        problems.add(&join(path, "timestamp"), "DATE_TIME_TYPE_PARSE", &message);
    }
    let mut clean = keep(given, &["title", "description", "url", "color"]);
    if let Some(time) = given["timestamp"].as_str().and_then(|time| time.parse::<jiff::Timestamp>().ok()) {
        clean["timestamp"] = json!(crate::payload::time(time));
    }
    clean["type"] = json!("rich");
    parts(given, path, &mut clean, problems);
    let fields = fields(given, path, problems);
    if !fields.is_empty() {
        clean["fields"] = json!(fields);
    }
    let shown = ["title", "description", "fields", "footer", "author", "image", "thumbnail"];
    if shown.iter().all(|key| clean[*key].is_null() || clean[*key] == "") {
        // Discord answers an embed without anything to show as it does a missing description.
        problems.required(&join(path, "description"));
    }
    clean
}

fn parts(given: &Value, path: &str, clean: &mut Value, problems: &mut Problems) {
    if given["footer"].is_object() {
        let here = join(path, "footer");
        required_text(&given["footer"], "text", &here, (0, FOOTER_TEXT_LENGTH), problems);
        clean["footer"] = keep(&given["footer"], &["text", "icon_url"]);
    }
    if given["author"].is_object() {
        let here = join(path, "author");
        required_text(&given["author"], "name", &here, (0, AUTHOR_NAME_LENGTH), problems);
        url(&given["author"], "url", &here, problems);
        clean["author"] = keep(&given["author"], &["name", "url", "icon_url"]);
    }
    for picture in ["image", "thumbnail"] {
        if given[picture].is_object() {
            url(&given[picture], "url", &join(path, picture), problems);
            clean[picture] = keep(&given[picture], &["url"]);
            clean[picture]["width"] = json!(0);
            clean[picture]["height"] = json!(0);
        }
    }
}

fn fields(given: &Value, path: &str, problems: &mut Problems) -> Vec<Value> {
    let mut kept = Vec::new();
    for (index, field) in list(given, "fields", path, FIELD_COUNT, problems).iter().enumerate() {
        let here = format!("{path}.fields.{index}");
        required_text(field, "name", &here, (1, FIELD_NAME_LENGTH), problems);
        required_text(field, "value", &here, (1, FIELD_VALUE_LENGTH), problems);
        kept.push(json!({
            "name": field["name"], "value": field["value"], "inline": field["inline"].as_bool().unwrap_or(false),
        }));
    }
    kept
}

fn url(given: &Value, key: &str, path: &str, problems: &mut Problems) {
    let Some(text) = given[key].as_str() else { return };
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    if !text.is_empty() && !matches!(scheme, Some("http" | "https" | "attachment" | "discord")) {
        let message = format!("Scheme \"{}\" is not one of ('http', 'https').", scheme.unwrap_or_default());
        problems.add(&join(path, key), "URL_TYPE_INVALID_SCHEME", &message);
    }
}

/// What counts towards the 6000 of all embeds: title, description, fields, footer and author.
fn chars(embed: &Value) -> usize {
    let of = |value: &Value| value.as_str().map_or(0, length);
    let fields = embed["fields"].as_array().into_iter().flatten();
    of(&embed["title"])
        + of(&embed["description"])
        + of(&embed["footer"]["text"])
        + of(&embed["author"]["name"])
        + fields.map(|field| of(&field["name"]) + of(&field["value"])).sum::<usize>()
}
