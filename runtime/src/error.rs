//! Errors that services return and that set-up can meet.

use std::borrow::Cow;
use std::fmt;

use crate::codes::ErrorCode;

/// An error that a service answers with. It reaches the client as an `error` envelope, or as the message of a
/// refused subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceError {
    /// A code that programs compare: `snake_case`, of the application's choice.
    pub code: Cow<'static, str>,
    /// A sentence for people.
    pub message: String,
}

impl ServiceError {
    /// An error with a code of one's own.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }

    /// The general failure, `service_error`.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::ServiceError.as_str(), message)
    }

    /// The caller may not do this: `forbidden`.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Forbidden.as_str(), message)
    }

    /// The request cannot be fulfilled as it stands: `validation_failed`.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::ValidationFailed.as_str(), message)
    }

    /// What it counts as.
    pub(crate) fn kind(&self) -> ErrorCode {
        [ErrorCode::ServicePanicked, ErrorCode::Forbidden]
            .into_iter()
            .find(|kind| self.code == kind.as_str())
            .unwrap_or(ErrorCode::ServiceError)
    }

    pub(crate) fn panicked() -> Self {
        Self::new(
            ErrorCode::ServicePanicked.as_str(),
            ErrorCode::ServicePanicked.meaning(),
        )
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for ServiceError {}

/// A module that cannot be mounted: its document and its code do not fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupError {
    pub(crate) module: String,
    pub(crate) message: String,
}

impl SetupError {
    pub(crate) fn new(module: &str, message: impl Into<String>) -> Self {
        Self {
            module: module.to_owned(),
            message: message.into(),
        }
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "module {}: {}", self.module, self.message)
    }
}

impl std::error::Error for SetupError {}
