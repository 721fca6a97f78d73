//! Another chapter is another folder, and the bot teaches from both.

use crate::voyage::{World, voyage};

/// Days in which every question of both small packs is asked once: none comes again before all were asked.
const DAYS: usize = 16;

#[tokio::test]
async fn a_second_chapter_is_explained_and_asked() {
    let world = World::default().with_chapter("tests/second-pack/chapter-08");
    voyage(world, async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        for (typed, card) in [("provisoned concurrency", "Provisioned concurrency"), ("farg", "AWS Fargate")]
        {
            let told = mei.slash(&general, &format!("/explain topic:{typed}")).await?;
            assert!(told.text().starts_with(&format!("┃ {card}")), "{typed} found:\n{told}");
        }
        let told = mei.slash(&general, "/quiz topic:serverless").await?;
        assert!(told.text().contains("Section 80"), "{told}");

        let channel = t.channel("daily");
        let mut sections = Vec::new();
        for day in 2..2 + DAYS {
            t.advance_to(&format!("2026-03-{day:02} 09:00")).await?;
            let daily = channel.next_message().await?;
            let told = t.told(&daily);
            let places =
                [("75", "Section 75"), ("78", "Section 78"), ("80", "Section 80"), ("81", "Section 81")];
            let place = places.into_iter().find(|(_, place)| told.contains(place));
            sections.extend(place.map(|(section, _)| section));
        }
        for section in ["75", "78", "80", "81"] {
            assert!(sections.contains(&section), "section {section} was never asked: {sections:?}");
        }
        Ok(())
    })
    .await;
}
