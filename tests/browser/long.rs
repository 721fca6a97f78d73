//! A channel with 5,000 messages, and a page that stays open for long.

use crate::harness::{DESK, Outcome, Tab, journey};

/// The most messages that a page keeps; see `page/js/messages/kept.js`.
const KEPT: u64 = 200;

#[tokio::test]
async fn five_thousand_messages_scroll_smoothly() {
    journey("long", DESK, async |t| {
        let (raj, general) = (t.local.guild.member("raj"), t.local.guild.channel("general"));
        for number in 0..5_000 {
            raj.say(
                &general,
                &format!("**{number}** of many, with `code` and a [link](https://example.com)"),
            )
            .await?;
        }
        let mei = t.tab("mei", "general").await?;
        mei.last_message_with("4999 of many").await?;
        let frames = mei.run(SCROLL_UP, Vec::new()).await?;
        let (frame, rows) = (frames["median"].as_f64().unwrap(), frames["rows"].as_u64().unwrap());
        eprintln!("5,000 messages: {frames}");
        assert!(rows <= KEPT, "{rows} rows");
        mei.see("#beginning").await?;
        assert!(
            mei.look("document.querySelector('#messages').innerText.includes('Welcome aboard')").await?
                == true
        );
        // A bound that a busy machine keeps too; the figures that are printed say more.
        assert!(frame < 150.0, "half of the frames took more than {frame} ms");

        mei.click("#to-present").await?;
        mei.last_message_with("4999 of many").await?;
        raj.say(&general, "and one more").await?;
        mei.last_message_with("and one more").await?;
        assert!(rows_of(&mei).await? <= KEPT);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_open_page_does_not_grow() {
    journey("hour", DESK, async |t| {
        let (raj, general) = (t.local.guild.member("raj"), t.local.guild.channel("general"));
        let mei = t.tab("mei", "general").await?;
        mei.click("#show-wire").await?;
        let mut heaps = Vec::new();
        // As much as a busy hour: a message every second.
        for round in 0..4 {
            for number in 0..900 {
                raj.say(&general, &format!("{round}/{number}: <t:1772442000:R> and **more**")).await?;
            }
            mei.last_message_with(&format!("{round}/899")).await?;
            assert!(rows_of(&mei).await? <= KEPT);
            let heap = mei.run("gc(); return performance.memory.usedJSHeapSize;", Vec::new()).await?;
            heaps.push(heap.as_u64().unwrap());
        }
        let elements = mei.look("document.querySelectorAll('*').length").await?;
        eprintln!("3,600 messages: heap after each 900, in bytes: {heaps:?}; elements: {elements}");
        let grown = heaps[3].saturating_sub(heaps[1]);
        assert!(grown < 2_000_000, "the heap grew by {grown} bytes: {heaps:?}");
        Ok(())
    })
    .await;
}

async fn rows_of(tab: &Tab) -> Outcome<u64> {
    Ok(tab.look("document.querySelectorAll('#messages > li').length").await?.as_u64().unwrap_or(u64::MAX))
}

/// Scrolls up by half a view a frame until the channel's beginning, and tells how long frames took, in milliseconds.
const SCROLL_UP: &str = "
    const scroller = document.getElementById('scroller');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const took = [];
    let rows = 0;
    const started = performance.now();
    while (document.getElementById('beginning').hidden && performance.now() - started < 150000) {
        const began = performance.now();
        scroller.scrollTop -= scroller.clientHeight / 2;
        await frame();
        took.push(performance.now() - began);
        rows = Math.max(rows, document.querySelectorAll('#messages > li').length);
    }
    took.sort((one, other) => one - other);
    return { frames: took.length, median: took[took.length >> 1], p95: took[Math.floor(took.length * 0.95)], worst: took.at(-1), rows };";
