//! What the address of a new insats asks to have filled in: a dialogue, several län, an issue area.

use crate::domain::access::Act;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::actions::Origin;
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::me::Me;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;

/// `?dialog=45`, `?lan=25&lan=24&sakfraga=7`.
#[derive(Debug, Default)]
pub struct NewQuery {
    pub dialog: String,
    /// A line of a dialogue.
    pub utfall: String,
    pub slag: String,
    lan: Vec<String>,
    sakfraga: String,
}

impl<S: Send + Sync> FromRequestParts<S> for NewQuery {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let mut asked = NewQuery::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "utfall" => asked.utfall = value.into_owned(),
                "slag" => asked.slag = value.into_owned(),
                "dialog" => asked.dialog = value.into_owned(),
                "lan" => asked.lan.push(value.into_owned()),
                "sakfraga" => asked.sakfraga = value.into_owned(),
                _ => {}
            }
        }
        Ok(asked)
    }
}

impl NewQuery {
    /// The län that are asked for, each once; a dialogue's own goes before them.
    pub fn counties(&self, origin: Option<&Origin>, holders: &Holders) -> Vec<County> {
        let asked = |county: &County| match origin {
            Some(origin) => origin.county == county.code,
            None => {
                let mut named = self.lan.iter();
                named.any(|name| *name == county.code || *name == county.slug)
            }
        };
        let all = holders.counties.iter();
        all.filter(|county| asked(county)).cloned().collect()
    }

    /// The issue area, if it is one that the form offers.
    pub fn issue_area(&self, offered: &[Choice]) -> String {
        let is = |each: &&Choice| each.value == self.sakfraga;
        let found = offered.iter().find(is);
        found.map_or(String::new(), |each| each.value.clone())
    }
}

/// Of several län those in which she may make one; it is refused when there is none.
pub fn hers(me: &Me, asked: Vec<County>) -> Result<Vec<County>> {
    where_she_may(me, Act::CreateAction, asked)
}

/// Those of several län in which an act is hers.
pub fn where_she_may(me: &Me, act: Act, asked: Vec<County>) -> Result<Vec<County>> {
    let may = |county: &County| me.can(act, &county.place());
    if let Some(first) = asked.first()
        && !asked.iter().any(may)
    {
        me.may(act, &first.place())?;
    }
    Ok(asked.into_iter().filter(may).collect())
}
