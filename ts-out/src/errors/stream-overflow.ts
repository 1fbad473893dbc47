//! Raised when a stream is read too slowly.

import { SpecwireError } from "./base.js";

/** More updates waited in a stream than its buffer holds. Read faster, raise `buffer`, or choose another `overflow`. */
export class StreamOverflowError extends SpecwireError {
  override readonly name = "StreamOverflowError";
}
