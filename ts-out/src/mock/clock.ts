//! The mock's clocks: the real one, and one that moves only when it is told to.

import { settingsOf } from "../settings.js";
import type { Clock } from "../types.js";

/** A clock that can also be read. */
export interface MockClock extends Clock {
  /** Milliseconds from any fixed moment. */
  now(): number;
}

export const realClock: MockClock = { ...settingsOf({}).clock, now: () => performance.now() };

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

export class FakeClock implements MockClock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers run; none after everything was closed. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on by `ms`, runs what falls due on the way, and lets promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let timer = this.#first(end); timer; timer = this.#first(end)) {
      this.#now = timer.at;
      this.#timers.delete(timer);
      timer.callback();
      await settle();
    }
    this.#now = end;
  }

  #first(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (timer.at <= end && !(first && first.at <= timer.at)) first = timer;
    return first;
  }
}

/** Gives chains of promises time to run to their ends, without any real time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 32; turn++) await Promise.resolve();
}
