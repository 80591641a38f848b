//! Table tests of what is written in the search field.

use super::*;
use crate::domain::places::DateSpan;
use jiff::civil::date;

fn counties() -> Vec<County> {
    let county = |code: &str, short: &str, name: &str, aliases: &str| County {
        code: code.into(),
        slug: slug(short),
        name: name.into(),
        short_name: short.into(),
        letters: String::new(),
        seat_town: String::new(),
        programme_area: String::new(),
        aliases: aliases.into(),
        team_id: 1,
        team_name: "Norr".into(),
        team_slug: "norr".into(),
        version: 1,
    };
    vec![
        county("08", "Kalmar", "Kalmar län", ""),
        county("18", "Örebro", "Örebro län", ""),
        county("04", "Södermanland", "Södermanlands län", "Sörmland"),
    ]
}

fn teams() -> Vec<Team> {
    vec![Team {
        id: 1,
        slug: "norr".into(),
        name: "Norr".into(),
        position: 1,
        span: DateSpan {
            from: date(2018, 1, 1),
            to: None,
        },
        version: 1,
    }]
}

fn ask(text: &str) -> Asked {
    read(text, &counties(), &teams())
}

fn word(text: &str) -> Term {
    Term::Word(text.into())
}

#[test]
fn words_phrases_and_what_is_left_out() {
    let rows: [(&str, Vec<Term>, Vec<Term>); 9] = [
        ("", vec![], vec![]),
        (
            "Insatser  i Kalmar",
            vec![word("insatser"), word("i"), word("kalmar")],
            vec![],
        ),
        (
            "\"grön omställning\"",
            vec![Term::Phrase(vec!["grön".into(), "omställning".into()])],
            vec![],
        ),
        (
            "”grön omställning”",
            vec![Term::Phrase(vec!["grön".into(), "omställning".into()])],
            vec![],
        ),
        (
            "e-handel",
            vec![Term::Phrase(vec!["e".into(), "handel".into()])],
            vec![],
        ),
        ("varsel -stål", vec![word("varsel")], vec![word("stål")]),
        (
            "\"utan slut",
            vec![Term::Phrase(vec!["utan".into(), "slut".into()])],
            vec![],
        ),
        ("* ( ) ^ : - \" \0", vec![], vec![]),
        (
            "kl 09:30",
            vec![word("kl"), Term::Phrase(vec!["09".into(), "30".into()])],
            vec![],
        ),
    ];
    for (text, terms, without) in rows {
        let asked = ask(text);
        assert_eq!((asked.terms, asked.without), (terms, without), "{text}");
        assert_eq!(asked.filter, Filter::default(), "{text}");
    }
}

#[test]
fn a_filter_is_the_same_as_the_control() {
    let kind = |kind| Filter {
        kind: Some(kind),
        ..Filter::default()
    };
    let county = |code: &str| Filter {
        county: Some(code.into()),
        ..Filter::default()
    };
    let state = |state| Filter {
        state: Some(state),
        ..Filter::default()
    };
    let rows = [
        ("typ:insats", kind(Kind::Action)),
        ("TYP:Insatser", kind(Kind::Action)),
        ("typ:\"nationell myndighet\"", kind(Kind::NationalAgency)),
        ("län:kalmar", county("08")),
        ("lan:Kalmar", county("08")),
        ("län:08", county("08")),
        ("län:orebro", county("18")),
        ("län:Örebros", county("18")),
        ("län:sörmland", county("04")),
        (
            "team:norr",
            Filter {
                team: Some(1),
                ..Filter::default()
            },
        ),
        (
            "år:2026",
            Filter {
                year: Some(2026),
                ..Filter::default()
            },
        ),
        ("är:öppen", state(State::Open)),
        ("ar:oppen", state(State::Open)),
        ("är:sen", state(State::Late)),
        ("är:avslutad", state(State::Closed)),
        (
            "@jag",
            Filter {
                mine: true,
                ..Filter::default()
            },
        ),
    ];
    for (text, filter) in rows {
        let asked = ask(text);
        assert_eq!(asked.filter, filter, "{text}");
        assert!(asked.terms.is_empty() && asked.unknown.is_empty(), "{text}");
        assert_eq!(asked.text, "", "{text}");
    }
}

#[test]
fn filters_and_words_stand_together() {
    let asked = ask("@jag är:öppen kompetens län:kalmar typ:insats \"två ord\"");
    assert_eq!(asked.text, "kompetens \"två ord\"");
    assert_eq!(asked.terms.len(), 2);
    assert_eq!(
        asked.filter,
        Filter {
            kind: Some(Kind::Action),
            county: Some("08".into()),
            state: Some(State::Open),
            mine: true,
            ..Filter::default()
        }
    );
}

#[test]
fn a_filter_nobody_knows_is_told() {
    for (text, unknown) in [
        ("färg:röd", vec!["färg:röd"]),
        ("typ:katt insats", vec!["typ:katt"]),
        ("län:atlantis år:1066", vec!["län:atlantis", "år:1066"]),
        ("är:blå", vec!["är:blå"]),
    ] {
        assert_eq!(ask(text).unknown, unknown, "{text}");
    }
    for text in ["https://exempel.se/sida", "Dnr: 12", "9:15", "a:", ":b"] {
        assert!(ask(text).unknown.is_empty(), "{text}");
    }
}

#[test]
fn what_is_endless_is_cut() {
    let asked = ask(&"ord ".repeat(10_000));
    assert_eq!(asked.terms.len(), MOST_TERMS);
    assert!(ask(&"\"".repeat(9_999)).terms.is_empty());
}
