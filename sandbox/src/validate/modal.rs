//! The rules of modals.
//!
//! [Discord's documentation](https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal)

use serde_json::Value;
use twilight_validate::component::{
    COMPONENT_COUNT, COMPONENT_CUSTOM_ID_LENGTH, TEXT_INPUT_LABEL_MAX, TEXT_INPUT_LABEL_MIN,
    TEXT_INPUT_LENGTH_MAX, TEXT_INPUT_PLACEHOLDER_MAX,
};

use super::component::kind;
use super::{join, list, required_text, text};
use crate::error::{ApiResult, Problems};

/// Code points of a modal's title.
const TITLE_LENGTH: usize = 45;

/// Checks a modal and gives it back as it is shown.
pub(crate) fn modal(data: &Value) -> ApiResult<Value> {
    let mut problems = Problems::default();
    required_text(data, "custom_id", "data", (1, COMPONENT_CUSTOM_ID_LENGTH), &mut problems);
    required_text(data, "title", "data", (1, TITLE_LENGTH), &mut problems);
    let rows = list(data, "components", "data", COMPONENT_COUNT, &mut problems);
    if rows.is_empty() {
        problems.bad_length("data.components", 1, COMPONENT_COUNT);
    }
    for (index, row) in rows.iter().enumerate() {
        let path = format!("data.components.{index}");
        match row["type"].as_u64() {
            Some(kind::ROW) => {
                let inputs = list(row, "components", &path, 1, &mut problems);
                for (index, input) in inputs.iter().enumerate() {
                    input_rules(input, &format!("{path}.components.{index}"), true, &mut problems);
                }
            }
            Some(kind::LABEL) => {
                required_text(row, "label", &path, (1, TEXT_INPUT_LABEL_MAX), &mut problems);
                input_rules(&row["component"], &join(&path, "component"), false, &mut problems);
            }
            Some(kind::TEXT) => {}
            _ => problems.choice(&join(&path, "type"), "(1, 10, 18)"),
        }
    }
    problems.done()?;
    Ok(data.clone())
}

fn input_rules(input: &Value, path: &str, with_label: bool, problems: &mut Problems) {
    required_text(input, "custom_id", path, (1, COMPONENT_CUSTOM_ID_LENGTH), problems);
    if input["type"] != kind::TEXT_INPUT {
        if with_label {
            problems.choice(&join(path, "type"), "(4,)");
        }
        return;
    }
    if with_label {
        required_text(input, "label", path, (TEXT_INPUT_LABEL_MIN, TEXT_INPUT_LABEL_MAX), problems);
    }
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        problems.choice(&join(path, "style"), "(1, 2)");
    }
    text(input, "placeholder", path, (0, TEXT_INPUT_PLACEHOLDER_MAX), problems);
    text(input, "value", path, (0, TEXT_INPUT_LENGTH_MAX), problems);
}
