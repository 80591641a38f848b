//! Markdown in a Word document: paragraphs, lists, quotes and tables, of the same events that a page has.

use super::body::{BULLETS, Body, Item, Look, Numbered, Run};
use crate::web::markdown;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// Writes a text below a heading of the given level.
pub fn write(body: &mut Body, text: &str, heading: u8) {
    let mut writer = Writer::new(body);
    if markdown::is_long(text) {
        return writer.as_typed(text);
    }
    for event in markdown::events(text, usize::from(heading.clamp(1, 5))) {
        writer.take(event);
    }
    writer.end_paragraph();
}

struct Writer<'a> {
    body: &'a mut Body,
    runs: Vec<Run>,
    look: Look,
    /// The lists that are open, the innermost last.
    lists: Vec<usize>,
    /// Whether the next paragraph begins a list item.
    begins_item: bool,
    quotes: usize,
    heading: Option<u8>,
    link: Option<Link>,
    code: bool,
    table: Option<Table>,
}

/// A link, and where its words begin among the runs.
struct Link {
    address: String,
    from: usize,
}

#[derive(Default)]
struct Table {
    head: Vec<Vec<Run>>,
    rows: Vec<Vec<Vec<Run>>>,
    cells: Vec<Vec<Run>>,
}

impl<'a> Writer<'a> {
    fn new(body: &'a mut Body) -> Writer<'a> {
        Writer {
            body,
            runs: Vec::new(),
            look: Look::default(),
            lists: Vec::new(),
            begins_item: false,
            quotes: 0,
            heading: None,
            link: None,
            code: false,
            table: None,
        }
    }

    fn as_typed(&mut self, text: &str) {
        for paragraph in text.split("\n\n") {
            for (at, line) in paragraph.lines().enumerate() {
                if at > 0 {
                    self.runs.push(Run::Break);
                }
                self.runs.push(Run::plain(line));
            }
            self.end_paragraph();
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code => self.lines(&text),
            Event::Text(text) => self.say(&text, self.look),
            Event::Code(text) => self.say(
                &text,
                Look {
                    code: true,
                    ..self.look
                },
            ),
            Event::SoftBreak => self.say(" ", self.look),
            Event::HardBreak => self.runs.push(Run::Break),
            Event::Rule => self.end_paragraph(),
            _ => {}
        }
    }

    fn say(&mut self, text: &str, look: Look) {
        if let Some(Run::Text(last, of)) = self.runs.last_mut()
            && *of == look
        {
            return last.push_str(text);
        }
        self.runs.push(Run::Text(text.to_owned(), look));
    }

    fn lines(&mut self, text: &str) {
        let look = Look {
            code: true,
            ..Look::default()
        };
        for (at, line) in text.trim_end().lines().enumerate() {
            if at > 0 {
                self.runs.push(Run::Break);
            }
            self.runs.push(Run::Text(line.to_owned(), look));
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.end_paragraph(),
            Tag::Heading { level, .. } => {
                self.end_paragraph();
                self.heading = Some(level as u8);
            }
            Tag::BlockQuote(_) => {
                self.end_paragraph();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.end_paragraph();
                self.code = true;
            }
            Tag::List(first) => {
                self.end_paragraph();
                let list = first.map_or(BULLETS, |from| {
                    let depth = self.lists.len();
                    self.body.numbered(Numbered { depth, from })
                });
                self.lists.push(list);
            }
            Tag::Item => {
                self.end_paragraph();
                self.begins_item = true;
            }
            Tag::Emphasis => self.look.italic = true,
            Tag::Strong => self.look.bold = true,
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let mail = link_type == LinkType::Email;
                self.link = (!mail).then(|| Link {
                    address: dest_url.to_string(),
                    from: self.runs.len(),
                });
                // The words of the link begin a run of their own, so that they can be told apart.
                self.runs.push(Run::Text(String::new(), self.look));
            }
            Tag::Table(_) => {
                self.end_paragraph();
                self.table = Some(Table::default());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) => self.end_paragraph(),
            TagEnd::BlockQuote(_) => {
                self.end_paragraph();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.end_paragraph();
                self.code = false;
            }
            TagEnd::List(_) => {
                self.end_paragraph();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.end_paragraph();
                self.begins_item = false;
            }
            TagEnd::Emphasis => self.look.italic = false,
            TagEnd::Strong => self.look.bold = false,
            TagEnd::Link => self.end_link(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(tag == TagEnd::TableHead),
            TagEnd::Table => self.end_table(),
            _ => {}
        }
    }

    /// A link is read on paper too: its words, and its address where they are not the same.
    fn end_link(&mut self) {
        let Some(link) = self.link.take() else {
            return;
        };
        let words: String = self.runs[link.from.min(self.runs.len())..]
            .iter()
            .map(|run| match run {
                Run::Text(text, _) => text.as_str(),
                Run::Break => " ",
            })
            .collect();
        let bare = |address: &str| {
            let after = address.split_once("://").map_or(address, |(_, rest)| rest);
            after.trim_end_matches('/').to_lowercase()
        };
        if bare(&words) != bare(&link.address) {
            self.say(&format!(" ({})", link.address), Look::default());
        }
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.runs);
        if let Some(table) = &mut self.table {
            table.cells.push(cell);
        }
    }

    fn end_row(&mut self, is_head: bool) {
        if let Some(table) = &mut self.table {
            let cells = std::mem::take(&mut table.cells);
            match is_head {
                true => table.head = cells,
                false => table.rows.push(cells),
            }
        }
    }

    fn end_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.body.table("", &table.head, &table.rows);
        }
    }

    fn end_paragraph(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let blank = |run: &Run| matches!(run, Run::Text(text, _) if text.trim().is_empty());
        let heading = self.heading.take();
        if runs.iter().all(blank) {
            return;
        }
        if let Some(level) = heading {
            return self.body.heading(level, &runs);
        }
        let item = self.lists.last().map(|list| Item {
            list: *list,
            depth: self.lists.len() - 1,
        });
        let style = match (item, self.quotes > 0) {
            (Some(_), _) if self.begins_item => "ListParagraph",
            (Some(_), _) => "ListContinue",
            (None, true) => "Quote",
            (None, false) => "",
        };
        let item = item.filter(|_| self.begins_item);
        self.begins_item = false;
        self.body.paragraph(style, item, &runs);
    }
}
