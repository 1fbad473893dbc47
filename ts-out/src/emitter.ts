//! Listeners by event name.

import { onAbort } from "./abort.js";
import type { ListenOptions, Unsubscribe } from "./types.js";

type Listener = (value: never) => void;

interface Registration {
  readonly once: boolean | undefined;
  readonly off: Unsubscribe;
}

export class Emitter {
  readonly #events = new Map<string, Map<Listener, Registration>>();

  on(name: string, listener: Listener, { signal, once }: ListenOptions = {}): Unsubscribe {
    const listeners = this.#events.get(name) ?? new Map<Listener, Registration>();
    this.#events.set(name, listeners);
    this.off(name, listener);
    const off = () => {
      forget();
      if (listeners.get(listener) === registration) listeners.delete(listener);
    };
    const registration = { once, off };
    const forget = onAbort(signal, off);
    if (!signal?.aborted) listeners.set(listener, registration);
    return off;
  }

  off(name: string, listener: Listener): void {
    this.#events.get(name)?.get(listener)?.off();
  }

  /** Tells every listener that was there when the event came, and says whether there was one. */
  emit(name: string, value: unknown): boolean {
    const listeners = [...(this.#events.get(name) ?? [])];
    for (const [listener, registration] of listeners) {
      if (this.#events.get(name)?.get(listener) !== registration) continue;
      if (registration.once) registration.off();
      this.guard(() => listener(value as never), name === "error");
    }
    return listeners.length > 0;
  }

  /** Reports what no call can: as an `error` event or, with nobody listening, as an uncaught error. */
  fail(error: unknown, uncaught = false): void {
    if (uncaught || !this.emit("error", error)) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  /** Runs a function of the user's, so that one that throws stops nothing else. */
  guard(run: () => void, uncaught = false): void {
    try {
      run();
    } catch (error) {
      this.fail(error, uncaught);
    }
  }

  clear(): void {
    for (const listeners of this.#events.values()) for (const { off } of listeners.values()) off();
  }
}
