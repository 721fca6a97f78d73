//! Discord's markdown, as the page's own parser reads it.

use serde_json::json;

use crate::harness::{DESK, journey};

/// What is written, and the tree that it is read as: kinds with their contents.
const EXAMPLES: [(&str, &str); 24] = [
    (
        "**bold** *it* _it_ __under__ ~~no~~",
        "p(bold(bold) italic(it) italic(it) underline(under) strike(no))",
    ),
    ("***both***", "p(bold(italic(both)))"),
    ("snake_case_name 2 * 3 * 4", "p(snake_case_name 2 * 3 * 4)"),
    ("||spoiler **b**||", "p(spoiler(spoiler bold(b)))"),
    ("`a*b*` ``a`b``", "p(code(a*b*) code(a`b))"),
    ("\\*not\\* \\_it\\_", "p(*not* _it_)"),
    ("**open", "p(**open)"),
    ("[text](https://example.com/a_(b))", "p(link:https://example.com/a_(b)(text))"),
    ("[text](javascript:alert(1))", "p([text](javascript:alert(1)))"),
    ("[text](data:text/html,x)", "p([text](data:text/html,x))"),
    ("see https://example.com/x.", "p(see link:https://example.com/x(https://example.com/x).)"),
    ("<https://example.com>", "p(link:https://example.com(https://example.com))"),
    ("<@1> <@!2> <@&3> <#4>", "p(user:1 user:2 role:3 channel:4)"),
    ("</streak show:5> <:wave:6> <a:wave:7>", "p(command:streak show emoji:wave emoji:wave)"),
    ("<t:10:R> <t:10>", "p(time:10:R time:10:f)"),
    ("<t:9999999999999:R>", "p(<t:9999999999999:R>)"),
    ("@everyone @here @someone", "p(everyone(@everyone) everyone(@here) @someone)"),
    ("# One\n### Three\n#### four\n-# small", "h1(One)\nh3(Three)\np(#### four)\nsmall(small)"),
    ("- a\n  - b\n- c", "ul(p(a) ul(p(b)) | p(c))"),
    ("3. a\n4. b\n- c", "ol3(p(a) | p(b))\nul(p(c))"),
    ("> a\n> b\nc", "quote(p(a⏎b))\np(c)"),
    (">>> a\nb", "quote(p(a⏎b))"),
    ("x ```rs\nlet a;\n``` y", "p(x )\npre:rs(let a;)\np( y)"),
    ("<script>alert(1)</script>", "p(<script>alert(1)</script>)"),
];

#[tokio::test]
async fn markdown_is_read_as_discord_reads_it() {
    journey("markdown", DESK, async |t| {
        let mei = t.tab("mei", "general").await?;
        let texts: Vec<&str> = EXAMPLES.iter().map(|(text, _)| *text).collect();
        let read = mei.run(OUTLINE, vec![json!(texts)]).await?;
        for ((text, wanted), outline) in EXAMPLES.iter().zip(read.as_array().into_iter().flatten()) {
            assert_eq!(outline, wanted, "{text}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn no_text_takes_long_to_read() {
    journey("slow-markdown", DESK, async |t| {
        let mei = t.tab("mei", "general").await?;
        let body = "const { parse } = await import('/page/js/markdown/blocks.js');
            const worst = {};
            for (const part of ['**', '*a ', '_', '[', '||', '<', '`', '> ', '- ', '\\\\', 'a*', '*a_', '~~', 'http://', '>>> ', '```']) {
                const text = part.repeat(4000 / part.length);
                const began = performance.now();
                parse(text);
                worst[part] = performance.now() - began;
            }
            return worst;";
        let took = mei.run(body, Vec::new()).await?;
        let slow = took.as_object().unwrap().iter().find(|(_, took)| took.as_f64().unwrap() > 400.0);
        assert!(slow.is_none(), "{took}");
        Ok(())
    })
    .await;
}

/// Reads texts with the page's parser, and outlines the trees.
const OUTLINE: &str = "
    const { parse } = await import('/page/js/markdown/blocks.js');
    const inline = (it) => {
        const inner = () => it.children.map(inline).join('');
        switch (it.kind) {
            case 'text': return it.text;
            case 'break': return '⏎';
            case 'code': case 'everyone': return `${it.kind}(${it.text})`;
            case 'link': return `link:${it.address}(${inner()})`;
            case 'time': return `time:${it.instant / 1000}:${it.style}`;
            case 'command': case 'emoji': return `${it.kind}:${it.name}`;
            case 'user': case 'role': case 'channel': return `${it.kind}:${it.id}`;
            default: return `${it.kind}(${inner()})`;
        }
    };
    const block = (it) => {
        const inner = () => it.children.map(inline).join('');
        switch (it.kind) {
            case 'paragraph': return `p(${inner()})`;
            case 'small': return `small(${inner()})`;
            case 'heading': return `h${it.level}(${inner()})`;
            case 'quote': return `quote(${it.children.map(block).join('\\n')})`;
            case 'code': return `pre:${it.language}(${it.text})`;
            case 'list': return `${it.ordered ? `ol${it.start}` : 'ul'}(${it.items.map((item) => item.map(block).join(' ')).join(' | ')})`;
        }
    };
    return args[0].map((text) => parse(text).map(block).join('\\n'));";
