//! Many clients behind one connection: whose reply this is, and who wants that update. Pure: frames in, frames out.

import { aboutMessage, decode } from "../envelope.js";
import { topic as topicOf } from "../topic.js";
import type { CloseInfo, Envelope, ModuleDescriptor } from "../types.js";

/** A question that waits for its answer. */
interface Pending {
  readonly member: string;
  readonly id: Envelope["id"];
  readonly reply: string;
  /** Of subscriptions: the topic that is asked for. */
  readonly topic?: string;
}

/** What the hub knows of a topic. */
interface Topic {
  readonly route: string;
  readonly params: unknown;
  readonly holders: Set<string>;
  /** The last update, to be repeated to whoever joins, where the server would do so. */
  last?: Envelope;
}

export interface HubActions {
  /** Sends a frame to the server. */
  send(frame: string): void;
  /** Hands a frame to these members. */
  deliver(members: readonly string[], frame: string): void;
  /** Ends the connection of one member. */
  end(member: string, close: CloseInfo): void;
}

interface Answer {
  readonly status?: string;
  readonly topic?: string;
}

export class Hub {
  readonly #descriptor: ModuleDescriptor;
  readonly #actions: HubActions;
  readonly #members = new Set<string>();
  readonly #pending = new Map<Envelope["id"], Pending>();
  readonly #topics = new Map<string, Topic>();
  readonly #routes: ReadonlySet<string>;
  /** Answers and updates: messages that are for some members only. */
  readonly #personal: ReadonlySet<string | null>;
  /** The server's name of a topic, where it differs from ours. */
  readonly #aliases = new Map<string, string>();
  #lastId = 0;
  /** Whose message the server last complained of. */
  #blamed: string | undefined;

  constructor(descriptor: ModuleDescriptor, actions: HubActions) {
    this.#descriptor = descriptor;
    this.#actions = actions;
    this.#routes = new Set(Object.values(descriptor.routes));
    const ofRoutes = ["update", "subscribe.response", "unsubscribe.response"];
    this.#personal = new Set([
      ...Object.values(descriptor.requests).map(([, reply]) => reply),
      ...[...this.#routes].flatMap((route) => ofRoutes.map((action) => `${route}.${action}`)),
    ]);
  }

  get members(): ReadonlySet<string> {
    return this.#members;
  }

  join(member: string): void {
    this.#members.add(member);
  }

  /** A member has gone: topics that nobody else holds are given up. */
  leave(member: string): void {
    if (!this.#members.delete(member)) return;
    for (const [name, { route, params, holders }] of this.#topics) {
      if (!holders.delete(member) || holders.size) continue;
      this.#topics.delete(name);
      this.#forward("", `${route}.unsubscribe`, params, undefined, `${route}.unsubscribe.response`);
    }
  }

  /** A frame of a member's. */
  take(member: string, frame: string): void {
    const { type, payload, id } = JSON.parse(frame) as Envelope;
    const dot = type.lastIndexOf(".");
    const [route, action] = [type.slice(0, dot), type.slice(dot + 1)];
    const isRoute = this.#routes.has(route);
    if (isRoute && action === "subscribe") this.#subscribe(member, route, payload, id);
    else if (isRoute && action === "unsubscribe") this.#unsubscribe(member, route, payload, id);
    else {
      const names = Object.values(this.#descriptor.requests).find(([name]) => name === type);
      this.#forward(member, type, payload, id, names?.[1] ?? null);
    }
  }

  /** A frame of the server's. */
  heard(frame: unknown): void {
    const envelope = decode(frame);
    const text = `${frame}`;
    if (!envelope) return this.#actions.deliver([...this.#members], text);
    const update = envelope.payload as { readonly topic?: string } | null | undefined;
    const name = this.#aliases.get(`${update?.topic}`) ?? `${update?.topic}`;
    const topic = this.#topics.get(name);
    if (topic && envelope.type === "error" && envelope.id === undefined) {
      // The server gave the topic up; its holders will ask anew.
      this.#topics.delete(name);
      return this.#actions.deliver([...topic.holders], text);
    }
    const found = this.#find(envelope);
    this.#blamed = envelope.type === "error" ? found?.member : undefined;
    if (found) return this.#answer(found, envelope);
    if (topic && envelope.type === `${topic.route}.update`) {
      topic.last = envelope;
      this.#actions.deliver([...topic.holders], text);
    } else if (!this.#personal.has(envelope.type)) this.#actions.deliver([...this.#members], text);
  }

  /** How the end of the connection is told to a member: a bad message is the fault of one of them only. */
  closeFor(member: string, close: CloseInfo): CloseInfo {
    if (close.code !== 1003 || /timed out/.test(close.reason)) return close;
    const [oldest] = this.#pending.values();
    return member === (this.#blamed ?? oldest?.member) ? close : { code: 1006, reason: close.reason };
  }

  #subscribe(member: string, route: string, params: unknown, id: Envelope["id"]): void {
    const name = topicOf(route, params);
    const topic = this.#topics.get(name) ?? { route, params, holders: new Set() };
    this.#topics.set(name, topic);
    topic.holders.add(member);
    this.#forward(member, `${route}.subscribe`, params, id, `${route}.subscribe.response`, name);
  }

  #unsubscribe(member: string, route: string, params: unknown, id: Envelope["id"]): void {
    const name = topicOf(route, params);
    const reply = `${route}.unsubscribe.response`;
    const holders = this.#topics.get(name)?.holders;
    holders?.delete(member);
    if (holders?.size) {
      this.#deliver(member, { type: reply, payload: { status: "ok", message: "Unsubscribed", topic: name }, id });
    } else {
      this.#topics.delete(name);
      this.#forward(member, `${route}.unsubscribe`, params, id, reply);
    }
  }

  /** Ids are counted anew, because those of several members would be the same. */
  #forward(
    member: string,
    type: string,
    payload: unknown,
    id: Envelope["id"],
    reply: string | null,
    topic?: string,
  ): void {
    const mine = ++this.#lastId;
    if (reply !== null) this.#pending.set(mine, { member, id, reply, ...(topic !== undefined && { topic }) });
    this.#actions.send(JSON.stringify({ type, payload, id: mine }));
  }

  /** Takes the question that this answers out of those that wait: by id or, where there is none, the oldest that fits. */
  #find({ type, payload, id }: Envelope): Pending | undefined {
    const code = type === "error" ? `${(payload as { readonly code?: string } | null | undefined)?.code}` : "";
    const guess = aboutMessage.test(code);
    for (const [key, pending] of this.#pending) {
      if (id === undefined ? !(guess || pending.reply === type) : key !== id) continue;
      this.#pending.delete(key);
      return pending;
    }
    return undefined;
  }

  #answer({ member, id, topic: name, reply }: Pending, envelope: Envelope): void {
    const topic = name === undefined ? undefined : this.#topics.get(name);
    const answer = (envelope.payload ?? {}) as Answer;
    const refused = envelope.type === "error" || answer.status === "error";
    if (topic && name !== undefined) {
      // Who has asked anew in the meantime waits for the answer to that.
      if (refused && !this.#asks(member, name)) topic.holders.delete(member);
      else if (answer.topic !== undefined && answer.topic !== name) this.#aliases.set(answer.topic, name);
      if (!topic.holders.size) this.#topics.delete(name);
    }
    this.#deliver(member, { ...envelope, ...(id !== undefined && { id }) });
    // The server repeats nothing to a connection that holds the topic already.
    const isLate = topic && topic.holders.size > 1 && topic.holders.has(member);
    const repeats = isLate && this.#descriptor.replays?.includes(topic.route);
    if (repeats && topic.last) this.#deliver(member, topic.last);
    if (reply === "session.clear.response" && !refused) this.#cleared(member);
  }

  #asks(member: string, topic: string): boolean {
    return [...this.#pending.values()].some((one) => one.member === member && one.topic === topic);
  }

  /** The server has let go of every topic: the others' clients have to ask for theirs anew. */
  #cleared(by: string): void {
    const losers = new Set([...this.#topics.values()].flatMap(({ holders }) => [...holders]));
    this.#topics.clear();
    for (const member of losers) {
      if (member !== by) this.#actions.end(member, { code: 1006, reason: "another tab has cleared the session" });
    }
  }

  #deliver(member: string, envelope: Envelope): void {
    if (this.#members.has(member)) this.#actions.deliver([member], JSON.stringify(envelope));
  }
}
