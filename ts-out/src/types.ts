//! The types that users of a client see.

import type { SpecwireError } from "./errors/base.js";

/** Ends what it was returned for. Calling it again does nothing. */
export type Unsubscribe = () => void;

/** Where to connect: an address, or a function that is asked before every attempt. `http:` and relative ones work too. */
export type UrlSource = string | Addressable | (() => string | Addressable | Promise<string | Addressable>);

/** A `URL`, without asking for its type. */
export interface Addressable {
  readonly href: string;
  toString(): string;
}

/** What a token provider is told. */
export interface TokenRequest {
  /** The server refused the last token: a cached one is of no use. */
  readonly expired: boolean;
}

/** The access token, or a function that is asked before every attempt to connect. */
export type TokenSource = string | ((request: TokenRequest) => string | undefined | Promise<string | undefined>);

/** The members of a WebSocket that the client uses. Browsers, Node 22, Deno, Bun and the `ws` package have them. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** A class to make sockets of, such as `WebSocket`. */
export type WebSocketConstructor = new (url: string, protocols?: string[]) => WebSocketLike;

/** How a connection ended. */
export interface CloseInfo {
  /** The WebSocket close code; 1006 where the connection just broke or was never made. */
  readonly code: number;
  readonly reason: string;
}

/** What follows a close: try again, try again with a fresh token, or stop. */
export type CloseVerdict = "retry" | "refresh" | "give-up";

/** When and how often to try again. The wait is random between 0 and a bound that doubles with every failure. */
export interface RetryOptions {
  /** The first bound. Default 500. */
  readonly minMs?: number;
  /** The highest bound. Default 20000. */
  readonly maxMs?: number;
  /** Failures in a row before the client gives up. Default: never. */
  readonly attempts?: number;
}

/** Timers, to be replaced in tests. */
export interface Clock {
  /** Calls back once, after `ms`; the function that is returned prevents it. */
  after(ms: number, callback: () => void): () => void;
}

/** Settings of a client. Each has a default. */
export interface ClientOptions {
  /** Connect only at the first subscription or request. Default false: connect at once. */
  readonly lazy?: boolean;
  /** The access token or its provider; it is asked on every connect, and told when the last token was refused. */
  readonly token?: TokenSource;
  /**
   * How the token travels: as a WebSocket subprotocol (default; it stays out of access logs) or as `?access_token=`,
   * for servers that choose no subprotocol and for tokens with characters that a subprotocol cannot hold.
   */
  readonly tokenIn?: "protocol" | "query";
  /** The WebSocket class. Default: the global one, which Node has from version 22 on. */
  readonly webSocket?: WebSocketConstructor;
  /** When and how often to reconnect. */
  readonly retry?: RetryOptions;
  /** How long one attempt to connect may take, token and address included. Default 10000. */
  readonly connectTimeoutMs?: number;
  /** How long a request waits for its reply, time in the queue included. Default 10000; 0 waits for ever. */
  readonly requestTimeoutMs?: number;
  /** How many requests may wait for the connection. Default 256; the next one fails with `QueueFullError`. */
  readonly queueLimit?: number;
  /** How long a topic without listeners stays subscribed, so that a page change does not resubscribe. Default 1000. */
  readonly graceMs?: number;
  /** How often the client asks whether the server is there, if the document has `ping`. Default 25000; 0 never. */
  readonly heartbeatMs?: number;
  /** How long the answer may take before the connection counts as dead. Default 10000. */
  readonly heartbeatTimeoutMs?: number;
  /** Compare the server's document with the one that this client was generated from. Default true. */
  readonly checkSpec?: boolean;
  /** Overrules what follows a close code. Return `undefined` for the default. */
  readonly onClose?: (close: CloseInfo) => CloseVerdict | undefined;
  /** Timers, for tests. */
  readonly clock?: Clock;
  /** Random numbers from 0 up to 1, for tests. */
  readonly random?: () => number;
}

/** What the connection is doing. */
export type ConnectionState = "idle" | "connecting" | "open" | "waiting" | "closed";

/** A change of the connection. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Failures in a row so far. */
  readonly attempt: number;
  /** While `waiting`: the time until the next attempt. */
  readonly retryInMs: number;
  /** Why the last connection, or attempt, ended. */
  readonly close?: CloseInfo | undefined;
  /** What the token provider, the address, the WebSocket class or `onClose` threw, where that is why. */
  readonly error?: unknown;
}

/** What became of a subscription. */
export type SubscriptionStatus =
  /** Asked for, or waiting for the connection. */
  | { readonly state: "pending" }
  /** Confirmed by the server. With `resumed`, the connection was lost in between and updates may be missing. */
  | { readonly state: "active"; readonly resumed: boolean; readonly message: string }
  /** The connection dropped; the client subscribes again by itself. */
  | { readonly state: "lost" }
  /** Refused. With `retrying`, the client asks again by itself. */
  | { readonly state: "failed"; readonly error: SpecwireError; readonly retrying: boolean }
  /** The client was closed. */
  | { readonly state: "closed" };

/** A status of one topic, as an event of the client. */
export interface SubscriptionEvent {
  readonly route: string;
  readonly topic: string;
  readonly status: SubscriptionStatus;
}

/** The server speaks another version of the document. Unknown messages and members may come; nothing stops working. */
export interface SkewEvent {
  /** The hash that this client was generated from. */
  readonly expected: string;
  /** The hash of what the server serves. */
  readonly actual: string;
  /** The version that this client was generated from. */
  readonly expectedVersion: string;
  /** The version that the server serves. */
  readonly actualVersion: string | undefined;
}

/** What travels in a frame. */
export interface Envelope {
  readonly type: string;
  readonly payload?: unknown;
  readonly id?: string | number;
}

/** Events that every client has. */
export interface ClientEvents {
  /** The connection changed. */
  readonly status: ConnectionStatus;
  /** A subscription changed. */
  readonly subscription: SubscriptionEvent;
  /** The server's document differs from this client's. */
  readonly skew: SkewEvent;
  /** A message that this client's document does not know. */
  readonly unknown: Envelope;
  /** Something failed that no call can report: a listener or mapper threw, the server complained. */
  readonly error: unknown;
}

/** Options of `on`. */
export interface ListenOptions {
  /** Ends the listening when aborted. */
  readonly signal?: AbortSignal;
  /** Call the listener once only. */
  readonly once?: boolean;
}

/** Keeps the events' type where other types can find it; there is no such member at run time. */
declare const eventTypes: unique symbol;

/** What every typed client has, whatever its document. `E` are the document's own events. */
export interface Client<E extends object = object> {
  readonly [eventTypes]?: E;
  /** What the connection is doing now. */
  readonly state: ConnectionState;
  /** The document in short. */
  readonly descriptor: ModuleDescriptor;
  /** Connects, if it is not connected, and settles once that succeeded or the client gave up. */
  connect(): Promise<void>;
  /** Ends the connection and every subscription, request, stream, listener and timer. Final. */
  close(): void;
  /** Listens to an event, of the client or of the document. */
  on<K extends EventName<E>>(
    name: K,
    listener: (value: EventValue<E, K>) => void,
    options?: ListenOptions,
  ): Unsubscribe;
}

/** Names of events. */
export type EventName<E extends object> = keyof ClientEvents | (keyof E & string);

/** What a listener of event `K` is given. */
export type EventValue<E extends object, K extends PropertyKey> = K extends keyof ClientEvents
  ? ClientEvents[K]
  : K extends keyof E
    ? E[K]
    : never;

/** Options of `subscribe`. */
export interface SubscribeOptions<U, V = U> {
  /** Turns each update into what the listener is given. */
  readonly map?: (update: U) => V;
  /** Ends the subscription when aborted. */
  readonly signal?: AbortSignal;
  /** Told at once, and whenever the subscription changes. */
  readonly onStatus?: (status: SubscriptionStatus) => void;
  /** Give a late listener the topic's last update first. Default false. */
  readonly replay?: boolean;
}

/** Options of `stream`. */
export interface StreamOptions<U, V = U> extends SubscribeOptions<U, V> {
  /** How many updates may wait to be read. Default 1024. */
  readonly buffer?: number;
  /** What happens to one more: fail with `StreamOverflowError` (default), or let go of the oldest. */
  readonly overflow?: "error" | "drop-oldest";
}

/** A subscription of the document: `P` says which topic, `U` is what its updates hold. */
export interface Route<P, U> {
  /** Calls `listener` for each update. Listeners of equal params share one subscription. */
  subscribe<V = U>(params: P, listener: (update: V) => void, options?: SubscribeOptions<U, V>): Unsubscribe;
  /** Updates to loop over. The subscription starts with the first read and ends with the loop. */
  stream<V = U>(params: P, options?: StreamOptions<U, V>): AsyncIterableIterator<V>;
  /** The last update of a topic that is subscribed now. */
  latest(params: P): U | undefined;
}

/** Options of a request. */
export interface RequestOptions {
  /** How long to wait for the reply, instead of the client's `requestTimeoutMs`; 0 waits for ever. */
  readonly timeoutMs?: number;
  /** Ends the waiting when aborted; the server may still act. */
  readonly signal?: AbortSignal;
}

/** A request of the document. Requests without payload are called with none: `ping()`, `ping(undefined, options)`. */
export type Request<P, R> = [P] extends [void]
  ? (payload?: undefined, options?: RequestOptions) => Promise<R>
  : (payload: P, options?: RequestOptions) => Promise<R>;

/** What a generated client knows of its document. Keys are member paths of the client, such as `session.info`. */
export interface ModuleDescriptor {
  readonly module: string;
  readonly version: string;
  /** SHA-256 of the served specification. */
  readonly hash: string;
  /** Member path to the route's name on the wire. */
  readonly routes: { readonly [member: string]: string };
  /** Member path to the names of the request and of its reply. */
  readonly requests: { readonly [member: string]: readonly [request: string, reply: string | null] };
  /** Names of the messages that the server sends on its own. */
  readonly events: readonly string[];
  /** Routes whose last update the server gives to whoever subscribes. */
  readonly replays?: readonly string[];
}
