//! Buttons and menus as a member finds them on a message.

use serde_json::Value;

use super::{Message, Refused, render};
use crate::validate::{kind, walk};

/// A button that a member can press, by its label or id.
pub(crate) fn button(message: &Message, wanted: &str) -> Result<Value, Refused> {
    let mut buttons = Vec::new();
    walk(message.components(), &mut |component| {
        if component["type"] == kind::BUTTON {
            buttons.push(component);
        }
    });
    let says = |button: &&&Value| {
        render::button_label(button) == wanted || button["label"] == wanted || button["custom_id"] == wanted
    };
    let Some(found) = buttons.iter().find(says) else {
        let labels: Vec<String> = buttons.iter().map(|button| render::button_label(button)).collect();
        return Err(none(wanted, &labels));
    };
    if found["disabled"] == true {
        return Err(Refused::Disabled(wanted.to_owned()));
    }
    if found["url"].is_string() {
        return Err(Refused::Other(format!("{wanted:?} is a link, which the bot does not hear of")));
    }
    Ok((*found).clone())
}

/// A button that a member can press, by its id.
pub(crate) fn button_by_id(message: &Message, custom_id: &str) -> Result<Value, Refused> {
    let mut found = None;
    walk(message.components(), &mut |component| {
        if component["type"] == kind::BUTTON && component["custom_id"] == custom_id {
            found = Some(component.clone());
        }
    });
    let button = found.ok_or_else(|| none(custom_id, &[]))?;
    if button["disabled"] == true {
        Err(Refused::Disabled(render::button_label(&button)))
    } else {
        Ok(button)
    }
}

/// A menu by its id, or the only one.
pub(crate) fn menu(message: &Message, custom_id: Option<&str>) -> Result<Value, Refused> {
    let mut menus = Vec::new();
    walk(message.components(), &mut |component| {
        if matches!(component["type"].as_u64(), Some(3 | 5..=8)) {
            menus.push(component);
        }
    });
    let found = match custom_id {
        Some(id) => menus.iter().find(|menu| menu["custom_id"] == id),
        None => menus.first().filter(|_| menus.len() == 1),
    };
    let Some(found) = found else {
        let ids: Vec<String> =
            menus.iter().map(|menu| menu["custom_id"].as_str().unwrap_or_default().to_owned()).collect();
        return Err(none(custom_id.unwrap_or("the only menu"), &ids));
    };
    if found["disabled"] == true {
        return Err(Refused::Disabled(found["custom_id"].as_str().unwrap_or_default().to_owned()));
    }
    Ok((*found).clone())
}

/// How the options of a menu are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// As a test names them.
    LabelOrValue,
    /// As a client does: labels may repeat, values don't.
    Value,
}

/// The values of a text menu's options.
pub(crate) fn values(menu: &Value, wanted: &[&str], by: By) -> Result<Vec<String>, Refused> {
    let options: Vec<&Value> = menu["options"].as_array().into_iter().flatten().collect();
    let mut found = Vec::new();
    for name in wanted {
        let is = |option: &&&Value| {
            option["value"] == *name || (by == By::LabelOrValue && option["label"] == *name)
        };
        let option = options.iter().find(is);
        let Some(option) = option else {
            let labels: Vec<String> = options
                .iter()
                .map(|option| option["label"].as_str().unwrap_or_default().to_owned())
                .collect();
            return Err(none(name, &labels));
        };
        found.push(option["value"].as_str().unwrap_or_default().to_owned());
    }
    Ok(found)
}

/// Refuses a choice of too few or too many.
pub(crate) fn check_count(menu: &Value, count: usize) -> Result<(), Refused> {
    let (min, max) = (menu["min_values"].as_u64().unwrap_or(1), menu["max_values"].as_u64().unwrap_or(1));
    if (min..=max).contains(&(count as u64)) {
        return Ok(());
    }
    Err(Refused::BadValue {
        field: menu["custom_id"].as_str().unwrap_or_default().to_owned(),
        value: format!("{count} options"),
        why: format!("it takes {min} to {max}"),
    })
}

fn none(wanted: &str, there: &[String]) -> Refused {
    let there = if there.is_empty() { "nothing".to_owned() } else { there.join(", ") };
    Refused::NoSuchComponent { wanted: wanted.to_owned(), there }
}
