//! What must hold of every message and text that comes of what somebody typed.

use serde_json::json;
use shipmate::discord::limits::{escape, fit, length};
use shipmate::discord::views::View;

/// What would make more of a text than words: a mention, a link, a style, a line of its own.
const FORCES: [&str; 16] = [
    "@everyone",
    "@here",
    "<@",
    "<#",
    "</",
    "<:",
    "<a:",
    "<t:",
    "<id:",
    "](",
    "://",
    "||",
    "```",
    "\n#",
    "\n>",
    "\n-",
];

/// Discord takes the message, and it says something.
///
/// # Panics
///
/// When Discord would refuse it.
pub fn is_taken(view: &View) {
    let message = json!({ "content": view.content, "embeds": view.embeds, "components": view.rows });
    assert!(!view.content.is_empty() || !view.embeds.is_empty(), "an empty message");
    assert_eq!(sandbox::objection(&message), None, "{message}");
}

/// Discord takes the message, and nothing in its text is more than words, but for the bot's own bold type and code.
///
/// # Panics
///
/// When Discord would refuse it, or a part of the text would do something.
pub fn is_words(view: &View) {
    is_taken(view);
    let bare = unescaped(&view.content);
    let force = FORCES.into_iter().find(|force| bare.contains(force));
    assert_eq!(force, None, "{}", view.content);
}

/// The text without what a backslash makes harmless.
#[must_use]
pub fn unescaped(text: &str) -> String {
    let mut bare = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            characters.next();
        } else {
            bare.push(character);
        }
    }
    bare
}

/// Whatever is typed is shown as it was typed, on one line, and is cut where a limit asks for it.
///
/// # Panics
///
/// When a mark is left in force, a word is lost, or a limit is broken.
pub fn is_shown_as_typed(typed: &str) {
    let shown = escape(typed);
    assert!(length(&shown) <= 2 * length(typed), "{shown}");
    let bare = unescaped(&shown);
    let mark = bare.chars().find(|character| "*_~`|>#-+[]()<:{}^".contains(*character));
    assert_eq!(mark, None, "{shown}");
    assert_eq!(bare.matches('@').count(), bare.matches("@\u{200b}").count(), "{shown}");
    let mut left = shown.as_str();
    for character in typed.chars() {
        let rest = left.strip_prefix('\\').filter(|_| character.is_ascii_punctuation()).unwrap_or(left);
        left = match (rest.strip_prefix(character), rest.strip_prefix(' ')) {
            (Some(rest), _) if character == '@' => rest.strip_prefix('\u{200b}').expect("it is parted"),
            (Some(rest), _) if !breaks_or_turns_the_line(character) => rest,
            (None, Some(rest)) if breaks_or_turns_the_line(character) => rest,
            _ => panic!("{character:?} of {typed:?} is shown as {shown:?}"),
        };
    }
    assert_eq!(left, "", "{shown}");
    for limit in [0, 1, 60, 100, 300] {
        let fitted = fit(typed, limit);
        assert!(length(&fitted) <= limit && typed.starts_with(fitted.trim_end_matches('…')), "{fitted}");
    }
}

/// Source: the Unicode Character Database's `Bidi_Control`, and the characters of its line breaking classes `BK`,
/// `CR`, `LF` and `NL`, all of them controls or separators.
fn breaks_or_turns_the_line(character: char) -> bool {
    let turns = matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}
