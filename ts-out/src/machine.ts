//! The connection's state machine: a pure function from state and event to the next state.

import { backoff } from "./backoff.js";
import type { CloseVerdict, ConnectionState, RetryOptions } from "./types.js";

export interface State {
  readonly phase: ConnectionState;
  /** Failures in a row. */
  readonly attempt: number;
  /** While waiting: how long. */
  readonly delay: number;
  /** The server refused the last token. */
  readonly expired: boolean;
  /** The server said how long to stay away; nothing but the user shortens that. */
  readonly advised: number | undefined;
  /** The browser says that there is no network. */
  readonly offline: boolean;
}

export type Event =
  /** The wait is over, or the user wants it to be. */
  | { readonly type: "dial" }
  | { readonly type: "opened" }
  /** The connection, or the attempt, ended. `stable`: it had held for a while. */
  | { readonly type: "dropped"; readonly verdict: CloseVerdict; readonly stable: boolean; readonly random: number }
  /** The network came back or the page was shown, which is a good moment to try; or the network went. */
  | { readonly type: "network"; readonly online: boolean; readonly random: number }
  | { readonly type: "advised"; readonly afterMs: number | undefined };

export const initial: State = {
  phase: "idle",
  attempt: 0,
  delay: 0,
  expired: false,
  advised: undefined,
  offline: false,
};

export function next(state: State, event: Event, retry: RetryOptions = {}): State {
  const { phase, advised } = state;
  switch (event.type) {
    case "dial":
      return phase === "open" || phase === "connecting" ? state : dial(state);
    case "opened":
      return { ...state, phase: "open", expired: false };
    case "dropped":
      return dropped(state, event, retry);
    case "network": {
      const offline = !event.online;
      const held = phase !== "waiting" || advised !== undefined;
      return { ...state, offline, delay: held ? state.delay : pause(offline, 0, event.random, retry) };
    }
    case "advised":
      return { ...state, advised: event.afterMs };
  }
}

function dropped(state: State, event: Event & { type: "dropped" }, retry: RetryOptions): State {
  const { advised, offline } = state;
  const failures = event.stable ? 0 : state.attempt;
  const expired = event.verdict === "refresh";
  const waiting: State = { ...state, phase: "waiting", attempt: failures + 1, expired };
  if (event.verdict === "give-up" || failures >= (retry.attempts ?? Infinity)) return { ...initial, phase: "closed" };
  if (advised !== undefined) return { ...waiting, attempt: 0, delay: advised };
  // A fresh token deserves a try at once; where that was refused too, the provider is in trouble: wait.
  if (expired && !state.expired) return dial(waiting);
  return { ...waiting, delay: pause(offline, failures, event.random, retry) };
}

function dial(state: State): State {
  return { ...state, phase: "connecting", delay: 0, advised: undefined };
}

/** Without network, an attempt now and then is enough; but browsers may be wrong, so there are some. */
function pause(offline: boolean, failures: number, random: number, retry: RetryOptions): number {
  return backoff(offline ? Infinity : failures, random, retry);
}
