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

const PLAN: [(&str, &str); 8] = [
    ("county", "25"),
    ("held_on", "2027-05-20"),
    ("starts_at", "10.15"),
    ("ends_at", "12.45"),
    ("form", "hybrid"),
    ("place", "Luleå, Regionhuset"),
    ("link", "https://moten.example/norr"),
    ("purpose", TEXT),
];

/// The hidden fields of the page's form with this address, as the browser would send them.
fn hidden(page: &Page, action: &str) -> Vec<(String, String)> {
    let start = page.html.find(&format!("action=\"{action}\""));
    let form = &page.html[start.expect("the form")..];
    let form = form.split("</form>").next().unwrap_or_default();
    let value = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!("{name}=\""))?.1;
        Some(rest.split('"').next()?.replace("&#34;", "\""))
    };
    let inputs = form.split("<input").skip(1);
    let fields = inputs.filter_map(|tag| value(tag, "name").zip(value(tag, "value")));
    fields
        .map(|(name, value)| {
            let value = value.replace("&#60;", "<").replace("&#62;", ">");
            (name, unescaped(&value))
        })
        .collect()
}

#[tokio::test]
async fn a_real_form_comes_back_with_everything_that_was_typed() {
    let world = World::new().await;
    let elsa_at = "elsa.norling@myndighet.example";
    give_password(&world, elsa_at).await;
    give_password(&world, JONAS).await;
    let elsa = world.sign_in("Elsa Norling").await;
    let planned = world.events("dialogue_planned").await;
    world.advance(SignedDuration::from_mins(31));
    let page = elsa.post("/dialoger/ny", &PLAN).await;
    assert!(page.status == 401 && page.has("Regionen efterfrågar stöd"));
    let other = log_in_with(&elsa, &page, JONAS).await;
    assert!(other.status == 303 && !other.has("Regionen efterfrågar"));
    let back = log_in_with(&elsa, &page, elsa_at).await;
    assert!(back.status == 200 && back.has("Luleå, Regionhuset"));
    assert!(back.has("Tillbaka till formuläret"));
    let again = world
        .visitor()
        .with_cookie(&back.session().expect("a session"));
    let fields = hidden(&back, "/dialoger/ny");
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let form = again.post("/dialoger/ny", &fields).await;
    assert_eq!(form.status, 200, "shown, not saved");
    for (name, typed) in &PLAN[1..] {
        let typed = match *name {
            "form" => "value=\"hybrid\" checked",
            "purpose" => {
                "Regionen efterfrågar stöd &#34;nu&#34;\nmed &#60;b&#62;mer&#60;/b&#62; &#38; flera rader"
            }
            _ => typed,
        };
        assert!(form.has(typed), "{name}: {}", form.html);
    }
    assert_eq!(world.events("dialogue_planned").await, planned);
    assert_eq!(again.post("/dialoger/ny", &PLAN).await.status, 303);
    assert_eq!(world.events("dialogue_planned").await, planned + 1);
}
