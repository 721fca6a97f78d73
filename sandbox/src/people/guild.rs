//! A guild and its roles.

use std::fmt;
use std::sync::Arc;

use twilight_model::guild::Permissions;

use super::{Application, Channel, Member};
use crate::core::Core;
use crate::snowflake::Snowflake;
use crate::state::{self, Overwrite, OverwriteKind};

/// A guild (a server).
#[derive(Clone)]
pub struct Guild {
    core: Arc<Core>,
    id: Snowflake,
}

/// A role of a guild.
#[derive(Clone)]
pub struct Role {
    core: Arc<Core>,
    guild: Snowflake,
    id: Snowflake,
}

impl fmt::Debug for Guild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guild").field("id", &self.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Role").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Whom a channel's permission overwrite can be for: a role, a member, an application's bot.
pub trait Overwritable {
    /// The id, and whether it is a role's.
    fn overwrite_target(&self) -> (Snowflake, bool);
}

impl Overwritable for Role {
    fn overwrite_target(&self) -> (Snowflake, bool) {
        (self.id, true)
    }
}

impl Overwritable for Member {
    fn overwrite_target(&self) -> (Snowflake, bool) {
        (self.id(), false)
    }
}

impl Overwritable for Application {
    fn overwrite_target(&self) -> (Snowflake, bool) {
        (self.bot_user_id(), false)
    }
}

impl Guild {
    pub(crate) const fn new(core: Arc<Core>, id: Snowflake) -> Self {
        Self { core, id }
    }

    /// The guild's id.
    #[must_use]
    pub const fn id(&self) -> Snowflake {
        self.id
    }

    /// The guild's name.
    #[must_use]
    pub fn name(&self) -> String {
        self.core.read(|state| state.guilds.get(&self.id).map(|guild| guild.name.clone()).unwrap_or_default())
    }

    /// The channel of that name; a text channel is made when there is none.
    pub fn channel(&self, name: &str) -> Channel {
        self.find_channel(name).unwrap_or_else(|| {
            let id = self.core.with(|state| {
                let id = state.next_id();
                state.add_channel(state::Channel::text(id, self.id, name));
                id
            });
            Channel::new(Arc::clone(&self.core), id)
        })
    }

    /// The channel of that name.
    #[must_use]
    pub fn find_channel(&self, name: &str) -> Option<Channel> {
        self.channels().into_iter().find(|channel| channel.name() == name)
    }

    /// All channels, without threads, oldest first.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        let ids: Vec<Snowflake> = self.core.read(|state| {
            let mine = state.channels.values().filter(|it| it.guild == Some(self.id) && it.thread.is_none());
            mine.map(|channel| channel.id).collect()
        });
        ids.into_iter().map(|id| Channel::new(Arc::clone(&self.core), id)).collect()
    }

    /// The member of that name, who joins when new; the same name is the same user in every guild.
    pub fn member(&self, name: &str) -> Member {
        let user = self.core.with(|state| {
            let user = state.ensure_user(name, false);
            state.join(self.id, user);
            user
        });
        Member::new(Arc::clone(&self.core), self.id, user)
    }

    /// All members that are people, oldest user first.
    #[must_use]
    pub fn members(&self) -> Vec<Member> {
        let ids: Vec<Snowflake> = self.core.read(|state| {
            let members =
                state.guilds.get(&self.id).map(|guild| guild.members.keys().copied().collect::<Vec<_>>());
            let person = |id: &Snowflake| state.users.get(id).is_some_and(|user| !user.bot);
            members.unwrap_or_default().into_iter().filter(person).collect()
        });
        ids.into_iter().map(|id| Member::new(Arc::clone(&self.core), self.id, id)).collect()
    }

    /// The owner, who may do everything.
    #[must_use]
    pub fn owner(&self) -> Member {
        let owner =
            self.core.read(|state| state.guilds.get(&self.id).map(|guild| guild.owner).unwrap_or_default());
        Member::new(Arc::clone(&self.core), self.id, owner)
    }

    /// The role of that name; one without permissions is made when there is none.
    pub fn role(&self, name: &str) -> Role {
        let id = self.core.with(|state| {
            let guild = state.guilds.get(&self.id)?;
            let known = guild.roles.values().find(|role| role.name == name).map(|role| role.id);
            known.or_else(|| state.create_role(self.id, name, Permissions::empty(), None))
        });
        Role { core: Arc::clone(&self.core), guild: self.id, id: id.unwrap_or_default() }
    }

    /// The role that everyone has.
    #[must_use]
    pub fn everyone(&self) -> Role {
        Role { core: Arc::clone(&self.core), guild: self.id, id: self.id }
    }

    /// Adds a bot with a managed role of these permissions, and tells it by GUILD_CREATE. When it is there already, its
    /// role gets these permissions.
    #[expect(clippy::unused_async, reason = "part of the interface: inviting a bot may come to wait for it")]
    pub async fn install(&self, app: &Application, permissions: Permissions) {
        self.core.with(|state| state.install(app.id(), self.id, permissions));
    }

    /// Makes a channel the one in which the guild hears of news; a bot learns of it when it is installed.
    pub fn set_system_channel(&self, channel: &Channel) {
        self.core.with(|state| {
            if let Some(guild) = state.guilds.get_mut(&self.id) {
                guild.system_channel = Some(channel.id());
            }
        });
    }

    /// Throws the bot out, which is told by GUILD_DELETE.
    pub fn remove(&self, app: &Application) {
        self.core.with(|state| state.leave(self.id, app.bot_user_id()));
    }

    /// Takes permissions away in one channel by an overwrite.
    pub fn deny(&self, channel: &Channel, whom: &impl Overwritable, permissions: Permissions) {
        self.overwrite(channel, whom, |overwrite| {
            overwrite.deny |= permissions;
            overwrite.allow -= permissions;
        });
    }

    /// Gives permissions in one channel by an overwrite.
    pub fn allow(&self, channel: &Channel, whom: &impl Overwritable, permissions: Permissions) {
        self.overwrite(channel, whom, |overwrite| {
            overwrite.allow |= permissions;
            overwrite.deny -= permissions;
        });
    }

    fn overwrite(&self, channel: &Channel, whom: &impl Overwritable, change: impl FnOnce(&mut Overwrite)) {
        let (id, is_role) = whom.overwrite_target();
        let kind = if is_role { OverwriteKind::Role } else { OverwriteKind::Member };
        self.core.with(|state| {
            let Some(place) = state.channels.get_mut(&channel.id()) else { return };
            let fresh = Overwrite { kind, allow: Permissions::empty(), deny: Permissions::empty() };
            change(place.overwrites.entry(id).or_insert(fresh));
            state.channel_changed(channel.id());
        });
    }
}

impl Role {
    /// The role's id.
    #[must_use]
    pub const fn id(&self) -> Snowflake {
        self.id
    }

    /// The role's name.
    #[must_use]
    pub fn name(&self) -> String {
        let name =
            |state: &state::State| Some(state.guilds.get(&self.guild)?.roles.get(&self.id)?.name.clone());
        self.core.read(name).unwrap_or_default()
    }

    /// Sets what the role allows.
    pub fn set_permissions(&self, permissions: Permissions) {
        self.change(|role| role.permissions = permissions);
    }

    /// Sets the color that its members' names have, as `0xRRGGBB`; 0 for none.
    pub fn set_color(&self, color: u32) {
        self.change(|role| role.color = color);
    }

    /// Lets everybody mention the role, or only those who may mention everyone.
    pub fn set_mentionable(&self, mentionable: bool) {
        self.change(|role| role.mentionable = mentionable);
    }

    /// Deletes the role.
    pub fn delete(&self) {
        self.core.with(|state| state.remove_role(self.guild, self.id));
    }

    fn change(&self, change: impl FnOnce(&mut state::Role)) {
        self.core.with(|state| {
            let role = state.guilds.get_mut(&self.guild).and_then(|guild| guild.roles.get_mut(&self.id));
            if let Some(role) = role {
                change(role);
                state.emit_role("GUILD_ROLE_UPDATE", self.guild, self.id);
            }
        });
    }
}
