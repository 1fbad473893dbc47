//! Raised for frames that are no envelope.

import { SpecwireError } from "./base.js";

/** The server sent a frame that is no envelope. It is reported as an `error` event and skipped. */
export class ProtocolError extends SpecwireError<{ frame: unknown }> {
  override readonly name = "ProtocolError";
  /** The frame as it came. */
  declare readonly frame: unknown;
}
