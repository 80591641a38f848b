//! Two agencies that differ in one thing: in one some records are marked, in the other they have never
//! been. Whoever may not read them must find the same pages in both, word for word.

use crate::arrange::connection;
use crate::world::{Browser, World};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Marked here for the chefer alone, beside what the demo has marked: notes that are used, a contact with
/// a log, an entry of the log.
const MARK: &str = "
    insert or ignore into secrecy_markings (kind, record_id, provision, authority, marked_on)
        select 'observation', id, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-20' from observations where id % 2 = 0
        union all select 'contact', id, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-20' from contacts where id % 3 = 0
        union all select 'contact_entry', id, '30 kap. 23 § OSL', 'Tillväxtverket', '2026-11-20' from contact_entries where id % 2 = 0;
    delete from secrecy_scopes;
    insert into secrecy_scopes (kind, record_id, scope) select kind, record_id, 'chef' from secrecy_markings;";

/// The same records, away.
const REMOVE: &str = "
    update observations set removed_at = '2026-11-20T08:00:00Z' where id in (select record_id from secrecy_markings where kind = 'observation');
    update participants set contact_id = null where contact_id in (select record_id from secrecy_markings where kind = 'contact');
    delete from contact_entry_people where contact_id in (select record_id from secrecy_markings where kind = 'contact');
    delete from contact_roles where contact_id in (select record_id from secrecy_markings where kind = 'contact');
    delete from contacts where id in (select record_id from secrecy_markings where kind = 'contact');
    update contact_entries set removed_at = '2026-11-20T08:00:00Z' where id in (select record_id from secrecy_markings where kind = 'contact_entry');
    drop trigger if exists judgements_are_not_removed;
    delete from judgements where transition_case_id in (select record_id from secrecy_markings where kind = 'transition_case');
    delete from transition_case_entries where case_id in (select record_id from secrecy_markings where kind = 'transition_case');
    delete from transition_case_partners where case_id in (select record_id from secrecy_markings where kind = 'transition_case');
    delete from transition_cases where id in (select record_id from secrecy_markings where kind = 'transition_case');
    delete from secrecy_scopes;
    delete from secrecy_markings;";

/// How many pages of one kind are opened: /insatser/1 and /insatser/2 are of one kind.
const EACH: usize = 4;
const MOST: usize = 700;

async fn agency(marked: bool) -> World {
    let world = World::new().await;
    world.arrange(MARK).await;
    if !marked {
        world.arrange(REMOVE).await;
    }
    regiondialog::store::search::rebuild(&mut connection(&world).await)
        .await
        .expect("an index");
    world
}

fn links(html: &str) -> impl Iterator<Item = String> + '_ {
    html.split("href=\"/").skip(1).filter_map(|rest| {
        let link = rest.split('"').next()?;
        let link = link.split('#').next()?.replace("&amp;", "&");
        (!link.starts_with("static/")).then(|| format!("/{link}"))
    })
}

/// An address with its numbers taken out; the same for all pages of a kind.
fn kind(link: &str) -> String {
    let mut kind = String::new();
    for each in link.chars() {
        match each.is_ascii_digit() {
            true if kind.ends_with('#') => {}
            true => kind.push('#'),
            false => kind.push(each),
        }
    }
    kind
}

/// A page without what is never the same twice: one-time keys, the numbers of refusals, the port.
fn steady(html: &str) -> String {
    let html = without(html, "class=\"ref\">", '<');
    let html = without(&html, "http://127.0.0.1:", '/');
    let html = without(&html, "name=\"token\" value=\"", '"');
    let html = without(&html, "/konto/sessioner/", '/');
    without(&html, "name=\"once\" value=\"", '"')
}

/// The text without what stands between a beginning and an end.
fn without(html: &str, begins: &str, ends: char) -> String {
    let mut parts = html.split(begins);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for rest in parts {
        text.push_str(rest.split_once(ends).map_or("", |(_, rest)| rest));
    }
    text
}

/// Every page someone can find, by its address.
async fn pages(browser: &Browser) -> BTreeMap<String, String> {
    let mut waiting: VecDeque<String> = ["/", "/sok?q=varsel", "/sok?q=avstämning", "/sekretess"]
        .map(str::to_owned)
        .into();
    let mut kinds: HashMap<String, usize> = HashMap::new();
    let mut found = BTreeMap::new();
    while let Some(link) = waiting.pop_front() {
        if found.len() >= MOST || found.contains_key(&link) {
            continue;
        }
        let page = browser.get(&link).await;
        assert!(page.status < 500, "{link}: {}", page.status);
        for next in links(&page.html) {
            let seen = kinds.entry(kind(&next)).or_default();
            if *seen < EACH && !next.contains("format=xlsx") && !next.contains("/word") {
                *seen += 1;
                waiting.push_back(next);
            }
        }
        // How rare a word is weighs in the order of hits, and what is marked counts among all that has words.
        let mut lines: Vec<&str> = page.html.lines().collect();
        if link.starts_with("/sok") {
            lines.sort_unstable();
        }
        found.insert(
            link,
            format!("{} {}", page.status, steady(&lines.join("\n"))),
        );
    }
    found
}

/// The first line in which two pages differ.
fn difference(one: &str, other: &str) -> String {
    let mut pairs = one.lines().zip(other.lines());
    let pair = pairs.find(|(one, other)| one != other);
    format!("{pair:?}")
}

#[tokio::test]
async fn what_is_marked_is_to_others_as_if_it_were_not_there() {
    let (marked, without) = (agency(true).await, agency(false).await);
    assert!(marked.count("select count(*) from secrecy_markings").await > 8);
    for name in ["Lotta", "Gustav", "Per", "Astrid"] {
        let there = pages(&marked.sign_in(name).await).await;
        let here = pages(&without.sign_in(name).await).await;
        assert!(there.len() > 200, "{name} found {} pages", there.len());
        for (link, html) in &here {
            let other = there
                .get(link)
                .unwrap_or_else(|| panic!("{name}: {link} is only without"));
            assert!(
                other == html,
                "{name}: {link} differs: {}",
                difference(other, html)
            );
        }
        let more = there.keys().find(|link| !here.contains_key(*link));
        assert_eq!(
            more, None,
            "{name} finds a page that tells of what is marked"
        );
    }
}

#[tokio::test]
async fn an_address_of_what_is_marked_answers_as_one_that_never_was() {
    let world = agency(true).await;
    let marked: Vec<(String, i64)> = sqlx::query_as("select kind, record_id from secrecy_markings")
        .fetch_all(world.db().read())
        .await
        .expect("markings");
    let lotta = world.sign_in("Lotta").await;
    for (kind, id) in marked {
        let (base, pages): (&str, &[&str]) = match kind.as_str() {
            "observation" => ("/omvarld", &["", "/andra", "/historik"]),
            "contact" => (
                "/kontakter",
                &["", "/andra", "/historik", "/utdrag", "/sla-ihop"],
            ),
            "contact_entry" => ("/kontakter/logg", &["", "/andra", "/historik"]),
            "transition_case" => ("/varsel", &["", "/andra", "/historik"]),
            _ => continue,
        };
        for page in pages {
            let here = lotta.get(&format!("{base}/{id}{page}")).await;
            let never = lotta.get(&format!("{base}/999999{page}")).await;
            assert_eq!((here.status, never.status), (404, 404), "{base}/{id}{page}");
        }
        let (here, never) = (format!("{base}/{id}"), format!("{base}/999999"));
        for step in ["andra", "borttagen"] {
            let here = lotta
                .post(&format!("{here}/{step}"), &[("version", "1")])
                .await;
            let never = lotta
                .post(&format!("{never}/{step}"), &[("version", "1")])
                .await;
            assert_eq!(here.status, never.status, "{base}/{id}/{step}");
        }
    }
}
