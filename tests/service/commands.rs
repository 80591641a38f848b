//! The commands: what they print, their codes, their help, and every setting by flag and variable.

use crate::service::{Client, Service, binary, folder, run, text};
use std::path::Path;

#[test]
fn wrong_use_is_one_line_and_code_two() {
    for (arguments, says) in [
        ("", "Ange ett kommando."),
        ("hittepa", "Kommandot hittepa finns inte."),
        ("user", "Ange ett kommando."),
        ("user hittepa", "Kommandot hittepa finns inte."),
        ("user add --name Vera", "--email"),
        ("user add --email vera --name Vera", "E-postadress"),
        ("serve --hittepa", "--hittepa är inget"),
        ("serve extra", "extra är inget"),
        ("serve --listen hej", "--listen"),
        ("serve --listen 0.0.0.0:0", "utan TLS"),
        (
            "serve --public-url regiondialog.example.se",
            "--public-url ska vara",
        ),
        ("serve --public-url https://", "--public-url ska vara"),
        ("serve --session-hours 0", "--session-hours"),
        ("serve --session-idle-minutes x", "--session-idle-minutes"),
        ("serve --trusted-proxy x", "--trusted-proxy"),
        ("serve --log mycket", "--log kan vara"),
        ("serve --database", "--database"),
        ("backup", "FIL"),
    ] {
        let arguments: Vec<&str> = arguments.split_whitespace().collect();
        let ended = run(&arguments);
        let line = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}: {line}");
        assert_eq!(line.lines().count(), 1, "{arguments:?}: {line}");
        assert!(
            line.starts_with("regiondialog: ") && line.contains(says),
            "{arguments:?}: {line}"
        );
        assert_eq!(text(&ended.stdout), "", "{arguments:?}");
    }
}

const COMMANDS: [&str; 11] = [
    "",
    "serve",
    "demo",
    "user",
    "user add",
    "user list",
    "user password",
    "user deactivate",
    "backup",
    "import",
    "check",
];

#[test]
fn help_is_in_swedish_throughout() {
    for command in COMMANDS {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let ended = run(&arguments);
        assert_eq!(ended.status.code(), Some(0), "{command}");
        let help = text(&ended.stdout);
        assert!(
            help.contains("Användning: regiondialog") && help.contains("Visa hjälpen"),
            "{help}"
        );
        for english in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "Print",
            "default",
            "env:",
            "possible",
            "OPTIONS",
            "COMMAND",
        ] {
            assert!(
                !help.contains(english),
                "{command} --help says {english}:\n{help}"
            );
        }
    }
    let version = run(&["--version"]);
    assert_eq!(
        text(&version.stdout).trim(),
        concat!("regiondialog ", env!("CARGO_PKG_VERSION"))
    );
}

/// The settings in `config.rs`, by their long names.
fn settings() -> Vec<String> {
    let source = std::fs::read_to_string("src/config.rs").expect("the settings");
    let names = source.split("env = \"REGIONDIALOG_").skip(1);
    names
        .map(|rest| rest.split('"').next().expect("a name").to_owned())
        .collect()
}

#[test]
fn every_setting_has_a_variable_and_stands_in_help_and_readme() {
    let settings = settings();
    assert!(settings.len() >= 10, "{settings:?}");
    let help = text(&run(&["serve", "--help"]).stdout);
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    for name in settings {
        let flag = format!("--{}", name.to_lowercase().replace('_', "-"));
        let variable = format!("REGIONDIALOG_{name}");
        for text in [&help, &readme] {
            assert!(
                text.contains(&flag) && text.contains(&variable),
                "{flag} or {variable} is missing"
            );
        }
    }
}

#[test]
fn the_readme_names_commands_that_exist() {
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    let uses = readme.split("regiondialog ").skip(1);
    let known = ["serve", "demo", "user", "import", "backup", "check"];
    let named: Vec<&str> = uses
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    for command in known {
        assert!(
            named.contains(&command),
            "README.md says nothing of {command}"
        );
    }
    for line in readme
        .lines()
        .filter(|line| line.trim_start().starts_with("regiondialog "))
    {
        let command = line.split_whitespace().nth(1).expect("a command");
        assert!(known.contains(&command), "README.md: {line}");
    }
    for line in readme.lines().filter(|line| line.contains("cargo run")) {
        let (_, arguments) = line.split_once("-- ").expect("arguments");
        let command = arguments.split_whitespace().next().expect("a command");
        assert!(known.contains(&command), "README.md: {line}");
    }
}

#[tokio::test]
async fn a_variable_does_what_its_flag_does_and_the_flag_goes_first() {
    let (folder, database) = folder();
    let _running = Service::start("demo", &database).await;
    let listed = binary()
        .args(["user", "list"])
        .env("REGIONDIALOG_DATABASE", &database)
        .output();
    assert!(text(&listed.expect("ends").stdout).contains("anna.lind@myndighet.example"));
    let other = folder.path().join("annan.db");
    let before = binary()
        .arg("--database")
        .arg(&database)
        .args(["user", "list"])
        .env("REGIONDIALOG_DATABASE", &other)
        .output();
    assert!(
        before.expect("ends").status.success(),
        "settings may stand before the command"
    );
    let wrong = binary()
        .arg("serve")
        .env("REGIONDIALOG_LISTEN", "hej")
        .output()
        .expect("ends");
    assert_eq!(wrong.status.code(), Some(2), "{}", text(&wrong.stderr));
    assert_eq!(text(&wrong.stderr).lines().count(), 1);
}

#[tokio::test]
async fn a_port_in_use_is_one_line() {
    let (_folder, database) = folder();
    let running = Service::start("demo", &database).await;
    let taken = running.url.trim_start_matches("http://");
    let (_other, second) = crate::service::folder();
    for kind in ["demo", "serve"] {
        let ended = run(&[
            kind,
            "--listen",
            taken,
            "--database",
            &second.with_extension(kind).to_string_lossy(),
        ]);
        let line = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{line}");
        assert!(
            line.contains(taken) && line.contains("används redan") && line.lines().count() == 1,
            "{line}"
        );
    }
}

fn link(said: &str) -> Option<String> {
    let word = said
        .split_whitespace()
        .find(|word| word.contains("/valkommen/"));
    word.map(str::to_owned)
}

async fn wait_for(said: impl Fn() -> String, part: &str) -> String {
    for _ in 0..200 {
        if said().contains(part) {
            return said();
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("nothing said {part}: {}", said());
}

async fn set_password(link: &str, more: &str) -> reqwest::Response {
    let password = "password=korrekt+h%C3%A4st+batteri+klammer&repeated_password=korrekt+h%C3%A4st+batteri+klammer";
    regiondialog::secrets::choose_tls();
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let request = http
        .post(link)
        .header("content-type", "application/x-www-form-urlencoded");
    request
        .body(format!("{password}{more}"))
        .send()
        .await
        .expect("an answer")
}

#[tokio::test]
async fn serve_prints_a_link_for_the_first_administrator_until_it_is_used() {
    let (_folder, database) = folder();
    let mut links = Vec::new();
    for _ in 0..2 {
        let service = Service::start("serve", &database).await;
        let said = wait_for(|| service.said.lock().unwrap().clone(), "/valkommen/").await;
        assert_eq!(said.matches("/valkommen/").count(), 1);
        links.push(link(&said).expect("a link"));
        assert!(
            !service.log().contains("valkommen/"),
            "the link is no matter of the log"
        );
    }
    let service = Service::start("serve", &database).await;
    let said = wait_for(|| service.said.lock().unwrap().clone(), "/valkommen/").await;
    let who = "&name=Vera+Ny&email=vera%40myndighet.example";
    let path = |link: &str| link[link.find("/valkommen/").expect("a path")..].to_owned();
    let old = set_password(&format!("{}{}", service.url, path(&links[0])), who).await;
    assert_eq!(old.status(), 400, "a newer link ends the older");
    let set = set_password(&link(&said).expect("a link"), who).await;
    assert_eq!(set.status(), 303);
    drop(service);
    let service = Service::start("serve", &database).await;
    regiondialog::secrets::choose_tls();
    reqwest::get(&service.url).await.expect("an answer");
    assert!(
        !service.said.lock().unwrap().contains("/valkommen/"),
        "she can log in now"
    );
}

fn user(database: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let ended = binary()
        .arg("user")
        .args(arguments)
        .arg("--database")
        .arg(database)
        .output()
        .expect("ends");
    (
        ended.status.code(),
        text(&ended.stdout) + &text(&ended.stderr),
    )
}

#[tokio::test]
async fn accounts_are_kept_from_the_command_line_while_the_service_runs() {
    let (_folder, database) = folder();
    let service = Service::start("demo", &database).await;
    let add = [
        "add",
        "--email",
        "vera.ny@myndighet.example",
        "--name",
        "Vera Ny",
        "--admin",
    ];
    let (code, said) = user(&database, &add);
    assert_eq!(code, Some(0), "{said}");
    let path = link(&said).expect("a link");
    let path = &path[path.find("/valkommen/").expect("a path")..];
    assert_eq!(
        set_password(&format!("{}{path}", service.url), "")
            .await
            .status(),
        303
    );
    assert_eq!(user(&database, &add).0, Some(2), "the address is taken");
    let (_, listed) = user(&database, &["list"]);
    assert!(
        listed.contains("vera.ny@myndighet.example\tVera Ny\töppet\tadministratör"),
        "{listed}"
    );
    let (code, said) = user(
        &database,
        &["password", "--email", "vera.ny@myndighet.example"],
    );
    assert!(code == Some(0) && link(&said).is_some(), "{said}");
    let jonas = Client::enter(&service.url, "2").await;
    let (code, _) = user(
        &database,
        &["deactivate", "--email", "jonas.ekdahl@myndighet.example"],
    );
    assert_eq!(code, Some(0));
    assert_eq!(
        jonas.get("/konto").await.expect("an answer").status(),
        303,
        "out at the next request"
    );
    assert!(
        user(&database, &["list"])
            .1
            .contains("jonas.ekdahl@myndighet.example\tJonas Ekdahl\tavstängt")
    );
    for command in ["password", "deactivate"] {
        let (code, said) = user(
            &database,
            &[command, "--email", "jonas.ekdahl@myndighet.example"],
        );
        assert!(
            code == Some(2) && said.contains("Inget öppet konto"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn check_answers_a_line_per_question() {
    let (_folder, database) = folder();
    let service = Service::start("demo", &database).await;
    let path = database.to_string_lossy();
    let good = run(&["check", "--database", &path]);
    assert_eq!(good.status.code(), Some(0), "{}", text(&good.stderr));
    let lines = text(&good.stdout);
    assert!(
        lines.contains("Filens helhet: ok\n") && lines.contains("Främmande nycklar: ok\n"),
        "{lines}"
    );
    assert!(lines.contains("Schemaversion: "));
    drop(service);
    let bytes = std::fs::read(&database).expect("a database");
    std::fs::write(&database, &bytes[..bytes.len() / 2]).expect("written");
    std::fs::remove_file(database.with_extension("db-wal")).ok();
    let broken = run(&["check", "--database", &path]);
    assert_eq!(broken.status.code(), Some(1), "{}", text(&broken.stdout));
    assert_eq!(
        text(&broken.stderr).lines().count(),
        1,
        "{}",
        text(&broken.stderr)
    );
}

#[tokio::test]
async fn reset_makes_the_demo_anew() {
    let (_folder, database) = folder();
    let mut service = Service::start("demo", &database).await;
    let person = Client::enter(&service.url, "2").await;
    person.save().await;
    service.signal("-TERM");
    service.ended().await;
    let _again = Service::with("demo", &database, &["--reset"]).await;
    assert_eq!(crate::service::saves(&database).await, 0);
}
