//! Listeners by event name.

import { onAbort } from "./abort.js";
import type { ListenOptions, Unsubscribe } from "./types.js";

type Listener = (value: never) => void;

interface Registration {
  readonly name: string;
  readonly listener: Listener;
  readonly once: boolean | undefined;
  readonly off: Unsubscribe;
}

export type Emitter = ReturnType<typeof createEmitter>;

export function createEmitter() {
  const registrations = new Set<Registration>();

  const off = (name: string, listener: Listener): void => {
    for (const one of registrations) if (one.name === name && one.listener === listener) one.off();
  };

  const on = (name: string, listener: Listener, { signal, once }: ListenOptions = {}): Unsubscribe => {
    off(name, listener);
    const end = () => {
      forget();
      registrations.delete(registration);
    };
    const registration = { name, listener, once, off: end };
    const forget = onAbort(signal, end);
    if (!signal?.aborted) registrations.add(registration);
    return end;
  };

  /** Tells every listener that was there when the event came, and says whether there was one. */
  const emit = (name: string, value: unknown): boolean => {
    const told = [...registrations].filter((one) => one.name === name);
    for (const one of told) {
      if (!registrations.has(one)) continue;
      if (one.once) one.off();
      guard(() => one.listener(value as never), name === "error");
    }
    return told.length > 0;
  };

  /** Runs a function of the user's. What it throws is an `error` event or, with nobody listening, an uncaught error. */
  const guard = (run: () => void, uncaught?: boolean): void => {
    try {
      run();
    } catch (error) {
      if (!uncaught && emit("error", error)) return;
      queueMicrotask(() => {
        throw error;
      });
    }
  };

  const clear = (): void => {
    for (const one of registrations) one.off();
  };

  return { on, off, emit, guard, clear };
}
