//! A browser before the local Discord: what a journey does and sees in it.

mod axe;
mod browser;
mod tab;

use std::error::Error;
use std::time::Duration;

use shipmate::local::{Local, Options};

use browser::Browser;
pub(crate) use tab::{Tab, keys};

/// How a journey ends.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// How long to wait for something to appear, in real time.
const PATIENCE: Duration = Duration::from_secs(20);

/// Monday; the study server begins its day at nine in Berlin.
const BEGINS: &str = "2026-03-02T07:00:00Z";

/// How the browser is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    width: u32,
    height: u32,
    dark: bool,
}

/// A window on a desk.
pub(crate) const DESK: Screen = Screen { width: 1360, height: 820, dark: false };
/// The same on a system that prefers dark colors.
pub(crate) const DARK: Screen = Screen { dark: true, ..DESK };
/// A phone.
pub(crate) const PHONE: Screen = Screen { width: 390, height: 800, dark: false };

/// A journey under way.
pub(crate) struct Journey {
    /// The local Discord with the bot.
    pub local: Local,
    browser: Browser,
}

/// Runs a journey in a browser, if there is one.
///
/// Afterwards the pages' own complaints are read: a script's error, or something that the content policy stopped,
/// fails the journey.
pub(crate) async fn journey(name: &str, screen: Screen, journey: impl AsyncFnOnce(&Journey) -> Outcome) {
    let Some(browser) = Browser::start(screen).await else { return };
    let options =
        Options { port: Some(0), begins: Some(BEGINS.parse().unwrap()), seed: Some(7), ..Options::default() };
    let local = Local::start(options).await.expect("the local Discord starts");
    let t = Journey { local, browser };
    let outcome = journey(&t).await;
    if outcome.is_err() {
        // What the page looked like says most; the journey's own error is what is reported.
        let _ = t.browser.screenshot(&format!("failed-{name}")).await;
    }
    let complaints = t.browser.complaints().await;
    t.browser.close().await;
    t.local.stop().await;
    if let Err(error) = outcome {
        panic!("{name}: {error}\nthe page's log: {complaints:#?}");
    }
    assert!(complaints.is_empty(), "{name}: the page complained: {complaints:#?}");
}

impl Journey {
    /// The page as a member, in a tab of its own.
    pub(crate) async fn tab(&self, member: &str, channel: &str) -> Outcome<Tab> {
        let tab = self.browser.tab().await?;
        tab.go(&format!("{}?as={member}&in={channel}", self.local.page())).await?;
        tab.wait(&format!("document.title.includes('{channel}')"), "the channel's name in the title").await?;
        Ok(tab)
    }

    /// What the pages complained of since this was last asked.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        self.browser.complaints().await
    }

    /// Waits until the bot has done what is due.
    pub(crate) async fn settle(&self) -> Outcome {
        self.local.settle().await
    }
}
