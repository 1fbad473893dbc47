//! Listeners by event name.

import { join, type Listeners, tell } from "./listeners.js";
import { nothing } from "./settings.js";
import type { ListenOptions, Unsubscribe } from "./types.js";

type Listener = (value: never) => void;

interface Entry {
  readonly name: string;
  readonly listener: Listener;
  readonly once: boolean | undefined;
}

export type Emitter = ReturnType<typeof createEmitter>;

export function createEmitter() {
  const entries: Listeners<Entry> = new Map();

  const on = (name: string, listener: Listener, { signal, once }: ListenOptions = {}): Unsubscribe =>
    signal?.aborted ? nothing : join(entries, { name, listener, once }, signal);

  /** Tells every listener that was there when the event came, and says whether there was one. */
  const emit = (name: string, value: unknown): boolean => {
    let heard = false;
    tell(entries, (entry, end) => {
      if (entry.name !== name) return;
      heard = true;
      if (entry.once) end();
      guard(() => entry.listener(value as never), name === "error");
    });
    return heard;
  };

  /** Runs a function of the user's. What it throws is an `error` event or, with nobody listening, an uncaught error. */
  const guard = (run: () => void, uncaught?: boolean): void => {
    try {
      run();
    } catch (error) {
      if (uncaught || !emit("error", error)) Promise.reject(error);
    }
  };

  return { on, emit, guard, clear: () => tell(entries, (_, end) => end()) };
}
