//! [`Me`], who is logged in; [`Visit`], anyone; [`Shell`], what the layout needs of them.

use super::form::Errors;
use super::text;
use crate::domain::access::{Act, Permit, Place, Standing};
use crate::domain::people::Role;
use crate::error::{Error, Result};
use crate::store::kept::AsOf;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use std::ops::Deref;
use std::sync::Arc;

/// What a request tells before its handler runs; put there by `web::request`.
#[derive(Clone, Default)]
pub struct Visit {
    pub me: Option<Arc<Identity>>,
    /// The person whose session has ended, so that her text can be kept for her.
    pub ended: Option<i64>,
    pub path: String,
    /// The path of the page that sent the request, as the browser tells it; empty when it does not.
    pub came_from: String,
    pub flash: Option<String>,
    pub demo: bool,
}

#[derive(Clone, Debug)]
pub struct Identity {
    pub name: String,
    pub email: String,
    pub functions: String,
    pub token_hash: String,
    pub handle: String,
    pub standing: Standing,
    /// How far things had come when she was found.
    pub as_of: AsOf,
}

/// Who is logged in. A handler that takes this is closed to others.
#[derive(Clone)]
pub struct Me {
    identity: Arc<Identity>,
    visit: Visit,
}

impl Deref for Me {
    type Target = Identity;
    fn deref(&self) -> &Identity {
        &self.identity
    }
}

impl Me {
    pub fn id(&self) -> i64 {
        self.standing.person_id
    }

    pub fn may(&self, act: Act, place: &Place) -> Result<Permit> {
        Ok(self.standing.may(act, place)?)
    }

    pub fn can(&self, act: Act, place: &Place) -> bool {
        self.standing.can(act, place)
    }

    pub fn may_somewhere(&self, act: Act) -> Result<()> {
        Ok(self.standing.may_somewhere(act)?)
    }

    pub fn can_somewhere(&self, act: Act) -> bool {
        self.standing.can_somewhere(act)
    }

    pub fn is(&self, role: Role) -> bool {
        self.standing.has_role(role)
    }

    pub fn shell(&self) -> Shell {
        self.visit.shell()
    }

    /// The shell of a form's page: its title says "Fel:" when there are mistakes.
    pub fn shell_for(&self, errors: &Errors) -> Shell {
        Shell {
            error_title: !errors.is_empty(),
            ..self.shell()
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Me {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Ok(visit) = <Visit as FromRequestParts<S>>::from_request_parts(parts, state).await;
        let identity = visit.me.clone().ok_or(Error::SignInFirst)?;
        Ok(Me { identity, visit })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Me {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>> {
        Ok(
            <Me as FromRequestParts<S>>::from_request_parts(parts, state)
                .await
                .ok(),
        )
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Visit>().cloned().unwrap_or_default())
    }
}

/// What every page's frame needs.
pub struct Shell {
    pub user: Option<Who>,
    pub menu: Vec<MenuItem>,
    pub flash: Option<String>,
    pub path: String,
    pub demo: bool,
    pub error_title: bool,
}

impl Shell {
    /// Whether the page is this one, whatever its filter is.
    pub fn is_at(&self, href: &str) -> bool {
        self.path.split('?').next() == Some(href)
    }

    /// Whether the page is below this one, when it is the first of several under one tab.
    pub fn is_below(&self, href: &str) -> bool {
        href == "/kontakter" && is_current(href, &self.path)
    }
}

pub struct Who {
    pub id: i64,
    pub name: String,
    pub initials: String,
    pub functions: String,
}

pub struct MenuItem {
    pub href: &'static str,
    pub label: &'static str,
    pub current: bool,
    /// The pages beside it, which the menu of a phone names.
    pub beside: &'static [(&'static str, &'static str)],
}

const WORK: (&str, &str) = ("/", "Mitt arbete");
/// A chef without a function of her own begins at the overview; her work has an address of its own.
const WORK_OF_CHEF: (&str, &str) = ("/?visa=arbete", "Mitt arbete");
const OVERVIEW: (&str, &str) = ("/oversikt", "Översikt");

/// What everyone has, after her own work and the overview.
const MENU: &[(&str, &str)] = &[
    ("/lan", "Län"),
    ("/dialoger", "Dialoger"),
    ("/insatser", "Insatser"),
    ("/aterkoppling", "Återkoppling"),
    ("/omvarld", "Omvärld"),
    ("/underlag", "Underlag"),
    ("/team", "Team"),
    ("/organisation", "Organisation"),
];

impl Visit {
    pub fn shell(&self) -> Shell {
        let who = |me: &Arc<Identity>| Who {
            id: me.standing.person_id,
            name: me.name.clone(),
            initials: text::initials(&me.name),
            functions: me.functions.clone(),
        };
        Shell {
            user: self.me.as_ref().map(who),
            menu: self.menu(),
            flash: self.flash.clone(),
            path: self.path.clone(),
            demo: self.demo,
            error_title: false,
        }
    }

    fn menu(&self) -> Vec<MenuItem> {
        let Some(me) = &self.me else {
            return Vec::new();
        };
        let admin = me
            .standing
            .can(Act::Administer, &Place::anywhere())
            .then_some(("/admin", "Administration"));
        // A manager asks how the country stands before what she has to do herself.
        let first = match me.standing.has_role(Role::Manager) {
            true if me.standing.assignments.is_empty() => [OVERVIEW, WORK_OF_CHEF],
            true => [OVERVIEW, WORK],
            false => [WORK, OVERVIEW],
        };
        first
            .into_iter()
            .chain(MENU.iter().copied())
            .chain(admin)
            .map(|(href, label)| MenuItem {
                href,
                label,
                current: is_current(href, &self.path),
                beside: beside(href),
            })
            .collect()
    }
}

/// The pages beside the briefs, which `knowledge.html` leads to.
const KNOWLEDGE: &[(&str, &str)] = &[
    ("/sakfragor", "Sakfrågor"),
    ("/erbjudanden", "Erbjudanden"),
    ("/behov", "Behov"),
    ("/bedomningar", "Bedömningar"),
];

/// The pages beside the omvärldsnotiser, which `surroundings.html` leads to.
const SURROUNDINGS: &[(&str, &str)] = &[
    ("/kontakter", "Kontakter"),
    ("/natverk", "Nätverk"),
    ("/varsel", "Varsel och etablering"),
    ("/statistik", "Statistik"),
    ("/sekretess", "Sekretessmarkeringar"),
];

fn beside(href: &str) -> &'static [(&'static str, &'static str)] {
    match href {
        "/omvarld" => SURROUNDINGS,
        "/underlag" => KNOWLEDGE,
        _ => &[],
    }
}

fn is_current(href: &str, address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    if href == "/aterkoppling" && is_current("/overlamningar", path) {
        return true;
    }
    if beside(href).iter().any(|(each, _)| is_current(each, path)) {
        return true;
    }
    if href == "/dialoger" && is_current("/lardomar", path) {
        return true;
    }
    match href {
        "/" | "/?visa=arbete" => path == "/",
        _ => {
            path == href
                || path
                    .strip_prefix(href)
                    .is_some_and(|rest| rest.starts_with('/'))
        }
    }
}
