//! Bindings: what the known protocols say about servers, channels, operations and messages.
//!
//! No version of the core specification checks them, so neither do errors: the walker hands these findings on as
//! warnings. An entry is in the table only where the protocol gives the place a structure.

use super::kind::{Kind, Place};
use super::shape::{Field, Keys, List, Map, Object, SCHEMA, STRINGS, Shape, TEXT, TEXT_OR_STRINGS};

/// Every protocol that some 2.x version names.
pub(super) static PROTOCOLS: &[&str] = &[
    "http",
    "ws",
    "kafka",
    "anypointmq",
    "amqp",
    "amqp1",
    "mqtt",
    "mqtt5",
    "nats",
    "jms",
    "sns",
    "sqs",
    "stomp",
    "redis",
    "mercure",
    "ibmmq",
    "solace",
    "googlepubsub",
    "pulsar",
];

const COUNT: Shape = Shape::Count;
const BOOL: Shape = Shape::Bool;
const ANY_MAP: Shape = Shape::Map(&Map {
    value: Shape::Any,
    kind: Kind::Data,
    keys: Keys::Any,
});
const VERSION: Field = Field::new("bindingVersion", TEXT, "Version of the binding. Quote it.");

const fn f(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field::new(name, shape, doc)
}

const fn binding(place: Place, fields: &'static [Field]) -> Object {
    Object {
        kind: Kind::Binding(place),
        fields,
        extensions: true,
        open: false,
    }
}

static WS_CHANNEL: Object = binding(
    Place::Channel,
    &[
        f(
            "method",
            Shape::Choice(&["GET", "POST"]),
            "HTTP method of the handshake.",
        ),
        f(
            "query",
            SCHEMA,
            "Schema of the handshake's query parameters: an object.",
        ),
        f(
            "headers",
            SCHEMA,
            "Schema of the handshake's headers: an object.",
        ),
        VERSION,
    ],
);

/// WebSocket has nothing to say of servers, operations and messages.
static WS_ELSEWHERE: Object = binding(Place::Message, &[VERSION]);

static HTTP_OPERATION: Object = binding(
    Place::Operation,
    &[
        f(
            "type",
            Shape::Choice(&["request", "response"]),
            "Whether it is a request or a response.",
        ),
        f(
            "method",
            Shape::Choice(&[
                "GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE",
            ]),
            "HTTP method.",
        ),
        f("query", SCHEMA, "Schema of the query parameters."),
        VERSION,
    ],
);
static HTTP_MESSAGE: Object = binding(
    Place::Message,
    &[
        f("headers", SCHEMA, "Schema of the HTTP headers."),
        f("statusCode", COUNT, "HTTP status of a response."),
        VERSION,
    ],
);

static AMQP_CHANNEL: Object = binding(
    Place::Channel,
    &[
        f(
            "is",
            Shape::Choice(&["queue", "routingKey"]),
            "What the channel's name is.",
        ),
        f(
            "exchange",
            Shape::Inline(&AMQP_EXCHANGE),
            "The exchange, where the channel is a routing key.",
        ),
        f(
            "queue",
            Shape::Inline(&AMQP_QUEUE),
            "The queue, where the channel is one.",
        ),
        VERSION,
    ],
);
static AMQP_EXCHANGE: Object = binding(
    Place::Channel,
    &[
        f("name", TEXT, "Name of the exchange."),
        f(
            "type",
            Shape::Choice(&["topic", "direct", "fanout", "default", "headers"]),
            "Type of the exchange.",
        ),
        f(
            "durable",
            BOOL,
            "Whether it survives a restart of the broker.",
        ),
        f(
            "autoDelete",
            BOOL,
            "Whether it goes when its last queue does.",
        ),
        f("vhost", TEXT, "Virtual host."),
    ],
);
static AMQP_QUEUE: Object = binding(
    Place::Channel,
    &[
        f("name", TEXT, "Name of the queue."),
        f(
            "durable",
            BOOL,
            "Whether it survives a restart of the broker.",
        ),
        f("exclusive", BOOL, "Whether only one connection uses it."),
        f(
            "autoDelete",
            BOOL,
            "Whether it goes when its last consumer does.",
        ),
        f("vhost", TEXT, "Virtual host."),
    ],
);
static AMQP_OPERATION: Object = binding(
    Place::Operation,
    &[
        f("expiration", COUNT, "Time to live in milliseconds."),
        f("userId", TEXT, "User who sends."),
        f("cc", TEXT_OR_STRINGS, "Routing keys that get a copy."),
        f(
            "bcc",
            TEXT_OR_STRINGS,
            "Routing keys that get a hidden copy.",
        ),
        f("priority", COUNT, "Priority."),
        f("deliveryMode", COUNT, "1 transient, 2 persistent."),
        f("mandatory", BOOL, "Whether it must reach a queue."),
        f("replyTo", TEXT, "Queue for replies."),
        f("timestamp", BOOL, "Whether messages carry a timestamp."),
        f("ack", BOOL, "Whether the consumer acknowledges."),
        VERSION,
    ],
);
static AMQP_MESSAGE: Object = binding(
    Place::Message,
    &[
        f("contentEncoding", TEXT, "MIME encoding of the content."),
        f(
            "messageType",
            TEXT,
            "Type of the message, as the application names it.",
        ),
        VERSION,
    ],
);

static MQTT_SERVER: Object = binding(
    Place::Server,
    &[
        f("clientId", TEXT, "Client identifier."),
        f("cleanSession", BOOL, "Whether the session starts afresh."),
        f(
            "lastWill",
            Shape::Inline(&MQTT_LAST_WILL),
            "Message sent when the client is lost.",
        ),
        f("keepAlive", COUNT, "Seconds between two packets at most."),
        f(
            "sessionExpiryInterval",
            Shape::Any,
            "Seconds that a session outlives its connection.",
        ),
        f("maximumPacketSize", Shape::Any, "Largest packet in bytes."),
        VERSION,
    ],
);
static MQTT_LAST_WILL: Object = binding(
    Place::Server,
    &[
        f("topic", TEXT, "Topic of the last will."),
        f("qos", COUNT, "Quality of service: 0, 1 or 2."),
        f("message", TEXT, "The message."),
        f("retain", BOOL, "Whether the broker keeps it."),
    ],
);
static MQTT_OPERATION: Object = binding(
    Place::Operation,
    &[
        f("qos", COUNT, "Quality of service: 0, 1 or 2."),
        f("retain", BOOL, "Whether the broker keeps the message."),
        f(
            "messageExpiryInterval",
            Shape::Any,
            "Lifetime of the message in seconds.",
        ),
        VERSION,
    ],
);
static MQTT_MESSAGE: Object = binding(
    Place::Message,
    &[
        f("payloadFormatIndicator", COUNT, "0 bytes, 1 UTF-8 text."),
        f("correlationData", SCHEMA, "Schema of the correlation data."),
        f("contentType", TEXT, "Content type of the payload."),
        f("responseTopic", Shape::Any, "Topic for the response."),
        VERSION,
    ],
);
static MQTT5_SERVER: Object = binding(
    Place::Server,
    &[
        f(
            "sessionExpiryInterval",
            COUNT,
            "Seconds that a session outlives its connection.",
        ),
        VERSION,
    ],
);

static KAFKA_SERVER: Object = binding(
    Place::Server,
    &[
        f("schemaRegistryUrl", TEXT, "URL of the schema registry."),
        f(
            "schemaRegistryVendor",
            TEXT,
            "Vendor of the schema registry.",
        ),
        VERSION,
    ],
);
static KAFKA_CHANNEL: Object = binding(
    Place::Channel,
    &[
        f("topic", TEXT, "Topic, where it is not the channel's name."),
        f("partitions", COUNT, "Number of partitions."),
        f("replicas", COUNT, "Number of replicas."),
        f("topicConfiguration", ANY_MAP, "Configuration of the topic."),
        VERSION,
    ],
);
static KAFKA_OPERATION: Object = binding(
    Place::Operation,
    &[
        f("groupId", SCHEMA, "Schema of the consumer group's id."),
        f("clientId", SCHEMA, "Schema of the client's id."),
        VERSION,
    ],
);
static KAFKA_MESSAGE: Object = binding(
    Place::Message,
    &[
        f("key", Shape::Any, "Schema of the message key."),
        f(
            "schemaIdLocation",
            Shape::Choice(&["header", "payload"]),
            "Where the schema's id is.",
        ),
        f(
            "schemaIdPayloadEncoding",
            TEXT,
            "How the schema's id is encoded in the payload.",
        ),
        f("schemaLookupStrategy", TEXT, "How the schema is looked up."),
        VERSION,
    ],
);

static ANYPOINT_CHANNEL: Object = binding(
    Place::Channel,
    &[
        f("destination", TEXT, "Name of the queue or exchange."),
        f(
            "destinationType",
            Shape::Choice(&["exchange", "queue", "fifo-queue"]),
            "What the destination is.",
        ),
        VERSION,
    ],
);
static HEADERS_MESSAGE: Object = binding(
    Place::Message,
    &[
        f("headers", SCHEMA, "Schema of the protocol's headers."),
        VERSION,
    ],
);

static NATS_OPERATION: Object = binding(
    Place::Operation,
    &[f("queue", TEXT, "Queue group."), VERSION],
);

static JMS_SERVER: Object = binding(
    Place::Server,
    &[
        f(
            "jmsConnectionFactory",
            TEXT,
            "Class of the connection factory.",
        ),
        f(
            "properties",
            Shape::Any,
            "Properties of the connection factory.",
        ),
        f("clientID", TEXT, "Client identifier."),
        VERSION,
    ],
);
static JMS_CHANNEL: Object = binding(
    Place::Channel,
    &[
        f("destination", TEXT, "Name of the destination."),
        f(
            "destinationType",
            Shape::Choice(&["queue", "fifo-queue", "topic"]),
            "What the destination is.",
        ),
        VERSION,
    ],
);

static IBMMQ_SERVER: Object = binding(
    Place::Server,
    &[
        f("groupId", TEXT, "Group of queue managers."),
        f(
            "ccdtQueueManagerName",
            TEXT,
            "Queue manager in the client's channel table.",
        ),
        f("cipherSpec", TEXT, "Cipher of the connection."),
        f(
            "multiEndpointServer",
            BOOL,
            "Whether several endpoints serve it.",
        ),
        f("heartBeatInterval", COUNT, "Seconds between heartbeats."),
        VERSION,
    ],
);
static IBMMQ_CHANNEL: Object = binding(
    Place::Channel,
    &[
        f(
            "destinationType",
            Shape::Choice(&["topic", "queue"]),
            "What the destination is.",
        ),
        f("queue", Shape::Inline(&IBMMQ_QUEUE), "The queue."),
        f("topic", Shape::Inline(&IBMMQ_TOPIC), "The topic."),
        f("maxMsgLength", COUNT, "Longest message in bytes."),
        VERSION,
    ],
);
static IBMMQ_QUEUE: Object = binding(
    Place::Channel,
    &[
        f("objectName", TEXT, "Name of the queue object.").required(),
        f("isPartitioned", BOOL, "Whether the queue is in a cluster."),
        f("exclusive", BOOL, "Whether only one consumer opens it."),
    ],
);
static IBMMQ_TOPIC: Object = binding(
    Place::Channel,
    &[
        f("string", TEXT, "Topic string."),
        f("objectName", TEXT, "Name of the topic object."),
        f(
            "durablePermitted",
            BOOL,
            "Whether durable subscriptions are allowed.",
        ),
        f("lastMsgRetained", BOOL, "Whether the last message is kept."),
    ],
);
static IBMMQ_MESSAGE: Object = binding(
    Place::Message,
    &[
        f(
            "type",
            Shape::Choice(&["string", "jms", "binary"]),
            "Type of the message.",
        ),
        f("headers", TEXT, "IBM MQ headers."),
        f("description", TEXT, "What the message is for."),
        f("expiry", COUNT, "Lifetime in milliseconds."),
        VERSION,
    ],
);

static SOLACE_SERVER: Object = binding(
    Place::Server,
    &[
        f("msgVpn", TEXT, "Message VPN."),
        f(
            "msvVpn",
            TEXT,
            "Message VPN, as the first version of the binding spelt it.",
        ),
        f("clientName", TEXT, "Client name."),
        VERSION,
    ],
);
static SOLACE_OPERATION: Object = binding(
    Place::Operation,
    &[
        f(
            "destinations",
            Shape::List(&List {
                item: Shape::Inline(&SOLACE_DESTINATION),
                unique: false,
                at_least_one: false,
            }),
            "Where messages go or come from.",
        ),
        f("timeToLive", Shape::Any, "Lifetime in milliseconds."),
        f("priority", Shape::Any, "Priority."),
        f(
            "dmqEligible",
            BOOL,
            "Whether dead messages go to the dead message queue.",
        ),
        VERSION,
    ],
);
static SOLACE_DESTINATION: Object = binding(
    Place::Operation,
    &[
        f(
            "destinationType",
            Shape::Choice(&["queue", "topic"]),
            "What the destination is.",
        ),
        f(
            "deliveryMode",
            Shape::Choice(&["direct", "persistent"]),
            "How messages are delivered.",
        ),
        f("queue", Shape::Inline(&SOLACE_QUEUE), "The queue."),
        f("topic", Shape::Inline(&SOLACE_TOPIC), "The topic."),
        f("bindingVersion", TEXT, "Version of the binding."),
    ],
);
static SOLACE_QUEUE: Object = binding(
    Place::Operation,
    &[
        f("name", TEXT, "Name of the queue."),
        f(
            "topicSubscriptions",
            STRINGS,
            "Topics that the queue subscribes to.",
        ),
        f(
            "accessType",
            Shape::Choice(&["exclusive", "nonexclusive"]),
            "How many consumers it has.",
        ),
        f("maxMsgSpoolSize", TEXT, "Size of the spool."),
        f("maxMsgSpoolUsage", TEXT, "Size of the spool."),
        f("maxTtl", TEXT, "Longest lifetime."),
    ],
);
static SOLACE_TOPIC: Object = binding(
    Place::Operation,
    &[f("topicSubscriptions", STRINGS, "Topics to subscribe to.")],
);

static PUBSUB_CHANNEL: Object = binding(
    Place::Channel,
    &[
        f("labels", ANY_MAP, "Labels of the topic."),
        f(
            "messageRetentionDuration",
            TEXT,
            "How long messages are kept.",
        ),
        f(
            "messageStoragePolicy",
            Shape::Inline(&PUBSUB_STORAGE),
            "Where messages are kept.",
        ),
        f(
            "schemaSettings",
            Shape::Inline(&PUBSUB_SCHEMA),
            "Schema of the topic.",
        ),
        f("topic", TEXT, "Name of the topic."),
        VERSION,
    ],
);
static PUBSUB_STORAGE: Object = binding(
    Place::Channel,
    &[f("allowedPersistenceRegions", STRINGS, "Regions.")],
);
static PUBSUB_SCHEMA: Object = binding(
    Place::Channel,
    &[
        f("encoding", TEXT, "Encoding of the messages."),
        f("firstRevisionId", TEXT, "First revision of the schema."),
        f("lastRevisionId", TEXT, "Last revision of the schema."),
        f("name", TEXT, "Name of the schema."),
    ],
);
static PUBSUB_MESSAGE: Object = binding(
    Place::Message,
    &[
        f("attributes", ANY_MAP, "Attributes of the message."),
        f("orderingKey", TEXT, "Key that keeps messages in order."),
        f("schema", ANY_MAP, "Schema of the message."),
        VERSION,
    ],
);

static PULSAR_SERVER: Object = binding(Place::Server, &[f("tenant", TEXT, "Tenant."), VERSION]);
static PULSAR_CHANNEL: Object = binding(
    Place::Channel,
    &[
        f("namespace", TEXT, "Namespace of the topic."),
        f(
            "persistence",
            Shape::Choice(&["persistent", "non-persistent"]),
            "Whether messages are kept on disk.",
        ),
        f(
            "compaction",
            COUNT,
            "Size in MB from which the topic is compacted.",
        ),
        f("geo-replication", STRINGS, "Clusters that hold a copy."),
        f(
            "retention",
            Shape::Inline(&PULSAR_RETENTION),
            "How long messages are kept.",
        ),
        f("ttl", COUNT, "Lifetime in seconds."),
        f("deduplication", BOOL, "Whether duplicates are dropped."),
        VERSION,
    ],
);
static PULSAR_RETENTION: Object = binding(
    Place::Channel,
    &[f("time", COUNT, "Minutes."), f("size", COUNT, "Megabytes.")],
);

/// What a protocol's binding holds in a place; none where it is free or reserved.
pub(super) fn object(place: Place, protocol: &str) -> Option<&'static Object> {
    Some(match (place, protocol) {
        (Place::Channel, "ws") => &WS_CHANNEL,
        (_, "ws") => &WS_ELSEWHERE,
        (Place::Operation, "http") => &HTTP_OPERATION,
        (Place::Message, "http") => &HTTP_MESSAGE,
        (Place::Channel, "amqp") => &AMQP_CHANNEL,
        (Place::Operation, "amqp") => &AMQP_OPERATION,
        (Place::Message, "amqp") => &AMQP_MESSAGE,
        (Place::Server, "mqtt") => &MQTT_SERVER,
        (Place::Operation, "mqtt") => &MQTT_OPERATION,
        (Place::Message, "mqtt") => &MQTT_MESSAGE,
        (Place::Server, "mqtt5") => &MQTT5_SERVER,
        (Place::Server, "kafka") => &KAFKA_SERVER,
        (Place::Channel, "kafka") => &KAFKA_CHANNEL,
        (Place::Operation, "kafka") => &KAFKA_OPERATION,
        (Place::Message, "kafka") => &KAFKA_MESSAGE,
        (Place::Channel, "anypointmq") => &ANYPOINT_CHANNEL,
        (Place::Message, "anypointmq" | "jms") => &HEADERS_MESSAGE,
        (Place::Operation, "nats") => &NATS_OPERATION,
        (Place::Server, "jms") => &JMS_SERVER,
        (Place::Channel, "jms") => &JMS_CHANNEL,
        (Place::Server, "ibmmq") => &IBMMQ_SERVER,
        (Place::Channel, "ibmmq") => &IBMMQ_CHANNEL,
        (Place::Message, "ibmmq") => &IBMMQ_MESSAGE,
        (Place::Server, "solace") => &SOLACE_SERVER,
        (Place::Operation, "solace") => &SOLACE_OPERATION,
        (Place::Channel, "googlepubsub") => &PUBSUB_CHANNEL,
        (Place::Message, "googlepubsub") => &PUBSUB_MESSAGE,
        (Place::Server, "pulsar") => &PULSAR_SERVER,
        (Place::Channel, "pulsar") => &PULSAR_CHANNEL,
        _ => return None,
    })
}
