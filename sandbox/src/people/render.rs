//! Messages as text that a person reads and an inline snapshot holds.

use serde_json::Value;

use crate::state::Message;
use crate::validate::kind;

/// A message: whom it is for, content, embeds, components, each on its own line.
pub(crate) fn message(message: &Message, only: Option<&str>) -> String {
    let mut lines = Vec::new();
    if !message.content.is_empty() {
        lines.push(message.content.clone());
    }
    if message.is_loading() {
        lines.push("(thinking)".to_owned());
    }
    for embed in &message.embeds {
        lines.extend(embed_lines(embed));
    }
    for attachment in &message.attachments {
        lines.push(format!("📎 {}", text(&attachment["filename"])));
    }
    if let Some(poll) = &message.poll {
        lines.push(format!("📊 {}", text(&poll["question"]["text"])));
    }
    for component in &message.components {
        lines.extend(component_lines(component));
    }
    let mark = only.map(|name| format!("(only {name}) ")).unwrap_or_default();
    let gone = if message.deleted { "(deleted) " } else { "" };
    format!("{gone}{mark}{}", lines.join("\n"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn embed_lines(embed: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add =
        |text: &str| lines.extend(text.lines().map(|line| format!("┃ {line}").trim_end().to_owned()));
    add(text(&embed["author"]["name"]));
    add(text(&embed["title"]));
    add(text(&embed["description"]));
    for field in embed["fields"].as_array().into_iter().flatten() {
        add(&format!("{}: {}", text(&field["name"]), text(&field["value"])));
    }
    for picture in ["thumbnail", "image"] {
        if let Some(url) = embed[picture]["url"].as_str() {
            add(&format!("({picture}: {url})"));
        }
    }
    add(text(&embed["footer"]["text"]));
    lines
}

fn component_lines(component: &Value) -> Vec<String> {
    let children = component["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    match component["type"].as_u64().unwrap_or(0) {
        kind::ROW => vec![children.iter().map(inline).collect::<Vec<_>>().join(" ")],
        kind::TEXT => text(&component["content"]).lines().map(str::to_owned).collect(),
        kind::CONTAINER => {
            let inner = children.iter().flat_map(component_lines);
            inner.map(|line| format!("┃ {line}")).collect()
        }
        kind::SECTION => {
            let mut lines: Vec<String> = children.iter().flat_map(component_lines).collect();
            if let (Some(last), true) = (lines.last_mut(), component["accessory"].is_object()) {
                last.push(' ');
                last.push_str(&inline(&component["accessory"]));
            }
            lines
        }
        14 => vec!["───".to_owned()],
        _ => vec![inline(component)],
    }
}

fn inline(component: &Value) -> String {
    match component["type"].as_u64().unwrap_or(0) {
        kind::BUTTON => {
            let label = button_label(component);
            if component["disabled"] == true {
                format!("[{label} ✗]")
            } else if component["url"].is_string() {
                format!("[{label} ↗]")
            } else {
                format!("[{label}]")
            }
        }
        kind::STRING_SELECT => {
            let options = component["options"].as_array().into_iter().flatten();
            let labels: Vec<&str> = options.map(|option| text(&option["label"])).collect();
            select_text(component, &labels.join(" | "))
        }
        kind::USER_SELECT => select_text(component, "users"),
        kind::ROLE_SELECT => select_text(component, "roles"),
        kind::MENTIONABLE_SELECT => select_text(component, "users and roles"),
        kind::CHANNEL_SELECT => select_text(component, "channels"),
        11 => "(picture)".to_owned(),
        12 => "(gallery)".to_owned(),
        13 => "(file)".to_owned(),
        _ => "(component)".to_owned(),
    }
}

fn select_text(component: &Value, options: &str) -> String {
    let placeholder = text(&component["placeholder"]);
    let colon = if placeholder.is_empty() { "" } else { ": " };
    let mark = if component["disabled"] == true { " ✗" } else { "" };
    format!("{{{placeholder}{colon}{options}{mark}}}")
}

/// What a button says: its emoji, its label, or both.
pub(crate) fn button_label(button: &Value) -> String {
    let (emoji, label) = (text(&button["emoji"]["name"]), text(&button["label"]));
    match (emoji.is_empty(), label.is_empty()) {
        (false, false) => format!("{emoji} {label}"),
        (false, true) => emoji.to_owned(),
        (true, _) => label.to_owned(),
    }
}

/// A modal: its title and its fields.
pub(crate) fn modal(modal: &Value) -> String {
    let mut lines = vec![format!("◻ {}", text(&modal["title"]))];
    for row in modal["components"].as_array().into_iter().flatten() {
        if row["type"] == kind::TEXT {
            lines.push(text(&row["content"]).to_owned());
            continue;
        }
        let (label, input) = super::modal::field(row);
        let required = if input["required"] == false { "" } else { "*" };
        lines.push(format!("{label}{required}: {{{}}}", text(&input["placeholder"])));
    }
    lines.join("\n")
}
