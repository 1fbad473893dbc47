//! What is behind a typed client: connection, requests and subscriptions, tied together.

import { onAbort } from "./abort.js";
import { createConnection } from "./connection.js";
import { createEmitter } from "./emitter.js";
import { decode } from "./envelope.js";
import { ClosedError } from "./errors/closed.js";
import { GaveUpError } from "./errors/gave-up.js";
import { ProtocolError } from "./errors/protocol.js";
import { ServerError, type ServerErrorPayload } from "./errors/server.js";
import { createHeartbeat } from "./heartbeat.js";
import { createRequests } from "./requests.js";
import { settingsOf } from "./settings.js";
import { createSubscriptions, type Update } from "./subscriptions.js";
import type {
  Client,
  ClientOptions,
  CloseInfo,
  Envelope,
  ModuleDescriptor,
  RequestOptions,
  SubscribeOptions,
  Unsubscribe,
  UrlSource,
} from "./types.js";

/** Codes of an `error` that speaks of one message. */
const aboutMessage = /^(decode|validation)_failed|^no_match/;

/** Names of the client's own events, which no document can take. */
const ownEvents = /^(status|subscription|skew|unknown|error)$/;

type Names = readonly [request: string, reply: string | null];

export interface Core {
  /** The members that every client has. */
  readonly client: Client;
  request(names: Names, payload: unknown, options?: RequestOptions): Promise<unknown>;
  subscribe<U, V>(
    route: string,
    params: unknown,
    listener: (update: V) => void,
    options?: SubscribeOptions<U, V>,
  ): Unsubscribe;
  latest(route: string, params: unknown): unknown;
}

export function createCore(descriptor: ModuleDescriptor, source: UrlSource, options: ClientOptions): Core {
  const settings = settingsOf(options);
  const emitter = createEmitter();
  const { emit, guard } = emitter;
  const asked = Object.values(descriptor.requests);
  const routes = Object.values(descriptor.routes);
  const updates = new Set(routes.map((route) => `${route}.update`));
  const replies = new Set(asked.map(([, reply]) => reply));
  for (const route of routes) replies.add(`${route}.subscribe.response`).add(`${route}.unsubscribe.response`);
  const ping = asked.find(([name]) => name === "ping");
  const info = asked.find(([name]) => name === "session.info");
  /** Questions of our own that the server does not know, although the document has them. */
  const useless = new Set<Names>();
  let callers: { resolve(): void; reject(error: Error): void }[] = [];
  /** Why no call is taken any more. */
  let over: Error | undefined;
  /** The server said which message it is about to close for. */
  let blamed = false;
  /** The server has not said a word on this connection. */
  let silent = true;
  /** The hash that was last reported as different. */
  let skewed = "";

  const isOpen = () => connection.phase() === "open";

  const send = (frame: string): boolean => {
    if (!isOpen()) return false;
    connection.send(frame);
    heartbeat.sent();
    return true;
  };

  const requests = createRequests(settings, send);
  const subscriptions = createSubscriptions(settings, emitter, requests, isOpen);

  /** Asks a question of our own; a server that calls it wrong is not asked again. */
  const ask = (names: Names | undefined, answered?: (reply: unknown) => void): void => {
    if (!names || useless.has(names)) return heartbeat.heard();
    requests.call(...names, undefined).then(answered, ({ code }: { readonly code?: string }) => {
      if (aboutMessage.test(`${code}`)) useless.add(names);
    });
  };

  const heartbeat = createHeartbeat(
    ping ? settings : { ...settings, heartbeatMs: 0 },
    () => ask(ping),
    () => connection.drop("silent"),
  );

  const settle = (error?: Error): void => {
    for (const { resolve, reject } of callers) error ? reject(error) : resolve();
    callers = [];
  };

  const opened = (): void => {
    blamed = false;
    silent = true;
    heartbeat.start();
    subscriptions.resume();
    requests.flush();
    settle();
    if (settings.checkSpec !== false) ask(info, compare);
  };

  const compare = (reply: unknown): void => {
    const { hash: expected, version: expectedVersion } = descriptor;
    const { hash: actual, version: actualVersion } = (reply ?? {}) as {
      readonly hash?: string;
      readonly version?: string;
    };
    if (!actual || actual === expected || actual === skewed) return;
    skewed = actual;
    emit("skew", { expected, actual, expectedVersion, actualVersion });
  };

  const message = (data: unknown): void => {
    heartbeat.heard();
    silent = false;
    const envelope = decode(data);
    if (!envelope) return void emit("error", new ProtocolError(data));
    const { type, payload } = envelope;
    if (updates.has(type)) subscriptions.update(payload as Update);
    else if (type === "error") refused(envelope);
    else if (replies.has(type)) requests.reply(envelope);
    else {
      const advice = type === "system.reconnect";
      if (advice) connection.advise((payload as { readonly afterMs?: number } | null)?.afterMs);
      if (descriptor.events.includes(type) && !ownEvents.test(type)) emit(type, payload);
      else if (!advice) emit("unknown", envelope);
    }
  };

  const refused = ({ payload, id }: Envelope): void => {
    const error = new ServerError((payload ?? {}) as ServerErrorPayload);
    const guess = aboutMessage.test(error.code);
    blamed ||= guess;
    if (!requests.refuse(error, id, guess)) emit("error", error);
  };

  /** Servers that send no `error` before they close for a bad message: it was the oldest without an answer. */
  const guessCulprit = ({ code, reason }: CloseInfo): void => {
    if (code !== 1003 || blamed || /timed out/.test(reason)) return;
    const word = /match/.test(reason) ? "no_matching_type" : "validation_failed";
    requests.refuse(new ServerError({ code: word, message: reason }), undefined, true);
  };

  const lost = (close: CloseInfo, final: boolean): void => {
    heartbeat.stop();
    guessCulprit(close);
    requests.lost(close, silent && close.code > 4000);
    subscriptions.lost();
    if (!final) return;
    const error = new GaveUpError(close);
    over = error;
    settle(error);
    requests.fail(error);
    subscriptions.end({ state: "failed", error, retrying: false });
  };

  const connection = createConnection(source, settings, {
    opened,
    message,
    lost,
    changed: (status) => emit("status", status),
    doubt: () => {
      if (isOpen()) heartbeat.probe();
    },
  });

  /** Refuses what comes after `close()`, and wakes a lazy client up. */
  const use = (): void => {
    if (over instanceof ClosedError) throw over;
    if (connection.phase() === "idle") connection.connect();
  };

  const client: Client = {
    get state() {
      return connection.phase();
    },
    descriptor,
    on: emitter.on,
    off: emitter.off,
    connect: () =>
      new Promise((resolve, reject) => {
        use();
        over = undefined;
        connection.connect();
        if (isOpen()) resolve();
        else callers.push({ resolve, reject });
      }),
    close() {
      if (over instanceof ClosedError) return;
      over = new ClosedError();
      heartbeat.stop();
      connection.close();
      settle(over);
      requests.fail(over);
      subscriptions.end({ state: "closed" });
      subscriptions.clear();
      emit("status", { state: "closed", attempt: 0, retryInMs: 0 });
      emitter.clear();
    },
  };

  if (!options.lazy) connection.connect();

  return {
    client,
    latest: subscriptions.latest,
    async request(names, payload, request = {}) {
      use();
      if (over) throw over;
      const reply = await requests.call(...names, payload, request);
      // The server has let go of every topic; what still has listeners here is asked for anew.
      if (names[0] === "session.clear") {
        subscriptions.lost();
        subscriptions.resume();
      }
      return reply;
    },
    subscribe<U, V>(
      route: string,
      params: unknown,
      listener: (update: V) => void,
      { map, signal, onStatus, replay }: SubscribeOptions<U, V> = {},
    ): Unsubscribe {
      use();
      if (signal?.aborted) return () => {};
      const stop = subscriptions.add(route, params, {
        update: (value) => guard(() => listener(map ? map(value as U) : (value as V))),
        status: (status) => guard(() => onStatus?.(status)),
        replay,
      });
      const end = () => {
        forget();
        stop();
      };
      const forget = onAbort(signal, end);
      return end;
    },
  };
}
