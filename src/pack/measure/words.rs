//! Texts as the words in them: what every measure of a question counts.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

/// Words that say nothing of a question's matter: English's small ones, and those that every AWS scenario has.
static EMPTY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a an the of to in on for and or with that which is are be by from at as it its their this each into when \
     while than not can must should has have had will would does do use uses using used all any more most one \
     two solution meets requirements company amazon aws run runs set"
        .split_whitespace()
        .collect()
});

/// Endings that are taken off before words are compared, the longest first.
const ENDINGS: [&str; 4] = ["ing", "ed", "es", "s"];

/// Words of at most this many letters say nothing of a question's matter.
const SHORT_WORD: usize = 2;

/// The words of a text as they stand there, in order. A hyphen or slash inside a word is part of it.
pub(super) fn written_words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '/';
    text.split(move |letter| !is_part(letter))
        .map(|word| word.trim_start_matches(['-', '/']))
        .filter(|word| !word.is_empty())
}

/// The words of a text in lower case.
pub(in super::super) fn words(text: &str) -> Vec<String> {
    written_words(text).map(str::to_lowercase).collect()
}

/// How many words somebody has to read: what spaces separate.
pub(in super::super) fn reading_length(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The words that carry a text's matter, without their endings, as often as they stand there.
pub(super) fn matter(text: &str) -> impl Iterator<Item = String> {
    words(text)
        .into_iter()
        .filter(|word| word.chars().count() > SHORT_WORD && !EMPTY_WORDS.contains(word.as_str()))
        .map(|word| without_ending(&word).to_owned())
}

/// The different words that carry a text's matter.
pub(super) fn content_words(text: &str) -> HashSet<String> {
    matter(text).collect()
}

fn without_ending(word: &str) -> &str {
    ENDINGS.into_iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// The sentences of a text. A line's end is no sentence's end: texts are wrapped.
pub(in super::super) fn sentences(text: &str) -> Vec<Vec<String>> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.unicode_sentences().map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_hyphens_and_lose_their_marks() {
        assert_eq!(
            words("A load-balanced (blue/green) `awsvpc` task -- 1.24."),
            ["a", "load-balanced", "blue/green", "awsvpc", "task", "1", "24",]
        );
        assert_eq!(reading_length(" Which fits  best? "), 3);
    }

    #[test]
    fn what_every_scenario_says_carries_no_matter() {
        let matter: Vec<String> = matter("A company runs scaled tasks on AWS; tasks of EC").collect();
        assert_eq!(matter, ["scal", "task", "task"]);
        assert_eq!(content_words("Tasks and a task").len(), 1);
    }

    #[test]
    fn sentences_run_over_line_ends_and_not_over_full_stops() {
        let found = sentences("From 1.24 on,\nDocker is gone. Images stay.");
        assert_eq!(found, [words("From 1.24 on, Docker is gone."), words("Images stay.")]);
    }
}
