//! Content lines: escaped, folded at 75 octets, ended by CRLF. Nothing a person typed can begin one.

use super::When;
use jiff::Timestamp;
use jiff::civil::DateTime;

/// Octets in a line, the space that continues one included.
const LINE: usize = 75;

#[derive(Default)]
pub struct Lines(String);

impl Lines {
    pub fn done(self) -> String {
        self.0
    }

    /// A line of our own words.
    pub fn raw(&mut self, line: &str) {
        let mut octets = 0;
        for each in line.chars().filter(|each| !each.is_control()) {
            if octets + each.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(each);
            octets += each.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    pub fn text(&mut self, name: &str, value: &str) {
        self.raw(&format!("{name}:{}", escape(value)));
    }

    /// Several texts; nothing when there are none.
    pub fn texts(&mut self, name: &str, values: &[String]) {
        let values: Vec<_> = values.iter().map(|value| escape(value)).collect();
        if !values.is_empty() {
            self.raw(&format!("{name}:{}", values.join(",")));
        }
    }

    /// An address; nothing when it is empty or could not stand in one.
    pub fn uri(&mut self, name: &str, value: &str) {
        let whole = value.chars().all(|each| each.is_ascii_graphic());
        if whole && !value.is_empty() {
            self.raw(&format!("{name}:{value}"));
        }
    }

    pub fn instant(&mut self, name: &str, at: Timestamp) {
        self.raw(&format!("{name}:{}", at.strftime("%Y%m%dT%H%M%SZ")));
    }

    pub fn when(&mut self, name: &str, when: When) {
        match when {
            When::Day(day) => self.raw(&format!("{name};VALUE=DATE:{}", day.strftime("%Y%m%d"))),
            When::At(at) => self.raw(&format!("{name};TZID=Europe/Stockholm:{}", local(at))),
        }
    }
}

fn local(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

/// A text as a value: every kind of line break is one, and no other control character is left.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for each in text.replace("\r\n", "\n").chars() {
        match each {
            '\\' => safe.push_str("\\\\"),
            ';' => safe.push_str("\\;"),
            ',' => safe.push_str("\\,"),
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                safe.push_str("\\n")
            }
            '\t' => safe.push(' '),
            each if each.is_control() || each == '\u{feff}' => {}
            each => safe.push(each),
        }
    }
    safe
}
