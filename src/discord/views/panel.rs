//! An embed in the making, which ends within Discord's limits whatever was put into it.

use serenity::all::{CreateEmbed, CreateEmbedFooter};

use super::View;
use crate::discord::limits::{self, fit, length};

/// The name of a field that goes on where the one before it was full: Discord wants one, members see none.
const NO_NAME: &str = "\u{200b}";

/// What a message feels like: the color of its edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Something is asked.
    Asking,
    /// It went well.
    Glad,
    /// It did not, and there is something to learn.
    Learning,
    /// Something has to be done.
    Warning,
    /// It is as it is.
    Calm,
}

impl Tone {
    /// As red, green and blue bytes. Chosen to be told apart on Discord's light and dark themes.
    fn rgb(self) -> u32 {
        match self {
            Self::Asking => 0x3b_82_f6,
            Self::Glad => 0x22_a0_6b,
            Self::Learning => 0xe0_8a_1e,
            Self::Warning => 0xd6_45_45,
            Self::Calm => 0x64_74_8b,
        }
    }
}

/// An embed in the making.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    tone: Tone,
    title: String,
    description: String,
    fields: Vec<(String, String)>,
    footer: String,
}

impl Panel {
    pub(super) fn new(tone: Tone, title: impl Into<String>) -> Self {
        Self {
            tone,
            title: title.into(),
            description: String::new(),
            fields: Vec::new(),
            footer: String::new(),
        }
    }

    /// Adds a paragraph to the description.
    pub(super) fn paragraph(mut self, text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if !self.description.is_empty() && !text.is_empty() {
            self.description.push_str("\n\n");
        }
        self.description.push_str(text);
        self
    }

    /// Adds paragraphs to the description.
    pub(super) fn paragraphs<T: AsRef<str>>(self, texts: impl IntoIterator<Item = T>) -> Self {
        texts.into_iter().fold(self, Self::paragraph)
    }

    /// Adds a field, unless it is empty.
    pub(super) fn field(self, name: &str, value: impl Into<String>) -> Self {
        self.list(name, &[value.into()])
    }

    /// Adds a field of whole lines, unless there are none. What one field cannot hold goes on in the next.
    pub(super) fn list<T: AsRef<str>>(mut self, name: &str, lines: &[T]) -> Self {
        let mut value = String::new();
        let mut name = name;
        for line in lines.iter().map(AsRef::as_ref).filter(|line| !line.is_empty()) {
            if !value.is_empty() && length(&value) + 1 + length(line) > limits::EMBED_FIELD_VALUE {
                self.fields.push((name.to_owned(), std::mem::take(&mut value)));
                name = NO_NAME;
            }
            if !value.is_empty() {
                value.push('\n');
            }
            value.push_str(line);
        }
        if !value.is_empty() {
            self.fields.push((name.to_owned(), value));
        }
        self
    }

    pub(super) fn footer(mut self, text: impl Into<String>) -> Self {
        self.footer = text.into();
        self
    }

    /// The panel that `build` makes with as many of `count` items as fit.
    pub(super) fn with_most(count: usize, build: impl Fn(usize) -> Self) -> Self {
        (1..=count).rev().map(&build).find(Self::fits).unwrap_or_else(|| build(0))
    }

    fn fits(&self) -> bool {
        length(&self.title) <= limits::EMBED_TITLE
            && length(&self.description) <= limits::EMBED_DESCRIPTION
            && length(&self.footer) <= limits::EMBED_FOOTER
            && self.fields.len() <= limits::EMBED_FIELDS
            && self.fields.iter().all(|(name, value)| {
                length(name) <= limits::EMBED_FIELD_NAME && length(value) <= limits::EMBED_FIELD_VALUE
            })
            && self.total() <= limits::EMBED_TOTAL
    }

    fn total(&self) -> usize {
        let fields = self.fields.iter().map(|(name, value)| length(name) + length(value));
        length(&self.title) + length(&self.description) + length(&self.footer) + fields.sum::<usize>()
    }

    /// Cuts what does not fit. Checked content always fits; only content from elsewhere gets here.
    fn cut(&mut self) {
        self.title = fit(&self.title, limits::EMBED_TITLE);
        self.description = fit(&self.description, limits::EMBED_DESCRIPTION);
        self.footer = fit(&self.footer, limits::EMBED_FOOTER);
        self.fields.truncate(limits::EMBED_FIELDS);
        for (name, value) in &mut self.fields {
            *name = fit(name, limits::EMBED_FIELD_NAME);
            *value = fit(value, limits::EMBED_FIELD_VALUE);
        }
        // The parts outside the fields can be 6400 together, so the description gives way at last.
        while self.total() > limits::EMBED_TOTAL && self.fields.pop().is_some() {}
        let over = self.total().saturating_sub(limits::EMBED_TOTAL);
        self.description = fit(&self.description, length(&self.description).saturating_sub(over));
    }

    pub(super) fn into_view(mut self) -> View {
        if !self.fits() {
            self.cut();
        }
        let mut embed = CreateEmbed::new().color(self.tone.rgb()).title(self.title);
        if !self.description.is_empty() {
            embed = embed.description(self.description);
        }
        if !self.footer.is_empty() {
            embed = embed.footer(CreateEmbedFooter::new(self.footer));
        }
        let fields = self.fields.into_iter().map(|(name, value)| (name, value, false));
        View { embeds: vec![embed.fields(fields)], ..View::default() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::discord::views::plain::problems;

    #[test]
    fn a_full_list_goes_on_in_the_next_field() {
        let line = "x".repeat(500);
        let panel = Panel::new(Tone::Calm, "t").list("Facts", &[&line, &line, &line]);
        let names: Vec<&str> = panel.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Facts", NO_NAME]);
        assert!(panel.fits());
    }

    #[test]
    fn an_empty_field_is_left_out() {
        assert!(Panel::new(Tone::Calm, "t").field("Facts", "").list::<&str>("Cues", &[]).fields.is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_put_in_the_limits_are_kept(
            title in 0_usize..400,
            paragraphs in prop::collection::vec(0_usize..3000, 0..4),
            fields in prop::collection::vec((0_usize..400, 0_usize..2000), 0..40),
            footer in 0_usize..3000,
        ) {
            let text = |length: usize| "é".repeat(length);
            let mut panel = Panel::new(Tone::Calm, text(title + 1))
                .paragraphs(paragraphs.into_iter().map(text))
                .footer(text(footer));
            for (name, value) in fields {
                panel = panel.field(&text(name + 1), text(value));
            }
            prop_assert_eq!(problems(&panel.into_view()), Vec::<String>::new());
        }

        #[test]
        fn the_most_that_fits_is_taken(lengths in prop::collection::vec(1_usize..700, 0..30)) {
            let build = |count: usize| {
                let lines: Vec<String> = lengths[..count].iter().map(|&length| "x".repeat(length)).collect();
                Panel::new(Tone::Calm, "t").list("Lines", &lines)
            };
            let most = Panel::with_most(lengths.len(), build);
            prop_assert!(most.fits());
            let shown: usize = most.fields.iter().map(|(_, value)| value.lines().count()).sum();
            prop_assert!(shown == lengths.len() || !build(shown + 1).fits());
        }
    }
}
