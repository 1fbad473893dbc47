//! A subscription as an async iterator.

import { onAbort } from "./abort.js";
import { StreamOverflowError } from "./errors/stream-overflow.js";
import type { StreamOptions, SubscriptionStatus, Unsubscribe } from "./types.js";

type Result<V> = IteratorResult<V, undefined>;

type Reader<V> = (result: Result<V> | Promise<never>) => void;

/** Subscribes with two callbacks; `Route.subscribe` with its params filled in. */
type Source<V> = (listener: (update: V) => void, onStatus: (status: SubscriptionStatus) => void) => Unsubscribe;

export function createStream<V>(source: Source<V>, options: StreamOptions<unknown, V>): AsyncIterableIterator<V> {
  const { signal, onStatus, overflow, buffer: limit = 1024 } = options;
  const ready: Result<V>[] = [];
  const readers: Reader<V>[] = [];
  let stop: Unsubscribe | undefined;
  /** What readers get once `ready` is empty. A failure is told once, and after it that there is no more. */
  let end: (() => Result<V> | Promise<never>) | undefined;

  const none = (): Result<V> => ({ done: true, value: undefined });

  const flush = (): void => {
    while (readers.length && (ready.length || end)) readers.shift()?.(ready.shift() ?? end?.() ?? none());
  };

  const finish = (last: () => Result<V> | Promise<never>): void => {
    if (end) return;
    end = last;
    stop?.();
    flush();
  };

  const fail = (error: unknown): void =>
    finish(() => {
      end = none;
      return Promise.reject(error);
    });

  const take = (value: V): void => {
    ready.push({ done: false, value });
    flush();
    if (ready.length <= limit) return;
    if (overflow === "drop-oldest") ready.shift();
    else {
      ready.pop();
      fail(new StreamOverflowError(limit));
    }
  };

  const start = (): void => {
    if (stop || end) return;
    if (signal?.aborted) return fail(signal.reason);
    const unsubscribe = source(take, (status) => {
      onStatus?.(status);
      if (status.state === "closed") finish(none);
      if (status.state === "failed" && !status.retrying) fail(status.error);
    });
    const forget = onAbort(signal, () => fail(signal?.reason));
    stop = () => {
      forget();
      unsubscribe();
    };
  };

  const stream: AsyncIterableIterator<V> = {
    [Symbol.asyncIterator]: () => stream,
    next: () =>
      new Promise((resolve) => {
        start();
        readers.push(resolve);
        flush();
      }),
    return() {
      ready.length = 0;
      finish(none);
      return Promise.resolve(none());
    },
  };
  return stream;
}
