//! A server in memory: it speaks the envelope, keeps topics, and says what it is told to say.

import { snapshot } from "../envelope.js";
import { topic as topicOf } from "../topic.js";
import type { CloseInfo, Envelope, ModuleDescriptor } from "../types.js";
import type { MockClock } from "./clock.js";
import type { Document } from "./document.js";
import { type Peer, socketClass } from "./socket.js";

/** Makes the updates of a topic: called when it gains its first subscriber; the result ends it. */
export type Feed = (params: unknown, publish: (update: unknown) => void) => () => void;

/** Thrown by handlers to answer with an `error` message of this code. */
export class MockRefusal extends Error {
  override readonly name = "MockRefusal";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Makes updates at once and then every `everyMs`, until it is ended. */
export function every(clock: MockClock, everyMs: number, make: (params: unknown, index: number) => unknown): Feed {
  return (params, publish) => {
    let index = 0;
    let cancel = () => {};
    const tick = () => {
      cancel = clock.after(everyMs, tick);
      publish(make(params, index++));
    };
    tick();
    return () => cancel();
  };
}

/** The name of the reply to a request; `null` where it has none, `undefined` where there is no such request. */
export function replyTo({ requests }: ModuleDescriptor, request: string): string | null | undefined {
  return Object.values(requests).find(([name]) => name === request)?.[1];
}

interface Topic {
  readonly peers: Set<Peer>;
  stop: () => void;
}

export class MockServer {
  readonly descriptor: ModuleDescriptor;
  readonly clock: MockClock;
  readonly #document: Document | undefined;
  readonly webSocket = socketClass({
    connected: (peer) => this.#connected(peer),
    received: (peer, frame) => void this.#received(peer, JSON.parse(frame) as Envelope),
    closed: (peer) => this.#forget(peer),
  });
  /** What clients have sent, oldest first. */
  readonly received: Envelope[] = [];
  readonly peers = new Set<Peer>();
  readonly topics = new Map<string, Topic>();
  /** By route. */
  readonly feeds = new Map<string, Feed>();
  readonly guards = new Map<string, (params: unknown) => string | undefined>();
  /** By request. */
  readonly handlers = new Map<string, (payload: unknown) => unknown>();
  /** While set, no connection is accepted. */
  down = false;
  /** How long a frame of the server travels. */
  latencyMs = 0;
  /** How often what the document makes is published. */
  everyMs = 1000;
  /** Not every server echoes the ids of requests. */
  echoIds = true;
  #connections = 0;

  constructor(descriptor: ModuleDescriptor, clock: MockClock, document: Document | undefined) {
    this.#document = document;
    this.descriptor = descriptor;
    this.clock = clock;
    this.handlers.set("ping", () => ({}));
  }

  publish(topic: string, update: unknown): void {
    const type = `${topic.slice(0, topic.indexOf(":"))}.update`;
    for (const peer of this.topics.get(topic)?.peers ?? [])
      this.send(peer, { type, payload: { topic, payload: update } });
  }

  /** What is sent is what it was when it was sent: a copy travels. */
  send(peer: Peer, envelope: Envelope): void {
    const frame = JSON.stringify(snapshot(envelope));
    if (this.latencyMs) this.clock.after(this.latencyMs, () => peer.send(frame));
    else peer.send(frame);
  }

  broadcast(envelope: Envelope): void {
    for (const peer of this.peers) this.send(peer, envelope);
  }

  disconnect(close: CloseInfo): void {
    for (const peer of [...this.peers]) {
      this.#forget(peer);
      peer.close(close);
    }
  }

  #connected(peer: Peer): void {
    if (this.down) return peer.close({ code: 1006, reason: "the mock is down" });
    this.#connections++;
    this.peers.add(peer);
    peer.accept();
  }

  #forget(peer: Peer): void {
    this.peers.delete(peer);
    for (const topic of [...this.topics.keys()]) this.#leave(peer, topic);
  }

  async #received(peer: Peer, { type, payload, id }: Envelope): Promise<void> {
    const echo = id !== undefined && this.echoIds ? { id } : {};
    this.received.push({ type, payload, ...(id !== undefined && { id }) });
    const reply = (name: string, body: unknown) => this.send(peer, { type: name, payload: body, ...echo });
    const dot = type.lastIndexOf(".");
    const [route, action] = [type.slice(0, dot), type.slice(dot + 1)];
    if (Object.values(this.descriptor.routes).includes(route) && (action === "subscribe" || action === "unsubscribe")) {
      return reply(`${type}.response`, this.#subscription(peer, action, route, payload));
    }
    try {
      const body = await this.#answer(peer, type, payload);
      const name = replyTo(this.descriptor, type);
      if (name) reply(name, body);
    } catch (error) {
      const code = error instanceof MockRefusal ? error.code : "service_error";
      reply("error", { code, message: error instanceof Error ? error.message : `${error}` });
    }
  }

  #answer(peer: Peer, type: string, payload: unknown): unknown {
    const handler = this.handlers.get(type);
    if (handler) return handler(payload);
    if (type !== "session.info") {
      const made = this.#document?.payload(replyTo(this.descriptor, type) ?? "");
      if (made !== undefined) return made;
      throw new MockRefusal("service_error", `the mock has no handler for ${type}`);
    }
    const { module, version, hash } = this.descriptor;
    const topics = [...this.topics].filter(([, { peers }]) => peers.has(peer)).map(([topic]) => topic);
    return { connectionId: `mock-${this.#connections}`, module, version, hash, topics };
  }

  #subscription(peer: Peer, action: string, route: string, params: unknown): object {
    const topic = topicOf(route, params);
    if (action === "unsubscribe") {
      this.#leave(peer, topic);
      return { status: "ok", message: "Unsubscribed", topic };
    }
    const refusal = this.guards.get(route)?.(params);
    if (refusal !== undefined) return { status: "error", message: refusal, topic };
    const held = this.topics.get(topic) ?? { peers: new Set<Peer>(), stop: () => {} };
    const first = !held.peers.size;
    held.peers.add(peer);
    this.topics.set(topic, held);
    // Updates follow the confirmation, as they do on a real server.
    if (first) held.stop = this.clock.after(0, () => this.#start(held, route, topic, params));
    return { status: "ok", message: "Subscribed", topic };
  }

  #start(held: Topic, route: string, topic: string, params: unknown): void {
    const document = this.#document;
    const made = document && every(this.clock, this.everyMs, (given, index) => document.update(route, given, index));
    const feed = this.feeds.get(route) ?? made;
    held.stop = feed?.(params, (update) => this.publish(topic, update)) ?? (() => {});
  }

  #leave(peer: Peer, topic: string): void {
    const held = this.topics.get(topic);
    if (!held?.peers.delete(peer) || held.peers.size) return;
    held.stop();
    this.topics.delete(topic);
  }
}
