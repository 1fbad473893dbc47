//! Raised when too much waits for the connection.

import { SpecwireError } from "./base.js";

/** As many requests as `queueLimit` allows already wait for the connection; this one was not queued. */
export class QueueFullError extends SpecwireError {
  override readonly name = "QueueFullError";
}
