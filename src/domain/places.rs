//! Where the work is done: teams, the 21 län, departments, units, issue areas, and the RUA of a län.

use crate::codes;
use crate::domain::access::Place;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A first day and, when it is known, a last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateSpan {
    pub from: Date,
    pub to: Option<Date>,
}

impl DateSpan {
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    pub fn overlaps(&self, other: &DateSpan) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

#[derive(Clone, Debug)]
pub struct Team {
    pub id: i64,
    pub slug: String,
    /// "Norr"; on the page "Team Norr".
    pub name: String,
    pub position: i64,
    pub span: DateSpan,
    pub version: i64,
}

impl Team {
    pub fn label(&self) -> String {
        format!("Team {}", self.name)
    }

    pub fn url(&self) -> String {
        format!("/team/{}", self.slug)
    }
}

/// A län, with the team it belongs to on the day that was asked for.
#[derive(Clone, Debug)]
pub struct County {
    pub code: String,
    pub slug: String,
    pub name: String,
    pub short_name: String,
    pub letters: String,
    pub seat_town: String,
    pub programme_area: String,
    pub aliases: String,
    pub team_id: i64,
    pub team_name: String,
    pub team_slug: String,
    pub version: i64,
}

impl County {
    pub fn url(&self) -> String {
        format!("/lan/{}", self.slug)
    }

    pub fn place(&self) -> Place {
        Place::county(&self.code, self.team_id)
    }

    /// What an administrator can change of it.
    pub fn details(&self) -> CountyDetails {
        CountyDetails {
            name: self.name.clone(),
            seat_town: self.seat_town.clone(),
            programme_area: self.programme_area.clone(),
            aliases: self.aliases.clone(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountyDetails {
    pub name: String,
    pub seat_town: String,
    pub programme_area: String,
    pub aliases: String,
}

/// A time during which a län belongs to a team.
#[derive(Clone, Debug)]
pub struct Membership {
    pub id: i64,
    pub team_id: i64,
    pub team_name: String,
    pub span: DateSpan,
}

/// Why a län cannot move to a team from a day: the field, and a sentence. `latest` is where it is
/// or is going to be.
pub fn move_problem(
    county: &County,
    latest: &Membership,
    team: &Team,
    from: Date,
    today: Date,
) -> Option<(&'static str, String)> {
    let (name, there) = (&county.short_name, &latest.team_name);
    if latest.span.from > today {
        let since = latest.span.from;
        return Some((
            "",
            format!(
                "{name} flyttar redan till Team {there} {since}. Ta tillbaka den flytten först."
            ),
        ));
    }
    if team.id == latest.team_id {
        return Some(("team_id", format!("{name} hör redan till Team {there}.")));
    }
    if from <= latest.span.from {
        let since = latest.span.from;
        return Some((
            "valid_from",
            format!("{name} hör till Team {there} sedan {since}. Välj en senare dag."),
        ));
    }
    if team.span.to.is_some() || team.span.from > from {
        return Some((
            "team_id",
            format!("{} gäller inte tills vidare från den dagen.", team.label()),
        ));
    }
    None
}

/// How many län each team should have.
pub const COUNTIES_PER_TEAM: i64 = 7;

/// "Team Mellan får 6 län och Team Södra 8"; nothing when each team has seven.
pub fn uneven(sizes: &[(String, i64)], verb: &str) -> Option<String> {
    let other = sizes.iter().filter(|(_, size)| *size != COUNTIES_PER_TEAM);
    let told = |(index, (name, size)): (usize, &(String, i64))| match index {
        0 => format!("Team {name} {verb} {size} län"),
        _ => format!("Team {name} {size}"),
    };
    let told: Vec<String> = other.enumerate().map(told).collect();
    let (last, rest) = told.split_last()?;
    Some(match rest.is_empty() {
        true => last.clone(),
        false => format!("{} och {last}", rest.join(", ")),
    })
}

#[derive(Clone, Debug)]
pub struct Department {
    pub id: i64,
    pub name: String,
    /// The department whose national briefs fall on the uppdragsansvarig.
    pub is_regioner: bool,
    pub position: i64,
    pub span: DateSpan,
    pub version: i64,
}

#[derive(Clone, Debug)]
pub struct Unit {
    pub id: i64,
    pub department_id: i64,
    pub department_name: String,
    pub name: String,
    pub remit: String,
    pub span: DateSpan,
    pub version: i64,
}

#[derive(Clone, Debug)]
pub struct IssueArea {
    pub id: i64,
    pub name: String,
    pub department_id: i64,
    pub department_name: String,
    pub unit_id: Option<i64>,
    pub unit_name: String,
    pub span: DateSpan,
    pub version: i64,
}

codes! {
    /// What kind of organisation holds the regional responsibility.
    ActorKind {
        Region = "region", "region";
        Association = "samverkansorgan", "samverkansorgan";
        CountyBoard = "lansstyrelse", "länsstyrelse";
        Municipality = "kommun", "kommun";
    }
}

/// Regionalt utvecklingsansvarig aktör (RUA) of a län, dated.
#[derive(Clone, Debug)]
pub struct RegionalActor {
    pub id: i64,
    pub county: String,
    pub name: String,
    pub kind: ActorKind,
    pub span: DateSpan,
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uneven_split_is_told_with_the_teams_it_is_about() {
        let sizes = |sizes: [i64; 3]| {
            let names = ["Norr", "Mellan", "Södra"].map(String::from);
            uneven(&names.into_iter().zip(sizes).collect::<Vec<_>>(), "får")
        };
        assert_eq!(sizes([7, 7, 7]), None);
        assert_eq!(
            sizes([7, 6, 8]).as_deref(),
            Some("Team Mellan får 6 län och Team Södra 8")
        );
        assert_eq!(
            sizes([5, 8, 8]).as_deref(),
            Some("Team Norr får 5 län, Team Mellan 8 och Team Södra 8")
        );
    }
}
