//! Subscriptions: one per topic on the server, however many listeners there are here.

import { backoff } from "./backoff.js";
import type { Emitter } from "./emitter.js";
import { snapshot } from "./envelope.js";
import type { SpecwireError } from "./errors/base.js";
import { ConnectionLostError } from "./errors/connection-lost.js";
import { ServerError } from "./errors/server.js";
import { SubscriptionError } from "./errors/subscription.js";
import type { Settings } from "./settings.js";
import { topic as topicOf } from "./topic.js";
import type { SubscriptionStatus, Unsubscribe } from "./types.js";

export interface Listener {
  update(value: unknown): void;
  status(status: SubscriptionStatus): void;
  readonly replay: boolean | undefined;
}

/** The server's answer to a subscription. */
interface Answer {
  readonly status?: string;
  readonly message?: string;
  readonly topic?: string;
}

interface Entry {
  readonly route: string;
  readonly topic: string;
  /** The topic as the server writes it, should that ever differ from ours. */
  wire: string;
  readonly params: unknown;
  readonly listeners: Set<Listener>;
  status: SubscriptionStatus;
  /** The last update, once there is one. */
  last: { readonly value: unknown } | null;
  /** Counts what was asked, so that an answer to an older question is not taken for one to this. */
  round: number;
  /** The next update is the first of a connection that is not the topic's first. */
  resumed: boolean;
  /** The server has confirmed this topic before. */
  proven: boolean;
  /** The server called the request itself wrong: asking again would only end the connection. */
  barred: boolean;
  failures: number;
  cancel: Unsubscribe;
}

interface Ways {
  call(type: string, reply: string, payload: unknown): Promise<unknown>;
  open(): boolean;
}

export class Subscriptions {
  readonly #settings: Settings;
  readonly #ways: Ways;
  readonly #emitter: Emitter;
  readonly #entries = new Map<string, Entry>();
  /** By the topic in updates. */
  readonly #wire = new Map<string, Entry>();

  constructor(settings: Settings, emitter: Emitter, ways: Ways) {
    this.#settings = settings;
    this.#emitter = emitter;
    this.#ways = ways;
  }

  add(route: string, params: unknown, listener: Listener): Unsubscribe {
    const topic = topicOf(route, params);
    const entry = this.#entries.get(topic) ?? this.#create(route, topic, params);
    const { last } = entry;
    if (!entry.listeners.size) entry.cancel();
    entry.listeners.add(listener);
    if (entry.status.state === "failed" && !entry.status.retrying) this.#ask(entry);
    queueMicrotask(() => {
      if (!entry.listeners.has(listener)) return;
      listener.status(entry.status);
      if (listener.replay && last) listener.update(last.value);
    });
    return () => {
      if (entry.listeners.delete(listener) && !entry.listeners.size) this.#rest(entry);
    };
  }

  latest(route: string, params: unknown): unknown {
    return this.#entries.get(topicOf(route, params))?.last?.value;
  }

  /** Hands an update to those who listened when it came. */
  update({ topic, payload }: { readonly topic: string; readonly payload: unknown }): void {
    const entry = this.#wire.get(topic);
    if (!entry) return;
    const { last, resumed } = entry;
    entry.last = { value: payload };
    entry.resumed = false;
    // Servers may repeat the last update to whoever subscribes. After a reconnect that is old news.
    if (resumed && last && JSON.stringify(payload) === JSON.stringify(last.value)) return;
    for (const listener of [...entry.listeners]) if (entry.listeners.has(listener)) listener.update(payload);
  }

  /** A connection is there: asks for everything that somebody still wants. */
  resume(): void {
    for (const entry of [...this.#entries.values()]) {
      if (!entry.listeners.size) this.#drop(entry);
      else if (!entry.barred) this.#ask(entry);
    }
  }

  /** The connection is gone, and with it every subscription on the server. */
  lost(): void {
    for (const entry of this.#entries.values()) {
      entry.round++;
      entry.resumed = true;
      if (entry.status.state === "active") this.#set(entry, { state: "lost" });
    }
  }

  /** Ends everything: with an error where one is the reason, else because the client was closed. */
  end(error?: SpecwireError): void {
    for (const entry of [...this.#entries.values()]) {
      this.#set(entry, error ? { state: "failed", error, retrying: false } : { state: "closed" });
      if (!error) this.#drop(entry);
    }
  }

  #create(route: string, topic: string, params: unknown): Entry {
    const entry: Entry = {
      route,
      topic,
      wire: topic,
      // What the user does to the object later must not change what is asked after a reconnect.
      params: snapshot(params),
      listeners: new Set(),
      status: { state: "pending" },
      last: null,
      round: 0,
      resumed: false,
      proven: false,
      barred: false,
      failures: 0,
      cancel: () => {},
    };
    this.#entries.set(topic, entry);
    this.#wire.set(topic, entry);
    this.#ask(entry);
    return entry;
  }

  #ask(entry: Entry): void {
    const { route, topic } = entry;
    entry.cancel();
    entry.barred = false;
    this.#set(entry, { state: "pending" });
    if (!this.#ways.open()) return;
    const round = ++entry.round;
    const current = () => entry.round === round && this.#entries.get(topic) === entry;
    this.#ways.call(`${route}.subscribe`, `${route}.subscribe.response`, entry.params).then(
      (answer) => {
        if (current()) this.#answered(entry, (answer ?? {}) as Answer);
      },
      (error: SpecwireError) => {
        if (current() && !(error instanceof ConnectionLostError)) this.#failed(entry, error);
      },
    );
  }

  #answered(entry: Entry, { status, message = "", topic = entry.topic }: Answer): void {
    if (status === "error") return this.#failed(entry, new SubscriptionError(entry.topic, message));
    entry.wire = topic;
    this.#wire.set(topic, entry);
    this.#set(entry, { state: "active", resumed: entry.proven, message });
    entry.proven = true;
    entry.failures = 0;
  }

  /** What was confirmed once, or was not answered at all, is asked for again; a plain refusal stands. */
  #failed(entry: Entry, error: SpecwireError): void {
    const { policy, random, clock } = this.#settings;
    entry.barred = error instanceof ServerError && error.code !== "rate_limited";
    const retrying = !entry.barred && (entry.proven || !(error instanceof SubscriptionError));
    this.#set(entry, { state: "failed", error, retrying });
    if (!retrying || !entry.listeners.size) return;
    const delay = backoff(++entry.failures, random(), policy.minMs, policy.maxMs);
    entry.cancel = clock.after(delay, () => this.#ask(entry));
  }

  #set(entry: Entry, status: SubscriptionStatus): void {
    if (entry.status.state === "pending" && status.state === "pending") return;
    entry.status = status;
    for (const listener of [...entry.listeners]) if (entry.listeners.has(listener)) listener.status(status);
    this.#emitter.emit("subscription", { route: entry.route, topic: entry.topic, status });
  }

  /** Nobody listens: the topic stays for the grace period. */
  #rest(entry: Entry): void {
    const { graceMs, clock } = this.#settings;
    entry.cancel();
    if (!graceMs || entry.status.state === "failed") this.#drop(entry);
    else entry.cancel = clock.after(graceMs, () => this.#drop(entry));
  }

  #drop(entry: Entry): void {
    const { route, topic, params, status } = entry;
    entry.cancel();
    entry.listeners.clear();
    this.#entries.delete(topic);
    this.#wire.delete(topic);
    this.#wire.delete(entry.wire);
    if (!this.#ways.open() || status.state === "failed") return;
    // The server may have dropped the topic by itself; there is nobody left to tell.
    this.#ways.call(`${route}.unsubscribe`, `${route}.unsubscribe.response`, params).catch(() => {});
  }
}
