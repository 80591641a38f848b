//! Freezing: exactly what went in, once and for good, and what has changed since.

use super::filled::{fill, planned, run};
use super::{freeze, word};
use crate::arrange::connection;
use crate::world::{Browser, World};

#[tokio::test]
async fn freezing_keeps_what_went_in_with_date_and_name_and_ticks_the_milestone() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    let asked = elsa.get(&format!("{url}/fryst")).await;
    assert!(asked.has("Lås underlaget till dialogen med Norrbotten 17 mars 2027?"));
    let digest = asked.field("digest");
    assert_eq!(digest.len(), 64);
    let open = "select count(*) from milestones where key = 'pack' and state = 'open'";
    assert_eq!(world.count(open).await, 1);
    let frozen = elsa
        .post(&format!("{url}/fryst"), &[("digest", &digest)])
        .await;
    assert_eq!(
        (frozen.status, frozen.location.as_str()),
        (303, url.as_str())
    );
    assert_eq!(world.count(open).await, 0);
    let page = elsa.get(&url).await;
    assert!(page.has("Låst 23 november 2026 av Elsa Norling") && page.has("INNE national_line"));
    assert!(!page.has("Ändrat sedan frysningen") && !page.has("/delar\""));
    let dialogue = elsa.get(&format!("/dialoger/{id}")).await;
    assert!(dialogue.has("Dialogunderlaget: Låst 23 november 2026 av Elsa Norling"));
    assert!(
        word(&elsa, &format!("{url}/word"))
            .await
            .contains("Låst 23 november 2026 av Elsa Norling")
    );
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("låste dialogunderlaget"));
}

#[tokio::test]
async fn what_has_changed_since_is_told_by_its_part_and_the_frozen_stays() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, true).await;
    freeze(&elsa, &url).await;
    let before = word(&elsa, &format!("{url}/word")).await;
    run(
        &world,
        "update positions set national_line = 'En annan linje' where id = 901;
         update participants set name = 'Karin Annan' where name = 'Karin Exempel';"
            .to_owned(),
    )
    .await;
    let page = elsa.get(&url).await;
    assert!(page.has("Ändrat sedan frysningen:</strong> medverkande och ställningstaganden."));
    assert!(page.has("INNE national_line") && !page.has("En annan linje"));
    assert_eq!(before, word(&elsa, &format!("{url}/word")).await);
    let shared = elsa.get(&format!("{url}?version=delad")).await;
    assert!(shared.has("Karin Exempel") && !shared.has("Karin Annan"));
    let live = elsa.get(&format!("{url}?version=nu")).await;
    assert!(live.has("En annan linje") && live.has("Karin Annan") && live.has("Som det är i dag"));
    assert!(
        word(&elsa, &format!("{url}/word?version=nu"))
            .await
            .contains("En annan linje")
    );
}

#[tokio::test]
async fn of_two_who_freeze_one_wins_and_the_other_is_told_so() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    let sara = world.sign_in("Sara").await; // ersättare
    let path = format!("{url}/fryst");
    let unread = elsa.post(&path, &[]).await;
    assert_eq!(unread.status, 422, "nothing is frozen unread");
    let digest = elsa.get(&path).await.field("digest");
    let read = [("digest", digest.as_str())];
    let (first, second) = tokio::join!(elsa.post(&path, &read), sara.post(&path, &read));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "{}{}", first.html, second.html);
    let refused = if first.status == 409 { first } else { second };
    assert!(
        refused.has("Dialogunderlaget är redan låst") && refused.has("Låst 23 november 2026 av")
    );
    assert_eq!(world.count("select count(*) from pack_freezes").await, 1);
    assert_eq!(world.events("pack_frozen").await, 1);
    for browser in [&elsa, &sara] {
        let parts = browser.get(&format!("{url}/delar")).await;
        assert_eq!(parts.status, 409);
        let changed = browser
            .post(&format!("{url}/delar"), &[("parts", "agenda")])
            .await;
        assert!(changed.status == 409 && changed.has("redan låst"));
    }
}

#[tokio::test]
async fn what_was_changed_while_one_read_is_read_again_before_it_is_frozen() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    let path = format!("{url}/fryst");
    let digest = elsa.get(&path).await.field("digest");
    run(
        &world,
        "update positions set ask = 'Nytt' where id = 901".to_owned(),
    )
    .await;
    let page = elsa.post(&path, &[("digest", &digest)]).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Underlaget har ändrats sedan du öppnade sidan."));
    assert_ne!(page.field("digest"), digest);
    let again = elsa.post(&path, &[("digest", &page.field("digest"))]).await;
    assert_eq!(again.status, 303);
}

#[tokio::test]
async fn a_frozen_pack_can_be_changed_by_nothing_not_even_by_hand() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    freeze(&elsa, &url).await;
    for sql in [
        "update pack_freezes set content = '{}'",
        "delete from pack_freezes",
    ] {
        let done = sqlx::query(sql)
            .execute(&mut connection(&world).await)
            .await;
        assert!(done.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn a_dialogue_that_is_over_is_not_frozen() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    let reason = [("reason", "Regionen fick förhinder"), ("version", "1")];
    let off = elsa
        .post(&format!("/dialoger/{id}/installd"), &reason)
        .await;
    assert_eq!(off.status, 303);
    for path in ["fryst", "delar"] {
        let refused = elsa
            .post(&format!("{url}/{path}"), &[("parts", "agenda")])
            .await;
        assert!(refused.status == 409 && refused.has("Dialogen är inställd"));
    }
    let page = elsa.get(&url).await;
    assert!(page.status == 200 && !page.has("/fryst\""));
}

const MARK: &str = "
    insert into secrecy_markings (kind, record_id, provision, authority, marked_on) values ('brief', 901, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-23');
    insert into secrecy_scopes (kind, record_id, scope) values ('brief', 901, 'chef');";

/// The same row as a pack that was frozen before packs said which brief a text is from.
const OLDER: &str = "
    drop trigger pack_freezes_are_not_changed;
    update pack_freezes set content = (select json_remove(json_set(content, '$.document.parts', (select json_group_array(json_set(p.value, '$.blocks',
        json((select json_group_array(json(b)) from (select case when x.value ->> '$.record[0][0]' = 'brief' then y.value else x.value end as b
            from json_each(p.value, '$.blocks') x left join json_each(case when x.value ->> '$.record[0][0]' = 'brief' then x.value -> '$.record[1]' end) y
            order by x.key, y.key))))) from json_each(content, '$.document.parts') p)), '$.names_briefs'));
    create trigger pack_freezes_are_not_changed before update on pack_freezes
    begin select raise(abort, 'a frozen pack is kept as it is'); end;";

/// Everything a frozen pack can be read as.
async fn told(browser: &Browser, url: &str) -> [String; 4] {
    [
        browser.get(url).await.html,
        word(browser, &format!("{url}/word")).await,
        browser.get(&format!("{url}?version=delad")).await.html,
        word(browser, &format!("{url}/word?version=delad")).await,
    ]
}

#[tokio::test]
async fn a_brief_that_is_marked_after_the_freeze_is_hidden_in_what_was_frozen() {
    for older in [false, true] {
        let world = World::quiet().await;
        let (elsa, ingela) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
        let (id, url) = planned(&world, &elsa).await;
        fill(&world, id, true).await;
        assert_eq!(freeze(&elsa, &url).await.status, 303);
        if older {
            run(&world, OLDER.to_owned()).await;
        }
        let stored = "select content || digest from pack_freezes";
        let before: String = sqlx::query_scalar(stored)
            .fetch_one(world.db().read())
            .await
            .expect("a freeze");
        for text in told(&elsa, &url).await {
            assert!(text.contains("INNE summary") && text.contains("INNE text"));
        }
        run(&world, MARK.to_owned()).await;
        let [page, file, shared, shared_file] = told(&elsa, &url).await;
        for text in [&page, &file] {
            assert!(
                text.contains("Sekretessmarkerat sedan frysningen"),
                "older: {older}"
            );
            assert!(text.contains("INNE national_line") && text.contains("INNE regional"));
        }
        for text in [&page, &file, &shared, &shared_file] {
            for hidden in ["INNE summary", "INNE text", "HEMLIG sources"] {
                assert!(!text.contains(hidden), "older: {older}, {hidden}");
            }
        }
        assert!(!shared.contains("Sekretessmarkerat") && shared.contains("INNE national_line"));
        // A chef reads it, but it leaves the house for nobody.
        let [page, file, shared, shared_file] = told(&ingela, &url).await;
        assert!(page.contains("INNE summary") && file.contains("INNE text"));
        assert!(!shared.contains("INNE summary") && !shared_file.contains("INNE text"));
        let after: String = sqlx::query_scalar(stored)
            .fetch_one(world.db().read())
            .await
            .expect("a freeze");
        assert_eq!(before, after, "the freeze stays as it was");
    }
}
