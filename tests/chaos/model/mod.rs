//! The model: it decides from what everybody saw and what each was told, and knows nothing of how the bot works.

mod acts;
mod answers;
mod awake;
mod breaks;
pub(crate) mod calendar;
mod dailies;
mod games;
mod schedule;
mod streaks;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use self::acts::Acts;
use self::answers::Given;
use self::awake::Awake;
use self::breaks::Breaks;
pub(crate) use self::games::Checked;
use self::schedule::Timeline;
pub(crate) use self::streaks::Standing;
use crate::history::{Act, Entry, Who};
use crate::reading::Post;
use crate::table::Sheet;

/// What clocks of two processes may differ, and more.
const A_MOMENT: SignedDuration = SignedDuration::from_secs(2);

/// An act takes no longer than a person waits.
const LONGEST_ACT: SignedDuration = SignedDuration::from_secs(15);

/// All that the model goes by.
pub(crate) struct Evidence<'a> {
    pub(crate) entries: &'a [Entry],
    acts: Acts,
    /// Server by server, oldest first.
    posts: &'a [Vec<Post>],
    /// Server by server, each game's messages in a channel of its own, oldest first.
    tables: &'a [Vec<Vec<Sheet>>],
    now: Timestamp,
}

impl<'a> Evidence<'a> {
    pub(crate) fn new(
        entries: &'a [Entry],
        posts: &'a [Vec<Post>],
        tables: &'a [Vec<Vec<Sheet>>],
        now: Timestamp,
    ) -> Self {
        Self { entries, acts: acts::read(entries), posts, tables, now }
    }
}

/// Something that must not be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Breach {
    pub(crate) guild: usize,
    /// Whom it befell; a whole server where nobody is named.
    pub(crate) who: Option<Who>,
    pub(crate) what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.who {
            Some(who) => write!(f, "server {}, {who:?}: {}", self.guild, self.what),
            None => write!(f, "server {}: {}", self.guild, self.what),
        }
    }
}

/// What the model found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// What must not be.
    pub(crate) breaches: Vec<Breach>,
    /// What has to come yet: a breach if it does not.
    pub(crate) pending: Vec<Breach>,
    /// Acts that a person repeats, because nobody knows what became of them.
    pub(crate) unknown: Vec<(usize, Who, Act)>,
    /// Servers, and members of them, about whom everything is known.
    pub(crate) standings: Vec<Server>,
    /// How often a streak that was told was held against the days.
    pub(crate) streaks_checked: u64,
    /// What was checked of games.
    pub(crate) checked: Checked,
}

/// What is known of a server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) timeline: Timeline,
    /// Each member's breaks.
    pub(crate) breaks: Vec<Breaks>,
    /// Who may not act, because nobody knows what became of an earlier act.
    pub(crate) waiting: Vec<bool>,
    /// Answers that stand.
    pub(crate) answers: usize,
}

/// Judges everything so far; each server has `members` members.
pub(crate) fn judge(evidence: &Evidence<'_>, members: usize) -> Verdict {
    let mut verdict = Verdict::default();
    let awake = Awake::read(evidence.entries, evidence.posts);
    for (guild, posts) in evidence.posts.iter().enumerate() {
        let server = judge_server(evidence, guild, posts, &awake, members, &mut verdict);
        verdict.standings.push(server);
    }
    for (guild, tables) in evidence.tables.iter().enumerate() {
        for member in 0..members {
            verdict.breaches.extend(games::objections(acts::of(evidence, guild, Who::Member(member))));
        }
        for (table, sheets) in tables.iter().enumerate() {
            games::judge(evidence, (guild, table), sheets, members, &mut verdict);
        }
    }
    verdict
}

fn judge_server(
    evidence: &Evidence<'_>,
    guild: usize,
    posts: &[Post],
    awake: &Awake,
    members: usize,
    verdict: &mut Verdict,
) -> Server {
    let mut timeline = Timeline::read(evidence, guild);
    verdict.breaches.append(&mut timeline.breaches);
    dailies::judge(guild, posts, &timeline, evidence.now, verdict);
    let given: Vec<Vec<Given>> = posts
        .iter()
        .map(|post| {
            (0..members).map(|member| answers::judge(evidence, (guild, member), post, verdict)).collect()
        })
        .collect();
    for (post, given) in posts.iter().zip(&given) {
        answers::judge_turnout(guild, post, given, verdict);
    }
    if timeline.open.is_some() {
        verdict.unknown.push((guild, Who::Manager, Act::Look));
    }
    let days = streaks::Days { posts, named: dailies::days(posts), awake, timeline: &timeline };
    let (mut breaks, mut waiting) = (Vec::new(), Vec::new());
    for member in 0..members {
        let own: Vec<&Given> = given.iter().map(|given| &given[member]).collect();
        let mate = streaks::judge(evidence, (guild, member), &days, &own, verdict);
        verdict.streaks_checked += mate.checked;
        let who = Who::Member(member);
        let open = posts.iter().zip(&own).filter(|(_, given)| given.open);
        let open: Vec<Act> = open.map(|(post, _)| Act::Review { message: post.id }).collect();
        waiting.push(!open.is_empty() || mate.breaks.open.is_some());
        let unknown = open.into_iter().chain(mate.breaks.open.clone());
        verdict.unknown.extend(unknown.map(|act| (guild, who, act)));
        breaks.push(mate.breaks);
    }
    let answers = given.iter().flatten().filter(|given| given.stands.is_some()).count();
    Server { timeline, breaks, waiting, answers }
}
