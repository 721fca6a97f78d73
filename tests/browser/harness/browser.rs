//! Headless Chromium with its driver, for one journey.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::Once;
use std::time::Duration;

use fantoccini::wd::{TimeoutConfiguration, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Outcome, Screen, Tab};

/// The programs that are looked for.
const DRIVER: &str = "chromedriver";
const BROWSERS: [&str; 2] = ["chromium", "google-chrome"];

/// How long a script may run; scrolling through a long channel takes its time on a busy machine.
const SCRIPT_PATIENCE: Duration = Duration::from_secs(180);

/// A browser with its driver; both are gone with it.
pub(super) struct Browser {
    driver: Driver,
    client: Client,
    screen: Screen,
    /// Holds the browser's profile.
    _profile: TempDir,
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What is no part of the WebDriver standard: Chromium's own commands.
#[derive(Debug)]
struct Chromium {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Chromium {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

impl Browser {
    /// Starts a browser; `None` where there is none, which is said once.
    pub(super) async fn start(screen: Screen) -> Option<Self> {
        let found = BROWSERS.into_iter().find(|name| is_there(name));
        let Some(program) = found.filter(|_| is_there(DRIVER)) else {
            missing();
            return None;
        };
        let (driver, port) = start_driver();
        let profile = tempfile::tempdir().unwrap();
        let capabilities = capabilities(program, &profile, screen);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the browser starts");
        let patient = TimeoutConfiguration::new(Some(SCRIPT_PATIENCE), None, None);
        client.update_timeouts(patient).await.expect("the browser takes a time-out");
        Some(Self { driver, client, screen, _profile: profile })
    }

    /// A new tab.
    pub(super) async fn tab(&self) -> Outcome<Tab> {
        let window = self.client.new_window(true).await?.handle;
        let tab = Tab::new(self.client.clone(), window);
        tab.show().await?;
        let Screen { width, height, dark } = self.screen;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.chromium("Emulation.setDeviceMetricsOverride", size).await?;
        let scheme =
            json!([{ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } }]);
        self.chromium("Emulation.setEmulatedMedia", json!({ "features": scheme })).await?;
        Ok(tab)
    }

    /// What pages complained of: errors, and what their policy stopped.
    pub(super) async fn complaints(&self) -> Vec<String> {
        let log = Chromium { path: "se/log", body: json!({ "type": "browser" }) };
        let entries = self.client.issue_cmd(log).await.unwrap_or_default();
        let severe = |entry: &Value| entry["level"] == "SEVERE";
        entries.as_array().into_iter().flatten().filter(|it| severe(it)).map(ToString::to_string).collect()
    }

    /// Takes a picture of the tab that is shown.
    pub(super) async fn screenshot(&self, name: &str) -> Outcome {
        super::tab::keep_picture(name, &self.client.screenshot().await?)
    }

    async fn chromium(&self, command: &str, parameters: Value) -> Outcome {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Chromium { path: "goog/cdp/execute", body }).await?;
        Ok(())
    }

    /// Ends the browser.
    pub(super) async fn close(self) {
        // The driver's end would end it too, only less orderly.
        let _ = self.client.close().await;
        drop(self.driver);
    }
}

fn is_there(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

fn missing() {
    static SAID: Once = Once::new();
    let required = std::env::var_os("REQUIRE_BROWSER").is_some_and(|value| value == "1");
    assert!(!required, "REQUIRE_BROWSER is set, but chromium and chromedriver are not both installed");
    SAID.call_once(|| {
        eprintln!("SKIPPED: the page is not tested in a browser (install chromium and chromedriver)");
    });
}

/// Starts the driver on a free port, and says which.
fn start_driver() -> (Driver, u16) {
    let mut driver = Command::new(DRIVER)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the driver starts");
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let port = lines.map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    (Driver(driver), port.expect("the driver says its port"))
}

fn capabilities(program: &str, profile: &TempDir, screen: Screen) -> fantoccini::wd::Capabilities {
    let arguments = [
        "--headless".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        // A tab that another one covers goes on as if it were seen.
        "--disable-renderer-backgrounding".to_owned(),
        "--disable-background-timer-throttling".to_owned(),
        "--disable-backgrounding-occluded-windows".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--enable-precise-memory-info".to_owned(),
        "--js-flags=--expose-gc".to_owned(),
        format!("--window-size={},{}", screen.width, screen.height),
        format!("--user-data-dir={}", profile.path().display()),
    ];
    let wanted = json!({
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": { "args": arguments, "binary": path_of(program) },
    });
    let Value::Object(wanted) = wanted else { unreachable!("it is written as an object") };
    wanted
}

/// Where a program is, among the folders of the search path.
fn path_of(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
