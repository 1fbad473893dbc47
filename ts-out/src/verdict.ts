//! What a close code asks of the client.

import type { CloseInfo, CloseVerdict } from "./types.js";

/** 4401 asks for another token, 4403 says that no token will do; after every other close it is worth to try again. */
export function verdictOf(close: CloseInfo, canRefresh: boolean): CloseVerdict {
  if (close.code === 4403) return "give-up";
  if (close.code === 4401) return canRefresh ? "refresh" : "give-up";
  return "retry";
}
