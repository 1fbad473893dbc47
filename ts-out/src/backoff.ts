//! How long to wait before the next attempt.

import type { RetryOptions } from "./types.js";

/** Full jitter: anything between nothing and a bound that doubles with every failure, so that clients spread out. */
export function backoff(failures: number, random: number, { minMs = 500, maxMs = 20_000 }: RetryOptions): number {
  return random * Math.min(maxMs, minMs * 2 ** failures);
}
