//! Dialogues: planned, moved, taken through their phases, and read.

mod life;
mod plan;

use crate::world::{Browser, Page, World};

/// A plan that is right in every field.
pub const PLAN: [(&str, &str); 9] = [
    ("county", "25"),
    ("held_on", "2027-03-17"),
    ("starts_at", "9"),
    ("ends_at", "12.00"),
    ("form", "on_site"),
    ("place", "Luleå, Regionhuset"),
    ("link", ""),
    ("purpose", "Tre vägval."),
    ("diary_no", ""),
];

/// The plan with some fields written otherwise.
pub fn plan_with<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let named = |name: &str| other.iter().find(|(each, _)| *each == name);
    let mut fields: Vec<_> = PLAN
        .iter()
        .map(|field| *named(field.0).unwrap_or(field))
        .collect();
    let extra = other
        .iter()
        .filter(|(name, _)| PLAN.iter().all(|(each, _)| each != name));
    fields.extend(extra);
    fields
}

/// Elsa plans a dialogue and is led to its page.
pub async fn planned(elsa: &Browser, other: &[(&str, &str)]) -> String {
    let page = elsa.post("/dialoger/ny", &plan_with(other)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

/// The dialogue's version as its change form has it.
pub async fn version(elsa: &Browser, url: &str) -> String {
    elsa.get(&format!("{url}/andra")).await.field("version")
}

/// Takes a step of the life cycle by its button.
pub async fn step(elsa: &Browser, url: &str, noun: &str) -> Page {
    let version = version(elsa, url).await;
    elsa.post(
        &format!("{url}/{noun}"),
        &[("version", &version), ("reason", "Regionen bad om det.")],
    )
    .await
}

/// Due dates of a dialogue's milestones of one kind, as its page shows them.
pub async fn due(world: &World, key: &'static str) -> String {
    sqlx::query_scalar(
        "select group_concat(distinct due_on) from milestones where key = ? and dialogue_id = (select max(id) from dialogues)",
    )
    .bind(key)
    .fetch_one(world.db().read())
    .await
    .expect("due")
}
