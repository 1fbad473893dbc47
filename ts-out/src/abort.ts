//! Abort signals, without leaving listeners on them.

import type { Unsubscribe } from "./types.js";

/** Calls back when the signal aborts; the result takes the listener off the signal. */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): Unsubscribe {
  signal?.addEventListener("abort", callback);
  return () => signal?.removeEventListener("abort", callback);
}
