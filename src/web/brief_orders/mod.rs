//! An order of a brief: whom it falls on and where it stands; changed, judged, returned and asked for again.

pub mod buttons;

use super::dialogue_issues::card::OrderView;
use super::dialogues::{Subject, over};
use super::form::{Choice, Errors, Posted, meet};
use super::history::after_meeting;
use super::holders::{Holder, Holders};
use super::me::{Me, Shell};
use super::{flash, page, text};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::brief_order::{Order, Standing, State as Stands};
use crate::domain::event::{self, SubjectKind};
use crate::error::Result;
use crate::store::secrecy::MarkedBrief;
use crate::store::{Write, brief_orders};
use crate::web::secrecy;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat beställningen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    state: String,
    reason: String,
    due_on: String,
    version: i64,
}

impl From<&Standing> for OrderForm {
    fn from(standing: &Standing) -> Self {
        OrderForm {
            state: standing.state.to_string(),
            reason: standing.reason.clone(),
            due_on: text::iso(standing.due_on),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "brief_orders/show.html")]
struct OrderPage {
    shell: Shell,
    errors: Errors,
    form: OrderForm,
    crumbs: Vec<Choice>,
    dialogue: String,
    back: String,
    order: Order,
    title: String,
    holder: Holder,
    view: OrderView,
    late: Option<String>,
    /// A version that holds and could answer the order: "version 2, gäller till och med …"
    proposed: Option<String>,
    states: Vec<Choice>,
    /// Whether she may say that it is not needed, or use what holds.
    may_answer: bool,
    /// Whether she may order, ask again, return and change the date.
    may_order: bool,
    marked_briefs: Vec<MarkedBrief>,
}

impl OrderPage {
    fn day(&self) -> String {
        text::long_date(self.order.standing.due_on)
    }

    /// "Elsa Norling, 8 oktober 2026 kl. 10.15"
    fn ordered(&self) -> String {
        stamp(self.order.ordered_by.as_deref(), self.order.ordered_at)
    }

    fn settled(&self) -> Option<String> {
        let at = self.order.settled_at?;
        Some(stamp(self.order.settled_by.as_deref(), at))
    }

    fn asked_again(&self) -> Option<String> {
        self.order.asked_again_at.map(text::stamp)
    }
}

fn stamp(who: Option<&str>, at: Timestamp) -> String {
    format!("{}, {}", who.unwrap_or("Systemet"), text::stamp(at))
}

/// An order with its dialogue, and the permit to say what comes of it.
async fn load(app: &App, me: &Me, id: i64, oid: i64) -> Result<(Subject, Order, Permit)> {
    let subject = Subject::load(app, id).await?;
    let order = brief_orders::find(app.db.read(), id, oid).await?;
    let permit = me.may(Act::SettleMilestone, &order.place(&subject.county))?;
    Ok((subject, order, permit))
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path((id, oid)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let order = brief_orders::find(app.db.read(), id, oid).await?;
    let form = OrderForm {
        version: order.version,
        ..OrderForm::from(&order.standing)
    };
    draw(&app, &me, &subject, order, form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, oid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<OrderForm>,
) -> Result<Response> {
    let (subject, shown, permit) = load(&app, &me, id, oid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let today = app.clock.today();
    let checked = check(&form, &mut errors, &shown, &subject, today);
    let (Some(standing), true) = (checked, errors.allow()) else {
        return draw(&app, &me, &subject, shown, form, errors).await;
    };
    orders(&me, &subject, &shown, &standing)?;
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = brief_orders::find(tx.conn(), id, oid).await?;
    let form = merge(&app, &mut tx, &now, &form, &standing, &mut errors).await?;
    let checked = match errors.allow() {
        true => check(&form, &mut errors, &now, &subject, today),
        false => None,
    };
    let (Some(standing), true) = (checked, errors.allow()) else {
        drop(tx);
        return draw(&app, &me, &subject, now, form, errors).await;
    };
    let url = subject.dialogue.url();
    if standing == now.standing {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    orders(&me, &subject, &now, &standing)?;
    brief_orders::change(&mut tx, &subject.dialogue, &now, &standing).await?;
    tx.commit().await?;
    let said = format!("Beställningen är sparad: {}.", now.title());
    Ok(flash::see_with(&url, &said))
}

async fn merge(
    app: &App,
    tx: &mut Write,
    now: &Order,
    form: &OrderForm,
    standing: &Standing,
    errors: &mut Errors,
) -> Result<OrderForm> {
    let about = event::Subject::new(SubjectKind::BriefOrder, now.id);
    let seen = form.version;
    let mine = OrderForm {
        version: seen,
        ..OrderForm::from(standing)
    };
    let together: &[&[&str]] = &[&["state", "reason"]];
    let met = meet(tx, &about, &now.standing, now.version, mine, seen, together).await?;
    after_meeting(app, met, MET, errors).await
}

/// Who holds the function may say that nothing is needed; everything else is for those who order.
fn orders(me: &Me, subject: &Subject, before: &Order, after: &Standing) -> Result<()> {
    let same = &before.standing;
    let judges = after.state == Stands::NotNeeded || after == same;
    if !judges || after.due_on != same.due_on {
        me.may(Act::ChooseIssueAreas, &subject.county.place())?;
    }
    Ok(())
}

fn check(
    form: &OrderForm,
    errors: &mut Errors,
    order: &Order,
    subject: &Subject,
    today: Date,
) -> Option<Standing> {
    let offered = form.state.parse::<Stands>().ok();
    let offered = offered.filter(|state| order.standing.state.choices().contains(state));
    let state = errors.need("state", offered, "Välj var beställningen står.");
    let reason = match state {
        Some(Stands::NotNeeded) => errors.text("reason", &form.reason, 1000, "Skriv ett skäl."),
        Some(Stands::Returned) => {
            errors.text("reason", &form.reason, 1000, "Skriv vad som saknas.")
        }
        _ => errors.optional_text("reason", &form.reason, 1000),
    };
    let due_on = match form.due_on.is_empty() {
        true => Some(order.standing.due_on),
        false => errors.date("due_on", &form.due_on),
    };
    if let Some(day) = due_on.filter(|day| *day != order.standing.due_on) {
        let held_on = subject.dialogue.plan.held_on;
        if day < today {
            errors.add(
                "due_on",
                "Datumet har redan passerat. Ange ett datum från och med i dag.",
            );
        } else if day > held_on {
            let last = text::iso(held_on);
            let sentence = format!("Ange ett datum senast dialogens dag, {last}.");
            errors.add("due_on", sentence);
        }
    }
    let state = state?;
    Some(Standing {
        state,
        reason: reason.filter(|_| state.asks_why()).unwrap_or_default(),
        due_on: due_on?,
    })
}

async fn draw(
    app: &App,
    me: &Me,
    subject: &Subject,
    order: Order,
    form: OrderForm,
    errors: Errors,
) -> Result<Response> {
    let today = app.clock.today();
    let holders = Holders::load(app.db.read(), today).await?;
    let going_on = !subject.dialogue.phase.is_over() && order.standing.state != Stands::Withdrawn;
    let late = text::late(order.standing.due_on, today);
    let mut crumbs = subject.crumbs();
    let back = subject.dialogue.url();
    crumbs.push(Choice::new(
        format!("{back}/sakfragor"),
        "Aktuella sakfrågor",
    ));
    let may_order = going_on && me.can(Act::ChooseIssueAreas, &subject.county.place());
    let template = OrderPage {
        shell: me.shell_for(&errors),
        crumbs,
        dialogue: subject.name(),
        title: order.title(),
        holder: holders.of(&order.seat(&subject.county)),
        view: OrderView::of(&order, going_on, today),
        late: late.filter(|_| going_on && order.standing.state.is_open()),
        proposed: proposed(&order, today),
        states: states(&order, may_order),
        may_answer: going_on && me.can(Act::SettleMilestone, &order.place(&subject.county)),
        may_order,
        marked_briefs: secrecy::marked_briefs(
            app,
            me,
            subject.dialogue.id,
            order.area.as_ref().map(|area| area.id),
        )
        .await?,
        back,
        order,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

fn proposed(order: &Order, today: Date) -> Option<String> {
    let held = order.proposed(today)?;
    let until = match held.valid_to {
        Some(day) => format!("gäller till och med {}", text::long_date(day)),
        None => "gäller tills vidare".to_owned(),
    };
    Some(format!("version {}, {until}", held.number))
}

fn states(order: &Order, may_order: bool) -> Vec<Choice> {
    let stands = order.standing.state;
    let open = |state: &&Stands| may_order || **state == stands || **state == Stands::NotNeeded;
    let choice = |state: &Stands| {
        let (label, hint) = match state {
            same if *same == stands => (state.label(), ""),
            Stands::NotNeeded => (state.label(), "Räknas som klart. Skriv skälet nedan."),
            Stands::Returned => ("Skicka tillbaka", "Skriv nedan vad som saknas."),
            _ => ("Beställ ändå", ""),
        };
        Choice::new(state, label).hint(hint)
    };
    let all = stands.choices().iter();
    all.filter(open).map(choice).collect()
}
