//! Every error of the package, by name.

export { SpecwireError } from "./base.js";
export { ClosedError } from "./closed.js";
export { ConnectionLostError } from "./connection-lost.js";
export { GaveUpError } from "./gave-up.js";
export { ProtocolError } from "./protocol.js";
export { QueueFullError } from "./queue-full.js";
export { RequestTimeoutError } from "./request-timeout.js";
export { ServerError, type ServerErrorCode, type ServerErrorPayload } from "./server.js";
export { StreamOverflowError } from "./stream-overflow.js";
export { SubscriptionError } from "./subscription.js";
export { TopicError } from "./topic.js";
