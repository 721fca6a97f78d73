//! One of everything, on every screen: pictures to look at, each checked for accessibility.

use serde_json::{Value, json};

use crate::harness::keys::ENTER;
use crate::harness::{DARK, DESK, Journey, Outcome, PHONE, journey};
use crate::specimen::Specimen;

#[tokio::test]
async fn everything_is_shown_in_the_light() {
    journey("light", DESK, async |t| everything(t, "light").await).await;
}

#[tokio::test]
async fn everything_is_shown_in_the_dark() {
    journey("dark", DARK, async |t| everything(t, "dark").await).await;
}

#[tokio::test]
async fn everything_is_shown_on_a_phone() {
    journey("phone", PHONE, async |t| {
        everything(t, "phone").await?;
        let mei = t.tab("mei", "daily").await?;
        mei.last_message_with("Question of the day").await?;
        let wide = mei.look("document.documentElement.scrollWidth > innerWidth").await?;
        assert_eq!(wide, false, "the page is wider than the phone");
        mei.click("#show-channels").await?;
        mei.see("#channels.shown").await?;
        mei.picture("phone-channels").await?;
        mei.click("[data-channel]:not([aria-current])").await?;
        mei.wait("!document.querySelector('#channels.shown')", "the list to go").await?;
        mei.click("#show-guide").await?;
        mei.see("#guide .step").await?;
        mei.picture("phone-guide").await?;
        mei.click("#guide .step button").await?;
        mei.wait("document.getElementById('guide').hidden", "the conversation").await
    })
    .await;
}

#[tokio::test]
async fn the_picture_of_the_readme_is_taken() {
    journey("readme", DESK, async |t| {
        let mei = t.tab("mei", "daily").await?;
        mei.answer().await?;
        mei.last_message_with("Only you can see this").await?;
        mei.see("#guide .step:first-child [aria-label=Done]").await?;
        mei.picture("sandbox").await
    })
    .await;
}

#[tokio::test]
async fn the_theme_can_be_chosen_and_stays() {
    journey("theme", DESK, async |t| {
        let mei = t.tab("mei", "general").await?;
        let back = "getComputedStyle(document.body).backgroundColor";
        let light = mei.look(back).await?;
        mei.click("#theme").await?;
        let dark = mei.look(back).await?;
        assert_ne!(light, dark);
        let again = t.tab("raj", "general").await?;
        assert_eq!(again.look(back).await?, dark);
        Ok(())
    })
    .await;
}

async fn everything(t: &Journey, screen: &str) -> Outcome {
    let bot = Specimen::start(&t.local, "Specimen", "general").await?;
    let mei = t.tab("mei", "general").await?;
    bot.say(json!({ "content": MARKDOWN })).await?;
    mei.last_message_with("the end of the markdown").await?;
    mei.picture(&format!("{screen}-markdown")).await?;
    mei.click(".spoiler").await?;
    mei.see(".spoiler.revealed").await?;

    bot.say(embeds()).await?;
    mei.last_message_with("A footer").await?;
    mei.picture(&format!("{screen}-embeds")).await?;

    bot.say(components()).await?;
    mei.last_message_with("Danger").await?;
    mei.click(".menu-button").await?;
    mei.see(".menu-open").await?;
    mei.picture(&format!("{screen}-components")).await?;
    mei.click(".menu-open [role=option]:first-child").await?;
    mei.last_message_with("You used pick").await?;

    bot.say(layout()).await?;
    let file = json!({ "content": "A picture and a file", "embeds": [{ "title": "Ship", "image": { "url": "attachment://ship.png" } }] });
    bot.say_with(file, "ship.png", include_bytes!("ship.png")).await?;
    mei.wait(
        "[...document.querySelectorAll('.attachments img')].every((it) => it.naturalWidth === 240)",
        "the picture",
    )
    .await?;
    mei.last_message_with("A picture and a file").await?;
    mei.picture(&format!("{screen}-layout")).await?;

    for command in ["ponder", "ignore"] {
        mei.write(&format!("/{command} ")).await?;
        mei.see(".command-name").await?;
        mei.keys(ENTER).await?;
        mei.wait(&format!("document.querySelector('main').innerText.includes('used /{command}')"), command)
            .await?;
    }
    mei.last_message_with("The application did not respond").await?;
    let page = mei.look("document.querySelector('main').innerText").await?;
    assert!(page.as_str().unwrap().contains("Specimen is thinking…"));
    mei.picture(&format!("{screen}-waiting")).await?;

    mei.write("/form ").await?;
    mei.see(".command-name").await?;
    mei.keys(ENTER).await?;
    mei.see("dialog.modal").await?;
    mei.keys("Mei").await?;
    mei.picture(&format!("{screen}-form")).await?;
    mei.press("Submit").await?;
    mei.wait("document.querySelector('#messages').innerText.includes('You wrote Mei')", "the form's answer")
        .await?;
    mei.wait("!document.querySelector('dialog')", "the form to go").await
}

const MARKDOWN: &str = "# A heading
## A smaller one
-# Small print
**bold**, *italic*, __underlined__, ~~struck~~, ***both***, `code`, ||a spoiler||
- one
  - within one
- two
1. first
2. second
> a quote
> of two lines
```rust
fn main() {}
```
<t:1772442000:R>, <t:1772442000:F>, @everyone, [a link](https://example.com), <https://example.com/bare>
</explain:1>: the end of the markdown";

fn embeds() -> Value {
    let field = |name: &str, inline: bool| json!({ "name": name, "value": "A **value**", "inline": inline });
    json!({ "content": "", "embeds": [{
        "title": "A title", "url": "https://example.com", "description": "A description with `code`", "color": 0x2a_9d_8f,
        "author": { "name": "An author" }, "footer": { "text": "A footer" }, "timestamp": "2026-03-02T08:00:00Z",
        "thumbnail": { "url": "https://example.com/small.png" }, "image": { "url": "https://example.com/large.png" },
        "fields": [field("One", true), field("Two", true), field("Three", true), field("A wide one", false)],
    }] })
}

fn components() -> Value {
    let button =
        |style: u8, label: &str| json!({ "type": 2, "style": style, "label": label, "custom_id": label });
    let option = |label: &str| json!({ "label": label, "value": label, "description": "What it is", "emoji": { "name": "🚢" } });
    json!({ "content": "Buttons and menus", "components": [
        { "type": 1, "components": [button(1, "Primary"), button(2, "Secondary"), button(3, "Success"), button(4, "Danger")] },
        { "type": 1, "components": [
            { "type": 2, "style": 5, "label": "A link", "url": "https://example.com" },
            { "type": 2, "style": 2, "emoji": { "name": "🔥" }, "custom_id": "emoji" },
            { "type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": true },
        ] },
        { "type": 1, "components": [{ "type": 3, "custom_id": "pick", "placeholder": "Pick one", "options": [option("Ship"), option("Boat")] }] },
        { "type": 1, "components": [{ "type": 3, "custom_id": "several", "placeholder": "Pick several", "max_values": 2, "options": [option("Mast"), option("Sail")] }] },
        { "type": 1, "components": [{ "type": 5, "custom_id": "who", "placeholder": "Pick someone" }] },
    ] })
}

fn layout() -> Value {
    json!({ "flags": 1 << 15, "components": [{ "type": 17, "accent_color": 0x0b_6b_75, "components": [
        { "type": 10, "content": "## A container\nWith **text** in it" },
        { "type": 14 },
        { "type": 9, "components": [{ "type": 10, "content": "A section with a button" }],
            "accessory": { "type": 2, "style": 2, "label": "Beside it", "custom_id": "beside" } },
        { "type": 12, "items": [{ "media": { "url": "https://example.com/picture.png" }, "description": "A gallery's picture" }] },
    ] }] })
}
