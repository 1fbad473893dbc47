//! The objects of AsyncAPI 2.0.0 to 2.6.0, as data: fields, types, versions.

use super::kind::{Kind, Place};
use super::shape::{
    Field, Format, Keys, List, Map, Object, SCHEMA, STRINGS, Shape, TEXT, UNIQUE_STRINGS, URI,
};
use super::version::Version::{V2_0, V2_1, V2_2, V2_3, V2_4, V2_5};

const fn object(kind: Kind, fields: &'static [Field]) -> Object {
    Object {
        kind,
        fields,
        extensions: true,
        open: false,
    }
}

const fn map(kind: Kind, keys: Keys, value: Shape) -> Map {
    Map { value, kind, keys }
}

/// A tag that is listed twice has a rule of its own.
const TAGS: Shape = Shape::List(&List {
    item: Shape::Object(Kind::Tag),
    unique: false,
    at_least_one: false,
});
const EXTERNAL_DOCS: Shape = Shape::Object(Kind::ExternalDocs);
const SECURITY: Shape = Shape::List(&List {
    item: Shape::Object(Kind::SecurityRequirement),
    unique: false,
    at_least_one: false,
});
const MESSAGE: Shape = Shape::Reusable(Kind::Message, V2_0);
const CORRELATION_ID: Shape = Shape::Reusable(Kind::CorrelationId, V2_0);
const SERVERS: Shape = Shape::Map(&map(
    Kind::Servers,
    Keys::Any,
    Shape::Reusable(Kind::Server, V2_3),
));
const CHANNELS: Shape = Shape::Map(&map(
    Kind::Channels,
    Keys::Address,
    Shape::Reusable(Kind::Channel, V2_0),
));
const VARIABLES: Shape = Shape::Map(&map(
    Kind::Plain,
    Keys::Any,
    Shape::Reusable(Kind::ServerVariable, V2_5),
));
const PARAMETERS: Shape = Shape::Map(&map(
    Kind::Parameters,
    Keys::Any,
    Shape::Reusable(Kind::Parameter, V2_0),
));
const OBJECTS: Shape = Shape::List(&List {
    item: Shape::Map(&map(Kind::Data, Keys::Any, Shape::Any)),
    unique: false,
    at_least_one: false,
});

const fn bindings(place: Place) -> Shape {
    Shape::Reusable(Kind::Bindings(place), V2_0)
}

pub(super) static ROOT: Object = object(
    Kind::Root,
    &[
        Field::new(
            "asyncapi",
            Shape::Any,
            "Version of AsyncAPI that the document follows, such as 2.4.0.",
        )
        .required(),
        Field::new(
            "id",
            URI,
            "Identifier of the application, a URI such as `urn:example:datafeed`.",
        ),
        Field::new(
            "info",
            Shape::Object(Kind::Info),
            "Title, version and other facts about the API.",
        )
        .required(),
        Field::new(
            "servers",
            SERVERS,
            "Where the application can be reached, by name.",
        ),
        Field::new(
            "defaultContentType",
            TEXT,
            "Content type of messages that name none, such as `application/json`.",
        ),
        Field::new(
            "channels",
            CHANNELS,
            "Channels by address, with what is sent and received on each.",
        )
        .required(),
        Field::new(
            "components",
            Shape::Object(Kind::Components),
            "Parts that references can use again.",
        ),
        Field::new("tags", TAGS, "Tags of the whole document."),
        Field::new("externalDocs", EXTERNAL_DOCS, "Documentation elsewhere."),
    ],
);

static INFO: Object = object(
    Kind::Info,
    &[
        Field::new("title", TEXT, "Name of the API.").required(),
        Field::new(
            "version",
            TEXT,
            "Version of the API (not of AsyncAPI). Quote it if it looks like a number.",
        )
        .required(),
        Field::new("description", TEXT, "What the API is for. CommonMark."),
        Field::new("termsOfService", URI, "URL of the terms of service."),
        Field::new(
            "contact",
            Shape::Object(Kind::Contact),
            "Who looks after the API.",
        ),
        Field::new(
            "license",
            Shape::Object(Kind::License),
            "Licence of the API.",
        ),
    ],
);

static CONTACT: Object = object(
    Kind::Contact,
    &[
        Field::new("name", TEXT, "Name of the person or team."),
        Field::new("url", URI, "URL of a contact page."),
        Field::new("email", Shape::String(Format::Email), "E-mail address."),
    ],
);

static LICENSE: Object = object(
    Kind::License,
    &[
        Field::new("name", TEXT, "Name of the licence.").required(),
        Field::new("url", URI, "URL of its text."),
    ],
);

static SERVER: Object = object(
    Kind::Server,
    &[
        Field::new(
            "url",
            TEXT,
            "Address; `{name}` stands for a server variable.",
        )
        .required(),
        Field::new("protocol", TEXT, "Protocol, such as `ws` or `wss`.").required(),
        Field::new(
            "protocolVersion",
            TEXT,
            "Version of the protocol. Quote it.",
        ),
        Field::new("description", TEXT, "What the server is for. CommonMark."),
        Field::new(
            "variables",
            VARIABLES,
            "What the `{name}`s of the URL can be.",
        ),
        Field::new(
            "security",
            SECURITY,
            "Security schemes, any one of which is enough.",
        ),
        Field::new("tags", TAGS, "Tags of the server.").since(V2_5),
        Field::new(
            "bindings",
            bindings(Place::Server),
            "Facts of single protocols.",
        ),
    ],
);

static SERVER_VARIABLE: Object = object(
    Kind::ServerVariable,
    &[
        Field::new("enum", UNIQUE_STRINGS, "The values that it can have."),
        Field::new(
            "default",
            TEXT,
            "The value that is used where none is given.",
        ),
        Field::new("description", TEXT, "What it is for. CommonMark."),
        Field::new("examples", STRINGS, "Examples of its values."),
    ],
);

static CHANNEL: Object = object(
    Kind::Channel,
    &[
        Field::new(
            "$ref",
            Shape::String(Format::UriReference),
            "Takes the channel from somewhere else.",
        ),
        Field::new("description", TEXT, "What the channel is for. CommonMark."),
        Field::new(
            "servers",
            UNIQUE_STRINGS,
            "Names of the servers that have this channel; all, where it is left out.",
        )
        .since(V2_2),
        Field::new(
            "subscribe",
            Shape::Object(Kind::Operation),
            "What the server sends and a client receives.",
        ),
        Field::new(
            "publish",
            Shape::Object(Kind::Operation),
            "What a client sends and the server receives.",
        ),
        Field::new(
            "parameters",
            PARAMETERS,
            "The `{name}`s of the channel's address.",
        ),
        Field::new(
            "deprecated",
            Shape::Bool,
            "Whether the channel should no longer be used.",
        ),
        Field::new(
            "bindings",
            bindings(Place::Channel),
            "Facts of single protocols.",
        ),
    ],
);

static OPERATION: Object = object(
    Kind::Operation,
    &[
        Field::new(
            "operationId",
            TEXT,
            "Name of the operation, unique in the document.",
        ),
        Field::new("summary", TEXT, "What it does, in a few words."),
        Field::new("description", TEXT, "What it does. CommonMark."),
        Field::new(
            "security",
            SECURITY,
            "Security schemes, any one of which is enough.",
        )
        .since(V2_4),
        Field::new("tags", TAGS, "Tags of the operation."),
        Field::new("externalDocs", EXTERNAL_DOCS, "Documentation elsewhere."),
        Field::new(
            "bindings",
            bindings(Place::Operation),
            "Facts of single protocols.",
        ),
        Field::new(
            "traits",
            Shape::List(&List {
                item: Shape::Reusable(Kind::OperationTrait, V2_0),
                unique: false,
                at_least_one: false,
            }),
            "Traits that fill in what the operation leaves out.",
        ),
        Field::new("message", MESSAGE, "The message, or `oneOf` with several."),
    ],
);

static OPERATION_TRAIT: Object = object(
    Kind::OperationTrait,
    &[
        Field::new(
            "operationId",
            TEXT,
            "Name of the operation, unique in the document.",
        ),
        Field::new("summary", TEXT, "What it does, in a few words."),
        Field::new("description", TEXT, "What it does. CommonMark."),
        Field::new(
            "security",
            SECURITY,
            "Security schemes, any one of which is enough.",
        )
        .since(V2_4),
        Field::new("tags", TAGS, "Tags of the operation."),
        Field::new("externalDocs", EXTERNAL_DOCS, "Documentation elsewhere."),
        Field::new(
            "bindings",
            bindings(Place::Operation),
            "Facts of single protocols.",
        ),
    ],
);

static MESSAGE_OBJECT: Object = object(
    Kind::Message,
    &[
        Field::new(
            "messageId",
            TEXT,
            "Name of the message, unique in the document.",
        )
        .since(V2_4),
        Field::new(
            "name",
            TEXT,
            "Name of the message for machines: the envelope's `type`.",
        ),
        Field::new("title", TEXT, "Name of the message for people."),
        Field::new("summary", TEXT, "What it says, in a few words."),
        Field::new("description", TEXT, "What it says. CommonMark."),
        Field::new("headers", SCHEMA, "Schema of the headers: an object."),
        Field::new("payload", Shape::Any, "Schema of the payload."),
        Field::new(
            "schemaFormat",
            TEXT,
            "Language of the payload's schema, where it is not AsyncAPI's own.",
        ),
        Field::new(
            "contentType",
            TEXT,
            "Content type of the payload, such as `application/json`.",
        ),
        Field::new(
            "correlationId",
            CORRELATION_ID,
            "Where the id that ties messages together is found.",
        ),
        Field::new("tags", TAGS, "Tags of the message."),
        Field::new("externalDocs", EXTERNAL_DOCS, "Documentation elsewhere."),
        Field::new(
            "deprecated",
            Shape::Bool,
            "Whether the message should no longer be used.",
        ),
        Field::new(
            "bindings",
            bindings(Place::Message),
            "Facts of single protocols.",
        ),
        Field::new(
            "examples",
            Shape::List(&List {
                item: Shape::Object(Kind::MessageExample),
                unique: false,
                at_least_one: false,
            }),
            "Examples: each with `payload`, `headers` or both.",
        ),
        Field::new(
            "traits",
            Shape::List(&List {
                item: Shape::Reusable(Kind::MessageTrait, V2_0),
                unique: false,
                at_least_one: false,
            }),
            "Traits that fill in what the message leaves out.",
        ),
    ],
);

static MESSAGE_CHOICE: Object = Object {
    kind: Kind::MessageChoice,
    fields: &[Field::new(
        "oneOf",
        Shape::List(&List {
            item: MESSAGE,
            unique: false,
            at_least_one: false,
        }),
        "The messages, one of which is sent.",
    )],
    extensions: false,
    open: false,
};

static MESSAGE_TRAIT: Object = object(
    Kind::MessageTrait,
    &[
        Field::new(
            "messageId",
            TEXT,
            "Name of the message, unique in the document.",
        )
        .since(V2_4),
        Field::new("name", TEXT, "Name of the message for machines."),
        Field::new("title", TEXT, "Name of the message for people."),
        Field::new("summary", TEXT, "What it says, in a few words."),
        Field::new("description", TEXT, "What it says. CommonMark."),
        Field::new("headers", SCHEMA, "Schema of the headers: an object."),
        Field::new("schemaFormat", TEXT, "Language of the payload's schema."),
        Field::new("contentType", TEXT, "Content type of the payload."),
        Field::new(
            "correlationId",
            CORRELATION_ID,
            "Where the id that ties messages together is found.",
        ),
        Field::new("tags", TAGS, "Tags of the message."),
        Field::new("externalDocs", EXTERNAL_DOCS, "Documentation elsewhere."),
        Field::new(
            "deprecated",
            Shape::Bool,
            "Whether the message should no longer be used.",
        ),
        Field::new(
            "bindings",
            bindings(Place::Message),
            "Facts of single protocols.",
        ),
        Field::new(
            "examples",
            OBJECTS,
            "Examples: each with `payload`, `headers` or both.",
        ),
    ],
);

static MESSAGE_EXAMPLE: Object = Object {
    kind: Kind::MessageExample,
    fields: &[
        Field::new("name", TEXT, "Name of the example.").since(V2_1),
        Field::new("summary", TEXT, "What it shows.").since(V2_1),
        Field::new(
            "headers",
            Shape::Map(&map(Kind::Data, Keys::Any, Shape::Any)),
            "Headers of the example.",
        ),
        Field::new("payload", Shape::Any, "Payload of the example."),
    ],
    extensions: false,
    open: false,
};

static PARAMETER: Object = object(
    Kind::Parameter,
    &[
        Field::new(
            "description",
            TEXT,
            "What the parameter is for. CommonMark.",
        ),
        Field::new("schema", SCHEMA, "Schema of its value."),
        Field::new(
            "location",
            Shape::String(Format::RuntimeExpression),
            "Where its value stands in the message.",
        ),
    ],
);

static TAG: Object = object(
    Kind::Tag,
    &[
        Field::new("name", TEXT, "Name of the tag.").required(),
        Field::new("description", TEXT, "What it stands for. CommonMark."),
        Field::new("externalDocs", EXTERNAL_DOCS, "Documentation elsewhere."),
    ],
);

static EXTERNAL_DOCS_OBJECT: Object = object(
    Kind::ExternalDocs,
    &[
        Field::new("description", TEXT, "What is found there. CommonMark."),
        Field::new("url", URI, "URL of the documentation.").required(),
    ],
);

static CORRELATION_ID_OBJECT: Object = object(
    Kind::CorrelationId,
    &[
        Field::new("description", TEXT, "What the id is for. CommonMark."),
        Field::new(
            "location",
            Shape::String(Format::RuntimeExpression),
            "Where it stands, such as `$message.header#/correlationId`.",
        )
        .required(),
    ],
);

const fn components(value: Shape) -> Map {
    map(Kind::Plain, Keys::Component, value)
}

static COMPONENTS: Object = object(
    Kind::Components,
    &[
        Field::new(
            "schemas",
            Shape::Map(&components(SCHEMA)),
            "Schemas to be used again.",
        ),
        Field::new(
            "servers",
            Shape::Map(&components(Shape::Reusable(Kind::Server, V2_3))),
            "Servers to be used again.",
        )
        .since(V2_3),
        Field::new(
            "serverVariables",
            Shape::Map(&components(Shape::Reusable(Kind::ServerVariable, V2_4))),
            "Server variables to be used again.",
        )
        .since(V2_4),
        Field::new(
            "channels",
            Shape::Map(&components(Shape::Reusable(Kind::Channel, V2_3))),
            "Channels to be used again.",
        )
        .since(V2_3),
        Field::new(
            "messages",
            Shape::Map(&components(MESSAGE)),
            "Messages to be used again.",
        ),
        Field::new(
            "securitySchemes",
            Shape::Map(&components(Shape::Reusable(Kind::SecurityScheme, V2_0))),
            "Security schemes, which servers and operations name.",
        ),
        Field::new(
            "parameters",
            Shape::Map(&components(Shape::Reusable(Kind::Parameter, V2_0))),
            "Channel parameters to be used again.",
        ),
        Field::new(
            "correlationIds",
            Shape::Map(&components(CORRELATION_ID)),
            "Correlation ids to be used again.",
        ),
        Field::new(
            "operationTraits",
            Shape::Map(&components(Shape::Object(Kind::OperationTrait))),
            "Operation traits to be used again.",
        ),
        Field::new(
            "messageTraits",
            Shape::Map(&components(Shape::Object(Kind::MessageTrait))),
            "Message traits to be used again.",
        ),
        Field::new(
            "serverBindings",
            Shape::Map(&components(bindings(Place::Server))),
            "Server bindings to be used again.",
        ),
        Field::new(
            "channelBindings",
            Shape::Map(&components(bindings(Place::Channel))),
            "Channel bindings to be used again.",
        ),
        Field::new(
            "operationBindings",
            Shape::Map(&components(bindings(Place::Operation))),
            "Operation bindings to be used again.",
        ),
        Field::new(
            "messageBindings",
            Shape::Map(&components(bindings(Place::Message))),
            "Message bindings to be used again.",
        ),
    ],
);

/// The grammar of a kind, where it is an object with named fields that does not depend on what it holds.
pub(super) fn fixed(kind: Kind) -> Option<&'static Object> {
    Some(match kind {
        Kind::Root => &ROOT,
        Kind::Info => &INFO,
        Kind::Contact => &CONTACT,
        Kind::License => &LICENSE,
        Kind::Server => &SERVER,
        Kind::ServerVariable => &SERVER_VARIABLE,
        Kind::Channel => &CHANNEL,
        Kind::Operation => &OPERATION,
        Kind::OperationTrait => &OPERATION_TRAIT,
        Kind::Message => &MESSAGE_OBJECT,
        Kind::MessageChoice => &MESSAGE_CHOICE,
        Kind::MessageTrait => &MESSAGE_TRAIT,
        Kind::MessageExample => &MESSAGE_EXAMPLE,
        Kind::Parameter => &PARAMETER,
        Kind::Tag => &TAG,
        Kind::ExternalDocs => &EXTERNAL_DOCS_OBJECT,
        Kind::CorrelationId => &CORRELATION_ID_OBJECT,
        Kind::Components => &COMPONENTS,
        Kind::Schema => &super::schema::SCHEMA_OBJECT,
        Kind::OpenApiSchema => &super::openapi::OPENAPI_SCHEMA,
        _ => return None,
    })
}
