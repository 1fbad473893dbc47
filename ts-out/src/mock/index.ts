//! A mock for frontends' own tests and for work without a server: the real client over a transport in memory.

import { connect } from "../codegen.js";
import { topic as topicOf } from "../topic.js";
import type { Client, ClientOptions, Envelope, ModuleDescriptor, RequestOptions, Route } from "../types.js";
import { FakeClock, realClock } from "./clock.js";
import { Document } from "./document.js";
import { every, type Feed, MockRefusal, MockServer, replyTo } from "./server.js";

export { FakeClock, MockRefusal };

/** Settings of a mock; those of the client apply too. */
export interface MockOptions extends Omit<ClientOptions, "clock" | "webSocket"> {
  /**
   * The document, as the server serves it (`@specwire/client/<module>/spec` has those of this package): what nothing
   * else is said about is then answered with its examples, or with data in the shape of its schemas.
   */
  readonly spec?: object;
  /** How often a subscribed topic is updated from the document. Default 1000. */
  readonly everyMs?: number;
  /** Run by the real clock, for work in the browser without a server. Default: time moves by `advance` only. */
  readonly realTime?: boolean;
  /** How long messages of the mock travel. Default 0. */
  readonly latencyMs?: number;
  /** Echo the ids of requests, as specwire servers do and FastWS ones do not. Default true. */
  readonly echoIds?: boolean;
}

/** What a feed knows when it makes an update. */
export interface FeedContext {
  /** Counts the updates of this topic, from 0. */
  readonly index: number;
  /** Milliseconds on the mock's clock. */
  readonly now: number;
}

/** One step of a script. */
export interface ScriptStep<U> {
  /** Time since the step before, or since the subscription. */
  readonly afterMs: number;
  readonly update: U;
}

type AnyRequest = (payload: never, options?: RequestOptions) => Promise<unknown>;

type EventsOf<C> = C extends Client<infer E> ? E : never;

/** Makes a mock of the client `C`; pass the generated descriptor of its module. */
export function createMock<C extends Client>(descriptor: ModuleDescriptor, options: MockOptions = {}): Mock<C> {
  return new Mock<C>(descriptor, options);
}

/** A typed client and the hands on the other end of its connection. */
export class Mock<C extends Client> {
  /** The client, to be given to the code under test. */
  readonly client: C;
  /** The clock of the client and the mock; `undefined` in real time. */
  readonly clock: FakeClock | undefined;
  readonly #server: MockServer;
  readonly #document: Document | undefined;
  readonly #names = new Map<unknown, string>();

  constructor(
    descriptor: ModuleDescriptor,
    { realTime, latencyMs = 0, echoIds = true, spec, everyMs = 1000, ...options }: MockOptions,
  ) {
    this.clock = realTime ? undefined : new FakeClock();
    const clock = this.clock ?? realClock;
    this.#document = spec && new Document(spec);
    this.#server = new MockServer(descriptor, clock, this.#document);
    this.#server.everyMs = everyMs;
    this.#server.latencyMs = latencyMs;
    this.#server.echoIds = echoIds;
    this.client = connect<C>(descriptor, "ws://mock.invalid/", {
      ...options,
      clock,
      webSocket: this.#server.webSocket,
    });
    for (const [path, route] of Object.entries(descriptor.routes)) this.#names.set(this.#member(path), route);
    for (const [path, [name]] of Object.entries(descriptor.requests)) this.#names.set(this.#member(path), name);
  }

  /** Lets time pass, and everything happen that falls due. */
  async advance(ms = 0): Promise<void> {
    if (!this.clock) throw new Error("a mock in real time cannot be advanced");
    await this.clock.advance(ms);
  }

  /** An update of a route, or a reply to a request, made from the document: the same for the same `index`. */
  sample<P, U>(route: Route<P, U>, params?: P, index?: number): U;
  sample<A extends AnyRequest>(request: A, index?: number): Awaited<ReturnType<A>>;
  sample(member: unknown, ...[first, index = 0]: [unknown?, number?]): unknown {
    const name = this.#name(member);
    const reply = replyTo(this.client.descriptor, name);
    const made = reply
      ? this.#document?.payload(reply, first as number | undefined)
      : this.#document?.update(name, first, index);
    if (made === undefined) throw new TypeError(`nothing to make ${name} from: give createMock the \`spec\``);
    return made;
  }

  /** Sends an update to whoever subscribes to this topic now. */
  publish<P, U>(route: Route<P, U>, params: P, update: U): void {
    this.#server.publish(topicOf(this.#name(route), params), update);
  }

  /** Makes updates for every topic of a route, every `everyMs`, as long as somebody subscribes. */
  feed<P, U>(route: Route<P, U>, everyMs: number, make: (params: P, context: FeedContext) => U): void {
    const { clock, feeds } = this.#server;
    feeds.set(
      this.#name(route),
      every(clock, everyMs, (params, index) => make(params as P, { index, now: clock.now() })),
    );
  }

  /** Plays updates for one topic from its first subscription on; other topics of the route stay as they were. */
  script<P, U>(route: Route<P, U>, params: P, steps: readonly ScriptStep<U>[]): void {
    const { clock, feeds } = this.#server;
    const name = this.#name(route);
    const topic = topicOf(name, params);
    const others = feeds.get(name);
    const play: Feed = (_, publish) => {
      let cancel = () => {};
      const step = (at: number) => {
        const current = steps[at];
        if (!current) return;
        cancel = clock.after(current.afterMs, () => {
          publish(current.update);
          step(at + 1);
        });
      };
      step(0);
      return () => cancel();
    };
    feeds.set(name, (asked, publish) =>
      topicOf(name, asked) === topic ? play(asked, publish) : (others?.(asked, publish) ?? (() => {})),
    );
  }

  /** Refuses subscriptions of a route for which `why` returns a message. */
  refuse<P, U>(route: Route<P, U>, why: (params: P) => string | undefined): void {
    this.#server.guards.set(this.#name(route), why as (params: unknown) => string | undefined);
  }

  /** Answers a request. Throw a `MockRefusal` to answer with an error. */
  handle<A extends AnyRequest>(
    request: A,
    handler: (payload: Parameters<A>[0]) => Awaited<ReturnType<A>> | Promise<Awaited<ReturnType<A>>>,
  ): void {
    this.#server.handlers.set(this.#name(request), handler as (payload: unknown) => unknown);
  }

  /** Sends an event of the document. */
  emit<K extends keyof EventsOf<C> & string>(name: K, payload: EventsOf<C>[K]): void {
    this.send({ type: name, payload });
  }

  /** Sends any message, for instance one that the document does not know. */
  send(envelope: Envelope): void {
    this.#server.broadcast(envelope);
  }

  /** Drops the connection. */
  disconnect(code = 1006, reason = ""): void {
    this.#server.disconnect({ code, reason });
  }

  /** While `true`, nobody can connect. */
  set down(down: boolean) {
    this.#server.down = down;
  }

  get down(): boolean {
    return this.#server.down;
  }

  /** The topics that are subscribed now. */
  get topics(): string[] {
    return [...this.#server.topics.keys()];
  }

  /** Everything that the client has sent, oldest first. */
  get received(): readonly Envelope[] {
    return this.#server.received;
  }

  /** The connections that are open now: their address and subprotocols. */
  get connections(): readonly { readonly url: string; readonly protocols: readonly string[] }[] {
    return [...this.#server.peers];
  }

  #name(member: unknown): string {
    const name = this.#names.get(member);
    if (name === undefined) throw new TypeError("pass a route or request of the mock's own client");
    return name;
  }

  #member(path: string): unknown {
    return path.split(".").reduce((at: unknown, key) => (at as Record<string, unknown>)[key], this.client);
  }
}
