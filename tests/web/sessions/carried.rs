//! A save that meets the end of the session: the text waits over the login, for its owner only.
//! The preview stands in for a form with text; `_fortsatt` is what brings a real form back unsaved.

use super::{ANNA, PASSWORD, give_password};
use crate::world::{Browser, Page, World};
use jiff::SignedDuration;

const TEXT: &str = "Regionen efterfrågar stöd \"nu\"\nmed <b>mer</b> & flera rader";
const JONAS: &str = "jonas.ekdahl@myndighet.example";

async fn expired(world: &World) -> (Browser, Page) {
    let anna = world.sign_in("Anna Lind").await;
    world.advance(SignedDuration::from_mins(31));
    let page = anna
        .post("/forhandsgranska", &[("text", TEXT), ("version", "3")])
        .await;
    (anna, page)
}

async fn log_in_with(browser: &Browser, page: &Page, email: &str) -> Page {
    let [carried, to, whose] =
        ["carried", "carried_to", "carried_for"].map(|name| unescaped(&page.field(name)));
    let fields = [
        ("email", email),
        ("password", PASSWORD),
        ("carried", &carried),
        ("carried_to", &to),
        ("carried_for", &whose),
        ("till", &page.field("till")),
    ];
    browser.post("/logga-in", &fields).await
}

fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&").replace("&amp;", "&")
}

#[tokio::test]
async fn the_text_is_shown_and_goes_back_to_its_form_after_the_login() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let (anna, page) = expired(&world).await;
    assert_eq!(page.status, 401);
    assert!(page.has("det du skrev finns kvar") && page.has("Regionen efterfrågar stöd"));
    assert!(!page.has("<b>mer</b>"), "the text is shown as text");
    let wrong = anna
        .post(
            "/logga-in",
            &[
                ("email", ANNA),
                ("password", "fel"),
                ("carried", &unescaped(&page.field("carried"))),
                ("carried_to", "/forhandsgranska"),
            ],
        )
        .await;
    assert!(
        wrong.status == 422 && wrong.has("Regionen efterfrågar stöd"),
        "also after a slip"
    );
    let back = log_in_with(&anna, &page, ANNA).await;
    assert_eq!(back.status, 200);
    assert!(back.has("Du är inloggad igen") && back.has("Tillbaka till formuläret"));
    assert!(back.has("action=\"/forhandsgranska\"") && back.has("name=\"_fortsatt\""));
    assert_eq!(back.field("version"), "3");
    assert!(back.has("Regionen efterfrågar stöd") && !back.has("<b>mer</b>"));
    let again = world
        .visitor()
        .with_cookie(&back.session().expect("a session"));
    let form = again
        .post("/forhandsgranska", &[("text", TEXT), ("_fortsatt", "ja")])
        .await;
    assert!(form.status == 200 && form.has("flera rader"));
}

#[tokio::test]
async fn another_person_who_logs_in_does_not_get_the_text() {
    let world = World::new().await;
    give_password(&world, JONAS).await;
    let (anna, page) = expired(&world).await;
    let other = log_in_with(&anna, &page, JONAS).await;
    assert_eq!((other.status, other.location.as_str()), (303, "/"));
    assert!(!other.has("Regionen"));
}

#[tokio::test]
async fn passwords_are_never_carried() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    world.advance(SignedDuration::from_mins(31));
    let secret = "svalt grönt ljus";
    let fields = [
        ("current_password", secret),
        ("password", secret),
        ("repeated_password", secret),
    ];
    let page = anna.post("/konto/losenord", &fields).await;
    assert_eq!(page.status, 401);
    assert!(
        !page.has("svalt") && !page.has("name=\"carried\""),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn a_press_on_a_button_leads_back_to_the_page_it_stood_on() {
    let world = World::new().await;
    for (referer, till) in [
        (Some("http://regiondialog.example/konto?a=b"), "/konto?a=b"),
        (Some("http://regiondialog.example//evil.example"), "/"),
        (None, "/"),
    ] {
        let visitor = world.visitor();
        let mut request = visitor
            .request(reqwest::Method::POST, "/konto/sessioner/avsluta-andra")
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(referer) = referer {
            request = request.header("referer", referer);
        }
        let page = visitor.send(request).await;
        assert_eq!((page.status, page.field("till").as_str()), (401, till));
    }
}

#[tokio::test]
async fn carried_text_only_goes_to_our_own_forms() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    for to in [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
    ] {
        let fields = [
            ("email", ANNA),
            ("password", PASSWORD),
            ("carried", "text=hej"),
            ("carried_to", to),
        ];
        let back = world.visitor().post("/logga-in", &fields).await;
        assert!(
            back.status == 200 && !back.has("evil") && !back.has("javascript:"),
            "{to}"
        );
    }
    let lost = world
        .visitor()
        .post("//evil.example/", &[("text", TEXT)])
        .await;
    assert!(lost.status == 404 && !lost.has("action=\"//evil"));
}

#[tokio::test]
async fn the_demos_one_click_keeps_the_text_too() {
    let world = World::with(|config| config.demo = true).await;
    let (anna, page) = expired(&world).await;
    let [carried, to, whose] =
        ["carried", "carried_to", "carried_for"].map(|name| unescaped(&page.field(name)));
    let fields = [
        ("person", "3"),
        ("carried", &carried),
        ("carried_to", &to),
        ("carried_for", &whose),
    ];
    let back = anna
        .post(
            "/demo/logga-in",
            &fields.map(|(name, value): (&str, &str)| (name, value)),
        )
        .await;
    assert!(
        back.status == 200 && back.has("Regionen efterfrågar stöd"),
        "{}",
        back.html
    );
}
