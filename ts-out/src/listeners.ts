//! Who wants to be told: coming, going, and being told while others come and go.

import { nothing } from "./settings.js";
import type { Unsubscribe } from "./types.js";

/** Listeners, in the order in which they came, and what ends the listening of each. */
export type Listeners<L> = Map<L, Unsubscribe>;

/** Listens until the signal aborts or the result is called; `left` hears of it. Nothing stays on the signal. */
export function join<L>(listeners: Listeners<L>, one: L, signal?: AbortSignal, left = nothing): Unsubscribe {
  const end = () => {
    signal?.removeEventListener("abort", end);
    if (listeners.delete(one)) left();
  };
  signal?.addEventListener("abort", end);
  listeners.set(one, end);
  return end;
}

/** Tells those who listened when this came, and still do. */
export function tell<L>(listeners: Listeners<L>, what: (one: L, end: Unsubscribe) => void): void {
  for (const [one, end] of [...listeners]) if (listeners.has(one)) what(one, end);
}
