//! Listeners by event name, on the event target that every platform has.

import type { ListenOptions, Unsubscribe } from "./types.js";

type Listener = (value: never) => void;

export type Emitter = ReturnType<typeof createEmitter>;

export function createEmitter() {
  let target = new EventTarget();
  const adapters = new WeakMap<Listener, (event: Event) => void>();

  const on = (name: string, listener: Listener, options?: ListenOptions): Unsubscribe => {
    const adapter =
      adapters.get(listener) ??
      ((event: Event) => {
        // Tells `emit` that somebody listened.
        event.preventDefault();
        guard(() => listener((event as CustomEvent<never>).detail), event.type === "error");
      });
    adapters.set(listener, adapter);
    target.addEventListener(name, adapter, options);
    return () => off(name, listener);
  };

  const off = (name: string, listener: Listener): void =>
    target.removeEventListener(name, adapters.get(listener) ?? null);

  /** Tells every listener that was there when the event came, and says whether there was one. */
  const emit = (name: string, detail: unknown): boolean =>
    !target.dispatchEvent(new CustomEvent(name, { detail, cancelable: true }));

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

  return {
    on,
    off,
    emit,
    guard,
    clear() {
      target = new EventTarget();
    },
  };
}
