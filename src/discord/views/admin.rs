//! What a manager sees of `/admin`.

use jiff::Timestamp;

use super::count::{counted, listed};
use super::panel::{Panel, Tone};
use super::{View, dailies_state, paused_dailies, setup, when};
use crate::actions::admin::{Status, Versions};
use crate::domain::daily::DailyState;
use crate::domain::guild::Guild;
use crate::domain::ids::ChannelId;
use crate::store::{OpenReports, PostNow};

/// What the bot may do in the daily's channel, as it was just looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelAccess {
    /// All that it needs.
    Complete,
    /// It lacks these permissions, by their names in Discord's settings.
    Lacks(Vec<&'static str>),
    /// The channel is gone.
    Gone,
    /// Discord could not be asked.
    Unknown,
}

/// How everything stands. `access` is missing where nothing is set up.
#[must_use]
pub fn status(status: &Status, access: Option<&ChannelAccess>, now: Timestamp) -> View {
    let panel = match &status.setup.guild {
        None => Panel::new(Tone::Calm, "The daily question is not set up")
            .paragraph(format!("One command starts it: {}.", setup::EXAMPLE)),
        Some(guild) => dailies(guild, access),
    };
    let latest = dailies_state::latest(status.setup.latest.as_ref(), now);
    panel
        .field("Latest question", latest)
        .field("Reports", reports(status.reports))
        .field("Versions", versions(&status.versions))
        .into_view()
}

fn dailies(guild: &Guild, access: Option<&ChannelAccess>) -> Panel {
    let channel = guild.settings.channel;
    let panel = match &guild.paused {
        Some((since, reason)) => dailies_state::paused(guild, *since, reason),
        None => Panel::new(Tone::Glad, "The daily question is on"),
    };
    let access = access.map_or_else(String::new, |access| channel_access(channel, access));
    panel.field("Next question", dailies_state::next_question(guild)).field("Channel", access)
}

fn channel_access(channel: ChannelId, access: &ChannelAccess) -> String {
    match access {
        ChannelAccess::Complete => format!("<#{channel}>, with every permission I need"),
        ChannelAccess::Lacks(names) => format!(
            "In <#{channel}> I'm missing {}. {}",
            paused_dailies::permission_list(names),
            paused_dailies::where_to_allow(names)
        ),
        ChannelAccess::Gone => {
            format!("I can't find <#{channel}> anymore. Choose another one with `/setup channel:`.")
        }
        ChannelAccess::Unknown => {
            format!("<#{channel}>. Discord doesn't tell me my permissions there right now; please try again.")
        }
    }
}

fn reports(open: OpenReports) -> String {
    match open.questions {
        0 => "None is open".to_owned(),
        questions => format!(
            "{} on {}: `/admin reports` shows them",
            counted(open.reports, "open report", "open reports"),
            counted(questions, "question", "questions")
        ),
    }
}

fn versions(versions: &Versions) -> String {
    let chapters: Vec<String> = versions
        .chapters
        .iter()
        .map(|(title, questions)| {
            let questions = u32::try_from(*questions).unwrap_or(u32::MAX);
            format!("{title} ({})", counted(questions, "question", "questions"))
        })
        .collect();
    format!("Shipmate {}, database schema {}, {}", versions.bot, versions.schema, listed(&chapters))
}

/// What becomes of today's question.
#[must_use]
pub fn post_now(outcome: &PostNow) -> View {
    View::text(match outcome {
        PostNow::Due => "Today's question is on its way. The next one comes as planned.".to_owned(),
        PostNow::After(until) => format!(
            "The last question is open until {}, and there is never more than one: today's follows then, {}.",
            when::full(*until),
            when::relative(*until)
        ),
        PostNow::OpenPastToday(until) => format!(
            "The last question is open until {}, which is after today, and there is never more than one. The next \
             one comes as planned.",
            when::full(*until)
        ),
        PostNow::Posted(daily) => {
            let state = if daily.state == DailyState::Open { "is out already" } else { "has been asked already" };
            let day = dailies_state::linked(daily);
            format!("The question of {day} {state}. There is one a day, so I post no second one.")
        }
        PostNow::OnItsWay => "Today's question is on its way already.".to_owned(),
        PostNow::GivenUp => {
            "I couldn't post today's question while there was time, and its day stays without one. It breaks no \
             streak, and the next one comes as planned."
                .to_owned()
        }
        PostNow::Paused => {
            "The daily questions are paused. `/admin resume` lets them go on, with today's if its time has passed."
                .to_owned()
        }
        PostNow::NotSetUp => return setup::not_set_up(true),
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::actions::setup::SetupState;
    use crate::discord::views::plain::{plain, problems};
    use crate::discord::views::sample;
    use crate::domain::guild::PauseReason;

    fn standing(guild: Option<Guild>) -> Status {
        Status {
            setup: SetupState { guild, latest: Some(sample::daily(sample::one())) },
            reports: OpenReports { questions: 1, reports: 3 },
            versions: Versions { bot: "1.2.3", schema: 2, chapters: vec![("Containers".into(), 300)] },
        }
    }

    #[test]
    fn the_status_says_what_runs_and_what_waits() {
        let shown = status(&standing(Some(sample::guild())), Some(&ChannelAccess::Complete), sample::now());
        assert_snapshot!(plain(&shown), @"
        # The daily question is on
        ## Next question
        <t:1772524800:F> (<t:1772524800:R>)
        ## Channel
        <#7>, with every permission I need
        ## Latest question
        [Mon 2 Mar](https://discord.com/channels/1/7/8), closes <t:1772524800:R>
        ## Reports
        3 open reports on 1 question: `/admin reports` shows them
        ## Versions
        Shipmate 1.2.3, database schema 2, Containers (300 questions)
        ");
    }

    #[test]
    fn a_pause_and_a_missing_permission_say_what_to_do() {
        let mut guild = sample::guild();
        guild.paused = Some((sample::now(), PauseReason::ByManager));
        guild.next = None;
        let lacks = ChannelAccess::Lacks(vec!["Embed Links", "Send Messages"]);
        let shown = status(&standing(Some(guild)), Some(&lacks), sample::now());
        assert_snapshot!(plain(&shown), @"
        # The daily question is paused
        Paused <t:1772442000:R>. A manager paused the daily questions.

        Press **Resume** in `/setup` when you're ready.

        Nothing is lost: days without a question break no streak, and all answers and settings are kept.
        ## Channel
        In <#7> I'm missing the permissions **Embed Links** and **Send Messages**. To give me the permissions, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch them on.
        ## Latest question
        [Mon 2 Mar](https://discord.com/channels/1/7/8), closes <t:1772524800:R>
        ## Reports
        3 open reports on 1 question: `/admin reports` shows them
        ## Versions
        Shipmate 1.2.3, database schema 2, Containers (300 questions)
        ");
        for access in [ChannelAccess::Gone, ChannelAccess::Unknown] {
            let shown = status(&standing(Some(sample::guild())), Some(&access), sample::now());
            assert_eq!(problems(&shown), Vec::<String>::new());
            assert!(plain(&shown).contains("<#7>"));
        }
    }

    #[test]
    fn before_the_set_up_the_status_says_how_to_begin() {
        let mut before = standing(None);
        (before.setup.latest, before.reports) = (None, OpenReports::default());
        assert_snapshot!(plain(&status(&before, None, sample::now())), @"
        # The daily question is not set up
        One command starts it: `/setup channel:#daily time:9:00 zone:Europe/Berlin`.
        ## Reports
        None is open
        ## Versions
        Shipmate 1.2.3, database schema 2, Containers (300 questions)
        ");
    }

    #[test]
    fn every_outcome_of_posting_now_is_told() {
        let until = sample::next().at;
        let posted = Box::new(sample::daily(sample::one()));
        let told = [
            PostNow::Due,
            PostNow::After(until),
            PostNow::OpenPastToday(until),
            PostNow::Posted(posted),
            PostNow::OnItsWay,
            PostNow::GivenUp,
            PostNow::Paused,
        ]
        .map(|outcome| plain(&post_now(&outcome)));
        assert_snapshot!(told.join("\n"), @"
        Today's question is on its way. The next one comes as planned.
        The last question is open until <t:1772524800:F>, and there is never more than one: today's follows then, <t:1772524800:R>.
        The last question is open until <t:1772524800:F>, which is after today, and there is never more than one. The next one comes as planned.
        The question of [Mon 2 Mar](https://discord.com/channels/1/7/8) is out already. There is one a day, so I post no second one.
        Today's question is on its way already.
        I couldn't post today's question while there was time, and its day stays without one. It breaks no streak, and the next one comes as planned.
        The daily questions are paused. `/admin resume` lets them go on, with today's if its time has passed.
        ");
    }
}
