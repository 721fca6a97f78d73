//! Interactions that no honest client sends, for bots that must not trust what they get.

use serde_json::{Value, json};

use super::{ActError, AsMessage, Channel, Member, Refused, Reply};
use crate::state::{Act, InteractionKind};

impl Member {
    /// Sends an interaction that no honest client would: `overrides` is laid over the payload, so it can name another
    /// `channel_id`, `data` of any kind, more `permissions`. `type` is 2 (command) unless told; `message_id` puts the
    /// bot's message of that id in it.
    ///
    /// # Errors
    ///
    /// As for [`Member::slash`], except that nothing is refused.
    pub async fn forge(
        &self,
        app: &super::Application,
        channel: &Channel,
        mut overrides: Value,
    ) -> Result<Reply, ActError> {
        let kind = match overrides["type"].as_u64() {
            Some(3) => InteractionKind::Component,
            Some(4) => InteractionKind::Autocomplete,
            Some(5) => InteractionKind::Modal,
            _ => InteractionKind::Command,
        };
        let mut source = None;
        if let Value::Object(fields) = &mut overrides {
            source = fields.remove("message_id").and_then(|id| serde_json::from_value(id).ok());
        }
        let data = overrides.get_mut("data").map(Value::take).unwrap_or_default();
        let described = format!("a forged interaction {data}");
        let command = data["name"].as_str().map(str::to_owned);
        let act = Act {
            app: app.id(),
            user: self.id(),
            channel: channel.id(),
            kind,
            data,
            described,
            command,
            source,
            overlay: without_null(overrides),
        };
        self.perform(act).await
    }

    /// Presses something on a message that is not there, or is disabled, or is another member's.
    ///
    /// # Errors
    ///
    /// As for [`Member::forge`].
    pub async fn forge_press(&self, on: &impl AsMessage, custom_id: &str) -> Result<Reply, ActError> {
        let message =
            on.as_message().ok_or_else(|| Refused::Other("there is no message to press on".to_owned()))?;
        let data = json!({ "component_type": 2, "custom_id": custom_id, "id": 2 });
        self.perform(self.component_act(message, data, format!("a forged press of {custom_id:?}"))).await
    }
}

fn without_null(mut overrides: Value) -> Value {
    if let Value::Object(fields) = &mut overrides
        && fields.get("data").is_some_and(Value::is_null)
    {
        fields.remove("data");
    }
    overrides
}
