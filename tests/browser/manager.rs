//! Setting the bot up is for those who manage the server.

use crate::harness::keys::{ENTER, TAB};
use crate::harness::{DESK, journey};

#[tokio::test]
async fn a_manager_sets_it_up_and_a_member_may_not() {
    journey("manager", DESK, async |t| {
        let captain = t.tab("captain", "general").await?;
        captain.write("/setup ").await?;
        captain.see(".command-name").await?;
        captain.click(".option-offer").await?;
        let channels = captain.offered().await?;
        assert!(channels.contains(&"daily".to_owned()), "{channels:?}");
        captain.keys("dai").await?;
        captain.wait("document.querySelectorAll('#composer [role=option]').length === 1", "one channel").await?;
        captain.picture("setup").await?;
        captain.keys(TAB).await?;
        captain.wait("document.querySelector('[data-option=channel]').value === 'daily'", "the channel").await?;
        captain.keys(ENTER).await?;
        let done = captain.last_message_with("Only you can see this").await?;
        assert!(done.contains("#daily"), "{done}");
        assert!(captain.look("document.querySelector('#channels').innerText").await?.as_str().unwrap().contains("cabin"));

        let mei = t.tab("mei", "general").await?;
        let channels = mei.look("document.querySelector('#channels').innerText").await?;
        assert!(!channels.as_str().unwrap().contains("cabin"), "{channels}");
        mei.write("/setup").await?;
        mei.wait("document.querySelector('#composer .listbox-title')?.innerText === 'No command fits'", "no command").await?;
        // Nor does it help to know how the page asks.
        let body = "const response = await fetch('/sandbox/act', { method: 'POST', body: JSON.stringify({ do: 'command', \
                    member: 'mei', channel: 'general', path: 'setup', options: [] }) }); return response.json();";
        let refused = mei.run(body, Vec::new()).await?;
        assert_eq!(refused["outcome"], "refused", "{refused}");
        Ok(())
    })
    .await;
}
