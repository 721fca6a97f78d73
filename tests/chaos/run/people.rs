//! What people do about the dailies, and what they see of them.

use jiff::SignedDuration;
use rand::RngExt;

use super::{MEMBERS, Run};
use crate::history::{Act, Event, Who};
use crate::reading::Post;
use crate::{Outcome, play};

/// What is about to close does so within this.
const LAST_MOMENT: SignedDuration = SignedDuration::from_secs(1);

impl Run {
    /// Somebody in a server does something, where nothing is in doubt there.
    pub(super) fn somebody_acts(&mut self, guild: usize) {
        let posts = self.look(guild);
        let Some(server) = self.verdict.standings.get_mut(guild) else { return };
        let acts = play::next(server, &posts, MEMBERS, self.discord.clock().now(), &mut self.rng);
        for (who, _) in &acts {
            // In doubt until the next calm.
            match who {
                Who::Member(member) => server.waiting[*member] = true,
                Who::Manager => server.timeline.open = server.timeline.changes.last().cloned(),
            }
        }
        for (who, act) in acts {
            self.begin_act(guild, who, act);
        }
    }

    /// A member answers the question that is shown as open, where nothing is in doubt.
    pub(super) fn answer(&mut self, guild: usize, member: usize, draw: u64) {
        let Some(post) = self.look(guild).pop().filter(|post| !post.closed) else { return };
        let Some(server) = self.verdict.standings.get_mut(guild) else { return };
        if !std::mem::replace(&mut server.waiting[member], true) {
            let letters = play::letters(&post, draw);
            self.begin_act(guild, Who::Member(member), Act::Answer { message: post.id, letters });
        }
    }

    /// Where a question is about to close, or is over and its message does not show it yet, somebody still presses;
    /// some of it reaches the bot only when it is back on the gateway, after the closing.
    pub(super) async fn answer_at_the_last_moment(&mut self) -> Outcome {
        if self.rng.random_ratio(1, 2) {
            self.drop_the_gateway().await;
        }
        let soon = self.discord.clock().now() + LAST_MOMENT;
        for guild in 0..self.crews.len() {
            let draw: u64 = self.rng.random();
            let closes = |post: &Post| !post.closed && post.closes <= soon;
            if self.crews[guild].posts().last().is_some_and(closes) {
                (0..MEMBERS).for_each(|member| self.answer(guild, member, draw >> (8 * member)));
            }
        }
        Ok(())
    }

    pub(super) async fn drop_the_gateway(&mut self) {
        self.discord.faults().drop_gateway(&self.app);
        self.history.note(Event::Fault("the gateway is dropped".into()));
        self.counts.faults += 1;
        // An error says that it was back before anybody looked.
        let _ = self.discord.wait_until_disconnected(&self.app).await;
    }

    pub(super) fn begin_act(&mut self, guild: usize, who: Who, act: Act) {
        let crew = self.crews[guild].clone();
        if let (Who::Member(member), Some(table)) = (who, act.haunts()) {
            crew.screens().begin(table, member);
        }
        let losses = self.ship.losses();
        self.under_way.spawn(async move { crew.act(who, act, losses).await });
    }

    /// What a server shows, with the buttons that were there before.
    pub(super) fn look(&mut self, guild: usize) -> Vec<Post> {
        let mut posts = self.crews[guild].posts();
        for post in &mut posts {
            if post.closed {
                let before = self.seen[guild].iter().find(|before| before.id == post.id);
                post.buttons = before.map(|before| before.buttons.clone()).unwrap_or_default();
            }
        }
        self.seen[guild].clone_from(&posts);
        posts
    }

    pub(super) fn posts(&mut self) -> Vec<Vec<Post>> {
        (0..self.crews.len()).map(|guild| self.look(guild)).collect()
    }
}
