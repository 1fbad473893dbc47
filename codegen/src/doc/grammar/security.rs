//! Security schemes and OAuth flows, as data. Which fields a scheme has depends on its `type`.

use super::kind::Kind;
use super::shape::{Field, Keys, Map, Object, Shape, TEXT, URI};
use super::version::Version::{self, V2_0, V2_1};

/// The types of security schemes, and the version that brought each.
pub(super) static TYPES: &[(&str, Version)] = &[
    ("userPassword", V2_0),
    ("apiKey", V2_0),
    ("X509", V2_0),
    ("symmetricEncryption", V2_0),
    ("asymmetricEncryption", V2_0),
    ("httpApiKey", V2_0),
    ("http", V2_0),
    ("oauth2", V2_0),
    ("openIdConnect", V2_0),
    ("plain", V2_1),
    ("scramSha256", V2_1),
    ("scramSha512", V2_1),
    ("gssapi", V2_1),
];

const TYPE: Field = Field::new("type", TEXT, "Kind of the scheme.").required();
const DESCRIPTION: Field = Field::new("description", TEXT, "What it is for. CommonMark.");

const fn scheme(fields: &'static [Field]) -> Object {
    Object {
        kind: Kind::SecurityScheme,
        fields,
        extensions: true,
        open: false,
    }
}

static SIMPLE: Object = scheme(&[TYPE, DESCRIPTION]);
static API_KEY: Object = scheme(&[
    TYPE,
    DESCRIPTION,
    Field::new(
        "in",
        Shape::Choice(&["user", "password"]),
        "Where the key is sent.",
    )
    .required(),
]);
static HTTP_API_KEY: Object = scheme(&[
    TYPE,
    DESCRIPTION,
    Field::new(
        "name",
        TEXT,
        "Name of the header, query parameter or cookie.",
    )
    .required(),
    Field::new(
        "in",
        Shape::Choice(&["query", "header", "cookie"]),
        "Where the key is sent.",
    )
    .required(),
]);
static HTTP: Object = scheme(&[
    TYPE,
    DESCRIPTION,
    Field::new(
        "scheme",
        TEXT,
        "HTTP authentication scheme, such as `basic` or `bearer`.",
    )
    .required(),
]);
static HTTP_BEARER: Object = scheme(&[
    TYPE,
    DESCRIPTION,
    Field::new("scheme", TEXT, "HTTP authentication scheme.").required(),
    Field::new("bearerFormat", TEXT, "What the token is, such as `JWT`."),
]);
static OPEN_ID: Object = scheme(&[
    TYPE,
    DESCRIPTION,
    Field::new(
        "openIdConnectUrl",
        URI,
        "URL of the OpenID Connect configuration.",
    )
    .required(),
]);
static OAUTH2: Object = Object {
    kind: Kind::SecurityScheme,
    fields: &[
        TYPE,
        DESCRIPTION,
        Field::new(
            "flows",
            Shape::Object(Kind::OAuthFlows),
            "The flows that the server supports.",
        )
        .required(),
    ],
    extensions: true,
    open: true,
};

/// The grammar of a scheme of this type (and HTTP `scheme`); none where the type is unknown.
pub(super) fn scheme_object(kind: &str, http_scheme: Option<&str>) -> Option<&'static Object> {
    Some(match kind {
        "userPassword"
        | "X509"
        | "symmetricEncryption"
        | "asymmetricEncryption"
        | "plain"
        | "scramSha256"
        | "scramSha512"
        | "gssapi" => &SIMPLE,
        "apiKey" => &API_KEY,
        "httpApiKey" => &HTTP_API_KEY,
        "http" if http_scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")) => {
            &HTTP_BEARER
        }
        "http" => &HTTP,
        "oauth2" => &OAUTH2,
        "openIdConnect" => &OPEN_ID,
        _ => return None,
    })
}

const SCOPES: Field = Field::new(
    "scopes",
    Shape::Map(&Map {
        value: TEXT,
        kind: Kind::Plain,
        keys: Keys::Any,
    }),
    "Scopes that can be asked for, each with a description.",
)
.required();
const REFRESH: Field = Field::new("refreshUrl", URI, "URL for fresh tokens.");
const AUTHORIZATION: Field =
    Field::new("authorizationUrl", URI, "URL of the authorization page.").required();
const TOKEN: Field = Field::new("tokenUrl", URI, "URL that gives tokens.").required();

const fn flow(fields: &'static [Field]) -> Object {
    Object {
        kind: Kind::OAuthFlow,
        fields,
        extensions: true,
        open: false,
    }
}

static IMPLICIT: Object = flow(&[AUTHORIZATION, REFRESH, SCOPES]);
static BY_TOKEN: Object = flow(&[TOKEN, REFRESH, SCOPES]);
static BY_CODE: Object = flow(&[AUTHORIZATION, TOKEN, REFRESH, SCOPES]);

pub(super) static FLOWS: Object = Object {
    kind: Kind::OAuthFlows,
    fields: &[
        Field::new("implicit", Shape::Inline(&IMPLICIT), "Implicit flow."),
        Field::new(
            "password",
            Shape::Inline(&BY_TOKEN),
            "Resource owner password flow.",
        ),
        Field::new(
            "clientCredentials",
            Shape::Inline(&BY_TOKEN),
            "Client credentials flow.",
        ),
        Field::new(
            "authorizationCode",
            Shape::Inline(&BY_CODE),
            "Authorization code flow.",
        ),
    ],
    extensions: false,
    open: false,
};
