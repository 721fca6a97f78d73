//! Views as plain text: for terminals and snapshots.

#[cfg(test)]
mod problems;

#[cfg(test)]
pub(super) use problems::{form_problems, problems};
use serde_json::Value;

use super::View;

/// The view as a member reads it: titles after `#`, names of fields after `##`, buttons in parentheses, what a
/// menu offers in braces.
pub(super) fn plain(view: &View) -> String {
    let mut lines = Vec::new();
    if !view.content.is_empty() {
        lines.push(view.content.clone());
    }
    for embed in json(&view.embeds) {
        lines.push(format!("# {}", text(&embed["title"])));
        lines.extend(embed["description"].as_str().map(str::to_owned));
        for field in list(&embed["fields"]) {
            lines.push(format!("## {}\n{}", text(&field["name"]), text(&field["value"])));
        }
        lines.extend(embed["footer"]["text"].as_str().map(|footer| format!("-- {footer}")));
    }
    for row in json(&view.rows) {
        let components: Vec<String> = list(&row["components"]).iter().map(component).collect();
        lines.push(components.join(" "));
    }
    lines.join("\n")
}

fn component(component: &Value) -> String {
    let off = if component["disabled"] == true { ", off" } else { "" };
    match component["label"].as_str() {
        Some(label) => format!("({label}{off})"),
        None => {
            let options: Vec<String> = list(&component["options"])
                .iter()
                .map(|option| format!("{}: {}", text(&option["label"]), text(&option["description"])))
                .collect();
            let (min, max) = (&component["min_values"], &component["max_values"]);
            format!("{{{} ({min} to {max}{off}) | {}}}", text(&component["placeholder"]), options.join(" | "))
        }
    }
}

fn json<T: serde::Serialize>(builders: &[T]) -> Vec<Value> {
    builders.iter().map(|builder| serde_json::to_value(builder).expect("builders are plain JSON")).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
