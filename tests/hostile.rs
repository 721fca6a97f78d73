//! Whatever is typed into an option or a form gets words: no ping, no crash, nothing of the typist's in force.

use sandbox::{Message, Reply};
use serde_json::{Value, json};

use crate::voyage::{Outcome, Voyage, World, voyage};

/// Texts that members, and what pretends to be one, may send.
fn texts() -> Vec<String> {
    let id = u64::MAX;
    vec![
        String::new(),
        " \t\n\r ".into(),
        "x".repeat(6_000),
        "👩‍👩‍👧‍👦".repeat(700),
        "\u{200b}\u{200d}\u{feff}\u{2060}".into(),
        "\u{202e}tegraF\u{202c} \u{2066}\u{2069}".into(),
        "Z\u{300}\u{301}\u{302}".repeat(400),
        "\0\u{1}\u{7f}\u{85}\u{2028}".into(),
        "@everyone @here".into(),
        format!("<@{id}> <@!1> <@&1> <#1> </help:1> <id:customize> <t:99999999999999:R>"),
        "# *_~`|>[]()\\ ||** ```rs\n".into(),
        "[free](https://evil.example) https://evil.example discord.gg/evil".into(),
        "'; DROP TABLE answers; --".into(),
        "\" OR 1=1 -- %_*?[".into(),
        "../../etc/passwd".into(),
        "{} {0} %s %n ${jndi:ldap://x}".into(),
        "-1".into(),
        "18446744073709551616".into(),
        "NaN".into(),
        "9999-12-31".into(),
        "-9999-01-01".into(),
        "2026-02-30".into(),
        "99:99".into(),
        "2026-03-02T09:00:00+99:99[Europe/Berlin]".into(),
        "Etc/GMT+99".into(),
        "null".into(),
    ]
}

/// A command or a subcommand as it was registered.
struct Registered {
    name: String,
    sub: Option<String>,
    options: Vec<Value>,
}

impl Registered {
    /// Every command of the bot's that takes options.
    fn all(t: &Voyage) -> Outcome<Vec<Self>> {
        let list = |of: &Value| of["options"].as_array().cloned().unwrap_or_default();
        let name = |of: &Value| of["name"].as_str().unwrap_or_default().to_owned();
        let mut all = Vec::new();
        for command in t.registered()? {
            let options = list(&command);
            if options.iter().all(|option| option["type"] != 1) {
                all.push(Self { name: name(&command), sub: None, options });
                continue;
            }
            all.extend(options.iter().map(|sub| Self {
                name: name(&command),
                sub: Some(name(sub)),
                options: list(sub),
            }));
        }
        Ok(all)
    }

    /// The command with this value for one option; others that it needs get the same where they take text.
    fn with(&self, option: &Value, (kind, value): (u64, &Value), focused: bool) -> Value {
        let mut given = vec![json!({ "name": option["name"], "type": kind, "value": value })];
        if focused {
            given[0]["focused"] = json!(true);
        }
        let needed = self.options.iter().filter(|other| other["required"] == true && *other != option);
        for other in needed {
            let value = if other["type"] == 3 { json!("fargate") } else { json!("1") };
            given.push(json!({ "name": other["name"], "type": other["type"], "value": value }));
        }
        let options = match &self.sub {
            Some(sub) => json!([{ "name": sub, "type": 1, "options": given }]),
            None => json!(given),
        };
        json!({ "id": "1", "name": self.name, "type": 1, "options": options })
    }
}

/// Words, and nobody is notified.
fn is_harmless(told: &Reply, what: &str) {
    assert!(told.text().len() > 5, "{what}: {told}");
    for message in told.try_message().into_iter().chain(&told.followups()) {
        notifies_nobody(message, what);
    }
}

fn notifies_nobody(message: &Message, what: &str) {
    let notified = message.mentions_everyone()
        || !message.mentioned_users().is_empty()
        || !message.mentioned_roles().is_empty();
    assert!(!notified, "{what} notifies somebody: {message}");
}

/// Whatever the bot has sent so far says that it mentions nobody.
fn mentions_are_off(t: &Voyage) {
    let calls = t.discord.traffic().rest();
    for call in calls {
        let body = if call.route.ends_with("/callback") { &call.request["data"] } else { &call.request };
        let speaks = body["content"].is_string() || body["embeds"].is_array();
        if speaks {
            assert_eq!(body["allowed_mentions"]["parse"], json!([]), "{} {}", call.method, call.route);
        }
    }
}

#[tokio::test]
async fn whatever_stands_in_a_text_option_gets_words_and_pings_nobody() {
    voyage(World::default(), async |t| {
        let commands = Registered::all(t)?;
        let general = t.guild.channel("general");
        let (mei, captain) = (t.member("mei"), t.captain());
        let mut tried = 0;
        for command in &commands {
            let typist = if command.name == "setup" || command.name == "admin" { &captain } else { &mei };
            for option in command.options.iter().filter(|option| option["type"] == 3) {
                for text in texts() {
                    let short: String = text.chars().take(20).collect();
                    let what = format!("/{} {}: {short:?}", command.name, option["name"]);
                    let data = command.with(option, (3, &json!(text)), false);
                    is_harmless(&typist.forge(&t.app, &general, json!({ "data": data })).await?, &what);
                    if option["autocomplete"] == true {
                        let data = command.with(option, (3, &json!(text)), true);
                        typist.forge(&t.app, &general, json!({ "type": 4, "data": data })).await?;
                    }
                    tried += 1;
                }
            }
            mentions_are_off(t);
        }
        assert!(tried > 8 * texts().len(), "{tried} texts: every text option of every command is tried");
        t.settle_unheard().await
    })
    .await;
}

#[tokio::test]
async fn a_value_of_another_kind_or_size_gets_words() {
    voyage(World::default(), async |t| {
        let commands = Registered::all(t)?;
        let general = t.guild.channel("general");
        let captain = t.captain();
        // Of each of Discord's kinds (text, integer, boolean, number), as it could have been registered another day.
        let values = [
            (3, json!("")),
            (3, json!("0")),
            (4, json!(i64::from(i32::MIN))),
            (4, json!((1_u64 << 53) - 1)),
            (5, json!(true)),
            (10, json!(-0.5)),
        ];
        for command in &commands {
            for option in &command.options {
                for (kind, value) in &values {
                    let what = format!("/{} {}: {value}", command.name, option["name"]);
                    let data = command.with(option, (*kind, value), false);
                    is_harmless(&captain.forge(&t.app, &general, json!({ "data": data })).await?, &what);
                }
            }
        }
        t.settle_unheard().await
    })
    .await;
}

#[tokio::test]
async fn whatever_stands_in_a_report_harms_nobody_who_reads_it() {
    voyage(World::default(), async |t| {
        let general = t.guild.channel("general");
        let (mei, captain) = (t.member("mei"), t.captain());
        let question = mei.slash(&general, "/quiz topic:fargate").await?;
        let told = mei.press(&question, "A").await?;
        let form = mei.press(&told, "Report this question").await?;
        let modal = form.modal().ok_or("a form opens")?;
        let id = modal.as_json()["custom_id"].clone();
        for text in texts() {
            let short: String = text.chars().take(20).collect();
            let field = json!({ "type": 4, "id": 2, "custom_id": "what", "value": text });
            let data = json!({
                "custom_id": id,
                "components": [{ "type": 1, "id": 1, "components": [field] }],
            });
            let sent = json!({ "type": 5, "data": data });
            is_harmless(&mei.forge(&t.app, &general, sent).await?, &format!("a report {short:?}"));
            is_harmless(&captain.slash(&general, "/admin reports").await?, &format!("reading {short:?}"));
        }
        mentions_are_off(t);
        Ok(())
    })
    .await;
}
