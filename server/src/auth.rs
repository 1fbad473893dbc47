//! Callers known by the tokens of the configuration.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;
use specwire_runtime::{
    AuthError, AuthFuture, Authenticator, Caller, Credentials, Principal, ServiceError,
};

use crate::config::Token;

/// Looks tokens up.
#[derive(Debug)]
pub struct Tokens {
    tokens: HashMap<String, Token>,
}

impl Tokens {
    pub fn new(tokens: &[Token]) -> Tokens {
        let by_secret = |token: &Token| (token.token.clone(), token.clone());
        Tokens {
            tokens: tokens.iter().map(by_secret).collect(),
        }
    }

    fn principal(&self, credentials: &Credentials, now: Timestamp) -> Result<Principal, AuthError> {
        let secret = credentials
            .token
            .as_ref()
            .ok_or(AuthError::Unauthenticated)?;
        let token = self.tokens.get(secret).ok_or(AuthError::Unauthenticated)?;
        let expires_in = match token.expires {
            Some(end) if end <= now => return Err(AuthError::Expired),
            Some(end) => Some(end.duration_since(now).unsigned_abs()),
            None => None,
        };
        if !token.modules.is_empty() && !token.modules.iter().any(|name| name == credentials.module)
        {
            return Err(AuthError::Forbidden);
        }
        Ok(Principal {
            subject: token.principal.clone(),
            claims: json!({ "accounts": token.accounts }),
            expires_in,
        })
    }
}

impl Authenticator for Tokens {
    fn authenticate(&self, credentials: Credentials) -> AuthFuture<'_> {
        let answer = self.principal(&credentials, Timestamp::now());
        Box::pin(std::future::ready(answer))
    }
}

/// May this caller see and trade the account? Where no tokens are configured, everybody may.
pub fn owns(caller: &Caller, account: &str) -> Result<(), ServiceError> {
    let Some(principal) = caller.principal() else {
        return Ok(());
    };
    let accounts = principal.claims["accounts"].as_array();
    let named =
        accounts.is_some_and(|accounts| accounts.iter().any(|id| id.as_str() == Some(account)));
    if named {
        Ok(())
    } else {
        Err(ServiceError::forbidden(format!(
            "account {account} is not open to this caller"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        let token = |token: &str, modules: &[&str], expires: Option<&str>| Token {
            token: token.to_owned(),
            principal: "desk".to_owned(),
            accounts: vec!["A".to_owned()],
            modules: modules.iter().map(|name| (*name).to_owned()).collect(),
            expires: expires.map(|text| text.parse().unwrap()),
        };
        Tokens::new(&[
            token("all", &[], None),
            token("data", &["datafeed"], None),
            token("short", &[], Some("2024-01-01T00:01:00Z")),
        ])
    }

    fn ask(token: Option<&str>, now: &str) -> Result<Principal, AuthError> {
        let credentials = Credentials {
            token: token.map(str::to_owned),
            headers: Default::default(),
            module: "broker",
        };
        tokens().principal(&credentials, now.parse().unwrap())
    }

    #[test]
    fn a_known_token_names_its_principal() {
        let now = "2024-01-01T00:00:00Z";
        assert_eq!(ask(Some("all"), now).unwrap().subject, "desk");
        assert_eq!(ask(Some("all"), now).unwrap().expires_in, None);
        assert_eq!(ask(None, now), Err(AuthError::Unauthenticated));
        assert_eq!(ask(Some("other"), now), Err(AuthError::Unauthenticated));
        assert_eq!(ask(Some("data"), now), Err(AuthError::Forbidden));
    }

    #[test]
    fn tokens_end() {
        let principal = ask(Some("short"), "2024-01-01T00:00:00Z").unwrap();
        assert_eq!(
            principal.expires_in,
            Some(std::time::Duration::from_secs(60))
        );
        assert_eq!(
            ask(Some("short"), "2024-01-01T00:01:00Z"),
            Err(AuthError::Expired)
        );
    }

    #[test]
    fn a_caller_owns_the_accounts_of_its_token() {
        let caller = |principal| Caller::new("1", "broker", principal);
        let principal = ask(Some("all"), "2024-01-01T00:00:00Z").unwrap();
        assert!(owns(&caller(Some(principal.clone())), "A").is_ok());
        assert!(owns(&caller(Some(principal)), "B").is_err());
        assert!(owns(&caller(None), "B").is_ok());
    }
}
