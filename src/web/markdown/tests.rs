//! What Markdown may become, and how long it may take.

use std::time::{Duration, Instant};

use super::*;

#[test]
fn ordinary_text_gets_its_marks() {
    let html = render("Hej *på* **dig**\n\n- ett\n- två\n\n> citat\n\n3. tre\n\n`kod`\n\n---");
    for part in [
        "<em>på</em>",
        "<strong>dig</strong>",
        "<ul>",
        "<li>två</li>",
        "<blockquote>",
        "<hr>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(
        html.contains("<ol start=\"3\">") && html.contains("<code>kod</code>"),
        "{html}"
    );
}

#[test]
fn swedish_text_stays_as_it_is() {
    let text = "Länen Örebro och Östergötland – ”åäö ÅÄÖ é ü” kostar 5 < 6 & 7 > 2 €";
    assert_eq!(render(text), format!("<p>{}</p>\n", escaped(text)));
    assert_eq!(plain(text, 200), text);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[test]
fn headings_start_below_the_heading_of_the_page_and_skip_none() {
    let html = render("# Ett\n\n## Två\n\n#### Fyra\n\n# Ett igen");
    let expected = "<h3>Ett</h3>\n<h4>Två</h4>\n<h5>Fyra</h5>\n<h3>Ett igen</h3>\n";
    assert_eq!(html, expected);
    assert_eq!(render("### Tre"), "<h3>Tre</h3>\n");
    assert_eq!(
        render("## Ett\n\n### Ett ett\n\n## Två"),
        "<h3>Ett</h3>\n<h4>Ett ett</h4>\n<h3>Två</h3>\n"
    );
    assert_eq!(
        render_below("# Ett\n\n###### Sex", 1),
        "<h2>Ett</h2>\n<h3>Sex</h3>\n"
    );
    assert_eq!(
        render_below("# Ett\n\n## Två", 6),
        "<h6>Ett</h6>\n<h6>Två</h6>\n"
    );
}

#[test]
fn html_is_shown_as_text() {
    let html =
        render("<script>alert(1)</script>\n\nHej <b onclick=x>du</b> <!-- x --> <img src=x>");
    assert!(
        !html.contains("<script") && !html.contains("<b ") && !html.contains("<img"),
        "{html}"
    );
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{html}"
    );
    assert!(html.contains("&lt;b onclick=x&gt;du&lt;/b&gt;"), "{html}");
}

#[test]
fn only_links_to_the_web_and_to_mail_are_links() {
    let html = render(
        "[a](https://tillvaxtverket.se/x \"title\") [b](HTTP://x.se) <mailto:a@b.se> <a@b.se>",
    );
    assert_eq!(html.matches("<a href=").count(), 4, "{html}");
    assert_eq!(
        html.matches("rel=\"noopener nofollow\"").count(),
        4,
        "{html}"
    );
    assert_eq!(html.matches("title").count(), 0, "{html}");
}

#[test]
fn other_links_are_their_text() {
    for target in TARGETS.split_whitespace() {
        for text in [
            format!("[x]({target})"),
            format!("[x](<{target}>)"),
            format!("<{target}>"),
        ] {
            let html = render(&text);
            assert!(
                !html.contains("<a") && !html.contains("href=\""),
                "{text}: {html}"
            );
        }
    }
}

const TARGETS: &str = "
    javascript:alert(1) JaVaScRiPt:alert(1) java&#10;script:alert(1) data:text/html,x
    &#106;avascript:x vbscript:x //evil.se /dialoger/1 file:///etc/passwd \u{1}http:x #top åäö:x
";

#[test]
fn a_bare_address_is_no_link() {
    assert_eq!(
        render("Se www.scb.se och https://scb.se"),
        "<p>Se www.scb.se och https://scb.se</p>\n"
    );
}

#[test]
fn pictures_become_their_text() {
    assert_eq!(
        render("![karta *över* [län](https://x.se)](https://x.se/a.png)"),
        "<p>karta över län</p>\n"
    );
}

#[test]
fn tables_have_no_style_and_code_has_no_class() {
    let html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n```js\nx\n```\n");
    assert!(
        html.contains("<td>1</td>") && html.contains("<pre><code>x"),
        "{html}"
    );
    assert!(
        !html.contains("style") && !html.contains("class") && !html.contains("align"),
        "{html}"
    );
}

#[test]
fn no_attribute_but_the_allowed_ones_passes_the_second_wall() {
    let html = CLEANER
        .clean("<p id=a class=b style='c' onclick=d>e<a href=https://x.se target=_top>f</a>");
    let expected = "<p>e<a href=\"https://x.se\" rel=\"noopener nofollow\">f</a></p>";
    assert_eq!(html.to_string(), expected);
}

#[test]
fn a_very_long_text_is_shown_as_it_is() {
    let html = render(&format!("# Hej <b>\n{}\n\n*slut*", "å".repeat(MAX_CHARS)));
    assert!(html.starts_with("<p># Hej &lt;b&gt;<br>\nååå") && html.ends_with("<p>*slut*</p>\n"));
}

#[test]
fn depth_is_bounded_and_no_word_is_lost() {
    let quotes = format!("{}botten", "> ".repeat(1000));
    let lists: String = (0..300)
        .map(|depth| format!("{}- rad{depth}\n", "  ".repeat(depth)))
        .collect();
    let stars = format!("{}mitten{}", "*a **b ".repeat(500), "** *".repeat(500));
    assert!(render(&quotes).contains("botten") && render(&stars).contains("mitten"));
    let html = render(&lists);
    assert!(
        html.matches("<ul>").count() <= MAX_DEPTH
            && html.contains("rad0")
            && html.contains("rad99")
    );
    assert!(render(&quotes).matches("<blockquote>").count() <= MAX_DEPTH);
}

#[test]
fn no_text_takes_long() {
    // Without optimisation the HTML parser is a hundred times slower; a shorter text shows as much.
    let (chars, limit) = if cfg!(debug_assertions) {
        (MAX_CHARS / 5, 2000)
    } else {
        (MAX_CHARS, 200)
    };
    let mut slow = Vec::new();
    for (name, text) in awkward() {
        let text: String = text.chars().take(chars).collect();
        let start = Instant::now();
        let html = render(&text);
        let time = start.elapsed();
        println!("{:>5} ms {:>8} bytes  {name}", time.as_millis(), html.len());
        if time > Duration::from_millis(limit) || html.len() > 60 * MAX_CHARS {
            slow.push(format!("{name}: {time:?}, {} bytes", html.len()));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// What parsers have stumbled over, to be repeated.
const PARTS: [&str; 6] = [
    "[¦]¦![¦[a](¦[a](<b¦[a][¦[](¦*¦_¦*a **a ¦*a_ ¦a**b_c* ¦`¦`a``b¦> ¦> - ¦- ¦* ",
    "1. ¦<¦<a ¦<!--¦<?¦<![CDATA[¦<!A ¦&¦&#¦\\¦|¦|-¦a|b\n-|-\n¦a\n¦# ¦#\n¦```\n¦~",
    "\t¦\n¦  \n¦[a]: b\n¦[a]: <¦[a]:\n¦<http://a¦<a@b¦\"¦[a](b \"¦**a *¦_a __",
    "***a ¦[*a](b)*¦[[a]]¦- a\n  ¦1)\n¦=\n¦a\n=\n¦-\n¦> a\n\n¦\0¦å¦*å¦[^a]",
    "[^a]: b\n¦![a](b)¦[a](http:b)¦<b>¦</b>¦<p>\n\n¦$¦~~a¦^¦:a:¦- [ ] a\n¦x|",
    "\u{2028}",
];

/// Texts of the greatest length.
fn awkward() -> Vec<(String, String)> {
    let parts = PARTS.iter().flat_map(|line| line.split('¦'));
    let repeated = parts.map(|part| (format!("{part:?}"), filled(part)));
    let deep: String = (0..316)
        .map(|depth| format!("{}- a\n", " ".repeat(depth)))
        .collect();
    let wide = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(4000),
        "-|".repeat(4000),
        "|\n".repeat(12_000)
    );
    let ticks = (1..315).map(|count| "`".repeat(count) + " ").collect();
    let labels = "[a]: b\n".repeat(3000) + &"[a] ".repeat(7000);
    let label = format!("[{}]", "a".repeat(900));
    let long = format!("{label}: b\n{}", label.repeat(50));
    let halves = "[".repeat(25_000) + &"]".repeat(25_000);
    let nested = "*a ".repeat(8000) + &" b*".repeat(8000);
    let built = [deep, wide, ticks, labels, long, halves, nested];
    let names = "deep wide ticks labels long halves nested"
        .split(' ')
        .map(str::to_owned);
    repeated.chain(names.zip(built)).collect()
}

fn filled(part: &str) -> String {
    part.repeat(MAX_CHARS / part.chars().count())
}

#[test]
fn an_excerpt_has_words_only_and_ends_between_two() {
    let text = "# Rubrik\n\nHej **på** [dig](https://x.se).\n\n- ett\n- två <b>";
    assert_eq!(plain(text, 100), "Rubrik Hej på dig. ett två <b>");
    assert_eq!(plain(text, 20), "Rubrik Hej på dig…");
    assert_eq!(plain(text, 9), "Rubrik…");
    assert_eq!(plain("Gävleborgslänsdialogen", 10), "Gävleborg…");
    assert_eq!(plain("", 10), "");
    assert_eq!(plain("åäö", 0), "…");
}

#[test]
fn a_short_text_cannot_become_a_table_of_megabytes() {
    let width = 1_500;
    let head = format!("{}|\n{}|\n", "|a".repeat(width), "|-".repeat(width));
    let text = format!("{head}{}", "b\n".repeat(5_000));
    assert!(render(&text).len() < 4 * text.len());
    let ordinary = format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(200));
    assert!(render(&ordinary).contains("<table>"));
}
