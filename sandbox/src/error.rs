//! The errors that Discord answers with.
//!
//! [Discord's documentation](https://discord.com/developers/docs/topics/opcodes-and-status-codes#json)

use serde_json::{Value, json};

/// A refused request: HTTP status, Discord's code, its words, and which fields were wrong.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: &'static str,
    pub(crate) errors: Option<Value>,
}

/// What a handler returns.
pub(crate) type ApiResult<T> = Result<T, ApiError>;

macro_rules! known {
    ($($name:ident = $status:literal, $code:literal, $message:literal;)*) => {
        impl ApiError {
            $(pub(crate) const $name: Self = Self { status: $status, code: $code, message: $message, errors: None };)*
        }
    };
}

known! {
    UNAUTHORIZED = 401, 0, "401: Unauthorized";
    NOT_FOUND = 404, 0, "404: Not Found";
    METHOD_NOT_ALLOWED = 405, 0, "405: Method Not Allowed";
    UNAVAILABLE = 503, 0, "503: Service Unavailable";
    UNKNOWN_APPLICATION = 404, 10_002, "Unknown Application";
    UNKNOWN_CHANNEL = 404, 10_003, "Unknown Channel";
    UNKNOWN_GUILD = 404, 10_004, "Unknown Guild";
    UNKNOWN_MEMBER = 404, 10_007, "Unknown Member";
    UNKNOWN_MESSAGE = 404, 10_008, "Unknown Message";
    UNKNOWN_OVERWRITE = 404, 10_009, "Unknown Overwrite";
    UNKNOWN_ROLE = 404, 10_011, "Unknown Role";
    UNKNOWN_USER = 404, 10_013, "Unknown User";
    UNKNOWN_EMOJI = 400, 10_014, "Unknown Emoji";
    UNKNOWN_WEBHOOK = 404, 10_015, "Unknown Webhook";
    UNKNOWN_INTERACTION = 404, 10_062, "Unknown interaction";
    UNKNOWN_COMMAND = 404, 10_063, "Unknown application command";
    TOO_MANY_COMMANDS = 400, 30_032, "Maximum number of application commands reached (100)";
    ALREADY_ACKNOWLEDGED = 400, 40_060, "Interaction has already been acknowledged.";
    MISSING_ACCESS = 403, 50_001, "Missing Access";
    NOT_ON_DM_CHANNEL = 403, 50_003, "Cannot execute action on a DM channel";
    EDIT_BY_ANOTHER = 403, 50_005, "Cannot edit a message authored by another user";
    EMPTY_MESSAGE = 400, 50_006, "Cannot send an empty message";
    CANNOT_MESSAGE_USER = 403, 50_007, "Cannot send messages to this user";
    NOT_A_TEXT_CHANNEL = 400, 50_008, "Cannot send messages in a non-text channel";
    MISSING_PERMISSIONS = 403, 50_013, "Missing Permissions";
    TOO_FEW_OR_MANY_MESSAGES = 400, 50_016, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete.";
    CHANNEL_TYPE = 400, 50_024, "Cannot execute action on this channel type";
    INVALID_WEBHOOK_TOKEN = 401, 50_027, "Invalid Webhook Token";
    INVALID_ROLE = 400, 50_028, "Invalid Role";
    BULK_DELETE_TOO_OLD = 400, 50_034, "A message provided was too old to bulk delete";
    INVALID_FORM_BODY = 400, 50_035, "Invalid Form Body";
    REPLY_WITHOUT_HISTORY = 400, 160_002, "Cannot reply without permission to read message history";
    THREAD_ALREADY_MADE = 400, 160_004, "A thread has already been created for this message";
    THREAD_ARCHIVED = 400, 50_083, "Thread is archived";
    INVALID_JSON = 400, 50_109, "The request body contains invalid JSON.";
    TOO_LARGE = 400, 40_005, "Request entity too large";
    MAX_PINS = 400, 30_003, "Maximum number of pins reached for the channel (50)";
}

impl ApiError {
    /// The body as Discord writes it.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }

    /// One wrong field, by its dotted path (`embeds.0.title`).
    pub(crate) fn field(path: &str, code: &str, message: &str) -> Self {
        let mut problems = Problems::default();
        problems.add(path, code, message);
        problems.into_error()
    }
}

/// Collects wrong fields into the nested `errors` object of [`ApiError::INVALID_FORM_BODY`].
///
/// [Discord's documentation](https://discord.com/developers/docs/reference#error-messages)
#[derive(Debug, Default)]
pub(crate) struct Problems {
    tree: serde_json::Map<String, Value>,
}

impl Problems {
    /// Notes that the field at `path` (dotted; empty for the body itself) is wrong.
    pub(crate) fn add(&mut self, path: &str, code: &str, message: &str) {
        let mut node = &mut self.tree;
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let child = node.entry(part).or_insert_with(|| json!({}));
            let Value::Object(map) = child else { return };
            node = map;
        }
        let list = node.entry("_errors").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(json!({ "code": code, "message": message }));
        }
    }

    /// Notes a text longer than `max` code points.
    pub(crate) fn too_long(&mut self, path: &str, max: usize) {
        self.add(path, "BASE_TYPE_MAX_LENGTH", &format!("Must be {max} or fewer in length."));
    }

    /// Notes a text or list whose length is outside `min` to `max`.
    pub(crate) fn bad_length(&mut self, path: &str, min: usize, max: usize) {
        self.add(path, "BASE_TYPE_BAD_LENGTH", &format!("Must be between {min} and {max} in length."));
    }

    /// Notes a missing field.
    pub(crate) fn required(&mut self, path: &str) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// Notes a value that is none of the allowed ones.
    pub(crate) fn choice(&mut self, path: &str, allowed: &str) {
        self.add(path, "BASE_TYPE_CHOICES", &format!("Value must be one of {allowed}."));
    }

    /// Whether nothing was wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.tree.is_empty()
    }

    /// The error that names them all.
    pub(crate) fn into_error(self) -> ApiError {
        ApiError { errors: Some(Value::Object(self.tree)), ..ApiError::INVALID_FORM_BODY }
    }

    /// `Ok` when nothing was wrong.
    pub(crate) fn done(self) -> ApiResult<()> {
        if self.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }
}
