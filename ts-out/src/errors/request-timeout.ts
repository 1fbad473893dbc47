//! Raised for replies that do not come.

import { SpecwireError } from "./base.js";

/** No reply came within the request's timeout. The server may still act on the request. */
export class RequestTimeoutError extends SpecwireError<{ request: string }> {
  override readonly name = "RequestTimeoutError";
  /** The request's message name. */
  declare readonly request: string;
}
