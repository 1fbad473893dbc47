//! A subscription as an async iterator.

import { onAbort } from "./abort.js";
import { StreamOverflowError } from "./errors/stream-overflow.js";
import type { StreamOptions, SubscriptionStatus, Unsubscribe } from "./types.js";

type Result<V> = IteratorResult<V, undefined>;

interface Reader<V> {
  resolve(result: Result<V>): void;
  reject(error: unknown): void;
}

/** Subscribes with two callbacks; `Route.subscribe` with its params filled in. */
type Source<V> = (listener: (update: V) => void, onStatus: (status: SubscriptionStatus) => void) => Unsubscribe;

export class UpdateStream<U, V> implements AsyncIterableIterator<V, undefined> {
  readonly #source: Source<V>;
  readonly #options: StreamOptions<U, V>;
  readonly #buffer: V[] = [];
  readonly #readers: Reader<V>[] = [];
  #stop: Unsubscribe | null = null;
  /** Set once nothing more will come; `error` is thrown once, after what the buffer holds. */
  #end: { error?: unknown } | null = null;

  constructor(source: Source<V>, options: StreamOptions<U, V>) {
    this.#source = source;
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Result<V>> {
    this.#start();
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
      this.#flush();
    });
  }

  return(): Promise<Result<V>> {
    this.#buffer.length = 0;
    this.#finish({});
    return Promise.resolve({ done: true, value: undefined });
  }

  #start(): void {
    if (this.#stop || this.#end) return;
    const { signal, onStatus } = this.#options;
    if (signal?.aborted) return this.#finish({ error: signal.reason });
    const forget = onAbort(signal, () => this.#finish({ error: signal?.reason }));
    const unsubscribe = this.#source(
      (update) => this.#take(update),
      (status) => {
        onStatus?.(status);
        if (status.state === "closed") this.#finish({});
        if (status.state === "failed" && !status.retrying) this.#finish({ error: status.error });
      },
    );
    this.#stop = () => {
      forget();
      unsubscribe();
    };
  }

  #take(update: V): void {
    const { buffer = 1024, overflow } = this.#options;
    this.#buffer.push(update);
    this.#flush();
    if (this.#buffer.length <= buffer) return;
    if (overflow === "drop-oldest") this.#buffer.shift();
    else {
      this.#buffer.pop();
      this.#finish({ error: new StreamOverflowError(buffer) });
    }
  }

  #finish(end: { error?: unknown }): void {
    if (this.#end) return;
    this.#end = end;
    this.#stop?.();
    this.#flush();
  }

  #flush(): void {
    while (this.#readers.length && (this.#buffer.length || this.#end)) {
      const reader = this.#readers.shift();
      if (this.#buffer.length) reader?.resolve({ done: false, value: this.#buffer.shift() as V });
      else if (this.#end && "error" in this.#end) {
        reader?.reject(this.#end.error);
        this.#end = {};
      } else reader?.resolve({ done: true, value: undefined });
    }
  }
}
