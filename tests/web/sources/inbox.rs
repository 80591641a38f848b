//! The inbox: whose it is, what is hidden, and what nobody may learn from it.

use crate::world::World;

const INBOX: &str = "/omvarld/inkorg";

#[tokio::test]
async fn a_lansansvarig_begins_with_her_own_lan_and_others_with_all() {
    let world = World::new().await;
    let anna = world.sign_in("Anna").await;
    let page = anna.get(INBOX).await;
    assert!(page.has("Regionen öppnar utlysning för testbäddar") && page.has("4 poster"));
    assert!(!page.has("dricksvatten") && !page.has("slakterier"));
    let page = anna.get("/omvarld/inkorg?lan=alla").await;
    assert!(page.has("dricksvatten") && page.has("slakterier") && !page.has("Webbinarium"));
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get(INBOX).await;
    assert!(page.has("dricksvatten") && page.has("slakterier") && !page.has("Mina län"));
    assert!(
        page.has("Gör till notis") && !page.has(">Dölj<"),
        "everyone may note, not hide"
    );
    assert!(anna.get("/").await.has("4 nya i inkorgen"));
    assert!(!lotta.get("/").await.has("i inkorgen"));
    let county = anna.get("/lan/norrbotten").await;
    assert!(county.has("Region Norrbotten, nyheter") && county.has("4 poster väntar i inkorgen"));
}

#[tokio::test]
async fn the_inbox_is_filtered_ordered_and_saved_as_a_file() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    for (query, has, lacks) in [
        ("q=testbaddar", "Regionen öppnar utlysning", "slakterier"),
        ("kalla=3", "slakterier", "testbäddar"),
        ("niva=national", "slakterier", "dricksvatten"),
        ("team=sodra", "dricksvatten", "testbäddar"),
        ("lan=kalmar", "dricksvatten", "slakterier"),
        ("status=dolda", "Webbinarium", "slakterier"),
        ("status=notiser", "Inga träffar", "slakterier"),
        ("status=alla", "Webbinarium", "ingenting"),
        ("kalla=999", "Inga träffar", "slakterier"),
        ("lan=finns-inte", "Inga träffar", "slakterier"),
    ] {
        let page = elsa.get(&format!("{INBOX}?{query}")).await;
        assert!(
            page.status == 200 && page.has(has) && !page.has(lacks),
            "{query}"
        );
    }
    let page = elsa.get("/omvarld/inkorg?sortera=titel").await;
    let place = |words: &str| page.html.find(words).expect("listed");
    assert!(
        place("Fler varsel") < place("Samverkan om") && place("Samverkan om") < place("Utredning")
    );
    let page = elsa.get(INBOX).await;
    let place = |words: &str| page.html.find(words).expect("listed");
    assert!(place("Utredning") < place("Samverkan om"), "newest first");
    let file = elsa.get("/omvarld/inkorg?format=csv&lan=kalmar").await;
    assert!(file.has("\"Samverkan om dricksvatten på Öland\";") && !file.has("slakterier"));
}

#[tokio::test]
async fn several_are_hidden_at_once_and_one_is_taken_out_again() {
    let world = World::new().await;
    let anna = world.sign_in("Anna").await;
    let hide = "/omvarld/inkorg/dolda";
    let back = (
        "back",
        "lan=mina&q=regionen&sida=1&format=csv&till=https://ond.example",
    );
    let page = anna
        .post(hide, &[("items", "2"), ("items", "3"), back])
        .await;
    assert_eq!(page.location, "/omvarld/inkorg?q=regionen&lan=mina&sida=1");
    assert!(anna.get(INBOX).await.has("2 poster"));
    assert_eq!(world.events("item_hidden").await, 1 + 2);
    assert_eq!(anna.post(hide, &[("item", "2")]).await.status, 303);
    assert_eq!(world.events("item_hidden").await, 1 + 2, "twice is once");
    let hidden = anna.get("/omvarld/inkorg?status=dolda").await;
    assert!(hidden.has("Dold av Anna Lind") && hidden.has("Visa igen"));
    assert_eq!(
        anna.post("/omvarld/inkorg/visade", &[("item", "2")])
            .await
            .status,
        303
    );
    assert!(anna.get(INBOX).await.has("3 poster"));
    assert!(
        anna.get("/omvarld/kallor/1/historik")
            .await
            .has("dolde en post i inkorgen")
    );
    let none = anna.post(hide, &[back]).await;
    assert_eq!((none.status, world.events("item_hidden").await), (303, 3));
}

#[tokio::test]
async fn where_one_is_not_hers_none_is_hidden() {
    let world = World::new().await;
    let anna = world.sign_in("Anna").await;
    let hide = "/omvarld/inkorg/dolda";
    let page = anna.post(hide, &[("items", "2"), ("items", "1")]).await;
    assert!(page.status == 403 && page.has("dölja poster från den här källan"));
    for unknown in ["999", "x", "-1", "", "1 or 1=1"] {
        let fields = [("items", "2"), ("items", unknown)];
        assert_eq!(anna.post(hide, &fields).await.status, 404, "{unknown}");
        let one = [("item", unknown), ("items", "999")];
        assert_eq!(anna.post("/omvarld/inkorg/visade", &one).await.status, 404);
    }
    assert_eq!(
        world
            .count("select count(*) from feed_items where hidden_at is not null")
            .await,
        1
    );
}

#[tokio::test]
async fn an_item_that_became_a_marked_note_is_not_there_for_those_who_may_not_read_it() {
    let world = World::new().await;
    world
        .arrange(
            "insert into observations (id, title, level, search_text, created_at, updated_at) values (9001, 'Hemligt', 'regional', 'hemligt', '2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z');
             insert into secrecy_markings (kind, record_id, provision, authority, marked_on, marked_by)
                 values ('observation', 9001, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-20', 3);
             insert into secrecy_scopes (kind, record_id, scope) values ('observation', 9001, 'county:25'), ('observation', 9001, 'chef');
             update feed_items set observation_id = 9001 where id = 3;",
        )
        .await;
    let title = "Möte med kommunerna om inflyttning";
    for (who, sees) in [
        ("Anna", true),
        ("Ingela", true),
        ("Lotta", false),
        ("Maja", false),
        ("Jonas", false),
    ] {
        let browser = world.sign_in(who).await;
        for query in [
            "lan=alla&status=alla",
            "lan=alla&status=notiser",
            "lan=alla&status=alla&format=csv",
            "lan=norrbotten&status=alla&kalla=1",
        ] {
            let page = browser.get(&format!("{INBOX}?{query}")).await;
            assert_eq!(page.has(title), sees, "{who}: {query}");
            assert!(sees || !page.has("9001"), "{who}: {query}");
        }
        let count = if sees { "1 post" } else { "Inga träffar" };
        assert!(
            browser
                .get("/omvarld/inkorg?lan=alla&status=notiser")
                .await
                .has(count),
            "{who}"
        );
    }
    let jonas = world.sign_in("Jonas").await;
    assert_eq!(
        jonas
            .post("/omvarld/inkorg/dolda", &[("item", "3")])
            .await
            .status,
        404
    );
}
