//! A subscription as an async iterator.

import { onAbort } from "./abort.js";
import { StreamOverflowError } from "./errors/stream-overflow.js";
import { nothing } from "./settings.js";
import type { StreamOptions, SubscribeOptions, Unsubscribe } from "./types.js";

/** `Route.subscribe` with its params filled in. */
type Source<U, V> = (listener: (update: V) => void, options: SubscribeOptions<U, V>) => Unsubscribe;

export function createStream<U, V>(subscribe: Source<U, V>, options: StreamOptions<U, V>): AsyncIterableIterator<V> {
  const { signal, onStatus, overflow, buffer = 1024 } = options;
  const ready: V[] = [];
  /** Tells the reader that there is something new. */
  let wake = nothing;
  let stop = nothing;
  /** What comes after the last update: nothing, or a failure. */
  let end: (() => void) | undefined;

  const finish = (how = nothing): void => {
    end ??= how;
    stop();
    wake();
  };

  const fail = (error: unknown): void =>
    finish(() => {
      throw error;
    });

  const take = (update: V): void => {
    const full = ready.length >= buffer;
    if (full && overflow !== "drop-oldest") return fail(new StreamOverflowError(`${buffer} updates wait`));
    if (full) ready.shift();
    ready.push(update);
    wake();
  };

  const start = (): void => {
    signal?.throwIfAborted();
    const unsubscribe = subscribe(take, {
      ...options,
      onStatus(status) {
        if (status.state === "closed") finish();
        if (status.state === "failed" && !status.retrying) fail(status.error);
        onStatus?.(status);
      },
    });
    const forget = onAbort(signal, () => fail(signal?.reason));
    stop = () => {
      forget();
      unsubscribe();
    };
  };

  async function* read(): AsyncGenerator<V, void> {
    start();
    try {
      for (;;) {
        while (ready.length) yield ready.shift() as V;
        if (end) return end();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      stop();
    }
  }

  const stream = read();
  const close = stream.return.bind(stream);
  // A generator that waits for an update would not hear of it before that came.
  stream.return = (value) => {
    ready.length = 0;
    finish();
    return close(value);
  };
  return stream;
}
