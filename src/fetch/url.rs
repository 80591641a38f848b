//! Whether an address can be that of a source: http or https, nothing secret in it, and not of the house.

use crate::domain::source::{Allowed, LONGEST_URL, is_public};
use reqwest::Url;
use std::net::IpAddr;

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Long,
    NotHttp,
    Credentials,
    Internal,
}

impl Problem {
    pub fn words(self) -> &'static str {
        match self {
            Problem::Long => "Adressen får vara högst 2 000 tecken.",
            Problem::NotHttp => {
                "Skriv en hel adress som börjar med https:// eller http://, till exempel https://exempel.se/nyheter.rss."
            }
            Problem::Credentials => "Adressen får inte innehålla användarnamn eller lösenord.",
            Problem::Internal => {
                "Adressen leder till ett internt nät. Bara publika adresser kan hämtas."
            }
        }
    }
}

/// The address as it is asked for, or what is wrong with it. A name may still lead to an address of the
/// house; that is looked at each time it is asked for.
pub fn checked(text: &str, allowed: &[Allowed]) -> Result<Url, Problem> {
    let text = text.trim();
    if text.chars().count() > LONGEST_URL {
        return Err(Problem::Long);
    }
    let mut url = Url::parse(text).map_err(|_| Problem::NotHttp)?;
    check(&url, allowed)?;
    url.set_fragment(None);
    if url.as_str().len() > LONGEST_URL {
        return Err(Problem::Long);
    }
    Ok(url)
}

/// The same for an address that a source leads on to.
pub fn check(url: &Url, allowed: &[Allowed]) -> Result<(), Problem> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Problem::NotHttp);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Problem::Credentials);
    }
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Err(Problem::NotHttp);
    };
    if is_allowed(url, allowed) {
        return Ok(());
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = bare.trim_end_matches('.').to_lowercase();
    match bare.parse::<IpAddr>() {
        Ok(address) if !is_public(address) => Err(Problem::Internal),
        Err(_) if is_of_the_house(&name) => Err(Problem::Internal),
        _ => Ok(()),
    }
}

pub fn is_allowed(url: &Url, allowed: &[Allowed]) -> bool {
    let port = url.port_or_known_default().unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    allowed.iter().any(|each| each.covers(host, port))
}

/// Names that never are of the public internet: a single word, or an ending that is set aside.
fn is_of_the_house(name: &str) -> bool {
    const ENDINGS: [&str; 6] = [
        "localhost",
        "local",
        "internal",
        "intranet",
        "lan",
        "home.arpa",
    ];
    let ends = |ending: &str| {
        name.strip_suffix(ending)
            .is_some_and(|rest| rest.ends_with('.'))
    };
    !name.contains('.') || ENDINGS.iter().any(|each| ends(each))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_http_without_secrets_and_not_of_the_house() {
        let problem = |text: &str| checked(text, &[]).err();
        for fine in [
            "https://exempel.se/nyheter.rss",
            " http://exempel.se:8080/a?b=c#d ",
            "HTTPS://EXEMPEL.SE",
            "https://räksmörgås.se/rss",
            "http://8.8.8.8/rss",
            "http://[2a00:1450::1]/rss",
        ] {
            assert_eq!(problem(fine), None, "{fine}");
        }
        for (text, expected) in [
            ("", Problem::NotHttp),
            ("exempel.se/rss", Problem::NotHttp),
            ("ftp://exempel.se/rss", Problem::NotHttp),
            ("file:///etc/passwd", Problem::NotHttp),
            ("javascript:alert(1)", Problem::NotHttp),
            ("gopher://exempel.se", Problem::NotHttp),
            ("http://", Problem::NotHttp),
            ("https://anna:hemligt@exempel.se/rss", Problem::Credentials),
            ("https://anna@exempel.se/rss", Problem::Credentials),
            ("http://localhost/rss", Problem::Internal),
            ("http://LOCALHOST./rss", Problem::Internal),
            ("http://a.localhost/rss", Problem::Internal),
            ("http://skrivare.local/", Problem::Internal),
            ("http://intranet/", Problem::Internal),
            ("http://db.internal/", Problem::Internal),
            ("http://127.0.0.1/", Problem::Internal),
            ("http://127.1/", Problem::Internal),
            ("http://2130706433/", Problem::Internal),
            ("http://0x7f.0.0.1/", Problem::Internal),
            ("http://0177.0.0.1/", Problem::Internal),
            ("http://169.254.169.254/latest/meta-data", Problem::Internal),
            ("http://[::1]:8080/", Problem::Internal),
            ("http://[::ffff:10.0.0.1]/", Problem::Internal),
            ("http://[fe80::1]/", Problem::Internal),
            ("http://10.1.2.3/", Problem::Internal),
            ("http://１２７.0.0.1/", Problem::Internal),
        ] {
            assert_eq!(problem(text), Some(expected), "{text}");
        }
        let long = format!("https://exempel.se/{}", "a".repeat(LONGEST_URL));
        assert_eq!(problem(&long), Some(Problem::Long));
        let grows = format!("https://exempel.se/{}", "ö".repeat(LONGEST_URL / 2));
        assert_eq!(problem(&grows), Some(Problem::Long));
    }

    #[test]
    fn what_the_installation_allows_is_let_through() {
        let allowed = [
            "127.0.0.1:8125".parse().unwrap(),
            "intranet".parse().unwrap(),
        ];
        assert!(checked("http://127.0.0.1:8125/rss", &allowed).is_ok());
        assert!(checked("http://intranet/rss", &allowed).is_ok());
        for other in [
            "http://127.0.0.1:8126/rss",
            "http://127.0.0.2:8125/",
            "http://intranet2/",
        ] {
            assert_eq!(checked(other, &allowed), Err(Problem::Internal), "{other}");
        }
        assert!(checked("http://anna@127.0.0.1:8125/", &allowed).is_err());
    }
}
