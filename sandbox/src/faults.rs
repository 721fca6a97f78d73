//! Things that go wrong on purpose.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::core::Core;
use crate::people::Application;
use crate::state::Outgoing;

/// Makes REST calls and the gateway fail on purpose.
#[derive(Clone)]
pub struct Faults {
    core: Arc<Core>,
}

/// Whether a call that gets no proper answer was carried out nevertheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It was carried out; only the answer is lost or late.
    Happens,
    /// It was not (for a held call: not before the release).
    None,
}

/// What befalls a call.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    Fail { status: u16, effect: Effect },
    RateLimit { retry_after: Duration, global: bool },
    NoAnswer(Effect),
    Delay(Duration),
    Hold { effect: Effect, held: Arc<watch::Sender<usize>>, released: watch::Receiver<bool> },
}

#[derive(Debug)]
struct Rule {
    method: String,
    pattern: String,
    left: u32,
    fault: Fault,
}

/// The rules in force, and which doors are shut.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    list: Mutex<Vec<Rule>>,
    pub(crate) refuse_rest: AtomicBool,
    pub(crate) refuse_gateway: AtomicBool,
}

impl Rules {
    /// The fault for a call, which is used up once.
    pub(crate) fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let matches = |rule: &Rule| {
            (rule.method == "*" || rule.method.eq_ignore_ascii_case(method))
                && path_matches(&rule.pattern, path)
        };
        let index = list.iter().position(matches)?;
        let rule = &mut list[index];
        if rule.left != u32::MAX {
            rule.left = rule.left.saturating_sub(1);
        }
        let fault = rule.fault.clone();
        if rule.left == 0 {
            list.remove(index);
        }
        Some(fault)
    }
}

impl Rules {
    /// The faults that are still to come, each in words: `500: next 2 calls of POST /channels/*/messages`.
    pub(crate) fn pending(&self) -> Vec<String> {
        let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let mut words: Vec<String> = list.iter().map(Rule::in_words).collect();
        for (shut, what) in [(&self.refuse_rest, "all calls"), (&self.refuse_gateway, "the gateway")] {
            if shut.load(Ordering::SeqCst) {
                words.push(format!("503: {what}"));
            }
        }
        words
    }
}

impl Rule {
    fn in_words(&self) -> String {
        let what = match &self.fault {
            Fault::Fail { status, effect: Effect::None } => status.to_string(),
            Fault::Fail { status, effect: Effect::Happens } => format!("{status} after the effect"),
            Fault::RateLimit { .. } => "429".to_owned(),
            Fault::NoAnswer(_) => "no answer".to_owned(),
            Fault::Delay(by) => format!("{} ms slower", by.as_millis()),
            Fault::Hold { .. } => "held".to_owned(),
        };
        let calls = match self.left {
            1 => "next call".to_owned(),
            u32::MAX => "every call".to_owned(),
            left => format!("next {left} calls"),
        };
        let route = if self.method == "*" && self.pattern == "**" {
            String::new()
        } else {
            format!(" of {} {}", self.method, self.pattern)
        };
        format!("{what}: {calls}{route}")
    }
}

/// Whether a path fits a pattern; `*` or `{name}` stands for one segment, a last `**` for all that follow.
fn path_matches(pattern: &str, path: &str) -> bool {
    let mut segments = path.trim_matches('/').split('/');
    for part in pattern.trim_matches('/').split('/') {
        if part == "**" {
            return true;
        }
        let Some(segment) = segments.next() else { return false };
        if part != "*" && !part.starts_with('{') && part != segment {
            return false;
        }
    }
    segments.next().is_none()
}

/// Calls that a fault is being made for; see [`Faults::on`].
#[must_use = "a fault is set by naming what befalls the calls"]
pub struct FaultOn {
    core: Arc<Core>,
    method: String,
    pattern: String,
    times: u32,
}

impl FaultOn {
    /// How many calls it befalls; 1 unless told, [`u32::MAX`] for every call until the faults are cleared.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// They fail with `status` and have no effect.
    pub fn fail(self, status: u16) {
        self.set(Fault::Fail { status, effect: Effect::None });
    }

    /// They take effect, but the answer is `status`: the case that makes duplicates.
    pub fn fail_after_effect(self, status: u16) {
        self.set(Fault::Fail { status, effect: Effect::Happens });
    }

    /// They are refused with 429.
    pub fn rate_limit(self, retry_after: Duration) {
        self.set(Fault::RateLimit { retry_after, global: false });
    }

    /// They are refused with a global 429.
    pub fn rate_limit_globally(self, retry_after: Duration) {
        self.set(Fault::RateLimit { retry_after, global: true });
    }

    /// They never get an answer; the connection stays open.
    pub fn never_answer(self, effect: Effect) {
        self.set(Fault::NoAnswer(effect));
    }

    /// They are carried out, and answered, only after a while of real time.
    pub fn delay(self, by: Duration) {
        self.set(Fault::Delay(by));
    }

    /// They are held until released; dropping the [`Hold`] releases them too.
    pub fn hold(self, effect: Effect) -> Hold {
        let held = Arc::new(watch::Sender::new(0));
        let (release, released) = watch::channel(false);
        let patience = self.core.options.patience;
        self.set(Fault::Hold { effect, held: Arc::clone(&held), released });
        Hold { held, release, patience }
    }

    fn set(self, fault: Fault) {
        let rule = Rule { method: self.method, pattern: self.pattern, left: self.times, fault };
        self.core.rules.list.lock().unwrap_or_else(PoisonError::into_inner).push(rule);
        self.core.touch();
    }
}

/// Calls that are being held.
#[must_use = "dropping it releases the calls"]
#[derive(Debug)]
pub struct Hold {
    held: Arc<watch::Sender<usize>>,
    release: watch::Sender<bool>,
    patience: Duration,
}

impl Hold {
    /// Waits until a call is being held.
    ///
    /// # Errors
    ///
    /// When none came within the sandbox's patience.
    pub async fn held(&self) -> Result<(), NothingHeld> {
        let mut count = self.held.subscribe();
        let arrived = count.wait_for(|count| *count > 0);
        match tokio::time::timeout(self.patience, arrived).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(NothingHeld),
        }
    }

    /// How many calls have been held so far.
    #[must_use]
    pub fn count(&self) -> usize {
        *self.held.borrow()
    }

    /// Lets the held calls go on, and those that come after.
    pub fn release(&self) {
        self.release.send_replace(true);
    }
}

/// No call came that could be held.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no call was held within the time a test waits")]
pub struct NothingHeld;

impl Faults {
    pub(crate) const fn new(core: Arc<Core>) -> Self {
        Self { core }
    }

    /// The next call with this method (`*` for any) and path: without `/api/v10`, `*` or `{name}` for one segment, a
    /// last `**` for the rest: `faults.on("POST", "/channels/*/messages").times(2).fail(503)`.
    pub fn on(&self, method: &str, pattern: &str) -> FaultOn {
        let (method, pattern) = (method.to_owned(), pattern.to_owned());
        FaultOn { core: Arc::clone(&self.core), method, pattern, times: 1 }
    }

    /// Forgets all faults of REST calls that have not happened yet, and opens all doors.
    pub fn clear(&self) {
        self.core.rules.list.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.refuse_rest(false);
        self.refuse_gateway(false);
    }

    /// Answers every REST call with 503, or no longer.
    pub fn refuse_rest(&self, refuse: bool) {
        self.core.rules.refuse_rest.store(refuse, Ordering::SeqCst);
        self.core.touch();
    }

    /// Answers every new gateway connection with 503, or no longer.
    pub fn refuse_gateway(&self, refuse: bool) {
        self.core.rules.refuse_gateway.store(refuse, Ordering::SeqCst);
        self.core.touch();
    }

    /// Closes the app's gateway connections with a code; the sessions can be resumed.
    pub fn close_gateway(&self, app: &Application, code: u16) {
        self.tell(app, || Outgoing::Close(code));
    }

    /// Cuts the app's gateway connections without a word; the sessions can be resumed.
    pub fn drop_gateway(&self, app: &Application) {
        self.tell(app, || Outgoing::Drop);
    }

    /// Asks the app to reconnect and resume (op 7).
    pub fn ask_to_reconnect(&self, app: &Application) {
        self.tell(app, || Outgoing::Reconnect);
    }

    /// Calls the app's sessions invalid (op 9); they can be resumed only when `resumable`.
    pub fn invalidate_session(&self, app: &Application, resumable: bool) {
        self.tell(app, || Outgoing::InvalidSession(resumable));
        if !resumable {
            self.core.with(|state| state.sessions.retain(|_, session| session.app != app.id()));
        }
    }

    /// Forgets the app's sessions, so that the next resume is refused; live connections are not told.
    pub fn forget_sessions(&self, app: &Application) {
        self.core
            .with(|state| state.sessions.retain(|_, session| session.app != app.id() || session.is_live()));
        self.core.with(|state| {
            for session in state.sessions.values_mut().filter(|session| session.app == app.id()) {
                session.replay.clear();
                session.forgotten = true;
            }
        });
    }

    /// The app's gateway goes silent: no event, no heartbeat acknowledgement, the connection stays open. What it would
    /// have sent comes with a resume.
    pub fn zombie(&self, app: &Application, silent: bool) {
        self.core.with(|state| {
            if let Some(app) = state.apps.get_mut(&app.id()) {
                app.silent = silent;
            }
        });
    }

    fn tell(&self, app: &Application, what: impl Fn() -> Outgoing) {
        self.core.with(|state| {
            for session in state.sessions.values().filter(|session| session.app == app.id()) {
                session.tell(what());
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::path_matches;

    #[test]
    fn patterns_match_by_segment() {
        assert!(path_matches("/channels/*/messages", "/channels/1/messages"));
        assert!(path_matches("/channels/{channel}/messages", "/channels/1/messages"));
        assert!(!path_matches("/channels/*/messages", "/channels/1/messages/2"));
        assert!(path_matches("/webhooks/**", "/webhooks/1/token/messages/@original"));
    }
}
