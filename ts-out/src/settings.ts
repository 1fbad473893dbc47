//! What every part of a client needs of its options. The other defaults stand where they are used.

import type { ClientOptions, Clock } from "./types.js";

export interface Settings extends ClientOptions {
  readonly clock: Clock;
  readonly random: () => number;
}

const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export function settingsOf(options: ClientOptions): Settings {
  return { ...options, clock: options.clock ?? systemClock, random: options.random ?? Math.random };
}

/** What there is to cancel where nothing runs. */
export const nothing = (): void => {};
