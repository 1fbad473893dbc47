//! What every part of a client needs of its options. The other defaults stand where they are used.

import type { ClientOptions, Clock, RetryOptions } from "./types.js";

export interface Settings extends ClientOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly retry: RetryOptions;
}

const systemClock: Clock = {
  after(ms, callback) {
    // Platforms take what is longer for no wait at all.
    const timer = setTimeout(callback, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

export function settingsOf(options: ClientOptions): Settings {
  return { clock: systemClock, random: Math.random, retry: {}, ...options };
}

/** What there is to cancel where nothing runs. */
export const nothing = (): void => {};
