//! A pack in which every internal text is told from what may be shared.

use super::*;
use crate::domain::action::Direction as Promised;
use crate::domain::action::Status;
use crate::domain::investment::Status as InvestmentState;
use crate::domain::position::Status as PositionStatus;
use crate::domain::since::{
    Before, Carried, ChangedPosition, Given, Handover, Investment, Need, Owed, Promise, Sent, Since,
};
use jiff::civil::{date, time};

/// A pack in which every internal text says `hemlig` and every text that may be shared says `öppen`.
pub fn sources(shareable: bool) -> Sources {
    let marked = |words: &str| {
        let voice = if shareable { "öppen" } else { "hemlig" };
        (format!("{voice} {words}"), shareable)
    };
    let brief = Brief {
        id: 8,
        number: 2,
        summary: marked("sammanfattning"),
        sources: "hemlig källa".into(),
        valid_to: Some(date(2026, 11, 30)),
        approved_on: Some(date(2026, 10, 1)),
        approved_by: "hemlig chef".into(),
        sections: vec![Section {
            title: marked("rubrik").0,
            text: marked("text").0,
            shareable,
        }],
    };
    Sources {
        notes: vec![Note {
            id: 4,
            title: "hemlig notis".into(),
            meaning: "hemlig betydelse".into(),
            source: "hemlig tidning".into(),
            day: date(2026, 11, 1),
            step: "hemligt steg".into(),
            is_national: false,
            is_used: true,
            used_in: "hemlig punkt".into(),
        }],
        cases: vec![Case {
            id: 9,
            title: "hemligt varsel".into(),
            status: "hemlig ställning".into(),
            phase: "hemlig fas".into(),
            reported_on: date(2026, 11, 2),
            begins_on: None,
            contact: "hemlig kontaktperson".into(),
        }],
        contacts: vec![
            Contact {
                id: 2,
                day: date(2026, 11, 4),
                channel: "Telefon".into(),
                subject: "hemligt samtal".into(),
                organisation: "hemlig organisation".into(),
            },
            Contact {
                id: 1,
                day: date(2026, 10, 4),
                channel: "Besök".into(),
                subject: "hemligt besök".into(),
                organisation: String::new(),
            },
        ],
        dialogue: Occasion {
            id: 7,
            held_on: date(2026, 12, 3),
            starts_at: time(9, 0, 0, 0),
            ends_at: time(10, 0, 0, 0),
            place: "Luleå".into(),
            purpose: "hemligt syfte".into(),
            diary_no: "hemligt nummer".into(),
        },
        choices: Choices::default(),
        county: CountyFacts {
            name: "Norrbottens län".into(),
            short_name: "Norrbotten".into(),
            seat_town: "Luleå".into(),
            programme_area: "Övre Norrland".into(),
            team: "Team Norr".into(),
            actor: "Region Norrbotten".into(),
            holders: vec![
                SeatHolder {
                    function: "Länsansvarig".into(),
                    name: Some("Anna Lind".into()),
                },
                SeatHolder {
                    function: "hemlig vakans".into(),
                    name: None,
                },
            ],
        },
        earlier: vec![],
        participants: vec![Participant {
            name: "Karin Exempel".into(),
            title: "hemlig titel".into(),
            organisation: "Region Norrbotten".into(),
            in_planning: true,
            in_dialogue: true,
        }],
        invitations: vec![Invitation {
            agency: "Vinnova".into(),
            issue_area: "Innovation".into(),
            reason: "hemligt skäl".into(),
            answer: "hemligt svar".into(),
        }],
        agenda: vec![AgendaItem {
            title: "Läget i länet".into(),
            minutes: 80,
            presenter: "Regionen".into(),
            issue_area: "hemlig sakfråga".into(),
            action: "hemlig insats".into(),
            note: "hemlig anteckning".into(),
        }],
        assessments: vec![Assessment {
            kind: "growth_work".into(),
            view: marked("bedömning"),
            develop: marked("utveckling"),
            why: marked("motivering"),
            ready: true,
            author: "hemlig författare".into(),
            briefs: vec![RestsOn {
                name: "hemligt underlag".into(),
                number: 1,
                is_old: true,
            }],
        }],
        areas: vec![
            Area {
                id: 6,
                name: "Regelförenkling".into(),
                department: "Förenkling".into(),
                brief: None,
                not_needed: None,
                is_waited_for: false,
                position: None,
            },
            Area {
                id: 1,
                name: "Kompetensförsörjning".into(),
                department: "Kunskapsutveckling".into(),
                brief: Some(brief.clone()),
                not_needed: None,
                is_waited_for: false,
                position: Some(Position {
                    status: "hemlig status".into(),
                    in_force: true,
                    author: "hemlig författare".into(),
                    rests_on: Some(RestsOn {
                        name: String::new(),
                        number: 1,
                        is_old: true,
                    }),
                    texts: ["linje", "betydelse", "erbjudande", "begäran", "löfte"].map(marked),
                    offers: vec!["hemligt erbjudande".into()],
                }),
            },
        ],
        regional: Regional {
            brief: Some(brief),
            needed: Some((true, "hemligt skäl".into())),
        },
        since: since(shareable),
    }
}

/// What has happened since the last dialogue, in both voices.
fn since(shareable: bool) -> Since {
    let said = |words: &str| match shareable {
        true => format!("öppen {words}"),
        false => format!("hemlig {words}"),
    };
    Since {
        previous: Some(Before {
            id: 3,
            held_on: date(2025, 11, 20),
        }),
        promises: vec![Promise {
            id: 11,
            direction: Promised::ToRegion,
            title: said("kartläggning"),
            shareable,
            agency: said("myndighet"),
            unit: "hemlig enhet".into(),
            status: Status::Ongoing,
            due_on: date(2026, 12, 31),
            result: "hemligt resultat".into(),
            region_text: said("text till regionen"),
            from: date(2024, 10, 2),
            told_on: None,
            owed_on: None,
        }],
        positions: vec![ChangedPosition {
            issue_area_id: 1,
            issue_area: "hemlig sakfråga".into(),
            status: PositionStatus::InForce,
            last_status: PositionStatus::InForce,
            parts: vec![crate::domain::position::Part::NationalLine],
        }],
        carried: vec![Carried {
            id: 5,
            title: "Läget i länet".into(),
            times: 3,
        }],
        given: vec![Given {
            receiver: crate::domain::feedback::Direction::Department,
            department: "hemlig avdelning".into(),
            on: date(2025, 12, 1),
        }],
        owed: vec![Owed {
            milestone_id: 1,
            title: "hemlig milstolpe".into(),
            due_on: date(2025, 12, 18),
        }],
        reports: vec![Sent {
            id: 1,
            dialogue_id: 3,
            on: date(2026, 1, 7),
            recipient: "hemlig mottagare".into(),
            comment: "hemlig kommentar".into(),
            commented_on: None,
        }],
        handovers: vec![Handover {
            id: 1,
            question: said("överlämning"),
            shareable,
            unit: said("enhet som har den"),
            status: crate::domain::handover::Status::Sent,
            contact_by: date(2025, 12, 1),
            first_contact_on: None,
        }],
        needs: vec![Need {
            id: 1,
            title: "hemligt behov".into(),
            issue_area: "hemlig sakfråga".into(),
            raised_on: date(2025, 5, 5),
        }],
        investments: vec![Investment {
            id: 1,
            title: said("satsning"),
            shareable,
            region_text: said("text om satsningen"),
            state: InvestmentState::Ongoing,
        }],
    }
}
