//! Any body on the routes that bots write to: an answer comes, and the local Discord goes on.
#![no_main]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use sandbox::{Discord, Options, Permissions};
use tokio::runtime::Runtime;

/// An answer that takes longer is a hang.
const PATIENCE: Duration = Duration::from_secs(10);

struct World {
    address: String,
    token: String,
    routes: Vec<(&'static str, String)>,
    // They live as long as the process does.
    _discord: Discord,
    _runtime: Runtime,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let runtime = Runtime::new().expect("a runtime");
    let (discord, token, routes) = runtime.block_on(async {
        // Without limits, and with little kept: it is the bodies that are of interest.
        let options = Options { rate_limits: false, traffic_kept: 1, ..Options::default() };
        let discord = Discord::start(options).await.expect("a local Discord");
        let app = discord.application("Fuzz");
        let guild = discord.guild("Hall").await;
        guild.install(&app, Permissions::all()).await;
        let (channel, guild, id) = (guild.channel("general").id(), guild.id(), app.id());
        let routes = vec![
            ("POST", format!("/channels/{channel}/messages")),
            ("PATCH", format!("/channels/{channel}/messages/{channel}")),
            ("POST", format!("/channels/{channel}/threads")),
            ("PUT", format!("/applications/{id}/commands")),
            ("POST", format!("/applications/{id}/guilds/{guild}/commands")),
            ("POST", "/users/@me/channels".to_owned()),
            ("POST", format!("/interactions/{channel}/token/callback")),
            ("POST", format!("/webhooks/{id}/token")),
        ];
        (discord, app.token(), routes)
    });
    let address = discord.api_root().trim_start_matches("http://").to_owned();
    World { address, token, routes, _discord: discord, _runtime: runtime }
});

fn call(method: &str, path: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(&WORLD.address).expect("the local Discord listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    let head = format!(
        "{method} /api/v10{path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bot {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        WORLD.address,
        WORLD.token,
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("the request is taken");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer in time");
    String::from_utf8_lossy(&answer).into_owned()
}

fuzz_target!(|data: &[u8]| {
    let Some((which, body)) = data.split_first() else { return };
    let (method, path) = &WORLD.routes[usize::from(*which) % WORLD.routes.len()];
    let answer = call(method, path, body);
    let status = answer.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok());
    assert!(status.is_some_and(|status| status < 500), "{method} {path}: {answer}");
});
