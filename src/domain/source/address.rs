//! Which addresses may be fetched from: public ones, and those that the installation allows by name.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Whether an address is one of the public internet. Everything else is refused: the own computer, the
/// networks of the house, what is set aside for documentation and tests, and all of these in IPv6 clothes.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127, ..)                  // this network, private, loopback
            | (100, 64..=127, _)            // shared by carriers (CGNAT)
            | (169, 254, _)                 // link-local, and what clouds tell of themselves
            | (172, 16..=31, _)             // private
            | (192, 0, 0 | 2)               // protocols, documentation
            | (192, 88, 99)                 // 6to4 relays
            | (192, 168, _)                 // private
            | (198, 18 | 19, _)             // measuring
            | (198, 51, 100)                // documentation
            | (203, 0, 113)                 // documentation
            | (224..=255, ..) // multicast, reserved, broadcast
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    let segments = address.segments();
    match segments {
        // NAT64: an IPv4 address that is reached from a net of IPv6 only.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8, // Teredo and others; documentation
        [0x2002, ..] => false,                                      // 6to4
        [0x3fff, second, ..] => second >= 0x1000,                   // documentation
        // Global unicast; not loopback, link-local, unique local, multicast, or anything unassigned.
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

/// An address that may be fetched from although it is not public: a host, with or without a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    host: String,
    port: Option<u16>,
}

impl Allowed {
    pub fn covers(&self, host: &str, port: u16) -> bool {
        self.host == plain(host) && self.port.is_none_or(|own| own == port)
    }
}

/// In small letters, without the brackets of IPv6 and without a last dot.
fn plain(host: &str) -> String {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.trim_end_matches('.').to_lowercase()
}

impl FromStr for Allowed {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (host, port) = match text.rsplit_once(':') {
            _ if text.parse::<Ipv6Addr>().is_ok() => (text, None),
            Some((host, port)) if !host.is_empty() && !port.ends_with(']') => (host, Some(port)),
            _ => (text, None),
        };
        let port = port.map(str::parse).transpose();
        let port = port.map_err(|_| "porten är inget tal".to_owned())?;
        let host = plain(host);
        let is_name = !host.contains(':') || host.parse::<Ipv6Addr>().is_ok();
        if host.is_empty() || host.contains(['/', '@', ' ']) || !is_name {
            return Err("ange en värd, till exempel intranet.example.se:8080".to_owned());
        }
        Ok(Allowed { host, port })
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.host),
            None => f.write_str(&self.host),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        let public = "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.1.1.1 128.0.0.1 \
            169.253.1.1 172.15.0.1 172.32.0.1 192.0.1.1 192.167.1.1 192.169.1.1 198.17.1.1 198.20.1.1 \
            198.51.99.1 203.0.112.1 223.255.255.255 2a00:1450:400f::1 2606:4700::1 2001:200::1 2001:67c::1 \
            2003::1 2400::1 3000::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8";
        for text in public.split_whitespace() {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
        let private = "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 \
            169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 \
            198.19.255.255 198.51.100.1 203.0.113.7 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 \
            :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.1.1.1 ::ffff:169.254.169.254 ::127.0.0.1 \
            64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b:1::1 64:ff9b::a9fe:a9fe 100::1 2001::1 2001:0:1::1 2001:2::1 \
            2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2002:808:808::1 3fff::1 3fff:fff::1 \
            4000::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::a9fe:a9fe febf::1 fec0::1 ff02::1 ff0e::1";
        for text in private.split_whitespace() {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn an_allowed_address_is_a_host_with_or_without_a_port() {
        let covers = |allowed: &str, host: &str, port| {
            let allowed: Allowed = allowed.parse().expect(allowed);
            allowed.covers(host, port)
        };
        assert!(covers("127.0.0.1:8080", "127.0.0.1", 8080));
        assert!(!covers("127.0.0.1:8080", "127.0.0.1", 80));
        assert!(covers("Intranet.example.se", "intranet.example.se.", 443));
        assert!(!covers("example.se", "ond-example.se", 443));
        assert!(!covers("example.se", "a.example.se", 443));
        assert!(covers("[::1]:80", "[::1]", 80) && !covers("[::1]:80", "[::1]", 81));
        assert!(covers("::1", "[::1]", 81) && covers("[::1]", "::1", 81));
        for wrong in ["", ":80", "a:b", "a:70000", "http://a", "a b"] {
            assert!(wrong.parse::<Allowed>().is_err(), "{wrong}");
        }
    }
}
