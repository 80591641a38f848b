//! A row of the table: a form or a page, and what each of the cast gets there.

use super::CAST;

pub type Fields = &'static [(&'static str, &'static str)];

pub struct Row {
    pub path: &'static str,
    pub fields: Fields,
    answers: Vec<(&'static str, u16)>,
    accepted: u16,
    pub of_visitor: u16,
    /// Whether an accepted form leaves an event.
    pub writes: bool,
    /// A field and a value in it that cannot be saved.
    pub wrong: Option<(&'static str, &'static str)>,
    /// What another person might have written in the same moment.
    pub other: Option<(&'static str, &'static str)>,
}

pub fn row(path: &'static str, fields: Fields) -> Row {
    Row {
        path,
        fields,
        answers: Vec::new(),
        accepted: 303,
        of_visitor: 401,
        writes: true,
        wrong: None,
        other: None,
    }
}

pub fn page(path: &'static str) -> Row {
    Row {
        accepted: 200,
        of_visitor: 303,
        ..row(path, &[])
    }
}

impl Row {
    pub fn may(mut self, who: &[&'static str]) -> Row {
        self.answers
            .extend(who.iter().map(|each| (*each, self.accepted)));
        self
    }

    pub fn all(mut self, status: u16) -> Row {
        self.answers.extend(CAST.iter().map(|each| (*each, status)));
        self.quiet()
    }

    pub fn but(mut self, who: &'static str, status: u16) -> Row {
        self.answers.push((who, status));
        self
    }

    /// As the demo stands there is nothing to do.
    pub fn quiet(mut self) -> Row {
        self.writes = false;
        self
    }

    pub fn wrong(mut self, field: &'static str, value: &'static str) -> Row {
        self.wrong = Some((field, value));
        self
    }

    pub fn other(mut self, field: &'static str, value: &'static str) -> Row {
        self.other = Some((field, value));
        self
    }

    pub fn visitor(mut self, status: u16) -> Row {
        self.of_visitor = status;
        self
    }

    /// What a person gets: the last that was said of her, else 403.
    pub fn answer(&self, who: &str) -> u16 {
        let said = self.answers.iter().rev().find(|(each, _)| *each == who);
        said.map_or(403, |(_, status)| *status)
    }

    /// One of those who may.
    pub fn someone(&self) -> Option<&'static str> {
        CAST.iter().copied().find(|who| self.answer(who) < 400)
    }

    pub fn refuses(&self, who: &str) -> bool {
        self.answer(who) >= 400
    }
}
