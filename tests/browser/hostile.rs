//! What bots and members write does no harm.

use serde_json::json;

use crate::harness::keys::{ENTER, ESCAPE};
use crate::harness::{DESK, PHONE, Screen, journey};
use crate::specimen::{HOSTILE_CHOICE, Specimen};

/// Markup, an override of the writing direction, and a word that no line holds.
const NAME: &str = "<b onmouseover=pwned=1>Mal\u{202e}lory";

#[tokio::test]
async fn hostile_text_stays_text() {
    harmless("hostile", DESK).await;
}

#[tokio::test]
async fn hostile_text_stays_text_on_a_phone() {
    harmless("hostile-phone", PHONE).await;
}

async fn harmless(name: &str, screen: Screen) {
    journey(name, screen, async |t| {
        t.local.guild.member(NAME);
        t.local.guild.channel("<script>pwned=1</script>");
        t.local.guild.role(&"w".repeat(100));
        let bot = Specimen::start(&t.local, "<i>Spec\u{202e}imen", "general").await?;
        let mei = t.tab("mei", "general").await?;
        let word = "w".repeat(3_900);
        let mark = "<script>pwned=1</script><img src=x onerror=pwned=1>";
        let links = "[a](javascript:pwned=1) <javascript:pwned=1> [b](https://example.com/\"onmouseover=pwned=1) [c](data:text/html,x)";
        bot.say(json!({ "content": format!("{mark} {links}") })).await?;
        bot.say(json!({ "content": format!("\u{202e}backwards \u{2066}isolated {}", "w".repeat(1_900)) })).await?;
        bot.say(json!({
            "embeds": [{
                "title": format!("{mark}{}", "t".repeat(200)), "description": word, "url": "https://example.com/'\"><script>",
                "author": { "name": mark }, "footer": { "text": format!("{mark}\u{202e}") },
                "fields": [{ "name": mark, "value": "v".repeat(1_000), "inline": true }],
                "image": { "url": "https://example.com/x.png?<script>" },
            }],
            "components": [
                { "type": 1, "components": [
                    { "type": 2, "style": 1, "label": format!("{}\u{202e}", "<b>".repeat(20)), "custom_id": "'\"><script>pwned=1</script>" },
                    { "type": 2, "style": 5, "label": "out", "url": "https://example.com/\"onclick=pwned=1" },
                ] },
                { "type": 1, "components": [{ "type": 3, "custom_id": "menu", "placeholder": mark,
                    "options": [{ "label": mark, "value": "v", "description": "d".repeat(100) }] }] },
            ],
        }))
        .await?;
        mei.see(".menu-button").await?;
        mei.write(&format!("{mark}{}{ENTER}", "w".repeat(500))).await?;
        mei.wait("document.querySelector('#messages > li:last-child .author').innerText === 'mei'", "mei's own words").await?;
        mei.picture(name).await?;

        let text = mei.look("document.querySelector('#messages').innerText").await?;
        assert!(text.as_str().unwrap().contains(mark), "the markup is shown as it was written");
        assert_eq!(mei.look("document.querySelectorAll('script:not([src]), main img, main b, main i, [onmouseover]').length").await?, 0);
        let addresses = "[...document.querySelectorAll('#messages a[href]')].map((it) => new URL(it.href).protocol).filter((it) => !/^https?:$/.test(it)).length";
        assert_eq!(mei.look(addresses).await?, 0);
        // No text reaches beyond its message, by length or by direction.
        let wide = "[document.documentElement, document.getElementById('scroller')].map((it) => it.scrollWidth - it.clientWidth).join()";
        assert_eq!(mei.look(wide).await?, "0,0");
        let loose = "[...document.querySelectorAll('bdi, .markdown')].filter((it) => !getComputedStyle(it).unicodeBidi.includes('isolate')).length";
        assert_eq!(mei.look(loose).await?, 0);

        mei.write("/echo x").await?;
        mei.see("[data-option=text]").await?;
        assert_eq!(mei.offered().await?, [HOSTILE_CHOICE]);
        mei.keys(ESCAPE).await?;
        mei.keys(ENTER).await?;
        mei.wait("document.querySelector('#messages').innerText.trim().endsWith('x')", "the echo").await?;
        assert_eq!(mei.look("typeof pwned").await?, "undefined");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_values_text_cannot_become_another_option() {
    journey("values", DESK, async |t| {
        let _bot = Specimen::start(&t.local, "Specimen", "general").await?;
        let mei = t.tab("mei", "general").await?;
        mei.write("/echo ").await?;
        mei.see("[data-option=text]").await?;
        mei.keys("all hidden:True of it").await?;
        mei.keys(ESCAPE).await?;
        mei.keys(ENTER).await?;
        let said = mei.last_message_with("all hidden:True of it").await?;
        assert!(!said.contains("Only you"), "{said}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_page_runs_nothing_but_its_own_files() {
    journey("policy", DESK, async |t| {
        let mei = t.tab("mei", "general").await?;
        let markup = mei.run("document.body.innerHTML = '<b>x</b>'; return 1;", Vec::new()).await;
        assert!(markup.is_err(), "markup from text is refused");
        let elsewhere = "const seen = new Promise((done) => addEventListener('securitypolicyviolation', \
            (event) => done(event.effectiveDirective), { once: true })); \
            fetch('https://example.com/').catch(() => 0); return seen;";
        assert_eq!(mei.run(elsewhere, Vec::new()).await?, "connect-src");
        // Read here, so that they are not taken for the page's own at the end.
        assert!(!t.complaints().await.is_empty());
        Ok(())
    })
    .await;
}
