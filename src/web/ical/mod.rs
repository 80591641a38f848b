//! iCalendar (RFC 5545): a calendar of our events as a calendar program reads it, by download or feed.

mod write;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use write::Lines;

pub const CONTENT_TYPE: &str = "text/calendar; charset=utf-8";

/// What a calendar shows of an event whose content not every reader of the feed may see.
const BUSY: &str = "Upptagen";

/// Swedish time as it has been since 1996: the clocks change on the last Sundays of March and October.
const STOCKHOLM: [&str; 16] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Stockholm",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
];

/// How the calendar reaches its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Fetched again and again by a calendar program; without METHOD.
    Feed,
    /// Saved once and opened: METHOD:PUBLISH.
    Download,
}

#[derive(Clone, Debug)]
pub struct Calendar {
    /// "Team Norr – Regiondialog"
    pub name: String,
    pub delivery: Delivery,
    pub events: Vec<Event>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The whole day; takes no time in the calendar.
    Day(Date),
    /// Swedish local time.
    At(DateTime),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Confirmed,
    Tentative,
    Cancelled,
}

impl Status {
    fn code(self) -> &'static str {
        match self {
            Status::Confirmed => "CONFIRMED",
            Status::Tentative => "TENTATIVE",
            Status::Cancelled => "CANCELLED",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Event {
    /// The same for the same event for ever: "dialog-7".
    pub uid: String,
    pub starts: When,
    /// The last day, or the end; none for a single day.
    pub ends: Option<When>,
    pub summary: String,
    pub location: String,
    pub description: String,
    /// The page, with the service's own address.
    pub url: String,
    pub status: Status,
    /// The record's version: grows with every change.
    pub sequence: i64,
    /// When the record was last changed.
    pub changed_at: Timestamp,
    pub categories: Vec<String>,
    /// Minutes before the start (of the day); a negative number is after it.
    pub alarms: Vec<i64>,
    /// Shows that the time is taken, and no word of why.
    pub busy_only: bool,
}

impl Event {
    pub fn new(uid: String, starts: When, summary: String, changed_at: Timestamp) -> Self {
        Event {
            uid,
            starts,
            ends: None,
            summary,
            location: String::new(),
            description: String::new(),
            url: String::new(),
            status: Status::Confirmed,
            sequence: 0,
            changed_at,
            categories: Vec::new(),
            alarms: Vec::new(),
            busy_only: false,
        }
    }

    fn write(&self, lines: &mut Lines) {
        lines.raw("BEGIN:VEVENT");
        lines.text("UID", &format!("{}@regiondialog", self.uid));
        lines.instant("DTSTAMP", self.changed_at);
        lines.instant("LAST-MODIFIED", self.changed_at);
        lines.raw(&format!("SEQUENCE:{}", self.sequence.max(0)));
        lines.when("DTSTART", self.starts);
        if let Some(end) = self.end() {
            lines.when("DTEND", end);
        }
        lines.raw(&format!("STATUS:{}", self.status.code()));
        lines.raw(match self.takes_time() {
            true => "TRANSP:OPAQUE",
            false => "TRANSP:TRANSPARENT",
        });
        self.write_content(lines);
        self.write_alarms(lines);
        lines.raw("END:VEVENT");
    }

    /// The calendar's end of an all-day event is the day after the last.
    fn end(&self) -> Option<When> {
        match (self.starts, self.ends) {
            (When::Day(first), last) => {
                let last = match last {
                    Some(When::Day(last)) => last.max(first),
                    Some(When::At(last)) => last.date().max(first),
                    None => first,
                };
                last.tomorrow().ok().map(When::Day)
            }
            (When::At(start), Some(When::At(end))) => (end > start).then_some(When::At(end)),
            (When::At(_), _) => None,
        }
    }

    fn takes_time(&self) -> bool {
        matches!(self.starts, When::At(_)) && self.status != Status::Cancelled
    }

    fn write_content(&self, lines: &mut Lines) {
        if self.busy_only {
            lines.text("SUMMARY", BUSY);
            lines.raw("CLASS:PRIVATE");
            return;
        }
        lines.text("SUMMARY", &self.summary);
        for (name, value) in [
            ("LOCATION", &self.location),
            ("DESCRIPTION", &self.description),
        ] {
            if !value.is_empty() {
                lines.text(name, value);
            }
        }
        lines.uri("URL", &self.url);
        lines.texts("CATEGORIES", &self.categories);
    }

    /// What is called off wakes nobody.
    fn write_alarms(&self, lines: &mut Lines) {
        if self.status == Status::Cancelled {
            return;
        }
        for minutes in &self.alarms {
            lines.raw("BEGIN:VALARM");
            lines.raw("ACTION:DISPLAY");
            lines.text(
                "DESCRIPTION",
                if self.busy_only { BUSY } else { &self.summary },
            );
            let sign = if *minutes > 0 { "-" } else { "" };
            lines.raw(&format!("TRIGGER:{sign}PT{}M", minutes.unsigned_abs()));
            lines.raw("END:VALARM");
        }
    }
}

impl Calendar {
    pub fn write(&self) -> String {
        let mut lines = Lines::default();
        lines.raw("BEGIN:VCALENDAR");
        lines.raw("VERSION:2.0");
        lines.raw("PRODID:-//Regiondialog//Regiondialog//SV");
        lines.raw("CALSCALE:GREGORIAN");
        match self.delivery {
            Delivery::Download => lines.raw("METHOD:PUBLISH"),
            Delivery::Feed => self.write_feed(&mut lines),
        }
        STOCKHOLM.iter().for_each(|line| lines.raw(line));
        lines.raw("END:VTIMEZONE");
        self.events.iter().for_each(|event| event.write(&mut lines));
        lines.raw("END:VCALENDAR");
        lines.done()
    }

    /// What a subscription is called, and how often it is worth fetching.
    fn write_feed(&self, lines: &mut Lines) {
        lines.text("NAME", &self.name);
        lines.text("X-WR-CALNAME", &self.name);
        lines.raw("X-WR-TIMEZONE:Europe/Stockholm");
        lines.raw("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        lines.raw("X-PUBLISHED-TTL:PT1H");
    }
}

#[cfg(test)]
mod tests;
