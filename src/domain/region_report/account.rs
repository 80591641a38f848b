//! The report itself: sections of lines, drawn as a page, as Word and as the text of a mail.

use super::Outward;
use crate::codes;
use crate::domain::pack::{Block, Label, Table, Words};
use crate::domain::wording::long_date;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    SectionKind {
        Raised = "raised", "Det ni tog upp";
        Ours = "ours", "Det vi lovade";
        Theirs = "theirs", "Det ni lovade";
        Third = "third", "Det andra myndigheter lovade";
        Handovers = "handovers", "Frågor som våra enheter har tagit över";
        Investments = "investments", "Gemensamma satsningar";
    }
}

codes! {
    /// What is new in a line since the last report.
    News {
        New = "new", "Nytt";
        Changed = "changed", "Ändrat";
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// "Vad hände med det ni sade"
    pub title: Outward,
    /// "Region Norrbotten. Dialogen 19 oktober 2026."
    pub about: Outward,
    pub introduction: Outward,
    pub sections: Vec<Section>,
    pub whom_to_ask: Outward,
    /// The day of the last report, against which what is new is told.
    pub since: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub kind: SectionKind,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What it is told apart by from report to report; shown to nobody.
    pub key: String,
    pub what: Outward,
    /// Issue area, unit, who promised.
    pub about: Outward,
    /// "Pågår, klart senast 31 december 2026"
    pub stands: Outward,
    /// How it goes so far, in what is written for the region.
    pub told: Outward,
    pub news: Option<News>,
}

impl Line {
    fn says_the_same(&self, other: &Line) -> bool {
        (&self.what, &self.stands, &self.told) == (&other.what, &other.stands, &other.told)
    }
}

impl Account {
    /// The same, with what is new since an earlier report marked in it.
    pub fn after(mut self, earlier: Option<(&Account, Date)>) -> Account {
        let Some((earlier, day)) = earlier else {
            return self;
        };
        let before: Vec<&Line> = earlier
            .sections
            .iter()
            .flat_map(|each| &each.lines)
            .collect();
        for line in self.sections.iter_mut().flat_map(|each| &mut each.lines) {
            let known = before.iter().find(|each| each.key == line.key);
            line.news = match known {
                None => Some(News::New),
                Some(known) if known.says_the_same(line) => None,
                Some(_) => Some(News::Changed),
            };
        }
        self.since = Some(day);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// "Nytt sedan 3 mars 2027"
    pub fn news_words(&self, line: &Line) -> Option<String> {
        let (news, day) = (line.news?, self.since?);
        Some(format!("{} sedan {}", news.label(), long_date(day)))
    }

    /// The parts of the document that Word is drawn from, each under its heading.
    pub fn parts(&self) -> Vec<(&'static str, Vec<Block<Outward>>)> {
        let mut parts = vec![("", vec![Block::Prose(self.introduction.clone())])];
        for section in &self.sections {
            parts.push((section.kind.label(), vec![self.table(section)]));
        }
        if !self.whom_to_ask.is_blank() {
            let blocks = vec![Block::Prose(self.whom_to_ask.clone())];
            parts.push((ASK, blocks));
        }
        parts
    }

    fn table(&self, section: &Section) -> Block<Outward> {
        let cell = |said: &Outward| (!said.is_blank()).then(|| said.clone());
        let row = |line: &Line| {
            vec![
                cell(&line.what),
                cell(&line.about),
                Some(self.stands_words(line)),
                cell(&line.told),
            ]
        };
        let table = Table {
            name: Label::new(section.kind.label()),
            columns: [section.kind.head(), "Gäller", "Läge", "Så går det"]
                .map(Label::new)
                .to_vec(),
            rows: section.lines.iter().map(row).collect(),
        };
        Block::Table(table.without_empty_columns())
    }

    fn stands_words(&self, line: &Line) -> Outward {
        match self.news_words(line) {
            Some(news) => line.stands.followed_by(&format!(" ({})", lower(&news))),
            None => line.stands.clone(),
        }
    }

    /// The text of a mail.
    pub fn letter(&self) -> String {
        let mut text = format!("{}\n{}\n\n{}\n", self.title, self.about, self.introduction);
        for section in &self.sections {
            text.push_str(&format!("\n{}\n", section.kind.label().to_uppercase()));
            for line in &section.lines {
                text.push_str(&self.letter_line(line));
            }
        }
        if !self.whom_to_ask.is_blank() {
            text.push_str(&format!("\n{}\n{}\n", ASK.to_uppercase(), self.whom_to_ask));
        }
        text
    }

    fn letter_line(&self, line: &Line) -> String {
        let mut text = format!("\n– {}\n", line.what);
        if !line.about.is_blank() {
            text.push_str(&format!("  Gäller: {}\n", line.about));
        }
        text.push_str(&format!("  Läge: {}\n", self.stands_words(line)));
        if !line.told.is_blank() {
            let told = line.told.words().replace('\n', "\n  ");
            text.push_str(&format!("  Så går det: {told}\n"));
        }
        text
    }
}

/// The heading over whom the region can ask.
pub const ASK: &str = "Vem ni kan fråga";

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let first = first.into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

impl SectionKind {
    /// The heading of the column that says what a line is about.
    fn head(self) -> &'static str {
        match self {
            SectionKind::Raised => "Vad ni sade",
            SectionKind::Ours | SectionKind::Theirs | SectionKind::Third => "Löfte",
            SectionKind::Handovers => "Fråga",
            SectionKind::Investments => "Satsning",
        }
    }
}
