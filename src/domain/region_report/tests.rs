//! What leaves the house in a report, what stays, and what is marked as new.

use super::*;
use crate::domain::action::Direction;
use crate::domain::action::Status as ActionStatus;
use crate::domain::investment::Status as InvestmentState;
use crate::domain::outcome::OutcomeKind;
use crate::domain::pack::Words;
use crate::domain::since::{Handover, Investment};
use jiff::civil::date;

/// Sources in which every text that may not leave says `hemlig`.
fn sources(shareable: bool) -> Sources {
    let said = |words: &str| match shareable {
        true => format!("öppen {words}"),
        false => format!("hemlig {words}"),
    };
    let handover = Handover {
        id: 1,
        question: said("fråga"),
        shareable,
        unit: "Enheten Innovation".into(),
        status: crate::domain::handover::Status::Sent,
        contact_by: date(2026, 11, 2),
        first_contact_on: None,
    };
    let raised = |id, kind, led_to| Raised {
        id,
        kind,
        text: said("önskan"),
        shareable,
        issue_area: "Kompetensförsörjning".into(),
        led_to,
    };
    let promise = |id, direction| Promise {
        id,
        direction,
        title: said("löfte"),
        shareable,
        region_text: said("text till regionen"),
        agency: String::new(),
        issue_area: "Kompetensförsörjning".into(),
        status: ActionStatus::Ongoing,
        due_on: date(2026, 12, 31),
    };
    Sources {
        county: "Norrbotten".into(),
        actor: "Region Norrbotten".into(),
        held_on: date(2026, 10, 19),
        agency: "Myndigheten".into(),
        introduction: String::new(),
        whom_to_ask: String::new(),
        contacts: vec![Contact {
            function: "uppdragsansvarig".into(),
            name: "Elsa Norling".into(),
        }],
        raised: vec![
            raised(1, OutcomeKind::Wish, LedTo::Nothing),
            raised(
                2,
                OutcomeKind::Priority,
                LedTo::Action(ActionStatus::Ongoing, true),
            ),
            raised(3, OutcomeKind::Choice, LedTo::Handover(handover.clone())),
            raised(4, OutcomeKind::Wish, LedTo::Parked),
        ],
        promises: vec![
            promise(11, Direction::ToRegion),
            promise(12, Direction::FromRegion),
            Promise {
                agency: "Vinnova".into(),
                ..promise(13, Direction::Third)
            },
        ],
        handovers: vec![handover],
        investments: vec![Investment {
            id: 21,
            title: said("satsning"),
            shareable,
            region_text: said("text om satsningen"),
            state: InvestmentState::Prepared,
        }],
    }
}

fn everything(account: &Account) -> String {
    format!("{account:?} {} {:?}", account.letter(), account.parts())
}

#[test]
fn nothing_that_is_not_shareable_leaves_the_house() {
    let built = build(&sources(false), None);
    let told = everything(&built.account);
    assert!(!told.contains("hemlig"), "{told}");
    assert!(built.account.is_empty());
    assert_eq!(built.held_back, 4 + 3 + 1 + 1);
    assert!(built.lacking.is_empty());
}

#[test]
fn what_is_shareable_stands_under_its_heading_with_how_it_stands() {
    let built = build(&sources(true), None);
    let letter = built.account.letter();
    let mut last = 0;
    for words in [
        "Vad hände med det ni sade",
        "Region Norrbotten. Dialogen med Myndigheten 19 oktober 2026.",
        "DET NI TOG UPP",
        "öppen önskan",
        "Önskemål, Kompetensförsörjning",
        "Noterat",
        "Blev en insats: pågår",
        "Överlämnad till Enheten Innovation: kontakt tas senast 2 november 2026",
        "Tas upp i en kommande dialog",
        "DET VI LOVADE",
        "Pågår, klart senast 31 december 2026",
        "öppen text till regionen",
        "DET NI LOVADE",
        "DET ANDRA MYNDIGHETER LOVADE",
        "Vinnova, Kompetensförsörjning",
        "FRÅGOR SOM VÅRA ENHETER HAR TAGIT ÖVER",
        "GEMENSAMMA SATSNINGAR",
        "Bereds",
        "VEM NI KAN FRÅGA",
        "Elsa Norling, uppdragsansvarig",
    ] {
        let at = letter[last..].find(words);
        last += at.unwrap_or_else(|| panic!("{words} is not there, or too early:\n{letter}"));
    }
    assert_eq!(built.held_back, 0);
}

#[test]
fn what_a_line_became_is_told_only_when_the_region_may_know_of_it() {
    let mut from = sources(true);
    from.raised[1].led_to = LedTo::Action(ActionStatus::Ongoing, false);
    if let LedTo::Handover(handover) = &mut from.raised[2].led_to {
        handover.shareable = false;
    }
    let built = build(&from, None);
    let stands: Vec<&str> = built.account.sections[0]
        .lines
        .iter()
        .map(|line| line.stands.words())
        .collect();
    assert_eq!(
        stands,
        [
            "Noterat",
            "Noterat",
            "Noterat",
            "Tas upp i en kommande dialog"
        ]
    );
}

#[test]
fn what_is_new_since_the_last_report_is_marked() {
    let earlier = build(&sources(true), None).account;
    let day = date(2026, 11, 16);
    let mut from = sources(true);
    from.promises[0].status = ActionStatus::Done;
    from.promises.push(Promise {
        id: 14,
        ..from.promises[0].clone()
    });
    let account = build(&from, Some((&earlier, day))).account;
    let news: Vec<(String, Option<News>)> = account
        .sections
        .iter()
        .flat_map(|section| &section.lines)
        .filter(|line| line.key.starts_with("insats"))
        .map(|line| (line.key.clone(), line.news))
        .collect();
    assert_eq!(
        news,
        [
            ("insats/11".to_owned(), Some(News::Changed)),
            ("insats/14".to_owned(), Some(News::New)),
            ("insats/12".to_owned(), None),
            ("insats/13".to_owned(), None),
        ]
    );
    let letter = account.letter();
    assert!(letter.contains("Läge: Genomförd (ändrat sedan 16 november 2026)"));
    assert!(letter.contains("(nytt sedan 16 november 2026)"));
    assert!(letter.contains("Det som är nytt sedan vår förra rapport 16 november 2026"));
    let first = build(&from, None).account.letter();
    assert!(!first.contains("nytt sedan"));
}

#[test]
fn what_is_told_without_how_it_goes_is_named_to_the_writer() {
    let mut from = sources(true);
    from.promises[0].region_text.clear();
    from.investments[0].region_text.clear();
    let lacking = build(&from, None).lacking;
    let hrefs: Vec<&str> = lacking.iter().map(|each| each.href.as_str()).collect();
    assert_eq!(hrefs, ["/insatser/11", "/satsningar/21"]);
}

#[test]
fn a_kept_report_is_read_back_as_it_was() {
    let account = build(&sources(true), None).account;
    let kept = serde_json::to_string(&account).expect("json");
    let read: Account = serde_json::from_str(&kept).expect("the same");
    assert_eq!(read, account);
    assert_eq!(read.letter(), account.letter());
}
