//! The items of an RSS or Atom feed. What a feed may not be is looked for before it is read: a web page, a
//! document type with its entities, elements without end.

use super::{plain, text};
use crate::domain::source::{
    Item, LONGEST_SUMMARY, LONGEST_TITLE, LONGEST_URL, MOST_ITEMS, Outcome,
};
use feed_rs::model::Entry;
use jiff::Timestamp;
use reqwest::Url;
use sha2::{Digest, Sha256};

/// More than any feed needs, and little enough to be read quickly.
const DEEPEST: usize = 64;
const MOST_TAGS: usize = 100_000;
const MOST_ENTRIES: usize = 5_000;
const LONGEST_TAG: usize = 8 * 1024;
const LONGEST_KEY: usize = 500;

/// Reads what a source answered; `address` is where it was found, for links that begin there.
pub fn read(
    body: &[u8],
    content_type: &str,
    address: &str,
    now: Timestamp,
) -> Result<Vec<Item>, Outcome> {
    let text = match text::decode(body, content_type) {
        Err(Outcome::Unreadable) if is_web_page(&String::from_utf8_lossy(body)) => {
            return Err(Outcome::WebPage);
        }
        read => read?,
    };
    if is_web_page(&text) {
        return Err(Outcome::WebPage);
    }
    look_through(&text)?;
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(address))
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .build();
    let feed = parser.parse(declared(&text).as_bytes());
    let feed = feed.map_err(|_| Outcome::NotFeed)?;
    let entries = feed.entries.iter().take(MOST_ITEMS);
    Ok(entries.filter_map(|entry| item(entry, now)).collect())
}

/// The text without its XML declaration: it has been decoded, whatever it was written in.
fn declared(text: &str) -> &str {
    let text = text.trim_start();
    match text.starts_with("<?xml") {
        true => text.split_once("?>").map_or(text, |(_, rest)| rest),
        false => text,
    }
}

/// Whether what stands first, beside declarations and comments, is HTML.
fn is_web_page(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|each: char| each.is_whitespace() || each == '\u{feff}');
    while let Some(end) = match rest {
        _ if rest.starts_with("<?") => Some("?>"),
        _ if rest.starts_with("<!--") => Some("-->"),
        _ => None,
    } {
        let Some((_, after)) = rest.split_once(end) else {
            return false;
        };
        rest = after.trim_start();
    }
    let begin: String = rest.chars().take(15).collect();
    let begin = begin.to_lowercase();
    ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|each| begin.starts_with(each))
}

/// Refuses what must not be read: a document type, and what would take too much time or room.
fn look_through(text: &str) -> Result<(), Outcome> {
    let (mut rest, mut depth, mut tags, mut entries) = (text, 0_usize, 0_usize, 0_usize);
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
            .iter()
            .find(|(begin, _)| rest.starts_with(begin));
        if let Some((begin, end)) = skipped {
            let inside = &rest[begin.len()..];
            let over = inside.find(end).ok_or(Outcome::NotFeed)?;
            rest = &inside[over + end.len()..];
            continue;
        }
        if rest.starts_with("<!") {
            return Err(Outcome::Entities);
        }
        let length = tag_length(rest)?;
        let tag = &rest[..length];
        match tag.starts_with("</") {
            true => depth = depth.saturating_sub(1),
            false => {
                tags += 1;
                entries += usize::from(is_entry(tag));
                depth += usize::from(!tag.ends_with("/>"));
            }
        }
        if depth > DEEPEST || tags > MOST_TAGS || entries > MOST_ENTRIES {
            return Err(Outcome::TooLarge);
        }
        rest = &rest[length..];
    }
    Ok(())
}

/// How long a tag is; a `>` inside quotes does not end it.
fn tag_length(text: &str) -> Result<usize, Outcome> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_TAG) {
        match (byte, quote) {
            (b'>', None) => return Ok(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    match text.len() > LONGEST_TAG {
        true => Err(Outcome::TooLarge),
        false => Err(Outcome::NotFeed),
    }
}

fn is_entry(tag: &str) -> bool {
    let name = tag[1..].split(|each: char| each.is_whitespace() || each == '>' || each == '/');
    let name = name.into_iter().next().unwrap_or_default();
    matches!(name.rsplit(':').next(), Some("item" | "entry"))
}

/// One item; none of what has neither words nor a link.
fn item(entry: &Entry, now: Timestamp) -> Option<Item> {
    let words = |of: &Option<feed_rs::model::Text>, most| {
        let content = of.as_ref().map_or("", |text| text.content.as_str());
        plain::text(content, most)
    };
    let url = entry.links.iter().find_map(|link| {
        let own = link.rel.as_deref().is_none_or(|rel| rel == "alternate");
        own.then(|| link_of(&link.href)).flatten()
    });
    let url = url.or_else(|| link_of(&entry.id)).unwrap_or_default();
    let body = entry
        .content
        .as_ref()
        .and_then(|content| content.body.as_deref());
    let summary = match words(&entry.summary, LONGEST_SUMMARY) {
        empty if empty.is_empty() => plain::text(body.unwrap_or_default(), LONGEST_SUMMARY),
        summary => summary,
    };
    let title = match words(&entry.title, LONGEST_TITLE) {
        empty if empty.is_empty() => plain::text(&summary, 100),
        title => title,
    };
    let title = if title.is_empty() { url.clone() } else { title };
    if title.is_empty() {
        return None;
    }
    let given = published(entry);
    Some(Item {
        key: key(&entry.id, &url, &title, given),
        title,
        summary,
        published_at: given.map_or(now, |at| at.min(now)),
        dated: given.is_some(),
        url,
    })
}

/// The day the feed gives; none when it is before there were feeds.
fn published(entry: &Entry) -> Option<Timestamp> {
    let first = Timestamp::from_second(631_152_000).ok()?; // 1990
    let given = entry.published.or(entry.updated)?;
    let given = Timestamp::from_second(given.timestamp()).ok()?;
    (given >= first).then_some(given)
}

/// A link of the web without what only counts clicks; none of any other kind.
fn link_of(text: &str) -> Option<String> {
    let mut url = Url::parse(text.trim()).ok()?;
    let fit = matches!(url.scheme(), "http" | "https") && url.username().is_empty();
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !name.to_lowercase().starts_with("utm_"))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    match kept.len() == url.query_pairs().count() {
        true => {}
        false if kept.is_empty() => url.set_query(None),
        false => {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    (fit && url.as_str().len() <= LONGEST_URL).then(|| url.into())
}

/// What an item is known again by: its own id, else its link, else its words and day.
fn key(id: &str, url: &str, title: &str, given: Option<Timestamp>) -> String {
    let id = plain::tidy(id);
    let own = if id.is_empty() { url } else { &id };
    if !own.is_empty() && own.len() <= LONGEST_KEY {
        return own.to_owned();
    }
    let day = given.map(|at| at.to_string()).unwrap_or_default();
    let of = if own.is_empty() {
        format!("{title}\n{day}")
    } else {
        own.to_owned()
    };
    let hash = Sha256::digest(of.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
