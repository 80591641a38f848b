//! The permission table in the code says what the product's table says, row by row.

use Act::*;
use Reach::{
    Anywhere as ALL, FallsOnHer as FALLS, Nowhere as NONE, Own as OWN, OwnCounty as COUNTY,
    OwnOrTeamAndDepartment as OWN_DEPT, OwnTeam as TEAM, OwnTeamAndDepartment as DEPT,
};
use regiondialog::domain::access::{Act, EVERYONE, RULES, Reach};

/// The table of product.md, "Who may do what", as it is written there.
const TABLE: &str = include_str!("../fixtures/permissions.md");

/// Which acts each row is about.
const ROWS: &[(&str, &[Act])] = &[
    (
        "plan, reschedule, cancel, hold, close a dialogue",
        &[PlanDialogue],
    ),
    (
        "milestone: tick, waive, answer a judgement",
        &[SettleMilestone],
    ),
    ("plan a whole round", &[PlanRound]),
    (
        "choose issue areas, order briefs",
        &[ChooseIssueAreas, ProposeIssueAreas],
    ),
    (
        "participants, invitations, agenda, outcomes, minutes",
        &[RunDialogue, RunOwnAgendaItem],
    ),
    (
        "national brief and position, department Regioner",
        &[WriteRegionerBrief, ApproveBrief],
    ),
    (
        "national brief and position, other departments",
        &[WriteDepartmentBrief, ApproveBrief],
    ),
    ("the joint offer, needs", &[KeepOffer, KeepNeeds]),
    (
        "national assessment, compilation, dialogue pack",
        &[AssessNationally],
    ),
    ("regional brief", &[WriteRegionalBrief]),
    ("omvärldsnotis", &[CaptureObservation, TriageObservation]),
    (
        "contacts, contact log, networks, sources",
        &[KeepContacts, LogContact],
    ),
    ("actions", &[CreateAction, ChangeAction, ReportAction]),
    ("hand-over: create", &[CreateHandover]),
    (
        "hand-over: accept, redirect, decline, log first contact",
        &[AnswerHandover],
    ),
    (
        "joint financing (satsning), lessons, secrecy marking",
        &[
            ProposeInvestment,
            LeadInvestment,
            DecideInvestment,
            MarkSecrecy,
        ],
    ),
    ("import figures", &[ImportFigures]),
    (
        "feedback to team / department / region",
        &[FeedbackToTeam, FeedbackFromRegioner, FeedbackFromDepartment],
    ),
    (
        "varsel and establishment case",
        &[
            KeepTransitionCase,
            ProposeContactPerson,
            DecideTransitionCase,
        ],
    ),
    ("assignments", &[Assign]),
    ("accounts, organisation, lists, templates", &[Administer]),
];

/// What "yes" means in each column.
const YES: [Reach; 5] = [TEAM, COUNTY, DEPT, ALL, ALL];

/// Cells that say more than yes or no, and what they give in each column; None where the cell gives nothing.
fn reach(act: Act, column: usize, cell: &str) -> Reach {
    let yes = YES[column];
    match (cell, act) {
        ("–" | "read", _) => NONE,
        // fixing a brief and deciding on money are for chefer; "yes" to the others means their own part
        ("yes" | "yes (her position: Gäller)", ApproveBrief) => NONE,
        ("yes", DecideInvestment) => NONE,
        ("yes" | "yes (her position: Gäller)", _) => yes,
        (
            "those of the team" | "own team's seven" | "create and change" | "all 21" | "own län",
            _,
        ) => yes,
        ("those that fall on her", _) => FALLS,
        ("propose", ProposeIssueAreas) => yes,
        ("propose", ChooseIssueAreas) => NONE,
        ("own sakfråga's agenda items", RunOwnAgendaItem) => DEPT,
        ("own sakfråga's agenda items", RunDialogue) => NONE,
        ("own department: Fastställt", ApproveBrief) => DEPT,
        ("own department: Fastställt", WriteRegionerBrief | WriteDepartmentBrief) => NONE,
        ("needs", KeepNeeds) => yes,
        ("needs", KeepOffer) => NONE,
        ("contact log", LogContact) => yes,
        ("contact log", KeepContacts) => NONE,
        ("create; change own" | "create; change own and own sakfråga's", CreateAction) => yes,
        ("create; change own", ChangeAction | ReportAction) => OWN,
        ("create; change own and own sakfråga's", ChangeAction | ReportAction) => OWN_DEPT,
        ("propose; mark", ProposeInvestment | MarkSecrecy) => yes,
        ("propose; mark", LeadInvestment | DecideInvestment) => NONE,
        ("decide; mark", _) => yes,
        ("team; Regioner: department, region", FeedbackToTeam | FeedbackFromRegioner) => yes,
        ("team; Regioner: department, region", FeedbackFromDepartment) => NONE,
        ("department, region", FeedbackFromDepartment) => yes,
        ("department, region", FeedbackToTeam | FeedbackFromRegioner) => NONE,
        ("register, propose, log", KeepTransitionCase | ProposeContactPerson) => yes,
        ("register, propose, log", DecideTransitionCase) => NONE,
        ("register, log", KeepTransitionCase) => yes,
        ("register, log", ProposeContactPerson | DecideTransitionCase) => NONE,
        ("decide, name contact person", DecideTransitionCase) => yes,
        ("decide, name contact person", KeepTransitionCase | ProposeContactPerson) => NONE,
        (cell, act) => panic!("the table says ”{cell}” of {act:?}: what does it mean?"),
    }
}

/// Rows that are a sentence instead of five cells: what it says, who the acts are open to.
fn sentence(act: Act, sentence: &str) -> Option<[Reach; 5]> {
    match (act, sentence) {
        (CaptureObservation, text) if text.starts_with("everyone logged in may capture one;") => {
            None
        }
        (TriageObservation, text)
            if text.contains("triage: uppdragsansvarig and länsansvarig of the län") =>
        {
            Some([TEAM, COUNTY, NONE, NONE, NONE])
        }
        (AnswerHandover, "anyone in the receiving unit") => None,
        (act, text) => panic!("the table says ”{text}” of {act:?}: what does it mean?"),
    }
}

fn rows() -> Vec<Vec<&'static str>> {
    let lines = TABLE.lines().filter(|line| line.starts_with('|')).skip(2);
    lines
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

fn check(act: Act, cells: &[&str]) {
    let wanted = match cells[1..].iter().all(|cell| cell.is_empty()) {
        true => sentence(act, cells[0]),
        false => Some(std::array::from_fn(|column| {
            reach(act, column, cells[column])
        })),
    };
    let ruled = RULES
        .iter()
        .find(|(each, _)| *each == act)
        .map(|(_, row)| *row);
    assert_eq!(ruled, wanted, "{act:?}");
    assert_eq!(EVERYONE.contains(&act), wanted.is_none(), "{act:?}");
}

#[test]
fn every_row_of_the_product_is_ruled_as_it_is_written() {
    for cells in rows() {
        let (_, acts) = ROWS
            .iter()
            .find(|(label, _)| *label == cells[0])
            .unwrap_or_else(|| panic!("no act is mapped to the row ”{}”", cells[0]));
        assert_eq!(cells.len(), 6, "{}", cells[0]);
        for act in *acts {
            check(*act, &cells[1..]);
        }
    }
    assert_eq!(rows().len(), ROWS.len());
}

#[test]
fn every_act_stands_in_the_product() {
    for act in Act::ALL {
        let own = matches!(
            act,
            KeepOwnAccount | ReviewMinutes | OpenMarked | RunService
        );
        let told = ROWS.iter().any(|(_, acts)| acts.contains(act));
        assert!(own || told, "{act:?} stands in no row");
    }
}
