//! The list of briefs: filtered, ordered, as a file, and what stale means on its page.

use crate::world::World;

#[tokio::test]
async fn the_list_is_narrowed_by_what_stands_in_its_address() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let rows = [
        ("/underlag", "/underlag/8\"", "Inga träffar"),
        ("/underlag?q=kompetens", "/underlag/8\"", "/underlag/16\""),
        (
            "/underlag?q=regionalt+norrbotten",
            "/underlag/5\"",
            "/underlag/8\"",
        ),
        (
            "/underlag?omfattning=regional",
            "/underlag/5\"",
            "/underlag/8\"",
        ),
        ("/underlag?avdelning=3", "/underlag/16\"", "/underlag/8\""),
        ("/underlag?lan=norrbotten", "1 underlag", "/underlag/8\""),
        (
            "/underlag?status=in_review",
            "/underlag/9\"",
            "/underlag/19\"",
        ),
        (
            "/underlag?status=not_needed",
            "/underlag/18\"",
            "/underlag/9\"",
        ),
        (
            "/underlag?inaktuella=ja",
            "Inaktuellt sedan",
            "/underlag/8\"",
        ),
        ("/underlag?q=finnsinte", "Inga träffar", "/underlag/8\""),
        ("/underlag?avdelning=999", "Inga träffar", "/underlag/8\""),
    ];
    for (address, has, has_not) in rows {
        let page = lotta.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        assert!(page.has(has), "{address} has {has}");
        assert!(!page.has(has_not), "{address} has not {has_not}");
    }
}

#[tokio::test]
async fn one_can_see_only_what_one_writes_or_approves() {
    let world = World::new().await;
    let rows = [
        ("Karim", "Innovation och förnyelse</a>", "Norrbotten</a>"),
        ("Anna", "Norrbotten</a>", "Innovation och förnyelse</a>"),
    ];
    for (name, has, has_not) in rows {
        let page = world.sign_in(name).await.get("/underlag?mina=ja").await;
        assert!(page.has(has) && !page.has(has_not), "{name}");
    }
    let lotta = world.sign_in("Lotta").await.get("/underlag").await;
    assert!(!lotta.has("Bara mina") && !lotta.has("/underlag/nytt"));
}

#[tokio::test]
async fn the_list_is_ordered_and_saved_as_a_file() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    for order in ["om", "-om", "avdelning", "status", "galler", "-andrad"] {
        let page = lotta.get(&format!("/underlag?sortera={order}")).await;
        assert!(page.status == 200 && page.has("/underlag/8\""), "{order}");
    }
    let file = lotta.get("/underlag?format=csv&inaktuella=ja").await;
    assert!(file.has("Landsbygd och kommersiell service") && !file.has("Regelförenkling"));
    let file = lotta.get("/underlag?format=xlsx").await;
    assert_eq!(file.status, 200);
}

#[tokio::test]
async fn before_anything_is_written_the_list_says_what_to_do() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let page = elsa.get("/underlag").await;
    assert!(page.has("Inga underlag ännu. Börja skriva") && page.has("15 sakfrågor och 21 län"));
    let lotta = world.sign_in("Lotta").await;
    assert!(!lotta.get("/underlag").await.has("/underlag/nytt"));
}
