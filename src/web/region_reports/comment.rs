//! What the region said of a report that was sent.

use super::{NAME, may, may_write};
use crate::App;
use crate::domain::event::{self, SubjectKind};
use crate::domain::region_report::{self, Comment, Report};
use crate::error::Result;
use crate::store::region_reports;
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har skrivit in regionens kommentar medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentForm {
    region_comment: String,
    commented_on: String,
    version: i64,
}

impl From<&Comment> for CommentForm {
    fn from(of: &Comment) -> Self {
        CommentForm {
            region_comment: of.region_comment.clone(),
            commented_on: of.commented_on.map_or(String::new(), text::iso),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "region_reports/comment.html")]
struct CommentPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: CommentForm,
    sent_on: String,
    back: String,
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
) -> Result<Response> {
    let (subject, _) = may_write(&app, &me, id).await?;
    let report = region_reports::find(app.db.read(), id, rid).await?;
    let mut form = CommentForm {
        version: report.version,
        ..CommentForm::from(&report.comment)
    };
    if form.commented_on.is_empty() {
        form.commented_on = text::iso(app.clock.today());
    }
    comment_page(&me, &subject, &report, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<CommentForm>,
) -> Result<Response> {
    let (subject, permit) = may_write(&app, &me, id).await?;
    let mut tx = app.db.write(permit).await?;
    let concerned = region_reports::concerned(tx.conn(), id).await?;
    may(&me, &subject.county, &concerned)?;
    let report = region_reports::find(tx.conn(), id, rid).await?;
    let wanted = check(&form, &report, tx.today(), &mut errors);
    let (Some(wanted), true) = (wanted, errors.allow()) else {
        drop(tx);
        return comment_page(&me, &subject, &report, form, errors);
    };
    let about = event::Subject::new(SubjectKind::RegionReport, rid);
    let mine = CommentForm {
        version: form.version,
        ..CommentForm::from(&wanted)
    };
    let (now, version) = (&report.comment, report.version);
    let met = meet(&mut tx, &about, now, version, mine, form.version, TOGETHER).await?;
    let merged = after_meeting(&app, met, MET, &mut errors).await?;
    let comment = check(&merged, &report, tx.today(), &mut errors);
    let (Some(comment), true) = (comment, errors.allow()) else {
        drop(tx);
        return comment_page(&me, &subject, &report, merged, errors);
    };
    if comment == report.comment {
        return Ok(flash::see_with(&report.url(), "Inget var ändrat."));
    }
    region_reports::comment(&mut tx, &report, &comment).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &report.url(),
        "Regionens kommentar är sparad.",
    ))
}

/// The words and their day count as one.
const TOGETHER: &[&[&str]] = &[&["region_comment", "commented_on"]];

fn check(form: &CommentForm, of: &Report, today: Date, errors: &mut Errors) -> Option<Comment> {
    let why = "Skriv vad regionen sade.";
    let text = errors.text("region_comment", &form.region_comment, 5_000, why);
    let day = errors.date("commented_on", &form.commented_on);
    let early = of.sent_on().zip(day).filter(|(sent, day)| day < sent);
    if let Some((sent, _)) = early {
        let sent = text::long_date(sent);
        errors.add(
            "commented_on",
            format!("Rapporten skickades {sent}. Ange den dagen eller en senare."),
        );
    }
    if day.is_some_and(|day| day > today) {
        errors.add(
            "commented_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    Some(Comment {
        region_comment: text?,
        commented_on: Some(day?),
    })
}

fn comment_page(
    me: &Me,
    subject: &Subject,
    report: &Report,
    form: CommentForm,
    errors: Errors,
) -> Result<Response> {
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(region_report::url(subject.dialogue.id), NAME));
    let template = CommentPage {
        shell: me.shell_for(&errors),
        crumbs,
        sent_on: report.sent_on().map_or(String::new(), text::long_date),
        back: report.url(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
