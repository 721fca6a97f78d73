//! What goes wrong: drawn from the seed, made by the sandbox.

use std::time::Duration;

use rand::RngExt;
use rand::rngs::StdRng;
use sandbox::{Application, Effect, Faults, Hold};

/// Calls that matter most: what is posted, edited, looked for, answered, and all the rest.
const CALLS: [(&str, &str); 7] = [
    ("POST", "/channels/*/messages"),
    ("POST", "/channels/*/messages"),
    ("PATCH", "/channels/*/messages/*"),
    ("GET", "/channels/*/messages"),
    ("POST", "/channels/*/messages/*/threads"),
    ("POST", "/interactions/*/*/callback"),
    ("*", "**"),
];

/// Calls under way at which the bot is killed on purpose: what it posts, changes and says; and how many of them there
/// may be at most until it is.
const AIMS: [(&str, &str, usize); 9] = [
    ("POST", "/channels/*/messages", 4),
    ("POST", "/channels/*/messages", 4),
    ("POST", "/channels/*/messages", 4),
    ("POST", "/channels/*/messages", 4),
    ("PATCH", "/channels/*/messages/*", 4),
    ("PATCH", "/channels/*/messages/*", 4),
    ("POST", "/interactions/*/*/callback", 4),
    ("POST", "/interactions/*/*/callback", 4),
    ("POST", "/channels/*/messages/*/threads", 1),
];

/// A death that waits for the bot to be in the middle of something.
pub(crate) struct Aim {
    hold: Hold,
    calls: usize,
}

impl Aim {
    /// Whether the moment has come.
    pub(crate) fn is_reached(&self) -> bool {
        self.hold.count() >= self.calls
    }
}

/// Keeps calls of one kind under way, carried out already or not, so that the bot can be killed just then.
pub(crate) fn aim(faults: &Faults, rng: &mut StdRng) -> (Aim, String) {
    let (method, path, most) = AIMS[rng.random_range(0..AIMS.len())];
    let effect = if rng.random_ratio(2, 3) { Effect::Happens } else { Effect::None };
    let calls = rng.random_range(1..=most);
    let hold = faults.on(method, path).times(u32::MAX).hold(effect);
    (Aim { hold, calls }, format!("{method} {path} hangs ({effect:?}), and {calls} of them are deadly"))
}

/// Makes something go wrong and says what.
pub(crate) fn fault(faults: &Faults, app: &Application, rng: &mut StdRng) -> String {
    if rng.random_ratio(1, 4) { gateway(faults, app, rng) } else { call(faults, rng) }
}

fn call(faults: &Faults, rng: &mut StdRng) -> String {
    let (method, path) = CALLS[rng.random_range(0..CALLS.len())];
    let times = rng.random_range(1..=6);
    let wait = Duration::from_millis(rng.random_range(20..1_500));
    let on = faults.on(method, path).times(times);
    let effect = if rng.random() { Effect::Happens } else { Effect::None };
    let what = match rng.random_range(0..9) {
        0 | 1 => {
            let status = [500, 502, 503][rng.random_range(0..3)];
            on.fail(status);
            format!("fails with {status}")
        }
        2 | 3 => {
            let status = [500, 502, 504][rng.random_range(0..3)];
            on.fail_after_effect(status);
            format!("is done, and fails with {status}")
        }
        4 => {
            on.rate_limit(wait);
            format!("is limited for {wait:?}")
        }
        5 => {
            on.rate_limit_globally(wait);
            format!("is limited globally for {wait:?}")
        }
        6 => {
            on.never_answer(effect);
            format!("is never answered ({effect:?})")
        }
        _ => {
            on.delay(wait);
            format!("takes {wait:?}")
        }
    };
    format!("{method} {path} {what}, {times} times")
}

fn gateway(faults: &Faults, app: &Application, rng: &mut StdRng) -> String {
    let what = match rng.random_range(0..9) {
        0 | 1 => {
            faults.drop_gateway(app);
            "is dropped"
        }
        2 => {
            faults.close_gateway(app, 4_000);
            "is closed"
        }
        3 => {
            faults.ask_to_reconnect(app);
            "asks to reconnect"
        }
        4 => {
            faults.invalidate_session(app, rng.random());
            "calls the session invalid"
        }
        5 => {
            faults.forget_sessions(app);
            faults.drop_gateway(app);
            "forgets the session and is dropped"
        }
        6 => {
            faults.zombie(app, true);
            "goes silent"
        }
        7 => {
            faults.refuse_gateway(true);
            faults.drop_gateway(app);
            "is dropped and refuses connections"
        }
        _ => {
            faults.refuse_rest(true);
            return "every call is refused".into();
        }
    };
    format!("the gateway {what}")
}

/// The sun comes out.
pub(crate) fn clear(faults: &Faults, app: &Application) {
    faults.clear();
    faults.zombie(app, false);
}
