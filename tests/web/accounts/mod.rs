//! Accounts, roles, one-time links and sessions, as an administrator keeps them.

mod access;
mod roles;

use crate::registers::said;
use crate::world::{Page, World};

/// The one-time link on a page.
fn link(page: &Page) -> String {
    let at = page.html.find("/valkommen/").expect("a link on the page");
    page.html[at..at + "/valkommen/".len() + 64].to_owned()
}

async fn id(world: &World, name: &str) -> i64 {
    sqlx::query_scalar("select id from people where name like ? || '%'")
        .bind(name)
        .fetch_one(world.db().read())
        .await
        .expect("a person")
}

const PASSWORD: &str = "fyra gröna cyklar i regnet";

#[tokio::test]
async fn only_an_administrator_keeps_accounts() {
    let world = World::new().await;
    for name in ["Elsa", "Anna", "Karim", "Ingela", "Lotta", "Peter"] {
        let browser = world.sign_in(name).await;
        let events = world.count("select count(*) from events").await;
        for path in [
            "/admin/konton/ny",
            "/admin/konton/29/andra",
            "/admin/konton/29/roller/ny",
            "/admin/konton/30/roller/4/avsluta",
            "/admin/konton/29/lank",
            "/admin/konton/29/stang-av",
            "/admin/konton/29/oppna",
            "/admin/konton/29/avsluta-sessioner",
        ] {
            let page = browser
                .post(path, &[("role", "administrator"), ("name", "Ny")])
                .await;
            assert_eq!(page.status, 403, "{name} posts {path}");
        }
        for path in [
            "/admin/konton",
            "/admin/konton/29",
            "/admin/konton/29/andra",
            "/admin/konton/29/roller/ny",
            "/admin/konton/29/stang-av",
            "/admin/konton/29/historik",
            "/admin/konton/4711",
        ] {
            assert_eq!(browser.get(path).await.status, 403, "{name} opens {path}");
        }
        assert_eq!(world.count("select count(*) from events").await, events);
    }
}

#[tokio::test]
async fn the_list_is_filtered_and_sorted_the_swedish_way() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let all = admin.get("/admin/konton").await;
    assert!(all.has(&format!(
        "{} medarbetare",
        world.count("select count(*) from people").await
    )));
    let (anna, ake) = (all.html.find("Anna Lind"), all.html.find("Åsa Hedlund"));
    assert!(anna < all.html.find("Viktor Ask") && all.html.find("Viktor Ask") < ake);
    assert!(admin.get("/admin/konton?q=ohrn").await.has("1 medarbetare"));
    assert!(
        admin
            .get("/admin/konton?roll=manager")
            .await
            .has("2 medarbetare")
    );
    let none = admin.get("/admin/konton?konto=none").await;
    assert!(none.has("Rune Tegnér") && none.has("3 medarbetare"));
    assert!(
        admin
            .get("/admin/konton?q=finns+inte")
            .await
            .has("Inga träffar.")
    );
    let turned = admin.get("/admin/konton?sortera=-namn").await;
    assert!(turned.html.find("Åsa Hedlund") < turned.html.find("Anna Lind"));
}

#[tokio::test]
async fn a_new_colleague_gets_a_link_that_works_once_and_is_shown_once() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let once = admin.get("/admin/konton/ny").await.field("once");
    let fields = [
        ("name", "Ylva Ekström"),
        ("title", "utredare"),
        ("unit_id", "9"),
        ("email", "ylva.ekstrom@myndighet.example"),
        ("roles", "manager"),
        ("roles", "reader"),
        ("department_id", "5"),
        ("once", once.as_str()),
    ];
    let page = admin.post("/admin/konton/ny", &fields).await;
    assert_eq!(page.status, 200, "{}", page.html);
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(page.has(&format!("{}/valkommen/", world.base)));
    let ylva = id(&world, "Ylva").await;
    let again = admin.post("/admin/konton/ny", &fields).await;
    assert_eq!(
        (again.status, again.location),
        (303, format!("/admin/konton/{ylva}"))
    );
    assert!(
        !admin
            .get(&format!("/admin/konton/{ylva}"))
            .await
            .has("/valkommen/")
    );
    assert_eq!(world.count("select count(*) from account_roles join people on people.id = person_id where name = 'Ylva Ekström' and (role = 'reader') = (department_id is null)").await, 2);

    let visitor = world.visitor();
    let url = link(&page);
    assert!(visitor.get(&url).await.has("Välkommen, Ylva Ekström"));
    let accepted = visitor
        .post(
            &url,
            &[("password", PASSWORD), ("repeated_password", PASSWORD)],
        )
        .await;
    assert_eq!(accepted.status, 303);
    assert_eq!(visitor.get(&url).await.status, 400);
    assert_eq!(
        world
            .count("select count(*) from event_values where after like '%valkommen%'")
            .await,
        0
    );
}

#[tokio::test]
async fn bad_input_comes_back_whole() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let page = admin
        .post(
            "/admin/konton/ny",
            &[
                ("name", "Bo <i>"),
                ("unit_id", "4711"),
                ("email", "bo"),
                ("roles", "reader"),
                ("department_id", "2"),
            ],
        )
        .await;
    assert_eq!(page.status, 422);
    for expected in [
        "Välj en enhet.",
        "E-postadressen behöver innehålla @.",
        "Bo &#60;i&#62;",
        "value=\"bo\"",
        "Avdelningen hör till rollen chef.",
    ] {
        assert!(page.has(expected), "{expected}");
    }
    let taken = admin
        .post(
            "/admin/konton/ny",
            &[
                ("name", "Bo Ek"),
                ("unit_id", "1"),
                ("email", "ANNA.LIND@myndighet.example"),
            ],
        )
        .await;
    assert_eq!(taken.status, 422);
    assert!(taken.has("Någon annan har redan ett konto med den adressen."));
    let role = admin
        .post(
            "/admin/konton/ny",
            &[("name", "Bo Ek"), ("unit_id", "1"), ("roles", "reader")],
        )
        .await;
    assert!(role.has("Den som ska ha en roll behöver ett konto."));
    assert_eq!(
        world
            .count("select count(*) from people where name like 'Bo %'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_colleague_without_an_account_gets_one_later() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let page = admin
        .post(
            "/admin/konton/ny",
            &[("name", "Bo Ek"), ("unit_id", "1"), ("email", "")],
        )
        .await;
    assert_eq!(said(&page), "Bo Ek är inlagd och saknar konto.");
    assert!(admin.get("/admin/konton/31").await.has("Saknar konto"));
    assert_eq!(admin.post("/admin/konton/31/lank", &[]).await.status, 400);
    assert_eq!(
        admin
            .post(
                "/admin/konton/31/roller/ny",
                &[("role", "reader"), ("valid_from", "2026-11-23")]
            )
            .await
            .status,
        404
    );
    let fields = [
        ("name", "Bo Ek"),
        ("unit_id", "1"),
        ("email", "bo.ek@myndighet.example"),
        ("version", "1"),
    ];
    assert_eq!(
        admin.post("/admin/konton/31/andra", &fields).await.status,
        303
    );
    assert_eq!(admin.post("/admin/konton/31/lank", &[]).await.status, 200);
    assert_eq!(
        (
            world.events("person_added").await,
            world.events("account_added").await
        ),
        (1, 1)
    );
    let without = [
        ("name", "Bo Ek"),
        ("unit_id", "1"),
        ("email", ""),
        ("version", "2"),
    ];
    assert!(
        admin
            .post("/admin/konton/31/andra", &without)
            .await
            .has("Kontot behöver en e-postadress.")
    );
}

#[tokio::test]
async fn two_who_change_a_colleague_meet() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let fields = |name, title, email| {
        [
            ("name", name),
            ("title", title),
            ("unit_id", "1"),
            ("email", email),
            ("version", "1"),
        ]
    };
    let (mail, new) = ("anna.lind@myndighet.example", "anna.berg@myndighet.example");
    assert_eq!(
        admin
            .post(
                "/admin/konton/3/andra",
                &fields("Anna Berg", "handläggare", new)
            )
            .await
            .status,
        303
    );
    assert_eq!(
        admin
            .post(
                "/admin/konton/3/andra",
                &fields("Anna Lind", "utredare", mail)
            )
            .await
            .status,
        303
    );
    let stored = "select count(*) from people p join accounts a on a.person_id = p.id where p.name = 'Anna Berg' and p.title = 'utredare' and a.email_folded = 'anna.berg@myndighet.example'";
    assert_eq!(world.count(stored).await, 1);
    let clash = admin
        .post(
            "/admin/konton/3/andra",
            &fields("Anna Ek", "handläggare", mail),
        )
        .await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("Anna Berg") && clash.has("value=\"Anna Ek\""));
    assert_eq!(world.events("changed").await, 2);
    assert!(admin.get("/admin/konton/3/historik").await.has("Anna Berg"));
}
