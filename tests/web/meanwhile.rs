//! What was asked for while somebody else was saving: a dialogue that has just been closed or called
//! off is kept as it is, whatever was on its way.

use crate::arrange::connection;
use crate::dialogues::{PLAN, planned};
use crate::world::{Page, World};
use std::time::Duration;

/// Sends a form, and closes the dialogue between the form's first look and its write.
async fn sent_while_closing(world: &World, path: &str, fields: &[(&str, &str)]) -> Page {
    let closes = "update dialogues set phase = 'closed', version = version + 1
        where id = (select max(id) from dialogues)";
    sent_while(world, "Elsa", (path, fields), closes).await
}

/// Sends a form, and changes something between the form's first look and its write.
async fn sent_while(
    world: &World,
    who: &str,
    (path, fields): (&str, &[(&str, &str)]),
    change: &str,
) -> Page {
    let sender = world.sign_in(who).await;
    let mut other = connection(world).await;
    sqlx::query("begin immediate")
        .execute(&mut other)
        .await
        .expect("begin");
    let asked = sender.post(path, fields);
    let closes = async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        for sql in [change, "commit"] {
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
                .execute(&mut other)
                .await
                .expect("changed");
        }
    };
    tokio::join!(asked, closes).0
}

#[tokio::test]
async fn a_dialogue_that_was_closed_meanwhile_is_kept_as_it_is() {
    let milestone = "/milstolpar/M";
    let changed: Vec<_> = PLAN.iter().copied().chain([("version", "1")]).collect();
    let rows: [(&str, Vec<(&str, &str)>); 8] = [
        ("/andra", changed),
        ("/anteckningar", vec![("notes", "Sent."), ("version", "1")]),
        ("/milstolpar/M/klar", vec![("version", "1")]),
        (
            milestone,
            vec![
                ("state", "done"),
                ("due_on", "2027-01-07"),
                ("version", "1"),
            ],
        ),
        (
            "/medverkande/ny",
            vec![("person_id", "29"), ("in_dialogue", "ja")],
        ),
        ("/medverkande/funktioner", vec![]),
        (
            "/medverkande/P/deltog",
            vec![("attended", "yes"), ("version", "1")],
        ),
        ("/medverkande/P/borttagen", vec![("version", "1")]),
    ];
    for (path, fields) in rows {
        let world = World::new().await;
        let elsa = world.sign_in("Elsa").await;
        let url = planned(&elsa, &[]).await;
        let someone = [("person_id", "28"), ("in_dialogue", "ja")];
        elsa.post(&format!("{url}/medverkande/ny"), &someone).await;
        let milestone = world.count("select min(id) from milestones where dialogue_id = (select max(id) from dialogues)").await;
        let participant = world.count("select max(id) from participants").await;
        let path = path
            .replace('M', &milestone.to_string())
            .replace('P', &participant.to_string());
        let before = world.count("select count(*) from events").await;
        let answer = sent_while_closing(&world, &format!("{url}{path}"), &fields).await;
        assert_eq!(answer.status, 409, "{path}: {}", answer.html);
        assert!(
            answer.has("Dialogen är avslutad och sparas som den är."),
            "{path}"
        );
        // the session of the second browser is an event too
        let after = world.count("select count(*) from events").await;
        assert_eq!(after, before + 1, "{path} left something behind");
    }
}

#[tokio::test]
async fn a_contact_who_was_marked_or_merged_meanwhile_is_not_put_on_a_list() {
    for change in [
        "insert into secrecy_markings (kind, record_id, provision, authority, marked_on)
             values ('contact', 42, '30 kap. 23 § OSL', 'Myndigheten', '2026-11-20');
         insert into secrecy_scopes values ('contact', 42, 'chef')",
        "update contacts set merged_into = 41, removed_at = '2026-11-23T08:00:00Z' where id = 42",
        "update contacts set pseudonymised_at = '2026-11-23T08:00:00Z' where id = 42",
    ] {
        let world = World::new().await;
        let path = "/dialoger/45/medverkande/ny";
        let someone = [
            ("outside", "ja"),
            ("contact_id", "42"),
            ("in_dialogue", "ja"),
        ];
        let there = "select count(*) from participants where contact_id = 42";
        let before = world.count(there).await;
        let answer = sent_while(&world, "Anna Lind", (path, &someone), change).await;
        assert_eq!(answer.status, 422, "{change}: {}", answer.html);
        assert!(
            answer.has("Kontakten finns inte längre i listan."),
            "{change}"
        );
        assert_eq!(world.count(there).await, before, "{change}");
    }
}

#[tokio::test]
async fn a_brief_that_was_marked_meanwhile_uses_no_note() {
    let world = World::new().await;
    let used = [("observation_id", "13"), ("target", "brief:8")];
    let change = "insert into secrecy_markings (kind, record_id, provision, authority, marked_on)
            values ('brief', 8, '30 kap. 23 § OSL', 'Myndigheten', '2026-11-20');
        insert into secrecy_scopes values ('brief', 8, 'chef')";
    let path = "/omvarld/anvandningar";
    let answer = sent_while(&world, "Anna Lind", (path, &used), change).await;
    assert_eq!(answer.status, 404);
    let there = "select count(*) from observation_uses where observation_id = 13 and brief_id = 8";
    assert_eq!(world.count(there).await, 0);
}

#[tokio::test]
async fn a_colleague_who_does_not_exist_is_a_sentence_and_no_mistake_of_ours() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let made_up = [
        ("person_id", "999999"),
        ("in_dialogue", "ja"),
        ("version", "1"),
    ];
    let answer = elsa.post(&format!("{url}/medverkande/ny"), &made_up).await;
    assert!(answer.status == 422 && answer.has("Välj en medarbetare."));
}
