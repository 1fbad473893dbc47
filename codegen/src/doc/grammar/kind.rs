//! What a node of a document can be.

/// Where a bindings object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    Server,
    Channel,
    Operation,
    Message,
}

impl Place {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Channel => "channel",
            Self::Operation => "operation",
            Self::Message => "message",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Root,
    Info,
    Contact,
    License,
    Servers,
    Server,
    ServerVariable,
    SecurityRequirement,
    Channels,
    Channel,
    Operation,
    OperationTrait,
    Message,
    /// A message that is one of several: `oneOf` and nothing else.
    MessageChoice,
    MessageTrait,
    MessageExample,
    Parameters,
    Parameter,
    Tag,
    ExternalDocs,
    CorrelationId,
    Components,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    Bindings(Place),
    /// What a protocol's binding holds.
    Binding(Place),
    Schema,
    /// A schema of OpenAPI 3.0, where `schemaFormat` says so.
    OpenApiSchema,
    /// A schema in a language that this tool does not read.
    Foreign,
    /// A map or list without a meaning of its own.
    Plain,
    /// Anything: examples, defaults, extensions.
    Data,
}

impl Kind {
    /// The word for it: `message`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Root => "document",
            Self::Info => "info",
            Self::Contact => "contact",
            Self::License => "license",
            Self::Servers => "servers",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::SecurityRequirement => "security requirement",
            Self::Channels => "channels",
            Self::Channel => "channel",
            Self::Operation => "operation",
            Self::OperationTrait => "operation trait",
            Self::Message | Self::MessageChoice => "message",
            Self::MessageTrait => "message trait",
            Self::MessageExample => "message example",
            Self::Parameters => "parameters",
            Self::Parameter => "parameter",
            Self::Tag => "tag",
            Self::ExternalDocs => "externalDocs",
            Self::CorrelationId => "correlation id",
            Self::Components => "components",
            Self::SecurityScheme => "security scheme",
            Self::OAuthFlows => "OAuth flows",
            Self::OAuthFlow => "OAuth flow",
            Self::Bindings(_) => "bindings",
            Self::Binding(_) => "binding",
            Self::Schema => "schema",
            Self::OpenApiSchema => "OpenAPI schema",
            Self::Foreign => "foreign schema",
            Self::Plain => "object",
            Self::Data => "value",
        }
    }

    /// With its article: `a message`, `an operation`, `the info object`.
    pub fn phrase(self) -> String {
        match self {
            Self::Root => "the document's root".into(),
            Self::Info | Self::Contact | Self::License | Self::Components | Self::ExternalDocs => {
                format!("the {} object", self.noun())
            }
            Self::Servers | Self::Channels | Self::Parameters | Self::OAuthFlows => {
                format!("the {} map", self.noun())
            }
            Self::Bindings(place) => format!("the bindings of {}", article(place.as_str())),
            _ => article(self.noun()),
        }
    }

    /// The member of `components` that holds reusable ones.
    pub fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Server => "servers",
            Self::ServerVariable => "serverVariables",
            Self::Channel => "channels",
            Self::Message | Self::MessageChoice => "messages",
            Self::SecurityScheme => "securitySchemes",
            Self::Parameter => "parameters",
            Self::CorrelationId => "correlationIds",
            Self::OperationTrait => "operationTraits",
            Self::MessageTrait => "messageTraits",
            Self::Bindings(Place::Server) => "serverBindings",
            Self::Bindings(Place::Channel) => "channelBindings",
            Self::Bindings(Place::Operation) => "operationBindings",
            Self::Bindings(Place::Message) => "messageBindings",
            _ => return None,
        })
    }

    /// What a member of `components` holds.
    pub fn of_section(section: &str) -> Option<Self> {
        const REUSABLE: [Kind; 14] = [
            Kind::Schema,
            Kind::Server,
            Kind::ServerVariable,
            Kind::Channel,
            Kind::Message,
            Kind::SecurityScheme,
            Kind::Parameter,
            Kind::CorrelationId,
            Kind::OperationTrait,
            Kind::MessageTrait,
            Kind::Bindings(Place::Server),
            Kind::Bindings(Place::Channel),
            Kind::Bindings(Place::Operation),
            Kind::Bindings(Place::Message),
        ];
        REUSABLE
            .into_iter()
            .find(|kind| kind.section() == Some(section))
    }

    /// Whether a reference that wants `self` may lead to `found`.
    pub fn accepts(self, found: Self) -> bool {
        let merged = |kind: Self| match kind {
            Self::MessageChoice => Self::Message,
            Self::Bindings(_) => Self::Bindings(Place::Server),
            Self::Binding(_) => Self::Binding(Place::Server),
            // A file of schemas is read the same whatever dialect points into it.
            Self::OpenApiSchema => Self::Schema,
            kind => kind,
        };
        let found = merged(found);
        matches!(found, Self::Data | Self::Foreign | Self::Plain) || merged(self) == found
    }
}

/// `a server`, `an operation`.
pub fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
