//! Forms, sent without having been opened.

use shipmate::discord::form::Form;

use super::stage::Stage;
use super::{Right, Who, rights};
use crate::voyage::{World, voyage};

rights! {
    forms(stage: &Stage) -> Form {
        // The form opens for whoever has seen the key (`Press::ReportDaily`). Sent without that, it is still no more
        // than a text of the member's own, for who manages the member's own server.
        Form::Report { .. } => Form::Report { version: stage.reported }, Oneself;
        Form::Erase => Form::Erase, Oneself;
    }
}

/// What the form takes.
const fn text_for(form: &Form) -> &'static str {
    match form {
        Form::Report { .. } => "B is right as well, I think.",
        Form::Erase => "erase",
    }
}

#[tokio::test]
async fn every_form_touches_only_what_its_sender_owns() {
    voyage(World::default(), async |t| {
        let stage = Stage::build(t).await?;
        let rows = forms(&stage);
        for (form, right) in &rows {
            let id = form.custom_id();
            // Mei last: once she is erased, the results that named her are shown anew.
            for who in Who::ALL.into_iter().rev() {
                let erases_herself = (*form, who) == (Form::Erase, Who::Mei);
                let right = if erases_herself { Right::Everybody } else { *right };
                let before = stage.kept()?;
                let told = stage.send(who, &id, text_for(form)).await?;
                stage.is_done((right, who), &told, &before, &format!("{who:?} sending {id}"))?;
            }
        }
        t.settle_unheard().await
    })
    .await;
}
