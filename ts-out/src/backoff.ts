//! How long to wait before the next attempt.

/** Full jitter: anything between nothing and a bound that doubles with every failure, so that clients spread out. */
export function backoff(attempt: number, random: number, minMs: number, maxMs: number): number {
  return Math.round(random * Math.min(maxMs, minMs * 2 ** attempt));
}
