//! Mentions in a text, and which of them may ping.
//!
//! [Discord's documentation](https://discord.com/developers/docs/resources/message#allowed-mentions-object)

use serde_json::Value;

use crate::error::Problems;
use crate::snowflake::Snowflake;

/// What `allowed_mentions` permits.
#[derive(Clone, Debug)]
pub(crate) struct Allowed {
    pub(crate) everyone: bool,
    all_users: bool,
    all_roles: bool,
    users: Vec<Snowflake>,
    roles: Vec<Snowflake>,
}

impl Allowed {
    /// What holds without `allowed_mentions`: everything may ping.
    pub(crate) const fn all() -> Self {
        Self { everyone: true, all_users: true, all_roles: true, users: Vec::new(), roles: Vec::new() }
    }

    /// Reads `allowed_mentions`, noting what is wrong with it.
    pub(crate) fn read(body: &Value, problems: &mut Problems) -> Self {
        let given = &body["allowed_mentions"];
        if given.is_null() {
            return Self::all();
        }
        let parse: Vec<&str> =
            given["parse"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (index, kind) in parse.iter().enumerate() {
            if !["users", "roles", "everyone"].contains(kind) {
                let path = format!("allowed_mentions.parse.{index}");
                problems.choice(&path, "('users', 'roles', 'everyone')");
            }
        }
        let ids = |key: &str| -> Vec<Snowflake> {
            let list = given[key].as_array().into_iter().flatten();
            list.filter_map(|id| serde_json::from_value(id.clone()).ok()).collect()
        };
        let (users, roles) = (ids("users"), ids("roles"));
        for (key, list) in [("users", &users), ("roles", &roles)] {
            if parse.contains(&key) && !list.is_empty() {
                let message = format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive.");
                problems.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", &message);
            }
            if list.len() > 100 {
                problems.too_long(&format!("allowed_mentions.{key}"), 100);
            }
        }
        Self {
            everyone: parse.contains(&"everyone"),
            all_users: parse.contains(&"users"),
            all_roles: parse.contains(&"roles"),
            users,
            roles,
        }
    }

    pub(crate) fn user(&self, id: Snowflake) -> bool {
        self.all_users || self.users.contains(&id)
    }

    pub(crate) fn role(&self, id: Snowflake) -> bool {
        self.all_roles || self.roles.contains(&id)
    }
}

/// The marks `<@…>`, `<@!…>`, `<@&…>` and `<#…>` in a text, with their ids.
pub(crate) fn marks(content: &str) -> impl Iterator<Item = (&str, Snowflake)> {
    content.split('<').skip(1).filter_map(|rest| {
        let (inside, _) = rest.split_once('>')?;
        let digits = inside.find(|letter: char| letter.is_ascii_digit())?;
        let (mark, id) = inside.split_at(digits);
        let id = id.parse().ok()?;
        ["@", "@!", "@&", "#"].contains(&mark).then_some((mark, id))
    })
}
