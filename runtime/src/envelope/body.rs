//! Payloads of the runtime's own messages.

use std::borrow::Cow;

use serde::Serialize;

use crate::codes::ErrorCode;

/// The payload of an `error` envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ErrorBody {
    #[serde(skip)]
    pub(crate) kind: ErrorCode,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expected: Option<Box<str>>,
    /// The topic that was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<String>,
}

impl ErrorBody {
    pub(crate) fn new(kind: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: Cow::Borrowed(kind.as_str()),
            message: message.into(),
            path: None,
            expected: None,
            topic: None,
        }
    }

    /// With the place of the fault: a JSON pointer into the payload.
    pub(crate) fn at(mut self, path: &str) -> Self {
        self.path = Some(path.into());
        self
    }

    pub(crate) fn expecting(mut self, expected: &str) -> Self {
        self.expected = Some(expected.into());
        self
    }

    pub(crate) fn on(mut self, topic: &str) -> Self {
        self.topic = Some(topic.to_owned());
        self
    }

    pub(crate) fn with_code(mut self, code: Cow<'static, str>) -> Self {
        self.code = code;
        self
    }
}

/// The payload of a subscribe or unsubscribe reply.
#[derive(Debug, Serialize)]
pub(crate) struct SubscriptionReply<'a> {
    pub(crate) status: &'static str,
    pub(crate) message: &'a str,
    pub(crate) topic: &'a str,
}
