//! Bilagor: what is taken in, how it is given out, and what is refused.

use crate::world::{Browser, Page, World};

const URL: &str = "/underlag/19/bilagor";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n";

fn body(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--grans\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/html\r\n\r\n"
    );
    [head.as_bytes(), content, "\r\n--grans--\r\n".as_bytes()].concat()
}

async fn send(browser: &Browser, url: &str, body: Vec<u8>) -> Page {
    sent_as(browser, url, "multipart/form-data; boundary=grans", body).await
}

async fn sent_as(browser: &Browser, url: &str, kind: &str, body: Vec<u8>) -> Page {
    let request = browser.request(reqwest::Method::POST, url);
    let from_here = request.header("sec-fetch-site", "same-origin");
    let typed = from_here.header("content-type", kind);
    browser.send(typed.body(body)).await
}

/// As a page of another site would send it.
async fn forge(browser: &Browser) -> Page {
    let request = browser.request(reqwest::Method::POST, URL);
    let typed = request.header("content-type", "multipart/form-data; boundary=grans");
    let forged = typed.header("sec-fetch-site", "cross-site");
    browser.send(forged.body(body("a.pdf", PDF))).await
}

async fn add(browser: &Browser, name: &str, content: &[u8]) -> Page {
    send(browser, URL, body(name, content)).await
}

/// A zip of stored entries.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut made = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        let options = zip::write::SimpleFileOptions::default();
        made.start_file(*name, options).expect("entry");
        made.write_all(content).expect("content");
    }
    made.finish().expect("zip").into_inner()
}

const DOCX: [(&str, &[u8]); 2] = [
    ("[Content_Types].xml", b"<Types/>"),
    ("word/document.xml", b"<document/>"),
];

#[tokio::test]
async fn a_file_is_added_downloaded_by_everyone_and_removed_with_its_record_kept() {
    let world = World::new().await;
    let (karim, lotta) = (world.sign_in("Karim").await, world.sign_in("Lotta").await);
    assert_eq!(add(&karim, "Läget å ä ö.pdf", PDF).await.status, 303);
    assert_eq!(add(&karim, "Bild.docx", &zip(&DOCX)).await.status, 303);
    let page = lotta.get("/underlag/19").await;
    assert!(page.has("Läget å ä ö.pdf") && page.has("PDF, 1 kB. Tillagd av Karim Nasser"));
    assert!(!page.has("enctype"), "she only reads");
    let id = world.count("select max(id) - 1 from attachments").await;
    let file = lotta.get(&format!("{URL}/{id}")).await;
    assert_eq!((file.status, file.html.as_bytes()), (200, PDF));
    let header = |name: &str| file.headers[name].to_str().expect("ascii").to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"Laget a a o.pdf\"; filename*=UTF-8''L%C3%A4get%20%C3%A5%20%C3%A4%20%C3%B6.pdf"
    );
    assert_eq!(
        world.visitor().get(&format!("{URL}/{id}")).await.status,
        303
    );
    assert_eq!(
        lotta.get(&format!("/underlag/8/bilagor/{id}")).await.status,
        404,
        "another brief's"
    );
    let remove = format!("{URL}/{id}/borttagen");
    assert_eq!(lotta.post(&remove, &[("version", "1")]).await.status, 403);
    assert_eq!(karim.post(&remove, &[("version", "1")]).await.status, 303);
    assert_eq!(lotta.get(&format!("{URL}/{id}")).await.status, 404);
    let history = lotta.get("/underlag/19/historik").await;
    assert!(history.has("tog bort en bilaga: Läget å ä ö.pdf"));
    assert_eq!(
        world
            .count("select count(*) from attachments where removed_at is not null")
            .await,
        1
    );
}

#[tokio::test]
async fn what_is_not_what_it_says_it_is_comes_back_as_a_sentence() {
    let world = World::new().await;
    let karim = world.sign_in("Karim").await;
    let before = world.count("select count(*) from attachments").await;
    let kinds = "Filen behöver vara PDF, Word, Excel";
    let agree = "Filens namn och innehåll stämmer inte överens.";
    let polyglot = [b"<html><script>alert(1)</script>".to_vec(), zip(&DOCX)].concat();
    let macros = zip(&[DOCX[0], DOCX[1], ("word/vbaProject.bin", b"x")]);
    let mut bomb = zip(&DOCX);
    let contents = bomb
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .expect("contents");
    bomb[contents + 24..contents + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "sida.pdf",
            b"<html><script>alert(1)</script>".to_vec(),
            kinds,
        ),
        ("bild.svg", b"<svg onload=\"alert(1)\"/>".to_vec(), kinds),
        ("bild.png", b"<svg onload=\"alert(1)\"/>".to_vec(), kinds),
        ("text.docx", PDF.to_vec(), agree),
        ("program.exe", PDF.to_vec(), agree),
        ("text.docx", polyglot, kinds),
        ("text.docx", macros, kinds),
        ("text.docx", bomb, kinds),
        ("text.docx", zip(&[("x.txt", b"x")]), kinds),
        ("tom.pdf", Vec::new(), "Filen är tom."),
        ("", Vec::new(), "Välj en fil"),
    ];
    for (name, content, sentence) in rows {
        let page = add(&karim, name, &content).await;
        assert_eq!(page.status, 422, "{name}");
        assert!(
            page.has(sentence) && page.has("error-file"),
            "{name}: {sentence}"
        );
        assert!(page.has("<title>Fel: "), "{name}");
    }
    assert_eq!(
        world.count("select count(*) from attachments").await,
        before
    );
}

#[tokio::test]
async fn names_that_would_lead_astray_are_cleaned() {
    let world = World::new().await;
    let karim = world.sign_in("Karim").await;
    let rows = [
        ("..\\..\\hemligt.pdf", "hemligt.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("x%0D%0ASet-Cookie: a=b.pdf", "xSet-Cookie a=b.pdf"),
    ];
    for (sent, kept) in rows {
        assert_eq!(add(&karim, sent, PDF).await.status, 303, "{sent}");
        assert!(karim.get("/underlag/19").await.has(kept), "{kept}");
        let id = world.count("select max(id) from attachments").await;
        let file = karim.get(&format!("{URL}/{id}")).await;
        assert!(file.headers.get("set-cookie").is_none(), "{sent}");
    }
    let twice = add(&karim, "hemligt.pdf", PDF).await;
    assert!(twice.status == 422 && twice.has("Det finns redan en bilaga som heter hemligt.pdf."));
}

#[tokio::test]
async fn there_is_an_end_to_how_large_and_how_many() {
    let world = World::new().await;
    let karim = world.sign_in("Karim").await;
    let large = |megabytes: usize| [PDF, &vec![b' '; megabytes * 1024 * 1024]].concat();
    let page = add(&karim, "stor.pdf", &large(11)).await;
    assert!(page.status == 422 && page.has("Filen är större än 10 MB."));
    assert_eq!(add(&karim, "lagom.pdf", &large(9)).await.status, 303);
    for number in 0..19 {
        let page = add(&karim, &format!("fil {number}.pdf"), PDF).await;
        assert_eq!(page.status, 303, "{number}");
    }
    let page = add(&karim, "en till.pdf", PDF).await;
    assert!(page.status == 422 && page.has("Underlaget har redan 20 bilagor."));
}

#[tokio::test]
async fn who_may_not_write_adds_nothing_and_only_one_route_takes_files() {
    let world = World::new().await;
    for name in ["Elsa", "Eva", "Torbjörn", "Lotta", "Astrid"] {
        let page = add(&world.sign_in(name).await, "a.pdf", PDF).await;
        assert_eq!(page.status, 403, "{name}");
    }
    let visitor = send(&world.visitor(), URL, body("a.pdf", PDF)).await;
    assert_eq!(visitor.status, 401);
    let karim = world.sign_in("Karim").await;
    for url in ["/underlag/19/skriv", "/underlag/nytt", "/insatser/ny"] {
        let page = send(&karim, url, body("a.pdf", PDF)).await;
        assert_eq!(page.status, 415, "{url}");
    }
    assert_eq!(
        send(&karim, "/underlag/999/bilagor", body("a.pdf", PDF))
            .await
            .status,
        404
    );
    for (kind, status) in [
        ("multipart/form-data", 415),
        ("application/pdf", 415),
        ("multipart/form-data; boundary=annan", 422),
    ] {
        let page = sent_as(&karim, URL, kind, body("a.pdf", PDF)).await;
        assert_eq!(page.status, status, "{kind}");
    }
    let half = body("a.pdf", PDF)[..90].to_vec();
    let page = send(&karim, URL, half).await;
    assert!(page.status == 422 && page.has("Filen kom inte fram hel."));
    assert_eq!(forge(&karim).await.status, 403);
    assert_eq!(
        world
            .count("select count(*) from attachments where brief_id = 19")
            .await,
        0
    );
}

/// A request whose length is one thing and what is sent another; the answer's first line, if any.
async fn with_length(world: &World, browser: &Browser, length: usize, sent: usize) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = world.base.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address)
        .await
        .expect("connect");
    let head = format!(
        "POST {URL} HTTP/1.1\r\nhost: {address}\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\n\
         content-type: multipart/form-data; boundary=grans\r\ncontent-length: {length}\r\n\r\n",
        browser.cookie().unwrap_or_default()
    );
    stream.write_all(head.as_bytes()).await.expect("head");
    stream
        .write_all(&body("a.pdf", &vec![b' '; sent]))
        .await
        .ok();
    if sent < length / 2 && length < 1_000_000 {
        stream.shutdown().await.expect("shutdown");
    }
    let mut answer = vec![0; 64];
    let reading =
        tokio::time::timeout(std::time::Duration::from_secs(20), stream.read(&mut answer));
    let read = reading.await.expect("an answer, or an end").unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

#[tokio::test]
async fn a_body_that_is_not_as_long_as_it_says_adds_nothing() {
    let world = World::new().await;
    let karim = world.sign_in("Karim").await;
    let half = with_length(&world, &karim, 1_000, 10).await;
    assert!(half.is_empty() || half.starts_with("HTTP/1.1 4"), "{half}");
    let huge = with_length(&world, &karim, 300 * 1024 * 1024, 16 * 1024 * 1024).await;
    assert!(
        huge.starts_with("HTTP/1.1 422"),
        "refused before the rest is sent: {huge}"
    );
    assert_eq!(
        world
            .count("select count(*) from attachments where brief_id = 19")
            .await,
        0
    );
}
