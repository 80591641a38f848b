//! The map of the 21 län: what it shows, in which of five levels each län is, and the legend.

use super::rows::Row;
use crate::domain::contact::Pace;
use crate::web::map::SHAPES;
use crate::web::text;

/// The state the map is coloured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Readiness,
    LastDialogue,
    LateActions,
    Feedback,
    Contact,
    Staffing,
    Team,
}

const MODES: [(Mode, &str, &str); 7] = [
    (Mode::Readiness, "beredskap", "Beredskap"),
    (Mode::LastDialogue, "senaste", "Senaste dialog"),
    (Mode::LateActions, "insatser", "Försenade insatser"),
    (Mode::Feedback, "aterkoppling", "Återkoppling"),
    (Mode::Contact, "kontakt", "Kontakt"),
    (Mode::Staffing, "bemanning", "Bemanning"),
    (Mode::Team, "team", "Team"),
];

/// A län on the map: its outline, its level's class, and what it says.
pub struct Shape {
    pub url: String,
    pub path: &'static str,
    pub class: String,
    /// What tells the level without the colour: a disc from the sprite, or a letter for the team.
    pub mark: Mark,
    /// Where in the län the mark stands.
    pub at: (i64, i64),
    pub says: String,
}

#[derive(Clone, Copy, Debug)]
pub enum Mark {
    Disc(i64),
    Letter(char),
}

pub struct Level {
    pub class: &'static str,
    pub mark: Mark,
    pub label: &'static str,
}

impl Mode {
    pub fn read(asked: &str) -> Mode {
        MODES
            .iter()
            .find(|(_, key, _)| *key == asked)
            .map_or(Mode::Readiness, |(mode, ..)| *mode)
    }

    pub fn key(self) -> &'static str {
        MODES
            .iter()
            .find(|(mode, ..)| *mode == self)
            .map_or("", |(_, key, _)| key)
    }

    pub fn label(self) -> &'static str {
        MODES
            .iter()
            .find(|(mode, ..)| *mode == self)
            .map_or("", |(.., label)| label)
    }

    pub fn choices(current: Mode) -> Vec<(&'static str, &'static str, bool)> {
        MODES
            .iter()
            .map(|(mode, key, label)| (*key, *label, *mode == current))
            .collect()
    }

    /// From the level that needs attention to the one that does not.
    pub fn legend(self) -> Vec<Level> {
        let mark = |class: &str| match class.strip_prefix("level-") {
            Some(level) => Mark::Disc(level.parse().unwrap_or(1)),
            None => Mark::Letter(letter(class)),
        };
        let level = |(class, label)| Level {
            class,
            mark: mark(class),
            label,
        };
        self.levels().into_iter().map(level).collect()
    }

    fn levels(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Mode::Readiness => vec![
                ("level-1", "under 25 %"),
                ("level-2", "25–49 %"),
                ("level-3", "50–74 %"),
                ("level-4", "75–99 %"),
                ("level-5", "100 %"),
            ],
            Mode::LastDialogue => vec![
                ("level-1", "ingen ännu"),
                ("level-2", "över två år sedan"),
                ("level-3", "ett till två år"),
                ("level-4", "inom ett år"),
                ("level-5", "inom ett halvår"),
            ],
            Mode::LateActions => vec![
                ("level-1", "3 eller fler"),
                ("level-2", "1–2"),
                ("level-5", "inga"),
            ],
            Mode::Feedback => vec![
                ("level-1", "över 30 dagar sen"),
                ("level-2", "1–30 dagar sen"),
                ("level-5", "inget försenat"),
            ],
            Mode::Contact => vec![
                ("level-1", "ingen loggad"),
                ("level-2", "för länge sedan"),
                ("level-5", "i fas"),
            ],
            Mode::Staffing => vec![
                ("level-1", "uppdrags- eller länsansvarig saknas"),
                ("level-3", "sakfråga saknar ansvarig"),
                ("level-5", "full"),
            ],
            Mode::Team => vec![
                ("is-norr", "Norr"),
                ("is-mellan", "Mellan"),
                ("is-sodra", "Södra"),
            ],
        }
    }

    fn class(self, row: &Row) -> String {
        match self {
            Mode::Team => format!("is-{}", row.team_slug),
            _ => format!("level-{}", self.level(row)),
        }
    }

    fn mark(self, row: &Row) -> Mark {
        match self {
            Mode::Team => Mark::Letter(letter(&self.class(row))),
            _ => Mark::Disc(self.level(row)),
        }
    }

    /// From 1, which needs attention, to 5, which does not.
    fn level(self, row: &Row) -> i64 {
        match self {
            Mode::Readiness => match row.readiness() {
                (_, 0) => 1,
                (done, all) => done * 4 / all + 1,
            },
            Mode::LastDialogue => match row.since_last {
                None => 1,
                Some(731..) => 2,
                Some(366..) => 3,
                Some(183..) => 4,
                Some(_) => 5,
            },
            Mode::LateActions => match row.debts.late {
                0 => 5,
                1 | 2 => 2,
                _ => 1,
            },
            Mode::Feedback => match row.feedback_days {
                None => 5,
                Some(..=30) => 2,
                Some(_) => 1,
            },
            Mode::Contact => match row.contact {
                Pace::Never => 1,
                Pace::Due(_) => 2,
                Pace::InTime(_) => 5,
            },
            Mode::Staffing if row.officer_missing => 1,
            Mode::Staffing if row.staffed < row.seats => 3,
            Mode::Staffing | Mode::Team => 5,
        }
    }

    fn says(self, row: &Row) -> String {
        let state = match self {
            Mode::Readiness => match row.readiness() {
                (_, 0) => "ingen dialog planerad".to_owned(),
                (done, all) => format!("{done} av {all} förberedelser klara"),
            },
            Mode::LastDialogue => match row.since_last {
                None => "ingen dialog ännu".to_owned(),
                Some(days) => format!(
                    "senaste dialog för {} sedan",
                    text::counted(days, "dag", "dagar")
                ),
            },
            Mode::LateActions => match row.debts.late {
                0 => "inga försenade insatser".to_owned(),
                late => text::counted(late, "försenad insats", "försenade insatser"),
            },
            Mode::Feedback => match row.feedback_days {
                None => "ingen försenad återkoppling".to_owned(),
                Some(days) => format!("återkoppling {} sen", text::counted(days, "dag", "dagar")),
            },
            Mode::Contact => match row.contact {
                Pace::Never => "ingen kontakt med regionen är loggad".to_owned(),
                Pace::Due(days) | Pace::InTime(days) => format!(
                    "senaste kontakt med regionen för {} sedan",
                    text::counted(days, "dag", "dagar")
                ),
            },
            Mode::Staffing => format!("bemanning: {}", row.staffing),
            Mode::Team => format!("Team {}", row.team_name),
        };
        format!("{}: {state}", row.name)
    }
}

pub fn shapes(mode: Mode, rows: &[Row]) -> Vec<Shape> {
    rows.iter()
        .map(|row| Shape {
            url: row.url.clone(),
            path: outline(&row.code),
            class: mode.class(row),
            mark: mode.mark(row),
            at: place(&row.code),
            says: mode.says(row),
        })
        .collect()
}

fn outline(code: &str) -> &'static str {
    SHAPES
        .iter()
        .find(|shape| shape.code == code)
        .map_or("", |shape| shape.path)
}

/// "is-norr" → N
fn letter(class: &str) -> char {
    let name = class.trim_start_matches("is-");
    name.chars().next().unwrap_or(' ').to_ascii_uppercase()
}

/// The point of each län that is farthest from its border.
#[rustfmt::skip]
const PLACES: [(&str, i64, i64); 21] = [
    ("01", 274, 679), ("03", 248, 652), ("04", 214, 727), ("05", 177, 773), ("06", 138, 834), ("07", 144, 891), ("08", 194, 839),
    ("09", 284, 836), ("10", 170, 920), ("12", 95, 944), ("13", 65, 870), ("14", 70, 805), ("17", 93, 671), ("18", 146, 723),
    ("19", 193, 675), ("20", 108, 577), ("21", 191, 536), ("22", 233, 416), ("23", 95, 467), ("24", 236, 320), ("25", 299, 155),
];

fn place(code: &str) -> (i64, i64) {
    PLACES
        .iter()
        .find(|(each, ..)| *each == code)
        .map_or((0, 0), |(_, x, y)| (*x, *y))
}
