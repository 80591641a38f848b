//! The two voices of minutes, how they come about, and when what can be done with them.

use super::*;
use crate::domain::outcome::OutcomeKind;
use crate::domain::pack::{Block, Words};
use crate::domain::participant::Attended;
use jiff::civil::{date, time};

fn line(item_id: Option<i64>, kind: OutcomeKind, text: &str, shareable: bool) -> Line {
    Line {
        item_id,
        kind,
        text: text.into(),
        shareable,
    }
}

fn person(name: &str, organisation: &str, attended: Attended) -> Person {
    Person {
        name: name.into(),
        title: "hemlig titel".into(),
        organisation: organisation.into(),
        attended,
    }
}

/// Minutes in which every internal text says `hemlig`.
fn sources() -> Sources {
    let item = |id, title: &str| Item {
        id,
        title: title.into(),
        presenter: "Regionen".into(),
        standing: false,
        carried: false,
    };
    Sources {
        occasion: Occasion {
            dialogue_id: 7,
            county: "Norrbotten".into(),
            actor: "Region Norrbotten".into(),
            held_on: date(2026, 12, 3),
            starts_at: time(9, 0, 0, 0),
            ends_at: time(12, 0, 0, 0),
            place: "Luleå".into(),
            diary_no: "hemligt nummer".into(),
            notes: "hemliga anteckningar".into(),
        },
        people: vec![
            person("Karin Exempel", "Region Norrbotten", Attended::Yes),
            person("Anna Lind", "", Attended::Yes),
            person("hemlig frånvarande", "", Attended::No),
            person("hemlig okänd", "", Attended::Unknown),
        ],
        agencies: vec![
            Agency {
                name: "Vinnova".into(),
                attended: Attended::Yes,
            },
            Agency {
                name: "hemlig myndighet".into(),
                attended: Attended::Unknown,
            },
        ],
        agenda: vec![
            item(1, "Läget i länet"),
            item(2, "Regler"),
            item(3, "Nästa steg"),
        ],
        lines: vec![
            line(Some(1), OutcomeKind::Information, "Öppen lägesbild", true),
            line(Some(1), OutcomeKind::Information, "hemlig lägesbild", false),
            line(Some(1), OutcomeKind::Decision, "Öppet beslut", true),
            line(Some(2), OutcomeKind::Decision, "hemligt beslut", false),
            line(Some(2), OutcomeKind::Wish, "hemligt önskemål", false),
            line(None, OutcomeKind::Priority, "Öppen prioritering", true),
        ],
        actions: vec![
            Promise {
                title: "Öppen insats".into(),
                direction: "Vi lovar regionen".into(),
                unit: "hemlig enhet".into(),
                due_on: date(2027, 3, 1),
                shareable: true,
            },
            Promise {
                title: "hemlig insats".into(),
                direction: "Vi lovar regionen".into(),
                unit: "hemlig enhet".into(),
                due_on: date(2027, 3, 1),
                shareable: false,
            },
        ],
        handovers: vec![Handover {
            question: "hemlig fråga".into(),
            unit: "hemlig enhet".into(),
            contact_by: date(2027, 1, 10),
            shareable: false,
        }],
        written: Written {
            introduction: "hemlig inledning".into(),
            closing: "Öppen avslutning".into(),
            closing_shareable: true,
            ..Written::default()
        },
    }
}

fn inside(from: &Sources) -> String {
    format!("{:?}", build(from).document)
}

fn outside(from: &Sources) -> String {
    format!("{:?}", build(from).document.shared().0)
}

#[test]
fn what_is_internal_is_in_the_minutes_and_never_in_what_is_shared() {
    let from = sources();
    let (document, held_back) = build(&from).document.shared();
    let told = format!("{document:?}");
    assert!(inside(&from).contains("hemlig"));
    assert!(!told.to_lowercase().contains("hemlig"), "{told}");
    assert!(held_back >= 12, "{held_back}");
    let letter = Letter {
        document: &document,
        actor: "Region Norrbotten",
        day: "3 december 2026",
        number: None,
        signed: &["Elsa Norling".to_owned()],
    };
    for told in [told, letter.write()] {
        for open in [
            "Karin Exempel",
            "Vinnova",
            "Öppen lägesbild",
            "Öppet beslut",
            "Öppen prioritering",
            "Öppen insats",
            "Öppen avslutning",
        ] {
            assert!(told.contains(open), "{open} is not in {told}");
        }
        assert!(!told.to_lowercase().contains("hemlig"), "{told}");
    }
}

#[test]
fn a_text_stands_instead_of_an_items_lines_and_has_a_mark_of_its_own() {
    let rows = [(true, true), (false, false)];
    for (shareable, is_shared) in rows {
        let mut from = sources();
        let text = Text {
            text: "Omskrivet".into(),
            shareable,
        };
        from.written.texts.insert(1, text);
        assert!(inside(&from).contains("Omskrivet"));
        assert!(!inside(&from).contains("Öppen lägesbild"));
        assert_eq!(outside(&from).contains("Omskrivet"), is_shared);
        assert!(!outside(&from).contains("Öppen lägesbild"));
    }
}

#[test]
fn a_text_for_an_item_that_was_taken_away_is_not_lost() {
    let mut from = sources();
    let text = Text {
        text: "Om en borttagen punkt".into(),
        shareable: false,
    };
    from.written.texts.insert(99, text);
    assert!(inside(&from).contains("Om en borttagen punkt"));
    assert!(!outside(&from).contains("Om en borttagen punkt"));
}

#[test]
fn an_item_of_which_nothing_may_be_told_has_no_part_of_its_own_outside() {
    let (document, _) = build(&sources()).document.shared();
    let anchors: Vec<&str> = document
        .parts
        .iter()
        .map(|part| part.anchor.as_str())
        .collect();
    assert_eq!(
        anchors,
        [
            "inledning",
            "narvaro",
            "dagordning",
            "punkt-1",
            "ovrigt",
            "beslut",
            "insatser",
            "avslutning"
        ]
    );
    for part in &document.parts {
        assert!(!matches!(part.blocks.last(), Some(Block::Heading(..))));
    }
}

#[test]
fn everyone_is_listed_until_someone_is_marked_as_having_come() {
    let mut from = sources();
    assert!(inside(&from).contains("deltog inte"));
    for each in &mut from.people {
        each.attended = Attended::Unknown;
    }
    let told = inside(&from);
    assert!(told.contains("Närvaron är inte ifylld") && told.contains("Karin Exempel"));
    assert!(!outside(&from).contains("Närvaron är inte ifylld"));
}

#[test]
fn what_is_missing_is_told_and_stops_nothing() {
    let missing = build(&sources()).missing;
    let what: Vec<&str> = missing.iter().map(|each| each.what.as_str()).collect();
    assert_eq!(
        what,
        ["Om 1 medverkande deltog", "Vad som sades om Nästa steg"]
    );
    let mut from = sources();
    from.agenda[2].carried = true;
    from.people[3].attended = Attended::Yes;
    assert_eq!(build(&from).missing, []);
}

#[test]
fn what_is_locked_is_read_again_as_it_was() {
    let minutes = build(&sources());
    let kept: Minutes = serde_json::from_str(&minutes.content().unwrap()).unwrap();
    assert_eq!(kept, minutes);
    assert_eq!(kept.document.title.words(), "Minnesanteckningar Norrbotten");
    assert_eq!(
        kept.document.when.words(),
        "Torsdag 3 december 2026 kl. 9–12, Luleå"
    );
}

#[test]
fn what_is_written_is_flat_and_comes_back_whole() {
    let mut written = sources().written;
    let text = Text {
        text: "Ord".into(),
        shareable: true,
    };
    written.texts.insert(12, text);
    let json = serde_json::to_value(&written).unwrap();
    assert_eq!(
        (&json["text_12"], &json["shareable_12"]),
        (&"Ord".into(), &true.into())
    );
    assert_eq!(serde_json::from_value::<Written>(json).unwrap(), written);
}

#[test]
fn each_step_is_open_where_it_belongs() {
    use crate::domain::dialogue::Phase::*;
    use Status::{Draft, Final, Review};
    let rows = [
        (Step::Write, Draft, Preparing, false),
        (Step::Write, Draft, Holding, true),
        (Step::Write, Review, FollowingUp, true),
        (Step::Write, Final, FollowingUp, false),
        (Step::Write, Draft, Closed, true),
        (Step::Write, Draft, Cancelled, false),
        (Step::Send, Review, FollowingUp, true),
        (Step::Send, Final, Closed, false),
        (Step::TakeBack, Draft, FollowingUp, false),
        (Step::TakeBack, Review, Holding, true),
        (Step::Answer, Review, FollowingUp, true),
        (Step::Answer, Draft, FollowingUp, false),
        (Step::Answer, Final, FollowingUp, false),
        (Step::Lock, Draft, Holding, false),
        (Step::Lock, Draft, FollowingUp, true),
        (Step::Lock, Review, Closed, true),
        (Step::Lock, Final, Closed, false),
        (Step::Reopen, Final, Closed, true),
        (Step::Reopen, Final, FollowingUp, true),
        (Step::Reopen, Draft, FollowingUp, false),
    ];
    for (step, status, phase, open) in rows {
        assert_eq!(
            step.is_open(status, phase),
            open,
            "{step:?} {status:?} {phase:?}"
        );
    }
}

#[test]
fn an_edition_is_named_by_the_number_that_is_kept() {
    assert_eq!(number_words(12, 1), "MA 12");
    assert_eq!(number_words(12, 3), "MA 12, utgåva 3");
}
