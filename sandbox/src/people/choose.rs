//! What a member chooses from a menu.

use serde_json::json;

use super::act::author_app;
use super::components::By;
use super::{ActError, AsMessage, Member, Refused, Reply, components};
use crate::payload;
use crate::snowflake::Snowflake;

impl Member {
    pub(super) async fn choose(
        &self,
        on: &impl AsMessage,
        custom_id: Option<&str>,
        wanted: &[&str],
        by: By,
    ) -> Result<Reply, ActError> {
        let message = self.visible(on)?;
        let menu = components::menu(&message, custom_id)?;
        components::check_count(&menu, wanted.len())?;
        let number = menu["type"].as_u64().unwrap_or(3);
        let mut data = json!({ "component_type": number, "custom_id": menu["custom_id"], "id": menu["id"] });
        if number == 3 {
            data["values"] = json!(components::values(&menu, wanted, by)?);
        } else {
            let ids = self.named(number, wanted)?;
            let app = author_app(&message);
            let channel = message.channel().id();
            data["resolved"] =
                self.core.read(|state| payload::resolved(state, channel, app, self.id(), &ids));
            data["values"] = json!(ids);
        }
        self.perform(self.component_act(&message, data, format!("selecting {wanted:?}"))).await
    }

    /// The users, roles or channels of those names or ids, as a menu of that type takes them.
    fn named(&self, kind: u64, wanted: &[&str]) -> Result<Vec<Snowflake>, Refused> {
        self.core.read(|state| {
            let Some(guild) = state.guilds.get(&self.guild) else { return Ok(Vec::new()) };
            let find = |name: &str| {
                let bare = name.trim_start_matches(['@', '#']);
                let number: Option<Snowflake> = name.parse().ok();
                let users =
                    guild.members.keys().filter_map(|id| state.users.get(id)).map(|it| (it.id, &it.name));
                let roles = guild.roles.values().map(|role| (role.id, &role.name));
                let channels = state.channels.values().filter(|it| it.guild == Some(self.guild));
                let channels = channels.map(|it| (it.id, &it.name));
                let pool: Vec<(Snowflake, &String)> = match kind {
                    5 => users.collect(),
                    6 => roles.collect(),
                    7 => users.chain(roles).collect(),
                    _ => channels.collect(),
                };
                pool.into_iter().find(|(id, known)| *known == bare || number == Some(*id)).map(|(id, _)| id)
            };
            let missing = |name: &str| Refused::NoSuchComponent {
                wanted: name.to_owned(),
                there: "none of that name".to_owned(),
            };
            wanted.iter().map(|name| find(name).ok_or_else(|| missing(name))).collect()
        })
    }
}
