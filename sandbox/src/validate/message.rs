//! The rules of a message that is sent or edited.
//!
//! [Discord's documentation](https://discord.com/developers/docs/resources/message#create-message)

use serde_json::{Value, json};
use twilight_validate::message::{ATTACHMENT_DESCIPTION_LENGTH_MAX, MESSAGE_CONTENT_LENGTH_MAX};

use super::component::shown_text;
use super::{components, embeds, list, text};
use crate::error::{ApiError, ApiResult, Problems};
use crate::files::File;
use crate::payload::Allowed;
use crate::rest::Upload;
use crate::snowflake::Snowflake;
use crate::state::flags;

/// Characters of a nonce.
const NONCE_LENGTH: usize = 25;
/// Attachments of a message.
const ATTACHMENT_COUNT: usize = 10;

/// A message's fields after they were checked.
#[derive(Clone, Debug)]
pub(crate) struct MessageFields {
    pub(crate) content: Option<String>,
    pub(crate) embeds: Option<Vec<Value>>,
    pub(crate) components: Option<Vec<Value>>,
    /// New files, and known attachments by id that an edit keeps; `None` keeps all.
    pub(crate) attachments: Option<Vec<Value>>,
    /// The new files, by the ids of their attachments.
    pub(crate) uploads: Vec<(Snowflake, File)>,
    pub(crate) poll: Option<Value>,
    pub(crate) flags: Option<u64>,
    pub(crate) nonce: Option<Value>,
    pub(crate) allowed: Allowed,
    pub(crate) tts: bool,
}

/// Checks a message; `prefix` is where it stands in the request (`data` in interaction callbacks). `known_flags`
/// are those of a message that is edited. `next_id` numbers its attachments.
pub(crate) fn message(
    body: &Value,
    files: &[Upload],
    prefix: &str,
    known_flags: u64,
    mut next_id: impl FnMut() -> Snowflake,
) -> ApiResult<MessageFields> {
    let mut problems = Problems::default();
    if !body.is_object() && !body.is_null() {
        problems.add("", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
    }
    let given = body["flags"].as_u64();
    // A message that once used the new components uses them for ever.
    let v2 = (given.unwrap_or(0) | known_flags) & flags::COMPONENTS_V2 != 0;
    text(body, "content", "", (0, MESSAGE_CONTENT_LENGTH_MAX), &mut problems);
    let has = |key: &str| body.get(key).is_some();
    let checked_embeds = embeds(body, &mut problems);
    let checked_components = components(body, v2, &mut problems);
    if v2 {
        for left_out in ["content", "embeds", "poll"] {
            let empty = body[left_out].is_null() || body[left_out] == "" || body[left_out] == json!([]);
            if !empty {
                let message = "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2";
                problems.add(left_out, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message);
            }
        }
        if shown_text(&checked_components) > 4000 {
            problems.add(
                "components",
                "COMPONENT_MAX_TEXT_SIZE_EXCEEDED",
                "Text is limited to 4000 characters",
            );
        }
    }
    let nonce = nonce(body, &mut problems);
    let allowed = Allowed::read(body, &mut problems);
    let mut uploads = Vec::new();
    let attachments = attachments(body, files, &mut next_id, &mut uploads, &mut problems);
    let fields = MessageFields {
        content: has("content").then(|| body["content"].as_str().unwrap_or_default().trim().to_owned()),
        embeds: has("embeds").then_some(checked_embeds),
        components: has("components").then_some(checked_components),
        attachments,
        uploads,
        poll: (!body["poll"].is_null()).then(|| body["poll"].clone()),
        flags: given,
        nonce,
        allowed,
        tts: body["tts"].as_bool().unwrap_or(false),
    };
    done_below(problems, prefix)?;
    Ok(fields)
}

/// The error with all its paths below `prefix`.
fn done_below(problems: Problems, prefix: &str) -> ApiResult<()> {
    let Err(mut error) = problems.done() else { return Ok(()) };
    if !prefix.is_empty()
        && let Some(tree) = error.errors.take()
    {
        error.errors = Some(json!({ prefix: tree }));
    }
    Err(error)
}

fn nonce(body: &Value, problems: &mut Problems) -> Option<Value> {
    match &body["nonce"] {
        Value::Null => None,
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(body["nonce"].clone()),
        Value::String(text) if super::length(text) <= NONCE_LENGTH => Some(body["nonce"].clone()),
        Value::String(_) => {
            problems.too_long("nonce", NONCE_LENGTH);
            None
        }
        _ => {
            problems.add("nonce", "NONCE_TYPE_INVALID", "Nonce must be an integer or a string");
            None
        }
    }
}

fn attachments(
    body: &Value,
    files: &[Upload],
    next_id: &mut impl FnMut() -> Snowflake,
    uploads: &mut Vec<(Snowflake, File)>,
    problems: &mut Problems,
) -> Option<Vec<Value>> {
    let named = list(body, "attachments", "", ATTACHMENT_COUNT, problems);
    if files.is_empty() && body.get("attachments").is_none() {
        return None;
    }
    if files.len() > ATTACHMENT_COUNT {
        problems.too_long("files", ATTACHMENT_COUNT);
    }
    let kept = named.iter().filter(|entry| !is_new(entry, files)).cloned();
    let mut found: Vec<Value> = kept.collect();
    for file in files {
        let described = named.iter().find(|entry| file.index.is_some() && number(&entry["id"]) == file.index);
        let name = described.and_then(|entry| entry["filename"].as_str()).unwrap_or(&file.name);
        let id = next_id();
        let url = format!("https://cdn.invalid/attachments/{id}/{name}");
        let mut attachment = json!({
            "id": id, "filename": name, "size": file.file.bytes.len(), "url": url, "proxy_url": url,
            "content_type": file.file.content_type, "flags": 0,
        });
        if let Some(text) = described.and_then(|entry| entry["description"].as_str()) {
            attachment["description"] = json!(text);
        }
        found.push(attachment);
        uploads.push((id, file.file.clone()));
    }
    for (index, entry) in named.iter().enumerate() {
        let path = format!("attachments.{index}");
        text(entry, "description", &path, (0, ATTACHMENT_DESCIPTION_LENGTH_MAX), problems);
    }
    Some(found)
}

fn is_new(entry: &Value, files: &[Upload]) -> bool {
    files.iter().any(|file| file.index.is_some() && file.index == number(&entry["id"]))
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

impl MessageFields {
    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        let none = |list: &Option<Vec<Value>>| list.as_ref().is_none_or(Vec::is_empty);
        self.content.as_ref().is_none_or(String::is_empty)
            && none(&self.embeds)
            && none(&self.attachments)
            && none(&self.components)
            && self.poll.is_none()
    }

    /// Refuses a message that shows nothing (50006).
    pub(crate) fn not_empty(&self) -> ApiResult<()> {
        if self.is_empty() { Err(ApiError::EMPTY_MESSAGE) } else { Ok(()) }
    }
}
