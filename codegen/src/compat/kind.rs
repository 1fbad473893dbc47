//! The kinds of change: a code each, and for whom it breaks what.

use super::Direction;

/// How much a change matters. Ordered by weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, clap::ValueEnum)]
pub enum Class {
    /// Nothing on the wire changes.
    Cosmetic,
    /// Old and new peers understand each other.
    Compatible,
    /// Somebody who worked before no longer does.
    Breaking,
}

impl Class {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cosmetic => "cosmetic",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// What is known of a kind beside its name.
#[derive(Debug)]
pub struct Rule {
    pub code: &'static str,
    /// Where the server sends the value.
    pub sent: Class,
    /// Where the server receives it. The heavier of the two where no direction is known.
    pub received: Class,
    pub purpose: &'static str,
    pub hint: Option<&'static str>,
}

macro_rules! kinds {
    ($($kind:ident $code:literal $sent:ident $received:ident $purpose:literal $(=> $hint:literal)?;)*) => {
        /// A kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($kind,)* }

        /// Every kind, in the order of the documentation.
        pub const ALL: &[Kind] = &[$(Kind::$kind,)*];

        impl Kind {
            pub const fn rule(self) -> &'static Rule {
                match self {
                    $(Self::$kind => &Rule {
                        code: $code,
                        sent: Class::$sent,
                        received: Class::$received,
                        purpose: $purpose,
                        hint: kinds!(@hint $($hint)?),
                    },)*
                }
            }
        }
    };
    (@hint) => { None };
    (@hint $hint:literal) => { Some($hint) };
}

kinds! {
    ChannelRemoved "channel-removed" Breaking Breaking "a channel is gone: who used it has nowhere to go";
    ChannelAdded "channel-added" Compatible Compatible "a channel is new";
    RouteRemoved "route-removed" Breaking Breaking "a subscription is gone"
        => "keep the route and mark it deprecated until no client uses it";
    RouteAdded "route-added" Compatible Compatible "a subscription is new";
    MessageRemoved "message-removed" Breaking Breaking "a message is gone: who waits for it or sends it is left alone"
        => "keep the message until nobody uses it";
    MessageAdded "message-added" Compatible Compatible "a message is new: older clients see an unknown event";
    MessageMoved "message-moved" Breaking Breaking "a message changed its direction";
    PayloadAdded "payload-added" Compatible Breaking "a message that had no payload has one now";
    PayloadRemoved "payload-removed" Breaking Compatible "a message has no payload any more";
    ReplyChanged "reply-changed" Breaking Breaking "a request is answered by another message, or no longer answered";
    AnswererChanged "answerer-changed" Compatible Compatible
        "a request is answered by the runtime that was answered by a service, or the other way round";
    ReplyAdded "reply-added" Compatible Compatible "a request that had no reply is answered now";
    ParamsChanged "params-changed" Breaking Breaking "the params of a route changed, and with them every topic of it"
        => "add a new route with the new params and let the old one live beside it";
    EnvelopeChanged "envelope-changed" Breaking Breaking "messages travel in an envelope now, or no longer";
    HeadersAdded "headers-added" Compatible Breaking "a message that had no headers must have some now";
    HeadersRemoved "headers-removed" Breaking Compatible "a message has no headers any more";
    CorrelationChanged "correlation-changed" Breaking Breaking "a message is matched to its answer by another member";
    DeliveryChanged "delivery-changed" Compatible Compatible "a route replays or conflates other than before";
    PropertyAdded "property-added" Compatible Compatible "an optional member is new";
    PropertyAddedRequired "property-added-required" Compatible Breaking
        "a required member is new: old clients do not send it" => "make it optional";
    PropertyAddedClosed "property-added-to-closed" Breaking Compatible
        "a member is new in an object that forbids unknown members: old clients refuse it"
        => "open the object first, and add the member when no client reads the closed form";
    PropertyRemoved "property-removed" Breaking Compatible "a member is gone: old clients look for it"
        => "keep sending it, marked deprecated";
    PropertyRemovedClosed "property-removed-from-closed" Breaking Breaking
        "a member is gone from an object that forbids unknown members: what old clients send is refused";
    PropertyRequired "property-now-required" Compatible Breaking "a member that was optional is required"
        => "keep it optional";
    PropertyOptional "property-now-optional" Breaking Compatible "a member that was always there may be missing"
        => "keep sending it";
    ObjectClosed "object-closed" Compatible Breaking "unknown members are refused now";
    ObjectOpened "object-opened" Breaking Compatible "unknown members may come where they were refused";
    TypeChanged "type-changed" Breaking Breaking "a value is of another type"
        => "add a member of the new type beside the old one";
    TypeWidened "type-widened" Breaking Compatible "a value may be of more types than before";
    TypeNarrowed "type-narrowed" Compatible Breaking "a value may be of fewer types than before";
    NullAllowed "null-allowed" Breaking Compatible "a value may be null now";
    NullForbidden "null-forbidden" Compatible Breaking "a value may not be null any more";
    EnumValueAdded "enum-value-added" Breaking Compatible "a closed enum has a new value: old clients do not expect it"
        => "mark an enum that the server may grow with `x-open: true` before it grows";
    EnumValueAddedOpen "enum-value-added-open" Compatible Compatible "an open enum has a new value";
    EnumValueRemoved "enum-value-removed" Compatible Breaking "an enum lost a value: old clients still send it";
    EnumOpened "enum-opened" Breaking Compatible "an enum may grow now: exhaustive readers no longer are";
    EnumClosed "enum-closed" Compatible Breaking "an enum may not grow any more";
    ConstChanged "const-changed" Breaking Breaking "a fixed value is another one";
    FormatChanged "format-changed" Breaking Breaking "a value has another format";
    FormatAdded "format-added" Compatible Breaking "a value must have a format now";
    FormatRemoved "format-removed" Breaking Compatible "a value may have any format now";
    ConstraintTightened "constraint-tightened" Compatible Breaking "fewer values are allowed";
    ConstraintLoosened "constraint-loosened" Breaking Compatible "more values are allowed";
    PatternChanged "pattern-changed" Breaking Breaking "a text has to match another pattern";
    BranchAdded "branch-added" Breaking Compatible "a union has a new branch: old clients do not know it";
    BranchRemoved "branch-removed" Compatible Breaking "a union lost a branch: old clients still send it";
    TagChanged "discriminator-changed" Breaking Breaking "a union is told apart by another member";
    TupleChanged "tuple-changed" Breaking Breaking "a tuple has another number of items";
    SchemaChanged "schema-changed" Breaking Breaking "a condition (`not`, `if`, `dependencies`, ...) is another one";
    AccessChanged "access-changed" Compatible Compatible "a member is only read or only written now, or no longer";
    DefaultChanged "default-changed" Compatible Compatible "what a missing member means changed";
    ServerRemoved "server-removed" Breaking Breaking "a server is gone";
    ServerAdded "server-added" Compatible Compatible "a server is new";
    ServerMoved "server-moved" Breaking Breaking "a server has another address or protocol"
        => "keep the old address answering until clients have moved";
    ChannelServersChanged "channel-servers-changed" Breaking Breaking "a channel is no longer on every server that had it";
    BindingChanged "binding-changed" Breaking Breaking "what the protocol underneath is told is something else";
    SecurityChanged "security-changed" Breaking Breaking "a connection needs other credentials";
    ContentTypeChanged "content-type-changed" Breaking Breaking "payloads are written in another format";
    TypeRenamed "type-renamed" Compatible Compatible
        "a schema has another name: the wire is the same, the generated type's name is not";
    OperationRenamed "operation-renamed" Compatible Compatible "an operation has another `operationId`";
    VersionChanged "version-changed" Cosmetic Cosmetic "the document has another version, or speaks another one of AsyncAPI";
    DocsChanged "docs-changed" Cosmetic Cosmetic "texts, titles, tags, links or examples changed";
    SchemaUnused "unused-schema-changed" Cosmetic Cosmetic "a schema that no message uses came, went or changed";
}

impl Kind {
    pub fn class(self, direction: Option<Direction>) -> Class {
        let rule = self.rule();
        match direction {
            Some(Direction::Sent) => rule.sent,
            Some(Direction::Received) => rule.received,
            Some(Direction::Both) | None => rule.sent.max(rule.received),
        }
    }
}
