//! Who is calling: credentials of the upgrade request, the application's authenticator, the principal.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::codes::ErrorCode;

/// What the upgrade request carries.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The token of `Authorization: Bearer T`, of `?access_token=T`, or of the subprotocol entry `bearer.T`.
    pub token: Option<String>,
    /// All headers of the request, for schemes of one's own (cookies, client certificates of a proxy).
    pub headers: HeaderMap,
    /// The module asked for.
    pub module: &'static str,
}

/// A caller that the authenticator knows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Principal {
    /// Who it is.
    pub subject: String,
    /// What else is known of the caller; services read it.
    pub claims: serde_json::Value,
    /// How long from now the credentials hold. The connection is closed with 4401 when they expire.
    pub expires_in: Option<Duration>,
}

/// Why a caller is turned away.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthError {
    /// No credentials, or wrong ones: 4401.
    Unauthenticated,
    /// Credentials that were right once: 4401.
    Expired,
    /// A known caller that may not use this module: 4403.
    Forbidden,
    /// Too many attempts or connections of this caller: 4429.
    RateLimited,
}

impl AuthError {
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::Unauthenticated => ErrorCode::Unauthenticated,
            Self::Expired => ErrorCode::TokenExpired,
            Self::Forbidden => ErrorCode::Forbidden,
            Self::RateLimited => ErrorCode::RateLimited,
        }
    }
}

/// The future of [`Authenticator::authenticate`].
pub type AuthFuture<'a> = Pin<Box<dyn Future<Output = Result<Principal, AuthError>> + Send + 'a>>;

/// Decides who may connect. Without one, every caller may, and has no principal.
pub trait Authenticator: Send + Sync + 'static {
    /// Asked once for each connection, before it can send anything.
    fn authenticate(&self, credentials: Credentials) -> AuthFuture<'_>;
}

/// Who called a service. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Caller(pub(crate) Arc<CallerData>);

#[derive(Debug)]
pub(crate) struct CallerData {
    pub(crate) connection: String,
    pub(crate) module: &'static str,
    pub(crate) principal: Option<Principal>,
}

impl Caller {
    /// A caller made by hand, for tests of services.
    #[must_use]
    pub fn new(
        connection: impl Into<String>,
        module: &'static str,
        principal: Option<Principal>,
    ) -> Self {
        Self(Arc::new(CallerData {
            connection: connection.into(),
            module,
            principal,
        }))
    }

    /// The id of the connection, unique for the life of the server process and unlikely ever to come again.
    #[must_use]
    pub fn connection_id(&self) -> &str {
        &self.0.connection
    }

    /// The module of the connection.
    #[must_use]
    pub fn module(&self) -> &'static str {
        self.0.module
    }

    /// Who the authenticator said it is.
    #[must_use]
    pub fn principal(&self) -> Option<&Principal> {
        self.0.principal.as_ref()
    }
}
