//! How an action's owner, date and status read, on its own pages and on those that show actions.

use crate::domain::action::Status;
use crate::domain::agenda::When;
use crate::domain::people::Seat;
use crate::web::holders::Holders;
use crate::web::text;
use jiff::civil::Date;

/// Who has it: a function and its holder today, or a colleague by name.
#[derive(Clone, Debug, Default)]
pub struct OwnerWords {
    /// "Länsansvarig, Norrbotten"; empty when a person owns it by name.
    pub function: String,
    pub name: String,
    pub acting: bool,
    pub no_account: bool,
    pub vacant: bool,
}

impl OwnerWords {
    pub fn of(holders: &Holders, seat: Option<&Seat>, person: Option<&str>) -> OwnerWords {
        let Some(seat) = seat else {
            return OwnerWords {
                name: person.unwrap_or("–").to_owned(),
                ..OwnerWords::default()
            };
        };
        let holder = holders.of(seat);
        OwnerWords {
            function: format!("{}, {}", holder.function, holder.place),
            vacant: holder.vacant(),
            acting: holder.acting,
            no_account: holder.no_account,
            name: holder.name,
        }
    }
}

/// A date something falls due: late is red and says how late, this week is amber.
#[derive(Clone, Debug)]
pub struct Due {
    pub iso: String,
    pub late: Option<String>,
    pub late_short: Option<String>,
    pub soon: Option<String>,
}

impl Due {
    pub fn of(due_on: Date, today: Date, open: bool) -> Due {
        let this_week = open && When::of(due_on, today) == When::ThisWeek;
        Due {
            iso: text::iso(due_on),
            late: text::late(due_on, today).filter(|_| open),
            late_short: text::late_short(due_on, today).filter(|_| open),
            soon: this_week.then(|| text::relative(due_on, today)),
        }
    }
}

/// The tone of a status's tag.
pub fn tone(status: Status) -> &'static str {
    match status {
        Status::Proposed | Status::Decided => "",
        Status::Ongoing => "pine",
        Status::Done => "green",
        Status::Stopped => "struck",
    }
}

/// "Norrbotten", "Norrbotten och Västerbotten", "Norrbotten, Västerbotten och 5 län till"
pub fn counties(names: &[String]) -> String {
    match names {
        [first, second, rest @ ..] if rest.len() > 1 => {
            format!("{first}, {second} och {} län till", rest.len())
        }
        _ => text::join_and(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_long_row_of_counties_is_cut_short() {
        let names = ["Gotland", "Kalmar", "Skåne", "Uppsala"].map(str::to_owned);
        let rows = [
            (1, "Gotland"),
            (2, "Gotland och Kalmar"),
            (3, "Gotland, Kalmar och Skåne"),
            (4, "Gotland, Kalmar och 2 län till"),
        ];
        for (length, expected) in rows {
            assert_eq!(counties(&names[..length]), expected);
        }
    }

    #[test]
    fn what_is_settled_is_never_late() {
        let today = date(2026, 11, 23);
        let late = Due::of(date(2026, 11, 20), today, true);
        assert_eq!(
            (late.late.as_deref(), late.soon),
            (Some("3 dagar sen"), None)
        );
        let soon = Due::of(date(2026, 11, 29), today, true);
        assert_eq!(
            (soon.late, soon.soon.as_deref()),
            (None, Some("om 6 dagar"))
        );
        let settled = Due::of(date(2026, 11, 20), today, false);
        assert_eq!((settled.late, settled.soon), (None, None));
    }
}
