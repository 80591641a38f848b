//! The body of a Word document, written paragraph by paragraph.

use super::xml::escape;
use std::fmt::Write as _;

/// Width of the text on an A4 page with 2 cm margins, in twentieths of a point.
const WIDTH: usize = 9638;

/// How a run of text looks.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Look {
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
}

/// A piece of a paragraph.
#[derive(Clone, PartialEq)]
pub enum Run {
    Text(String, Look),
    Break,
}

impl Run {
    pub fn plain(text: impl Into<String>) -> Run {
        Run::Text(text.into(), Look::default())
    }

    pub fn bold(text: impl Into<String>) -> Run {
        let look = Look {
            bold: true,
            ..Look::default()
        };
        Run::Text(text.into(), look)
    }
}

/// The place of a list item: which list, and how deep.
#[derive(Clone, Copy)]
pub struct Item {
    pub list: usize,
    pub depth: usize,
}

/// A numbered list: at which depth it counts and from where. Bulleted ones have none.
#[derive(Clone, Copy)]
pub struct Numbered {
    pub depth: usize,
    pub from: u64,
}

/// The list of all bullets.
pub const BULLETS: usize = 1;

#[derive(Default)]
pub struct Body {
    xml: String,
    /// The numbered lists in the order they begin.
    pub lists: Vec<Numbered>,
    /// Headings with their level and bookmark, for the table of contents.
    pub headings: Vec<(u8, String)>,
}

impl Body {
    pub fn into_parts(self) -> (String, Vec<Numbered>, Vec<(u8, String)>) {
        (self.xml, self.lists, self.headings)
    }

    pub fn styled(&mut self, style: &str, text: &str) {
        self.paragraph(style, None, &[Run::plain(text)]);
    }

    /// A real heading, with a bookmark that the table of contents leads to.
    pub fn heading(&mut self, level: u8, runs: &[Run]) {
        let level = level.clamp(1, 6);
        let text: String = runs
            .iter()
            .map(|run| match run {
                Run::Text(text, _) => text.as_str(),
                Run::Break => " ",
            })
            .collect();
        let id = self.headings.len() + 1;
        self.headings.push((level, text));
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Heading{level}\"/></w:pPr><w:bookmarkStart w:id=\"{id}\" w:name=\"_Toc{id}\"/>"
        );
        self.runs(runs);
        let _ = write!(self.xml, "<w:bookmarkEnd w:id=\"{id}\"/></w:p>");
    }

    pub fn paragraph(&mut self, style: &str, item: Option<Item>, runs: &[Run]) {
        self.xml.push_str("<w:p><w:pPr>");
        if !style.is_empty() {
            let _ = write!(self.xml, "<w:pStyle w:val=\"{style}\"/>");
        }
        if let Some(item) = item {
            let depth = item.depth.min(8);
            let _ = write!(
                self.xml,
                "<w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"{}\"/></w:numPr>",
                item.list
            );
        }
        self.xml.push_str("</w:pPr>");
        self.runs(runs);
        self.xml.push_str("</w:p>");
    }

    fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            match run {
                Run::Break => self.xml.push_str("<w:r><w:br/></w:r>"),
                Run::Text(text, look) => {
                    self.xml.push_str("<w:r>");
                    self.look(*look);
                    let _ = write!(
                        self.xml,
                        "<w:t xml:space=\"preserve\">{}</w:t></w:r>",
                        escape(text)
                    );
                }
            }
        }
    }

    fn look(&mut self, look: Look) {
        if look == Look::default() {
            return;
        }
        self.xml.push_str("<w:rPr>");
        if look.code {
            self.xml.push_str("<w:rStyle w:val=\"Code\"/>");
        }
        if look.bold {
            self.xml.push_str("<w:b/>");
        }
        if look.italic {
            self.xml.push_str("<w:i/>");
        }
        self.xml.push_str("</w:rPr>");
    }

    /// A list that counts; the number that its items refer to.
    pub fn numbered(&mut self, numbered: Numbered) -> usize {
        self.lists.push(numbered);
        BULLETS + self.lists.len()
    }

    /// A table whose first row repeats on every page it runs over.
    pub fn table(&mut self, name: &str, head: &[Vec<Run>], rows: &[Vec<Vec<Run>>]) {
        let columns = head.len().max(1);
        let width = WIDTH / columns;
        let _ = write!(
            self.xml,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Tabell\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>\
             <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>"
        );
        if !name.is_empty() {
            let _ = write!(self.xml, "<w:tblCaption w:val=\"{}\"/>", escape(name));
        }
        self.xml.push_str("</w:tblPr><w:tblGrid>");
        for _ in 0..columns {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.xml.push_str("</w:tblGrid>");
        self.row(head, columns, width, true);
        for row in rows {
            self.row(row, columns, width, false);
        }
        // Word wants a paragraph between two tables, and after one that ends a cell or the document.
        self.xml
            .push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/></w:pPr></w:p>");
    }

    fn row(&mut self, cells: &[Vec<Run>], columns: usize, width: usize, is_head: bool) {
        self.xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if is_head {
            self.xml.push_str("<w:tblHeader/>");
        }
        self.xml.push_str("</w:trPr>");
        for at in 0..columns {
            let _ = write!(
                self.xml,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
            );
            let style = if is_head { "TableHead" } else { "TableText" };
            self.paragraph(style, None, cells.get(at).map_or(&[][..], Vec::as_slice));
            self.xml.push_str("</w:tc>");
        }
        self.xml.push_str("</w:tr>");
    }
}
