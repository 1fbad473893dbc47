//! Abort signals, without leaving listeners on them.

import type { Unsubscribe } from "./types.js";

/** Calls back when the signal aborts; the result takes the listener off the signal. */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): Unsubscribe {
  signal?.addEventListener("abort", listener);
  return () => signal?.removeEventListener("abort", listener);
}
