//! Posts of a contact: a new one, a corrected one, and one she has left.

use super::edit::{chosen, gone, organisation_choices};
use super::form::check_days;
use super::{Loaded, load, load_in, may_keep};
use crate::App;
use crate::contact_here;
use crate::domain::access::Act;
use crate::domain::contact::{Post, Role};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{contacts, organisations};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat rollen medan du skrev. Din text finns kvar nedan – läs kontaktens sida och spara igen.";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PostForm {
    organisation_id: String,
    post_title: String,
    valid_from: String,
    valid_to: String,
    version: i64,
    once: String,
}

#[derive(Template)]
#[template(path = "contacts/post.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: PostForm,
    loaded: Loaded,
    role: Option<Role>,
    organisations: Vec<Choice>,
}

async fn form_page(
    app: &App,
    me: &Me,
    loaded: Loaded,
    role: Option<Role>,
    form: PostForm,
    errors: Errors,
) -> Result<Response> {
    let all = organisations::choosable(app.db.read(), None).await?;
    let template = FormPage {
        shell: me.shell_for(&errors),
        organisations: organisation_choices(&all),
        loaded,
        role,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn new(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    loaded.may(&me)?;
    if loaded.contact.pseudonymised {
        return Ok(gone(&loaded));
    }
    let form = PostForm {
        once: Token::short(),
        ..PostForm::default()
    };
    form_page(&app, &me, loaded, None, form, Errors::default()).await
}

async fn check(
    app: &App,
    form: &PostForm,
    errors: &mut Errors,
) -> Result<Option<(Post, Vec<String>)>> {
    let organisation = chosen(app, &form.organisation_id).await?;
    let organisation = errors.need("organisation_id", organisation, "Välj en organisation.");
    let title = errors.optional_text("post_title", &form.post_title, 120);
    let valid_from = errors.optional_date("valid_from", &form.valid_from);
    let valid_to = errors.optional_date("valid_to", &form.valid_to);
    let (Some((organisation_id, codes)), Some(post_title)) = (organisation, title) else {
        return Ok(None);
    };
    let post = Post {
        organisation_id,
        post_title,
        valid_from,
        valid_to,
    };
    check_days(&post, errors);
    Ok(Some((post, codes)))
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<PostForm>,
) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    let permit = loaded.may(&me)?;
    if loaded.contact.pseudonymised {
        return Ok(gone(&loaded));
    }
    let checked = check(&app, &form, &mut errors).await?;
    let (Some((post, codes)), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, loaded, None, form, errors).await;
    };
    may_keep(&me, &loaded.holders, Act::KeepContacts, &codes)?;
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let now = load_in(&mut tx, &app, &me, &loaded).await?.contact;
    if now.pseudonymised {
        return Err(Error::Stale);
    }
    contacts::add_post(&mut tx, id, &post).await?;
    tx.made(&form.once, &now.url()).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Rollen är tillagd."))
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    loaded.may(&me)?;
    let role = contacts::find_role(app.db.read(), id, rid).await?;
    let form = of(&role);
    form_page(&app, &me, loaded, Some(role), form, Errors::default()).await
}

fn of(role: &Role) -> PostForm {
    let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
    PostForm {
        organisation_id: role.post.organisation_id.to_string(),
        post_title: role.post.post_title.clone(),
        valid_from: day(role.post.valid_from),
        valid_to: day(role.post.valid_to),
        version: role.version,
        once: String::new(),
    }
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<PostForm>,
) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    let permit = loaded.may(&me)?;
    let role = contacts::find_role(app.db.read(), id, rid).await?;
    let checked = check(&app, &form, &mut errors).await?;
    let (Some((post, codes)), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, loaded, Some(role), form, errors).await;
    };
    may_keep(&me, &loaded.holders, Act::KeepContacts, &codes)?;
    let mut tx = app.db.write(permit).await?;
    let loaded = load_in(&mut tx, &app, &me, &loaded).await?;
    let now = contacts::find_role(tx.conn(), id, rid).await?;
    if now.post == post {
        return Ok(flash::see_with(&loaded.contact.url(), "Inget var ändrat."));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(MET);
        let form = PostForm {
            version: now.version,
            ..form
        };
        return form_page(&app, &me, loaded, Some(now), form, errors).await;
    }
    contacts::change_post(&mut tx, &now, &post).await?;
    tx.commit().await?;
    Ok(flash::see_with(&loaded.contact.url(), "Rollen är ändrad."))
}

#[derive(Template)]
#[template(path = "contacts/left.html")]
struct LeftPage {
    shell: Shell,
    errors: Errors,
    form: PostForm,
    loaded: Loaded,
    role: Role,
}

fn left_page(
    me: &Me,
    loaded: Loaded,
    role: Role,
    form: PostForm,
    errors: Errors,
) -> Result<Response> {
    let template = LeftPage {
        shell: me.shell_for(&errors),
        loaded,
        role,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask_to_end(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    loaded.may(&me)?;
    let role = contacts::find_role(app.db.read(), id, rid).await?;
    let last = app.clock.today().yesterday().unwrap_or(app.clock.today());
    let form = PostForm {
        valid_to: last.to_string(),
        ..of(&role)
    };
    left_page(&me, loaded, role, form, Errors::default())
}

/// "Har lämnat posten": the day was her last; nothing of what was is taken away.
pub async fn end(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<PostForm>,
) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    let permit = loaded.may(&me)?;
    let role = contacts::find_role(app.db.read(), id, rid).await?;
    let last = errors.date("valid_to", &form.valid_to);
    if role
        .post
        .valid_from
        .zip(last)
        .is_some_and(|(from, last)| last < from)
    {
        errors.add("valid_to", crate::web::parse::DATE_ORDER);
    }
    let (Some(last), true) = (last, errors.allow()) else {
        return left_page(&me, loaded, role, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let loaded = load_in(&mut tx, &app, &me, &loaded).await?;
    let now = contacts::find_role(tx.conn(), id, rid).await?;
    if now.post.valid_to == Some(last) {
        return Ok(flash::see(&loaded.contact.url()));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(MET);
        let form = PostForm {
            version: now.version,
            ..form
        };
        return left_page(&me, loaded, now, form, errors);
    }
    contacts::end_post(&mut tx, &now, last).await?;
    tx.commit().await?;
    let words = format!("{} har lämnat posten.", loaded.contact.card.name);
    Ok(flash::see_with(&loaded.contact.url(), &words))
}
