//! Long texts: Markdown that a person typed, to HTML that can do no harm, or to a plain excerpt.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{
    Alignment, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

/// Longer texts are shown as they are, as parsing them would take too long.
const MAX_CHARS: usize = 50_000;

/// Lists, quotes and emphasis inside each other beyond this depth are shown without their mark-up.
const MAX_DEPTH: usize = 16;

/// HTML for a place below an `<h2>`: the first heading becomes `<h3>`.
pub fn render(text: &str) -> String {
    render_below(text, 2)
}

/// HTML for a place below a heading of the given level; no level is ever skipped.
pub fn render_below(text: &str, heading: usize) -> String {
    if is_long(text) {
        return paragraphs(text);
    }
    let mut shaped = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut shaped, Shaper::new(heading).events(text));
    CLEANER.clean(&shaped).to_string()
}

/// What a text consists of, for other files than pages; headings as in [`render_below`].
pub fn events(text: &str, heading: usize) -> impl Iterator<Item = Event<'_>> {
    Shaper::new(heading).events(text)
}

/// The text without mark-up, in one line, cut between words.
pub fn plain(text: &str, max_chars: usize) -> String {
    let line = words(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max_chars {
        return line;
    }
    let kept: String = line.chars().take(max_chars.saturating_sub(1)).collect();
    let whole = match line[kept.len()..].starts_with(' ') {
        true => &kept,
        false => kept
            .rsplit_once(' ')
            .map_or(kept.as_str(), |(before, _)| before),
    };
    format!(
        "{}…",
        whole.trim_end_matches([',', ';', ':', '.', ' ', '–', '-'])
    )
}

/// Everything a reader would see, with a space where a block ends.
fn words(text: &str) -> String {
    if is_long(text) {
        return text.chars().take(MAX_CHARS).collect();
    }
    let mut words = String::with_capacity(text.len());
    for event in Shaper::new(2).events(text) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) | Event::Start(_) => {}
            _ => words.push(' '),
        }
    }
    words
}

/// Whether a text is shown as it was typed.
pub fn is_long(text: &str) -> bool {
    text.len() > MAX_CHARS && text.chars().nth(MAX_CHARS).is_some()
}

/// A text as it was typed: escaped, with its empty lines as paragraphs.
fn paragraphs(text: &str) -> String {
    let text = text.replace('\r', "").replace('\0', "\u{fffd}");
    let mut html = String::with_capacity(text.len() + 100);
    for paragraph in text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
    {
        let escaped = paragraph
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        html.push_str(&format!("<p>{}</p>\n", escaped.replace('\n', "<br>\n")));
    }
    html
}

/// A table has no more cells than this: every row is filled up to the width of its head, so that a short
/// text could become a page of megabytes.
const MAX_CELLS: usize = 5_000;

/// A text whose lines could make a larger table than that is read without tables.
fn options(text: &str) -> Options {
    let widest = text.lines().map(|line| line.matches('|').count()).max();
    let cells = (widest.unwrap_or_default() + 1) * text.lines().count();
    match cells <= MAX_CELLS || widest == Some(0) {
        true => Options::ENABLE_TABLES,
        false => Options::empty(),
    }
}

/// Turns what the parser finds into what we show.
struct Shaper {
    /// For every open element, whether it is shown.
    open: Vec<bool>,
    /// How many of the shown ones may hold their like.
    depth: usize,
    /// The level of the heading we stand below, and that of the last one.
    top: usize,
    heading: usize,
    /// The outermost level the text itself has used: `##` all through is as good as `#`.
    outermost: usize,
}

impl Shaper {
    fn new(heading: usize) -> Self {
        Self {
            open: Vec::new(),
            depth: 0,
            top: heading,
            heading,
            outermost: LEVELS.len(),
        }
    }

    fn events(mut self, text: &str) -> impl Iterator<Item = Event<'_>> {
        Parser::new_ext(text, options(text)).filter_map(move |event| self.shape(event))
    }

    fn shape<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
            other => Some(other),
        }
    }

    /// What is not shown hides the elements in it, but not their text.
    fn start<'a>(&mut self, tag: Tag<'a>) -> Option<Event<'a>> {
        let fits = self.depth < MAX_DEPTH || !nests(&tag.to_end());
        let shown = self.open.last().copied().unwrap_or(true) && fits && is_wanted(&tag);
        self.open.push(shown);
        self.depth += usize::from(shown && nests(&tag.to_end()));
        let tag = match tag {
            Tag::HtmlBlock => Tag::Paragraph,
            Tag::Table(columns) => Tag::Table(vec![Alignment::None; columns.len()]),
            Tag::Heading { level, .. } if shown => self.heading(level),
            other => other,
        };
        shown.then_some(Event::Start(tag))
    }

    fn end<'a>(&mut self, tag: TagEnd) -> Option<Event<'a>> {
        if !self.open.pop().unwrap_or(false) {
            return (!is_inline(&tag)).then_some(Event::SoftBreak);
        }
        self.depth -= usize::from(nests(&tag));
        Some(Event::End(match tag {
            TagEnd::HtmlBlock => TagEnd::Paragraph,
            TagEnd::Heading(_) => TagEnd::Heading(LEVELS[self.heading - 1]),
            other => other,
        }))
    }

    /// One level deeper than the last heading at most, so that none is skipped.
    fn heading<'a>(&mut self, level: HeadingLevel) -> Tag<'a> {
        self.outermost = self.outermost.min(level as usize);
        let wanted = self.top + 1 + level as usize - self.outermost;
        self.heading = wanted.min(self.heading + 1).min(LEVELS.len());
        Tag::Heading {
            level: LEVELS[self.heading - 1],
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }
    }
}

const LEVELS: [HeadingLevel; 6] = [
    HeadingLevel::H1,
    HeadingLevel::H2,
    HeadingLevel::H3,
    HeadingLevel::H4,
    HeadingLevel::H5,
    HeadingLevel::H6,
];

/// Elements that may stand in their like, as deep as a person cares to type.
fn nests(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::Emphasis | TagEnd::Strong
    )
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image
    )
}

/// No pictures, and no links but to the web and to mail.
fn is_wanted(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::Image { .. } => false,
        Tag::Link {
            link_type: LinkType::Email,
            ..
        } => true,
        Tag::Link { dest_url, .. } => SCHEMES.iter().any(|scheme| {
            let start = dest_url.get(..scheme.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(scheme) && dest_url[scheme.len()..].starts_with(':')
        }),
        _ => true,
    }
}

const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

const TAGS: [&str; 22] = [
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "code",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
];

/// The second wall: whatever the parser lets through, only this reaches the page.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes = [("a", ["href"].into()), ("ol", ["start"].into())];
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.into_iter().chain(["br"]).collect())
        .clean_content_tags(["script", "style"].into())
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from(attributes))
        .url_schemes(SCHEMES.into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"));
    builder
});

#[cfg(test)]
mod tests;
