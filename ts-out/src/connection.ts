//! Drives the state machine: sockets, timers and the environment on one side, what the client hears on the other.

import { dial } from "./dial.js";
import { watchEnvironment } from "./environment.js";
import { type Event, initial, next } from "./machine.js";
import { nothing, type Settings } from "./settings.js";
import type { CloseInfo, CloseVerdict, ConnectionState, ConnectionStatus, UrlSource, WebSocketLike } from "./types.js";

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

export type Connection = ReturnType<typeof createConnection>;

export function createConnection(source: UrlSource, settings: Settings, hooks: ConnectionHooks) {
  const { clock, random, retry, connectTimeoutMs = 10_000 } = settings;
  let state = initial;
  let socket: WebSocketLike | undefined;
  let openedAt = 0;
  /** Tells the current attempt from those that were overtaken while they waited for a token. */
  let run = 0;
  let cancel = nothing;

  const go = (event: Event, close?: CloseInfo, error?: unknown): void => {
    const before = state;
    const after = next(before, event, retry);
    const { phase, attempt, delay } = after;
    state = after;
    if (!close && phase === before.phase && delay === before.delay) return;
    cancel();
    if (phase === "connecting") open();
    if (phase === "waiting") cancel = clock.after(delay, () => go({ type: "dial" }));
    if (phase === "open") hooks.opened();
    if (close) hooks.lost(close, phase === "closed");
    // A listener may have moved on, or closed the client.
    if (after === state) hooks.changed({ state: phase, attempt, retryInMs: delay, close, error });
  };

  const open = async (): Promise<void> => {
    const mine = ++run;
    cancel = clock.after(connectTimeoutMs, () => drop("timed out"));
    try {
      const make = await dial(source, settings, state.expired);
      if (mine === run) attach(make());
    } catch (error) {
      if (mine === run) drop(`${error}`, error);
    }
  };

  const attach = (made: WebSocketLike): void => {
    socket = made;
    made.onopen = () => {
      openedAt = clock.now();
      go({ type: "opened" });
    };
    made.onmessage = ({ data }: { readonly data: unknown }) => hooks.message(data);
    made.onclose = ({ code, reason }: CloseInfo) => dropped({ code, reason });
    // A close follows every error; but `ws` throws where nobody listens.
    made.onerror = nothing;
  };

  /** Lets go of the socket, so that nothing it still does is heard. */
  const release = (): void => {
    run++;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    socket = undefined;
  };

  const dropped = (close: CloseInfo, error?: unknown): void => {
    release();
    const stable = state.phase === "open" && clock.now() - openedAt >= stableMs;
    go({ type: "dropped", verdict: verdictOf(close, settings), stable, random: random() }, close, error);
  };

  /** Ends this connection or attempt from our side; another follows. */
  const drop = (reason: string, error?: unknown): void => dropped({ code: 1006, reason }, error);

  const unwatch = watchEnvironment((online) => {
    go({ type: "network", online, random: random() });
    hooks.doubt();
  });

  return {
    phase: (): ConnectionState => state.phase,
    connect: () => go({ type: "dial" }),
    send: (frame: string) => socket?.send(frame),
    advise: (afterMs: number | undefined) => go({ type: "advised", afterMs }),
    drop,
    close() {
      unwatch();
      release();
      cancel();
      state = { ...initial, phase: "closed" };
    },
  };
}

/** 4401 asks for another token, 4403 says that no token will do; after every other close it is worth to try again. */
function verdictOf(close: CloseInfo, { token, onClose }: Settings): CloseVerdict {
  const refused = close.code === 4401 || close.code === 4403;
  const renewable = close.code === 4401 && typeof token === "function";
  return onClose?.(close) ?? (renewable ? "refresh" : refused ? "give-up" : "retry");
}
