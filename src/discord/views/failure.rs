//! When something cannot be done at all.

use super::View;

/// Too much is going on at this moment.
#[must_use]
pub fn busy() -> View {
    View::refusal("It's busy here right now, and nothing was recorded. Please try again in a moment.")
}

/// Something broke; an operator finds it by `reference`.
#[must_use]
pub fn broken(reference: &str) -> View {
    View::refusal(format!(
        "Something went wrong on my side. Please try again; if it happens twice, pass on this reference: \
         `{reference}`."
    ))
}

/// It only works in a server.
#[must_use]
pub fn not_here() -> View {
    View::refusal("This only works on a server, where your study group is.")
}

/// A private session of another member, or one that is long gone.
#[must_use]
pub fn not_yours() -> View {
    View::refusal("This practice isn't yours, or I don't know it anymore. `/quiz` starts your own.")
}

/// A choice in a menu that names no option.
#[must_use]
pub fn unreadable() -> View {
    View::refusal("I couldn't read that choice, so it doesn't count. Please choose again.")
}

/// A button or a command that this version does not know.
#[must_use]
pub fn unknown_press() -> View {
    View::refusal(
        "This doesn't work anymore: it comes from an earlier version of me. `/daily` has today's question, \
         `/quiz` more of them, and `/help` all the rest.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_says_what_to_do() {
        for view in [busy(), broken("4f2-7"), not_here(), not_yours(), unreadable(), unknown_press()] {
            let says = ["try again", "choose again", "server", "`/quiz`", "`/daily`"];
            assert!(says.iter().any(|what| view.content.contains(what)), "{}", view.content);
        }
        assert!(broken("4f2-7").content.contains("`4f2-7`"));
    }
}
