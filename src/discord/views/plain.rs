//! Views as plain text for snapshots, and what Discord would refuse of them.

use std::collections::HashSet;

use serde_json::Value;

use super::View;
use crate::discord::limits::{self, length};
use crate::discord::press::Press;

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

/// Every limit of Discord that the view breaks.
pub(super) fn problems(view: &View) -> Vec<String> {
    let mut problems = Problems::default();
    problems.at_most("content", length(&view.content), limits::CONTENT);
    problems.expect("an empty message", !view.content.is_empty() || !view.embeds.is_empty());
    let total: usize = json(&view.embeds).iter().map(|embed| problems.embed(embed)).sum();
    problems.at_most("all text of the embeds", total, limits::EMBED_TOTAL);
    problems.at_most("rows", view.rows.len(), limits::ROWS);
    for row in json(&view.rows) {
        let components = list(&row["components"]);
        problems.at_most("buttons in a row", components.len(), limits::BUTTONS_PER_ROW);
        problems.expect("an empty row", !components.is_empty());
        components.iter().for_each(|component| problems.component(component));
    }
    problems.found
}

#[derive(Default)]
struct Problems {
    found: Vec<String>,
    custom_ids: HashSet<String>,
}

impl Problems {
    fn at_most(&mut self, what: &str, is: usize, limit: usize) {
        if is > limit {
            self.found.push(format!("{what}: {is} > {limit}"));
        }
    }

    fn expect(&mut self, problem: &str, holds: bool) {
        if !holds {
            self.found.push(problem.to_owned());
        }
    }

    /// Checks the text of an embed, and returns its length.
    fn embed(&mut self, embed: &Value) -> usize {
        let mut total = 0;
        let mut part = |problems: &mut Self, what: &str, text: &str, limit: usize| {
            problems.at_most(what, length(text), limit);
            total += length(text);
        };
        part(self, "title", text(&embed["title"]), limits::EMBED_TITLE);
        part(self, "description", text(&embed["description"]), limits::EMBED_DESCRIPTION);
        part(self, "footer", text(&embed["footer"]["text"]), limits::EMBED_FOOTER);
        let fields = list(&embed["fields"]);
        self.at_most("fields", fields.len(), limits::EMBED_FIELDS);
        for field in fields {
            let (name, value) = (text(&field["name"]), text(&field["value"]));
            self.expect("an empty field", !name.is_empty() && !value.is_empty());
            part(self, "name of a field", name, limits::EMBED_FIELD_NAME);
            part(self, "value of a field", value, limits::EMBED_FIELD_VALUE);
        }
        total
    }

    fn component(&mut self, component: &Value) {
        let id = text(&component["custom_id"]);
        self.at_most("custom id", length(id), limits::CUSTOM_ID);
        self.expect("a custom id that is no press", Press::parse(id).is_ok());
        let new = self.custom_ids.insert(id.to_owned());
        self.expect("a custom id that repeats", new);
        self.at_most("label", length(text(&component["label"])), limits::BUTTON_LABEL);
        self.at_most("placeholder", length(text(&component["placeholder"])), limits::SELECT_PLACEHOLDER);
        let options = list(&component["options"]);
        self.at_most("options", options.len(), limits::SELECT_OPTIONS);
        self.expect(
            "a component without words",
            !text(&component["label"]).is_empty() || !options.is_empty(),
        );
        for option in options {
            self.at_most("label of an option", length(text(&option["label"])), limits::SELECT_OPTION_LABEL);
            let description = length(text(&option["description"]));
            self.at_most("description of an option", description, limits::SELECT_OPTION_DESCRIPTION);
        }
    }
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
    builders.iter().map(|builder| serde_json::to_value(builder).unwrap()).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
