//! What is behind a typed client: connection, requests and subscriptions, tied together.

import { onAbort } from "./abort.js";
import { Connection } from "./connection.js";
import { Emitter } from "./emitter.js";
import { decode } from "./envelope.js";
import { ClosedError } from "./errors/closed.js";
import { GaveUpError } from "./errors/gave-up.js";
import { ProtocolError } from "./errors/protocol.js";
import { ServerError } from "./errors/server.js";
import { Heartbeat } from "./heartbeat.js";
import { Requests } from "./requests.js";
import { type Settings, settingsOf } from "./settings.js";
import { Subscriptions } from "./subscriptions.js";
import type {
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
const aboutMessage = /^(decode_failed|validation_failed|no_matching_type)$/;

/** Names of the client's own events, which no document can take. */
const ownEvents = /^(status|subscription|skew|unknown|error)$/;

type Names = readonly [request: string, reply: string | null];

export class Core {
  readonly descriptor: ModuleDescriptor;
  readonly emitter = new Emitter();
  readonly #settings: Settings;
  readonly #connection: Connection;
  readonly #requests: Requests;
  readonly #subscriptions: Subscriptions;
  readonly #heartbeat: Heartbeat | null;
  readonly #info: Names | undefined;
  /** Message names of updates, and of replies. */
  readonly #updates: Set<string>;
  readonly #replies: Set<string | null>;
  /** Questions of our own that the server does not know. */
  readonly #useless = new Set<Names>();
  readonly #waiting: { resolve(): void; reject(error: Error): void }[] = [];
  #closed = false;
  #gaveUp: GaveUpError | null = null;
  /** The server said which message it is about to close for. */
  #blamed = false;
  /** The hash that was last reported as different. */
  #skewed = "";

  constructor(descriptor: ModuleDescriptor, source: UrlSource, options: ClientOptions) {
    this.descriptor = descriptor;
    const settings = settingsOf(options);
    this.#settings = settings;
    const routes = Object.values(descriptor.routes);
    const requests = Object.values(descriptor.requests);
    this.#updates = new Set(routes.map((route) => `${route}.update`));
    this.#replies = new Set([
      ...requests.map(([, reply]) => reply),
      ...routes.flatMap((route) => [`${route}.subscribe.response`, `${route}.unsubscribe.response`]),
    ]);
    this.#info = requests.find(([name]) => name === "session.info");
    this.#requests = new Requests(settings, (frame) => this.#send(frame));
    this.#subscriptions = new Subscriptions(settings, this.emitter, {
      call: (type, reply, payload) => this.#requests.call(type, reply, payload),
      open: () => this.state === "open",
    });
    this.#heartbeat = this.#makeHeartbeat(requests.find(([name]) => name === "ping"));
    this.#connection = new Connection(source, settings, {
      opened: () => this.#opened(),
      message: (data) => this.#message(data),
      lost: (close, final) => this.#lost(close, final),
      changed: (status) => this.emitter.emit("status", status),
      doubt: () => {
        if (this.state === "open") this.#heartbeat?.probe();
      },
    });
    if (!settings.lazy) this.#connection.connect();
  }

  get state(): Connection["phase"] {
    return this.#connection.phase;
  }

  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#assertUsable();
      this.#gaveUp = null;
      this.#connection.connect();
      if (this.state === "open") resolve();
      else this.#waiting.push({ resolve, reject });
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#heartbeat?.stop();
    this.#connection.close();
    const error = new ClosedError();
    this.#settle(error);
    this.#requests.fail(error);
    this.#subscriptions.end();
    this.emitter.emit("status", { state: "closed", attempt: 0 });
    this.emitter.clear();
  }

  async request([name, reply]: Names, payload: unknown, options?: RequestOptions): Promise<unknown> {
    this.#assertUsable();
    if (this.#gaveUp) throw this.#gaveUp;
    this.#wake();
    return this.#requests.call(name, reply, payload, options);
  }

  subscribe<U, V>(
    route: string,
    params: unknown,
    listener: (update: V) => void,
    { map, signal, onStatus, replay }: SubscribeOptions<U, V> = {},
  ): Unsubscribe {
    this.#assertUsable();
    if (signal?.aborted) return () => {};
    const { emitter } = this;
    const stop = this.#subscriptions.add(route, params, {
      update: (value) => emitter.guard(() => listener(map ? map(value as U) : (value as V))),
      status: (status) => emitter.guard(() => onStatus?.(status)),
      replay,
    });
    this.#wake();
    const end = () => {
      forget();
      stop();
    };
    const forget = onAbort(signal, end);
    return end;
  }

  latest(route: string, params: unknown): unknown {
    return this.#subscriptions.latest(route, params);
  }

  /** A lazy client connects when it is first used. */
  #wake(): void {
    if (this.state === "idle") this.#connection.connect();
  }

  #assertUsable(): void {
    if (this.#closed) throw new ClosedError();
  }

  #send(frame: string): boolean {
    if (this.state !== "open") return false;
    this.#connection.send(frame);
    this.#heartbeat?.sent();
    return true;
  }

  #makeHeartbeat(ping: Names | undefined): Heartbeat | null {
    const { clock, heartbeatMs, heartbeatTimeoutMs } = this.#settings;
    if (!ping || !heartbeatMs) return null;
    return new Heartbeat(clock, heartbeatMs, heartbeatTimeoutMs, {
      ping: () => this.#ask(ping),
      dead: () => this.#connection.drop("no sign of life"),
    });
  }

  #opened(): void {
    this.#blamed = false;
    this.#heartbeat?.start();
    this.#subscriptions.resume();
    this.#requests.flush();
    this.#settle();
    if (this.#info && this.#settings.checkSpec) this.#ask(this.#info, (info) => this.#compare(info));
  }

  /** A question of our own. A server that does not know it, although the document has it, is not asked again. */
  #ask(names: Names, answered?: (reply: unknown) => void): void {
    if (this.#useless.has(names)) return this.#heartbeat?.heard();
    this.#requests.call(...names, undefined).then(answered, (error: unknown) => {
      if (error instanceof ServerError && aboutMessage.test(error.code)) this.#useless.add(names);
    });
  }

  #compare(info: unknown): void {
    const { hash: expected, version: expectedVersion } = this.descriptor;
    const { hash: actual, version: actualVersion } = (info ?? {}) as {
      readonly hash?: string;
      readonly version?: string;
    };
    if (!actual || actual === expected || actual === this.#skewed) return;
    this.#skewed = actual;
    this.emitter.emit("skew", { expected, actual, expectedVersion, actualVersion });
  }

  #message(data: unknown): void {
    this.#heartbeat?.heard();
    const envelope = decode(data);
    if (!envelope) return void this.emitter.emit("error", new ProtocolError(data));
    const { type, payload } = envelope;
    if (this.#updates.has(type)) return this.#subscriptions.update(payload as { topic: string; payload: unknown });
    if (type === "error") return this.#refused(envelope);
    if (this.#replies.has(type)) return this.#requests.reply(envelope);
    if (type === "system.reconnect") this.#connection.advise((payload as { readonly afterMs: number }).afterMs);
    if (this.descriptor.events.includes(type) && !ownEvents.test(type)) this.emitter.emit(type, payload);
    else if (type !== "system.reconnect") this.emitter.emit("unknown", envelope);
  }

  #refused({ payload, id }: Envelope): void {
    const error = new ServerError((payload ?? {}) as ConstructorParameters<typeof ServerError>[0]);
    const guess = aboutMessage.test(error.code);
    this.#blamed ||= guess;
    if (!this.#requests.refuse(error, id, guess)) this.emitter.emit("error", error);
  }

  #lost(close: CloseInfo, final: boolean): void {
    this.#heartbeat?.stop();
    this.#guessCulprit(close);
    this.#requests.lost(close);
    this.#subscriptions.lost();
    if (!final) return;
    this.#gaveUp = new GaveUpError(close);
    this.#settle(this.#gaveUp);
    this.#requests.fail(this.#gaveUp);
    this.#subscriptions.end(this.#gaveUp);
  }

  /** Servers that send no `error` before they close for a bad message: it was the oldest without an answer. */
  #guessCulprit({ code, reason }: CloseInfo): void {
    if (code !== 1003 || this.#blamed || /timed out/.test(reason)) return;
    const word = /valid/.test(reason)
      ? "validation_failed"
      : /match/.test(reason)
        ? "no_matching_type"
        : "decode_failed";
    this.#requests.refuse(new ServerError({ code: word, message: reason }), undefined, true);
  }

  #settle(error?: Error): void {
    for (const { resolve, reject } of this.#waiting.splice(0)) error ? reject(error) : resolve();
  }
}
