//! The connection's life: sockets, timers and the environment on one side, what the client hears on the other.

import { backoff } from "./backoff.js";
import { dial, type Hopeless } from "./dial.js";
import { watchEnvironment } from "./environment.js";
import { nothing, type Settings } from "./settings.js";
import type { CloseInfo, CloseVerdict, ConnectionState, ConnectionStatus, UrlSource, WebSocketLike } from "./types.js";
import { verdictOf } from "./verdict.js";

/** A connection that held this long was a good one: the next failure, or refusal of a token, counts as the first. */
const stableMs = 5000;

export type Connection = ReturnType<typeof createConnection>;

/**
 * `lost`: the connection is gone; with `final`, no other will follow. `doubt`: a good moment to see whether it still
 * works.
 */
export function createConnection(
  source: UrlSource,
  settings: Settings,
  opened: () => void,
  message: (data: unknown) => void,
  lost: (close: CloseInfo, final: boolean) => void,
  changed: (status: ConnectionStatus) => void,
  doubt: () => void,
) {
  const { clock, random, retry, connectTimeoutMs = 10_000 } = settings;
  let state: ConnectionState = "idle";
  /** Failures in a row. */
  let attempt = 0;
  /** The server refused the last token. */
  let expired = false;
  /** The server said how long to stay away; nothing but the user shortens that. */
  let advised: number | undefined;
  let socket: WebSocketLike | undefined;
  let cancel = nothing;
  /** Counts changes: what was begun before the last one is of no interest any more. */
  let turn = 0;

  const become = (now: ConnectionState, retryInMs = 0, close?: CloseInfo, error?: unknown): void => {
    const mine = ++turn;
    state = now;
    cancel();
    if (now === "connecting") open();
    if (now === "waiting") cancel = clock.after(retryInMs, connect);
    if (now === "open") {
      cancel = clock.after(stableMs, settle);
      opened();
    }
    if (close) lost(close, now === "closed");
    // A listener may have moved on, or closed the client.
    if (mine === turn) changed({ state, attempt, retryInMs, close, error });
  };

  const settle = (): void => {
    attempt = 0;
    expired = false;
  };

  const connect = (): void => {
    if (state === "open" || state === "connecting") return;
    advised = 0;
    become("connecting");
  };

  const open = async (): Promise<void> => {
    const mine = turn;
    cancel = clock.after(connectTimeoutMs, () => drop("timeout"));
    try {
      const make = await dial(source, settings, expired);
      if (mine === turn) attach(make());
    } catch (error) {
      if (mine === turn) drop(`${error}`, error);
    }
  };

  const attach = (made: WebSocketLike): void => {
    socket = made;
    made.onopen = () => become("open");
    made.onmessage = ({ data }: { readonly data: unknown }) => message(data);
    made.onclose = ({ code, reason }: CloseInfo) => ended({ code, reason });
    // A close follows every error; but `ws` throws where nobody listens.
    made.onerror = nothing;
  };

  /** Lets go of the socket, so that nothing it still does is heard. */
  const release = (): void => {
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    socket?.close();
    socket = undefined;
  };

  /** The connection, or the attempt, ended. */
  const ended = (close: CloseInfo, error?: unknown): void => {
    release();
    let verdict: CloseVerdict = "retry";
    try {
      verdict = verdictOf(close, settings);
    } catch (thrown) {
      error = thrown;
    }
    const refresh = verdict === "refresh";
    const over = verdict === "give-up" || attempt === retry.attempts || (error as Partial<Hopeless> | undefined)?.final;
    // A fresh token deserves a try at once; where that was refused too, the provider is in trouble: wait.
    const wait = refresh && !expired ? 0 : backoff(attempt, random(), retry);
    expired = refresh;
    attempt = over ? 0 : attempt + 1;
    become(over ? "closed" : "waiting", advised || wait, close, error);
  };

  /** Ends this connection or attempt from our side; another follows. */
  const drop = (reason: string, error?: unknown): void => ended({ code: 1006, reason }, error);

  // The network came back or the page was shown, which is a good moment to try; or the network went: an attempt now and
  // then is enough then, but browsers may be wrong, so there are some.
  const unwatch = watchEnvironment((offline) => {
    if (state === "waiting" && !advised) become(state, backoff(offline ? Infinity : 0, random(), retry));
    doubt();
  });

  return {
    state: () => state,
    connect,
    drop,
    /** Sends at once, or says that there is no connection. */
    send(frame: string): boolean {
      if (state === "open") socket?.send(frame);
      return state === "open";
    },
    advise(afterMs: number | undefined) {
      advised = afterMs;
    },
    close() {
      unwatch();
      release();
      become("closed");
    },
  };
}
