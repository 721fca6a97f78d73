//! Discord's limits, and text made to keep them.
//!
//! Every length here is in Unicode code points: that is what Discord counts, as the validators of the
//! [`twilight-validate`](https://docs.rs/twilight-validate/latest/twilight_validate/embed/) crate, which are
//! held against the live service, establish. Mentions, timestamps and custom emoji count as written.

use unicode_segmentation::UnicodeSegmentation;

/// A message's content, in code points.
///
/// Source: <https://discord.com/developers/docs/resources/message#create-message>
pub const CONTENT: usize = 2000;

/// An embed's title, in code points.
///
/// Source, as for the other parts: <https://discord.com/developers/docs/resources/message#embed-object-embed-limits>
pub const EMBED_TITLE: usize = 256;
/// An embed's description, in code points.
pub const EMBED_DESCRIPTION: usize = 4096;
/// The name of an embed's field, in code points.
pub const EMBED_FIELD_NAME: usize = 256;
/// The value of an embed's field, in code points.
pub const EMBED_FIELD_VALUE: usize = 1024;
/// An embed's footer, in code points.
pub const EMBED_FOOTER: usize = 2048;
/// All text of all embeds of a message together, in code points.
pub const EMBED_TOTAL: usize = 6000;
/// Fields of an embed.
pub const EMBED_FIELDS: usize = 25;

/// Action rows of a message.
///
/// Source, as for the other components: <https://discord.com/developers/docs/components/reference>
pub const ROWS: usize = 5;
/// Buttons of an action row.
pub const BUTTONS_PER_ROW: usize = 5;
/// A button's label, in code points.
pub const BUTTON_LABEL: usize = 80;
/// A component's `custom_id`, in code points.
pub const CUSTOM_ID: usize = 100;
/// Options of a select menu.
pub const SELECT_OPTIONS: usize = 25;
/// The label of a select menu's option, in code points.
pub const SELECT_OPTION_LABEL: usize = 100;
/// The description of a select menu's option, in code points.
pub const SELECT_OPTION_DESCRIPTION: usize = 100;
/// A select menu's placeholder, in code points.
pub const SELECT_PLACEHOLDER: usize = 150;

/// A modal's title, in code points.
///
/// Source: <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal>
pub const MODAL_TITLE: usize = 45;
/// The label of a modal's text input, in code points.
pub const INPUT_LABEL: usize = 45;
/// The placeholder of a modal's text input, in code points.
pub const INPUT_PLACEHOLDER: usize = 100;

/// Choices that an autocomplete offers.
///
/// Source: <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-structure>
pub const AUTOCOMPLETE_CHOICES: usize = 25;
/// The name of an autocomplete choice, in code points.
///
/// Source: <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure>
pub const CHOICE_NAME: usize = 100;
/// A server's name, in code points.
///
/// Source: <https://discord.com/developers/docs/resources/guild#guild-object-guild-structure>
pub const GUILD_NAME: usize = 100;
/// A thread's name, in code points.
///
/// Source: <https://discord.com/developers/docs/resources/channel#start-thread-from-message>
pub const THREAD_NAME: usize = 100;

/// What stands where text was cut.
const ELLIPSIS: &str = "…";

/// The length of `text` as Discord counts it: in code points.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// `text`, or as many of its first graphemes as leave room for an ellipsis within `limit` code points.
///
/// A family emoji or a letter with its accents is kept or dropped as a whole, never halved.
#[must_use]
pub fn fit(text: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let Some(mut room) = limit.checked_sub(length(ELLIPSIS)) else { return String::new() };
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        match room.checked_sub(length(grapheme)) {
            Some(left) => room = left,
            None => break,
        }
        kept.push_str(grapheme);
    }
    kept.truncate(kept.trim_end().len());
    kept + ELLIPSIS
}

/// Makes text that a member typed show as typed: no markdown, no mention, no link, on one line.
///
/// Every ASCII punctuation mark gets a backslash, a zero-width space parts `@` from what follows it, and
/// control characters, separators of lines, and what turns the direction of writing become spaces.
#[must_use]
pub fn escape(typed: &str) -> String {
    let mut shown = String::with_capacity(typed.len());
    for character in typed.chars() {
        match character {
            '@' => shown.push_str("@\u{200b}"),
            // The usual punctuation of prose does nothing in the middle of a line.
            ',' | '.' | ';' | '?' | '!' | '\'' | '"' | '/' | '%' | '&' | '$' | '=' => shown.push(character),
            mark if mark.is_ascii_punctuation() => shown.extend(['\\', mark]),
            control if control.is_control() || breaks_the_line(control) || turns_direction(control) => {
                shown.push(' ');
            }
            other => shown.push(other),
        }
    }
    shown
}

/// The separators of lines and paragraphs; every other line break is a control character.
fn breaks_the_line(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}')
}

/// Unicode's property `Bidi_Control`.
///
/// Source: <https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_that_fits_stays_as_it_is() {
        assert_eq!(fit("Fargate", 7), "Fargate");
        assert_eq!(fit("", 0), "");
    }

    #[test]
    fn a_cut_text_ends_with_an_ellipsis() {
        assert_eq!(fit("Amazon ECS", 8), "Amazon…");
        assert_eq!(fit("Amazon ECS", 1), "…");
        assert_eq!(fit("Amazon ECS", 0), "");
    }

    #[test]
    fn a_grapheme_is_never_halved() {
        assert_eq!(fit("👩‍👩‍👧 and more", 5), "…", "the family is five code points, the ellipsis a sixth");
        assert_eq!(fit("👩‍👩‍👧 and more", 7), "👩‍👩‍👧…");
        assert_eq!(fit("e\u{301}e\u{301}", 3), "e\u{301}…");
    }

    #[test]
    fn typed_markdown_mentions_and_links_show_as_typed() {
        assert_eq!(escape("**bold** `code` ||spoiler||"), r"\*\*bold\*\* \`code\` \|\|spoiler\|\|");
        assert_eq!(escape("@everyone"), "@\u{200b}everyone");
        assert_eq!(escape("<@42> <#7>"), "\\<@\u{200b}42\\> \\<\\#7\\>");
        assert_eq!(escape("[here](https://example.com)"), r"\[here\]\(https\://example.com\)");
        assert_eq!(escape("one\n# two"), r"one \# two");
        assert_eq!(escape("\u{202e}abc"), " abc");
        assert_eq!(escape("\u{61c}abc"), " abc");
        assert_eq!(escape("one\u{2028}two\u{2029}three"), "one two three");
        assert_eq!(escape("What's ECS, exactly?"), "What's ECS, exactly?");
    }

    proptest! {
        #[test]
        fn a_fitted_text_keeps_the_limit_and_is_a_beginning(text in any::<String>(), limit in 0_usize..40) {
            let fitted = fit(&text, limit);
            prop_assert!(length(&fitted) <= limit);
            prop_assert!(text.starts_with(fitted.trim_end_matches(ELLIPSIS)));
        }

        #[test]
        fn no_mark_of_markdown_is_left_bare(text in "[ -~\n]{0,40}") {
            let shown = escape(&text);
            let mut characters = shown.chars();
            while let Some(character) = characters.next() {
                match character {
                    '\\' => prop_assert!(characters.next().is_some_and(|next| next.is_ascii_punctuation())),
                    '@' => prop_assert_eq!(characters.next(), Some('\u{200b}')),
                    other => prop_assert!(!"*_~`|>#-+[]()<:\n".contains(other)),
                }
            }
        }
    }
}
