//! Raised once the client stopped to reconnect.

import type { CloseInfo } from "../types.js";
import { SpecwireError } from "./base.js";

/** The client stopped to reconnect, because the close code says that trying again is of no use; `connect()` starts anew. */
export class GaveUpError extends SpecwireError<{ close: CloseInfo }> {
  override readonly name = "GaveUpError";
  /** The close that ended it. */
  declare readonly close: CloseInfo;
}
