//! Every route of `src/web/routes` with input that nobody should send: no answer is a mistake of ours,
//! no markup comes back as markup, and what was stored is shown as text.

use crate::world::{Browser, Page, World};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

/// Markup, a broken attribute, and links that run: all in one text.
const MARKUP: &str = "zq<i>zq\" onzq='1 [a](javascript:zq) <svg onload=zq> <javascript:zq>";

const IDS: [&str; 10] = [
    "0",
    "-1",
    "9223372036854775807",
    "9223372036854775808",
    "1e999",
    "%00",
    "%FF",
    "%2e%2e%2fetc",
    "1;x=1",
    "%F0%9F%98%80",
];

const QUERIES: [&str; 6] = [
    "sida=99999999999&sortera=%27;drop&ar=99999&datum=9999-12-31&q=%25_%27%22&version=99999999999999999999",
    "sida=-1&ar=-1&datum=0000-00-00&fran=2026-02-30&till=//evil.example&grans=99999999999&dialog=-5",
    "sida=10000&ar=2100&datum=2100-12-31&valid_to=2100-12-31&dialog=9223372036854775808&tidigare=1&visa=avslutade",
    "ar=32767&datum=1990-01-01&valid_to=1990-01-01&agare=person/9223372036854775807&status=alla&grans=0&fran=2100-01-01",
    "q=zq%3Ci%3Ezq%22+onzq&team=zq%3Ci%3E&lan=zq%3Ci%3E&utifran=zq%3Ci%3E&datum=zq%3Ci%3E&ar=zq%3Ci%3E&valid_to=zq%3Ci%3E&visa=zq%3Ci%3E",
    "%FF=%00&=&&a[]=1&lan=25&lan=24&funktion=lead&plats=9223372036854775807&till=%0d%0aX:y",
];

const VALUES: [&str; 16] = [
    "",
    MARKUP,
    "\0\u{1}\u{1b}\u{7f}",
    "👩‍👩‍👧 \u{202e}bakvänt\u{202c} \u{feff}",
    "9223372036854775807",
    "9223372036854775808",
    "-1",
    "1e999",
    "0000-00-00",
    "9999-12-31",
    "2100-12-31",
    "2026-02-30",
    "=cmd|' /C calc'!A0",
    "a\r\nBEGIN:VEVENT\r\nX:b",
    "issue/1/999999",
    "///",
];

/// Fields of forms that have no page of their own.
const LOOSE: [&str; 14] = [
    "version",
    "till",
    "status",
    "result",
    "stop_reason",
    "followed_on",
    "text",
    "attended",
    "actions",
    "owner",
    "datum",
    "feed",
    "reason",
    "once",
];

struct Route {
    path: String,
    gets: bool,
    posts: bool,
}

/// Those that would end the session of the one who tries them are left out.
fn routes() -> Vec<Route> {
    let map = crate::permissions::map();
    let lines = map.lines().filter_map(|line| {
        let (path, handlers) = line.trim().strip_prefix(".route(\"")?.split_once('"')?;
        Some(Route {
            path: path.to_owned(),
            gets: handlers.contains("get("),
            posts: handlers.contains("post("),
        })
    });
    let ends = ["/logga-ut", "/demo/logga-in"];
    lines
        .filter(|route| !ends.contains(&route.path.as_str()))
        .collect()
}

/// The address with every number in it replaced; names of places stay what they are.
fn at(route: &str, id: &str) -> String {
    let named = |part: &str| match part {
        "{register}" => "rua".to_owned(),
        "{lan}" => "norrbotten".to_owned(),
        "{slug}" if route.starts_with("/team") => "norr".to_owned(),
        "{slug}" => "norrbotten".to_owned(),
        part if part.starts_with('{') => id.to_owned(),
        part => part.to_owned(),
    };
    route.split('/').map(named).collect::<Vec<_>>().join("/")
}

struct Sent {
    path: String,
    /// A form's fields; none for a page.
    fields: Option<Vec<(String, String)>>,
}

fn get(path: String) -> Sent {
    Sent { path, fields: None }
}

/// The two who between them may do everything.
#[derive(Clone)]
struct Pair {
    chef: Browser,
    admin: Browser,
}

impl Pair {
    async fn of(world: &World) -> Pair {
        Pair {
            chef: world.sign_in("Ingela").await,
            admin: world.sign_in("Astrid").await,
        }
    }

    fn for_path(&self, path: &str) -> &Browser {
        match path.starts_with("/admin") || path.starts_with("/om") {
            true => &self.admin,
            false => &self.chef,
        }
    }

    async fn send(&self, sent: &Sent) -> Page {
        let browser = self.for_path(&sent.path);
        match &sent.fields {
            None => browser.get(&sent.path).await,
            Some(fields) => {
                let fields = fields.iter().map(|(a, b)| (a.as_str(), b.as_str()));
                browser.post(&sent.path, &fields.collect::<Vec<_>>()).await
            }
        }
    }

    /// Sends everything, eight at a time; what was wrong with the answers.
    async fn all(&self, sent: Vec<Sent>) -> Vec<String> {
        let queue = Arc::new(Mutex::new(VecDeque::from(sent)));
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (pair, queue) = (self.clone(), queue.clone());
            running.spawn(async move {
                let mut wrong = Vec::new();
                while let Some(next) = take(&queue) {
                    wrong.extend(mistake(&next, &pair.send(&next).await));
                }
                wrong
            });
        }
        running.join_all().await.concat()
    }
}

fn take(queue: &Mutex<VecDeque<Sent>>) -> Option<Sent> {
    queue.lock().expect("a queue").pop_front()
}

fn mistake(sent: &Sent, page: &Page) -> Option<String> {
    let raw = ["zq<i>", "\"javascript:", "<svg onload"];
    let came_back = raw.iter().find(|each| page.has(each));
    let came_back = came_back.or(breaks_out(&page.html).then_some(&"zq\" onzq"));
    let away = page.location.starts_with("//") || page.location.contains("://");
    match (page.status, came_back) {
        (500.., _) => Some(format!("{} on {}", page.status, told(sent))),
        (_, Some(raw)) => Some(format!("{raw} from {}", told(sent))),
        _ if away => Some(format!("{} leads to {}", told(sent), page.location)),
        _ => None,
    }
}

/// Whether the text ends an attribute of a tag; between tags a quotation mark is only that.
fn breaks_out(html: &str) -> bool {
    html.match_indices("zq\" onzq").any(|(at, _)| {
        let before = &html[..at];
        before.rfind('<') > before.rfind('>')
    })
}

fn told(sent: &Sent) -> String {
    let fields = sent.fields.as_ref().map(|fields| format!("{fields:.60?}"));
    let told = format!("{} {}", sent.path, fields.unwrap_or_default());
    told.chars().take(400).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_is_a_mistake_of_ours() {
    let world = World::with(|config| config.demo = true).await;
    let pair = Pair::of(&world).await;
    let mut sent = Vec::new();
    for route in routes() {
        for id in IDS.iter().filter(|_| route.path.contains('{')) {
            let everywhere: Vec<_> = route.path.split('/').collect();
            let odd = |part: &&str| if part.starts_with('{') { *id } else { *part }.to_owned();
            let everywhere = everywhere.iter().map(odd).collect::<Vec<_>>().join("/");
            sent.push(get(everywhere));
            sent.push(Sent {
                path: at(&route.path, id),
                fields: Some(vec![("version".into(), "1".into())]),
            });
        }
        for query in QUERIES.iter().filter(|_| route.gets) {
            sent.push(get(format!("{}?{query}", at(&route.path, "1"))));
        }
    }
    assert!(sent.len() > 800, "the routes were not found");
    let wrong = pair.all(sent).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_is_a_mistake_of_ours_and_no_text_becomes_markup() {
    let world = World::with(|config| config.demo = true).await;
    let pair = Pair::of(&world).await;
    let shuts = ["/stang-av", "/avsluta-sessioner", "/konto/losenord"];
    let mut wrong = Vec::new();
    for route in routes().iter().filter(|route| route.posts) {
        if shuts.iter().any(|each| route.path.ends_with(each)) {
            continue;
        }
        let path = at(&route.path, "3");
        let shown = pair.send(&get(path.clone())).await;
        wrong.extend(pair.all(spoilt(&path, &fields(&shown.html))).await);
    }
    wrong.extend(shown_everywhere(&pair).await);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(pair.admin.get("/admin").await.status, 200, "still let in");
}

/// A form with all its fields odd, with each of them odd, doubled, empty and too large.
fn spoilt(path: &str, form: &[(String, String)]) -> Vec<Sent> {
    let owned = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let loose = LOOSE.iter().map(|name| owned(name, "1"));
    let form: Vec<_> = match form.is_empty() {
        true => loose.collect(),
        false => form.to_vec(),
    };
    let with = |odd: &dyn Fn(&str) -> bool, value: &str| {
        let field =
            |(name, old): &(String, String)| owned(name, if odd(name) { value } else { old });
        form.iter().map(field).collect::<Vec<_>>()
    };
    let texts = |name: &str| name != "version" && name != "once";
    let mut bodies: Vec<_> = VALUES.iter().map(|value| with(&texts, value)).collect();
    bodies.push(with(&|_| true, "9223372036854775807"));
    for (name, _) in form.iter().take(12) {
        for value in [MARKUP, "9223372036854775807", "2100-12-31"] {
            bodies.push(with(&|each| each == name, value));
        }
    }
    bodies.push([form.clone(), form.clone()].concat());
    bodies.push(Vec::new());
    let longest = "å".repeat(80_000);
    let first = form.iter().map(|(name, _)| name).find(|name| texts(name));
    bodies.extend(first.map(|first| with(&|each| each == first, &longest)));
    let sent = |fields| Sent {
        path: path.to_owned(),
        fields: Some(fields),
    };
    bodies.into_iter().map(sent).collect()
}

/// Follows the links of both, and looks at every page once.
async fn shown_everywhere(pair: &Pair) -> Vec<String> {
    let starts = ["/", "/admin", "/admin/konton", "/om/historik"];
    let mut seen: BTreeSet<String> = starts.iter().map(|each| each.to_string()).collect();
    let mut waiting: VecDeque<String> = seen.iter().cloned().collect();
    let mut wrong = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let sent = get(path);
        let page = pair.send(&sent).await;
        wrong.extend(mistake(&sent, &page));
        for link in links(&page.html) {
            if seen.len() < 250 && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    wrong
}

fn links(html: &str) -> Vec<String> {
    let found = html.split("href=\"").skip(1);
    let paths = found.filter_map(|rest| rest.split(['"', '#', '?']).next());
    let own = paths.filter(|path| path.starts_with('/') && !path.starts_with("/static"));
    own.map(str::to_owned).collect()
}

/// The names and values of a page's form, as a browser would send them.
fn fields(html: &str) -> Vec<(String, String)> {
    let main = html.split_once("<main").map_or("", |(_, main)| main);
    let mut found = Vec::new();
    for piece in main.split('<').skip(1) {
        let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
        let value = attribute(tag, "value");
        match tag.split(' ').next() {
            Some("input") if !is_unticked(tag) => push(&mut found, tag, value.as_deref()),
            Some("textarea") => push(&mut found, tag, Some(rest)),
            Some("select") => push(&mut found, tag, Some("")),
            Some("option") => choose(&mut found, tag, value),
            _ => {}
        }
    }
    found
}

fn is_unticked(tag: &str) -> bool {
    ["radio", "checkbox"]
        .iter()
        .any(|kind| tag.contains(&format!("type=\"{kind}\"")))
        && !tag.contains("checked")
}

/// The first choice of a list that has a value, or the one that is chosen.
fn choose(found: &mut [(String, String)], tag: &str, value: Option<String>) {
    if let (Some((_, chosen)), Some(value)) = (found.last_mut(), value)
        && (chosen.is_empty() || tag.contains("selected"))
    {
        *chosen = value;
    }
}

fn push(found: &mut Vec<(String, String)>, tag: &str, value: Option<&str>) {
    if let Some(name) = attribute(tag, "name") {
        found.push((name, unescaped(value.unwrap_or_default())));
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(unescaped)
}

fn unescaped(text: &str) -> String {
    let signs = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
    ];
    let plain = signs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    plain.replace("&#38;", "&")
}
