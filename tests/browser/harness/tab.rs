//! One tab: what a person does in it, and what it shows.

use std::path::PathBuf;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Outcome, PATIENCE, axe};

/// Keys without a letter, as WebDriver names them.
pub(crate) mod keys {
    pub(crate) const ENTER: &str = "\u{e007}";
    pub(crate) const TAB: &str = "\u{e004}";
    pub(crate) const ESCAPE: &str = "\u{e00c}";
    pub(crate) const DOWN: &str = "\u{e015}";
}

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(30);

/// Where the member writes.
const WRITE: &str = "#composer textarea";

/// One tab of the browser.
pub(crate) struct Tab {
    client: Client,
    window: WindowHandle,
}

impl Tab {
    pub(super) const fn new(client: Client, window: WindowHandle) -> Self {
        Self { client, window }
    }

    /// Brings the tab to the front: whatever is done next is done in it.
    pub(crate) async fn show(&self) -> Outcome {
        Ok(self.client.switch_to_window(self.window.clone()).await?)
    }

    /// Opens an address.
    pub(crate) async fn go(&self, address: &str) -> Outcome {
        self.show().await?;
        Ok(self.client.goto(address).await?)
    }

    /// What a script in the page returns.
    pub(crate) async fn look(&self, script: &str) -> Outcome<Value> {
        self.show().await?;
        Ok(self.client.execute(&format!("return ({script});"), Vec::new()).await?)
    }

    /// What an asynchronous script in the page comes to; `body` is the body of an async function with `args`.
    pub(crate) async fn run(&self, body: &str, arguments: Vec<Value>) -> Outcome<Value> {
        self.show().await?;
        let script = format!(
            "const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1); \
             (async () => {{ {body} }})().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let answer = self.client.execute_async(&script, arguments).await?;
        match answer["error"].as_str() {
            Some(error) => Err(error.into()),
            None => Ok(answer["value"].clone()),
        }
    }

    /// Waits until a script in the page returns something true.
    pub(crate) async fn wait(&self, condition: &str, what: &str) -> Outcome {
        let deadline = Instant::now() + PATIENCE;
        while !truthy(&self.look(condition).await?) {
            if Instant::now() > deadline {
                let page = self.look("document.body.innerText").await?;
                return Err(format!(
                    "waited in vain for {what}; the page says:\n{}",
                    page.as_str().unwrap_or("")
                )
                .into());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(())
    }

    /// Waits until an element is shown, and gives it.
    pub(crate) async fn see(&self, selector: &str) -> Outcome<Element> {
        let shown = format!(
            "[...document.querySelectorAll({})].some((it) => it.checkVisibility({{ visibilityProperty: true }}))",
            json!(selector)
        );
        self.wait(&shown, selector).await?;
        Ok(self.client.find(Locator::Css(selector)).await?)
    }

    /// Waits until a text is shown in the last message, and gives the whole of the message.
    pub(crate) async fn last_message_with(&self, text: &str) -> Outcome<String> {
        let last = "[...document.querySelectorAll('#messages > li, #pending > li')].at(-1)?.innerText";
        self.wait(
            &format!("({last} ?? '').includes({})", json!(text)),
            &format!("a last message with {text:?}"),
        )
        .await?;
        Ok(self.look(last).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Clicks on what a selector names, once it is shown.
    pub(crate) async fn click(&self, selector: &str) -> Outcome {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.see(selector).await?.click().await {
                // It was drawn anew between the look and the click: look again.
                Err(error) if error.is_stale_element_reference() && Instant::now() < deadline => {}
                done => return Ok(done?),
            }
        }
    }

    /// Clicks on the newest button that says this.
    pub(crate) async fn press(&self, label: &str) -> Outcome {
        let find = format!(
            "[...document.querySelectorAll('main button, dialog button')].filter((it) => it.innerText.trim() === {}).at(-1)",
            json!(label)
        );
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.wait(&find, &format!("a button {label:?}")).await?;
            let found = self.client.execute(&format!("return {find};"), Vec::new()).await?;
            let Some(id) = found.as_object().and_then(|it| it.values().next()?.as_str()) else { continue };
            match Element::from_element_id(self.client.clone(), id.to_owned().into()).click().await {
                Err(error) if error.is_stale_element_reference() && Instant::now() < deadline => {}
                done => return Ok(done?),
            }
        }
    }

    /// Answers the question in the newest message: its first letter or, where it asks for two, its first two.
    pub(crate) async fn answer(&self) -> Outcome {
        self.answer_in("#messages > li:last-child", 1).await
    }

    /// Answers the question in the message that a selector names: the option at place `first`, 1 for the first, or,
    /// where it asks for two, that one and the next.
    pub(crate) async fn answer_in(&self, message: &str, first: usize) -> Outcome {
        self.see(&format!("{message} :is(.menu-button, .row button)")).await?;
        if truthy(&self.look(&format!("document.querySelector('{message} .menu-button')")).await?) {
            self.click(&format!("{message} .menu-button")).await?;
            for option in [first, first + 1] {
                self.click(&format!("{message} [role=option]:nth-child({option})")).await?;
            }
            return self.press("Choose").await;
        }
        self.click(&format!("{message} .row button:nth-child({first})")).await
    }

    /// Waits until a message that says all of this stands, and gives a selector of the newest.
    pub(crate) async fn message_with(&self, texts: &[&str]) -> Outcome<String> {
        let newest = format!(
            "[...document.querySelectorAll('#messages > li')].findLast((it) => {}.every((text) => it.innerText.includes(text)))?.id",
            json!(texts)
        );
        self.wait(&newest, &format!("a message with {texts:?}")).await?;
        Ok(format!("#{}", self.look(&newest).await?.as_str().unwrap_or_default()))
    }

    /// Types into the composer.
    pub(crate) async fn write(&self, text: &str) -> Outcome {
        let composer = self.see(WRITE).await?;
        Ok(composer.send_keys(text).await?)
    }

    /// Presses keys, wherever the focus is.
    pub(crate) async fn keys(&self, keys: &str) -> Outcome {
        self.show().await?;
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// The labels of what is offered in the list that is open, once there is any.
    pub(crate) async fn offered(&self) -> Outcome<Vec<String>> {
        self.see("#composer [role=option]").await?;
        let labels = "[...document.querySelectorAll('#composer [role=option] bdi:first-child')].map((it) => it.innerText)";
        Ok(serde_json::from_value(self.look(labels).await?)?)
    }

    /// Takes a picture, and has the screen checked for accessibility.
    pub(crate) async fn picture(&self, name: &str) -> Outcome {
        self.show().await?;
        keep_picture(name, &self.client.screenshot().await?)?;
        axe::check(&self.client, name).await
    }
}

fn truthy(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && *value != json!(0) && *value != json!("")
}

/// Puts a picture where people look at them.
pub(super) fn keep_picture(name: &str, png: &[u8]) -> Outcome {
    let folder = PathBuf::from("target/screens");
    std::fs::create_dir_all(&folder)?;
    Ok(std::fs::write(folder.join(format!("{name}.png")), png)?)
}
