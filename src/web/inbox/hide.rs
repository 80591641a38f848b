//! Items that need nothing more: hidden one by one or several at a time, and taken out again.

use super::ListQuery;
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::source::{ItemState, place};
use crate::error::{Error, Result};
use crate::store::inbox::{self, Item};
use crate::web::flash;
use crate::web::form::Posted;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::secrecy;
use crate::web::text::counted;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

const MAY_NOT: &str = "dölja poster från den här källan";
/// As many as a page shows.
const MOST: usize = 50;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ItemsForm {
    /// The button of one row.
    item: String,
    /// Those that are ticked, for the button of them all.
    items: Vec<String>,
    /// The filter to come back to.
    back: String,
}

impl ItemsForm {
    fn ids(&self) -> Result<Vec<i64>> {
        let asked = match self.item.is_empty() {
            true => self.items.as_slice(),
            false => std::slice::from_ref(&self.item),
        };
        let read = asked.iter().take(MOST).map(|each| each.parse());
        let ids: Result<Vec<i64>, _> = read.collect();
        ids.map_err(|_| Error::NotFound)
    }

    /// The list as it was, and nothing else, whatever was sent.
    fn list(&self) -> String {
        let query: ListQuery = serde_html_form::from_str(&self.back).unwrap_or_default();
        match query.whole() {
            all if all.is_empty() => "/omvarld/inkorg".to_owned(),
            all => format!("/omvarld/inkorg?{all}"),
        }
    }
}

pub async fn hide(
    State(app): State<App>,
    me: Me,
    Posted { form, .. }: Posted<ItemsForm>,
) -> Result<Response> {
    let ids = form.ids()?;
    if ids.is_empty() {
        me.may_somewhere(Act::KeepContacts)?;
        return Ok(flash::see_with(
            &form.list(),
            "Kryssa för det som ska döljas först.",
        ));
    }
    let count = settle(&app, &me, &ids, ItemState::Waiting).await?;
    let said = format!("{} nu.", counted(count, "post är dold", "poster är dolda"));
    Ok(match count {
        0 => flash::see_with(&form.list(), "Någon annan hann före, så inget ändrades."),
        _ => flash::see_with(&form.list(), &said),
    })
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Posted { form, .. }: Posted<ItemsForm>,
) -> Result<Response> {
    let ids = form.ids()?;
    if ids.is_empty() {
        return Err(Error::NotFound);
    }
    let count = settle(&app, &me, &ids, ItemState::Hidden).await?;
    Ok(match count {
        0 => flash::see_with(&form.list(), "Någon annan hann före, så inget ändrades."),
        _ => flash::see_with(&form.list(), "Posten väntar i inkorgen igen."),
    })
}

/// Hides those that wait, or takes out those that are hidden: all that were chosen, or, when one of them is
/// not hers, none. What another has settled meanwhile is left as it is.
async fn settle(app: &App, me: &Me, ids: &[i64], from: ItemState) -> Result<i64> {
    let sight = secrecy::sight(app, me).await?;
    let items = inbox::chosen(app.db.read(), ids, &sight).await?;
    let permit = permit(app, me, &items).await?;
    let mut tx = app.db.write(permit).await?;
    let items = inbox::chosen(tx.conn(), ids, &sight).await?;
    self::permit(app, me, &items).await?;
    let mut count = 0;
    for item in items.iter().filter(|item| item.state == from) {
        match from {
            ItemState::Waiting => inbox::hide(&mut tx, item).await?,
            _ => inbox::show(&mut tx, item).await?,
        }
        count += 1;
    }
    if count > 0 {
        tx.commit().await?;
    }
    Ok(count)
}

/// The permit for every one of them.
async fn permit(app: &App, me: &Me, items: &[Item]) -> Result<Permit> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let mut permit = Err(Error::NotFound);
    for item in items {
        let county = item.county.as_deref().and_then(|code| holders.county(code));
        let place = place(item.level, county);
        let one = me.standing.may(Act::KeepContacts, &place);
        permit = Ok(one.map_err(|denied| denied.saying(MAY_NOT))?);
    }
    permit
}
