//! Why the gateway closes a connection.
//!
//! [Discord's documentation](https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes)

/// A close code with its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Close(pub(crate) u16, pub(crate) &'static str);

pub(crate) const UNKNOWN_OPCODE: Close = Close(4001, "Unknown opcode.");
pub(crate) const DECODE_ERROR: Close = Close(4002, "Error while decoding payload.");
pub(crate) const NOT_AUTHENTICATED: Close = Close(4003, "Not authenticated.");
pub(crate) const AUTHENTICATION_FAILED: Close = Close(4004, "Authentication failed.");
pub(crate) const ALREADY_AUTHENTICATED: Close = Close(4005, "Already authenticated.");
pub(crate) const INVALID_SEQ: Close = Close(4007, "Invalid seq.");
pub(crate) const RATE_LIMITED: Close = Close(4008, "Rate limited.");
pub(crate) const SESSION_TIMED_OUT: Close = Close(4009, "Session timed out.");
pub(crate) const INVALID_SHARD: Close = Close(4010, "Invalid shard.");
pub(crate) const INVALID_VERSION: Close = Close(4012, "Invalid API version.");
pub(crate) const INVALID_INTENTS: Close = Close(4013, "Invalid intent(s).");
pub(crate) const DISALLOWED_INTENTS: Close = Close(4014, "Disallowed intent(s).");

/// The words for a code that a fault asks for.
pub(crate) const fn words(code: u16) -> &'static str {
    match code {
        4000 => "Unknown error.",
        4004 => AUTHENTICATION_FAILED.1,
        4007 => INVALID_SEQ.1,
        4008 => RATE_LIMITED.1,
        4009 => SESSION_TIMED_OUT.1,
        4014 => DISALLOWED_INTENTS.1,
        _ => "",
    }
}
