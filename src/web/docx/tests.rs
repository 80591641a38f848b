//! The Word file, read as the XML it is stored as.

use super::*;
use crate::domain::pack::{Label, Part, PartKind, Said, Table};
use std::io::{Cursor, Read};

fn front() -> Front {
    Front {
        title: "Dialog <A & B>".into(),
        subtitle: "3 december 2026".into(),
        state: "Låst 26 november 2026 av Elsa Norling".into(),
        creator: "Myndigheten".into(),
    }
}

fn document(blocks: Vec<Block<Said>>) -> Document<Said> {
    let part = Part {
        kind: PartKind::Positions,
        blocks,
    };
    Document {
        title: Said::open("Dialog"),
        when: Said::open("3 december 2026"),
        parts: vec![part],
    }
}

fn made(blocks: Vec<Block<Said>>) -> Vec<u8> {
    write(&front(), None, &document(blocks)).expect("a file")
}

fn file(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    let mut found = archive.by_name(name).expect(name);
    found.read_to_string(&mut text).expect("text");
    text
}

fn body(blocks: Vec<Block<Said>>) -> String {
    file(&made(blocks), "word/document.xml")
}

fn prose(text: &str) -> String {
    let xml = body(vec![Block::Prose(Said::internal(text))]);
    well_formed(&xml);
    xml
}

/// Every element that begins ends, in the right order.
fn well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let tag = tag.split('>').next().expect("a tag ends");
        if tag.starts_with('?') || tag.ends_with('/') {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{xml}"),
            None => open.push(tag.split_whitespace().next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty(), "{open:?} never end");
}

const RICH: &str = "Första **viktiga** och *lutande* [länken](https://example.se/a?b=1&c=2).\n\n\
    # Rubrik\n\n- en\n- två\n    - inuti\n\n7. sju\n8. åtta\n\n> Ett citat\n\n\
    | Län | Antal |\n|---|---|\n| Norrbotten | 14 |\n\n<b>rå</b> https://example.se `kod`";

#[test]
fn the_same_document_gives_the_same_bytes_and_every_file_of_it_is_whole() {
    let blocks = || vec![Block::Prose(Said::open(RICH))];
    let bytes = made(blocks());
    assert_eq!(bytes, made(blocks()));
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes[..])).expect("a zip file");
    for at in 0..archive.len() {
        let mut text = String::new();
        let mut found = archive.by_index(at).expect("a file");
        found.read_to_string(&mut text).expect("text");
        well_formed(&text);
    }
}

#[test]
fn it_is_swedish_has_a_title_numbered_pages_and_a_table_of_contents() {
    let bytes = made(vec![Block::Heading(1, Said::open("Regelförenkling"))]);
    let core = file(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>Dialog &lt;A &amp; B&gt;</dc:title>"));
    assert!(core.contains("<dc:language>sv-SE</dc:language>"));
    assert!(file(&bytes, "word/styles.xml").contains("<w:lang w:val=\"sv-SE\""));
    let footer = file(&bytes, "word/footer1.xml");
    assert!(footer.contains(" PAGE ") && footer.contains("Dialog &lt;A &amp; B&gt;"));
    let xml = file(&bytes, "word/document.xml");
    for part in [
        "w:w=\"11906\" w:h=\"16838\"",
        "TOC \\o \"1-2\"",
        "<w:pStyle w:val=\"TOC2\"/>",
        "<w:hyperlink w:anchor=\"_Toc2\"",
        "<w:bookmarkStart w:id=\"2\" w:name=\"_Toc2\"/>",
        "<w:pStyle w:val=\"Heading1\"/>",
        "<w:pStyle w:val=\"Heading2\"/>",
        "Låst 26 november 2026 av Elsa Norling",
    ] {
        assert!(xml.contains(part), "{part}");
    }
}

#[test]
fn markdown_becomes_headings_lists_quotes_and_tables_of_words_own() {
    let bytes = made(vec![Block::Prose(Said::open(RICH))]);
    let xml = file(&bytes, "word/document.xml");
    for part in [
        "<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">viktiga</w:t>",
        "<w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">lutande</w:t>",
        "länken (https://example.se/a?b=1&amp;c=2)",
        "<w:pStyle w:val=\"Heading2\"/>",
        "<w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/>",
        "<w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/>",
        "<w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/>",
        "<w:pStyle w:val=\"Quote\"/>",
        "<w:tblHeader/>",
        "<w:rStyle w:val=\"Code\"/>",
    ] {
        assert!(xml.contains(part), "{part} in {xml}");
    }
    let numbering = file(&bytes, "word/numbering.xml");
    assert!(numbering.contains("<w:startOverride w:val=\"7\"/>"));
    assert!(xml.contains("&lt;b&gt;rå&lt;/b&gt;"));
}

#[test]
fn tables_have_a_name_and_a_header_row_that_repeats() {
    let rows = vec![vec![Said::open("09.00"), Said::open("Läget")]];
    let xml = body(vec![Table::block("Dagordning", &["Tid", "Punkt"], rows)]);
    well_formed(&xml);
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    assert!(xml.contains("<w:tblCaption w:val=\"Dagordning\"/>"));
    let facts = vec![(Label::new("Residensstad"), Said::open("Luleå"))];
    let xml = body(vec![Block::Facts(facts)]);
    assert!(xml.contains("Residensstad: ") && xml.contains("Luleå"));
}

#[test]
fn nothing_a_person_types_breaks_the_file() {
    for text in [
        "</w:t></w:p><w:p>",
        "]]> <!-- & \" '",
        "nolla\u{0} escape\u{1b} \u{fffe} \u{feff}",
        "- [x](javascript:alert(1))\n- ![bild](http://x/y.png)",
        "* * *\n\n***\n\n- \n- \n\n|||\n|-|-|\n|a|",
        "> - > - djupt\n\n1. a\n   1. b\n      1. c",
        "[](https://example.se) **[fet](https://example.se/x)** <https://example.se/y>",
        "```\nkod <x>\n  indrag\n```",
    ] {
        let xml = prose(text);
        assert!(!xml.contains('\u{0}') && !xml.contains('\u{1b}') && !xml.contains('\u{fffe}'));
        assert!(!xml.contains("javascript:"), "{text}");
    }
    let long = "långt\n\n".repeat(9_000);
    assert!(prose(&long).matches("långt").count() >= 8_900);
}
