//! Raised for requests whose fate is unknown.

import type { CloseInfo } from "../types.js";
import { SpecwireError } from "./base.js";

/** The connection dropped after the request was sent and before its reply: the server may have acted on it. */
export class ConnectionLostError extends SpecwireError<{ close: CloseInfo }> {
  override readonly name = "ConnectionLostError";
  /** How the connection ended. */
  declare readonly close: CloseInfo;
}
