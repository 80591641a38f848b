//! A dialogue is not closed before its duties are settled, by no route and not by two at once.

use super::{duty, give};
use crate::arrange::dialogue;
use crate::world::World;
use regiondialog::domain::access::Permit;
use regiondialog::domain::dialogue::Step;
use regiondialog::domain::milestone::{Outcome, Settling};
use regiondialog::store::{dialogues, milestones};

#[tokio::test]
async fn no_dialogue_is_closed_by_any_route_while_a_duty_is_open() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2026-11-02", "following_up").await;
    let own = duty(&world, id, "feedback_team", None, "2026-11-09").await;
    let elsa = world.sign_in("Elsa").await;
    let close = format!("/dialoger/{id}/avslutad");
    let page = elsa.post(&close, &[("version", "1")]).await;
    assert!(page.status == 409 && page.has(&format!("/milstolpar/{own}")));
    let mut tx = world.db().write(Permit::system_as(1)).await.expect("write");
    let now = dialogues::find(tx.conn(), id).await.expect("the dialogue");
    let taken = dialogues::take(&mut tx, &now, Step::Close, "").await;
    assert!(taken.is_err(), "also without the page's own question");
    drop(tx);
    let url = format!("/dialoger/{id}/milstolpar/{own}");
    let waive = [
        ("state", "waived"),
        ("reason", "Teamet var med"),
        ("due_on", "2026-11-09"),
        ("version", "1"),
    ];
    assert_eq!(elsa.post(&url, &waive).await.status, 303);
    assert_eq!(elsa.post(&close, &[("version", "1")]).await.status, 303);
    assert_eq!(
        elsa.post(&format!("{url}/oppen"), &[("version", "2")])
            .await
            .status,
        409
    );
    let open = [
        ("state", "open"),
        ("due_on", "2026-11-09"),
        ("version", "2"),
    ];
    assert_eq!(elsa.post(&url, &open).await.status, 409);
    let mut tx = world.db().write(Permit::system_as(1)).await.expect("write");
    let of = milestones::find(tx.conn(), id, own)
        .await
        .expect("the milestone");
    let opened = Settling {
        state: Outcome::Open,
        ..of.settling.clone()
    };
    let today = tx.today();
    let again = milestones::settle(&mut tx, &of, &opened, today, today).await;
    assert!(again.is_err(), "nor opened again");
    drop(tx);
    assert_eq!(
        give(&elsa, id, "team", "").await.status,
        303,
        "more can be told"
    );
    let closed = "select count(*) from dialogues where phase = 'closed'";
    assert_eq!(world.count(closed).await, 1);
    assert_eq!(open_in_closed(&world).await, 0);
}

async fn open_in_closed(world: &World) -> i64 {
    world
        .count(
            "select count(*) from milestones m join dialogues d on d.id = m.dialogue_id
             where d.phase = 'closed' and m.state = 'open' and m.offset_days <= 28",
        )
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_and_opening_again_at_once_never_meet() {
    let world = World::quiet().await;
    let (elsa, chef) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
    for round in 0..6 {
        let held_on = format!("2026-10-{:02}", round + 1);
        let id = dialogue(&world, "25", &held_on, "following_up").await;
        let own = duty(&world, id, "feedback_team", None, "2026-11-09").await;
        let url = format!("/dialoger/{id}/milstolpar/{own}");
        let waive = [
            ("state", "waived"),
            ("reason", "Klart"),
            ("due_on", "2026-11-09"),
            ("version", "1"),
        ];
        assert_eq!(elsa.post(&url, &waive).await.status, 303);
        let (close, undo) = (format!("/dialoger/{id}/avslutad"), format!("{url}/oppen"));
        let (closed, opened) = tokio::join!(
            elsa.post(&close, &[("version", "1")]),
            chef.post(&undo, &[("version", "2")]),
        );
        let answers = (closed.status, opened.status);
        assert!(matches!(answers, (303, 409) | (409, 303)), "{answers:?}");
        assert_eq!(open_in_closed(&world).await, 0, "{answers:?}");
    }
}
