//! The files of a Word document and the archive they lie in; the same document gives the same bytes.

use super::body::{BULLETS, Body, Numbered};
use super::xml::escape;
use crate::error::{Error, Result};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const TYPES: &str = include_str!("parts/content_types.xml");
const RELS: &str = include_str!("parts/rels.xml");
const DOCUMENT_RELS: &str = include_str!("parts/document_rels.xml");
const STYLES: &str = include_str!("parts/styles.xml");
const SETTINGS: &str = include_str!("parts/settings.xml");
const FOOTER: &str = include_str!("parts/footer.xml");

/// What stands before the body, and in the file's properties.
pub struct Front {
    pub title: String,
    pub subtitle: String,
    /// A line of its own below: "Låst 26 november 2026 av Elsa Norling".
    pub state: String,
    pub creator: String,
}

/// The whole document as the bytes of a .docx.
pub fn package(front: &Front, body: Body) -> Result<Vec<u8>> {
    let (content, lists, headings) = body.into_parts();
    let footer = FOOTER.replace("{title}", &escape(&front.title));
    let files = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELS.to_owned()),
        ("docProps/core.xml", core(front)),
        ("word/document.xml", document(front, &content, &headings)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELS.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/numbering.xml", numbering(&lists)),
        ("word/footer1.xml", footer),
    ];
    archive(&files).map_err(Error::internal)
}

fn archive(files: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, content) in files {
        zip.start_file(*name, options)?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn core(front: &Front) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <dc:language>sv-SE</dc:language></cp:coreProperties>",
        escape(&front.title),
        escape(&front.creator)
    )
}

fn document(front: &Front, content: &str, headings: &[(u8, String)]) -> String {
    let mut first = Body::default();
    first.styled("Title", &front.title);
    first.styled("Subtitle", &front.subtitle);
    if !front.state.is_empty() {
        first.styled("State", &front.state);
    }
    let (first, ..) = first.into_parts();
    let contents = contents(headings);
    format!(
        "{HEAD}<w:document {W} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <w:body>{first}{contents}{content}<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" \
         w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

/// A real table of contents: Word can renew it, and its lines lead to the headings until then.
fn contents(headings: &[(u8, String)]) -> String {
    let mut lines = headings
        .iter()
        .enumerate()
        .filter(|(_, (level, _))| *level <= 2)
        .peekable();
    if lines.peek().is_none() {
        return String::new();
    }
    let mut xml = String::from(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr>\
         <w:sdtContent><w:p><w:pPr><w:pStyle w:val=\"TOCHeading\"/></w:pPr><w:r><w:t>Innehåll</w:t></w:r></w:p>",
    );
    for (place, (at, (level, text))) in lines.enumerate() {
        let begin = match place {
            0 => {
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\n \\h \\z \\u </w:instrText></w:r>\
                  <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
            }
            _ => "",
        };
        let _ = write!(
            xml,
            "<w:p><w:pPr><w:pStyle w:val=\"TOC{level}\"/></w:pPr>{begin}<w:hyperlink w:anchor=\"_Toc{}\" w:history=\"1\"><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:hyperlink></w:p>",
            at + 1,
            escape(text)
        );
    }
    xml.push_str("<w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:sdtContent></w:sdt>");
    xml
}

const BULLET_SIGNS: [&str; 3] = ["•", "–", "▪"];
const COUNTING: [&str; 3] = ["decimal", "lowerLetter", "lowerRoman"];

/// List 1 has bullets; every numbered list counts by itself.
fn numbering(lists: &[Numbered]) -> String {
    let mut xml = format!("{HEAD}<w:numbering {W}>");
    for id in 0..2 {
        let _ = write!(
            xml,
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
        );
        for depth in 0..9 {
            level(&mut xml, depth, id == 1);
        }
        xml.push_str("</w:abstractNum>");
    }
    let _ = write!(
        xml,
        "<w:num w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    for (at, list) in lists.iter().enumerate() {
        let _ = write!(
            xml,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"{}\"><w:startOverride w:val=\"{}\"/></w:lvlOverride></w:num>",
            BULLETS + 1 + at,
            list.depth.min(8),
            list.from.min(30_000)
        );
    }
    xml.push_str("</w:numbering>");
    xml
}

fn level(xml: &mut String, depth: usize, counts: bool) {
    let (format, text) = match counts {
        true => (COUNTING[depth % 3], format!("%{}.", depth + 1)),
        false => ("bullet", BULLET_SIGNS[depth % 3].to_owned()),
    };
    let _ = write!(
        xml,
        "<w:lvl w:ilvl=\"{depth}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>\
         <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"357\"/></w:pPr></w:lvl>",
        357 * (depth + 1)
    );
}
