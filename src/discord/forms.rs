//! Forms: opened by a button, filled in by a member, answered.

use serenity::all::{ActionRowComponent, ModalInteraction};

use super::form::Form;
use super::press::FormPress;
use super::reply::{self, Incoming, Opening, To};
use super::views::{self, View, failure};
use super::{Bot, direct, private};
use crate::actions::privacy;
use crate::actions::report::{self, Reportable};
use crate::domain::ids::{GuildId, MemberId};
use crate::store::{Reported, StoreError};

/// Opens the form that a button stands for.
pub(super) async fn open(bot: &Bot, incoming: &Incoming, place: (GuildId, MemberId), press: FormPress) {
    let opening = async {
        let what = match press {
            FormPress::ReportDaily { daily } => Reportable::Daily(daily),
            FormPress::ReportPractice { practice, number } => Reportable::Practice(practice, number),
            FormPress::ReportGame { challenge, number } => Reportable::Game(challenge, number),
            FormPress::Erase => return Ok(Opening::Form(views::privacy::confirm(bot.reach))),
        };
        let subject = report::subject(&bot.services, place, what).await?;
        Ok(subject.map_or_else(
            || Opening::Message(views::report::too_late()),
            |version| Opening::Form(views::report::form(version)),
        ))
    };
    reply::open(&bot.rest, incoming, opening).await;
}

/// Handles a form that was sent, and answers it.
pub(super) async fn handle(bot: &Bot, modal: &ModalInteraction) {
    let incoming = Incoming::from(modal);
    let place = modal.guild_id.map(|guild| (GuildId(guild.get()), MemberId(modal.user.id.get())));
    let mut tell = None;
    private::answer(bot, &incoming, To::Member, place, act(bot, place, modal, &mut tell)).await;
    if let (Some((guild, _)), Some(manager)) = (place, tell) {
        direct::tell_of_report(bot, guild, manager).await;
    }
}

/// Does what a form asks for; `tell` becomes who set up the daily, where they are to hear of a report.
async fn act(
    bot: &Bot,
    place: Option<(GuildId, MemberId)>,
    modal: &ModalInteraction,
    tell: &mut Option<MemberId>,
) -> Result<View, StoreError> {
    let Some(place) = place else { return Ok(failure::not_here()) };
    match Form::parse(&modal.data.custom_id) {
        Ok(Form::Report { version }) => {
            let reported = report::report(&bot.services, place, version, typed(modal)).await?;
            if let Ok(Reported::New { tell: manager }) = reported {
                *tell = manager;
            }
            Ok(views::report::reported(reported))
        }
        Ok(Form::Erase) if typed(modal).trim().eq_ignore_ascii_case(views::privacy::WORD) => {
            privacy::erase(&bot.services, place.1).await?;
            // Posts that name the member are shown anew.
            bot.wake.notify_one();
            Ok(views::privacy::erased(bot.reach))
        }
        Ok(Form::Erase) => Ok(views::privacy::kept()),
        Err(_) => Ok(failure::unknown_press()),
    }
}

/// What stands in the form's only field.
fn typed(modal: &ModalInteraction) -> &str {
    let fields = modal.data.components.iter().flat_map(|row| &row.components);
    let mut texts = fields.filter_map(|field| match field {
        ActionRowComponent::InputText(input) => input.value.as_deref(),
        _ => None,
    });
    texts.next().unwrap_or_default()
}
