//! What Discord would refuse of a view.

use std::collections::HashSet;

use serde_json::Value;
use serenity::all::CreateModal;

use super::{json, list, text};
use crate::discord::form::Form;
use crate::discord::limits::{self, length};
use crate::discord::press::Press;
use crate::discord::views::View;

/// Every limit of Discord that the view breaks.
pub(in super::super) fn problems(view: &View) -> Vec<String> {
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

/// Every limit of Discord that a form breaks.
pub(in super::super) fn form_problems(form: CreateModal) -> Vec<String> {
    let mut problems = Problems::default();
    for form in json(&[form]) {
        problems.at_most("title", length(text(&form["title"])), limits::MODAL_TITLE);
        problems.expect("a custom id that is no form", Form::parse(text(&form["custom_id"])).is_ok());
        let inputs: Vec<&Value> =
            list(&form["components"]).iter().flat_map(|row| list(&row["components"])).collect();
        problems.expect("a form without fields", !inputs.is_empty());
        for input in inputs {
            problems.at_most("label", length(text(&input["label"])), limits::INPUT_LABEL);
            problems.at_most("placeholder", length(text(&input["placeholder"])), limits::INPUT_PLACEHOLDER);
        }
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
