//! Nothing that everyone can see gives the key away before the closing.

use crate::voyage::{World, voyage};

#[tokio::test]
async fn no_key_in_the_raw_traffic_before_the_closing() {
    voyage(World::default().set_up("time:9:00"), async |t| {
        let mei = t.member("mei");
        let channel = t.channel("daily");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = channel.next_message().await?;
        t.answer_right(&mei, &daily).await?;
        let asked = t.daily(&daily).await?.asked;
        let thread = daily.refresh().thread().ok_or("no thread")?;
        thread.next_message().await?;
        let public = format!("{} {}", daily.refresh().as_json(), thread.messages()[0].as_json());
        for option in asked.options() {
            assert!(!public.contains(option.why.as_str()), "a rationale stands in public: {}", option.why);
        }
        assert!(!public.contains("✅"));
        for word in ["key", "correct", "right"] {
            for button in daily.buttons() {
                let id = button.custom_id.unwrap_or_default();
                assert!(!id.contains(word), "{id}");
            }
        }
        // All letters look alike: the same style, and ids that differ in the position alone.
        let styles: Vec<u64> = daily.buttons().iter().map(|button| button.style).collect();
        assert!(styles.windows(2).all(|pair| pair[0] == pair[1]), "{styles:?}");
        let ids: Vec<String> = daily.buttons().into_iter().filter_map(|button| button.custom_id).collect();
        for (position, id) in ids.iter().enumerate() {
            assert!(id.ends_with(&format!(":{position}")), "{id}");
            assert_eq!(id[..id.len() - 1], ids[0][..ids[0].len() - 1]);
        }
        // Whatever tells the key went to one member alone.
        for exchange in t.discord.traffic().rest() {
            let body = exchange.request.to_string();
            if asked.options().any(|option| body.contains(&option.why)) {
                assert!(exchange.path.contains("/callback"), "{}", exchange.path);
                assert!(body.contains("\"flags\":64"), "{body}");
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn no_token_is_told_to_anybody() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        mei.slash(&general, "/help").await?;
        let token = t.app.token();
        for exchange in t.discord.traffic().rest() {
            assert!(!exchange.request.to_string().contains(&token));
        }
        let bytes = std::fs::read(t.database())?;
        assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()));
        Ok(())
    })
    .await;
}
