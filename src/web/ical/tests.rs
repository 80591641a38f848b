//! What is written, byte by byte, and read back by a parser we did not write.

use super::*;
use icalendar::parser::{Component, read_calendar, unfold};
use jiff::civil::{Weekday, date};
use jiff::tz::TimeZone;

const NASTY: &[&str] = &[
    "Norrbotten; möte, plan \\ och \\n",
    "rad ett\nrad två\r\nrad tre\rrad fyra",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:falsk",
    "x\nATTACH:http://ond.se",
    "\u{2028}DTSTART:20200101\u{2029}URL:x\u{85}y\u{b}z\u{c}w",
    "\0\u{1}\u{7f}\u{9b}tecken",
    "🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲",
    "åååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå",
    "e\u{301}\u{200d}\u{feff}\u{202e}",
    "\"citat\":;TZID=\"x\":",
    " inledande och avslutande ",
    "\\",
    "\\\\n",
    ":",
    "",
];

fn changed() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().expect("a time")
}

fn event() -> Event {
    let starts = When::At(date(2026, 12, 3).at(9, 0, 0, 0));
    Event {
        ends: Some(When::At(date(2026, 12, 3).at(12, 30, 0, 0))),
        location: "Luleå, Stadshuset".into(),
        description: "Rad ett\nRad två".into(),
        url: "https://dialog.example.se/dialoger/7".into(),
        status: Status::Tentative,
        sequence: 4,
        categories: vec!["Regiondialog".into(), "Team; Norr".into()],
        alarms: vec![1440, 60],
        ..Event::new(
            "dialog-7".into(),
            starts,
            "Regiondialog Norrbotten".into(),
            changed(),
        )
    }
}

fn calendar(delivery: Delivery, events: Vec<Event>) -> String {
    Calendar {
        name: "Team Norr – Regiondialog".into(),
        delivery,
        events,
    }
    .write()
}

fn feed(event: Event) -> String {
    calendar(Delivery::Feed, vec![event])
}

/// What the other parser makes of a calendar's events.
fn read<T>(text: &str, see: impl FnOnce(Vec<&Component<'_>>) -> T) -> T {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).expect("a calendar");
    see(calendar
        .components
        .iter()
        .filter(|each| each.name == "VEVENT")
        .collect())
}

fn value(component: &Component<'_>, name: &str) -> Option<String> {
    let found = component.find_prop(name)?;
    Some(found.val.as_ref().to_owned())
}

#[test]
fn an_event_is_written_line_by_line() {
    let text = feed(event());
    let lines: Vec<_> = text.split("\r\n").collect();
    let from = lines
        .iter()
        .position(|line| *line == "BEGIN:VEVENT")
        .expect("an event");
    assert_eq!(
        lines[from..from + 22],
        [
            "BEGIN:VEVENT",
            "UID:dialog-7@regiondialog",
            "DTSTAMP:20261120T120000Z",
            "LAST-MODIFIED:20261120T120000Z",
            "SEQUENCE:4",
            "DTSTART;TZID=Europe/Stockholm:20261203T090000",
            "DTEND;TZID=Europe/Stockholm:20261203T123000",
            "STATUS:TENTATIVE",
            "TRANSP:OPAQUE",
            "SUMMARY:Regiondialog Norrbotten",
            "LOCATION:Luleå\\, Stadshuset",
            "DESCRIPTION:Rad ett\\nRad två",
            "URL:https://dialog.example.se/dialoger/7",
            "CATEGORIES:Regiondialog,Team\\; Norr",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Regiondialog Norrbotten",
            "TRIGGER:-PT1440M",
            "END:VALARM",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Regiondialog Norrbotten",
        ]
    );
}

#[test]
fn a_feed_has_a_name_and_a_download_a_method() {
    let feed = calendar(Delivery::Feed, vec![]);
    assert!(feed.contains("\r\nX-WR-CALNAME:Team Norr – Regiondialog\r\n"));
    assert!(feed.contains("\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"));
    assert!(!feed.contains("METHOD"));
    assert!(calendar(Delivery::Download, vec![]).contains("\r\nMETHOD:PUBLISH\r\n"));
}

#[test]
fn a_whole_day_ends_the_day_after_and_takes_no_time() {
    let day = date(2026, 12, 31);
    let whole = Event::new("m".into(), When::Day(day), "Pack".into(), changed());
    let text = feed(whole.clone());
    assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
    assert!(text.contains("TRANSP:TRANSPARENT"));
    let backwards = Event {
        ends: Some(When::Day(date(2026, 12, 1))),
        ..whole
    };
    assert!(feed(backwards).contains("DTEND;VALUE=DATE:20270101"));
    let late = Event {
        alarms: vec![-540],
        ..event()
    };
    assert!(feed(late).contains("TRIGGER:PT540M"));
}

#[test]
fn an_end_that_is_no_end_is_left_out() {
    let backwards = Event {
        ends: Some(When::At(date(2026, 12, 3).at(8, 0, 0, 0))),
        ..event()
    };
    assert!(!feed(backwards).contains("DTEND"));
}

#[test]
fn what_is_called_off_wakes_nobody_and_frees_the_time() {
    let text = feed(Event {
        status: Status::Cancelled,
        ..event()
    });
    assert!(text.contains("STATUS:CANCELLED") && text.contains("TRANSP:TRANSPARENT"));
    assert!(!text.contains("VALARM"));
}

#[test]
fn a_busy_event_says_nothing_but_busy() {
    let text = feed(Event {
        busy_only: true,
        ..event()
    });
    for told in [
        "Norrbotten",
        "Luleå",
        "Rad ett",
        "https",
        "CATEGORIES",
        "LOCATION",
        "URL",
    ] {
        assert!(!text.contains(told), "{told}");
    }
    assert!(text.contains("SUMMARY:Upptagen\r\nCLASS:PRIVATE"));
    assert_eq!(
        text.matches("DESCRIPTION:Upptagen").count(),
        2,
        "the alarms"
    );
}

#[test]
fn no_text_leaves_its_place() {
    for nasty in NASTY {
        let text = feed(Event {
            summary: (*nasty).into(),
            location: format!("Plats {nasty}"),
            description: nasty.repeat(20),
            categories: vec![(*nasty).into(), "Två".into()],
            uid: format!("dialog-{nasty}"),
            url: format!("https://x/{nasty}"),
            ..event()
        });
        assert!(
            !text.replace("\r\n", "").contains(['\r', '\n']),
            "{nasty:?}"
        );
        let begins = |name: &str| {
            text.split("\r\n")
                .filter(|line| line.starts_with(name))
                .count()
        };
        for (name, times) in [
            ("BEGIN:VEVENT", 1),
            ("SUMMARY", 1),
            ("DTSTART", 3),
            ("ATTACH", 0),
            ("END:VEVENT", 1),
        ] {
            assert_eq!(begins(name), times, "{name} with {nasty:?}");
        }
    }
}

#[test]
fn every_line_fits_and_no_character_is_cut() {
    for nasty in NASTY {
        for pad in 0..8 {
            let summary = "x".repeat(pad) + &nasty.repeat(30);
            let text = feed(Event { summary, ..event() });
            assert!(text.ends_with("\r\n"));
            for line in text.split("\r\n") {
                assert!(line.len() <= 75, "{} octets: {line}", line.len());
            }
        }
    }
}

#[test]
fn another_parser_reads_back_what_was_meant() {
    for nasty in NASTY {
        let summary = format!("Å {nasty} slut");
        let text = feed(Event {
            summary: summary.clone(),
            ..event()
        });
        read(&text, |events| {
            assert_eq!(events.len(), 1, "{nasty:?}");
            let event = events[0];
            let got = value(event, "SUMMARY").expect("a summary");
            assert_eq!(got, plain(&summary), "{nasty:?}");
            assert_eq!(
                value(event, "UID").as_deref(),
                Some("dialog-7@regiondialog")
            );
            assert_eq!(value(event, "DTSTART").as_deref(), Some("20261203T090000"));
            assert_eq!(event.components.len(), 2, "alarms");
        });
    }
}

/// What is left of a text: line breaks of every kind are one, other controls are gone.
fn plain(text: &str) -> String {
    let breaks = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let text = text.replace("\r\n", "\n").replace(breaks, "\n");
    text.chars()
        .filter(|each| *each == '\n' || !(each.is_control() || *each == '\u{feff}'))
        .collect()
}

#[test]
fn the_rules_of_the_time_zone_are_those_of_the_database() {
    let stockholm = TimeZone::get("Europe/Stockholm").expect("bundled");
    for year in 1997..2050 {
        for (month, before, after, hour) in [(3, 1, 2, 2), (10, 2, 1, 3)] {
            let sunday = date(year, month, 1)
                .nth_weekday_of_month(-1, Weekday::Sunday)
                .expect("a Sunday");
            let offset = i64::from(before) * 3600;
            let switch = sunday
                .at(hour, 0, 0, 0)
                .to_zoned(TimeZone::UTC)
                .expect("a time")
                .timestamp();
            let switch = Timestamp::from_second(switch.as_second() - offset).expect("a time");
            let hours = |seconds: i64| {
                let at = Timestamp::from_second(switch.as_second() + seconds).expect("a time");
                stockholm.to_offset(at).seconds() / 3600
            };
            assert_eq!((hours(-1), hours(0)), (before, after), "{sunday}");
        }
    }
    let text = calendar(Delivery::Feed, vec![]);
    assert_eq!(text.matches("RRULE:FREQ=YEARLY").count(), 2);
    assert!(
        date(1996, 3, 31).weekday() == Weekday::Sunday
            && date(1996, 10, 27).weekday() == Weekday::Sunday
    );
}
