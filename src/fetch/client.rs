//! One try over HTTP. Every address on the way is looked at, also those that a name stands for, and the one
//! that was looked at is the one connected to. No proxy, cookie or referer, and nothing unpacked.

use super::url::{self, Problem};
use crate::domain::source::{Allowed, Fetched, Outcome, Progress, is_public};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use std::error::Error as _;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const LARGEST: usize = 2 * 1024 * 1024;
const MOST_REDIRECTS: usize = 5;
/// The longest mark of a version that is kept and sent back.
const LONGEST_MARK: usize = 200;
const WHO: &str = concat!("Regiondialog/", env!("CARGO_PKG_VERSION"), " (RSS)");
const WHAT: &str =
    "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1";

/// What a source answered, when it went well.
pub enum Answer {
    Unchanged,
    Whole(Box<Received>),
}

pub struct Received {
    pub body: Vec<u8>,
    /// The content type, as it was said.
    pub kind: String,
    /// Where it was found in the end.
    pub address: String,
    pub etag: String,
    pub last_modified: String,
}

/// Asks an address, and those it leads on to.
pub async fn get(
    address: &str,
    progress: &Progress,
    allowed: &[Allowed],
) -> Result<Answer, Fetched> {
    let mut at = url::checked(address, allowed).map_err(refused)?;
    for _ in 0..=MOST_REDIRECTS {
        let client = client(url::is_allowed(&at, allowed))?;
        let asked = client.get(at.clone()).headers(marks(progress));
        let response = asked.send().await.map_err(|error| failure(&error))?;
        match response.status() {
            StatusCode::NOT_MODIFIED => return Ok(Answer::Unchanged),
            status if status.is_redirection() => at = next(&at, &response, allowed)?,
            StatusCode::OK => return received(response).await,
            status => return Err(Fetched::failed(Outcome::HttpError, status.as_u16())),
        }
    }
    Err(Fetched::failed(Outcome::Redirects, ""))
}

/// What is known of the feed already, so that it needs not be sent again.
fn marks(progress: &Progress) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static(WHAT));
    for (name, mark) in [
        (header::IF_NONE_MATCH, &progress.etag),
        (header::IF_MODIFIED_SINCE, &progress.last_modified),
    ] {
        if let Some(value) = HeaderValue::from_str(mark)
            .ok()
            .filter(|each| !each.is_empty())
        {
            headers.insert(name, value);
        }
    }
    headers
}

fn next(at: &Url, response: &Response, allowed: &[Allowed]) -> Result<Url, Fetched> {
    let to = said(response.headers(), header::LOCATION);
    let joined = at.join(&to).ok().filter(|_| !to.is_empty());
    let Some(joined) = joined else {
        return Err(Fetched::failed(Outcome::BadRedirect, ""));
    };
    match url::checked(joined.as_str(), allowed) {
        Ok(url) => Ok(url),
        Err(Problem::Internal) => Err(refused(Problem::Internal)),
        Err(_) => Err(Fetched::failed(Outcome::BadRedirect, "")),
    }
}

fn refused(problem: Problem) -> Fetched {
    let outcome = match problem {
        Problem::Internal => Outcome::Internal,
        _ => Outcome::BadRedirect,
    };
    Fetched::failed(outcome, "")
}

/// The whole body, as long as it is not too large; what the source says of its size is not believed.
async fn received(mut response: Response) -> Result<Answer, Fetched> {
    let headers = response.headers();
    let packed = said(headers, header::CONTENT_ENCODING);
    if !packed.is_empty() && !packed.eq_ignore_ascii_case("identity") {
        return Err(Fetched::failed(Outcome::Packed, ""));
    }
    let mark = |name| Some(said(headers, name)).filter(|mark| mark.len() <= LONGEST_MARK);
    let mut received = Received {
        body: Vec::new(),
        kind: said(headers, header::CONTENT_TYPE),
        address: response.url().to_string(),
        etag: mark(header::ETAG).unwrap_or_default(),
        last_modified: mark(header::LAST_MODIFIED).unwrap_or_default(),
    };
    if response
        .content_length()
        .is_some_and(|size| size > LARGEST as u64)
    {
        return Err(Fetched::failed(Outcome::TooLarge, ""));
    }
    while let Some(piece) = response.chunk().await.map_err(|error| failure(&error))? {
        if received.body.len() + piece.len() > LARGEST {
            return Err(Fetched::failed(Outcome::TooLarge, ""));
        }
        received.body.extend_from_slice(&piece);
    }
    Ok(Answer::Whole(Box::new(received)))
}

fn said(headers: &HeaderMap, name: HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().trim().to_owned()
}

/// Why a request did not get through: a refusal of ours is somewhere below the client's own error.
fn failure(error: &reqwest::Error) -> Fetched {
    let mut below = error.source();
    while let Some(cause) = below {
        if cause.is::<Refused>() {
            return refused(Problem::Internal);
        }
        below = cause.source();
    }
    let outcome = match error.is_timeout() && !error.is_connect() {
        true => Outcome::TooSlow,
        false => Outcome::NoAnswer,
    };
    Fetched::failed(outcome, "")
}

/// One client for public addresses, and one for those that the installation allows.
fn client(is_allowed: bool) -> Result<&'static Client, Fetched> {
    static CLIENTS: [OnceLock<Option<Client>>; 2] = [OnceLock::new(), OnceLock::new()];
    let made = CLIENTS[usize::from(is_allowed)].get_or_init(|| {
        let made = make(is_allowed);
        made.inspect_err(|error| tracing::error!(%error, "no client to fetch with"))
            .ok()
    });
    let failed = || Fetched::failed(Outcome::NoAnswer, "");
    made.as_ref().ok_or_else(failed)
}

fn make(is_allowed: bool) -> reqwest::Result<Client> {
    crate::secrets::choose_tls();
    Client::builder()
        .user_agent(WHO)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .connect_timeout(CONNECT_WITHIN)
        .timeout(super::WITHIN)
        .http1_max_headers(64)
        .pool_max_idle_per_host(0)
        .dns_resolver(Arc::new(Guard { is_allowed }))
        .build()
}

/// Looks names up, and passes on only the addresses that may be connected to.
struct Guard {
    is_allowed: bool,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let is_allowed = self.is_allowed;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let fit: Vec<SocketAddr> = found
                .filter(|each| is_allowed || is_public(each.ip()))
                .collect();
            match fit.is_empty() {
                true => Err(Refused.into()),
                false => Ok(Box::new(fit.into_iter()) as Addrs),
            }
        })
    }
}

/// A name stands for no address that may be connected to.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no public address")
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_stands_for_the_own_computer_is_refused_by_the_resolver() {
        let look_up = |is_allowed| Guard { is_allowed }.resolve("localhost".parse().unwrap());
        let refused = look_up(false).await.err().expect("refused");
        assert!(refused.is::<Refused>());
        assert!(look_up(true).await.is_ok());
    }

    #[tokio::test]
    async fn the_refusal_of_a_resolver_is_told_as_such() {
        let at: Url = "http://localhost:9/rss".parse().unwrap();
        let error = make(false).unwrap().get(at).send().await.unwrap_err();
        assert_eq!(failure(&error).outcome, Outcome::Internal);
    }
}
