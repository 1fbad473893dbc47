//! Security requirements and the schemes that they name.

use crate::doc::grammar::Kind;
use crate::doc::node::Node;
use crate::lint::Context;

/// `components.securitySchemes`.
pub(crate) fn schemes<'p>(context: &Context<'p>) -> Option<Node<'p>> {
    context
        .root()
        .follow("components")?
        .follow("securitySchemes")
}

/// Each scope that a requirement asks for, with the scheme that it belongs to.
pub(crate) fn requested_scopes<'p>(context: &Context<'p>) -> Vec<(Node<'p>, Node<'p>)> {
    let Some(schemes) = schemes(context) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for requirement in context.definitions(Kind::SecurityRequirement) {
        for (_, name, scopes) in requirement.node.entries() {
            if let Some(scheme) = schemes.follow(name) {
                found.extend(scopes.items().map(|scope| (scheme, scope)));
            }
        }
    }
    found
}

/// The scopes of all flows of an OAuth 2 scheme; none for another scheme.
pub(crate) fn offered_scopes(scheme: Node<'_>) -> Option<Vec<&str>> {
    if scheme.get("type")?.as_str() != Some("oauth2") {
        return None;
    }
    const FLOWS: [&str; 4] = [
        "implicit",
        "password",
        "clientCredentials",
        "authorizationCode",
    ];
    let flows = scheme.follow("flows")?;
    let scopes = FLOWS
        .into_iter()
        .filter_map(|name| flows.follow(name)?.follow("scopes"));
    Some(
        scopes
            .flat_map(|map| map.entries())
            .map(|(_, name, _)| name)
            .collect(),
    )
}

/// A key of HTTP under the type that AsyncAPI has for keys in a user name or password.
pub(crate) fn is_http_key(scheme: Node<'_>) -> bool {
    scheme.get("type").and_then(Node::as_str) == Some("apiKey") && is_in_http(scheme)
}

/// Whether the scheme names a part of an HTTP request.
pub(crate) fn is_in_http(scheme: Node<'_>) -> bool {
    let place = scheme.get("in").and_then(Node::as_str);
    matches!(place, Some("header" | "query" | "cookie"))
}
