//! Återkoppling after a dialogue: to the team, to the departments, to the region; and again while insatser go on.

use crate::codes;
use crate::domain::access::{Act, Place};
use crate::domain::calendar::{add_days, days_between, working_day_on_or_after};
use crate::domain::dialogue::Phase;
use crate::domain::places::County;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    /// Whom it is given to.
    Direction {
        Team = "team", "teamet";
        Department = "department", "avdelningen";
        Region = "region", "regionen";
    }
}

impl Direction {
    /// The milestone that is the duty.
    pub fn key(self) -> &'static str {
        match self {
            Direction::Team => "feedback_team",
            Direction::Department => "feedback_department",
            Direction::Region => "feedback_region",
        }
    }

    pub fn of_key(key: &str) -> Option<Direction> {
        Direction::ALL
            .iter()
            .copied()
            .find(|each| each.key() == key)
    }

    /// As it stands in an address.
    pub fn slug(self) -> &'static str {
        match self {
            Direction::Team => "team",
            Direction::Department => "avdelning",
            Direction::Region => "region",
        }
    }

    pub fn of_slug(slug: &str) -> Option<Direction> {
        Direction::ALL
            .iter()
            .copied()
            .find(|each| each.slug() == slug)
    }

    /// Whether each department concerned has one of its own.
    pub fn per_department(self) -> bool {
        self != Direction::Team
    }

    pub fn act(self, of_regioner: bool) -> Act {
        match (self, of_regioner) {
            (Direction::Team, _) => Act::FeedbackToTeam,
            (_, true) => Act::FeedbackFromRegioner,
            (_, false) => Act::FeedbackFromDepartment,
        }
    }
}

codes! {
    /// What the agency can owe after a dialogue.
    Owed {
        Team = "team", "Till teamet";
        Department = "avdelning", "Till avdelningen";
        Unit = "enhet", "Rätt enhet har kontakt";
        Region = "region", "Till regionen";
    }
}

impl Owed {
    /// The debt that a milestone is, when it is one.
    pub fn of_key(key: &str) -> Option<Owed> {
        match Direction::of_key(key) {
            Some(Direction::Team) => Some(Owed::Team),
            Some(Direction::Department) => Some(Owed::Department),
            Some(Direction::Region) => Some(Owed::Region),
            None => (key == HANDOVER).then_some(Owed::Unit),
        }
    }
}

pub const HANDOVER: &str = "handover";

/// A duty opens when its dialogue is marked as held: before that it is neither done nor late.
pub fn not_open_yet(key: &str, phase: Phase) -> bool {
    let held = matches!(phase, Phase::FollowingUp | Phase::Closed);
    Owed::of_key(key).is_some() && !held
}

/// Days until the region is told again while an insats is open.
pub const AGAIN: i64 = 90;

/// When the region shall be told again: ninety days after it was last told, or after the first of the
/// insatser that are open was made, whichever is later; on a working day.
pub fn again_on(last: Date, first_action: Date) -> Date {
    working_day_on_or_after(add_days(last.max(first_action), AGAIN))
}

/// Days late; none while there is time.
pub fn days_late(due_on: Date, today: Date) -> Option<i64> {
    Some(days_between(due_on, today)).filter(|days| *days > 0)
}

/// What a person writes when she gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Giving {
    pub dialogue_id: i64,
    /// Not the direction of a promise, which the log has by that name.
    #[serde(rename = "feedback_to", alias = "direction")]
    pub direction: Direction,
    /// Whose duty it is; none for the team.
    pub department_id: Option<i64>,
    pub text: String,
    pub given_on: Date,
    pub receiver: String,
    pub diary_no: String,
    pub report_id: Option<i64>,
}

/// As it was given; it is not changed afterwards.
#[derive(Clone, Debug)]
pub struct Feedback {
    pub id: i64,
    pub giving: Giving,
    pub department: String,
    pub by_id: Option<i64>,
    pub by: String,
    pub created_at: Timestamp,
}

impl Feedback {
    pub fn url(&self) -> String {
        url(self.id)
    }

    pub fn title(&self) -> String {
        title(self.giving.direction, &self.department)
    }
}

pub fn url(id: i64) -> String {
    format!("/aterkoppling/{id}")
}

/// "Återkoppling till regionen: Företag"
pub fn title(direction: Direction, department: &str) -> String {
    match department.is_empty() {
        true => format!("Återkoppling till {}", direction.label()),
        false => format!("Återkoppling till {}: {department}", direction.label()),
    }
}

/// Where the form is, filled in for a duty.
pub fn form_url(dialogue: i64, direction: Direction, department: Option<i64>) -> String {
    let own = department.map_or(String::new(), |id| format!("&avdelning={id}"));
    format!(
        "/dialoger/{dialogue}/aterkoppling/ny?riktning={}{own}",
        direction.slug()
    )
}

/// Where a right to give it is decided.
pub fn place(county: &County, department: Option<i64>) -> Place {
    Place {
        department,
        ..county.place()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::is_working_day;
    use jiff::civil::date;

    #[test]
    fn the_region_is_told_again_after_ninety_days_on_a_working_day() {
        for offset in 0..366 {
            let last = add_days(date(2027, 1, 1), offset);
            let due = again_on(last, Date::MIN);
            let days = days_between(last, due);
            assert!(is_working_day(due), "{last} gives {due}");
            assert!((90..=96).contains(&days), "{last} gives {due}");
            let between = (90..days).map(|days| add_days(last, days));
            assert!(
                between.into_iter().all(|day| !is_working_day(day)),
                "{due} is the first working day from {last}"
            );
            assert_eq!(again_on(add_days(last, -30), last), due, "made on {last}");
        }
    }

    #[test]
    fn known_days_of_the_calendar() {
        let rows = [
            ("2026-11-23", "2027-02-22"), // a Sunday, so the Monday
            ("2026-09-25", "2026-12-28"), // julafton, juldagen and annandag on a weekend
            ("2026-12-31", "2027-03-31"), // an ordinary Wednesday
            ("2027-01-06", "2027-04-06"),
            ("2027-03-27", "2027-06-28"), // midsommarafton is the Friday before
        ];
        for (last, expected) in rows {
            let due = again_on(last.parse().unwrap(), Date::MIN);
            assert_eq!(due.to_string(), expected, "{last}");
        }
    }

    #[test]
    fn it_is_late_from_the_day_after() {
        let due = date(2026, 11, 20);
        let rows = [
            ("2026-11-19", None),
            ("2026-11-20", None),
            ("2026-11-21", Some(1)),
            ("2026-12-24", Some(34)),
        ];
        for (today, expected) in rows {
            assert_eq!(days_late(due, today.parse().unwrap()), expected, "{today}");
        }
    }

    #[test]
    fn duties_open_when_the_dialogue_has_been_held() {
        for key in [
            "feedback_team",
            "feedback_department",
            "handover",
            "feedback_region",
        ] {
            for phase in Phase::ALL {
                let held = matches!(phase, Phase::FollowingUp | Phase::Closed);
                assert_eq!(not_open_yet(key, *phase), !held, "{key} {phase}");
            }
        }
        assert!(!not_open_yet("minutes", Phase::Planning));
    }

    #[test]
    fn each_direction_has_its_milestone_its_address_and_its_right() {
        for direction in Direction::ALL {
            assert_eq!(Direction::of_key(direction.key()), Some(*direction));
            assert_eq!(Direction::of_slug(direction.slug()), Some(*direction));
        }
        assert_eq!(Direction::Team.act(false), Act::FeedbackToTeam);
        assert_eq!(Direction::Region.act(true), Act::FeedbackFromRegioner);
        assert_eq!(Direction::Region.act(false), Act::FeedbackFromDepartment);
    }
}
