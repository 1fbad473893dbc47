//! What is behind a typed client: connection, requests and subscriptions, tied together.

import { createConnection } from "./connection.js";
import { createEmitter } from "./emitter.js";
import { decode } from "./envelope.js";
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
  SubscriptionStatus,
  UrlSource,
} from "./types.js";

/** Codes of an `error` that speaks of one message. */
const aboutMessage = /^(bad|decode|validation|no)_/;

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
  /** The type of the last message on this connection; empty until there is one. */
  let last = "";
  /** The hash that was last reported as different. */
  let skewed: string | undefined;

  const requests = createRequests(settings, (frame) => connection.send(frame));

  /** Refuses what comes after `close()`, and wakes a lazy client up. */
  const use = (): void => {
    if (over instanceof ClosedError) throw over;
    if (connection.state() === "idle") connection.connect();
  };

  const subscriptions = createSubscriptions(settings, emitter, requests, use);

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
    subscriptions.resume();
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
    if (!requests.refuse(error, id, aboutMessage.test(error.code))) emit("error", error);
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
    last = type;
    const handler = handlers.get(type);
    if (type === "system.reconnect") connection.advise((payload as { readonly afterMs?: number } | null)?.afterMs);
    else if (!handler) emit("unknown", envelope);
    handler?.(envelope);
  };

  /** No call is taken any more, and who waits is told so. */
  const finish = (error: SpecwireError, status: SubscriptionStatus): void => {
    over = error;
    requests.fail(error);
    subscriptions.end(status);
  };

  const lost = (close: CloseInfo, final: boolean): void => {
    heartbeat.stop();
    const { code, reason } = close;
    // Servers that send no `error` before they close for a bad message: it was the oldest without an answer.
    if (code === 1003 && last !== "error" && !/timed/.test(reason)) {
      requests.refuse(new ServerError(reason, { code: "bad_message" }));
    }
    requests.lost(close, !last && code > 4000);
    subscriptions.lost();
    if (!final) return;
    const error = new GaveUpError(`gave up (${code} ${reason})`, { close });
    finish(error, { state: "failed", error, retrying: false });
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
      finish(new ClosedError("client closed"), { state: "closed" });
      connection.close();
      subscriptions.clear();
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
        subscriptions.lost();
        subscriptions.resume();
      }
      return reply;
    };

  return { client, request, route: subscriptions.route };
}
