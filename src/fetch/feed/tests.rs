//! Feeds as they are, and as those who mean harm would write them.

use super::*;
use std::time::Instant;

const ADDRESS: &str = "https://exempel.se/nyheter.rss";

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn read_fixture(name: &str) -> Result<Vec<Item>, Outcome> {
    let body = std::fs::read(format!("tests/fixtures/{name}")).expect(name);
    read(&body, "", ADDRESS, now())
}

fn rss(items: &str) -> Result<Vec<Item>, Outcome> {
    let text = format!("<rss version=\"2.0\"><channel><title>t</title>{items}</channel></rss>");
    read(text.as_bytes(), "application/rss+xml", ADDRESS, now())
}

#[test]
fn rss_is_read_with_title_link_day_and_plain_words() {
    let items = read_fixture("rss2_EXEMPEL.xml").unwrap();
    assert_eq!(items.len(), 2);
    let first = &items[0];
    assert_eq!(first.key, "exempel-4711");
    assert_eq!(
        first.title,
        "Ny utvecklingsstrategi på remiss – åtta veckor för synpunkter"
    );
    assert_eq!(first.url, "https://exempel.se/nyheter/rus-remiss");
    assert_eq!(first.summary, "Remissen pågår till 15 januari 2027.");
    assert_eq!(
        (first.published_at.to_string().as_str(), first.dated),
        ("2026-11-23T07:30:00Z", true)
    );
    let second = &items[1];
    assert_eq!(second.key, "https://exempel.se/nyheter/utan-datum");
    assert_eq!((second.published_at, second.dated), (now(), false));
}

#[test]
fn atom_and_latin_1_are_read() {
    let items = read_fixture("atom_EXEMPEL.xml").unwrap();
    assert_eq!(items[0].key, "urn:exempel:lst:1");
    assert_eq!(items[0].url, "https://exempel.se/lst/1");
    assert_eq!(items[0].summary, "Möte om omställning");
    assert_eq!(items[0].published_at.to_string(), "2026-11-19T14:00:00Z");
    let items = read_fixture("rss_latin1_EXEMPEL.xml").unwrap();
    assert_eq!(items[0].title, "Förändring i Örebro");
}

#[test]
fn what_is_no_feed_is_told_as_what_it_is() {
    assert_eq!(read_fixture("inte_rss.html"), Err(Outcome::WebPage));
    assert_eq!(
        read_fixture("rss_xxe_SKA_AVVISAS.xml"),
        Err(Outcome::Entities)
    );
    let outcome = |text: &str| read(text.as_bytes(), "", ADDRESS, now()).unwrap_err();
    for (text, expected) in [
        ("", Outcome::NotFeed),
        ("hej", Outcome::NotFeed),
        (
            "{\"version\": \"https://jsonfeed.org/version/1\"}",
            Outcome::NotFeed,
        ),
        ("<svg/>", Outcome::NotFeed),
        ("<rss version=\"2.0\"><channel>", Outcome::NotFeed),
        ("<rss version=\"2.0\"><channel", Outcome::NotFeed),
        ("<!-- x", Outcome::NotFeed),
        (
            "<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html/>",
            Outcome::WebPage,
        ),
        ("\u{feff}  <HTML lang=sv>", Outcome::WebPage),
        (
            "<!DOCTYPE rss><rss version='2.0'><channel/></rss>",
            Outcome::Entities,
        ),
        (
            "<rss version='2.0'><!ENTITY a 'b'><channel/></rss>",
            Outcome::Entities,
        ),
        (
            "<!doctype rss [<!entity a 'aaaa'><!entity b '&a;&a;&a;'>]><rss version='2.0'><channel><title>&b;</title></channel></rss>",
            Outcome::Entities,
        ),
    ] {
        assert_eq!(outcome(text), expected, "{text}");
    }
    let wide: Vec<u8> = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(&wide, "", ADDRESS, now()), Err(Outcome::Entities));
}

#[test]
fn an_article_about_html_may_hold_what_looks_like_a_document_type() {
    let items = rss(
        "<item><title>a</title><description><![CDATA[<!DOCTYPE html> är första raden]]></description></item>",
    );
    assert_eq!(items.unwrap()[0].summary, "är första raden");
}

#[test]
fn an_unknown_entity_changes_nothing_else() {
    let read = rss("<item><title>före &x; efter</title><link>https://exempel.se/1</link></item>");
    assert!(read.is_err() || !read.unwrap()[0].title.contains("passwd"));
}

#[test]
fn links_are_of_the_web_and_days_have_been() {
    let items = rss("<item><title>a</title><link>javascript:alert(1)</link><guid isPermaLink='false'>1</guid></item>\
        <item><title>b</title><link>/nyheter/2?id=7&amp;utm_campaign=x</link><pubDate>Mon, 23 Nov 2037 08:30:00 +0100</pubDate></item>\
        <item><title>c</title><link>https://anna:hemligt@exempel.se/</link><pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate></item>\
        <item><description>&lt;b&gt;Bara&lt;/b&gt; en text</description></item>\
        <item></item>").unwrap();
    let urls: Vec<&str> = items.iter().map(|item| item.url.as_str()).collect();
    assert_eq!(urls, ["", "https://exempel.se/nyheter/2?id=7", "", ""]);
    assert_eq!((items[1].published_at, items[1].dated), (now(), true));
    assert_eq!((items[2].published_at, items[2].dated), (now(), false));
    assert_eq!(
        (items[3].title.as_str(), items[3].key.len()),
        ("Bara en text", 64)
    );
}

#[test]
fn no_more_is_kept_than_may_be() {
    let long = "ord ".repeat(1000);
    let many = format!(
        "<item><title>{long}</title><description>{long}</description><link>https://exempel.se/{}</link></item>",
        "a".repeat(5000)
    );
    let items = rss(&many.repeat(300)).unwrap();
    assert_eq!(items.len(), MOST_ITEMS);
    let item = &items[0];
    assert!(
        item.title.chars().count() <= LONGEST_TITLE
            && item.summary.chars().count() <= LONGEST_SUMMARY
    );
    assert_eq!((item.url.as_str(), item.key.len()), ("", 64));
}

#[test]
fn what_would_take_time_or_room_is_refused_at_once() {
    let size = 2_000_000;
    let filled = |piece: &str| piece.repeat(size / piece.len());
    let attributes: String = (0..size / 12).map(|each| format!(" a{each}=''")).collect();
    let started = Instant::now();
    for text in [
        filled("<a>"),
        filled("<item/>"),
        filled("<a/>"),
        filled("<item><category/>"),
        format!("<a{attributes}/>"),
        format!("<a b='{}'/>", "x".repeat(size)),
    ] {
        assert_eq!(rss(&text), Err(Outcome::TooLarge), "{}", &text[..40]);
    }
    for piece in [
        "<",
        "</a>",
        "&lt;",
        "&#x41;",
        "<![CDATA[",
        "<!--",
        "<?a?>",
        "]]>",
        "<a b=\"",
        "å",
        "&",
    ] {
        let _ = rss(&filled(piece));
        let _ = rss(&format!("<item><title>{}</title></item>", filled(piece)));
    }
    let words = filled("<b>ord ").replace('<', "&lt;").replace('>', "&gt;");
    assert!(rss(&format!("<item><description>{words}</description></item>")).is_ok());
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
