//! Requests: the queue before the connection, the replies after it.

import { onAbort } from "./abort.js";
import { encode } from "./envelope.js";
import { ConnectionLostError } from "./errors/connection-lost.js";
import { QueueFullError } from "./errors/queue-full.js";
import { RequestTimeoutError } from "./errors/request-timeout.js";
import type { ServerError } from "./errors/server.js";
import type { Settings } from "./settings.js";
import type { CloseInfo, Envelope, RequestOptions } from "./types.js";

interface Call {
  readonly id: number;
  readonly reply: string | null;
  readonly frame: string;
  sent: boolean;
  /** Nobody waits any more. The call stays in line, because its reply may still come. */
  done: boolean;
  settle(error: unknown, value?: unknown): void;
}

export class Requests {
  readonly #settings: Settings;
  /** Sends at once, or returns false where there is no connection. */
  readonly #send: (frame: string) => boolean;
  /** In the order of sending, which is the order of the replies on servers that echo no id. */
  readonly #calls = new Map<number, Call>();
  #lastId = 0;
  /** The server has shown that it echoes ids. */
  #echoes = false;

  constructor(settings: Settings, send: (frame: string) => boolean) {
    this.#settings = settings;
    this.#send = send;
  }

  call(type: string, reply: string | null, payload: unknown, options: RequestOptions = {}): Promise<unknown> {
    const { signal, timeoutMs = this.#settings.requestTimeoutMs } = options;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++this.#lastId;
      const settle = (error: unknown, value?: unknown) => {
        call.done = true;
        forget();
        cancel();
        if (!call.sent || this.#echoes) this.#calls.delete(id);
        if (error) reject(error);
        else resolve(value);
      };
      const call: Call = { id, reply, frame: encode(type, payload, id), sent: false, done: false, settle };
      const { queueLimit, clock } = this.#settings;
      if (this.#send(call.frame)) call.sent = true;
      else if (this.#queued().length >= queueLimit) throw new QueueFullError(queueLimit);
      if (call.sent && reply === null) return resolve(undefined);
      this.#calls.set(id, call);
      const forget = onAbort(signal, () => settle(signal?.reason));
      const cancel = timeoutMs
        ? clock.after(timeoutMs, () => settle(new RequestTimeoutError(type, timeoutMs)))
        : () => {};
    });
  }

  /** Sends what waited for the connection. */
  flush(): void {
    for (const call of this.#queued()) {
      call.sent = this.#send(call.frame);
      if (call.sent && call.reply === null) this.#finish(call, null);
    }
  }

  /** Takes a reply: by its id or, where it has none, for the oldest request that waits for this type. */
  reply({ type, payload, id }: Envelope): void {
    const call = this.#find(id, (one) => one.reply === type);
    if (!call) return;
    if (id !== undefined) this.#echoes = true;
    this.#finish(call, null, payload);
  }

  /** Fails the request that the server complains of; without an id that is, with `guess`, the oldest one. */
  refuse(error: ServerError, id: Envelope["id"], guess: boolean): boolean {
    const call = this.#find(id, () => guess);
    if (call) this.#finish(call, error);
    return call !== undefined;
  }

  /** Nothing that was sent will be answered any more. What is still queued goes out with the next connection. */
  lost(close: CloseInfo): void {
    const error = new ConnectionLostError(close);
    for (const call of [...this.#calls.values()]) if (call.sent) this.#finish(call, error);
  }

  /** Fails everything. */
  fail(error: Error): void {
    for (const call of [...this.#calls.values()]) this.#finish(call, error);
  }

  #queued(): Call[] {
    return [...this.#calls.values()].filter((call) => !call.sent);
  }

  #find(id: Envelope["id"], fits: (call: Call) => boolean): Call | undefined {
    if (id !== undefined) return this.#calls.get(id as number);
    return [...this.#calls.values()].find((call) => call.sent && fits(call));
  }

  #finish(call: Call, error: unknown, value?: unknown): void {
    this.#calls.delete(call.id);
    if (!call.done) call.settle(error, value);
  }
}
