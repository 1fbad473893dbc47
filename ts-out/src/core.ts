//! What is behind a typed client: connection, requests and subscriptions, tied together.

import { createConnection } from "./connection.js";
import { createEmitter } from "./emitter.js";
import { aboutMessage, decode } from "./envelope.js";
import type { SpecwireError } from "./errors/base.js";
import { ClosedError } from "./errors/closed.js";
import { GaveUpError } from "./errors/gave-up.js";
import { ProtocolError } from "./errors/protocol.js";
import { ServerError, type ServerErrorPayload } from "./errors/server.js";
import { createHeartbeat } from "./heartbeat.js";
import { createRequests } from "./requests.js";
import { settingsOf } from "./settings.js";
import { createSubscriptions } from "./subscriptions.js";
import type {
  Client,
  ClientOptions,
  CloseInfo,
  ConnectionStatus,
  Envelope,
  ModuleDescriptor,
  RequestOptions,
  UrlSource,
} from "./types.js";

/**
 * Close code and sole `error` of a server that did not let the connection in, and so has looked at no request:
 * `unauthenticated`, `token_expired`, nothing at all, or `too_many_connections`.
 */
const notLetIn = /^4401 (error (un|token)|$)|^4429 error .*_con/;

type Names = readonly [request: string, reply: string | null];

export type Core = ReturnType<typeof createCore>;

export function createCore(descriptor: ModuleDescriptor, source: UrlSource, options: ClientOptions) {
  const settings = settingsOf(options);
  const emitter = createEmitter();
  const { on, emit } = emitter;
  /** Requests that the server knows. */
  const known: Record<string, Names> = { ...descriptor.requests };
  /** Why no call is taken any more. */
  let over: SpecwireError | undefined;
  /** The last message on this connection: `+` if others came before it, its type, the code of an `error`. */
  let last = "";
  /** The hash that was last reported as different. */
  let skewed: string | undefined;

  const requests = createRequests(settings, (frame) => connection.send(frame));

  /** Refuses what comes after `close()`, and wakes a lazy client up. */
  const use = (): SpecwireError | undefined => {
    if (over instanceof ClosedError) throw over;
    if (connection.state() === "idle") connection.connect();
    return over;
  };

  const subscriptions = createSubscriptions(descriptor, settings, emitter, requests, use);

  /** Asks a question of our own; a server that calls it wrong, although the document has it, is not asked again. */
  const ask = (name: string, answered?: (reply: unknown) => void): void => {
    const names = known[name];
    if (!names) return heartbeat.heard();
    requests.call(...names).then(answered, ({ code }: ServerErrorPayload) => {
      if (aboutMessage.test(code as string)) delete known[name];
    });
  };

  const heartbeat = createHeartbeat(
    settings,
    () => ask("ping"),
    () => connection.drop("silent"),
  );

  const opened = (): void => {
    last = "";
    heartbeat.start();
    subscriptions.each("resume");
    requests.flush();
    if (settings.checkSpec !== false) ask("session.info", compare);
  };

  const compare = (reply: unknown): void => {
    const { hash, version } = (reply ?? {}) as Partial<ModuleDescriptor>;
    const { hash: expected, version: expectedVersion } = descriptor;
    if (!hash || hash === expected || hash === skewed) return;
    skewed = hash;
    emit("skew", { expected, actual: hash, expectedVersion, actualVersion: version });
  };

  const refused = ({ payload, id }: Envelope): void => {
    const { message, ...details } = (payload ?? {}) as ServerErrorPayload;
    const error = new ServerError(message, { code: "internal", ...details });
    last += ` ${error.code}`;
    const ended = id === undefined && subscriptions.topics.get(details.topic);
    if (ended) ended.failed(error, true);
    else if (!requests.refuse(error, id, aboutMessage.test(error.code))) emit("error", error);
  };

  const handlers = new Map<string | null, (envelope: Envelope) => void>();
  for (const name of descriptor.events) handlers.set(name, ({ payload }) => emit(name, payload));
  for (const [, reply] of Object.values(known)) handlers.set(reply, requests.reply);
  for (const route of Object.values(descriptor.routes)) {
    handlers
      .set(`${route}.update`, subscriptions.update as (envelope: Envelope) => void)
      .set(`${route}.subscribe.response`, requests.reply)
      .set(`${route}.unsubscribe.response`, requests.reply);
  }
  handlers.set("error", refused);

  const message = (data: unknown): void => {
    heartbeat.heard();
    const envelope = decode(data);
    if (!envelope) return void emit("error", new ProtocolError("no envelope", { frame: data }));
    const { type, payload } = envelope;
    last = (last && "+") + type;
    const handler = handlers.get(type);
    if (type === "system.reconnect") connection.advise((payload as { readonly afterMs?: number } | null)?.afterMs);
    else if (!handler) emit("unknown", envelope);
    handler?.(envelope);
  };

  /** No call is taken any more, and who waits is told so. */
  const finish = (error: SpecwireError): void => {
    over = error;
    requests.fail(error);
  };

  const lost = (close: CloseInfo, final: boolean): void => {
    heartbeat.stop();
    const { code, reason } = close;
    // Servers that send no `error` before they close for a bad message: it was the oldest without an answer.
    if (code === 1003 && !/^\+?error /.test(last) && !/timed/.test(reason)) {
      requests.refuse(new ServerError(reason, { code: "bad_message" }));
    }
    requests.lost(close, notLetIn.test(`${code} ${last}`));
    subscriptions.each("lost");
    if (!final) return;
    const error = new GaveUpError(`gave up (${code} ${reason})`, { close });
    finish(error);
    subscriptions.each("failed", error);
  };

  const changed = (status: ConnectionStatus) => emit("status", status);

  const connection = createConnection(source, settings, opened, message, lost, changed, heartbeat.probe);

  const client: Client = {
    get state() {
      return connection.state();
    },
    descriptor,
    on,
    connect: () =>
      new Promise((resolve, reject) => {
        use();
        over = undefined;
        const settle = () => {
          if (client.state === "open") resolve();
          else if (over) reject(over);
          else return;
          stop();
        };
        const stop = on("status", settle);
        connection.connect();
        settle();
      }),
    close() {
      if (over instanceof ClosedError) return;
      heartbeat.stop();
      finish(new ClosedError("client closed"));
      connection.close();
      subscriptions.each("close");
      emitter.clear();
    },
  };

  if (!options.lazy) connection.connect();

  /** Makes the function that sends one kind of request. */
  const request =
    (names: Names) =>
    async (payload: unknown, options: RequestOptions = {}): Promise<unknown> => {
      use();
      if (over) throw over;
      const reply = await requests.call(...names, payload, options);
      // The server has let go of every topic; what still has listeners here is asked for anew.
      if (names[0] === "session.clear") {
        subscriptions.each("lost");
        subscriptions.each("resume");
      }
      return reply;
    };

  return { client, request, route: subscriptions.route };
}
