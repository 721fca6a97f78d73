//! The first answer counts, once, and an acknowledged one is never lost.

use jiff::{SignedDuration, Timestamp};

use super::acts::{self, Done};
use super::{Breach, Evidence, Verdict};
use crate::history::{Act, Who};
use crate::reading::{Answered, Post, answered};

/// Between a press and the note of it.
const A_MOMENT: SignedDuration = SignedDuration::from_secs(1);

/// What is known of a member's answer to a daily.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Given {
    /// The letters that stand, and when they were chosen.
    pub(crate) stands: Option<(String, Timestamp)>,
    /// Whether they were right, where that was told or is shown.
    pub(crate) right: Option<bool>,
    /// Nobody knows yet whether a choice counted.
    pub(crate) open: bool,
}

/// One choice or look, and what was told of it.
struct Try<'a> {
    done: &'a Done,
    letters: Option<&'a str>,
    told: Option<Answered>,
}

/// Judges what one member was told of one daily.
pub(crate) fn judge(
    evidence: &Evidence<'_>,
    (guild, member): (usize, usize),
    post: &Post,
    verdict: &mut Verdict,
) -> Given {
    let acts = acts::of(evidence, guild, Who::Member(member));
    let tries: Vec<Try<'_>> = acts.iter().filter_map(|done| of_post(done, post, verdict)).collect();
    let stands = what_stands(&tries);
    for tried in &tries {
        if let Some(what) = objection(tried, post, stands, &tries) {
            verdict.breaches.push(tried.done.breach(what));
        }
    }
    let told_none = |open: &Try<'_>| {
        tries
            .iter()
            .any(|later| later.done.asked > open.done.ended && later.told == Some(Answered::Closed(None)))
    };
    let silent = |tried: &&Try<'_>| tried.told.is_none() && tried.letters.is_some();
    let right = stands.and_then(|stands| match &stands.told {
        _ if post.closed => stands.letters.map(|letters| letters == post.key),
        Some(Answered::Counted { right }) => Some(*right),
        _ => None,
    });
    Given {
        stands: stands.map(|stands| (stands.letters.unwrap_or_default().to_owned(), stands.done.asked)),
        right,
        open: stands.is_none() && tries.iter().filter(silent).any(|tried| !told_none(tried)),
    }
}

/// The choice that counts: the one that was told so, else the one that a later answer says to stand.
fn what_stands<'a>(tries: &'a [Try<'a>]) -> Option<&'a Try<'a>> {
    let counted = tries.iter().find(|tried| matches!(tried.told, Some(Answered::Counted { .. })));
    let said = tries.iter().find_map(|tried| match &tried.told {
        Some(Answered::Already(letters) | Answered::Closed(Some(letters))) => tries
            .iter()
            .find(|chosen| chosen.letters == Some(letters) && chosen.done.asked <= tried.done.ended),
        _ => None,
    });
    counted.or(said)
}

/// What is wrong with what was told.
fn objection(tried: &Try<'_>, post: &Post, stands: Option<&Try<'_>>, tries: &[Try<'_>]) -> Option<String> {
    match tried.told.as_ref()? {
        Answered::Counted { right } => {
            let letters = tried.letters.unwrap_or_default();
            if stands.is_some_and(|stands| stands.done.number != tried.done.number) {
                return Some(format!("a second answer counts ({letters})"));
            }
            if tried.done.pressed() >= post.closes + A_MOMENT {
                return Some("an answer counts that was given after the closing".into());
            }
            let wrong = post.closed && *right != (letters == post.key);
            wrong.then(|| format!("{letters} was told right={right}, and the key is {}", post.key))
        }
        Answered::Already(told) | Answered::Closed(Some(told)) => match stands {
            Some(stands) if stands.letters == Some(told) => None,
            Some(stands) => Some(format!("{:?} stood, and now {told} does", stands.letters)),
            None => Some(format!("{told} is told to stand, which was never chosen")),
        },
        Answered::Closed(None) => {
            // A choice that was under way at the same time may have counted a moment later.
            let lost = tries.iter().find(|earlier| {
                let known = matches!(earlier.told, Some(Answered::Counted { .. } | Answered::Already(_)));
                known && earlier.done.ended < tried.done.asked
            });
            let early = tried.done.pressed() + A_MOMENT < post.closes;
            lost.map(|lost| format!("the acknowledged answer [{}] is lost", lost.done.number))
                .or_else(|| early.then(|| "told closed before its time".into()))
        }
        Answered::NotNow => None,
    }
}

fn of_post<'a>(done: &'a Done, post: &Post, verdict: &mut Verdict) -> Option<Try<'a>> {
    let letters = match &done.act {
        Act::Answer { message, letters } | Act::Late { message, letters, .. } if *message == post.id => {
            Some(letters.as_str())
        }
        Act::Review { message } if *message == post.id => None,
        _ => return None,
    };
    let told = match done.told() {
        Some(text) => {
            let told = answered(text);
            if told.is_none() {
                verdict.breaches.push(done.breach("a choice was answered with something else"));
            }
            told
        }
        None => None,
    };
    Some(Try { done, letters, told })
}

/// The closed message counts every answer that stands.
pub(crate) fn judge_turnout(guild: usize, post: &Post, given: &[Given], verdict: &mut Verdict) {
    let Some(shown) = post.turnout else { return };
    let stand = u32::try_from(given.iter().filter(|given| given.stands.is_some()).count()).expect("few");
    let open = u32::try_from(given.iter().filter(|given| given.open).count()).expect("few");
    if !(stand..=stand + open).contains(&shown) {
        let what = format!("“{}” shows {shown} answers, and {stand} stand ({open} unknown)", post.title);
        verdict.pending.push(Breach { guild, who: None, what });
    }
}
