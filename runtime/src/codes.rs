//! The table of error codes and close codes: the one place that names them.

use std::borrow::Cow;
use std::fmt;

/// A code of the `error` envelope (or of a refused subscription, in the metrics).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorCode {
    DecodeFailed,
    ValidationFailed,
    NoMatchingType,
    Unauthenticated,
    TokenExpired,
    Forbidden,
    RateLimited,
    TooManyTopics,
    TooManyConnections,
    MessageTooLarge,
    StartFailed,
    ServiceError,
    ServicePanicked,
    NotSubscribed,
    ShuttingDown,
    Internal,
}

impl ErrorCode {
    /// Every code, in the order of the table.
    pub const ALL: [Self; 16] = [
        Self::DecodeFailed,
        Self::ValidationFailed,
        Self::NoMatchingType,
        Self::Unauthenticated,
        Self::TokenExpired,
        Self::Forbidden,
        Self::RateLimited,
        Self::TooManyTopics,
        Self::TooManyConnections,
        Self::MessageTooLarge,
        Self::StartFailed,
        Self::ServiceError,
        Self::ServicePanicked,
        Self::NotSubscribed,
        Self::ShuttingDown,
        Self::Internal,
    ];

    /// The code as it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DecodeFailed => "decode_failed",
            Self::ValidationFailed => "validation_failed",
            Self::NoMatchingType => "no_matching_type",
            Self::Unauthenticated => "unauthenticated",
            Self::TokenExpired => "token_expired",
            Self::Forbidden => "forbidden",
            Self::RateLimited => "rate_limited",
            Self::TooManyTopics => "too_many_topics",
            Self::TooManyConnections => "too_many_connections",
            Self::MessageTooLarge => "message_too_large",
            Self::StartFailed => "start_failed",
            Self::ServiceError => "service_error",
            Self::ServicePanicked => "service_panicked",
            Self::NotSubscribed => "not_subscribed",
            Self::ShuttingDown => "shutting_down",
            Self::Internal => "internal",
        }
    }

    /// What the code means, in a sentence for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::DecodeFailed => {
                "The message is not an envelope: not JSON (or MessagePack), no `type`, or the wrong kind of frame."
            }
            Self::ValidationFailed => "The payload does not fit the schema of its message.",
            Self::NoMatchingType => {
                "The module has no message of this type that a client may send."
            }
            Self::Unauthenticated => "No credentials were given, or they are not valid.",
            Self::TokenExpired => "The credentials were valid and have expired.",
            Self::Forbidden => "The caller is known and may not do this.",
            Self::RateLimited => "The connection sends faster than it may.",
            Self::TooManyTopics => "The connection holds as many topics as it may.",
            Self::TooManyConnections => "The server holds as many connections as it may.",
            Self::MessageTooLarge => "The message is larger than the server takes.",
            Self::StartFailed => "The service could not start the topic.",
            Self::ServiceError => "The service answered with an error.",
            Self::ServicePanicked => "The service broke down while it worked on this.",
            Self::NotSubscribed => "The connection does not hold this topic.",
            Self::ShuttingDown => "The server is shutting down.",
            Self::Internal => "The server is at fault.",
        }
    }

    /// How the connection is closed after this error, where it is.
    #[must_use]
    pub const fn close(self) -> Option<Close> {
        match self {
            Self::DecodeFailed => Some(Close::DECODE),
            Self::ValidationFailed => Some(Close::VALIDATE),
            Self::NoMatchingType => Some(Close::NO_MATCH),
            Self::Unauthenticated => Some(Close::UNAUTHENTICATED),
            Self::TokenExpired => Some(Close::EXPIRED),
            Self::Forbidden => Some(Close::FORBIDDEN),
            Self::RateLimited => Some(Close::RATE),
            Self::TooManyConnections => Some(Close::CONNECTIONS),
            Self::MessageTooLarge => Some(Close::TOO_LARGE),
            Self::ShuttingDown => Some(Close::SHUTDOWN),
            _ => None,
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The code and the reason of a close frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    /// The status code.
    pub code: u16,
    /// The reason: exact text that clients may compare. At most 123 bytes.
    pub reason: Cow<'static, str>,
}

impl Close {
    pub const NORMAL: Self = Self::fixed(1000, "");
    pub const SHUTDOWN: Self = Self::fixed(1001, "Server shutting down");
    pub const DECODE: Self = Self::fixed(1003, "Could not decode message");
    pub const VALIDATE: Self = Self::fixed(1003, "Could not validate payload");
    pub const NO_MATCH: Self = Self::fixed(1003, "No matching type");
    pub const BAD_UTF8: Self = Self::fixed(1007, "Text is not UTF-8");
    pub const BAD_DEFLATE: Self = Self::fixed(1007, "Compressed data is damaged");
    pub const TOO_LARGE: Self = Self::fixed(1009, "Message too large");
    pub const SLOW: Self = Self::fixed(1013, "Slow consumer");
    pub const UNAUTHENTICATED: Self = Self::fixed(4401, "Unauthenticated");
    pub const EXPIRED: Self = Self::fixed(4401, "Token expired");
    pub const FORBIDDEN: Self = Self::fixed(4403, "Forbidden");
    pub const RATE: Self = Self::fixed(4429, "Rate limit exceeded");
    pub const CONNECTIONS: Self = Self::fixed(4429, "Too many connections");

    /// The closes of the table: code, reason, when.
    pub const TABLE: [(Self, &'static str); 14] = [
        (
            Self::NORMAL,
            "answer to a client that closes without a code",
        ),
        (Self::SHUTDOWN, "drain"),
        (
            Self::DECODE,
            "not an envelope, or a kind of frame that the protocol in use has not",
        ),
        (Self::VALIDATE, "the payload does not fit its schema"),
        (Self::NO_MATCH, "no such send operation"),
        (Self::BAD_UTF8, "text that is not UTF-8"),
        (
            Self::BAD_DEFLATE,
            "a compressed message that does not inflate",
        ),
        (
            Self::TOO_LARGE,
            "a message over the limit, inflated size included",
        ),
        (Self::SLOW, "the connection's outbound queue overflowed"),
        (Self::UNAUTHENTICATED, "authentication missing or not valid"),
        (Self::EXPIRED, "the token expired"),
        (Self::FORBIDDEN, "not allowed"),
        (Self::RATE, "the connection sends faster than it may"),
        (Self::CONNECTIONS, "the server is full"),
    ];

    const fn fixed(code: u16, reason: &'static str) -> Self {
        Self {
            code,
            reason: Cow::Borrowed(reason),
        }
    }

    /// A breach of RFC 6455 (1002).
    #[must_use]
    pub const fn protocol(reason: &'static str) -> Self {
        Self::fixed(1002, reason)
    }

    /// Nothing was heard for the heartbeat interval, or the lifespan was reached.
    #[must_use]
    pub fn timed_out(heartbeat: f64, lifespan: f64) -> Self {
        Self {
            code: 1003,
            reason: Cow::Owned(format!(
                "Connection timed out. Heartbeat interval {heartbeat:?}. Max connection lifespan {lifespan:?}"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_fit_a_control_frame() {
        for (close, _) in Close::TABLE {
            assert!(close.reason.len() <= 123, "{close:?}");
        }
        assert_eq!(
            Close::timed_out(30.0, 3600.0).reason,
            "Connection timed out. Heartbeat interval 30.0. Max connection lifespan 3600.0"
        );
        assert!(Close::timed_out(f64::MAX.sqrt(), 1e300).reason.len() <= 512);
    }

    #[test]
    fn the_documentation_names_every_code_and_reason() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
        let page = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
        let (protocol, operations) = (page("protocol.md"), page("operations.md"));
        for code in ErrorCode::ALL {
            assert!(protocol.contains(&format!("`{code}`")), "{code}");
        }
        for (close, _) in Close::TABLE {
            let row = |line: &&str| line.starts_with(&format!("| {} |", close.code));
            let told = operations
                .lines()
                .filter(row)
                .any(|line| line.contains(&*close.reason));
            assert!(told || close == Close::NORMAL, "{close:?}");
        }
    }

    #[test]
    fn codes_are_unique() {
        let mut names: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ErrorCode::ALL.len());
    }
}
