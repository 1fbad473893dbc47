//! The server's own `error` message, as an error.

import { SpecwireError } from "./base.js";

/** The codes that a specwire server sends; other servers may send others. */
export type ServerErrorCode =
  | "decode_failed"
  | "validation_failed"
  | "no_matching_type"
  | "unauthenticated"
  | "token_expired"
  | "forbidden"
  | "rate_limited"
  | "too_many_topics"
  | "too_many_connections"
  | "message_too_large"
  | "start_failed"
  | "service_error"
  | "service_panicked"
  | "not_subscribed"
  | "shutting_down"
  | "internal"
  /** The server closed the connection for this message, and said no more than a reason. */
  | "bad_message"
  | (string & {});

/** What an `error` message holds. */
export interface ServerErrorPayload {
  readonly code?: string;
  readonly message?: string;
  readonly path?: string;
  readonly expected?: unknown;
  /** Ends the subscription to this topic. */
  readonly topic?: string;
}

/** What a `ServerError` tells beside its message. */
type ServerErrorDetails = Pick<ServerErrorPayload, "path" | "expected"> & { readonly code: string };

/** The server answered with an `error` message. */
export class ServerError extends SpecwireError<ServerErrorDetails> {
  override readonly name = "ServerError";
  /** What went wrong, as a word for programs. */
  declare readonly code: ServerErrorCode;
  /** Where in the payload, where the server says so. */
  declare readonly path: string | undefined;
  /** What the server expected there, where it says so. */
  declare readonly expected: unknown;
}
