//! Whether a satsning is relevant for the agency to finance: yes or no, with a reason.

use super::may;
use crate::App;
use crate::domain::access::Act;
use crate::domain::investment::{Investment, Lack, Relevance};
use crate::error::Result;
use crate::store::investments;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const REASON: usize = 2_000;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    relevant: String,
    relevance: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "investments/judge.html")]
struct JudgePage {
    shell: Shell,
    errors: Errors,
    form: JudgeForm,
    investment: Investment,
}

fn judge_page(
    me: &Me,
    investment: Investment,
    form: JudgeForm,
    errors: Errors,
) -> Result<Response> {
    let template = JudgePage {
        shell: me.shell_for(&errors),
        form,
        investment,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let investment = investments::find(app.db.read(), id).await?;
    may(&app, &me, Act::LeadInvestment, &investment).await?;
    let form = JudgeForm {
        relevant: match investment.relevance.relevant {
            Some(yes) => if yes { "ja" } else { "nej" }.to_owned(),
            None => String::new(),
        },
        relevance: investment.relevance.relevance.clone(),
        version: investment.version,
    };
    judge_page(&me, investment, form, Errors::default())
}

pub async fn judge(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<JudgeForm>,
) -> Result<Response> {
    let investment = investments::find(app.db.read(), id).await?;
    let permit = may(&app, &me, Act::LeadInvestment, &investment).await?;
    let checked = check(&form, &investment, &mut errors);
    let (Some(relevance), true) = (checked, errors.allow()) else {
        return judge_page(&me, investment, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = investments::find(tx.conn(), id).await?;
    let today = tx.today();
    let place = investments::place(tx.conn(), &now.terms, today).await?;
    me.may(Act::LeadInvestment, &place)?;
    if now.relevance == relevance {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(super::MET);
        let form = JudgeForm {
            version: now.version,
            ..form
        };
        return judge_page(&me, now, form, errors);
    }
    investments::judge(&mut tx, &now, &relevance).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Bedömningen är sparad."))
}

fn check(form: &JudgeForm, investment: &Investment, errors: &mut Errors) -> Option<Relevance> {
    let relevant = match form.relevant.as_str() {
        "ja" => Some(true),
        "nej" => Some(false),
        _ => None,
    };
    let relevant = errors.need(
        "relevant",
        relevant,
        "Välj om satsningen är relevant eller inte.",
    );
    let relevance = errors.text("relevance", &form.relevance, REASON, "Skriv varför.");
    let stage = &investment.stage;
    if stage
        .status
        .lacks(relevant, stage)
        .contains(&Lack::Relevance)
    {
        let status = stage.status.label();
        errors.add(
            "relevant",
            format!("Satsningen har status {status}, som kräver att den är relevant. Ändra status först."),
        );
        return None;
    }
    Some(Relevance {
        relevant: Some(relevant?),
        relevance: relevance?,
    })
}

impl JudgePage {
    fn answers(&self) -> [Choice; 2] {
        [
            Choice::new("ja", "Ja, relevant"),
            Choice::new("nej", "Nej, inte relevant"),
        ]
    }
}
