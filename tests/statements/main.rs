//! Each main page costs a fixed number of SQL statements, however much there is to show.
//! A program of its own, because it listens to every statement that the process sends.

#[allow(
    dead_code,
    reason = "the same world as the stories', of which little is used here"
)]
#[path = "../web/world.rs"]
mod world;

use regiondialog::store::search;
use std::sync::atomic::{AtomicUsize, Ordering};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use world::{Browser, World};

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

struct Counter;

/// What a reader's connection sends when the pool opens it is no page's cost.
#[derive(Default)]
struct Sent {
    opens_a_connection: bool,
}

impl tracing::field::Visit for Sent {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        if field.name() == "summary" {
            self.opens_a_connection = format!("{value:?}").contains("PRAGMA");
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut sent = Sent::default();
        event.record(&mut sent);
        if event.metadata().target() == "sqlx::query" && !sent.opens_a_connection {
            STATEMENTS.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// The main pages with the statements each may cost; asking who is here is some of them.
const PAGES: [(&str, usize); 47] = [
    ("/?visa=arbete", 24),
    ("/omvarld", 5),
    ("/omvarld/13", 13),
    ("/omvarld/vita-flackar", 5),
    ("/lan/norrbotten/omvarld", 10),
    ("/team/norr/omvarld", 8),
    ("/dialoger", 6),
    ("/dialoger/45", 30),
    ("/dialoger/45/sedan-sist", 18),
    ("/dialoger/45/sakfragor", 9),
    ("/bedomningar", 7),
    ("/aterkoppling", 6),
    ("/aterkoppling/tackning", 4),
    ("/overlamningar", 5),
    ("/dialoger/56/aterkoppling", 12),
    ("/dialoger/45/dagordning", 7),
    ("/dialoger/50/genomforande", 13),
    ("/beslut", 6),
    ("/dialoger/45/underlag", 34),
    ("/sakfragor/matris", 4),
    ("/sakfragor/1", 20),
    ("/behov?match=saknas", 4),
    ("/erbjudanden", 3),
    ("/insatser", 5),
    ("/insatser/11", 16),
    ("/lan", 3),
    ("/lan/norrbotten", 16),
    ("/lan/norrbotten/statistik", 7),
    ("/statistik", 3),
    ("/statistik/1", 8),
    ("/lan/norrbotten/parkering", 9),
    ("/team/norr", 7),
    ("/organisation", 1),
    ("/oversikt", 11),
    ("/oversikt/monster", 4),
    ("/regionrapporter", 6),
    ("/dialoger/56/regionrapport", 22),
    ("/satsningar", 4),
    ("/satsningar/1", 8),
    ("/varsel", 7),
    ("/varsel/1", 14),
    ("/natverk", 4),
    ("/natverk/1", 9),
    ("/underlag", 7),
    ("/underlag/8", 14),
    ("/sok?q=kompetens+insatser", 9),
    ("/sok/forslag?q=komp", 5),
];

/// Those that ask nothing but who is here as long as nothing is written (see `store::kept`).
const KEPT: [&str; 8] = [
    "/dialoger",
    "/dialoger/45",
    "/insatser",
    "/lan",
    "/lan/norrbotten",
    "/team/norr",
    "/organisation",
    "/oversikt",
];

/// Twice more of everything that people enter, in the same län, dialogues and actions.
const TWICE_MORE: &str = "
    create temp table copies as select 1 as n union select 2;
    create temp table d as select dialogues.*, n from dialogues, copies;
    update d set id = id + n * 100000, diary_no = '', round_id = null;
    create temp table m as select milestones.*, n from milestones, copies;
    update m set id = id + n * 100000, dialogue_id = dialogue_id + n * 100000;
    create temp table p as select participants.*, n from participants, copies;
    update p set id = id + n * 100000;
    create temp table a as select actions.*, n from actions, copies;
    update a set id = id + n * 100000;
    create temp table x as select dialogue_issues.*, n from dialogue_issues, copies;
    update x set id = id + n * 100000, dialogue_id = dialogue_id + n * 100000;
    create temp table o as select brief_orders.*, n from brief_orders, copies;
    update o set id = id + n * 100000, dialogue_id = dialogue_id + n * 100000;
    create temp table j as select judgements.*, n from judgements, copies;
    update j set id = id + n * 100000;
    alter table x drop column n; alter table o drop column n; alter table j drop column n;
    create temp table f as select action_followups.*, n from action_followups, copies;
    update f set id = id + n * 100000;
    create temp table g as select agenda_items.*, n from agenda_items, copies where dialogue_id is null or state <> 'dropped';
    update g set id = id + n * 100000, dialogue_id = dialogue_id, carried_from = null;
    alter table g drop column n;
    alter table d drop column n; alter table m drop column n; alter table p drop column n;
    alter table a drop column n; alter table f drop column n;
    insert into dialogues select * from d;
    insert into milestones select * from m;
    insert into participants select * from p;
    insert into dialogue_issues select * from x;
    insert into brief_orders select * from o;
    insert into judgements select * from j;
    insert into actions select * from a;
    insert into agenda_items select * from g;
    insert into action_followups select * from f;
    create temp table s as select positions.*, n from positions, copies;
    update s set id = id + n * 100000, dialogue_id = dialogue_id + n * 100000;
    create temp table v as select offers.*, n from offers, copies;
    update v set id = id + n * 100000;
    create temp table w as select needs.*, n from needs, copies;
    update w set id = id + n * 100000;
    alter table s drop column n; alter table v drop column n; alter table w drop column n;
    insert into positions select * from s;
    insert into offers select * from v;
    insert into needs select * from w;
    create temp table h as select handovers.*, n from handovers, copies;
    update h set id = id + n * 100000;
    create temp table b as select feedback.*, n from feedback, copies;
    update b set id = id + n * 100000;
    alter table h drop column n; alter table b drop column n;
    insert into handovers select * from h;
    insert into feedback select * from b;
    insert into offer_issue_areas select offer_id + n * 100000, issue_area_id from offer_issue_areas, copies;
    insert into action_counties select action_id + n * 100000, county from action_counties, copies;
    create temp table k as select action_checkins.*, n from action_checkins, copies;
    update k set id = id + n * 100000;
    create temp table i as select investments.*, n from investments, copies;
    update i set id = id + n * 100000;
    alter table k drop column n; alter table i drop column n;
    create temp table l as select observations.*, n from observations, copies;
    update l set id = id + n * 100000, url_key = '';
    alter table l drop column n;
    insert into observations select * from l;
    insert into observation_counties select observation_id + n * 100000, county from observation_counties, copies;
    insert into observation_issue_areas select observation_id + n * 100000, issue_area_id from observation_issue_areas, copies;
    insert into action_checkins select * from k;
    insert into investments select * from i;
    insert into investment_counties select investment_id + n * 100000, county from investment_counties, copies;
    insert into investment_shares (investment_id, partner, kronor, position)
    select investment_id + n * 100000, partner, kronor, position from investment_shares, copies;";

/// Opens every reader: opening one is a statement too, and would fall on whichever page came first.
async fn open_readers(world: &World) {
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(world.db().read().acquire().await.expect("a reader"));
    }
}

async fn cost(browser: &Browser, path: &str) -> usize {
    STATEMENTS.store(0, Ordering::SeqCst);
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    // The thread that ran the last statement may tell of it after the page has been sent.
    tokio::time::sleep(std::time::Duration::from_millis(40)).await;
    STATEMENTS.load(Ordering::SeqCst)
}

#[tokio::test]
async fn no_page_asks_the_database_more_when_there_is_more_to_show() {
    let listening = tracing_subscriber::registry()
        .with(Counter)
        .with(LevelFilter::DEBUG);
    tracing::subscriber::set_global_default(listening).expect("the first to listen");
    let (small, large) = (World::new().await, World::new().await);
    large.arrange(TWICE_MORE).await;
    open_readers(&small).await;
    open_readers(&large).await;
    let all = "select count(*) from dialogues";
    assert_eq!(large.count(all).await, 3 * small.count(all).await);
    let mut wrong = Vec::new();
    for who in ["Elsa Norling", "Anna Lind", "Ingela Strand"] {
        let (few, many) = (small.sign_in(who).await, large.sign_in(who).await);
        // What is kept in memory is read by the first page that needs it, once a day and at every change.
        few.get("/lan").await;
        many.get("/lan").await;
        for (path, most) in PAGES {
            // To open a page can be an event, and the first search after one makes its documents.
            for world in [&small, &large] {
                search::catch_up(world.db()).await.expect("documents");
            }
            let (once, thrice) = (cost(&few, path).await, cost(&many, path).await);
            if once != thrice || !(1..=most).contains(&once) {
                wrong.push(format!(
                    "{path} for {who} sends {once}, {thrice} when there is more, and {most} are enough"
                ));
            }
        }
        for path in KEPT {
            let again = cost(&few, path).await;
            if again != 1 {
                wrong.push(format!("{path} for {who} sends {again} when asked again"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
