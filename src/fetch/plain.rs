//! Plain text of what feeds write: no tags, no control characters, no more than is kept.

use ammonia::Builder;
use std::collections::HashSet;
use std::sync::LazyLock;

/// More than this is not looked at, however little of it is text.
const LOOKED_AT: usize = 20_000;
/// Tags that stand between words.
const BETWEEN: [&str; 12] = [
    "<p",
    "</p",
    "<br",
    "</div",
    "<div",
    "</li",
    "<li",
    "</h",
    "</td",
    "</tr",
    "<hr",
    "</blockquote",
];

static NO_TAGS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.clean_content_tags(HashSet::from([
        "script", "style", "template", "title", "head",
    ]));
    builder
});

/// The text of HTML or of plain text, at most so many characters; "…" ends what was cut.
pub fn text(html: &str, most: usize) -> String {
    let end = html
        .char_indices()
        .nth(LOOKED_AT)
        .map_or(html.len(), |(at, _)| at);
    let mut spaced = html[..end].to_owned();
    for tag in BETWEEN {
        spaced = spaced.replace(tag, &format!(" {tag}"));
    }
    let clean = NO_TAGS.clean(&spaced).to_string();
    shortened(&tidy(&unescaped(&clean)), most)
}

/// The characters that are written as entities in clean HTML.
fn unescaped(clean: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    pairs
        .iter()
        .fold(clean.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Without what cannot be seen, and with single blanks.
pub fn tidy(text: &str) -> String {
    let hidden = |each: char| matches!(each, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
    let seen = |each: char| match each {
        _ if each.is_whitespace() => Some(' '),
        _ if each.is_control() || hidden(each) => None,
        _ => Some(each),
    };
    let seen: String = text.chars().filter_map(seen).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_are_kept() {
        for (html, expected) in [
            (
                "<p>Remissen pågår till <strong>15 januari 2027</strong>. <script>alert(1)</script></p>",
                "Remissen pågår till 15 januari 2027.",
            ),
            (
                "<p>Ett</p><p>två<br>tre</p><ul><li>fyra<li>fem</ul>",
                "Ett två tre fyra fem",
            ),
            (
                "F&ouml;retag &amp; kommuner &lt;b&gt;",
                "Företag & kommuner <b>",
            ),
            ("5 < 6 och 7 > 6", "5 < 6 och 7 > 6"),
            ("<img src=x onerror=alert(1)>Bild<style>p{}</style>", "Bild"),
            ("en\u{0}d\u{202e}a\n\n\trad\u{a0}", "enda rad"),
            ("<![CDATA[x]]><!-- y -->z", "z"),
            ("", ""),
        ] {
            assert_eq!(text(html, 500), expected, "{html}");
        }
    }

    #[test]
    fn what_is_long_is_cut_and_quick() {
        let started = std::time::Instant::now();
        let cut = text(&"ordet ".repeat(300), 500);
        assert!(cut.chars().count() <= 500 && cut.ends_with('…'));
        for odd in [
            "<", "<b>", "<p", "&", "&#x41;", "<a href=", "</b>", "å", "<table>", "]]>",
        ] {
            let read = text(&odd.repeat(300_000), 500);
            assert!(read.chars().count() <= 500);
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
