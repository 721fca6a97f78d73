//! What an operator reads in the log.

use std::collections::BTreeSet;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn each_interaction_is_one_line() {
    voyage(World::default().not_set_up(), async |t| {
        t.stop_bot().await;
        let process = t.run_process("logged", &[])?;
        process.logged("on the gateway").await?;
        let (mei, general) = (t.member("mei"), t.channel("general"));
        mei.slash(&general, "/streak show").await?;
        let line = process.logged("handled").await?;
        assert_eq!(line["level"], "INFO");
        let (fields, span) = (&line["fields"], &line["span"]);
        assert_eq!(fields["outcome"], "answered");
        let (acknowledged, took) = (fields["acknowledged_ms"].as_f64(), fields["took_ms"].as_f64());
        assert!(acknowledged > Some(0.0) && took >= acknowledged, "{line}");
        assert_eq!(span["name"], "interaction");
        assert_eq!((&span["kind"], &span["command"]), (&"slash".into(), &"streak".into()));
        assert_eq!(span["guild"], u64::from(t.guild.id()));
        assert!(span["id"].is_u64(), "{line}");
        assert!(!line.to_string().contains(&mei.id().to_string()), "who it was is not told");
        let handled = process.log()?.into_iter().filter(|line| line["span"]["name"] == "interaction").count();
        assert_eq!(handled, 1, "one line, no more");
        let targets: BTreeSet<String> =
            process.log()?.iter().map(|line| line["level"].as_str().unwrap_or_default().to_owned()).collect();
        assert_eq!(targets, BTreeSet::from(["INFO".to_owned()]), "nothing to worry about");
        assert!(process.terminate().await?, "told to stop, it ends well");
        Ok(())
    })
    .await;
}
