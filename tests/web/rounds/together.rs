//! Two at one round: at once, one after the other, and those who may not at all.

use super::{DIALOGUES, NEW, PAGE, days, fields, send, with};
use crate::world::World;

#[tokio::test]
async fn two_press_at_once_and_one_round_is_planned() {
    let world = World::quiet().await;
    let (ingela, torbjorn) = (
        world.sign_in("Ingela").await,
        world.sign_in("Torbjörn").await,
    );
    let first = fields(&ingela.get(PAGE).await);
    let second = with(
        &fields(&torbjorn.get(PAGE).await),
        &[("starts_at_25", "13.15"), ("ends_at_25", "16")],
    );
    let (one, two) = tokio::join!(send(&ingela, &first), send(&torbjorn, &second));
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [303, 422]);
    let loser = if one.status == 422 { &one } else { &two };
    assert!(loser.has("Norrbotten: Länet har redan en dialog i omgången 2028, den "));
    assert_eq!(days(&fields(loser)).len(), 21, "her dates stand");
    assert_eq!(world.count(DIALOGUES).await, 21);
    let again = "select count(*) from (select county from dialogues where round_id = 1 group by county having count(*) > 1)";
    assert_eq!(world.count(again).await, 0);
}

#[tokio::test]
async fn one_who_comes_too_late_for_one_lan_plans_none() {
    let world = World::quiet().await;
    let (jonas, ingela) = (world.sign_in("Jonas").await, world.sign_in("Ingela").await);
    let all = fields(&ingela.get(PAGE).await);
    let seven = fields(&jonas.get(PAGE).await);
    assert_eq!(days(&seven).len(), 7);
    assert_eq!(send(&jonas, &seven).await.status, 303);
    let refused = send(&ingela, &all).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused
            .html
            .matches("Länet har redan en dialog i omgången 2028")
            .count(),
        7 * 3
    );
    assert_eq!(world.count(DIALOGUES).await, 7);
    assert!(
        ingela
            .get("/dialoger/omgangar/1")
            .await
            .has("7 av 21 län planerade")
    );
}

#[tokio::test]
async fn a_double_press_plans_once() {
    let world = World::quiet().await;
    let ingela = world.sign_in("Ingela").await;
    let form = fields(&ingela.get(PAGE).await);
    let (one, two) = tokio::join!(send(&ingela, &form), send(&ingela, &form));
    let mut answers = [(one.status, one.location), (two.status, two.location)];
    answers.sort();
    assert_eq!(world.count(DIALOGUES).await, 21);
    assert_eq!(answers[0], (303, "/dialoger/omgangar/1".to_owned()));
    let later = send(&ingela, &form).await;
    assert!(matches!(later.status, 303 | 422), "{}", later.status);
}

#[tokio::test]
async fn who_may_not_plan_is_refused_and_nothing_happens() {
    let world = World::quiet().await;
    let ingela = world.sign_in("Ingela").await;
    let all = fields(&ingela.get(PAGE).await);
    let norrbotten: Vec<_> = all
        .iter()
        .filter(|(name, _)| name.ends_with("_25") || !name.contains('_'))
        .cloned()
        .collect();
    for name in ["Anna", "Karim", "Lotta", "Peter", "Astrid"] {
        let person = world.sign_in(name).await;
        assert_eq!(person.get(PAGE).await.status, 403, "{name}");
        assert_eq!(send(&person, &norrbotten).await.status, 403, "{name}");
        assert_eq!(
            person.post(NEW, &[("preview", "1")]).await.status,
            403,
            "{name}"
        );
        assert_eq!(
            person.get("/dialoger/omgangar").await.status,
            200,
            "{name} may read"
        );
        assert!(!person.get("/dialoger/omgangar").await.has(NEW), "{name}");
    }
    let jonas = world.sign_in("Jonas").await;
    assert_eq!(
        send(&jonas, &norrbotten).await.status,
        403,
        "another team's län"
    );
    assert_eq!(send(&jonas, &all).await.status, 403, "his seven and others");
    assert_eq!(send(&world.visitor(), &all).await.status, 401);
    assert_eq!(world.count("select count(*) from rounds").await, 0);
    let sara = world.sign_in("Sara").await;
    assert_eq!(
        send(&sara, &norrbotten).await.status,
        303,
        "an ersättare has the rights"
    );
}

#[tokio::test]
async fn a_lan_whose_dialogue_was_called_off_or_moved_to_another_year_can_be_planned_again() {
    let world = World::quiet().await;
    let ingela = world.sign_in("Ingela").await;
    assert_eq!(
        send(&ingela, &fields(&ingela.get(PAGE).await)).await.status,
        303
    );
    let of = |county: &'static str| {
        let find = sqlx::query_scalar::<_, i64>(
            "select id from dialogues where round_id = 1 and county = ?",
        );
        find.bind(county).fetch_one(world.db().read())
    };
    let (off, moved) = (
        of("25").await.expect("one"),
        of("24").await.expect("another"),
    );
    let reason = [("version", "1"), ("reason", "Regionen kan inte.")];
    assert_eq!(
        ingela
            .post(&format!("/dialoger/{off}/installd"), &reason)
            .await
            .status,
        303
    );
    let other_year = [
        ("county", "24"),
        ("held_on", "2029-03-08"),
        ("starts_at", "9"),
        ("ends_at", "12"),
        ("form", "digital"),
        ("version", "1"),
    ];
    assert_eq!(
        ingela
            .post(&format!("/dialoger/{moved}/andra"), &other_year)
            .await
            .status,
        303
    );
    let round = ingela.get("/dialoger/omgangar/1").await;
    assert!(round.has("19 av 21 län planerade") && round.has(">Inställd<"));
    let rest = fields(&ingela.get(PAGE).await);
    assert_eq!(days(&rest).len(), 2);
    assert_eq!(send(&ingela, &rest).await.location, "/dialoger/omgangar/1");
    assert!(
        ingela
            .get("/dialoger/omgangar/1")
            .await
            .has("21 av 21 län planerade")
    );
}
