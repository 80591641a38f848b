//! The table: what can be done, and how far each function's and role's right goes.

macro_rules! acts {
    ($($act:ident = $label:literal, $phrase:literal;)+) => {
        /// What a person can do that changes something. Reading is open to everyone logged in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Act { $($act),+ }

        impl Act {
            pub const ALL: &'static [Act] = &[$(Act::$act),+];

            /// As the row is named on `/behorigheter`.
            pub fn label(self) -> &'static str {
                match self { $(Act::$act => $label),+ }
            }

            /// After "Du saknar behörighet att".
            pub fn phrase(self) -> &'static str {
                match self { $(Act::$act => $phrase),+ }
            }
        }
    };
}

acts! {
    PlanDialogue = "Planera, flytta, ställa in, genomföra och avsluta en dialog", "ändra den här dialogen";
    SettleMilestone = "Bocka av en milstolpe, avstå från den eller besvara en bedömning", "ändra den här milstolpen";
    PlanRound = "Planera en hel dialogomgång", "planera en dialogomgång";
    ChooseIssueAreas = "Välja aktuella sakfrågor och beställa underlag", "välja sakfrågor för den här dialogen";
    ProposeIssueAreas = "Föreslå aktuella sakfrågor", "föreslå sakfrågor för den här dialogen";
    RunDialogue = "Medverkande, inbjudningar, dagordning, utfall och minnesanteckningar", "ändra medverkande och anteckningar i den här dialogen";
    RunOwnAgendaItem = "Den egna sakfrågans punkter på dagordningen", "ändra den här punkten på dagordningen";
    WriteRegionerBrief = "Nationellt underlag och ställningstagande, avdelningen Regioner", "ändra det här underlaget";
    WriteDepartmentBrief = "Nationellt underlag och ställningstagande, övriga avdelningar", "ändra det här underlaget";
    ApproveBrief = "Fastställa den egna avdelningens underlag", "fastställa det här underlaget";
    KeepOffer = "Myndighetens erbjudande", "ändra erbjudandet";
    KeepNeeds = "Behov", "ändra det här behovet";
    AssessNationally = "Nationell bedömning, sammanställning och dialogunderlag", "ändra den nationella bedömningen";
    WriteRegionalBrief = "Regionalt underlag", "ändra det regionala underlaget";
    CaptureObservation = "Skriva en omvärldsnotis", "skriva en omvärldsnotis";
    TriageObservation = "Besluta om en omvärldsnotis", "besluta om den här omvärldsnotisen";
    KeepContacts = "Kontakter, nätverk och källor", "lägga till eller ändra kontakter, nätverk och källor här";
    LogContact = "Kontaktlogg", "skriva i kontaktloggen";
    CreateAction = "Skapa en insats", "skapa en insats i det här länet";
    ChangeAction = "Ändra en insats", "ändra den här insatsen";
    ReportAction = "Följa upp en insats och ändra dess status", "följa upp den här insatsen";
    CreateHandover = "Skapa en överlämning", "skapa en överlämning";
    AnswerHandover = "Ta emot, skicka vidare eller avböja en överlämning", "svara på den här överlämningen";
    ProposeInvestment = "Föreslå en strategisk satsning och skriva en lärdom", "föreslå en satsning";
    LeadInvestment = "Driva en strategisk satsning", "ändra den här satsningen";
    DecideInvestment = "Besluta om en strategisk satsning", "besluta om den här satsningen";
    MarkSecrecy = "Sekretessmarkera", "sekretessmarkera";
    OpenMarked = "Öppna det sekretessmarkerade som funktionen får läsa; det loggas", "öppna den här handlingen";
    ImportFigures = "Läsa in statistik", "läsa in statistik";
    FeedbackToTeam = "Återkoppling till teamet", "återkoppla till teamet";
    FeedbackFromRegioner = "Återkoppling till avdelning och region, avdelningen Regioner", "skriva den här återkopplingen";
    FeedbackFromDepartment = "Återkoppling till avdelning och region, övriga avdelningar", "skriva den här återkopplingen";
    KeepTransitionCase = "Registrera och logga ett varsel- eller etableringsärende", "registrera eller ändra varsel- och etableringsärenden här";
    ProposeContactPerson = "Föreslå kontaktperson i ett varselärende", "föreslå kontaktperson";
    DecideTransitionCase = "Besluta om kontaktperson i ett varselärende", "besluta om kontaktperson";
    Assign = "Bemanna funktionerna", "ändra bemanningen";
    Administer = "Konton, organisation, listor och mallar", "ändra i administrationen";
    ReviewMinutes = "Justera minnesanteckningar man är utsedd att justera", "svara på den här justeringen";
    KeepOwnAccount = "Det egna kontot", "ändra det här kontot";
    RunService = "Drift (körs av systemet)", "göra det här";
}

/// How far a right goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Nowhere,
    OwnTeam,
    OwnCounty,
    OwnTeamAndDepartment,
    /// What falls on a seat she holds.
    FallsOnHer,
    /// What she owns, by a seat or in person.
    Own,
    OwnOrTeamAndDepartment,
    Anywhere,
}

impl Reach {
    pub fn label(self) -> &'static str {
        match self {
            Reach::Nowhere => "–",
            Reach::OwnTeam => "det egna teamet",
            Reach::OwnCounty => "det egna länet",
            Reach::OwnTeamAndDepartment => "eget team och egen avdelning",
            Reach::FallsOnHer => "det som faller på funktionen",
            Reach::Own => "det egna",
            Reach::OwnOrTeamAndDepartment => "det egna, samt eget team och egen avdelning",
            Reach::Anywhere => "ja",
        }
    }
}

use Reach::{
    Anywhere as ALL, FallsOnHer as FALLS, Nowhere as NONE, Own as OWN, OwnCounty as COUNTY,
    OwnOrTeamAndDepartment as OWN_DEPT, OwnTeam as TEAM, OwnTeamAndDepartment as DEPT,
};

/// The columns of [`RULES`], in their order.
pub const COLUMNS: [&str; 5] = [
    "Uppdragsansvarig",
    "Länsansvarig",
    "Ansvarig för sakfrågor",
    "Chef",
    "Administratör",
];

#[rustfmt::skip]
pub const RULES: &[(Act, [Reach; 5])] = &[
    //                             Lead  County  Issue     Manager Admin
    (Act::PlanDialogue,           [TEAM, NONE,   NONE,     ALL,    NONE]),
    (Act::SettleMilestone,        [TEAM, FALLS,  FALLS,    ALL,    NONE]),
    (Act::PlanRound,              [TEAM, NONE,   NONE,     ALL,    NONE]),
    (Act::ChooseIssueAreas,       [TEAM, NONE,   NONE,     ALL,    NONE]),
    (Act::ProposeIssueAreas,      [TEAM, COUNTY, DEPT,     ALL,    NONE]),
    (Act::RunDialogue,            [TEAM, COUNTY, NONE,     ALL,    NONE]),
    (Act::RunOwnAgendaItem,       [TEAM, COUNTY, DEPT,     ALL,    NONE]),
    (Act::WriteRegionerBrief,     [TEAM, NONE,   NONE,     NONE,   NONE]),
    (Act::WriteDepartmentBrief,   [NONE, NONE,   DEPT,     NONE,   NONE]),
    (Act::ApproveBrief,           [NONE, NONE,   NONE,     DEPT,   NONE]),
    (Act::KeepOffer,              [TEAM, NONE,   DEPT,     ALL,    NONE]),
    (Act::KeepNeeds,              [TEAM, COUNTY, DEPT,     ALL,    NONE]),
    (Act::AssessNationally,       [TEAM, NONE,   NONE,     NONE,   NONE]),
    (Act::WriteRegionalBrief,     [TEAM, COUNTY, NONE,     NONE,   NONE]),
    (Act::TriageObservation,      [TEAM, COUNTY, NONE,     NONE,   NONE]),
    (Act::KeepContacts,           [TEAM, COUNTY, NONE,     ALL,    NONE]),
    (Act::LogContact,             [TEAM, COUNTY, DEPT,     ALL,    NONE]),
    (Act::CreateAction,           [TEAM, COUNTY, DEPT,     ALL,    NONE]),
    (Act::ChangeAction,           [TEAM, OWN,    OWN_DEPT, ALL,    NONE]),
    (Act::ReportAction,           [TEAM, OWN,    OWN_DEPT, ALL,    NONE]),
    (Act::CreateHandover,         [TEAM, NONE,   DEPT,     ALL,    NONE]),
    (Act::ProposeInvestment,      [TEAM, COUNTY, DEPT,     ALL,    NONE]),
    (Act::LeadInvestment,         [TEAM, NONE,   NONE,     ALL,    NONE]),
    (Act::DecideInvestment,       [NONE, NONE,   NONE,     ALL,    NONE]),
    (Act::MarkSecrecy,            [TEAM, COUNTY, DEPT,     ALL,    NONE]),
    (Act::ImportFigures,          [NONE, COUNTY, NONE,     ALL,    ALL ]),
    (Act::FeedbackToTeam,         [TEAM, NONE,   NONE,     NONE,   NONE]),
    (Act::FeedbackFromRegioner,   [TEAM, NONE,   NONE,     NONE,   NONE]),
    (Act::FeedbackFromDepartment, [NONE, NONE,   DEPT,     NONE,   NONE]),
    (Act::KeepTransitionCase,     [TEAM, COUNTY, NONE,     NONE,   NONE]),
    (Act::ProposeContactPerson,   [TEAM, NONE,   NONE,     NONE,   NONE]),
    (Act::DecideTransitionCase,   [NONE, NONE,   NONE,     ALL,    NONE]),
    (Act::Assign,                 [NONE, NONE,   NONE,     ALL,    ALL ]),
    (Act::Administer,             [NONE, NONE,   NONE,     NONE,   ALL ]),
];

/// Open to everyone logged in; what is one's own or one's unit's is checked where it is done.
pub const EVERYONE: &[Act] = &[
    Act::CaptureObservation,
    Act::AnswerHandover,
    Act::ReviewMinutes,
    Act::OpenMarked,
    Act::KeepOwnAccount,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_ruled_once() {
        for act in Act::ALL.iter().filter(|act| **act != Act::RunService) {
            let rows = RULES.iter().filter(|(each, _)| each == act).count();
            let open = EVERYONE.contains(act) as usize;
            assert_eq!(rows + open, 1, "{act:?}");
        }
    }
}
