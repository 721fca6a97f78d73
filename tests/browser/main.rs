//! The sandbox's page in a real browser: the real bot, the local Discord, headless Chromium driven over WebDriver.
//!
//! Without Chromium and chromedriver the tests say so, loudly, and pass; `REQUIRE_BROWSER=1` makes that a failure.
//! Screenshots land in `target/screens/`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails where it unwraps, and says what it skips"
)]
#![expect(clippy::disallowed_methods, reason = "a journey lives in real time")]

mod challenge;
mod daily;
mod explain;
mod faults;
mod harness;
mod hostile;
mod long;
mod looks;
mod manager;
mod markdown;
mod specimen;
mod tomorrow;
mod two_tabs;
