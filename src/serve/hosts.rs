//! Which names the preview answers to.
//!
//! A page of another site can point a name of its own at 127.0.0.1 and then read what is served
//! there as if it were its own (DNS rebinding). It cannot choose the `Host` header, so that is
//! judged before anything else happens. An address in figures cannot be rebound.

use std::net::IpAddr;

/// Whether a request for `host` (with or without a port) is meant for a server bound to
/// `interface`: loopback names always, addresses in figures when the site is shown to the network.
pub(super) fn is_allowed(host: &str, interface: IpAddr) -> bool {
    let Some(name) = without_port(host) else { return false };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(address) if address.is_unspecified() => false,
        Ok(address) => address.is_loopback() || address == interface || interface.is_unspecified(),
        Err(_) => false,
    }
}

/// The host without its port; `None` when it is no host.
fn without_port(host: &str) -> Option<&str> {
    let (name, port) = match host.rfind(']') {
        Some(end) if host.starts_with('[') => host.split_at(end + 1),
        Some(_) => return None,
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let is_port =
        |port: &str| port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok());
    (port.is_empty() || is_port(port)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_that_cannot_be_rebound_are_answered() {
        let loopback = IpAddr::from([127, 0, 0, 1]);
        let network = IpAddr::from([192, 168, 1, 7]);
        let any = IpAddr::from([0, 0, 0, 0]);
        for (host, on_loopback, on_network, on_any) in [
            ("localhost", true, true, true),
            ("LOCALHOST:1111", true, true, true),
            ("127.0.0.1:1111", true, true, true),
            ("127.8.8.8", true, true, true),
            ("[::1]:1111", true, true, true),
            ("[::1]", true, true, true),
            ("192.168.1.7:1111", false, true, true),
            ("10.0.0.9", false, false, true),
            ("0.0.0.0:1111", false, false, false),
            ("evil.example", false, false, false),
            ("evil.example:1111", false, false, false),
            ("localhost.evil.example", false, false, false),
            ("evil.localhost", false, false, false),
            ("127.0.0.1.evil.example", false, false, false),
            ("127.0.0.1:evil", false, false, false),
            ("localhost:1111:1", false, false, false),
            ("localhost@evil.example", false, false, false),
            ("[::1", false, false, false),
            ("[::1]evil", false, false, false),
            ("::1", false, false, false),
            ("2130706433", false, false, false),
            ("0x7f.1", false, false, false),
            ("127.1", false, false, false),
            ("localhost.", false, false, false),
            (" localhost", false, false, false),
            ("", false, false, false),
        ] {
            let allowed = [loopback, network, any].map(|bound| is_allowed(host, bound));
            assert_eq!(allowed, [on_loopback, on_network, on_any], "{host:?}");
        }
    }
}
