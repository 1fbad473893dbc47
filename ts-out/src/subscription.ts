//! One topic: what the server holds for it, and who listens here.

import { backoff } from "./backoff.js";
import type { SpecwireError } from "./errors/base.js";
import { ServerError } from "./errors/server.js";
import { SubscriptionError } from "./errors/subscription.js";
import { join, type Listeners, tell } from "./listeners.js";
import { nothing, type Settings } from "./settings.js";
import type { SubscriptionStatus, Unsubscribe } from "./types.js";

export interface Listener {
  update(value: unknown): void;
  status(status: SubscriptionStatus): void;
  readonly replay: boolean | undefined;
}

const pending: SubscriptionStatus = { state: "pending" };

/** The server's answer to a subscription. */
interface Answer {
  readonly status?: string;
  readonly message?: string;
  readonly topic?: string;
}

export type Subscription = ReturnType<typeof createSubscription>;

/**
 * `call` sends a subscribe or unsubscribe, if there is a connection. `replays`: the server repeats the last update to
 * whoever subscribes. `use` returns why nothing is asked for any more. `named`: the server calls the topic by this name.
 * `dropped`: nobody wants the topic any more.
 */
export function createSubscription(
  topic: string,
  { clock, random, retry, graceMs = 1000 }: Settings,
  replays: boolean | undefined,
  use: () => SpecwireError | undefined,
  call: (action: "subscribe" | "unsubscribe") => Promise<unknown>,
  changed: (status: SubscriptionStatus) => void,
  named: (topic: string) => void,
  dropped: () => void,
) {
  const listeners: Listeners<Listener> = new Map();
  let status: SubscriptionStatus = pending;
  /** The last update, once there is one. */
  let last: { readonly value: unknown } | undefined;
  /** Counts what was asked, so that an answer to an older question is not taken for one to this. */
  let round = 0;
  /** The server has confirmed this topic before. */
  let proven = false;
  /** The next update is the first since the connection was lost, and may be a repetition. */
  let awaited: boolean | undefined;
  /** The server called the request itself wrong: asking again would only end the connection. */
  let barred = false;
  let failures = 0;
  let cancel = nothing;

  const set = (now: SubscriptionStatus): void => {
    if (status === now) return;
    status = now;
    tell(listeners, (one) => one.status(now));
    changed(now);
  };

  const ask = async (): Promise<void> => {
    const mine = ++round;
    cancel();
    barred = false;
    const over = use();
    if (over) return failed(over);
    set(pending);
    try {
      const answer = ((await call("subscribe")) ?? {}) as Answer;
      if (mine !== round) return;
      const { message = "" } = answer;
      if (answer.status === "error") throw new SubscriptionError(message, { topic });
      named(answer.topic ?? topic);
      const resumed = proven;
      proven = true;
      failures = 0;
      set({ state: "active", resumed, message });
    } catch (error) {
      if (mine !== round) return;
      barred = error instanceof ServerError && error.code !== "rate_limited";
      // What was confirmed once, or was not answered at all, is asked for again; a plain refusal stands.
      failed(error as SpecwireError, !barred && (proven || !(error instanceof SubscriptionError)));
    }
  };

  /** The server holds nothing any more. Without listeners nobody retries, and the grace period goes on. */
  const failed = (error: SpecwireError, retrying = false): void => {
    round++;
    if (listeners.size) {
      cancel();
      if (retrying) cancel = clock.after(backoff(++failures, random(), retry), ask);
    }
    set({ state: "failed", error, retrying });
  };

  const drop = (): void => {
    round++;
    tell(listeners, (_, end) => end());
    cancel();
    // The server may have ended the topic by itself; there is nobody left to tell.
    if (status.state !== "failed") call("unsubscribe").catch(nothing);
    dropped();
  };

  /** Nobody listens: the topic stays for the grace period. */
  const rest = (): void => {
    if (listeners.size) return;
    cancel();
    cancel = clock.after(status.state === "failed" ? 0 : graceMs, drop);
  };

  return {
    ask,
    failed,
    latest: () => last?.value,

    add(listener: Listener, signal: AbortSignal | undefined): Unsubscribe {
      const first = !listeners.size;
      if (first) cancel();
      // What was to be asked for again was so on behalf of listeners that have gone.
      if (!round || (status.state === "failed" && (first || !status.retrying))) ask();
      const end = join(listeners, listener, signal, rest);
      const before = last;
      queueMicrotask(() => {
        if (listeners.has(listener)) listener.status(status);
        if (listeners.has(listener) && listener.replay && before && before === last) listener.update(last.value);
      });
      return end;
    },

    update(value: unknown) {
      // After a reconnect, what the server repeats is old news.
      const repeated = awaited && last && JSON.stringify(value) === JSON.stringify(last.value);
      last = { value };
      awaited = false;
      if (!repeated) tell(listeners, (one) => one.update(value));
    },

    close() {
      set({ state: "closed" });
      drop();
    },

    /** A connection is there. */
    resume() {
      if (!listeners.size) drop();
      else if (!barred) ask();
    },

    /** The connection is gone, and with it the subscription on the server. */
    lost() {
      round++;
      awaited = replays;
      if (status.state === "active") set({ state: "lost" });
    },
  };
}
