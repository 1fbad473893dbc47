//! Drives the state machine: sockets, timers and the environment on one side, what the client hears on the other.

import { dial } from "./dial.js";
import { watchEnvironment } from "./environment.js";
import { type Event, initial, next, type State } from "./machine.js";
import type { Settings } from "./settings.js";
import type { CloseInfo, ConnectionStatus, Unsubscribe, UrlSource, WebSocketLike } from "./types.js";

/** A connection that held this long was a good one: the next failure counts as the first. */
const stableMs = 5000;

export interface ConnectionHooks {
  opened(): void;
  message(data: unknown): void;
  /** The connection is gone; with `final`, no other will follow. */
  lost(close: CloseInfo, final: boolean): void;
  changed(status: ConnectionStatus): void;
  /** A good moment to see whether the connection still works. */
  doubt(): void;
}

export class Connection {
  readonly #source: UrlSource;
  readonly #settings: Settings;
  readonly #hooks: ConnectionHooks;
  readonly #unwatch: Unsubscribe;
  #state: State = initial;
  #socket: WebSocketLike | null = null;
  #openedAt = 0;
  /** Tells the current attempt from those that were overtaken while they waited for a token. */
  #run = 0;
  #cancel: Unsubscribe = () => {};

  constructor(source: UrlSource, settings: Settings, hooks: ConnectionHooks) {
    this.#source = source;
    this.#settings = settings;
    this.#hooks = hooks;
    this.#unwatch = watchEnvironment(
      () => {
        this.#go({ type: "wake", random: settings.random() });
        hooks.doubt();
      },
      () => {
        this.#go({ type: "offline" });
        hooks.doubt();
      },
    );
  }

  get phase(): State["phase"] {
    return this.#state.phase;
  }

  connect(): void {
    this.#go({ type: "connect" });
  }

  send(frame: string): void {
    this.#socket?.send(frame);
  }

  advise(afterMs: number): void {
    this.#go({ type: "advised", afterMs });
  }

  /** Ends this connection or attempt from our side; another follows. */
  drop(reason: string, error?: unknown): void {
    this.#release();
    this.#dropped({ code: 1006, reason }, error);
  }

  /** Ends it for good. */
  close(): void {
    this.#unwatch();
    this.#release();
    this.#cancel();
    this.#state = { ...initial, phase: "closed" };
  }

  #go(event: Event, close?: CloseInfo, error?: unknown): void {
    const before = this.#state;
    const state = next(before, event, this.#settings.policy);
    this.#state = state;
    if (event.type !== "dropped" && state.phase === before.phase && state.delay === before.delay) return;
    this.#cancel();
    if (state.phase === "connecting") this.#dial();
    if (state.phase === "waiting") this.#cancel = this.#after(state.delay, () => this.#go({ type: "due" }));
    if (close) this.#hooks.lost(close, state.phase === "closed");
    // A listener may have moved on, or closed the client.
    if (state !== this.#state) return;
    this.#hooks.changed({
      state: state.phase,
      attempt: state.attempt,
      ...(state.phase === "waiting" && { retryInMs: state.delay }),
      ...(close && { close }),
      ...(error !== undefined && { error }),
    });
    if (event.type === "opened" && state === this.#state) this.#hooks.opened();
  }

  #after(ms: number, callback: () => void): Unsubscribe {
    return this.#settings.clock.after(ms, callback);
  }

  async #dial(): Promise<void> {
    const run = ++this.#run;
    this.#cancel = this.#after(this.#settings.connectTimeoutMs, () => this.drop("no connection in time"));
    try {
      const make = await dial(this.#source, this.#settings, this.#state.expired);
      if (run === this.#run) this.#attach(make());
    } catch (error) {
      if (run === this.#run) this.drop(`${error}`, error);
    }
  }

  #attach(socket: WebSocketLike): void {
    this.#socket = socket;
    socket.onopen = () => {
      this.#openedAt = this.#settings.clock.now();
      this.#go({ type: "opened" });
    };
    socket.onmessage = (event: { readonly data: unknown }) => this.#hooks.message(event.data);
    socket.onclose = ({ code, reason }: CloseInfo) => {
      this.#release();
      this.#dropped({ code, reason });
    };
    // A close follows every error; but `ws` throws where nobody listens.
    socket.onerror = () => {};
  }

  /** Lets go of the socket, so that nothing it still does is heard. */
  #release(): void {
    this.#run++;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #dropped(close: CloseInfo, error?: unknown): void {
    const { verdict, clock, random } = this.#settings;
    const stable = this.phase === "open" && clock.now() - this.#openedAt >= stableMs;
    this.#go({ type: "dropped", verdict: verdict(close), stable, random: random() }, close, error);
  }
}
