//! The connection's state machine: a pure function from state and event to the next state.

import { backoff } from "./backoff.js";
import type { CloseVerdict, ConnectionState } from "./types.js";

export interface State {
  readonly phase: ConnectionState;
  /** Failures in a row. */
  readonly attempt: number;
  /** While waiting: how long. */
  readonly delay: number;
  /** The server refused the last token. */
  readonly expired: boolean;
  /** The server said how long to stay away; nothing shortens that. */
  readonly advised: number | null;
  /** The browser says that there is no network. */
  readonly offline: boolean;
}

export type Event =
  /** The user, or the first use of a lazy client. */
  | { readonly type: "connect" }
  | { readonly type: "opened" }
  /** The connection, or the attempt, ended. `stable`: it had held for a while. */
  | { readonly type: "dropped"; readonly verdict: CloseVerdict; readonly stable: boolean; readonly random: number }
  /** The wait is over. */
  | { readonly type: "due" }
  /** The network came back, or the page was shown: a good moment to try. */
  | { readonly type: "wake"; readonly random: number }
  | { readonly type: "offline" }
  | { readonly type: "advised"; readonly afterMs: number };

/** The retry options with their defaults filled in. */
export interface Policy {
  readonly minMs: number;
  readonly maxMs: number;
  readonly attempts: number;
}

export const initial: State = {
  phase: "idle",
  attempt: 0,
  delay: 0,
  expired: false,
  advised: null,
  offline: false,
};

/** The same state object comes back where the event changes nothing. */
export function next(state: State, event: Event, policy: Policy): State {
  const { phase } = state;
  switch (event.type) {
    case "connect":
      return phase === "open" || phase === "connecting" ? state : dial({ ...state, attempt: 0, advised: null });
    case "opened":
      return { ...state, phase: "open", expired: false };
    case "dropped":
      return dropped(state, event, policy);
    case "due":
      return phase === "waiting" ? dial(state) : state;
    case "wake": {
      const awake = { ...state, offline: false };
      if (phase !== "waiting" || state.advised !== null) return awake;
      return { ...awake, delay: backoff(0, event.random, policy.minMs, policy.maxMs) };
    }
    case "offline":
      if (phase !== "waiting" || state.advised !== null) return { ...state, offline: true };
      return { ...state, offline: true, delay: policy.maxMs };
    case "advised":
      return { ...state, advised: event.afterMs };
  }
}

function dial(state: State): State {
  return { ...state, phase: "connecting", delay: 0, advised: null };
}

function dropped(state: State, event: Event & { type: "dropped" }, policy: Policy): State {
  const failures = event.stable ? 0 : state.attempt;
  const attempt = failures + 1;
  const expired = event.verdict === "refresh";
  if (event.verdict === "give-up" || attempt > policy.attempts) return { ...state, phase: "closed", attempt };
  if (state.advised !== null) return { ...state, phase: "waiting", delay: state.advised, attempt: 0 };
  // A fresh token deserves a try at once; where that was refused too, the provider is in trouble: wait.
  if (expired && !state.expired) return { ...dial(state), attempt, expired };
  const delay = state.offline ? policy.maxMs : backoff(failures, event.random, policy.minMs, policy.maxMs);
  return { ...state, phase: "waiting", delay, attempt, expired };
}
