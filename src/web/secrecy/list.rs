//! Everything that is marked and that the one who asks may read, those to be tried anew first.

use super::{KINDS, sight};
use crate::App;
use crate::domain::event::Subject;
use crate::error::Result;
use crate::store::Page;
use crate::store::secrecy::{self, Filter, Row};
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::Choice;
use crate::web::list::{self, Order};
use crate::web::me::{Me, Shell};
use crate::web::page;
use crate::web::text::{counted, first_upper};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const SORTS: [&str; 3] = ["markerad", "provas", "slag"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    slag: String,
    provas: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 2] {
        [("slag", &self.slag), ("provas", &self.provas)]
    }

    /// A kind that does not exist finds nothing.
    fn filter(&self, today: Date) -> Filter {
        let mut kinds = KINDS.iter();
        let kind = kinds.find(|(_, slug, _)| *slug == self.slag);
        Filter {
            kind: (!self.slag.is_empty()).then(|| kind.map_or("-", |(kind, ..)| kind.code())),
            lapsed_before: (self.provas == "nu").then_some(today),
        }
    }
}

#[derive(Template)]
#[template(path = "secrecy/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    count: String,
    found: Page<Row>,
    today: Date,
    filtered: bool,
}

impl IndexPage {
    fn kinds(&self) -> Vec<Choice> {
        KINDS
            .iter()
            .map(|(_, slug, name)| Choice::new(slug, name))
            .collect()
    }
}

impl Row {
    pub fn kind_name(&self) -> &'static str {
        let mut kinds = KINDS.iter();
        kinds
            .find(|(kind, ..)| *kind == self.kind)
            .map_or("", |kind| kind.2)
    }

    pub fn has_lapsed(&self, today: &Date) -> bool {
        self.lapses_on.is_some_and(|day| day < *today)
    }

    pub fn url(&self) -> String {
        super::url(&Subject::new(self.kind, self.id))
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let today = app.clock.today();
    let order = Order::read(&query.sortera, &SORTS, "-markerad");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sight = sight(&app, &me).await?;
    let by = (order.key.as_str(), order.descending);
    let found = secrecy::list(app.db.read(), &sight, &query.filter(today), by, part).await?;
    if let Some(format) = format {
        let name = file_name("sekretessmarkeringar", today);
        return export::respond(table(found.rows), format, &name).await;
    }
    let pairs = query.pairs();
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&pairs),
        paging: list::paging(&pairs, &query.sortera, &order),
        count: first_upper(&counted(found.total, "markering", "markeringar")),
        filtered: pairs.iter().any(|(_, value)| !value.is_empty()),
        query,
        order,
        found,
        today,
    };
    page(StatusCode::OK, &template)
}

fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Slag", Kind::Text),
        ("Nummer", Kind::Number),
        ("Titel", Kind::Text),
        ("Tillämplig bestämmelse", Kind::Text),
        ("Markerad", Kind::Date),
        ("Markerad av", Kind::Text),
        ("Prövas på nytt senast", Kind::Date),
        ("Öppnad, antal gånger", Kind::Number),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.kind_name().into(),
            row.id.into(),
            row.title.into(),
            row.provision.into(),
            row.marked_on.into(),
            row.marked_by.into(),
            row.lapses_on.into(),
            row.openings.into(),
        ]
    };
    Table::new(
        "Sekretessmarkeringar",
        &columns,
        rows.into_iter().map(cells),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::SubjectKind;
    use crate::domain::secrecy::MARKABLE;

    #[test]
    fn everything_that_can_be_marked_has_an_address() {
        let known: Vec<SubjectKind> = KINDS.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(known, MARKABLE);
    }
}
