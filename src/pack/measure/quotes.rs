//! Whether a key's reason names the words of the stem that decide.

use super::flaw::{Flaw, Part};
use crate::domain::content::Question;

/// Quotation marks, as a pair each.
const MARKS: [(char, char); 2] = [('"', '"'), ('“', '”')];

/// Quotes of keys' reasons that the stem does not have.
pub(in super::super) fn misquoted(question: &Question) -> Vec<Flaw> {
    let stem = plain(&question.stem);
    let mut flaws = Vec::new();
    for (at, option) in question.options.iter().enumerate().filter(|(_, option)| option.key) {
        for quote in quotes(&option.why) {
            if !stem.contains(&plain(&quote)) {
                let message = format!("the key's why quotes \"{quote}\", which the stem does not say");
                flaws.push(Flaw::new(Part::Option(at), message, "quote the stem word for word"));
            }
        }
    }
    flaws
}

/// Keys' reasons that quote nothing at all.
pub(in super::super) fn unquoted(question: &Question) -> Vec<Flaw> {
    let keys = question.options.iter().enumerate().filter(|(_, option)| option.key);
    keys.filter(|(_, option)| quotes(&option.why).is_empty())
        .map(|(at, _)| {
            let hint = "name the words that decide, in quotes: \"select, patch or scale EC2 instances\"";
            Flaw::new(Part::Option(at), "the key's why quotes nothing of the stem", hint)
        })
        .collect()
}

/// What stands in quotation marks.
fn quotes(text: &str) -> Vec<String> {
    let mut quotes = Vec::new();
    let mut rest = text;
    while let Some((start, close)) = first_mark(rest) {
        let inside = &rest[start..];
        let Some(end) = inside.find(close) else { break };
        quotes.push(inside[..end].to_owned());
        rest = &inside[end + close.len_utf8()..];
    }
    quotes.retain(|quote| !quote.is_empty());
    quotes
}

/// Where the first quote starts, and the mark that closes it.
fn first_mark(text: &str) -> Option<(usize, char)> {
    let (at, open) = text.char_indices().find(|(_, letter)| MARKS.iter().any(|(open, _)| open == letter))?;
    let (_, close) = MARKS.into_iter().find(|(mark, _)| *mark == open)?;
    Some((at + open.len_utf8(), close))
}

/// A text without what a quotation may change: case, the space between words, the marks at its ends.
fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_matches(['.', ',', ';', ':', '?', '!']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_what_stands_between_marks() {
        assert_eq!(quotes("It says \"no hosts\" and “pay less”, not \"\"."), ["no hosts", "pay less"]);
        assert_eq!(quotes("A 15\" rack"), Vec::<String>::new(), "nothing closes it");
    }

    #[test]
    fn a_quote_may_start_a_sentence_and_end_one() {
        assert!(
            plain("the awslogs driver is\nrefused. So").contains(&plain("The awslogs driver is refused."))
        );
    }
}
