//! Everything that crossed the wire, held against Discord's official OpenAPI description.

use std::path::Path;
use std::sync::OnceLock;

use sandbox::Discord;
use sandbox::openapi::Description;

/// What breaks the description in the traffic of a journey. Without `DISCORD_OPENAPI` nothing is checked, which
/// is said once, loudly; with `REQUIRE_OPENAPI=1` that is a failure.
pub(crate) fn breaches(discord: &Discord) -> Vec<String> {
    let Some(description) = description() else { return Vec::new() };
    description.check(&discord.traffic()).iter().map(ToString::to_string).collect()
}

fn description() -> Option<&'static Description> {
    static DESCRIPTION: OnceLock<Option<Description>> = OnceLock::new();
    DESCRIPTION.get_or_init(read).as_ref()
}

fn read() -> Option<Description> {
    let Some(path) = std::env::var_os("DISCORD_OPENAPI") else {
        let required = std::env::var_os("REQUIRE_OPENAPI").is_some_and(|value| value == "1");
        assert!(!required, "REQUIRE_OPENAPI is set, but DISCORD_OPENAPI does not name the description");
        eprintln!("SKIPPED: traffic is not held against Discord's OpenAPI description (set DISCORD_OPENAPI)");
        return None;
    };
    Some(Description::read(Path::new(&path)).expect("DISCORD_OPENAPI names Discord's description"))
}
