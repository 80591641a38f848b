//! Seats and their holders as the pages of teams, organisation and assignments show them.

use super::holders::Holders;
use super::{parse, text};
use crate::domain::people::{Assignment, Kind, Seat, holder};
use crate::domain::places::{County, DateSpan};
use crate::store::reader::Reader;
use jiff::civil::Date;

/// The day a page is about: today, or the one asked for.
pub struct PerDay {
    pub day: Date,
    pub today: bool,
    pub typed: String,
    pub error: Option<&'static str>,
}

impl PerDay {
    pub fn read(asked: &str, today: Date) -> PerDay {
        let found = parse::date(asked);
        let day = found.unwrap_or(today);
        let unreadable = found.is_none() && !asked.trim().is_empty();
        PerDay {
            day,
            today: day == today,
            typed: match unreadable {
                true => asked.to_owned(),
                false => text::iso(day),
            },
            error: unreadable.then_some(parse::DATE),
        }
    }

    pub fn status(&self) -> axum::http::StatusCode {
        match self.error {
            Some(_) => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
            None => axum::http::StatusCode::OK,
        }
    }

    /// "1 mars 2018"
    pub fn words(&self) -> String {
        text::long_date(self.day)
    }

    /// What keeps the day in a link: "?datum=2018-03-01", or nothing today.
    pub fn query(&self) -> String {
        match self.today {
            true => String::new(),
            false => format!("?datum={}", self.day),
        }
    }
}

/// A seat, everyone at it, and where it is filled.
pub struct SeatView {
    /// "länsansvarig för Norrbotten"
    pub title: String,
    /// "Norrbotten", "Företag, Team Norr"
    pub place: String,
    pub holder: Option<HolderView>,
    /// Ordinary holders beside the one the work falls on.
    pub others: Vec<HolderView>,
    pub deputies: Vec<HolderView>,
    /// Entered ahead of time.
    pub coming: Vec<HolderView>,
    pub new_url: String,
}

impl SeatView {
    /// Of an ansvarig för sakfrågor: the department, where the team stands beside.
    pub fn department(&self) -> &str {
        self.place.split(", ").next().unwrap_or_default()
    }
}

pub struct HolderView {
    pub url: String,
    pub name: String,
    pub acting: bool,
    pub no_account: bool,
    /// Narrowing and dates worth saying: "endast Gotland", "till och med 2026-12-31".
    pub note: String,
}

/// Everything that seats on a day are drawn from.
pub struct Seats {
    pub holders: Holders,
    today: bool,
}

impl Seats {
    pub async fn load(db: &Reader, per: &PerDay) -> crate::error::Result<Seats> {
        let holders = Holders::load(db, per.day).await?;
        Ok(Seats {
            holders,
            today: per.today,
        })
    }

    /// How many of the seats have a holder on the day.
    pub fn staffed(&self, seats: &[Seat]) -> usize {
        let held = |seat: &&Seat| !self.holders.of(seat).vacant();
        seats.iter().filter(held).count()
    }

    /// The län of a team, in the order of the source page.
    pub fn counties_of(&self, team: i64) -> impl Iterator<Item = &County> {
        self.holders
            .counties_by_team
            .iter()
            .filter(move |county| county.team_id == team)
    }

    pub fn view(&self, seat: &Seat) -> SeatView {
        let rows: Vec<&Assignment> = self.holders.all_at(seat).collect();
        let first = holder(rows.iter().copied());
        let is_first = |row: &Assignment| first.is_some_and(|first| first.id == row.id);
        let (deputies, others): (Vec<_>, Vec<_>) = rows
            .iter()
            .filter(|row| !is_first(row))
            .partition(|row| row.kind == Kind::Deputy);
        let views =
            |rows: Vec<&&Assignment>| rows.into_iter().map(|row| self.holder(row)).collect();
        let coming = self.holders.coming.iter();
        let coming = coming.filter(|row| self.today && row.seat == *seat);
        SeatView {
            title: title(&self.holders, seat),
            place: self.holders.place(seat),
            holder: first.map(|row| self.holder(row)),
            others: views(others),
            deputies: views(deputies),
            coming: coming.map(|row| self.later(row)).collect(),
            new_url: new_url(seat),
        }
    }

    fn holder(&self, row: &Assignment) -> HolderView {
        let mut notes = Vec::new();
        if let Some(narrowed) = self.narrowed(row) {
            notes.push(format!("endast {narrowed}"));
        }
        // On another day, what was to come is not told: the past looks as it did.
        if let Some(to) = row.span.to.filter(|_| self.today) {
            notes.push(format!("till och med {to}"));
        }
        HolderView {
            url: url(row.id),
            name: row.person_name.clone(),
            acting: row.kind == Kind::Acting,
            no_account: !row.has_account,
            note: notes.join(", "),
        }
    }

    fn later(&self, row: &Assignment) -> HolderView {
        HolderView {
            note: format!("från {}", row.span.from),
            ..self.holder(row)
        }
    }

    /// "Norrbotten och Jämtland", "Digitalisering": what an ansvarig för sakfrågor is narrowed to.
    pub fn narrowed(&self, row: &Assignment) -> Option<String> {
        let county = |code: &String| {
            self.holders
                .county(code)
                .map_or(code.clone(), |county| county.short_name.clone())
        };
        let area = |id: &i64| {
            let found = self.holders.issue_areas.iter().find(|each| each.id == *id);
            found.map_or("en avslutad sakfråga".to_owned(), |each| each.name.clone())
        };
        let counties = row.counties.iter().map(county);
        let words: Vec<String> = counties.chain(row.issue_areas.iter().map(area)).collect();
        (!words.is_empty()).then(|| text::join_and(&words))
    }
}

/// "länsansvarig för Norrbotten"
pub fn title(holders: &Holders, seat: &Seat) -> String {
    let (function, place) = (seat.function().label(), holders.place(seat));
    match seat {
        Seat::Issue(..) => format!("{function}, {place}"),
        _ => format!("{function} för {place}"),
    }
}

/// "tf. uppdragsansvarig för Team Norr", "ersättare, länsansvarig för Gotland"
pub fn in_words(holders: &Holders, row: &Assignment) -> String {
    let title = title(holders, &row.seat);
    match row.kind {
        Kind::Ordinary => title,
        Kind::Acting => format!("tf. {title}"),
        Kind::Deputy => format!("ersättare, {title}"),
    }
}

/// "från 1 januari 2018 och tills vidare"
pub fn span_words(span: &DateSpan) -> String {
    let from = text::long_date(span.from);
    match span.to {
        None => format!("från {from} och tills vidare"),
        Some(to) => format!("från {from} till och med {}", text::long_date(to)),
    }
}

pub fn url(assignment: i64) -> String {
    format!("/bemanning/{assignment}")
}

/// The form that fills a seat, with the seat chosen.
pub fn new_url(seat: &Seat) -> String {
    let place = match seat {
        Seat::Lead(team) => team.to_string(),
        Seat::County(county) => county.clone(),
        Seat::Issue(team, department) => format!("{team}/{department}"),
    };
    format!("/bemanning/ny?funktion={}&plats={place}", seat.function())
}

/// The seat an address names: `funktion=county_officer&plats=25`, or all in one: `funktion=county/25`.
pub fn read(function: &str, place: &str) -> Option<Seat> {
    let kind = match function {
        "lead" => "lead",
        "county_officer" => "county",
        "issue_officer" => "issue",
        whole => return whole.parse().ok(),
    };
    format!("{kind}/{place}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_fill_a_seat_is_read_back_as_the_seat() {
        for seat in [Seat::Lead(1), Seat::County("03".into()), Seat::Issue(2, 5)] {
            let url = new_url(&seat);
            let query: Vec<(String, String)> =
                form_urlencoded::parse(url.split_once('?').unwrap().1.as_bytes())
                    .into_owned()
                    .collect();
            assert_eq!(read(&query[0].1, &query[1].1), Some(seat.clone()));
            assert_eq!(read(&seat.to_string(), ""), Some(seat));
        }
        for (function, place) in [
            ("", ""),
            ("lead", "x"),
            ("county", "25"),
            ("issue_officer", "1"),
        ] {
            assert_eq!(read(function, place), None, "{function} {place}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_read_is_today_with_a_message() {
        let today: Date = "2026-11-23".parse().unwrap();
        let rows = [
            ("", "2026-11-23", false),
            ("1 mars 2018", "2018-03-01", false),
            ("20180301", "2018-03-01", false),
            ("i fjol", "2026-11-23", true),
        ];
        for (asked, day, wrong) in rows {
            let per = PerDay::read(asked, today);
            assert_eq!(
                (per.day.to_string().as_str(), per.error.is_some()),
                (day, wrong)
            );
        }
    }
}
