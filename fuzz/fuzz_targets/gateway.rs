//! Any frame on the gateway, before and after a bot has identified itself: it is obeyed or the line is closed, and the
//! local Discord goes on.
#![no_main]

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use sandbox::{Discord, Options, Permissions};
use tokio::runtime::Runtime;
use tungstenite::{Message, WebSocket};

const PATIENCE: Duration = Duration::from_secs(10);

struct World {
    address: String,
    token: String,
    _discord: Discord,
    _runtime: Runtime,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let runtime = Runtime::new().expect("a runtime");
    let (discord, token) = runtime.block_on(async {
        let options = Options { rate_limits: false, traffic_kept: 1, ..Options::default() };
        let discord = Discord::start(options).await.expect("a local Discord");
        let app = discord.application("Fuzz");
        discord.guild("Hall").await.install(&app, Permissions::all()).await;
        (discord, app.token())
    });
    let address = discord.api_root().trim_start_matches("http://").to_owned();
    World { address, token, _discord: discord, _runtime: runtime }
});

/// A connection that reads on when a signal interrupts it: the fuzzer's own alarm rings every few seconds.
struct Uninterrupted(TcpStream);

impl Read for Uninterrupted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(into) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }
}

impl Write for Uninterrupted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match self.0.write(bytes) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn joined() -> WebSocket<Uninterrupted> {
    let stream = TcpStream::connect(&WORLD.address).expect("the local Discord listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    let address = format!("ws://{}/?v=10&encoding=json", WORLD.address);
    let (mut line, _) = tungstenite::client(address, Uninterrupted(stream)).expect("the gateway lets in");
    let hello = line.read().expect("a hello in time");
    assert!(hello.to_text().is_ok_and(|hello| hello.contains("heartbeat_interval")), "{hello}");
    line
}

fuzz_target!(|data: &[u8]| {
    let Some((how, frame)) = data.split_first() else { return };
    let mut line = joined();
    if how & 1 == 1 {
        let identify = format!(
            r#"{{"op":2,"d":{{"token":"{}","intents":1,"properties":{{"os":"x","browser":"x","device":"x"}}}}}}"#,
            WORLD.token
        );
        line.send(Message::text(identify)).expect("the identify is taken");
        let ready = line.read().expect("a ready in time");
        assert!(ready.to_text().is_ok_and(|ready| ready.contains("READY")), "{ready}");
    }
    let message = match (how & 2 == 2, std::str::from_utf8(frame)) {
        (false, Ok(text)) => Message::text(text),
        _ => Message::binary(frame.to_vec()),
    };
    // The line may be closed at once: that is an answer.
    let _ = line.send(message);
    let _ = line.close(None);
    drop(line);
    // Somebody else is still served.
    drop(joined());
});
