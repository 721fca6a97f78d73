//! Where the description contradicts Discord: the list of what is put right before use.
//!
//! An entry replaces one schema rather than silencing a finding. Most of the wrong schemas stand inside alternatives
//! (`oneOf`), where a finding no longer says which schema caused it. A test fails when an entry names nothing in the
//! description, or when the recorded samples conform without it.

use serde_json::Value;

/// A schema in the description that is wrong, and what it should be.
#[derive(Clone, Copy, Debug)]
pub struct Amendment {
    /// Where it stands in the description, as a JSON pointer.
    pub at: &'static str,
    /// The schema in its place, as JSON.
    pub becomes: &'static str,
    /// Why.
    pub reason: &'static str,
}

/// Permissions in a request: the text that the documentation asks for, or the number that the description asks for.
const PERMISSIONS: &str = r#"{ "type": ["string", "integer", "null"], "pattern": "^[0-9]+$", "minimum": 0 }"#;

/// <https://discord.com/developers/docs/topics/permissions>
const PERMISSIONS_ARE_TEXT: &str = "the documentation says that permissions are serialized as strings from v8 on, \
     and every library sends them so; the description asks for an integer in requests";

/// All that is put right.
pub const AMENDMENTS: &[Amendment] = &[
    Amendment {
        at: "/components/schemas/InnerErrors/properties/_errors/items",
        becomes: r#"{
            "type": "object",
            "properties": { "code": { "type": "string" }, "message": { "type": "string" } },
            "required": ["code", "message"]
        }"#,
        reason: "a field's error has a code in words (`BASE_TYPE_REQUIRED`), as every example in the documentation \
                 (reference#error-messages); the description gives it the integer code of a whole response",
    },
    Amendment {
        at: "/components/schemas/MessageAttachmentRequest/properties/id",
        becomes: r##"{
            "oneOf": [
                { "$ref": "#/components/schemas/SnowflakeType" },
                { "type": "integer", "minimum": 0 }
            ]
        }"##,
        reason: "an upload's id is the n of its `files[n]`, which the documentation's examples \
                 (reference#uploading-files) and serenity send as a number; the description asks for a snowflake",
    },
    permissions("/components/schemas/ApplicationCommandCreateRequest/properties/default_member_permissions"),
    permissions(
        "/components/schemas/ApplicationCommandPatchRequestPartial/properties/default_member_permissions",
    ),
    permissions("/components/schemas/ApplicationCommandUpdateRequest/properties/default_member_permissions"),
    permissions("/components/schemas/ChannelPermissionOverwriteRequest/properties/allow"),
    permissions("/components/schemas/ChannelPermissionOverwriteRequest/properties/deny"),
    permissions("/components/schemas/CreateRoleRequest/properties/permissions"),
    permissions("/components/schemas/UpdateRoleRequestPartial/properties/permissions"),
    permissions(
        "/paths/~1channels~1{channel_id}~1permissions~1{overwrite_id}/put/requestBody/content/application~1json\
         /schema/properties/allow",
    ),
    permissions(
        "/paths/~1channels~1{channel_id}~1permissions~1{overwrite_id}/put/requestBody/content/application~1json\
         /schema/properties/deny",
    ),
];

const fn permissions(at: &'static str) -> Amendment {
    Amendment { at, becomes: PERMISSIONS, reason: PERMISSIONS_ARE_TEXT }
}

impl Amendment {
    /// Puts the schema right, if the document has it.
    pub(super) fn apply(&self, document: &mut Value) -> Result<(), serde_json::Error> {
        let becomes = serde_json::from_str(self.becomes)?;
        if let Some(schema) = document.pointer_mut(self.at) {
            *schema = becomes;
        }
        Ok(())
    }
}
