//! Descriptions: what the page makes of each construct of CommonMark that it knows.

use serde_json::json;

use super::page;

/// The description of a document as it stands on its page.
fn shown(text: &str) -> String {
    let spec = json!({ "asyncapi": "2.4.0", "info": { "title": "T", "version": "1", "description": text }, "channels": {} });
    let page = page(&spec, "m");
    let start = page.find("<div class=lead>").unwrap() + "<div class=lead>".len();
    page[start..start + page[start..].find("</div>").unwrap()].to_owned()
}

#[test]
fn blocks() {
    let cases = [
        ("one\ntwo\n\nthree", "<p>one\ntwo<p>three"),
        ("# Head\ntext", "<p class=mh>Head<p>text"),
        ("- a\n- b\n  c", "<ul><li>a<li>b\nc</ul>"),
        ("1. a\n2. b\n\ntext", "<ol><li>a<li>b</ol><p>text"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</ul><li>c</ul>"),
        (
            "```json\n{ \"a\": 1 }\n```\nafter",
            "<pre>{ &quot;a&quot;: 1 }</pre><p>after",
        ),
        ("    code\n    more", "<pre>code\nmore</pre>"),
        (
            "> quoted\n> text",
            "<blockquote><p>quoted\ntext</blockquote>",
        ),
        ("a\n\n---\n\nb", "<p>a<hr><p>b"),
        (
            "| a | b |\n|---|:-:|\n| 1 | `x\\|y` |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>x|y</code></td></tr></tbody></table>",
        ),
        ("text\n- list", "<p>text<ul><li>list</ul>"),
        ("```\nnever closed", "<pre>never closed</pre>"),
    ];
    for (text, html) in cases {
        assert_eq!(shown(text), html, "{text:?}");
    }
}

#[test]
fn spans() {
    let link =
        |url: &str, text: &str| format!("<a href=\"{url}\" rel=\"noopener noreferrer\">{text}</a>");
    let cases = [
        (
            "*a* **b** _c_ __d__",
            "<em>a</em> <strong>b</strong> <em>c</em> <strong>d</strong>".to_owned(),
        ),
        (
            "**bold *and* more**",
            "<strong>bold <em>and</em> more</strong>".to_owned(),
        ),
        (
            "snake_case_name 2 * 3 * 4",
            "snake_case_name 2 * 3 * 4".to_owned(),
        ),
        (
            "`a *b* <c>` ``x ` y``",
            "<code>a *b* &lt;c&gt;</code> <code>x ` y</code>".to_owned(),
        ),
        ("\\*plain\\*", "*plain*".to_owned()),
        ("a  \nb", "a<br>b".to_owned()),
        (
            "[a *b*](https://example.com/x)",
            link("https://example.com/x", "a <em>b</em>"),
        ),
        (
            "<https://example.com>",
            link("https://example.com", "https://example.com"),
        ),
        (
            "see https://example.com/a.",
            format!(
                "see {}.",
                link("https://example.com/a", "https://example.com/a")
            ),
        ),
        (
            "[here](#route-a)",
            "<a href=\"#route-a\">here</a>".to_owned(),
        ),
        (
            "[no](javascript:x) [nor](/etc/passwd)",
            "[no](javascript:x) [nor](/etc/passwd)".to_owned(),
        ),
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d".to_owned()),
        (
            "unclosed *star and `tick and [bracket",
            "unclosed *star and `tick and [bracket".to_owned(),
        ),
        (
            "naïve — *größer* 🙂",
            "naïve — <em>größer</em> 🙂".to_owned(),
        ),
    ];
    for (text, html) in cases {
        assert_eq!(shown(text), format!("<p>{html}"), "{text:?}");
    }
}

#[test]
fn long_and_deep_text_ends() {
    for text in [
        "*".repeat(50_000),
        "[".repeat(50_000),
        "> ".repeat(5_000),
        "- ".repeat(5_000),
        "`".repeat(9_999),
        "*a ".repeat(3_000),
    ] {
        assert!(!shown(&text).is_empty());
    }
}
