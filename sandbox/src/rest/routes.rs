//! Which routes there are, who may call them, and how often.

use std::collections::HashMap;

use super::rates::Rate;
use super::{
    Call, Done, channels, commands, guilds, interactions, members, messages, pins, reactions, threads, users,
    webhooks,
};
use crate::error::ApiResult;
use crate::state::State;

/// Whose word a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// A bot's token in the Authorization header.
    Bot,
    /// None: public, or a token in the path.
    None,
}

/// What carries a route out, under the lock.
type Handler = fn(&mut State, &Call) -> ApiResult<Done>;

/// A route.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) template: &'static str,
    pub(crate) auth: Auth,
    pub(crate) rate: Rate,
    pub(crate) handler: Handler,
}

/// What a path leads to.
pub(crate) enum Found {
    Route(&'static Route, HashMap<&'static str, String>),
    WrongMethod,
    Nothing,
}

/// Discord gives no numbers for most routes; these are of the size that bots see.
const READ: Rate = Rate::new(50, 1_000);
const WRITE: Rate = Rate::new(10, 5_000);
const MESSAGE: Rate = Rate::new(5, 5_000);
const MESSAGE_DELETE: Rate = Rate::new(5, 1_000);
const BULK: Rate = Rate::new(1, 1_000);
const REACTION: Rate = Rate::new(1, 250);
const COMMANDS: Rate = Rate::new(20, 20_000);
const WEBHOOK: Rate = Rate::new(5, 2_000);
const CALLBACK: Rate = Rate::new(5, 1_000);

const fn bot(method: &'static str, template: &'static str, rate: Rate, handler: Handler) -> Route {
    Route { method, template, auth: Auth::Bot, rate, handler }
}

const fn open(method: &'static str, template: &'static str, rate: Rate, handler: Handler) -> Route {
    Route { method, template, auth: Auth::None, rate, handler }
}

/// All routes; of two that fit, the one that stands first is meant.
const ROUTES: &[Route] = &[
    open("GET", "/gateway", READ, users::gateway),
    bot("GET", "/gateway/bot", READ, users::gateway_bot),
    bot("GET", "/users/@me", READ, users::me),
    bot("PATCH", "/users/@me", WRITE, users::edit_me),
    bot("GET", "/users/@me/guilds", READ, users::my_guilds),
    bot("GET", "/users/@me/guilds/{guild}/member", READ, members::me),
    bot("DELETE", "/users/@me/guilds/{guild}", WRITE, users::leave_guild),
    bot("POST", "/users/@me/channels", WRITE, users::open_direct),
    bot("GET", "/users/{user}", READ, users::get),
    bot("GET", "/oauth2/applications/@me", READ, users::application),
    bot("GET", "/applications/@me", READ, users::application),
    bot("PATCH", "/applications/@me", WRITE, users::application),
    bot("GET", "/applications/{application}/commands", READ, commands::list),
    bot("POST", "/applications/{application}/commands", COMMANDS, commands::create),
    bot("PUT", "/applications/{application}/commands", COMMANDS, commands::replace),
    bot("GET", "/applications/{application}/commands/{command}", READ, commands::get),
    bot("PATCH", "/applications/{application}/commands/{command}", COMMANDS, commands::edit),
    bot("DELETE", "/applications/{application}/commands/{command}", COMMANDS, commands::delete),
    bot("GET", "/applications/{application}/guilds/{guild}/commands", READ, commands::list),
    bot("POST", "/applications/{application}/guilds/{guild}/commands", COMMANDS, commands::create),
    bot("PUT", "/applications/{application}/guilds/{guild}/commands", COMMANDS, commands::replace),
    bot(
        "GET",
        "/applications/{application}/guilds/{guild}/commands/permissions",
        READ,
        commands::permissions,
    ),
    bot("GET", "/applications/{application}/guilds/{guild}/commands/{command}", READ, commands::get),
    bot("PATCH", "/applications/{application}/guilds/{guild}/commands/{command}", COMMANDS, commands::edit),
    bot(
        "DELETE",
        "/applications/{application}/guilds/{guild}/commands/{command}",
        COMMANDS,
        commands::delete,
    ),
    open("POST", "/interactions/{interaction}/{token}/callback", CALLBACK, interactions::callback),
    open("POST", "/webhooks/{webhook}/{token}", WEBHOOK, webhooks::follow_up),
    open("GET", "/webhooks/{webhook}/{token}/messages/{message}", READ, webhooks::get),
    open("PATCH", "/webhooks/{webhook}/{token}/messages/{message}", WEBHOOK, webhooks::edit),
    open("DELETE", "/webhooks/{webhook}/{token}/messages/{message}", WEBHOOK, webhooks::delete),
    bot("GET", "/channels/{channel}", READ, channels::get),
    bot("PATCH", "/channels/{channel}", WRITE, channels::edit),
    bot("DELETE", "/channels/{channel}", WRITE, channels::delete),
    bot("PUT", "/channels/{channel}/permissions/{overwrite}", WRITE, channels::put_overwrite),
    bot("DELETE", "/channels/{channel}/permissions/{overwrite}", WRITE, channels::delete_overwrite),
    bot("POST", "/channels/{channel}/typing", MESSAGE, channels::typing),
    bot("GET", "/channels/{channel}/messages", READ, messages::list),
    bot("POST", "/channels/{channel}/messages", MESSAGE, messages::create),
    bot("POST", "/channels/{channel}/messages/bulk-delete", BULK, messages::bulk_delete),
    bot("GET", "/channels/{channel}/messages/pins", READ, pins::list),
    bot("PUT", "/channels/{channel}/messages/pins/{message}", WRITE, pins::pin),
    bot("DELETE", "/channels/{channel}/messages/pins/{message}", WRITE, pins::unpin),
    bot("GET", "/channels/{channel}/messages/{message}", READ, messages::get),
    bot("PATCH", "/channels/{channel}/messages/{message}", MESSAGE, messages::edit),
    bot("DELETE", "/channels/{channel}/messages/{message}", MESSAGE_DELETE, messages::delete),
    bot("DELETE", "/channels/{channel}/messages/{message}/reactions", REACTION, reactions::clear),
    bot("GET", "/channels/{channel}/messages/{message}/reactions/{emoji}", READ, reactions::list),
    bot("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}", REACTION, reactions::clear),
    bot("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", REACTION, reactions::add),
    bot(
        "DELETE",
        "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}",
        REACTION,
        reactions::remove,
    ),
    bot("POST", "/channels/{channel}/messages/{message}/threads", WRITE, threads::from_message),
    bot("POST", "/channels/{channel}/threads", WRITE, threads::create),
    bot("GET", "/channels/{channel}/threads/archived/public", READ, threads::archived_public),
    bot("GET", "/channels/{channel}/threads/archived/private", READ, threads::archived_private),
    bot("GET", "/channels/{channel}/users/@me/threads/archived/private", READ, threads::archived_joined),
    bot("GET", "/channels/{channel}/pins", READ, pins::list_old),
    bot("PUT", "/channels/{channel}/pins/{message}", WRITE, pins::pin),
    bot("DELETE", "/channels/{channel}/pins/{message}", WRITE, pins::unpin),
    bot("GET", "/channels/{channel}/thread-members", READ, threads::members),
    bot("GET", "/channels/{channel}/thread-members/{user}", READ, threads::member),
    bot("PUT", "/channels/{channel}/thread-members/{user}", WRITE, threads::add_member),
    bot("DELETE", "/channels/{channel}/thread-members/{user}", WRITE, threads::remove_member),
    bot("GET", "/guilds/{guild}", READ, guilds::get),
    bot("GET", "/guilds/{guild}/channels", READ, guilds::channels),
    bot("POST", "/guilds/{guild}/channels", WRITE, channels::create),
    bot("GET", "/guilds/{guild}/emojis", READ, guilds::no_pictures),
    bot("GET", "/guilds/{guild}/stickers", READ, guilds::no_pictures),
    bot("GET", "/guilds/{guild}/roles", READ, guilds::roles),
    bot("POST", "/guilds/{guild}/roles", WRITE, guilds::create_role),
    bot("GET", "/guilds/{guild}/roles/{role}", READ, guilds::role),
    bot("PATCH", "/guilds/{guild}/roles", WRITE, guilds::move_roles),
    bot("PATCH", "/guilds/{guild}/roles/{role}", WRITE, guilds::edit_role),
    bot("DELETE", "/guilds/{guild}/roles/{role}", WRITE, guilds::delete_role),
    bot("GET", "/guilds/{guild}/threads/active", READ, threads::active),
    bot("GET", "/guilds/{guild}/members", READ, members::list),
    bot("GET", "/guilds/{guild}/members/search", READ, members::search),
    bot("PATCH", "/guilds/{guild}/members/@me", WRITE, members::edit_me),
    bot("GET", "/guilds/{guild}/members/{user}", READ, members::get),
    bot("PATCH", "/guilds/{guild}/members/{user}", WRITE, members::edit),
    bot("DELETE", "/guilds/{guild}/members/{user}", WRITE, members::kick),
    bot("PUT", "/guilds/{guild}/members/{user}/roles/{role}", WRITE, members::add_role),
    bot("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", WRITE, members::remove_role),
];

/// Finds the route of a path without `/api` and version.
pub(crate) fn find(method: &str, path: &str) -> Found {
    let mut found = Found::Nothing;
    for route in ROUTES {
        let Some(params) = fit(route.template, path) else { continue };
        if route.method == method {
            return Found::Route(route, params);
        }
        found = Found::WrongMethod;
    }
    found
}

fn fit(template: &'static str, path: &str) -> Option<HashMap<&'static str, String>> {
    let mut params = HashMap::new();
    let mut segments = path.trim_matches('/').split('/');
    for part in template.trim_matches('/').split('/') {
        let segment = segments.next()?;
        if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            params.insert(name, super::call::decode(&segment.replace('+', "%2B")));
        } else if part != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(params)
}
