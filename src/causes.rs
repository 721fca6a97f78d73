//! An error with its causes, in one line for an operator.

use std::error::Error;

/// What an error says, and what each of its causes adds: many errors say their cause themselves.
#[must_use]
pub fn with_causes(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_said = cause.to_string();
        if !said.contains(&cause_said) {
            said = format!("{said}: {cause_said}");
        }
        source = cause.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum Broken {
        #[error("no database")]
        Silent(#[source] io::Error),
        #[error("no database ({0})")]
        Telling(#[source] io::Error),
    }

    #[test]
    fn a_cause_is_told_once() {
        let full = || io::Error::other("the disk is full");
        assert_eq!(with_causes(&Broken::Silent(full())), "no database: the disk is full");
        assert_eq!(with_causes(&Broken::Telling(full())), "no database (the disk is full)");
    }
}
