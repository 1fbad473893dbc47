//! What a client offers with its upgrade, and what of that is taken: subprotocol, token, compression.

use axum::body::Body;
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderName, Request, header};
use serde::Deserialize;

use crate::encoding::Encoding;

const JSON: &str = "specwire.json";
const MSGPACK: &str = "specwire.msgpack";
const BEARER: &str = "bearer.";

#[derive(Deserialize)]
struct QueryToken {
    access_token: Option<String>,
}

/// The comma-separated values of all headers of a name.
pub(super) fn list<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let values = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .collect()
}

/// The first subprotocol that is spoken here. A browser wants one of its own back, so a token alone is given back.
pub(super) fn choose_protocol(offered: &[&str]) -> (Option<String>, Encoding) {
    for one in offered {
        match *one {
            JSON => return (Some(JSON.to_owned()), Encoding::Json),
            MSGPACK => return (Some(MSGPACK.to_owned()), Encoding::MsgPack),
            _ => {}
        }
    }
    let bearer = offered.iter().find(|one| one.starts_with(BEARER));
    (bearer.map(|one| (*one).to_owned()), Encoding::Json)
}

pub(super) fn token(request: &Request<Body>, protocols: &[&str]) -> Option<String> {
    let header = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let bearer = header.and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| token.trim().to_owned())
    });
    let query = || {
        Query::<QueryToken>::try_from_uri(request.uri())
            .ok()
            .and_then(|query| query.0.access_token)
    };
    let protocol = || {
        protocols
            .iter()
            .find_map(|one| one.strip_prefix(BEARER))
            .map(str::to_owned)
    };
    bearer
        .or_else(query)
        .or_else(protocol)
        .filter(|token| !token.is_empty())
}

/// The window of the first permessage-deflate offer that can be met.
pub(super) fn offered_window(headers: &HeaderMap) -> Option<u8> {
    list(headers, &header::SEC_WEBSOCKET_EXTENSIONS)
        .into_iter()
        .find_map(deflate_offer)
}

fn deflate_offer(offer: &str) -> Option<u8> {
    let mut parts = offer.split(';').map(str::trim);
    if parts.next() != Some("permessage-deflate") {
        return None;
    }
    let mut window = 15;
    let mut seen = Vec::new();
    for part in parts {
        let (name, value) = match part.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim().trim_matches('"'))),
            None => (part, None),
        };
        if seen.contains(&name) {
            return None;
        }
        seen.push(name);
        let bits = value.map(|text| {
            text.parse::<u8>()
                .ok()
                .filter(|bits| (8..=15).contains(bits))
        });
        match (name, bits) {
            ("server_no_context_takeover" | "client_no_context_takeover", None) => {}
            ("client_max_window_bits", None | Some(Some(_))) => {}
            // The compressor has no window of 8 bits.
            ("server_max_window_bits", Some(Some(bits))) if bits >= 9 => window = bits,
            _ => return None,
        }
    }
    Some(window)
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offers_are_met_or_declined() {
        let cases = [
            ("permessage-deflate", Some(15)),
            (
                "permessage-deflate; client_max_window_bits; server_max_window_bits=10",
                Some(10),
            ),
            (
                "permessage-deflate; server_max_window_bits=\"9\"; client_no_context_takeover",
                Some(9),
            ),
            ("permessage-deflate; server_max_window_bits=8", None),
            ("permessage-deflate; server_max_window_bits", None),
            ("permessage-deflate; client_max_window_bits=16", None),
            ("permessage-deflate; unheard_of", None),
            (
                "permessage-deflate; server_max_window_bits=9; server_max_window_bits=10",
                None,
            ),
            ("x-webkit-deflate-frame", None),
        ];
        for (offer, window) in cases {
            assert_eq!(deflate_offer(offer), window, "{offer}");
        }
    }

    #[test]
    fn the_first_protocol_known_is_chosen() {
        assert_eq!(
            choose_protocol(&["x", MSGPACK, JSON]),
            (Some(MSGPACK.to_owned()), Encoding::MsgPack)
        );
        assert_eq!(
            choose_protocol(&["bearer.t", JSON]),
            (Some(JSON.to_owned()), Encoding::Json)
        );
        assert_eq!(
            choose_protocol(&["bearer.t"]),
            (Some("bearer.t".to_owned()), Encoding::Json)
        );
        assert_eq!(choose_protocol(&["x"]), (None, Encoding::Json));
    }
}
