//! Users, guilds, their members and roles.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;
use twilight_model::guild::Permissions;

use super::{Audience, Channel, ChannelKind, State};
use crate::gateway::intents;
use crate::payload;
use crate::snowflake::Snowflake;

/// A person or a bot.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Snowflake,
    pub(crate) name: String,
    pub(crate) bot: bool,
    pub(crate) refuses_direct_messages: bool,
}

/// A server.
#[derive(Clone, Debug)]
pub(crate) struct Guild {
    pub(crate) id: Snowflake,
    pub(crate) name: String,
    pub(crate) owner: Snowflake,
    pub(crate) roles: BTreeMap<Snowflake, Role>,
    pub(crate) members: BTreeMap<Snowflake, Member>,
    pub(crate) locale: String,
    /// Where the guild hears of who came, if anywhere.
    pub(crate) system_channel: Option<Snowflake>,
}

/// A role; the one whose id is the guild's is @everyone.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: Snowflake,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
    pub(crate) position: i64,
    pub(crate) color: u32,
    pub(crate) hoist: bool,
    pub(crate) mentionable: bool,
    /// The bot whose own role this is.
    pub(crate) bot: Option<Snowflake>,
}

/// A user in a guild.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) user: Snowflake,
    pub(crate) nick: Option<String>,
    pub(crate) roles: Vec<Snowflake>,
    pub(crate) joined: Timestamp,
    pub(crate) timeout_until: Option<Timestamp>,
}

/// What @everyone may do in a fresh guild, as Discord sets it.
fn everyone() -> Permissions {
    Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::SEND_MESSAGES_IN_THREADS
        | Permissions::CREATE_PUBLIC_THREADS
        | Permissions::CREATE_PRIVATE_THREADS
        | Permissions::EMBED_LINKS
        | Permissions::ATTACH_FILES
        | Permissions::ADD_REACTIONS
        | Permissions::USE_EXTERNAL_EMOJIS
        | Permissions::READ_MESSAGE_HISTORY
        | Permissions::USE_SLASH_COMMANDS
        | Permissions::CHANGE_NICKNAME
        | Permissions::CREATE_INVITE
}

impl Role {
    /// A role without permissions at the bottom.
    pub(crate) fn named(id: Snowflake, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            permissions: Permissions::empty(),
            position: 0,
            color: 0,
            hoist: false,
            mentionable: false,
            bot: None,
        }
    }
}

impl Guild {
    /// The roles from the lowest up, without @everyone; of two at one position the older stands higher.
    fn role_order(&self) -> Vec<Snowflake> {
        let mut roles: Vec<&Role> = self.roles.values().filter(|role| role.id != self.id).collect();
        roles.sort_by_key(|role| (role.position, std::cmp::Reverse(role.id)));
        roles.into_iter().map(|role| role.id).collect()
    }

    /// Numbers the roles from 1 in this order, and says which moved.
    fn order_roles(&mut self, order: &[Snowflake]) -> Vec<Snowflake> {
        let mut moved = Vec::new();
        for (id, position) in order.iter().zip(1..) {
            if let Some(role) = self.roles.get_mut(id).filter(|role| role.position != position) {
                role.position = position;
                moved.push(*id);
            }
        }
        moved
    }

    /// Closes gaps between roles, and gives those at one position their own.
    fn settle_roles(&mut self) -> Vec<Snowflake> {
        let order = self.role_order();
        self.order_roles(&order)
    }

    /// How high the member's highest role stands; the owner stands above all.
    pub(crate) fn standing(&self, user: Snowflake) -> i64 {
        if user == self.owner {
            return i64::MAX;
        }
        let roles = self.members.get(&user).map(|member| member.roles.as_slice()).unwrap_or_default();
        roles.iter().filter_map(|id| self.roles.get(id)).map(|role| role.position).max().unwrap_or(0)
    }
}

impl State {
    /// The user of that name, made when new.
    pub(crate) fn ensure_user(&mut self, name: &str, bot: bool) -> Snowflake {
        if let Some(known) = self.users.values().find(|user| user.name == name && user.bot == bot) {
            return known.id;
        }
        let id = self.next_id();
        self.users.insert(id, User { id, name: name.to_owned(), bot, refuses_direct_messages: false });
        id
    }

    /// A fresh guild with an owner, @everyone and the channel `general`.
    pub(crate) fn create_guild(&mut self, name: &str) -> Snowflake {
        let owner = self.ensure_user("captain", false);
        let id = self.next_id();
        let base = Role { permissions: everyone(), ..Role::named(id, "@everyone") };
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            roles: BTreeMap::from([(id, base)]),
            members: BTreeMap::new(),
            locale: "en-US".to_owned(),
            system_channel: None,
        };
        self.guilds.insert(id, guild);
        self.join(id, owner);
        let channel = self.next_id();
        self.add_channel(Channel::text(channel, id, "general"));
        id
    }

    /// Makes `user` a member; does nothing when it is one.
    pub(crate) fn join(&mut self, guild: Snowflake, user: Snowflake) {
        let joined = self.now();
        let Some(place) = self.guilds.get_mut(&guild) else { return };
        if place.members.contains_key(&user) {
            return;
        }
        let member = Member { user, nick: None, roles: Vec::new(), joined, timeout_until: None };
        place.members.insert(user, member);
        self.emit("GUILD_MEMBER_ADD", &Audience::guild(guild, intents::GUILD_MEMBERS), |state, _| {
            let mut body = payload::member(state, guild, user)?;
            body["guild_id"] = json!(guild);
            Some(body)
        });
    }

    /// Takes `user` out of the guild, with its managed roles; a bot is told by GUILD_DELETE.
    pub(crate) fn leave(&mut self, guild: Snowflake, user: Snowflake) {
        let Some(place) = self.guilds.get_mut(&guild) else { return };
        if place.members.remove(&user).is_none() {
            return;
        }
        let own: Vec<Snowflake> =
            place.roles.values().filter(|role| role.bot == Some(user)).map(|role| role.id).collect();
        for role in own {
            self.remove_role(guild, role);
        }
        let audience = Audience::guild(guild, intents::GUILD_MEMBERS);
        self.emit("GUILD_MEMBER_REMOVE", &audience, |state, _| {
            Some(json!({ "guild_id": guild, "user": payload::user(state, user) }))
        });
        if let Some(app) = self.app_of_bot(user) {
            if let Some(app) = self.apps.get_mut(&app) {
                app.guild_commands.remove(&guild);
            }
            let audience = Audience::app_in(app, guild, intents::GUILDS);
            self.emit("GUILD_DELETE", &audience, |_, _| Some(json!({ "id": guild })));
        }
    }

    /// Adds a role as REST does: below all others but @everyone.
    pub(crate) fn add_lowest_role(&mut self, guild: Snowflake, role: Role) {
        let Some(place) = self.guilds.get_mut(&guild) else { return };
        let id = role.id;
        place.roles.insert(id, role);
        let moved = place.settle_roles();
        self.emit_role("GUILD_ROLE_CREATE", guild, id);
        self.tell_of_roles(guild, moved.into_iter().filter(|moved| *moved != id));
    }

    /// Moves roles to positions; the others make room.
    pub(crate) fn move_roles(&mut self, guild: Snowflake, moves: &[(Snowflake, i64)]) {
        let Some(place) = self.guilds.get_mut(&guild) else { return };
        let mut order = place.role_order();
        order.retain(|id| moves.iter().all(|(moved, _)| moved != id));
        let mut moves = moves.to_vec();
        moves.sort_by_key(|(_, position)| *position);
        for (id, position) in moves {
            let at = usize::try_from(position - 1).unwrap_or(0).min(order.len());
            order.insert(at, id);
        }
        let moved = place.order_roles(&order);
        self.tell_of_roles(guild, moved);
    }

    fn tell_of_roles(&mut self, guild: Snowflake, roles: impl IntoIterator<Item = Snowflake>) {
        for role in roles {
            self.emit_role("GUILD_ROLE_UPDATE", guild, role);
        }
    }

    /// A new role above the ones that exist.
    pub(crate) fn create_role(
        &mut self,
        guild: Snowflake,
        name: &str,
        permissions: Permissions,
        bot: Option<Snowflake>,
    ) -> Option<Snowflake> {
        let id = self.next_id();
        let place = self.guilds.get_mut(&guild)?;
        let position = i64::try_from(place.roles.len()).unwrap_or(0);
        let role = Role { permissions, position, bot, ..Role::named(id, name) };
        place.roles.insert(id, role);
        self.emit_role("GUILD_ROLE_CREATE", guild, id);
        Some(id)
    }

    /// Tells about a role that was made or changed.
    pub(crate) fn emit_role(&mut self, event: &'static str, guild: Snowflake, role: Snowflake) {
        self.emit(event, &Audience::guild(guild, intents::GUILDS), |state, _| {
            let role = state.guilds.get(&guild)?.roles.get(&role)?;
            Some(json!({ "guild_id": guild, "role": payload::role(role) }))
        });
    }

    pub(crate) fn remove_role(&mut self, guild: Snowflake, role: Snowflake) {
        let Some(place) = self.guilds.get_mut(&guild) else { return };
        if place.roles.remove(&role).is_none() {
            return;
        }
        for member in place.members.values_mut() {
            member.roles.retain(|held| *held != role);
        }
        let moved = place.settle_roles();
        self.emit("GUILD_ROLE_DELETE", &Audience::guild(guild, intents::GUILDS), |_, _| {
            Some(json!({ "guild_id": guild, "role_id": role }))
        });
        self.tell_of_roles(guild, moved);
    }

    /// Changes a member and tells those who may know: apps with the members intent, and the member itself.
    pub(crate) fn change_member(
        &mut self,
        guild: Snowflake,
        user: Snowflake,
        change: impl FnOnce(&mut Member),
    ) -> bool {
        let member = self.guilds.get_mut(&guild).and_then(|place| place.members.get_mut(&user));
        let Some(member) = member else { return false };
        change(member);
        let mut audience = Audience::guild(guild, intents::GUILD_MEMBERS);
        audience.or_bot = Some(user);
        self.emit("GUILD_MEMBER_UPDATE", &audience, |state, _| {
            let mut body = payload::member(state, guild, user)?;
            body["guild_id"] = json!(guild);
            Some(body)
        });
        true
    }

    /// Adds a bot to a guild with its managed role; tells it by GUILD_CREATE.
    pub(crate) fn install(&mut self, app: Snowflake, guild: Snowflake, permissions: Permissions) {
        let Some(bot) = self.apps.get(&app).map(|app| app.bot) else { return };
        let name = self.users.get(&bot).map(|user| user.name.clone()).unwrap_or_default();
        let known = self.guilds.get(&guild).is_some_and(|place| place.members.contains_key(&bot));
        if known {
            self.set_bot_permissions(guild, bot, permissions);
            return;
        }
        self.join(guild, bot);
        let Some(role) = self.create_role(guild, &name, permissions, Some(bot)) else { return };
        if let Some(member) = self.guilds.get_mut(&guild).and_then(|place| place.members.get_mut(&bot)) {
            member.roles.push(role);
        }
        self.emit("GUILD_CREATE", &Audience::app_in(app, guild, intents::GUILDS), move |state, app| {
            payload::guild_create(state, guild, app)
        });
    }

    fn set_bot_permissions(&mut self, guild: Snowflake, bot: Snowflake, permissions: Permissions) {
        let Some(place) = self.guilds.get_mut(&guild) else { return };
        let own = place.roles.values_mut().find(|role| role.bot == Some(bot));
        if let Some(role) = own {
            role.permissions = permissions;
            let id = role.id;
            self.emit_role("GUILD_ROLE_UPDATE", guild, id);
        }
    }

    /// The direct-message channel of two users, made when new.
    pub(crate) fn direct_channel(&mut self, one: Snowflake, other: Snowflake) -> Snowflake {
        let known = self.channels.values().find(|channel| {
            channel.kind == ChannelKind::Direct
                && channel.recipients.contains(&one)
                && channel.recipients.contains(&other)
        });
        if let Some(known) = known {
            return known.id;
        }
        let id = self.next_id();
        self.channels.insert(id, Channel::direct(id, vec![one, other]));
        id
    }
}
