//! Requests: the queue before the connection, the replies after it.

import { onAbort } from "./abort.js";
import type { SpecwireError } from "./errors/base.js";
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
  answer(value?: unknown): void;
  fail(error: unknown): void;
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

  const all = () => [...calls.values()];

  const find = (id: Envelope["id"], fits: (call: Call) => boolean) =>
    id === undefined ? all().find((one) => one.sent && fits(one)) : calls.get(id);

  /** Calls of the client's own come without options: they are made for one connection, or are forgotten without one. */
  const call = (type: string, reply: string | null, payload?: unknown, options?: RequestOptions) =>
    new Promise((resolve, reject) => {
      const { signal, timeoutMs = requestTimeoutMs } = options ?? {};
      signal?.throwIfAborted();
      const id = ++lastId;
      const frame = JSON.stringify({ type, payload, id });
      const sent = send(frame);
      if (sent && reply === null) return resolve(undefined);
      if (!sent && !options) return;
      if (!sent && all().filter((one) => !one.sent).length >= queueLimit)
        throw new QueueFullError(`${queueLimit} requests wait`);
      const finish = (settle: (value: unknown) => void) => (value: unknown) => {
        calls.delete(id);
        forget();
        cancel();
        settle(value);
      };
      const one: Call = { reply, frame, lasting: !!options, sent, answer: finish(resolve), fail: finish(reject) };
      calls.set(id, one);
      /** A reply that names no id may still come, and is not for the next in line. */
      const leave = (error: unknown) => (one.sent && !echoes ? reject : one.fail)(error);
      const forget = onAbort(signal, () => leave(signal?.reason));
      const expired = new RequestTimeoutError(`no reply to ${type} in ${timeoutMs} ms`, { request: type });
      const cancel = timeoutMs ? clock.after(timeoutMs, () => leave(expired)) : nothing;
    });

  return {
    call,

    /** Sends what waited for the connection. */
    flush() {
      for (const one of all()) {
        one.sent ||= send(one.frame);
        if (one.sent && one.reply === null) one.answer();
      }
    },

    /** Takes a reply: by its id or, where it has none, for the oldest request that waits for this type. */
    reply({ type, payload, id }: Envelope) {
      echoes ||= id !== undefined;
      find(id, (one) => one.reply === type)?.answer(payload);
    },

    /** Fails the request that the server complains of; where it names none and `guess` is set, the oldest one. */
    refuse(error: SpecwireError, id?: Envelope["id"], guess = true): unknown {
      const one = find(id, () => guess);
      one?.fail(error);
      return one;
    },

    /** The connection is gone. Where the server had not even let it in, what was sent goes out with the next one. */
    lost(close: CloseInfo, refused: boolean) {
      for (const one of all()) {
        if (refused && one.lasting) one.sent = false;
        if (one.sent) one.fail(new ConnectionLostError(`connection lost (${close.code} ${close.reason})`, { close }));
      }
    },

    fail(error: SpecwireError) {
      for (const one of all()) one.fail(error);
    },
  };
}
