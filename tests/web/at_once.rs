//! Many people at once: nobody's text is lost, and nobody waits in vain.

use crate::world::{Browser, Page, World};
use tokio::task::JoinSet;

const URL: &str = "/insatser/11/andra";

type Fields = Vec<(&'static str, String)>;

/// The form of an action as it stands, which eight people have open.
async fn form(world: &World) -> Fields {
    let (title, description, due_on, status): (String, String, String, String) =
        sqlx::query_as("select title, description, due_on, status from actions where id = 11")
            .fetch_one(world.db().read())
            .await
            .expect("the action");
    let fixed = [
        ("counties", "25"),
        ("issue_area_id", "2"),
        ("unit_id", "3"),
        ("owner_seat", "issue/1/2"),
        ("version", "3"),
    ];
    let written = [
        ("title", title),
        ("description", description),
        ("due_on", due_on),
        ("status", status),
    ];
    let fixed = fixed.map(|(name, value)| (name, value.to_owned()));
    fixed.into_iter().chain(written).collect()
}

fn with(fields: &Fields, name: &str, value: &str) -> Fields {
    let mut fields = fields.clone();
    for each in fields.iter_mut().filter(|each| each.0 == name) {
        each.1 = value.to_owned();
    }
    fields
}

async fn send(browser: &Browser, path: &str, fields: &Fields) -> Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser.post(path, &fields).await
}

/// All of these sent in the same moment, each from a browser of its own.
async fn all_at_once(world: &World, forms: Vec<Fields>) -> Vec<(Fields, Page)> {
    let mut running = JoinSet::new();
    for (at, fields) in forms.into_iter().enumerate() {
        let who = ["Elsa Norling", "Karim Nasser", "Ingela Strand"][at % 3];
        let browser = world.sign_in(who).await;
        running.spawn(async move {
            let page = send(&browser, URL, &fields).await;
            (fields, page)
        });
    }
    running.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_eight_who_change_the_same_field_one_saves_and_seven_keep_their_text() {
    let world = World::new().await;
    let open = form(&world).await;
    let events = world.events("action_changed").await;
    let forms = (1..=8).map(|each| with(&open, "title", &format!("Titel från skärm {each}")));
    let answers = all_at_once(&world, forms.collect()).await;
    let (saved, met): (Vec<_>, Vec<_>) = answers.iter().partition(|(_, page)| page.status == 303);
    assert_eq!((saved.len(), met.len()), (1, 7));
    let title = |fields: &Fields| fields.iter().find(|each| each.0 == "title").cloned();
    let stands = title(&saved[0].0).expect("a title").1;
    for (fields, page) in met {
        let mine = title(fields).expect("a title").1;
        assert_eq!(page.status, 409, "{mine}");
        assert_eq!(page.field("version"), "4", "{mine}");
        assert!(page.has(&format!("value=\"{mine}\"")), "{mine}");
        assert!(page.has(&stands), "what the other wrote is beside it");
    }
    assert_eq!(world.events("action_changed").await, events + 1);
    let kept: String = sqlx::query_scalar("select title from actions where id = 11")
        .fetch_one(world.db().read())
        .await
        .expect("title");
    assert_eq!(kept, stands);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_change_different_fields_at_once_all_have_their_way() {
    let world = World::new().await;
    let open = form(&world).await;
    let changes = [
        ("title", "En ny titel"),
        ("description", "En ny beskrivning"),
        ("due_on", "2027-05-04"),
        ("issue_area_id", "4"),
        ("unit_id", "4"),
        ("status", "ongoing"),
    ];
    let forms = changes.map(|(name, value)| with(&open, name, value));
    for (_, page) in all_at_once(&world, forms.to_vec()).await {
        assert_eq!(page.status, 303, "{}", page.html);
    }
    let stands = "select count(*) from actions where id = 11 and title = 'En ny titel' and description = 'En ny beskrivning'
        and due_on = '2027-05-04' and issue_area_id = 4 and unit_id = 4 and status = 'ongoing' and version = 9";
    assert_eq!(world.count(stands).await, 1);
}

/// Twenty people who may make an action, each where she may: (name, län, issue area).
const TWENTY: [(&str, &str, &str); 20] = [
    ("Elsa Norling", "25", ""),
    ("Jonas Ekdahl", "08", ""),
    ("Anna Lind", "24", ""),
    ("Mats Öhrn", "23", ""),
    ("Sara Åkesson", "21", ""),
    ("Leif Wallin", "17", ""),
    ("Åsa Hedlund", "19", ""),
    ("Omar Haddad", "01", ""),
    ("Britta Sjöö", "18", ""),
    ("Nils Ädel", "04", ""),
    ("Tove Munk", "09", ""),
    ("Erik Dahlgren", "14", ""),
    ("Linn Bergqvist", "06", ""),
    ("Maja Olander", "07", ""),
    ("Sofia Alm", "10", ""),
    ("Karim Nasser", "22", "2"),
    ("Fatima Rahimi", "05", "2"),
    ("Hanna Persdotter", "13", "2"),
    ("Ingela Strand", "20", ""),
    ("Torbjörn Ek", "03", ""),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_saves_of_twenty_people_are_all_accepted() {
    let world = World::new().await;
    let actions = "select count(*) from actions";
    let (before, events) = (
        world.count(actions).await,
        world.events("action_made").await,
    );
    let mut running = JoinSet::new();
    for (name, county, area) in TWENTY {
        let browser = world.sign_in(name).await;
        running.spawn(async move {
            for each in 1..=10 {
                let title = format!("Insats {each} av {name}");
                let fields = [
                    ("title", title.as_str()),
                    ("counties", county),
                    ("issue_area_id", area),
                    ("unit_id", "3"),
                    ("due_on", "2027-03-01"),
                    ("status", "proposed"),
                ];
                let page = browser.post("/insatser/ny", &fields).await;
                assert_eq!(page.status, 303, "{title}: {}", page.html);
            }
        });
    }
    running.join_all().await;
    assert_eq!(world.count(actions).await, before + 200);
    assert_eq!(world.events("action_made").await, events + 200);
}
