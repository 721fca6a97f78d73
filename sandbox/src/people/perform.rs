//! From what a member did to how the bot answered: the 3-second rule, deferred answers, and what the answer was.

use std::sync::Arc;

use super::{ActError, Member, Message, Modal, Reply, ReplyKind, channel};
use crate::audit::ProblemKind;
use crate::snowflake::Snowflake;
use crate::state::{Act, Answer, Deferred, FIRST_ANSWER_LIMIT, Interaction, Outcome, State};

impl Member {
    /// Does it, and waits until the answer is complete.
    pub(super) async fn perform(&self, act: Act) -> Result<Reply, ActError> {
        let (described, place) = (act.described.clone(), act.channel);
        let known = self.answered(act).await?;
        let id = known.id;
        let complete = |state: &mut State| {
            let known = state.interactions.get(&id)?;
            matches!(known.outcome(), Outcome::Done).then(|| known.clone())
        };
        let done = self.core.wait(self.core.options.patience, complete).await;
        let done = done.ok_or_else(|| ActError::TimedOut {
            awaited: format!("the answer to {described}, which was only deferred"),
            conversation: channel::conversation(&self.core, place),
        })?;
        Ok(self.core.with(|state| self.reply(state, &done)))
    }

    /// Does it, and waits for the first answer.
    pub(super) async fn answered(&self, act: Act) -> Result<Interaction, ActError> {
        let (described, place, app) = (act.described.clone(), act.channel, act.app);
        let id = self.core.with(|state| state.interact(act));
        let answered = |state: &mut State| {
            let known = state.interactions.get(&id)?;
            known.answer.is_some().then(|| known.clone())
        };
        if let Some(known) = self.core.wait(FIRST_ANSWER_LIMIT, answered).await {
            return Ok(known);
        }
        let connected = self.core.with(|state| {
            if let Some(known) = state.interactions.get_mut(&id) {
                known.given_up = true;
            }
            state
                .audit
                .note(ProblemKind::LateAcknowledgement, format!("{described} got no answer within 3 s"));
            state.sessions.values().any(|session| session.app == app && session.is_live())
        });
        let conversation = channel::conversation(&self.core, place);
        Err(ActError::Failed { act: described, connected, conversation })
    }

    fn reply(&self, state: &mut State, done: &Interaction) -> Reply {
        let mut hand = |id: Option<Snowflake>| {
            let message = state.message_mut(done.channel, id?)?;
            (message.read, message.handed) = (true, true);
            let message = message.clone();
            Some(Message::of(&self.core, state, &message))
        };
        let (kind, message) = match &done.answer {
            Some(Answer::Message | Answer::Deferred(Deferred::Message)) => {
                (ReplyKind::Message, hand(done.original))
            }
            Some(Answer::Update) => (ReplyKind::Update, hand(done.source)),
            Some(Answer::Deferred(Deferred::Update)) => match done.followups.first() {
                Some(first) => (ReplyKind::Message, hand(Some(*first))),
                None => (ReplyKind::Update, hand(done.source)),
            },
            Some(Answer::Modal(_)) => (ReplyKind::Modal, None),
            Some(Answer::Choices(_)) | None => (ReplyKind::Nothing, None),
        };
        let gone = message.as_ref().is_some_and(Message::is_deleted);
        let modal = match &done.answer {
            Some(Answer::Modal(data)) => {
                Some(Modal { data: data.clone(), app: done.app, channel: done.channel, source: done.source })
            }
            _ => None,
        };
        Reply {
            core: Arc::clone(&self.core),
            interaction: done.id,
            kind: if gone { ReplyKind::Nothing } else { kind },
            message,
            modal,
            acknowledged_after: done.acknowledged.unwrap_or_default(),
            deferred: matches!(done.answer, Some(Answer::Deferred(_))),
        }
    }
}
