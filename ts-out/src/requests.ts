//! Requests: the queue before the connection, the replies after it.

import { onAbort } from "./abort.js";
import { encode } from "./envelope.js";
import { ConnectionLostError } from "./errors/connection-lost.js";
import { QueueFullError } from "./errors/queue-full.js";
import { RequestTimeoutError } from "./errors/request-timeout.js";
import { nothing, type Settings } from "./settings.js";
import type { CloseInfo, Envelope, RequestOptions } from "./types.js";

interface Call {
  readonly reply: string | null;
  readonly frame: string;
  /** Makes sense on another connection, too. */
  readonly lasting: boolean;
  sent: boolean;
  finish(error?: unknown, value?: unknown): void;
}

export type Requests = ReturnType<typeof createRequests>;

/** `send` sends at once, or returns false where there is no connection. */
export function createRequests(settings: Settings, send: (frame: string) => boolean) {
  const { clock, queueLimit = 256, requestTimeoutMs = 10_000 } = settings;
  /** By id, in the order of sending, which is the order of the replies on servers that echo no id. */
  const calls = new Map<Envelope["id"], Call>();
  let lastId = 0;
  /** The server has shown that it echoes ids. */
  let echoes = false;

  const some = (sent: boolean) => [...calls.values()].filter((call) => call.sent === sent);

  const find = (id: Envelope["id"], fits: (call: Call) => boolean) =>
    id === undefined ? some(true).find(fits) : calls.get(id);

  /** Calls of the client's own come without options: they are made for one connection. */
  const call = (type: string, reply: string | null, payload: unknown, options?: RequestOptions) =>
    new Promise((resolve, reject) => {
      const { signal, timeoutMs = requestTimeoutMs } = options ?? {};
      signal?.throwIfAborted();
      const id = ++lastId;
      const frame = encode(type, payload, id);
      const sent = send(frame);
      if (sent && reply === null) return resolve(undefined);
      if (!sent && some(false).length >= queueLimit) throw new QueueFullError(queueLimit);
      const end = (error: unknown, value?: unknown) => {
        forget();
        cancel();
        if (error) reject(error);
        else resolve(value);
      };
      const forgo = () => calls.delete(id);
      const one: Call = {
        reply,
        frame,
        lasting: !!options,
        sent,
        finish(error, value) {
          forgo();
          end(error, value);
        },
      };
      /** Nobody waits any more; but a reply that names no id may still come, and is not for the next in line. */
      const leave = (error: unknown) => {
        if (one.sent && !echoes) one.finish = forgo;
        else forgo();
        end(error);
      };
      calls.set(id, one);
      const forget = onAbort(signal, () => leave(signal?.reason));
      const cancel = timeoutMs
        ? clock.after(timeoutMs, () => leave(new RequestTimeoutError(type, timeoutMs)))
        : nothing;
    });

  return {
    call,

    /** Sends what waited for the connection. */
    flush() {
      for (const one of some(false)) {
        one.sent = send(one.frame);
        if (one.sent && one.reply === null) one.finish();
      }
    },

    /** Takes a reply: by its id or, where it has none, for the oldest request that waits for this type. */
    reply({ type, payload, id }: Envelope) {
      echoes ||= id !== undefined;
      find(id, (one) => one.reply === type)?.finish(undefined, payload);
    },

    /** Fails the request that the server complains of; where it names none and `guess` is set, the oldest one. */
    refuse(error: Error, id: Envelope["id"], guess: boolean): boolean {
      const one = find(id, () => guess);
      one?.finish(error);
      return !!one;
    },

    /** The connection is gone. Where the server had not even let it in, what was sent goes out with the next one. */
    lost(close: CloseInfo, refused: boolean) {
      for (const one of some(true)) {
        if (refused && one.lasting) one.sent = false;
        else one.finish(new ConnectionLostError(close));
      }
    },

    fail(error: Error) {
      for (const one of [...calls.values()]) one.finish(error);
    },
  };
}
