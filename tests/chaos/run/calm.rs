//! Calms: everything due is done, whoever was left in doubt asks again, and all is judged.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use rand::RngExt;
use sandbox::ProblemKind;

use super::{MEMBERS, Run, story};
use crate::history::{Act, Event};
use crate::model::{Breach, Evidence, Verdict, judge};
use crate::{Outcome, play, weather};

/// How long a bot is on the gateway before the clock is turned: it looks at its connection once a second.
const SETTLES: Duration = Duration::from_millis(1_200);

/// How long what is pending is waited for, before the clock is turned past the bot's own pauses between tries.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// The bot's longest pause between two tries, and a little.
const PAUSE: SignedDuration = SignedDuration::from_secs(310);

/// How often such a pause is waited out at the least before what is pending counts as missing.
const TRIES: usize = 8;

/// A call that Discord never answers is given up by the bot after 15 s, also where it was made before the calm.
const LONGEST_CALL: Duration = Duration::from_secs(17);

/// How long a closing may take before the model is asked what is missing.
const BEGINS: Duration = Duration::from_secs(5);

const LOOK_EVERY: Duration = Duration::from_millis(40);

impl Run {
    /// No faults: everything due is done, whoever was left in doubt asks again, and all is judged.
    pub(super) async fn calm(&mut self) -> Outcome {
        weather::clear(&self.discord.faults(), &self.app);
        self.history.note(Event::Healed);
        let given_up = Instant::now() + LONGEST_CALL;
        for tries in 0.. {
            while self.under_way.join_next().await.is_some() {}
            let verdict = self.wait_for_what_is_pending().await?;
            if !verdict.unknown.is_empty() {
                self.ask_again(&verdict, tries);
            } else if verdict.pending.is_empty() {
                self.verdict = verdict;
                break;
            }
            if tries >= TRIES && Instant::now() > given_up {
                return Err(
                    self.story(&verdict.pending, &format!("not done, or not known: {:?}", verdict.unknown))
                );
            }
            if self.under_way.is_empty() {
                self.ship.turn(PAUSE).await?;
            }
        }
        // Nobody outside sees when the bot has looked at its connection: only time tells.
        tokio::time::sleep(SETTLES.saturating_sub(self.ship.there_for())).await;
        self.let_begin().await?;
        self.history.note(Event::Calm);
        self.counts.calms += 1;
        self.check_discord()?;
        self.answer_a_few().await
    }

    /// What has become due just now must not be on its way when the clock is turned.
    async fn let_begin(&mut self) -> Outcome {
        let ends = Instant::now() + BEGINS;
        while self.is_closing() && Instant::now() < ends {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let verdict = self.wait_for_what_is_pending().await?;
        if verdict.pending.is_empty() { Ok(()) } else { Err(self.story(&verdict.pending, "not done")) }
    }

    /// Whether a question is over and its message does not show it yet.
    fn is_closing(&self) -> bool {
        let now = self.discord.clock().now();
        self.crews.iter().flat_map(|crew| crew.posts()).any(|post| !post.closed && post.closes <= now)
    }

    /// Judges again and again, until nothing is pending or patience ends; a breach ends the run.
    async fn wait_for_what_is_pending(&mut self) -> Outcome<Verdict> {
        let ends = Instant::now() + PATIENCE;
        loop {
            let (posts, tables, now) = (self.posts(), self.tables(), self.discord.clock().now());
            let entries = self.history.entries();
            let verdict = judge(&Evidence::new(&entries, &posts, &tables, now), MEMBERS);
            if !verdict.breaches.is_empty() {
                return Err(self.story(&verdict.breaches, "the bot broke a promise"));
            }
            if verdict.pending.is_empty() || Instant::now() > ends {
                return Ok(verdict);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    fn ask_again(&mut self, verdict: &Verdict, tries: usize) {
        let posts = self.posts();
        for (guild, who, act) in verdict.unknown.clone() {
            let open = match &act {
                Act::Review { message } => {
                    posts[guild].iter().find(|post| post.id == *message).filter(|post| !post.closed)
                }
                _ => None,
            };
            let act = match open {
                Some(post) => {
                    let draw = self.rng.random::<u64>().wrapping_add(tries as u64);
                    Act::Answer { message: post.id, letters: play::letters(post, draw) }
                }
                None => act,
            };
            self.begin_act(guild, who, act);
        }
    }

    /// Some of those who have not answered yet do: streaks have to grow to be tested.
    async fn answer_a_few(&mut self) -> Outcome {
        for guild in 0..self.crews.len() {
            for member in 0..MEMBERS {
                let (draw, answers) = (self.rng.random(), self.rng.random_ratio(1, 4));
                if answers {
                    self.answer(guild, member, draw);
                }
            }
        }
        while self.under_way.join_next().await.is_some() {}
        self.play_a_while().await
    }

    /// What Discord itself says of the bot, and whether it panicked.
    fn check_discord(&self) -> Outcome {
        let refused: Vec<String> = self
            .discord
            .audit()
            .take_problems()
            .into_iter()
            .filter(|problem| matches!(problem.kind, ProblemKind::RefusedPayload | ProblemKind::Unmodelled))
            .map(|problem| problem.to_string())
            .collect();
        let logged = self.ship.logged()?;
        let panicked: Vec<&str> = logged.lines().filter(|line| line.contains("panicked at")).collect();
        if refused.is_empty() && panicked.is_empty() {
            return Ok(());
        }
        Err(format!("seed {}: Discord refused {refused:?}; the bot panicked: {panicked:?}", self.plan.seed)
            .into())
    }

    /// What led to breaches: the history of each server and member concerned.
    fn story(&mut self, breaches: &[Breach], why: &str) -> Box<dyn std::error::Error> {
        let (posts, tables) = (self.posts(), self.tables());
        let entries = self.history.entries();
        let mut told = format!("seed {}: {why}, after {} kills\n", self.plan.seed, self.counts.kills);
        for breach in breaches.iter().take(5) {
            told.push_str(&format!("\n=== {breach}\n"));
            let (posts, tables) = (&posts[breach.guild], &tables[breach.guild]);
            for line in story::lines(&entries, posts, tables, breach) {
                told.push_str(&line);
                told.push('\n');
            }
        }
        told.push_str(&format!("\n{} in all\n", breaches.len()));
        if let Some(kept) = self.ship.keep(self.plan.seed) {
            told.push_str(&format!("the database and what the bot logged: {}\n", kept.display()));
        }
        told.into()
    }
}
