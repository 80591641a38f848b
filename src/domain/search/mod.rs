//! Sökning: what can be found, what is asked for, how Swedish words are compared, and what of a text is shown.

pub mod ask;
pub mod snippet;
pub mod words;

use crate::codes;

codes! {
    /// The kinds of records that a search finds; the codes are those of their subjects.
    Kind {
        Dialogue = "dialogue", "Dialog";
        Action = "action", "Insats";
        Handover = "handover", "Överlämning";
        Investment = "investment", "Satsning";
        Brief = "brief", "Underlag";
        Position = "position", "Ställningstagande";
        Assessment = "assessment", "Nationell bedömning";
        Outcome = "outcome", "Utfall";
        Minutes = "minutes", "Minnesanteckning";
        Need = "need", "Behov";
        Offer = "offer", "Erbjudande";
        Feedback = "feedback", "Återkoppling";
        Lesson = "lesson", "Lärdom";
        Observation = "observation", "Omvärldsnotis";
        TransitionCase = "transition_case", "Varsel";
        Contact = "contact", "Kontaktperson";
        ContactEntry = "contact_entry", "Kontaktlogg";
        Organisation = "organisation", "Organisation";
        Network = "network", "Nätverk";
        NetworkMeeting = "network_meeting", "Nätverksträff";
        Indicator = "indicator", "Indikator";
        IssueArea = "issue_area", "Sakfråga";
        County = "county", "Län";
        Person = "person", "Medarbetare";
        NationalAgency = "national_agency", "Nationell myndighet";
    }
}

impl Kind {
    /// "Insatser"; with the number of hits.
    pub fn plural(self) -> &'static str {
        match self {
            Kind::Dialogue => "Dialoger",
            Kind::Action => "Insatser",
            Kind::Handover => "Överlämningar",
            Kind::Investment => "Satsningar",
            Kind::Position => "Ställningstaganden",
            Kind::Assessment => "Nationella bedömningar",
            Kind::Minutes => "Minnesanteckningar",
            Kind::Offer => "Erbjudanden",
            Kind::Feedback => "Återkopplingar",
            Kind::Lesson => "Lärdomar",
            Kind::Observation => "Omvärldsnotiser",
            Kind::TransitionCase => "Varsel och etableringar",
            Kind::Contact => "Kontaktpersoner",
            Kind::Organisation => "Organisationer",
            Kind::NetworkMeeting => "Nätverksträffar",
            Kind::Indicator => "Indikatorer",
            Kind::IssueArea => "Sakfrågor",
            Kind::NationalAgency => "Nationella myndigheter",
            same => same.label(),
        }
    }

    /// As it stands in an address, and after `typ:`.
    pub fn slug(self) -> String {
        super::spelling::slug(self.label())
    }

    /// What people write after `typ:`, in one number or the other, or a shorter name.
    pub fn named(text: &str) -> Option<Kind> {
        let asked = super::spelling::slug(text);
        let short = match asked.as_str() {
            "notis" | "notiser" | "omvarld" => Some(Kind::Observation),
            "kontakt" | "kontakter" => Some(Kind::Contact),
            "etablering" | "etableringar" | "omstallning" => Some(Kind::TransitionCase),
            "traff" | "traffar" => Some(Kind::NetworkMeeting),
            "myndighet" | "myndigheter" => Some(Kind::NationalAgency),
            "person" | "personer" | "kollega" | "kollegor" => Some(Kind::Person),
            "statistik" => Some(Kind::Indicator),
            "beslut" => Some(Kind::Outcome),
            "bedomning" | "bedomningar" => Some(Kind::Assessment),
            _ => None,
        };
        let same =
            |kind: &Kind| kind.slug() == asked || super::spelling::slug(kind.plural()) == asked;
        short.or_else(|| Kind::ALL.iter().copied().find(same))
    }
}

codes! {
    /// How things stand with a record.
    State {
        Open = "oppen", "Öppen";
        Late = "sen", "Sen";
        Closed = "avslutad", "Avslutad";
    }
}

impl State {
    pub fn named(text: &str) -> Option<State> {
        Some(match super::spelling::slug(text).as_str() {
            "oppen" | "oppna" | "oppet" | "pagaende" => State::Open,
            "sen" | "sena" | "forsenad" | "forsenade" => State::Late,
            "avslutad" | "avslutade" | "klar" | "klara" | "stangd" => State::Closed,
            _ => return None,
        })
    }
}

/// What a search is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<Kind>,
    /// Länskod.
    pub county: Option<String>,
    pub team: Option<i64>,
    pub year: Option<i16>,
    pub state: Option<State>,
    /// Only what is hers: owned, written or led by the one who asks.
    pub mine: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_named_in_one_number_or_the_other() {
        let rows = [
            ("insats", Some(Kind::Action)),
            ("Insatser", Some(Kind::Action)),
            ("lärdomar", Some(Kind::Lesson)),
            ("lan", Some(Kind::County)),
            ("notis", Some(Kind::Observation)),
            ("kontaktlogg", Some(Kind::ContactEntry)),
            ("överlämning", Some(Kind::Handover)),
            ("varsel-och-etableringar", Some(Kind::TransitionCase)),
            ("katt", None),
            ("", None),
        ];
        for (text, kind) in rows {
            assert_eq!(Kind::named(text), kind, "{text}");
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::named(&kind.slug()), Some(*kind));
            assert_eq!(Kind::named(kind.plural()), Some(*kind));
            let subject: Result<super::super::event::SubjectKind, _> = kind.code().parse();
            assert!(subject.is_ok(), "{kind} is the code of a subject");
        }
    }
}
