//! Raised for calls on a client that was closed.

import { SpecwireError } from "./base.js";

/** The client was closed with `close()`: make a new one. */
export class ClosedError extends SpecwireError {
  override readonly name = "ClosedError";
}
